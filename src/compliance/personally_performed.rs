//! Personally performed work: whose wRVUs are paid for.
//!
//! # What it asks
//! Are the wRVUs that a plan pays for the physician's own, without those of advanced practitioners,
//! incident-to work or the technical component?
//!
//! # Test
//! A plan whose pay moves with wRVUs needs `own_work_only = true`. Whether it moves is measured: pay
//! with twice the wRVUs less pay with the roster's.
//!
//! # Parameters
//! `[compliance.referrals] own_work_only`.
//!
//! # Source
//! 42 CFR 411.357(c)(4): the employment exception allows productivity pay on personally performed
//! services; HSG. Compensation note §6, L24, and trap 20: work of advanced practitioners cannot be
//! credited to the physician who supervises them. Supervision is paid as time.
//!
//! # Worked example
//! $50 per wRVU on 5,000 wRVUs: doubling them pays $250,000 more, so the plan pays for volume, and
//! wRVUs that are not the physician's own stop it. A flat salary passes whatever is counted.

use super::{Case, Finding, LegalRule, PlanInUse, Remedy, Severity};
use crate::pay::{Statement, Work};
use crate::schema::Grade;

pub(super) static PERSONALLY_PERFORMED: LegalRule = LegalRule {
    key: "personally_performed",
    asks: "Does productivity pay count only work that the physician performed?",
    citation: "42 CFR 411.357(c)(4); HSG",
    grade: Grade::Published,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &PERSONALLY_PERFORMED;
    for plan in &case.plans {
        let place = format!("plan.{}", plan.name);
        let more = plan.physicians.iter().map(|p| for_twice_the_work(plan, &p.work)).fold(0.0, f64::max);
        if more <= 0.0 {
            findings.push(case.pass(rule, place, "pay does not move with wRVUs"));
            continue;
        }
        findings.push(match case.stated.referrals.own_work_only {
            Some(true) => case.pass(rule, place, "the wRVUs that are paid for are the physicians' own"),
            Some(false) => case.finding(
                rule,
                Severity::Stop,
                place,
                "the wRVUs that are paid for are not all the physicians' own",
                ("count own work only; pay supervision as time, at fair market value", Remedy::Amendment),
            ),
            None => case.finding(
                rule,
                Severity::Note,
                place,
                "pay moves with wRVUs; not stated: whether they are all the physicians' own",
                ("state compliance.referrals.own_work_only", Remedy::Nothing),
            ),
        });
    }
}

/// What twice the wRVUs would pay beyond what is paid, $.
fn for_twice_the_work(plan: &PlanInUse<'_>, work: &Work) -> f64 {
    let paid = |wrvu| {
        let mut statement = Statement::default();
        plan.plan.pay(&Work { wrvu, ..*work }, 0.0, &mut statement);
        statement.total().dollars()
    };
    paid(2.0 * work.wrvu) - paid(work.wrvu)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample::{self, list, table};
    use crate::pay::Plan;
    use crate::schema::Value;

    fn severity(plan: &Plan, own: Option<bool>) -> Severity {
        let mut stated = sample::silent();
        stated.referrals.own_work_only = own;
        sample::of(check, &sample::case(&stated, plan), &PERSONALLY_PERFORMED)[0].0
    }

    #[test]
    fn twice_the_work_hand_worked() {
        // 5,000 more wRVUs at $50.
        let (stated, plan) = (sample::silent(), sample::plan());
        let case = sample::case(&stated, &plan);
        assert_eq!(for_twice_the_work(&case.plans[0], &sample::colleague().work), 250_000.0);
    }

    #[test]
    fn others_work_stops_a_plan_that_pays_by_the_unit() {
        let plan = sample::plan();
        assert_eq!(severity(&plan, Some(true)), Severity::Pass);
        assert_eq!(severity(&plan, Some(false)), Severity::Stop);
        assert_eq!(severity(&plan, None), Severity::Note);
    }

    #[test]
    fn a_salary_passes_whatever_is_counted() {
        let salary = table(vec![("salary", table(vec![("per_fte", Value::Number(250_000.0))]))]);
        let plan: Plan = sample::read(vec![("pay", list(vec![salary]))]);
        assert_eq!(severity(&plan, Some(false)), Severity::Pass);
    }
}
