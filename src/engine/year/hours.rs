//! Contracted hours out of clinic: mechanics, whatever anybody feels.
//!
//! The hours that the plan at the start asks for are in the roster's wRVUs and in its clinical FTE, which
//! counts time in clinic. What counts is the change since:
//! `multiple = 1 − (h − h₀) / (40 × clinical FTE)`, at least a tenth; `h` is the mean of the year's plans
//! by time on each.

use crate::alignment::clinical_week;
use crate::engine::arm::{AnchorTile, TrialTerms};
use crate::engine::position::PositionTile;
use crate::model::PracticeTile;
use crate::tile::{Lanes, TILE};

/// What contracted hours leave of a clinical week, as a part of what is there at the start.
#[inline(always)]
fn left(more: f64, clinical_fte: f64) -> f64 {
    (1.0 - more / clinical_week(clinical_fte)).max(0.1)
}

/// Works out what the year's contracted hours leave of a tile's clinical time.
#[inline(always)]
pub(crate) fn contract(
    terms: &TrialTerms,
    anchor: Option<&AnchorTile>,
    practice: &PracticeTile,
    tile: &mut PositionTile,
) {
    let Some(anchor) = anchor else { return };
    if anchor.clinic_hours == [0.0; TILE] && terms.hours.iter().all(|(_, out)| *out == 0.0) {
        tile.clinic = [1.0; TILE];
        return;
    }
    let (mut now, mut before) = ([0.0; TILE], [0.0; TILE]);
    for lane in 0..TILE {
        now[lane] = terms.hours[usize::from(tile.plan[lane])].1;
        before[lane] = terms.hours[usize::from(tile.before[lane])].1;
    }
    let mut clinic = [0.0; TILE];
    for lane in 0..TILE {
        let late = tile.late[lane];
        let hours = late * now[lane] + (1.0 - late) * before[lane];
        clinic[lane] = left(hours - anchor.clinic_hours[lane], practice.clinical_fte[lane]);
    }
    tile.clinic = clinic;
}

/// The hours a week that the plans of the start ask for: those that transform care, those out of clinic.
pub(crate) fn at_start(terms: &TrialTerms, tile: &PositionTile) -> [Lanes; 2] {
    let of = |plan: u8| terms.hours[usize::from(plan)];
    [std::array::from_fn(|lane| of(tile.plan[lane]).0), std::array::from_fn(|lane| of(tile.plan[lane]).1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_change_of_hours_takes_clinical_time() {
        // Ten hours more of forty: 5,000 wRVUs become 3,750; as many as at the start: 5,000; ten fewer: 6,250.
        assert!((5_000.0 * left(10.0, 1.0) - 3_750.0).abs() < 1e-9);
        assert!((5_000.0 * left(0.0, 1.0) - 5_000.0).abs() < 1e-9);
        assert!((5_000.0 * left(-10.0, 1.0) - 6_250.0).abs() < 1e-9);
        // Hours are hours: at half of a clinical week ten of twenty.
        assert!((left(10.0, 0.5) - 0.5).abs() < 1e-12);
        // Nothing is worked below a tenth, nor divided by nothing.
        assert_eq!([left(38.0, 1.0), left(10.0, 0.0)], [0.1, 0.1]);
    }
}
