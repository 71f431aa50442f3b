//! Components that are reckoned by quarter or month: each period is a year in small.

use super::{Component, ExpectedTile, MarginTile, OutlookTile, PartOfYear, StatementTile, WorkTile};
use crate::terms::Period;

impl Component {
    /// Adds this component to the statements of a tile, period by period.
    #[inline(always)]
    pub fn pay_tile(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
        let period = self.period();
        if period == Period::Year {
            self.pay_whole(work, statement);
        } else {
            self.pay_by(period, work, statement);
        }
    }

    #[inline(never)]
    fn pay_by(&self, period: Period, work: &WorkTile<'_>, statement: &mut StatementTile) {
        for part in PartOfYear::each(work, period) {
            self.pay_apart(&part.work, statement);
        }
    }

    /// Adds this component to the expectations of a tile, period by period, unless it acts on others.
    #[inline(always)]
    pub(super) fn expect_tile(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
        let period = self.period();
        if period == Period::Year {
            self.expect_whole(outlook, expected);
        } else {
            self.expect_by(period, outlook, expected);
        }
    }

    #[inline(never)]
    fn expect_by(&self, period: Period, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
        let apart = expected.is_apart();
        for part in PartOfYear::each(&outlook.work, period) {
            let mut own = [MarginTile::EMPTY; ExpectedTile::PARTS];
            let pace = part.pace;
            let mut into =
                if apart { ExpectedTile::apart(&mut own) } else { ExpectedTile::together(&mut own[0]) };
            self.expect_whole(&part.outlook(outlook), &mut into);
            expected.add_paced(&own, &pace);
        }
    }
}
