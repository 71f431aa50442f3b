//! Step 3, last part: whether to stay. What is decided here turns the next page.

use super::incentive::Incentive;
use super::respond::Response;
use super::span_year::SpanYear;
use super::tile_meeting::TileMeeting;
use crate::behaviour::Situation;
use crate::engine::arm::{AnchorTile, Felt};
use crate::engine::position::PositionTile;
use crate::tile::choose;

/// Pay that a lane can expect for a whole year, at the prices of the scenario's start, $.
#[inline(always)]
pub(crate) fn expected_pay(
    y: &TileMeeting<'_>,
    i: &Incentive<'_>,
    positions: &PositionTile,
    lane: usize,
) -> f64 {
    let present = positions.present[lane].max(1e-9);
    let pay = i.expected.lane(lane).pay + i.pools.expected[lane];
    pay / (present * y.expectations.pay_index)
}

/// Share of revenue that is value-based less the value share of expected pay, above zero. Quality
/// money counts as what is at stake over twenty points, as in the incentive that behaviour meets.
#[inline(always)]
pub(crate) fn gap(i: &Incentive<'_>, lane: usize) -> f64 {
    let expected = i.expected.lane(lane);
    let pay = (expected.pay + i.pools.expected[lane]).max(1.0);
    let value = 0.20 * (expected.per_quality + i.pools.per_quality[lane]) + i.pools.expected[lane];
    (i.influence.value_revenue[lane] - value / pay).max(0.0)
}

impl<const N: usize> SpanYear<'_, N> {
    /// What each physician of a span makes of the year, and what it does to the odds of leaving.
    ///
    /// New hires who still build up compare nothing: their pay follows the ramp, not the plan. Once settled in
    /// they compare with what they then met, not with what whoever was there before them had.
    #[inline(always)]
    pub(crate) fn reconsider(
        &self,
        felt: &Felt,
        anchor: &AnchorTile,
        response: &Response<N>,
        positions: &mut PositionTile,
    ) {
        let SpanYear { y, i, span } = *self;
        let leanings = felt.leanings(y.year);
        let adaptation = felt.evidence.retention.adaptation.0;
        let mut expected_pay_now = span.of(&positions.expected_pay);
        let (mut moving, mut stopping) = ([0.0; N], [0.0; N]);
        let (mut hired_pay, mut hired_measures, mut hired_gap) = (
            span.of(&positions.hired_pay),
            span.of(&positions.hired_measures),
            span.of(&positions.hired_gap),
        );
        // What may be chosen lies in locals: only of these does the compiler know that all of it may be read.
        let (start_pay, start_measures, start_gap) =
            (span.of(&anchor.pay), span.of(&anchor.measures), span.of(&anchor.gap_seen));
        for j in 0..N {
            let lane = span.lane(j);
            let pay = expected_pay(y, i, positions, lane).max(1.0);
            let before = expected_pay_now[j];
            let settled = positions.ramp[lane] >= 1.0;
            let (measures, gap_seen) = (i.measures[lane], positions.sight[lane] * gap(i, lane));
            // What the roster's own physician met at the start; a successor, in the first settled year.
            let (rosters, new) = (hired_pay[j] == 0.0, hired_pay[j] < 0.0);
            let seen_by =
                |at_start: f64, at_hire: f64, now: f64| choose(rosters, at_start, choose(new, now, at_hire));
            let pay_then = seen_by(start_pay[j].max(1.0), hired_pay[j], pay);
            let measures_then = seen_by(start_measures[j], hired_measures[j], measures);
            let gap_then = seen_by(start_gap[j], hired_gap[j], gap_seen);
            let known = choose(before > 0.0, before, pay_then);
            let expected = choose(settled, known, pay);
            let odds = leanings.odds(&Situation {
                pay_ratio: pay / choose(settled, pay_then, pay),
                surprise: pay / expected - 1.0,
                log_volume: response.log_volume[j],
                measures: measures - measures_then,
                gap_seen: gap_seen - gap_then,
            });
            let settles = new && settled;
            hired_pay[j] = choose(settles, pay, hired_pay[j]);
            hired_measures[j] = choose(settles, measures, hired_measures[j]);
            hired_gap[j] = choose(settles, gap_seen, hired_gap[j]);
            expected_pay_now[j] = expected + adaptation * (pay - expected);
            moving[j] = odds.moving;
            stopping[j] = odds.stopping;
        }
        span.write(&mut positions.expected_pay, &expected_pay_now);
        span.write(&mut positions.hired_pay, &hired_pay);
        span.write(&mut positions.hired_measures, &hired_measures);
        span.write(&mut positions.hired_gap, &hired_gap);
        span.write(&mut positions.moving, &moving);
        span.write(&mut positions.stopping, &stopping);
    }
}
