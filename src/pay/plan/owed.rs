//! What is owed on a plan that is reckoned by quarter or month: from period to period within the year.
//!
//! What one period is advanced comes off the next ones' surplus, and what one has paid nothing takes back. What
//! is forgiven is forgiven when the year ends.

use super::super::reckon::reckon;
use super::super::{CarriedTile, Component, PartOfYear, Plan, Reckoned, WorkTile};
use crate::terms::Period;
use crate::tile::{Lanes, TILE};
use crate::units::Cents;

impl Plan {
    /// Whether something of it leaves debts, which its periods pass on.
    pub(super) fn owes_within_the_year(&self) -> bool {
        self.period != Period::Year && self.pay.iter().any(Component::owes)
    }

    /// What a year of work of the physician in one lane leaves for the next; `covered` is the part of the time
    /// under the guarantee.
    #[must_use]
    pub fn reckon_lane(&self, work: &WorkTile<'_>, lane: usize, covered: Option<&Lanes>) -> Reckoned {
        let year = work.lane(lane);
        let whole = self.reckon(&year, covered.map_or(0.0, |covered| covered[lane]));
        if !self.owes_within_the_year() {
            return whole;
        }
        let mut all = Reckoned { next: whole.next, ..Reckoned::default() };
        let mut owed = year.carried.owed;
        for part in PartOfYear::each(work, self.period) {
            let mut one = part.work.lane(lane);
            one.carried.owed = owed;
            let Reckoned { advanced, recouped, .. } =
                reckon(&self.pay, self.guarantee.as_ref(), &self.based(&one), part.covered[lane]);
            all.advanced += advanced;
            all.recouped += recouped;
            owed += advanced - recouped;
        }
        for component in &self.pay {
            component.forgive(&year, owed, &mut all);
        }
        all
    }

    /// What a tile owes at the beginning of a year, before any period.
    pub(super) fn owed_at_first(work: &WorkTile<'_>) -> CarriedTile {
        let mut owed = CarriedTile::NEW;
        for lane in 0..TILE {
            owed.set(lane, &work.lane(lane).carried);
        }
        owed
    }

    /// Moves what a tile owes on by a period of work that knows its base.
    pub(super) fn owe(&self, work: &WorkTile<'_>, covered: &Lanes, owed: &mut CarriedTile) {
        for lane in 0..TILE {
            let one = work.lane(lane);
            let Reckoned { advanced, recouped, .. } =
                reckon(&self.pay, self.guarantee.as_ref(), &one, covered[lane]);
            owed.owed[lane] += advanced - recouped;
        }
    }

    /// The same of what is expected: what a period is expected to be paid and to earn, $.
    pub(super) fn expect_to_owe(owed: &mut CarriedTile, paid: &Lanes, earned: &Lanes) {
        for lane in 0..TILE {
            let left = owed.owed[lane] + Cents::round(paid[lane] - earned[lane]);
            owed.owed[lane] = left.positive();
        }
    }
}
