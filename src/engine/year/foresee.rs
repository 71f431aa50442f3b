//! Step 2, first half: what an arm expects of a year before it happens.

use super::ahead::Ahead;
use super::books::YearBooks;
use super::budgets;
use super::expectations::{ContractYear, Expectations, Outlooks, PoolYear, Population};
use super::groups::{self, GroupYear};
use super::meeting::Meeting;
use super::members::{Brought, NO_SAVINGS};
use crate::alignment::SystemSlopes;
use crate::behaviour::EffortStock;
use crate::engine::arm::ArmState;
use crate::math::grown;
use crate::system::PoolFacts;
use crate::tile::TILE;

/// Yearly growth of the cost of care of patients under no contract: the default trend of contracts.
const UNCONTRACTED_TREND: f64 = 0.04;

/// What contracts, pools and groups are expected to pay.
pub(crate) fn foresee(m: &Meeting<'_>, state: &ArmState, books: &mut YearBooks) {
    gather_members(m, state, &mut books.members);
    books.expectations.form(m, state, &books.members);
    foresee_groups(m, state, &mut books.expectations);
    books.expectations.budgets = budgets::foresee(m, state, &books.expectations);
}

/// What members of pools bring into them, as the roster has it.
fn gather_members(m: &Meeting<'_>, state: &ArmState, members: &mut Vec<PoolFacts>) {
    members.clear();
    members.resize(m.terms.scenario.allocation.pool.len(), PoolFacts::default());
    if !members.is_empty() {
        for (k, (tile, own)) in state.tiles.iter().zip(&m.practice().tiles).enumerate() {
            let brought = Brought { wrvu: &own.wrvu, quality: &own.quality, savings: &NO_SAVINGS };
            brought.gather(&m.frame.plan_pools, (m.practice(), k), tile, members);
        }
    }
}

/// What group pools, and the quality of groups, are expected to be.
fn foresee_groups(m: &Meeting<'_>, state: &ArmState, e: &mut Expectations) {
    let practice = m.practice();
    let populations = &e.populations;
    let price = |k: usize| {
        let mut lanes = [0.0; TILE];
        for (population, own) in populations.iter().zip(practice.contracts_of(k)) {
            for (price, share) in lanes.iter_mut().zip(&own.revenue_share) {
                *price += population.price * share;
            }
        }
        lanes
    };
    groups::foresee(m, state, (e.work_growth, e.pay_index), price, &mut e.groups);
    let quality = |k: usize| {
        let mut lanes = practice.tiles[k].quality;
        for (quality, points) in lanes.iter_mut().zip(&state.tiles[k].quality) {
            *quality = (*quality + 0.01 * points).clamp(0.0, 1.0);
        }
        lanes
    };
    groups::mean_quality(m, state, quality, &mut e.group_quality);
}

impl Expectations {
    /// What an arm expects of a year.
    fn form(&mut self, m: &Meeting<'_>, state: &ArmState, members: &[PoolFacts]) {
        let (scenario, practice) = (&m.terms.scenario, m.practice());
        let spill_over = m.terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.spill_over.0);
        self.contracts.clear();
        self.populations.clear();
        let reserve_is_full = scenario.allocation.reserve.is_none();
        let passed_on = scenario.allocation.passed_on(reserve_is_full, m.year, state.last_margin);
        let mut expected_pools = 0.0;
        let mut longest_wait: f64 = 0.0;
        for place in 0..scenario.contract.len() {
            let ahead = Ahead::of(m, state, place);
            let mut population = ahead.population();
            let mut outlooks = Outlooks::default();
            let mut room = 0.0;
            let mut foreseen = None;
            if ahead.settles() {
                let forecast = ahead.forecast(&population);
                if self.is_told {
                    foreseen = Some(ahead.foreseen(&forecast, passed_on, state.last_margin));
                }
                outlooks = ahead.outlooks(&forecast, passed_on, state.last_margin);
                let reach = ahead.contract.attribution.reach();
                population.expect(&forecast, &outlooks, passed_on, reach);
                room = ahead.room(&outlooks.receipts);
                population.cap_risk(room);
                expected_pools += passed_on * outlooks.pools.receipts;
                longest_wait = longest_wait.max(ahead.contract.delay_years());
            }
            if ahead.runs && ahead.contract.terms.is_value_based() {
                population.value_based = 1.0;
                population.counted =
                    if ahead.year.lives > 0.0 { ahead.contract.attribution.reach() } else { 0.0 };
            } else {
                population.reach = spill_over;
            }
            self.contracts.push(ContractYear {
                year: ahead.year,
                runs: ahead.runs,
                outlook: outlooks.receipts,
                effort: [EffortStock::default(); 2],
                room,
                foreseen,
            });
            self.populations.push(population);
        }
        let uncontracted = scenario.system.uncontracted_spending.0 * grown(UNCONTRACTED_TREND, m.year);
        self.populations.push(Population {
            spending: uncontracted,
            realised: uncontracted,
            own_care: [uncontracted; 2],
            reach: spill_over,
            ..Population::default()
        });
        self.pay_growth = scenario.outlook.pay_growth.0;
        self.pay_index = grown(self.pay_growth, m.year);
        self.facility_index = grown(scenario.outlook.facility_growth.0, m.year);
        self.pool(m, members, expected_pools, longest_wait);
        self.slopes = SystemSlopes {
            margin_lost: scenario.system.margin_lost(),
            volume_to_cost: m.terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.volume_to_cost.0),
            transformation: m.terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.transformation.0),
        };
        self.organise(m, state);
        self.work_growth = grown(scenario.outlook.wrvu_growth.0, m.year + 1);
        let breaker = scenario.allocation.circuit_breaker.as_ref();
        self.bonus_cut = breaker.map_or(0.0, |breaker| breaker.off_bonuses(state.last_margin));
        self.schedule.form(m.terms, practice, state, m.year);
        self.price_work(m, &practice.work);
    }

    /// What payers pay for work, and what it does to the system's capacity.
    fn price_work(&mut self, m: &Meeting<'_>, work: &[f64]) {
        let (terms, start) = (m.terms, &m.anchors.start);
        let contracts = terms.scenario.contract.values().zip(work);
        let total: f64 = work.iter().take(terms.scenario.contract.len()).sum();
        let paid: f64 = contracts.map(|(contract, work)| contract.price_per_wrvu.0 * work).sum();
        self.price = if total > 0.0 { paid / total } else { 0.0 };
        self.capacity = match &terms.felt {
            Some(felt) if start.price > 0.0 && self.price > 0.0 =>
            {
                #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
                felt.evidence.capacity(self.price / start.price, m.year as f64)
            }
            _ => 0.0,
        };
    }

    /// What pools are expected to hold, from what physicians' money is expected to be and how long it
    /// takes, in years.
    fn pool(&mut self, m: &Meeting<'_>, members: &[PoolFacts], expected: f64, wait: f64) {
        let terms = m.terms;
        self.pools.clear();
        let worth = terms.felt.as_ref().map_or(1.0, |felt| felt.evidence.worth_after(wait));
        self.worth_of_pools = worth;
        for (pool, facts) in terms.scenario.allocation.pool.values().zip(members) {
            let attribution = pool.weights.attribution.0;
            let share = pool.share.map_or(0.0, |share| worth * share.0);
            let per_unit = pool.weights.per_unit(&PoolFacts { savings: 0.0, ..*facts });
            let alone = terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.felt_in_pool(facts.members));
            self.pools.push(PoolYear {
                per_unit,
                expected: share * expected,
                share,
                fixed: pool
                    .fixed(m.year, self.pay_index)
                    .map(|money| GroupYear::of_fixed(money, pool, per_unit)),
                attribution,
                evenly: if facts.fte > 0.0 { attribution / facts.fte } else { 0.0 },
                felt: (1.0 - attribution) * alone + attribution,
            });
        }
    }
}
