//! The most that those of a tile may be paid in a year: caps of the plans they are on, put together.

use super::reasons::PaidTile;
use super::tile_meeting::TileMeeting;
use crate::engine::position::PositionTile;
use crate::pay::{CapOf, FairMarketValue, MarginTile, OutlookTile, Statement, StatementTile};
use crate::terms::excess;
use crate::tile::{Lanes, TILE};
use crate::units::Cents;

/// The most that those of a tile may be paid from all sources, as it comes together plan by plan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CapTile {
    /// Whether any plan has a cap.
    pub any: bool,
    /// Caps on the pay of the year, $, and the part of the year on plans that have one.
    year: [Lanes; 2],
    /// The same of caps on a plan's own part.
    part: [Lanes; 2],
    /// Part of the year on plans without a cap.
    free: Lanes,
    /// Pay from other employers, which counts against a cap, $.
    elsewhere: Lanes,
}

/// Dollars that nobody is paid.
const NO_LIMIT: f64 = 1e12;

impl CapTile {
    /// Nobody is on any plan yet.
    pub(crate) const OPEN: CapTile = CapTile {
        any: false,
        year: [[0.0; TILE]; 2],
        part: [[0.0; TILE]; 2],
        free: [0.0; TILE],
        elsewhere: [0.0; TILE],
    };

    /// Adds the cap, if it has one, of a plan that lanes are on for a portion of a year.
    #[inline(always)]
    pub(crate) fn add(&mut self, cap: Option<&FairMarketValue>, year: usize, portion: &Lanes, fte: &Lanes) {
        let Some(cap) = cap else {
            for lane in 0..TILE {
                self.free[lane] += portion[lane];
            }
            return;
        };
        self.any = true;
        let most = cap.allows(year);
        let own = if cap.of == CapOf::Year { &mut self.year } else { &mut self.part };
        for lane in 0..TILE {
            own[0][lane] += portion[lane] * fte[lane] * most;
            own[1][lane] += portion[lane];
        }
    }

    /// Lets pay from other employers count.
    #[inline(always)]
    pub(crate) fn less_elsewhere(&mut self, y: &TileMeeting<'_>, positions: &PositionTile) {
        if !y.practice.paid_elsewhere {
            return;
        }
        let index = y.expectations.pay_index;
        for lane in 0..TILE {
            self.elsewhere[lane] = positions.present[lane] * y.practice.other_pay[lane] * index;
        }
    }

    /// Takes the cap off lanes whose person has several appointments and one cap over all: `lanes` as
    /// bits.
    #[inline(always)]
    pub(crate) fn lift(&mut self, lanes: u32) {
        if lanes == 0 {
            return;
        }
        for lane in 0..TILE {
            if lanes >> lane & 1 == 1 {
                (self.year[1][lane], self.part[1][lane]) = (0.0, 0.0);
            }
        }
    }

    /// The most that each lane may be paid, $: a cap on the year binds what it is paid without a cap, too, at
    /// the same rate; caps on parts leave that free.
    #[inline(always)]
    pub(crate) fn most(&self) -> Lanes {
        let CapTile { year: [year, on_year], part: [part, on_part], free, elsewhere, .. } = self;
        let mut most = [0.0; TILE];
        for lane in 0..TILE {
            let all = on_year[lane] + free[lane];
            let of_year = year[lane] * (all / on_year[lane].max(f64::MIN_POSITIVE)) + part[lane];
            let of_part = if on_part[lane] > 0.0 && free[lane] == 0.0 { part[lane] } else { NO_LIMIT };
            let stated = if on_year[lane] > 0.0 { of_year } else { of_part };
            most[lane] = (stated - elsewhere[lane]).max(0.0);
        }
        most
    }
}

/// Cuts what a plan pays for a portion of a year to a cap on that part, and takes note of it.
pub(crate) fn cut_part(
    cap: &FairMarketValue,
    year: usize,
    portion: &Lanes,
    fte: &Lanes,
    (own, paid): (&mut StatementTile, &mut PaidTile),
) {
    let most = cap.allows(year);
    for lane in 0..TILE {
        let mut one: Statement = own.lane(lane);
        let cut = FairMarketValue::cut(Cents::round(most * portion[lane] * fte[lane]), &mut one);
        paid.note_cut(lane, &cut);
        own.set(lane, &one);
    }
}

/// The same in expectation.
pub(crate) fn mute_part(
    cap: &FairMarketValue,
    year: usize,
    portion: &Lanes,
    outlook: &OutlookTile<'_>,
    own: &mut MarginTile,
) {
    let most = cap.allows(year);
    for lane in 0..TILE {
        let margin = own.lane(lane);
        let sd = margin.per_wrvu.abs() * outlook.wrvu_sd[lane];
        let over = excess(margin.pay, sd, most * portion[lane] * outlook.work.fte[lane]);
        own.cut(lane, over.value, 1.0 - over.chance);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{SignedShare, UsdPerYear};

    /// A cap of 400,000.
    fn cap(of: CapOf) -> FairMarketValue {
        FairMarketValue { cap_per_fte: UsdPerYear(400_000.0), growth: SignedShare(0.0), of }
    }

    #[test]
    fn half_a_year_under_a_cap() {
        let most = |plans: &[(Option<CapOf>, f64)]| {
            let mut tile = CapTile::OPEN;
            for (of, portion) in plans {
                tile.add(of.map(cap).as_ref(), 0, &[*portion; TILE], &[0.5; TILE]);
            }
            tile.most()[0]
        };
        let (year, part) = (Some(CapOf::Year), Some(CapOf::Part));
        // A half-time physician: 200,000 a year, 100,000 for half of one.
        assert_eq!(most(&[(year, 1.0)]), 200_000.0);
        assert_eq!(most(&[(year, 0.5)]), 100_000.0);
        assert_eq!(most(&[(None, 0.5), (year, 0.5)]), 200_000.0);
        assert_eq!(most(&[(None, 0.5), (part, 0.5)]), NO_LIMIT);
        assert_eq!(most(&[(part, 0.5), (year, 0.25), (None, 0.25)]), 100_000.0 + 100_000.0);
        assert_eq!(most(&[(None, 1.0)]), NO_LIMIT);
    }

    #[test]
    fn a_cap_grows_by_its_own_rate_only() {
        let growing = FairMarketValue { growth: SignedShare(0.03), ..cap(CapOf::Year) };
        assert!((growing.allows(2) - 400_000.0 * 1.03 * 1.03).abs() < 1e-6);
        assert_eq!(cap(CapOf::Year).allows(9), 400_000.0);
    }
}
