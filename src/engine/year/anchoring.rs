//! The drives at the start of a scenario, before anything has happened.

use super::books::YearBooks;
use super::eight_year::EightYear;
use super::expectations::Expectations;
use super::foresee::foresee;
use super::incentive::{Incentive, stimulus};
use super::meeting::Meeting;
use super::respond::drive;
use super::retention::{expected_pay, gap};
use super::tile_meeting::{TileMeeting, carried_by};
use crate::engine::arm::{AnchorTile, Anchors, ArmState, Felt, Start};
use crate::engine::position::PositionTile;
use crate::tile::{EIGHT, Eight};
use pulp::NullaryFnOnce;

/// Works out the drives at the start, and where the baseline's agreements stand.
pub(crate) fn anchor(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks, anchors: &mut Anchors) {
    foresee(m, state, books);
    note(m, &books.expectations, &mut anchors.start);
    anchors.start.measures = m.terms.mean_measures(m.practice(), &state.tiles);
    let ArmState { tiles, accounts, .. } = state;
    for (k, (positions, anchor)) in tiles.iter_mut().zip(&mut anchors.tiles).enumerate() {
        positions.before = positions.plan;
        positions.note_plans();
        let y = TileMeeting::of(m, &books.expectations, carried_by(accounts.draws.as_ref(), k), k);
        m.arch.dispatch(AnchorStep { y, positions, anchor });
    }
}

/// Takes note of the baseline's expectations of its first year.
fn note(m: &Meeting<'_>, expectations: &Expectations, start: &mut Start) {
    start.price = expectations.price;
    start.coding.clear();
    for (place, contract) in m.frame.contracts.iter().zip(&expectations.contracts) {
        if start.coding.len() <= *place {
            start.coding.resize(place + 1, 0.0);
        }
        let slope = contract.outlook.per_benchmark_dollar;
        start.coding[*place] = m.terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.coding_growth(slope));
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
        let Some(felt) = &y.terms.felt else { return };
        let mut i = Incentive::of_work(&y);
        i.work_out(&y, positions);
        for eight in Eight::each() {
            EightYear { y: &y, i: &i, eight }.anchor(felt, positions, anchor);
        }
    }
}

impl EightYear<'_> {
    #[inline(always)]
    fn anchor(&self, felt: &Felt, positions: &PositionTile, anchor: &mut AnchorTile) {
        let EightYear { y, i, eight } = *self;
        let mut at = [[0.0; EIGHT]; 8];
        for j in 0..EIGHT {
            let lane = eight.lane(j);
            let stimulus = stimulus(y, i, positions, lane);
            let drive = drive(felt, i.attention[lane], y.practice.quality_room[lane], &stimulus);
            at[0][j] = drive.volume;
            at[1][j] = drive.paid_quality + drive.other_quality;
            at[2][j] = drive.stewardship;
            at[3][j] = drive.paid_quality;
            at[4][j] = drive.access;
            at[5][j] = expected_pay(y, i, positions, lane);
            at[6][j] = i.measures[lane];
            at[7][j] = positions.sight[lane] * gap(i, lane);
        }
        let AnchorTile { volume, quality, stewardship, paid, access, pay, measures, gap_seen } = anchor;
        let lanes = [volume, quality, stewardship, paid, access, pay, measures, gap_seen];
        for (lanes, values) in lanes.into_iter().zip(&at) {
            eight.write(lanes, values);
        }
    }
}
