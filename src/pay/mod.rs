//! System → physician: what an agreement pays for a year of work.
//!
//! One file per component, each opening with the same headings. A plan is an ordered list of
//! components. Each component knows the law (what it pays for a year of work) and the incentive
//! (what it is expected to pay, and how that moves with each driver, before the year is known).
//!
//! Formulas are written for one physician; the tile methods apply them to many at once.

mod expected;
mod fair_market_value;
mod guarantee;
mod plan;
mod quality_bonus;
mod quality_withhold;
mod salary;
mod shared_savings;
mod statement;
mod stipend;
mod work;
mod wrvu;
mod wrvu_threshold;

pub(crate) use expected::Expectations;
pub use expected::{Expected, ExpectedTile, Margin, MarginTile, Moves};
pub use fair_market_value::FairMarketValue;
pub use guarantee::Guarantee;
pub use plan::{Line, Plan};
pub use quality_bonus::QualityBonus;
pub use quality_withhold::QualityWithhold;
pub use salary::Salary;
pub use shared_savings::SharedSavingsPool;
pub use statement::{PayClass, Statement, StatementTile};
pub use stipend::Stipend;
pub use work::{Outlook, OutlookTile, Work, WorkTile};
pub use wrvu::{Tier, TierKind, WrvuPay};
pub use wrvu_threshold::WrvuThreshold;

use crate::schema::choices;
use crate::tile::TILE;
use crate::units::Cents;

choices! {
    /// The ways to be paid.
    pub enum Component {
        /// Straight salary.
        Salary(Salary) = "salary",
        /// A rate per wRVU, in tiers.
        Wrvu(WrvuPay) = "wrvu",
        /// Base salary plus a bonus above a wRVU threshold.
        WrvuThreshold(WrvuThreshold) = "wrvu_threshold",
        /// A bonus earned by measured quality.
        QualityBonus(QualityBonus) = "quality_bonus",
        /// Pay held back and released by measured quality.
        QualityWithhold(QualityWithhold) = "quality_withhold",
        /// A share of value-based money.
        SharedSavings(SharedSavingsPool) = "shared_savings",
        /// Pay for non-clinical work.
        Stipend(Stipend) = "stipend",
    }
}

/// What every component supplies: one physician at a time, and a tile at a time with the same cents
/// and the same bits. Never used as `dyn`.
pub(crate) trait Formula {
    /// Adds what a year of work pays.
    fn pay(&self, work: &Work, statement: &mut Statement);

    /// Adds what it is expected to pay.
    fn expect(&self, outlook: &Outlook, expected: &mut Expected);

    /// [`Formula::pay`] for a tile.
    fn pay_tile(&self, work: &WorkTile, statement: &mut StatementTile);

    /// [`Formula::expect`] for a tile.
    fn expect_tile<E: Expectations>(&self, outlook: &OutlookTile, expected: &mut E);
}

/// A component of one line and one class of pay, which is most of them.
pub(crate) trait OneLine {
    /// What kind of pay it is.
    const CLASS: PayClass;

    /// What it moves with.
    const MOVES: Moves;

    /// What does not depend on the physician.
    type Ready: Copy;

    /// Works that out, once for many physicians.
    fn ready(&self) -> Self::Ready;

    /// Dollars for a full year of this work.
    fn annual(ready: Self::Ready, work: &Work) -> f64;

    /// The same in expectation, with its slopes.
    fn margin(ready: Self::Ready, outlook: &Outlook) -> Margin;
}

impl<F: OneLine> Formula for F {
    #[inline(always)]
    fn pay(&self, work: &Work, statement: &mut Statement) {
        statement.earn(F::CLASS, work.portion, F::annual(self.ready(), work));
    }

    #[inline(always)]
    fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
        expected.earn(F::CLASS, outlook.work.portion, &F::margin(self.ready(), outlook));
    }

    #[inline(always)]
    fn pay_tile(&self, work: &WorkTile, statement: &mut StatementTile) {
        let ready = self.ready();
        let line = statement.line_mut(F::CLASS);
        for lane in 0..TILE {
            let work = work.lane(lane);
            line[lane] += Cents::round(work.portion * F::annual(ready, &work));
        }
    }

    #[inline(always)]
    fn expect_tile<E: Expectations>(&self, outlook: &OutlookTile, expected: &mut E) {
        let ready = self.ready();
        for lane in 0..TILE {
            let outlook = outlook.lane(lane);
            expected.add(lane, F::CLASS, outlook.work.portion, &F::margin(ready, &outlook), F::MOVES);
        }
    }
}

/// Calls a method of whichever simple component this is; those that act on what came before, or
/// pay nothing by themselves, are given apart.
macro_rules! each {
    ($component:expr, $c:ident => $simple:expr, withhold $w:ident => $withhold:expr, pool $p:ident => $pool:expr) => {
        match $component {
            Component::Salary($c) => $simple,
            Component::Wrvu($c) => $simple,
            Component::WrvuThreshold($c) => $simple,
            Component::QualityBonus($c) => $simple,
            Component::Stipend($c) => $simple,
            Component::QualityWithhold($w) => $withhold,
            Component::SharedSavings($p) => $pool,
        }
    };
}

impl Component {
    /// Adds this component to one physician's statement.
    pub fn pay(&self, work: &Work, statement: &mut Statement) {
        each!(self, c => c.pay(work, statement), withhold w => w.hold(work.quality, statement), pool _p => ());
    }

    /// Adds this component to the statements of a tile.
    #[inline(always)]
    pub fn pay_tile(&self, work: &WorkTile, statement: &mut StatementTile) {
        each!(self,
            c => c.pay_tile(work, statement),
            withhold w => for lane in 0..TILE {
                let mut one = statement.lane(lane);
                w.hold(work.quality[lane], &mut one);
                statement.set(lane, &one);
            },
            pool _p => ());
    }

    /// Whether it acts on what came before instead of adding to it.
    #[must_use]
    pub fn acts_on_others(&self) -> bool {
        each!(self, _c => false, withhold _w => true, pool _p => false)
    }

    /// Adds this component to the expectations of a tile; a withhold acts only on an
    /// [`ExpectedTile`], see [`Component::hold_tile`].
    #[inline(always)]
    pub(crate) fn expect_tile<E: Expectations>(&self, outlook: &OutlookTile, expected: &mut E) {
        each!(self, c => c.expect_tile(outlook, expected), withhold _w => (), pool _p => ());
    }

    /// Lets a withhold act on the expectations of a tile.
    #[inline(always)]
    pub(crate) fn hold_tile(&self, outlook: &OutlookTile, expected: &mut ExpectedTile) {
        each!(self,
            _c => (),
            withhold w => for lane in 0..TILE {
                let mut one = expected.lane(lane);
                w.expect(&outlook.lane(lane), &mut one);
                expected.set(lane, &one);
            },
            pool _p => ());
    }

    /// Adds this component to one physician's expectation.
    pub fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
        each!(self,
            c => c.expect(outlook, expected),
            withhold w => w.expect(outlook, expected),
            pool _p => ());
    }
}
