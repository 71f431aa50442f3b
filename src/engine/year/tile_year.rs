//! Steps 2 to 4, tile by tile: what pays is compared with value, physicians respond to it, and
//! practise. Each is written for a span of lanes; here they are composed.

use super::align::probe;
use super::books::YearBooks;
use super::done::{DoneTile, PopulationSums, PracticeSums};
use super::incentive::Incentive;
use super::meeting::Meeting;
use super::respond::Response;
use super::span_year::SpanYear;
use super::tile_meeting::{TileMeeting, WIDTH, carried_by};
use super::together;
use crate::engine::arm::{AnchorTile, ArmState};
use crate::engine::luck::LuckTile;
use crate::engine::measure::Metric;
use crate::engine::position::PositionTile;
use crate::tile::{Span, highest};
use pulp::NullaryFnOnce;

/// Everyone responds and practises.
pub(crate) fn respond_and_practise(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks) {
    let populations = m.practice().populations;
    books.sums.clear();
    books.sums.resize(populations, PracticeSums::default());
    books.tile_sums.resize(populations, PopulationSums::ZERO);
    let ArmState { tiles, accounts, .. } = state;
    books.expectations.united = together::foresee(m, &books.expectations, tiles, accounts.draws.as_ref());
    for (k, (positions, done)) in tiles.iter_mut().zip(&mut books.tiles).enumerate() {
        let y = TileMeeting::of(m, &books.expectations, carried_by(accounts.draws.as_ref(), k), k);
        if let Some((_, lane)) = books.look_at.filter(|(at, _)| *at == k) {
            books.probed = Some(probe(&y, positions, lane));
        }
        books.tile_sums.fill(PopulationSums::ZERO);
        let (luck, anchor) = (&m.physicians[k], &m.anchors.tiles[k]);
        m.arch.dispatch(TileStep { y, luck, anchor, positions, done, sums: &mut books.tile_sums });
        for (all, tile) in books.sums.iter_mut().zip(&books.tile_sums) {
            all.add(tile);
        }
    }
}

/// Steps 2 to 4 for a tile.
struct TileStep<'a> {
    y: TileMeeting<'a>,
    luck: &'a LuckTile,
    anchor: &'a AnchorTile,
    positions: &'a mut PositionTile,
    done: &'a mut DoneTile,
    sums: &'a mut [PopulationSums],
}

impl NullaryFnOnce for TileStep<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let TileStep { y, luck, anchor, positions, done, sums } = self;
        let felt = y.terms.felt.as_ref();
        let leaves = felt.filter(|_| y.terms.scenario.workforce.turnover);
        let mut i = Incentive::of_work(&y);
        if felt.is_some() || y.looks {
            i.work_out(&y, positions);
        } else {
            i.look_at_populations(&y);
        }
        for span in Span::<WIDTH>::each() {
            let e = SpanYear { y: &y, i: &i, span };
            if y.looks {
                e.measure_alignment(positions, done);
            }
            // A closure here would be compiled apart, without the instruction set of this one.
            let response = match felt {
                Some(felt) => e.respond(felt, anchor, positions),
                None => Response::NONE,
            };
            span.write(&mut done.measured[Metric::Access.place()], &response.access);
            if let Some(felt) = leaves {
                e.reconsider(felt, anchor, &response, positions);
            }
            e.practise(luck, &response, positions, done, sums);
        }
        if leaves.is_some() {
            positions.highest_odds = highest(&positions.moving).max(highest(&positions.stopping)).max(1.0);
        }
    }
}
