//! Every level of readiness and of the market, from both sides.

use super::super::AgainstMarket::{Better, NotComparable, Usual, Worse};
use super::super::ReadinessState::{NotStated, Ready, Short};
use super::*;

#[test]
fn claims_come_within_45_days() {
    let at = |days: Option<f64>| {
        let facts = with(|facts| facts.contracts[0].contract.answers.claims_lag_days = days.map(Real));
        state_in(&facts, ReadinessDimension::ClaimsFeed)
    };
    assert_eq!([at(Some(45.0)), at(Some(45.001)), at(None)], [Ready, Short, NotStated]);
}

#[test]
fn a_list_is_found_again_but_for_one_in_twenty() {
    let at = |found: Option<f64>, error: f64| {
        let facts = with(|facts| {
            let contract = &mut facts.contracts[0].contract;
            contract.answers.attribution_match = found.map(Share);
            contract.attribution.error = Share(error);
        });
        state_in(&facts, ReadinessDimension::Attribution)
    };
    assert_eq!([at(Some(0.95), 0.0), at(Some(0.949), 0.0), at(None, 0.0)], [Ready, Short, NotStated]);
    // What is there by error cannot be found again: 1 - 0.05 is enough, 1 - 0.06 is not, whatever was answered.
    assert_eq!(
        [at(Some(1.0), 0.05), at(Some(1.0), 0.06), at(None, 0.05), at(None, 0.06)],
        [Ready, Short, NotStated, Short]
    );
}

#[test]
fn care_managers_are_counted_by_line_of_business() {
    let facts = clean();
    // 27,000 commercial lives at 5,000 each: 5.4.
    assert!((facts.managers_needed() - 5.4).abs() < 1e-9);
    let at = |managers: f64| {
        let facts = with(|facts| facts.review.care_managers = Some(Real(managers)));
        state_in(&facts, ReadinessDimension::CareManagers)
    };
    assert_eq!([at(5.4), at(5.39)], [Ready, Short]);
    // Not stated: $4 × 12 × 27,000 = $1,296,000 of which half pays managers at $120,000: 5.4.
    let paid = |cost: f64| {
        with(|facts| {
            facts.review.care_managers = None;
            facts.managers = Some(ManagerPay { cost, part: 0.5 });
        })
    };
    assert!((paid(120_000.0).managers_at_work().unwrap() - 5.4).abs() < 1e-9);
    assert_eq!(state_in(&paid(120_000.0), ReadinessDimension::CareManagers), Ready);
    let short = readiness(&paid(240_000.0));
    let short = short.iter().find(|check| check.dimension == ReadinessDimension::CareManagers).unwrap();
    // Half as many: 2.7 are missing, $648,000 a year.
    assert_eq!(short.state, Short);
    assert!((short.cost.unwrap() - 648_000.0).abs() < 1e-3, "{short:?}");
    // Medicaid asks for more: 27,000 at 1,500 each are 18.
    let medicaid = with(|facts| facts.contracts[0].contract.line = crate::payer::LineOfBusiness::Medicaid);
    assert!((medicaid.managers_needed() - 18.0).abs() < 1e-9);
    // Without any money for it nothing is known.
    let nothing = with(|facts| {
        facts.review.care_managers = None;
        facts.contracts[0].contract.programme_cost = PerMemberMonth(0.0);
    });
    assert_eq!(state_in(&nothing, ReadinessDimension::CareManagers), NotStated);
}

#[test]
fn four_of_five_conditions_are_documented_again() {
    let at = |part: Option<f64>| {
        let facts = with(|facts| facts.review.recapture = part.map(Share));
        state_in(&facts, ReadinessDimension::Coding)
    };
    assert_eq!([at(Some(0.80)), at(Some(0.799)), at(None)], [Ready, Short, NotStated]);
}

#[test]
fn fifty_seven_measures_are_borne() {
    let at = |measures: f64| with(|facts| facts.contracts[0].contract.measures = Real(measures));
    let state = |measures| state_in(&at(measures), ReadinessDimension::Reporting);
    assert_eq!([state(57.0), state(57.1)], [Ready, Short]);
    // A second contract that asks for 40 as the first does: 0.7 × 80 + 0.3 × 40 = 68. Eleven too many for sixty
    // physicians at the cost of one.
    let two = with(|facts| {
        facts.contracts[0].contract.measures = Real(40.0);
        facts.contracts.push(facts.contracts[0].clone());
        (facts.overlap, facts.per_measure) = (0.3, 700.0);
    });
    assert!((two.measures() - 68.0).abs() < 1e-9);
    let found = readiness(&two);
    let found = found.iter().find(|check| check.dimension == ReadinessDimension::Reporting).unwrap();
    assert_eq!(found.state, Short);
    assert!((found.cost.unwrap() - 11.0 * 700.0 * 60.0).abs() < 1e-6, "{found:?}");
}

#[test]
fn cash_lasts_until_the_first_money_and_18_months_at_least() {
    let half_paid = |payment: f64, cash: Option<f64>| {
        with(|facts| {
            let contract = &mut facts.contracts[0].contract;
            contract.care_management_fee = PerMemberMonth(2.0);
            contract.clock.settlement_month = Months(14.0);
            contract.clock.payment_month = Months(payment);
            facts.review.cash = cash.map(UsdAmount);
        })
    };
    // $2 × 27,000 = $54,000 a month: 19 months are $1,026,000; at 15 months the cushion of 18 stands: $972,000.
    assert!((half_paid(19.0, None).cash_needed() - 1_026_000.0).abs() < 1e-6);
    assert!((half_paid(15.0, None).cash_needed() - 972_000.0).abs() < 1e-6);
    let state = |cash| state_in(&half_paid(19.0, cash), ReadinessDimension::Cash);
    assert_eq!([state(Some(1_026_000.0)), state(Some(1_025_999.0)), state(None)], [Ready, Short, NotStated]);
    // $250,000 in advance are needed no more.
    let advanced = with(|facts| {
        let contract = &mut facts.contracts[0].contract;
        contract.care_management_fee = PerMemberMonth(2.0);
        contract.advance = Some(Advance {
            at_once: UsdAmount(250_000.0),
            per_person: PerMemberMonth(0.0),
            most_persons: 10_000,
        });
    });
    assert!((advanced.cash_needed() - 776_000.0).abs() < 1e-6);
    // Fees that pay for the programme need none; a programme that is not stated cannot be told.
    assert_eq!(state_in(&with(|facts| facts.review.cash = None), ReadinessDimension::Cash), Ready);
    let unstated = with(|facts| facts.contracts[0].contract.programme_cost = PerMemberMonth(0.0));
    assert_eq!(state_in(&unstated, ReadinessDimension::Cash), NotStated);
}

#[test]
fn the_split_of_savings_from_both_sides() {
    let at = |share: f64, loss: f64| {
        let facts = with(|facts| {
            let terms = shared(facts);
            (terms.sharing_rate, terms.loss_rate) = (Share(share), Share(loss));
        });
        lever(&facts, MarketLever::Split).against
    };
    assert_eq!([at(0.499, 0.0), at(0.5, 0.0), at(0.599, 0.0), at(0.6, 0.0)], [Worse, Usual, Usual, Better]);
    assert_eq!([at(0.499, 0.3), at(0.5, 0.3), at(0.699, 0.3), at(0.7, 0.3)], [Worse, Usual, Usual, Better]);
    // As much of losses as of savings is symmetric; more is not.
    assert_eq!([at(0.7, 0.7), at(0.7, 0.701)], [Better, Worse]);
}

#[test]
fn the_minimum_savings_rate_from_both_sides() {
    let at = |rate: f64, deductible: bool| {
        let facts = with(|facts| {
            let terms = shared(facts);
            (terms.minimum_savings_rate, terms.deductible) = (Share(rate), deductible);
        });
        lever(&facts, MarketLever::MinimumRate).against
    };
    assert_eq!(
        [at(0.0, false), at(0.01, false), at(0.011, false), at(0.03, false), at(0.031, false)],
        [Better, Better, Usual, Usual, Worse]
    );
    // A deductible is for good: only a small one is borne.
    assert_eq!([at(0.01, true), at(0.011, true)], [Better, Worse]);
}

#[test]
fn a_quality_pool_from_both_sides() {
    let pays = |pool: f64, penalty: f64| {
        let mut facts = clean();
        facts.contracts[0].contract.terms = Terms::PayForPerformance(crate::payer::PayForPerformance {
            pool_share: Share(pool),
            penalty_share: Share(penalty),
            gate: None,
            measures: Vec::new(),
        });
        lever(&facts, MarketLever::QualityPool).against
    };
    assert_eq!(
        [pays(0.0199, 0.0), pays(0.02, 0.0), pays(0.0399, 0.0), pays(0.04, 0.0)],
        [Worse, Usual, Usual, Better]
    );
    assert_eq!([pays(0.04, 0.04), pays(0.04, 0.041)], [Better, Worse]);
    assert_eq!(lever(&clean(), MarketLever::QualityPool).against, NotComparable);
}

#[test]
fn fees_less_delegation_from_both_sides() {
    let at = |fee: f64, cost: f64, paid: f64| {
        let facts = with(|facts| {
            let contract = &mut facts.contracts[0].contract;
            contract.care_management_fee = PerMemberMonth(fee);
            contract.clauses.delegation =
                Some(Delegation { cost: PerMemberMonth(cost), fee: PerMemberMonth(paid) });
        });
        lever(&facts, MarketLever::Fees).against
    };
    // Nothing left is usual, a cent less is not; $3.79 left pays for the cheapest care management.
    assert_eq!([at(0.0, 4.0, 4.0), at(0.0, 4.0, 3.99)], [Usual, Worse]);
    assert_eq!([at(3.78, 0.0, 0.0), at(3.79, 0.0, 0.0), at(7.79, 4.0, 0.0)], [Usual, Better, Better]);
}

#[test]
fn the_benchmark_from_both_sides() {
    use crate::payer::benchmark::{Benchmark, Blended, Prospective, Regional};
    let ratchet = |own: f64, every: u64| {
        let facts = with(|facts| {
            let terms = shared(facts);
            terms.benchmark = Benchmark::Blended(Blended {
                own_weight: Share(own),
                base_weights: Vec::new(),
                regional_ratio: Ratio(1.0),
            });
            terms.rebase_every = every;
        });
        lever(&facts, MarketLever::Benchmark).against
    };
    // Half of it each year is usual, 0.51 is not; 0.45 every three years is 0.15 a year; never is best.
    assert_eq!(
        [ratchet(0.5, 1), ratchet(0.51, 1), ratchet(1.0, 2), ratchet(0.45, 3), ratchet(0.46, 3)],
        [Usual, Worse, Usual, Better, Usual]
    );
    assert_eq!([ratchet(1.0, 0), ratchet(1.0, 1)], [Better, Worse]);
    // Cost is expected to grow 5 %: 4 % fixed is usual, 3.9 % is not.
    let grows = |growth: f64| {
        let facts = with(|facts| {
            shared(facts).benchmark =
                Benchmark::Prospective(Prospective { growth: SignedShare(growth), base_weights: Vec::new() });
            shared(facts).rebase_every = 0;
        });
        lever(&facts, MarketLever::Benchmark).against
    };
    assert_eq!([grows(0.05), grows(0.04), grows(0.039)], [Better, Usual, Worse]);
    let off = |discount: f64| {
        let facts = with(|facts| {
            shared(facts).benchmark = Benchmark::Regional(Regional { regional_ratio: Ratio(1.0) });
            shared(facts).discount = Share(discount);
        });
        lever(&facts, MarketLever::Benchmark).against
    };
    assert_eq!([off(0.0), off(0.02), off(0.0201)], [Better, Usual, Worse]);
}
