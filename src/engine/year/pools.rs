//! Pool money on its way from the waterfall into statements.

use super::attributed::attributed_savings;
use super::division::PoolDivision;
use super::done::DoneTile;
use super::meeting::Meeting;
use super::members::Brought;
use super::settled::SettledYear;
use crate::engine::arm::ArmState;
use crate::ledger::{Ledger, SystemFlow};
use crate::math::grown;
use crate::pay::{PayClass, Statement, StatementTile};
use crate::system::{PoolFacts, Weights};
use crate::tile::{Lanes, TILE};
use crate::units::{Cents, apportion};

/// The pools of an arm-year.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pools {
    /// What the waterfall gave.
    given: Cents,
    /// What the system put into pools of fixed dollars.
    funded: Cents,
    /// The pools with money in them.
    pub open: Vec<OpenPool>,
    /// What members bring into each.
    facts: Vec<PoolFacts>,
    /// Savings attributed to each physician.
    savings: Vec<Lanes>,
    /// What members received of passed-on money, tile by tile, where any pool is open.
    passed: Vec<[Cents; TILE]>,
    /// What members received of fixed dollars, tile by tile; nothing where there are none.
    fixed: Vec<StatementTile>,
}

/// A pool with money in it.
#[derive(Clone, Debug)]
pub(crate) struct OpenPool {
    /// Its place among the arm's pools.
    pub place: usize,
    /// What its money is pay for.
    pub class: PayClass,
    /// Whether it holds fixed dollars of the system's own.
    pub is_fixed: bool,
    /// The division.
    pub division: PoolDivision,
}

static NOTHING: [Cents; TILE] = [Cents::ZERO; TILE];

/// What a tile's members received from pools.
pub(crate) struct Pooled<'a> {
    /// Of passed-on value money.
    passed: &'a [Cents; TILE],
    /// Of fixed dollars, where there are any.
    fixed: Option<&'a StatementTile>,
}

/// What a cap on pay sends back to pools.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SentBack {
    /// Passed-on value money.
    passed: Cents,
    /// Fixed dollars.
    fixed: Statement,
}

impl SentBack {
    /// Takes note of what was cut from one lane: pool money goes before other pay of its class, passed-on
    /// money before fixed dollars.
    #[inline(always)]
    pub(crate) fn note(&mut self, pooled: &Pooled<'_>, lane: usize, cut: &Statement) {
        let passed = cut.of(PayClass::Cost).min(pooled.passed[lane]);
        self.passed += passed;
        let Some(fixed) = pooled.fixed else { return };
        for class in PayClass::ALL {
            let own = if *class == PayClass::Cost { passed } else { Cents::ZERO };
            self.fixed.add(*class, (cut.of(*class) - own).min(fixed.line(*class)[lane]));
        }
    }
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
        self.funded = Cents::ZERO;
        self.open.clear();
        self.fixed.clear();
        let fixed = pools.values().any(|pool| pool.dollars.is_some());
        if pools.is_empty() || (self.given == Cents::ZERO && !fixed) {
            return;
        }
        let shares: Vec<f64> = pools.values().map(|pool| pool.share.map_or(0.0, |share| share.0)).collect();
        let mut amounts = vec![Cents::ZERO; shares.len()];
        apportion(self.given, &shares, &mut amounts);
        self.attribute(m, done, settled);
        self.gather(m, state, done);
        self.passed.resize(done.len(), NOTHING);
        if fixed {
            self.fixed.resize(done.len(), StatementTile::EMPTY);
        }
        let pay_index = grown(m.terms.scenario.outlook.pay_growth.0, m.year);
        for (place, (pool, given)) in pools.values().zip(amounts).enumerate() {
            let dollars = pool.fixed(m.year, pay_index).map(Cents::round);
            let money = dollars.unwrap_or(given);
            self.funded += dollars.unwrap_or(Cents::ZERO);
            if money == Cents::ZERO && (dollars.is_some() || self.given == Cents::ZERO) {
                continue;
            }
            let is_fixed = dollars.is_some();
            let class = if is_fixed { pool.weights.rewards() } else { PayClass::Cost };
            let division = self.divide(m, state, done, (place, money));
            self.open.push(OpenPool { place, class, is_fixed, division });
        }
    }

    /// Enters the members of the pool at a place, with money in it: without the part that points would
    /// divide if anybody had any.
    fn divide(
        &self,
        m: &Meeting<'_>,
        state: &ArmState,
        done: &[DoneTile],
        (place, money): (usize, Cents),
    ) -> PoolDivision {
        let (weights, facts) = (&m.terms.scenario.allocation.pool.0[place].1.weights, &self.facts[place]);
        let idle = if facts.points > 0.0 { 0.0 } else { weights.points.0 };
        let mut division = PoolDivision::new(money - money.share(idle), weights.per_unit(facts), done.len());
        let belongs = |plan: usize| m.frame.plan_pools[plan].contains(&place);
        for (k, positions) in state.tiles.iter().enumerate() {
            let brought = brought(&done[k], &self.savings[k]);
            let points = m.practice().points_of(k).get(place).filter(|_| weights.points.0 > 0.0);
            division.enter(k, &m.practice().tiles[k], positions, (&brought, points), belongs);
        }
        division
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

    /// Whether the pool at a place is divided by attributed savings, and nobody's are above zero.
    pub(crate) fn nobody_saved(&self, place: usize, weights: &Weights) -> bool {
        weights.attribution.0 > 0.0 && self.facts.get(place).is_some_and(|facts| facts.savings <= 0.0)
    }

    /// What members bring into each pool.
    fn gather(&mut self, m: &Meeting<'_>, state: &ArmState, done: &[DoneTile]) {
        self.facts.clear();
        self.facts.resize(m.terms.scenario.allocation.pool.len(), PoolFacts::default());
        for (k, tile) in state.tiles.iter().enumerate() {
            let brought = brought(&done[k], &self.savings[k]);
            brought.gather(&m.frame.plan_pools, (m.practice(), k), tile, &mut self.facts);
        }
    }

    /// Hands the members in tile `k` their money.
    #[inline(always)]
    pub(crate) fn hand_out(&mut self, k: usize, statement: &mut StatementTile) {
        if self.open.is_empty() {
            return;
        }
        let Pools { open, passed, fixed, .. } = self;
        passed[k] = [Cents::ZERO; TILE];
        for pool in open {
            if pool.is_fixed {
                pool.division.hand_out(k, fixed[k].line_mut(pool.class));
            } else {
                pool.division.hand_out(k, &mut passed[k]);
            }
        }
        for (pay, passed) in statement.line_mut(PayClass::Cost).iter_mut().zip(&passed[k]) {
            *pay += *passed;
        }
        if let Some(fixed) = fixed.get(k) {
            statement.add(fixed);
        }
    }

    /// What the members in tile `k` were handed.
    pub(crate) fn pooled(&self, k: usize) -> Pooled<'_> {
        let passed = if self.open.is_empty() { None } else { self.passed.get(k) };
        Pooled { passed: passed.unwrap_or(&NOTHING), fixed: self.fixed.get(k) }
    }

    /// Posts what pools paid and what came back: what the cap sent back, what nobody was eligible for, what
    /// no pool was for. Leaves in `classes` what is pay of each class from elsewhere.
    pub(crate) fn post(&self, back: &SentBack, classes: &mut [Cents; PayClass::COUNT], ledger: &mut Ledger) {
        let mut divided = Cents::ZERO;
        let mut fixed_paid = Cents::ZERO;
        for pool in self.open.iter().filter(|pool| !pool.division.is_nobodys()) {
            if pool.is_fixed {
                classes[pool.class.place()] -= pool.division.money;
                fixed_paid += pool.division.money;
            } else {
                divided += pool.division.money;
            }
        }
        for class in PayClass::ALL {
            classes[class.place()] += back.fixed.of(*class);
        }
        fixed_paid -= back.fixed.total();
        let paid = divided - back.passed;
        classes[PayClass::Cost.place()] -= paid;
        for (flow, amount) in [
            (SystemFlow::PoolsPaid, paid),
            (SystemFlow::PoolsReturned, self.given - paid),
            (SystemFlow::PoolsFunded, self.funded),
            (SystemFlow::FundedPaid, fixed_paid),
            (SystemFlow::FundedReturned, self.funded - fixed_paid),
        ] {
            ledger.post_system(flow, amount);
        }
    }
}

fn brought<'a>(done: &'a DoneTile, savings: &'a Lanes) -> Brought<'a> {
    Brought { wrvu: &done.wrvu, quality: &done.quality, savings }
}
