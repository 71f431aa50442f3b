//! How the months of a year are spent on a plan, and how the year's work lies in them: for what is reckoned
//! by quarter or month.

use crate::tile::{Lanes, TILE};

/// The agreement's year that ends in a calendar year, for a tile of physicians.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementYear {
    /// Part of it on the plan, times the plan's index then.
    pub portion: Lanes,
    /// Its wRVUs at an annual rate.
    pub wrvu: Lanes,
    /// Its measured quality.
    pub quality: Lanes,
    /// Part of its months on the plan that lie in the calendar year.
    pub now: Lanes,
    /// Part of the calendar year that belongs to the next one.
    pub later: f64,
}

/// The months of a year on one plan, for a tile of physicians.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarTile {
    /// Part of each month on the plan and at work, 0 to 1.
    pub here: [Lanes; 12],
    /// wRVUs of each month at an annual rate, as a multiple of the year's rate: 1 for an even spread. Its
    /// mean over the months on the plan is 1, but where the roster states what single months hold.
    pub pace: [Lanes; 12],
    /// Part of the time on the plan in each month that falls under the new-hire guarantee.
    pub covered: [Lanes; 12],
    /// Standard deviation of one month's pace that is not known yet; 0 where the months are.
    pub spread: Lanes,
}

impl CalendarTile {
    /// A whole year on the plan, evenly spread.
    pub const EVEN: CalendarTile = CalendarTile {
        here: [[1.0; TILE]; 12],
        pace: [[1.0; TILE]; 12],
        covered: [[0.0; TILE]; 12],
        spread: [0.0; TILE],
    };

    /// Spreads the year's work over the months on the plan by weights, so that none is lost.
    pub fn spread_by(&mut self, weights: &[Lanes; 12]) {
        for lane in 0..TILE {
            let (mut here, mut weighted) = (0.0, 0.0);
            for (month, weight) in self.here.iter().zip(weights) {
                here += month[lane];
                weighted += month[lane] * weight[lane];
            }
            let even = if weighted > 0.0 { here / weighted } else { 0.0 };
            for (pace, weight) in self.pace.iter_mut().zip(weights) {
                pace[lane] = even * weight[lane];
            }
        }
    }
}
