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
use super::{Case, Finding, Record, Remedy, Rule, Severity};
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

pub(super) const CO_MANAGEMENT: Record = Record {
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
    let rule = Rule::CoManagement;
    if case.stated.co_management.is_empty() {
        let nothing = "no co-management agreement is stated under [compliance.co_management]";
        findings.push(case.pass(rule, "compliance.co_management", nothing));
    }
    for (name, facts) in case.stated.co_management.iter() {
        let place = format!("compliance.co_management.{name}");
        let (fixed, performance) = (facts.fixed_fee.0, facts.performance_fee.0);
        let over = performance_fee_over(fixed, performance);
        let found = format!("performance fee ${performance:.0} against a fixed fee of ${fixed:.0}");
        findings.push(if over > 0.0 {
            let cure = format!("lower the performance fee by ${over:.0}, to the fixed fee");
            case.finding(rule, Severity::Caution, &place, found, cure, Remedy::Amendment)
        } else {
            case.pass(rule, &place, found)
        });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;
    use crate::schema::Named;

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
            sample::of(check, &sample::case(&stated, &plan), Rule::CoManagement)
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
