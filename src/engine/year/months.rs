//! The months of a year on a plan: when people are there, how their work lies in it, what a guarantee
//! covers, and which of them an agreement's own year holds. Worked out only for plans that ask for them.

use super::expectations::months_before;
use super::tile_meeting::TileMeeting;
use crate::engine::position::{PositionTile, overlap};
use crate::pay::{AgreementYear, CalendarTile, Guarantee, Plan, WorkTile};
use crate::tile::{Lanes, TILE};

/// The months of a year on the plan at a place, foreseen or, once it is `over`, as they came out.
pub(crate) fn calendar(
    y: &TileMeeting<'_>,
    positions: &PositionTile,
    (place, guarantee): (usize, Option<&Guarantee>),
    (over, on_part): (bool, Option<&Lanes>),
) -> CalendarTile {
    let mut calendar = CalendarTile::EVEN;
    #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
    let first = 12.0 * y.year as f64;
    let mut from = 0.0;
    for (here, covered) in calendar.here.iter_mut().zip(&mut calendar.covered) {
        for lane in 0..TILE {
            let spell = positions.spell(lane, place);
            let (begins, ends) = (spell.0.max(from), spell.1.min(from + 1.0));
            here[lane] = positions.months(lane, begins, ends);
            let window = guarantee.map_or((0.0, 0.0), |g| g.covers(positions.hired[lane] - first));
            let under = positions.months(lane, begins.max(window.0), ends.min(window.1));
            covered[lane] = if here[lane] > 0.0 { under / here[lane] } else { 0.0 };
        }
        from += 1.0;
    }
    calendar.spread_by(&weights(y, over));
    let cv = y.terms.scenario.chance.month_cv.0;
    for lane in 0..TILE {
        let stated = y.stated_months.is_some_and(|months| months[0][lane] >= 0.0);
        calendar.spread[lane] = if over || stated { 0.0 } else { cv };
        // What is stated of a month is not made up for in the others.
        if let Some(months) = y.stated_months.filter(|_| stated) {
            let part = on_part.map_or(1.0, |part| part[lane]);
            for (pace, month) in calendar.pace.iter_mut().zip(months) {
                pace[lane] = month[lane] / part;
            }
        }
    }
    calendar
}

/// Writes how fast the months on the plan at a place are worked, in lanes whose year is in parts and whose months
/// the roster states; those that have a pace already keep it.
pub(crate) fn stated_pace(positions: &PositionTile, place: usize, months: &[Lanes; 12], pace: &mut Lanes) {
    for lane in (0..TILE).filter(|lane| positions.partial >> lane & 1 == 1) {
        if months[0][lane] < 0.0 || pace[lane] != 1.0 {
            continue;
        }
        let spell = positions.spell(lane, place);
        let (mut from, mut here, mut worked) = (0.0, 0.0, 0.0);
        for month in months {
            let part = positions.months(lane, spell.0.max(from), spell.1.min(from + 1.0));
            here += part;
            worked += part * month[lane];
            from += 1.0;
        }
        if here > 0.0 && worked > 0.0 {
            pace[lane] = worked / here;
        }
    }
}

/// What each month weighs in the year's work by the profile of the scenario, with the luck of the month once the
/// year is over.
fn weights(y: &TileMeeting<'_>, over: bool) -> [Lanes; 12] {
    let profile = &y.terms.scenario.outlook.months;
    let cv = y.terms.scenario.chance.month_cv.0;
    std::array::from_fn(|month| {
        let usual = profile.get(month).map_or(1.0, |weight| weight.0);
        let mut weights = [usual; TILE];
        if let Some(luck) = y.month_luck.filter(|_| over) {
            for lane in 0..TILE {
                weights[lane] = usual * (1.0 + cv * luck[month][lane]).max(0.0);
            }
        }
        weights
    })
}

/// The agreement's year of the plan at a place that ends in the calendar year. Its first months were worked in
/// the year before: by whoever is still on the plan, at last year's pace. Where the position closes or the plan
/// ends within the calendar year, it ends then.
pub(crate) fn agreement_year(
    y: &TileMeeting<'_>,
    positions: &PositionTile,
    (place, plan): (usize, &Plan),
    work: &WorkTile<'_>,
) -> AgreementYear {
    let ends = months_before(plan);
    let begins = 12.0 - ends;
    #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
    let first = 12.0 * y.year as f64;
    let index = y.expectations.index_at_first(plan, y.year);
    let mut year = AgreementYear {
        portion: [0.0; TILE],
        wrvu: work.wrvu,
        quality: work.quality,
        now: [1.0; TILE],
        later: begins / 12.0,
    };
    for lane in 0..TILE {
        let spell = positions.spell(lane, place);
        let until = if spell.1 < 12.0 { spell.1 } else { ends };
        let now = positions.months(lane, spell.0, until);
        let stays = usize::from(positions.before[lane]) == place && positions.arrivals >> lane & 1 == 0;
        let moved = if positions.converted[lane] < first { positions.converted[lane] } else { f64::MIN };
        let since = first - positions.hired[lane].max(moved);
        let before = if stays { since.clamp(0.0, begins) } else { 0.0 };
        let on_leave = (positions.left_before[lane], positions.back_before[lane]);
        let before = before - overlap((12.0 - before, 12.0), on_leave);
        let all = now + before;
        if all <= 0.0 {
            continue;
        }
        let last = work.last_wrvu[lane] * work.clinical_fte[lane] / (1.0 + work.schedule[lane]);
        year.portion[lane] = all / 12.0 * index;
        year.wrvu[lane] = (now * work.wrvu[lane] + before * last) / all;
        year.quality[lane] = (now * work.quality[lane] + before * work.last_quality[lane]) / all;
        year.now[lane] = now / all;
    }
    year
}
