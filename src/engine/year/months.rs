//! The months of a year on a plan: when people are there, how their work lies in it, what a guarantee
//! covers. Worked out only for plans that are reckoned by quarter or month.

use super::tile_meeting::TileMeeting;
use crate::engine::position::PositionTile;
use crate::pay::{CalendarTile, Guarantee};
use crate::tile::{Lanes, TILE};

/// The months of a year on the plan at a place, foreseen or, once it is `over`, as they came out.
pub(crate) fn calendar(
    y: &TileMeeting<'_>,
    positions: &PositionTile,
    (place, guarantee): (usize, Option<&Guarantee>),
    over: bool,
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
    }
    calendar
}

/// What each month weighs in the year's work: as the roster states it, else by the profile of the scenario,
/// with the luck of the month once the year is over.
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
        if let Some(stated) = y.stated_months {
            for lane in 0..TILE {
                let own = stated[month][lane];
                weights[lane] = if own >= 0.0 { own } else { weights[lane] };
            }
        }
        weights
    })
}
