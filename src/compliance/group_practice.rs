//! Group-practice pools: profits of designated health services.
//!
//! # What it asks
//! If a pool holds profits of designated health services, is it all of them, of the whole group or
//! of at least five physicians, and is it divided without regard to referrals?
//!
//! # Test
//! Pools are filled from payers' settlements or professional collections, not from service profits: without a
//! statement to the contrary they pass. With `health_service_profits = true` a pool needs five members, or all
//! physicians of a group that has fewer, and may not be divided by wRVUs of designated services; per head is
//! deemed in order. The group is as large as stated, or as the plans in use have physicians.
//!
//! # Parameters
//! `[compliance.group_practice]`: `health_service_profits`, `physicians`.
//!
//! # Source
//! 42 CFR 411.352(i)(1)(ii) as of 1 January 2022: profits of any component of at least five physicians, and of the
//! whole group where it has fewer than five (text as quoted by medicmgmt, 2024: read; National Law Review);
//! profits from taking part in a value-based enterprise may go to the physician directly (recalled).
//! Compensation note §6, L16, L17.
//!
//! # Worked example
//! A pool of five passes. A pool of four stops in a group of sixteen, and passes where the group has four.

use super::{Case, Finding, LegalRule, Remedy, Severity, people};
use crate::pay::Component;
use crate::schema::{Grade, optional, parameters};

parameters! {
    /// Pools of a group practice.
    pub struct GroupPracticeFacts {
        /// Pools hold profits of designated health services (imaging, laboratory, therapy, drugs)
        /// beside payers' settlements.
        health_service_profits: Option<bool> = optional();
        /// Physicians in the group practice; those on the scenario's plans when left out.
        physicians: Option<u64> = optional().range(1.0, 1e6);
    }
}

pub(super) static GROUP_POOL: LegalRule = LegalRule {
    key: "group_pool",
    asks: "Does every pool with profits of designated health services have at least five physicians, or all of a smaller group?",
    citation: "42 CFR 411.352(i)(1)(ii) (quoted by medicmgmt 2024); National Law Review 2021",
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

/// Physicians of the group practice.
fn group_size(case: &Case<'_>) -> usize {
    let stated = case.stated.group_practice.physicians.and_then(|n| usize::try_from(n).ok());
    stated.unwrap_or_else(|| people(case.plans.iter()))
}

fn judge(case: &Case<'_>, place: &str, members: usize, by_work: f64, filled: &str) -> Finding {
    let rule = &GROUP_POOL;
    let group = group_size(case);
    let all = members >= group;
    let few = members < FIVE && !all;
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
            format!(
                "{members} of a group of {group} share profits of designated health services; the rule asks for five, or for all of a group with fewer"
            ),
            ("pool with more physicians, or keep these profits out", Remedy::Restructure),
        ),
        Some(true) if by_work > 0.0 => case.finding(
            rule,
            Severity::Caution,
            place,
            format!("{members}; {:.0} % of the pool follows wRVUs", 100.0 * by_work),
            ("divide it per head, or by work other than designated health services", Remedy::Amendment),
        ),
        Some(true) => {
            let enough = if all { "the whole group" } else { "five or more" };
            case.pass(rule, place, format!("{members}, {enough}; not divided by wRVUs"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::{PoolInUse, sample};
    use crate::system::{Pool, Weights};
    use crate::units::Share;

    fn severity(members: usize, profits: Option<bool>, group: Option<u64>, weights: Weights) -> Severity {
        let plan = sample::plan();
        let mut stated = sample::silent();
        stated.group_practice = GroupPracticeFacts { health_service_profits: profits, physicians: group };
        let pool = Pool::of_share(1.0, weights);
        let mut case = sample::case(&stated, &plan);
        case.pools = vec![PoolInUse { name: "p", pool: &pool, members }];
        sample::of(check, &case, &GROUP_POOL)[0].0
    }

    #[test]
    fn five_pass_and_four_of_more_stop() {
        let of = |members, profits| severity(members, profits, Some(16), Weights::equal());
        assert_eq!(of(5, Some(true)), Severity::Pass);
        assert_eq!(of(4, Some(true)), Severity::Stop);
        assert_eq!(of(4, Some(false)), Severity::Pass);
        assert_eq!(of(4, None), Severity::Note);
        assert_eq!(of(40, None), Severity::Pass);
    }

    #[test]
    fn a_group_of_fewer_than_five_pools_all_of_them() {
        let of = |members, group| severity(members, Some(true), Some(group), Weights::equal());
        assert_eq!(of(4, 4), Severity::Pass);
        assert_eq!(of(3, 4), Severity::Stop);
        assert_eq!(of(2, 2), Severity::Pass);
        // Five of six are a component, one physician of one is the group.
        assert_eq!((of(5, 6), of(1, 1)), (Severity::Pass, Severity::Pass));
        // Divided by wRVUs it is a caution in a small group too.
        let by_work = Weights { equal: Some(Share(0.5)), wrvu: Share(0.5), ..Weights::equal() };
        assert_eq!(severity(4, Some(true), Some(4), by_work), Severity::Caution);
    }

    #[test]
    fn a_plan_that_pools_collections_is_asked_too() {
        let pool = sample::table(vec![("share", crate::schema::Value::Number(0.4))]);
        let pay = sample::list(vec![sample::table(vec![("group_pool", pool)])]);
        let plan: crate::pay::Plan = sample::read(vec![("pay", pay)]);
        let severity = |profits, group| {
            let mut stated = sample::silent();
            stated.group_practice = GroupPracticeFacts { health_service_profits: profits, physicians: group };
            sample::of(check, &sample::case(&stated, &plan), &GROUP_POOL)[0].0
        };
        // One physician on the plan, of a group of three, and alone.
        assert_eq!(severity(Some(true), Some(3)), Severity::Stop);
        assert_eq!(severity(Some(true), None), Severity::Pass);
        assert_eq!(severity(Some(false), Some(3)), Severity::Pass);
    }

    #[test]
    fn profits_divided_by_work_are_a_caution() {
        let weights = Weights { equal: Some(Share(0.5)), wrvu: Share(0.5), ..Weights::equal() };
        assert_eq!(severity(5, Some(true), Some(9), weights), Severity::Caution);
    }
}
