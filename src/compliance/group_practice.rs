//! Group-practice pools: profits of designated health services.
//!
//! # What it asks
//! If a pool holds profits of designated health services, is it all of them, of the whole group or
//! of at least five physicians, and is it divided without regard to referrals?
//!
//! # Test
//! Pools are filled from payers' settlements or professional collections, not from service profits: without a
//! statement to the contrary they pass. With `health_service_profits = true` every pool needs five
//! members, and may not be divided by wRVUs of designated services; per head is deemed in order.
//!
//! # Parameters
//! `[compliance.group_practice] health_service_profits`.
//!
//! # Source
//! 42 CFR 411.352(i) as of 1 January 2022 (medicmgmt, National Law Review); profits from taking part
//! in a value-based enterprise may go to the physician directly (recalled). Compensation note §6,
//! L16, L17.
//!
//! # Worked example
//! A pool of five passes, of four stops.

use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::pay::Component;
use crate::schema::{Grade, optional, parameters};

parameters! {
    /// Pools of a group practice.
    pub struct GroupPracticeFacts {
        /// Pools hold profits of designated health services (imaging, laboratory, therapy, drugs)
        /// beside payers' settlements.
        health_service_profits: Option<bool> = optional();
    }
}

pub(super) static GROUP_POOL: LegalRule = LegalRule {
    key: "group_pool",
    asks: "Does every pool with profits of designated health services have at least five physicians?",
    citation: "42 CFR 411.352(i); medicmgmt; National Law Review 2021",
    grade: Grade::Published,
};

/// Physicians that a pool of such profits needs.
const FIVE: usize = 5;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    for pool in &case.pools {
        let place = format!("allocation.pool.{}", pool.name);
        let weight = pool.pool.weights.wrvu.0;
        let source =
            if pool.pool.dollars.is_some() { "fixed dollars of the system" } else { "payers' settlements" };
        findings.push(judge(case, &place, pool.members, weight, source));
    }
    for plan in &case.plans {
        for component in &plan.plan.pay {
            if let Component::GroupPool(terms) = component {
                let place = format!("plan.{}", plan.name);
                let members = plan.people();
                findings.push(judge(case, &place, members, terms.weights.wrvu.0, "professional collections"));
            }
        }
    }
}

fn judge(case: &Case<'_>, place: &str, members: usize, by_work: f64, filled: &str) -> Finding {
    let rule = &GROUP_POOL;
    let few = members < FIVE;
    let members = crate::units::count(members, "physician");
    match case.stated.group_practice.health_service_profits {
        None if few => case.finding(
            rule,
            Severity::Note,
            place,
            format!(
                "{members} in the pool; not stated: whether it holds profits of designated health services"
            ),
            ("state compliance.group_practice.health_service_profits", Remedy::Nothing),
        ),
        None | Some(false) => case.pass(rule, place, format!("{members}; filled from {filled}")),
        Some(true) if few => case.finding(
            rule,
            Severity::Stop,
            place,
            format!("{members} share profits of designated health services; the rule asks for five"),
            ("pool with more physicians, or keep these profits out", Remedy::Restructure),
        ),
        Some(true) if by_work > 0.0 => case.finding(
            rule,
            Severity::Caution,
            place,
            format!("{members}; {:.0} % of the pool follows wRVUs", 100.0 * by_work),
            ("divide it per head, or by work other than designated health services", Remedy::Amendment),
        ),
        Some(true) => case.pass(rule, place, format!("{members}, five or more; not divided by wRVUs")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::{PoolInUse, sample};
    use crate::system::{Pool, Weights};
    use crate::units::Share;

    fn severity(members: usize, profits: Option<bool>, weights: Weights) -> Severity {
        let plan = sample::plan();
        let mut stated = sample::silent();
        stated.group_practice.health_service_profits = profits;
        let pool = Pool::of_share(1.0, weights);
        let mut case = sample::case(&stated, &plan);
        case.pools = vec![PoolInUse { name: "p", pool: &pool, members }];
        sample::of(check, &case, &GROUP_POOL)[0].0
    }

    #[test]
    fn five_pass_and_four_stop() {
        assert_eq!(severity(5, Some(true), Weights::equal()), Severity::Pass);
        assert_eq!(severity(4, Some(true), Weights::equal()), Severity::Stop);
        assert_eq!(severity(4, Some(false), Weights::equal()), Severity::Pass);
        assert_eq!(severity(4, None, Weights::equal()), Severity::Note);
        assert_eq!(severity(40, None, Weights::equal()), Severity::Pass);
    }

    #[test]
    fn a_plan_that_pools_collections_is_asked_too() {
        let pool = sample::table(vec![("share", crate::schema::Value::Number(0.4))]);
        let pay = sample::list(vec![sample::table(vec![("group_pool", pool)])]);
        let plan: crate::pay::Plan = sample::read(vec![("pay", pay)]);
        let severity = |profits| {
            let mut stated = sample::silent();
            stated.group_practice.health_service_profits = profits;
            sample::of(check, &sample::case(&stated, &plan), &GROUP_POOL)[0].0
        };
        // One physician on the plan.
        assert_eq!(severity(Some(true)), Severity::Stop);
        assert_eq!(severity(Some(false)), Severity::Pass);
    }

    #[test]
    fn profits_divided_by_work_are_a_caution() {
        let weights = Weights { equal: Some(Share(0.5)), wrvu: Share(0.5), ..Weights::equal() };
        assert_eq!(severity(5, Some(true), weights), Severity::Caution);
    }
}
