//! Pool money on its way from the waterfall into statements.

use super::division::PoolDivision;
use super::done::DoneTile;
use super::meeting::Meeting;
use super::members::Brought;
use super::settled::SettledYear;
use crate::engine::arm::ArmState;
use crate::ledger::{Ledger, SystemFlow};
use crate::pay::{PayClass, StatementTile};
use crate::system::PoolFacts;
use crate::tile::{Lanes, TILE};
use crate::units::{Cents, apportion};

/// The pools of an arm-year.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pools {
    /// What the waterfall gave.
    given: Cents,
    /// The pools with money in them; none when there is no money.
    pub divisions: Vec<PoolDivision>,
    /// What members bring into each.
    facts: Vec<PoolFacts>,
    /// Savings attributed to each physician.
    savings: Vec<Lanes>,
}

impl Pools {
    /// Prepares the division of the physicians' money.
    pub(crate) fn prepare(
        &mut self,
        m: &Meeting<'_>,
        state: &ArmState,
        done: &[DoneTile],
        settled: &SettledYear,
    ) {
        let pools = &m.terms.scenario.allocation.pool;
        self.given = settled.uses.physicians;
        self.divisions.clear();
        if self.given == Cents::ZERO || pools.is_empty() {
            return;
        }
        let shares: Vec<f64> = pools.values().map(|pool| pool.share.0).collect();
        let mut amounts = vec![Cents::ZERO; shares.len()];
        apportion(self.given, &shares, &mut amounts);
        self.attribute(m, done, settled);
        self.gather(m, state, done);
        for (place, (pool, money)) in pools.values().zip(amounts).enumerate() {
            let per_unit = pool.weights.per_unit(&self.facts[place]);
            let mut division = PoolDivision::new(money, per_unit, done.len());
            for (k, positions) in state.tiles.iter().enumerate() {
                let brought = brought(&done[k], &self.savings[k]);
                let belongs = |plan: usize| m.frame.plan_pools[plan].contains(&place);
                division.enter(k, &m.practice().tiles[k], positions, &brought, belongs);
            }
            self.divisions.push(division);
        }
    }

    /// Attributes savings to physicians, where a pool asks for that.
    fn attribute(&mut self, m: &Meeting<'_>, done: &[DoneTile], settled: &SettledYear) {
        let mut pools = m.terms.scenario.allocation.pool.values();
        self.savings.clear();
        self.savings.resize(done.len(), [0.0; TILE]);
        if pools.any(|pool| pool.weights.attribution.0 > 0.0) {
            for (k, savings) in self.savings.iter_mut().enumerate() {
                *savings = attributed_savings(m, settled, &done[k], k);
            }
        }
    }

    /// What members bring into each pool.
    fn gather(&mut self, m: &Meeting<'_>, state: &ArmState, done: &[DoneTile]) {
        self.facts.clear();
        self.facts.resize(m.terms.scenario.allocation.pool.len(), PoolFacts::default());
        for (k, tile) in state.tiles.iter().enumerate() {
            let brought = brought(&done[k], &self.savings[k]);
            brought.gather(&m.frame.plan_pools, &m.practice().tiles[k], tile, &mut self.facts);
        }
    }

    /// Hands the members in tile `k` their money; what each received.
    #[inline(always)]
    pub(crate) fn hand_out(&mut self, k: usize, statement: &mut StatementTile) -> [Cents; TILE] {
        let mut pooled = [Cents::ZERO; TILE];
        if self.divisions.is_empty() {
            return pooled;
        }
        for division in &mut self.divisions {
            division.hand_out(k, &mut pooled);
        }
        for (pay, pooled) in statement.line_mut(PayClass::Cost).iter_mut().zip(&pooled) {
            *pay += *pooled;
        }
        pooled
    }

    /// Posts what pools paid and what came back: what the cap `cut`, what nobody was eligible for, what
    /// no pool was for; what is left of pay for `cost` of care came from elsewhere.
    pub(crate) fn post(&self, cut: Cents, cost: Cents, ledger: &mut Ledger) {
        let nobodys = self.divisions.iter().filter(|division| division.is_nobodys());
        let nobody: Cents = nobodys.map(|division| division.money).sum();
        let divided: Cents = self.divisions.iter().map(|division| division.money).sum();
        let back = cut + nobody + (self.given - divided);
        ledger.post_system(SystemFlow::PoolsReturned, back);
        ledger.post_system(SystemFlow::PoolsPaid, self.given - back);
        ledger.post_system(SystemFlow::CostPay, cost - (self.given - back));
    }
}

fn brought<'a>(done: &'a DoneTile, savings: &'a Lanes) -> Brought<'a> {
    Brought { wrvu: &done.wrvu, quality: &done.quality, savings }
}

/// Savings attributed to each physician's own patients, above zero: the contract's own rate, moved
/// by what the physician did differently and by the luck of their panel.
fn attributed_savings(m: &Meeting<'_>, settled: &SettledYear, done: &DoneTile, k: usize) -> Lanes {
    let practice = m.practice();
    let mut savings = [0.0; TILE];
    for (c, settled) in settled.contracts.iter().enumerate() {
        if settled.benchmark <= 0.0 {
            continue;
        }
        let group = (settled.benchmark - settled.spending) / settled.benchmark;
        let own = &practice.contracts_of(k)[c];
        for lane in 0..TILE {
            let people = own.influence[lane];
            let value = done.saved[lane] / done.spending[lane].max(1.0);
            let luck = practice.tiles[k].cost_sd[lane] * m.physicians[k].cost[lane];
            let missed = m.terms.scenario.measurement.cost_missed.0 * practice.tiles[k].social[lane];
            let panel = practice.tiles[k].style[lane] + missed;
            let rate = group + (value - settled.effect) - luck - panel;
            savings[lane] += (people * settled.benchmark * rate).max(0.0);
        }
    }
    savings
}
