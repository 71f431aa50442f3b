//! Clinical co-management: fixed fee and performance fee.
//!
//! # What it asks
//! Is the performance fee at most the fixed fee, is the whole fair market value, and is it divided
//! by ownership, not by participation in volume?
//!
//! # Test
//! Performance fee ≤ fixed fee. The rest is asked.
//!
//! # Parameters
//! `[compliance.co_management.<name>]`: `fixed_fee`, `performance_fee`, `divided_by_ownership`,
//! `term_limited`.
//!
//! # Source
//! OIG advisory opinion 12-22: performance fee capped at the fixed fee (ABA), division by ownership
//! (Mondaq), limited term (recalled). Compensation note §6, L22.
//!
//! # Worked example
//! Fixed $300,000, performance $300,000 passes; performance $360,000 is $60,000 too much: caution.

use super::case::Question;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::pay::Component;
use crate::schema::{Grade, optional, parameters, required};
use crate::units::UsdPerYear;

parameters! {
    /// A clinical co-management agreement.
    pub struct CoManagementFacts {
        /// Fixed fee, $ a year.
        fixed_fee: UsdPerYear = required();
        /// Most that performance can pay, $ a year.
        performance_fee: UsdPerYear = required();
        /// Divided by ownership, not by participation in volume.
        divided_by_ownership: Option<bool> = optional();
        /// For a limited term.
        term_limited: Option<bool> = optional();
    }
}

pub(super) static CO_MANAGEMENT: LegalRule = LegalRule {
    key: "co_management",
    asks: "Is the performance fee at most the fixed fee, and divided by ownership?",
    citation: "OIG advisory opinion 12-22 (ABA; Mondaq)",
    grade: Grade::Published,
};

/// What a performance fee is above its cap, the fixed fee; $.
///
/// ```
/// use cascade::compliance::performance_fee_over;
/// assert_eq!(performance_fee_over(300_000.0, 360_000.0), 60_000.0);
/// assert_eq!(performance_fee_over(300_000.0, 300_000.0), 0.0);
/// ```
#[must_use]
pub fn performance_fee_over(fixed: f64, performance: f64) -> f64 {
    (performance - fixed).max(0.0)
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &CO_MANAGEMENT;
    let mut paid = false;
    for plan in &case.plans {
        for component in &plan.plan.pay {
            let Component::CoManagement(terms) = component else { continue };
            paid = true;
            let place = format!("plan.{}", plan.name);
            findings.push(fees(case, &place, terms.hours.0 * terms.rate.0, terms.incentive()));
            if case.stated.co_management.is_empty() {
                let cure = "state compliance.co_management.<name>";
                let found = "not stated: division by ownership, limited term";
                findings.push(case.finding(rule, Severity::Note, &place, found, (cure, Remedy::Nothing)));
            }
        }
    }
    if case.stated.co_management.is_empty() && !paid {
        let nothing = "no plan pays for co-management, and no agreement is stated";
        findings.push(case.pass(rule, "compliance.co_management", nothing));
    }
    for (name, facts) in case.stated.co_management.iter() {
        let place = format!("compliance.co_management.{name}");
        findings.push(fees(case, &place, facts.fixed_fee.0, facts.performance_fee.0));
        for (key, what, answer) in [
            (
                "divided_by_ownership",
                "divided by ownership, not by participation in volume",
                facts.divided_by_ownership,
            ),
            ("term_limited", "for a limited term", facts.term_limited),
        ] {
            findings.push(case.asked(&Question {
                rule,
                key: &format!("co_management.{name}.{key}"),
                what,
                answer,
                good: true,
                otherwise: Severity::Caution,
                cure: "write it into the agreement",
                remedy: Remedy::Amendment,
            }));
        }
    }
}

fn fees(case: &Case<'_>, place: &str, fixed: f64, performance: f64) -> Finding {
    let rule = &CO_MANAGEMENT;
    let over = performance_fee_over(fixed, performance);
    let found = format!("performance fee ${performance:.0} against a fixed fee of ${fixed:.0}");
    if over > 0.0 {
        let cure = format!("lower the performance fee by ${over:.0}, to the fixed fee");
        return case.finding(rule, Severity::Caution, place, found, (cure, Remedy::Amendment));
    }
    case.pass(rule, place, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;
    use crate::schema::Named;

    #[test]
    fn a_plan_that_pays_for_it_is_asked_too() {
        // 200 hours at $150 is $30,000 fixed against an incentive of $20,000.
        let number = crate::schema::Value::Number;
        let metric = sample::table(vec![("of", sample::text("quality")), ("weight", number(1.0))]);
        let terms = sample::table(vec![
            ("hours", number(200.0)),
            ("rate", number(150.0)),
            ("incentive_per_fte", number(20_000.0)),
            ("metrics", sample::list(vec![metric])),
        ]);
        let pay = sample::list(vec![sample::table(vec![("co_management", terms)])]);
        let plan: crate::pay::Plan = sample::read(vec![("pay", pay)]);
        let stated = sample::silent();
        let found = sample::of(check, &sample::case(&stated, &plan), &CO_MANAGEMENT);
        assert_eq!(
            found[0],
            (Severity::Pass, "performance fee $20000 against a fixed fee of $30000".to_owned())
        );
        assert_eq!(found[1].0, Severity::Note);
    }

    #[test]
    fn the_cap_is_the_fixed_fee() {
        use Severity::{Caution, Note, Pass};
        let plan = sample::plan();
        let of = |performance, by_ownership| {
            let facts = CoManagementFacts {
                fixed_fee: UsdPerYear(300_000.0),
                performance_fee: UsdPerYear(performance),
                divided_by_ownership: by_ownership,
                term_limited: Some(true),
            };
            let mut stated = sample::silent();
            stated.co_management = Named(vec![("heart".into(), facts)]);
            sample::of(check, &sample::case(&stated, &plan), &CO_MANAGEMENT)
                .iter()
                .map(|f| f.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(300_000.0, Some(true)), [Pass, Pass, Pass]);
        assert_eq!(of(360_000.0, Some(true)), [Caution, Pass, Pass]);
        assert_eq!(of(300_000.0, Some(false)), [Pass, Caution, Pass]);
        assert_eq!(of(300_000.0, None), [Pass, Note, Pass]);
    }
}
