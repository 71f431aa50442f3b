//! The drives at the start of a scenario, before anything has happened.

use super::books::YearBooks;
use super::coding;
use super::expectations::Expectations;
use super::foresee::foresee;
use super::hours;
use super::incentive::{Incentive, stimulus};
use super::meeting::Meeting;
use super::reporting::measures_per_fte;
use super::respond::drive;
use super::retention::{expected_pay, gap};
use super::span_year::SpanYear;
use super::tile_meeting::{TileMeeting, WIDTH, carried_by};
use super::together;
use crate::behaviour::coded_together;
use crate::engine::arm::{AnchorTile, Anchors, ArmState, Felt, Start};
use crate::engine::position::PositionTile;
use crate::tile::Span;
use pulp::NullaryFnOnce;

/// Works out the drives at the start, and where the baseline's agreements stand.
pub(crate) fn anchor(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks, anchors: &mut Anchors) {
    foresee(m, state, books);
    anchors.start.price = books.expectations.price;
    anchors.start.hours = m.terms.has_hours();
    anchors.start.measures = measures_per_fte(m, &books.expectations.contracts);
    let ArmState { tiles, accounts, .. } = state;
    for positions in tiles.iter_mut() {
        positions.before = positions.plan;
        positions.note_plans();
    }
    // Those who begin later are anchored to what the start would pay them.
    let everyone = m.everyone();
    books.expectations.united = together::foresee(m, &books.expectations, tiles, accounts.draws.as_ref());
    for (k, (positions, anchor)) in tiles.iter().zip(&mut anchors.tiles).enumerate() {
        let y = TileMeeting {
            practice: &everyone.tiles[k],
            contracts: everyone.contracts_of(k),
            ..TileMeeting::of(m, &books.expectations, carried_by(accounts.draws.as_ref(), k), k)
        };
        m.arch.dispatch(AnchorStep { y, positions, anchor });
    }
    let physicians = coding::of_physicians(everyone, anchors.tiles.iter().map(|anchor| &anchor.coding));
    note(m, &books.expectations, physicians, &mut anchors.start);
}

/// Takes note of what is coded in the baseline at the start, by its physicians as by itself.
fn note(m: &Meeting<'_>, expectations: &Expectations, physicians: f64, start: &mut Start) {
    start.coding.clear();
    start.effort.clear();
    start.invested = Some(expectations.invested);
    let ages = &m.frame.ages;
    for ((place, contract), age) in m.frame.contracts.iter().zip(&expectations.contracts).zip(ages) {
        if start.coding.len() <= *place {
            start.coding.resize(place + 1, 0.0);
            start.effort.resize(place + 1, None);
        }
        let Some(felt) = &m.terms.felt else { continue };
        start.effort[*place] = (*age > 0).then_some(contract.effort[0]);
        let own = felt.evidence.coding_effort(contract.outlook.per_benchmark_dollar);
        start.coding[*place] = if contract.runs { coded_together(own, physicians) } else { 0.0 };
    }
}

/// The drives of a tile under the conditions of the scenario's start.
struct AnchorStep<'a> {
    y: TileMeeting<'a>,
    positions: &'a PositionTile,
    anchor: &'a mut AnchorTile,
}

impl NullaryFnOnce for AnchorStep<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let AnchorStep { y, positions, anchor } = self;
        [anchor.service_hours, anchor.clinic_hours] = hours::at_start(y.terms, positions);
        let Some(felt) = &y.terms.felt else { return };
        let mut i = Incentive::of_work(&y);
        i.work_out(&y, positions);
        for span in Span::<WIDTH>::each() {
            SpanYear { y: &y, i: &i, span }.anchor(felt, positions, anchor);
        }
    }
}

impl<const N: usize> SpanYear<'_, N> {
    #[inline(always)]
    fn anchor(&self, felt: &Felt, positions: &PositionTile, anchor: &mut AnchorTile) {
        let SpanYear { y, i, span } = *self;
        let (mut at, mut gap_seen) = ([[0.0; N]; 8], [0.0; N]);
        for j in 0..N {
            let lane = span.lane(j);
            let stimulus = stimulus(y, i, positions, felt.trust, lane);
            let drive = drive(felt, i.attention[lane], y.practice.quality_room[lane], &stimulus);
            at[0][j] = drive.volume;
            at[1][j] = drive.paid_quality + drive.other_quality;
            at[2][j] = drive.stewardship;
            at[3][j] = drive.paid_quality;
            at[4][j] = drive.access;
            at[5][j] = expected_pay(y, i, positions, lane);
            at[6][j] = i.measures[lane];
            at[7][j] = drive.coding;
            gap_seen[j] = positions.sight[lane] * gap(i, lane);
        }
        span.write(&mut anchor.gap_seen, &gap_seen);
        let AnchorTile { volume, quality, stewardship, paid, access, pay, measures, coding, .. } = anchor;
        let lanes = [volume, quality, stewardship, paid, access, pay, measures, coding];
        for (lanes, values) in lanes.into_iter().zip(&at) {
            span.write(lanes, values);
        }
    }
}
