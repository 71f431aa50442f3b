//! Reconciliation: what was paid against what was owed, in time.
//!
//! # What it asks
//! Are errors, draws, guarantees and withholds reconciled while the arrangement runs or within 90
//! days after it ends?
//!
//! # Test
//! `days` is at most 90. A plan with a guarantee, a withhold or a clawback has something to reconcile.
//!
//! # Parameters
//! `[compliance.reconciliation] days`.
//!
//! # Source
//! 42 CFR 411.353(h): 90 consecutive days after expiry or termination (Horty Springer, who print
//! 411.357(h)). Compensation note §6, L7.
//!
//! # Worked example
//! 90 days pass, 91 stop.

use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::pay::Plan;
use crate::schema::{Grade, optional, parameters};
use crate::units::Real;

parameters! {
    /// Reconciling what was paid with what was owed.
    pub struct ReconciliationFacts {
        /// Days after an arrangement ends within which it is reconciled.
        days: Option<Real> = optional().range(0.0, 3_650.0);
    }
}

pub(super) static RECONCILIATION: LegalRule = LegalRule {
    key: "reconciliation",
    asks: "Are differences reconciled within 90 days after the arrangement ends?",
    citation: "42 CFR 411.353(h); Horty Springer",
    grade: Grade::Published,
};

/// Days that the rule allows.
const MOST_DAYS: f64 = 90.0;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &RECONCILIATION;
    let place = "compliance.reconciliation.days";
    let to_reconcile: Vec<&str> = case.plans.iter().filter(|p| has_balance(p.plan)).map(|p| p.name).collect();
    findings.push(match case.stated.reconciliation.days {
        Some(days) if days.0 <= MOST_DAYS => {
            case.pass(rule, place, format!("reconciled within {:.0} days", days.0))
        }
        Some(days) => case.finding(
            rule,
            Severity::Stop,
            place,
            format!("reconciled within {:.0} days; the rule gives {MOST_DAYS:.0}", days.0),
            ("shorten the time for reconciliation to 90 days", Remedy::Amendment),
        ),
        None if to_reconcile.is_empty() => {
            case.pass(rule, place, "no plan holds a guarantee, a draw or a withhold that must be reconciled")
        }
        None => case.finding(
            rule,
            Severity::Note,
            place,
            format!(
                "guarantees, withholds or clawbacks in {}; not stated: days within which they are reconciled",
                to_reconcile.join(", ")
            ),
            ("state compliance.reconciliation.days", Remedy::Nothing),
        ),
    });
}

/// Whether a plan pays, or holds back, something that is settled later.
fn has_balance(plan: &Plan) -> bool {
    plan.guarantee.is_some()
        || plan.clawback.is_some()
        || plan.pay.iter().any(|component| component.seen().balance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;
    use crate::pay::Guarantee;
    use crate::pay::PayAmount;
    use crate::terms::Period;
    use crate::units::Months;

    #[test]
    fn ninety_days_pass_and_ninety_one_stop() {
        let plan = sample::plan();
        let severity = |days: f64| {
            let mut stated = sample::silent();
            stated.reconciliation.days = Some(Real(days));
            sample::of(check, &sample::case(&stated, &plan), &RECONCILIATION)[0].0
        };
        assert_eq!([severity(90.0), severity(91.0)], [Severity::Pass, Severity::Stop]);
    }

    #[test]
    fn silence_matters_where_there_is_something_to_reconcile() {
        let stated = sample::silent();
        let plain = sample::plan();
        assert_eq!(sample::of(check, &sample::case(&stated, &plain), &RECONCILIATION)[0].0, Severity::Pass);
        let amount = PayAmount::per_fte(250_000.0);
        let guarantee = Guarantee { amount, months: Months(24.0), period: Period::Year };
        let held = Plan { guarantee: Some(guarantee), ..plain };
        assert_eq!(sample::of(check, &sample::case(&stated, &held), &RECONCILIATION)[0].0, Severity::Note);
    }
}
