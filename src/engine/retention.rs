//! Step 3, last part: whether to stay. What is decided here turns the next page.

use super::incentive::{Incentive, TileYear};
use super::response::AnchorTile;
use super::trial::{Felt, StateTile};
use crate::behaviour::Situation;
use crate::tile::{Lanes, TILE, highest};

/// Pay that a lane can expect for a whole year, at the prices of the scenario's start, $.
#[inline(always)]
pub(super) fn expected_pay(y: &TileYear<'_>, i: &Incentive, state: &StateTile, lane: usize) -> f64 {
    let present = state.present[lane].max(1e-9);
    let pay = i.expected.lane(lane).pay + i.pools.expected[lane];
    pay / (present * y.expectations.pay_index)
}

/// Share of revenue that is value-based less the value share of expected pay, above zero. Quality
/// money counts as what is at stake over twenty points, as in the incentive that behaviour meets.
#[inline(always)]
pub(super) fn gap(i: &Incentive, lane: usize) -> f64 {
    let expected = i.expected.lane(lane);
    let pay = (expected.pay + i.pools.expected[lane]).max(1.0);
    let value = 0.20 * (expected.per_quality + i.pools.per_quality[lane]) + i.pools.expected[lane];
    (i.influence.value_revenue[lane] - value / pay).max(0.0)
}

/// What each physician of a tile makes of the year, and what it does to the odds of leaving.
///
/// New hires who still build up compare nothing: their pay follows the ramp, not the plan.
#[inline(always)]
pub(super) fn reconsider(
    y: &TileYear<'_>,
    i: &Incentive,
    felt: &Felt,
    anchor: &AnchorTile,
    log_volume: &Lanes,
    state: &mut StateTile,
) {
    let leanings = felt.leanings(y.year);
    let adaptation = felt.evidence.retention.adaptation.0;
    for lane in 0..TILE {
        let pay = expected_pay(y, i, state, lane).max(1.0);
        let known =
            if state.expected_pay[lane] > 0.0 { state.expected_pay[lane] } else { anchor.pay[lane].max(1.0) };
        let settled = state.ramp[lane] >= 1.0;
        let expected = if settled { known } else { pay };
        let odds = leanings.odds(&Situation {
            pay_ratio: if settled { pay / anchor.pay[lane].max(1.0) } else { 1.0 },
            surprise: pay / expected - 1.0,
            log_volume: log_volume[lane],
            measures: i.measures[lane] - anchor.measures[lane],
            gap_seen: state.sight[lane] * gap(i, lane) - anchor.gap_seen[lane],
        });
        state.expected_pay[lane] = expected + adaptation * (pay - expected);
        state.moving[lane] = odds.moving;
        state.stopping[lane] = odds.stopping;
    }
    // Apart from the loop above, which it would keep from being vectorised.
    state.highest_odds = highest(&state.moving).max(highest(&state.stopping)).max(1.0);
}
