//! Periods of a year of work.
//!
//! A period is a year in small: the part of it on the plan is its portion, its work stands at an annual
//! rate, and so thresholds, tiers and floors stated for a year hold for their part of one.

use super::{CalendarTile, OutlookTile, WorkTile};
use crate::terms::Period;
use crate::tile::{Lanes, TILE};

/// A period of a year of work.
pub(super) struct PartOfYear<'a> {
    /// The work in it, at annual rates.
    pub work: WorkTile<'a>,
    /// Its wRVUs at an annual rate, as a multiple of the year's.
    pub pace: Lanes,
    /// Part of it under the new-hire guarantee.
    pub covered: Lanes,
    /// Standard deviation of its pace that is not known yet.
    pub spread: Lanes,
}

impl<'a> PartOfYear<'a> {
    /// One period of a year, counted from 0; the whole year evenly spread where nothing is known of months.
    pub(super) fn of(whole: &WorkTile<'a>, period: Period, place: usize) -> PartOfYear<'a> {
        let mut work = whole.clone();
        let mut calendar = match work.calendar.take() {
            Some(calendar) => calendar,
            None => Box::new(CalendarTile::EVEN),
        };
        let months = period.months(place);
        let mut part = PartOfYear { pace: [0.0; TILE], covered: [0.0; TILE], spread: [0.0; TILE], work };
        for lane in 0..TILE {
            let (mut all, mut here, mut worked, mut covered) = (0.0, 0.0, 0.0, 0.0);
            for month in 0..12 {
                all += calendar.here[month][lane];
                if months.contains(&month) {
                    here += calendar.here[month][lane];
                    worked += calendar.here[month][lane] * calendar.pace[month][lane];
                    covered += calendar.here[month][lane] * calendar.covered[month][lane];
                }
            }
            if here > 0.0 {
                part.pace[lane] = worked / here;
                part.covered[lane] = covered / here;
                // The months of a year add up, so that what one has more the others have less.
                part.spread[lane] = calendar.spread[lane] * (1.0 / here - 1.0 / all).max(0.0).sqrt();
            }
            part.work.portion[lane] *= if all > 0.0 { here / all } else { 0.0 };
            part.work.wrvu[lane] *= part.pace[lane];
        }
        let CalendarTile { here, pace, .. } = calendar.as_mut();
        for (month, (here, pace)) in here.iter_mut().zip(pace).enumerate() {
            if !months.contains(&month) {
                *here = [0.0; TILE];
            }
            // The months of the period stand beside its own rate.
            for lane in 0..TILE {
                pace[lane] /= if part.pace[lane] > 0.0 { part.pace[lane] } else { 1.0 };
            }
        }
        part.work.calendar = Some(calendar);
        part
    }

    /// The period before it happens: what is not known of the year, and how the year's work will lie in it.
    /// One wRVU more lies in it as usual, not as luck will have it.
    pub(super) fn outlook(self, whole: &OutlookTile<'a>) -> OutlookTile<'a> {
        let mut outlook = OutlookTile { work: self.work, ..whole.clone() };
        for lane in 0..TILE {
            let of_year = self.pace[lane] * whole.wrvu_sd[lane];
            let within = self.spread[lane] * whole.work.wrvu[lane];
            outlook.wrvu_sd[lane] = (of_year * of_year + within * within).sqrt();
        }
        outlook
    }

    /// All periods of a year in turn.
    pub(super) fn each(whole: &WorkTile<'a>, period: Period) -> impl Iterator<Item = PartOfYear<'a>> {
        (0..period.count()).map(move |place| PartOfYear::of(whole, period, place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_a_year_in_small() {
        let mut calendar = CalendarTile::EVEN;
        // From March on: ten months, of which January and February are not there; work by quarters.
        (calendar.here[0], calendar.here[1]) = ([0.0; TILE], [0.0; TILE]);
        let weights = std::array::from_fn(|month| [[1.0, 2.0, 1.0, 1.0][month / 3]; TILE]);
        calendar.spread_by(&weights);
        calendar.spread = [0.12; TILE];
        let whole = WorkTile {
            portion: [10.0 / 12.0; TILE],
            wrvu: [6_000.0; TILE],
            calendar: Some(Box::new(calendar)),
            ..WorkTile::EMPTY
        };
        let parts: Vec<PartOfYear<'_>> = PartOfYear::each(&whole, Period::Quarter).collect();
        // 5,000 wRVUs in ten months, thirteen weights: 384.6 for each.
        let wrvus: Vec<f64> = parts.iter().map(|p| p.work.portion[0] * p.work.wrvu[0]).collect();
        for (found, right) in wrvus.iter().zip([1.0, 6.0, 3.0, 3.0]) {
            assert!((found - right * 5_000.0 / 13.0).abs() < 1e-9, "{wrvus:?}");
        }
        assert!((parts[0].work.portion[0] - 1.0 / 12.0).abs() < 1e-12);
        // One month of ten: .12 x sqrt(1 - .1); three: .12 x sqrt(1/3 - .1).
        assert!((parts[0].spread[0] - 0.12 * 0.9_f64.sqrt()).abs() < 1e-12);
        assert!((parts[1].spread[0] - 0.12 * (1.0_f64 / 3.0 - 0.1).sqrt()).abs() < 1e-12);
        // A month of a quarter has a third of it.
        let month = PartOfYear::of(&parts[1].work, Period::Month, 4);
        assert!((month.work.portion[0] - parts[1].work.portion[0] / 3.0).abs() < 1e-12);
        assert_eq!(PartOfYear::of(&parts[1].work, Period::Month, 8).work.portion[0], 0.0);
    }
}
