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

pub use expected::{Expected, ExpectedTile, Margin};
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

/// What every component of one pay class supplies. Never used as `dyn`.
pub(crate) trait Formula {
    /// What kind of pay it is.
    const CLASS: PayClass;

    /// Dollars for a full year of this work.
    fn annual(&self, work: &Work) -> f64;

    /// The same in expectation, with its slopes.
    fn margin(&self, outlook: &Outlook) -> Margin;

    /// Adds this component to one physician's statement.
    #[inline(always)]
    fn pay(&self, work: &Work, statement: &mut Statement) {
        statement.earn(Self::CLASS, work.portion, self.annual(work));
    }

    /// Adds this component to the statements of a tile: the same cents as one at a time.
    #[inline(always)]
    fn pay_tile(&self, work: &WorkTile, statement: &mut StatementTile) {
        let line = statement.line_mut(Self::CLASS);
        for lane in 0..TILE {
            let work = work.lane(lane);
            line[lane] += Cents::round(work.portion * self.annual(&work));
        }
    }

    /// Adds this component to the expectations of a tile.
    #[inline(always)]
    fn expect_tile(&self, outlook: &OutlookTile, expected: &mut ExpectedTile) {
        for lane in 0..TILE {
            let outlook = outlook.lane(lane);
            expected.add(lane, Self::CLASS, outlook.work.portion, &self.margin(&outlook));
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

    /// Adds this component to the expectations of a tile.
    #[inline(always)]
    pub fn expect_tile(&self, outlook: &OutlookTile, expected: &mut ExpectedTile) {
        each!(self,
            c => c.expect_tile(outlook, expected),
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
            c => expect(c, outlook, expected),
            withhold w => w.expect(outlook, expected),
            pool _p => ());
    }
}

fn expect<F: Formula>(formula: &F, outlook: &Outlook, expected: &mut Expected) {
    expected.earn(F::CLASS, outlook.work.portion, &formula.margin(outlook));
}
