//! The sums of one arm and year over the trials of a block.

#![allow(clippy::large_stack_arrays, reason = "a constant that buffers are filled with")]

use crate::engine::BLOCK;
use crate::engine::measure::{Layout, Metric};
use crate::engine::year::DoneTile;
use crate::model::Model;
use crate::tile::{Lanes, TILE, tiles};
use crate::units::nearest;
use pulp::NullaryFnOnce;

/// Whole quanta of a value.
#[inline(always)]
pub(crate) fn quantise(value: f64, quanta: f64) -> i64 {
    nearest((value * quanta).clamp(-2e15, 2e15))
}

/// Sums of one tile over the trials of a block.
#[derive(Clone, Debug)]
pub(crate) struct TileSums {
    pub sums: [Lanes; Metric::KEPT],
    pub squares: [Lanes; Metric::KEPT],
}

impl TileSums {
    const EMPTY: TileSums =
        TileSums { sums: [[0.0; TILE]; Metric::KEPT], squares: [[0.0; TILE]; Metric::KEPT] };
}

/// One arm and year of a block.
#[derive(Debug)]
pub(crate) struct BlockSums {
    pub trials: usize,
    pub tiles: Vec<TileSums>,
    /// By measure kept by quantiles, by tile, by trial: whole quanta.
    pub kept: Vec<Vec<[[i64; TILE]; BLOCK]>>,
    rows: Vec<[f64; BLOCK]>,
    /// Whether rows alone are wanted: nothing of single positions is then added up or kept.
    only_rows: bool,
}

impl BlockSums {
    pub(crate) fn new(model: &Model, layout: &Layout) -> BlockSums {
        let n = tiles(model.len());
        BlockSums {
            trials: 0,
            tiles: vec![TileSums::EMPTY; n],
            kept: vec![vec![[[0; TILE]; BLOCK]; n]; layout.by_quantiles.len()],
            rows: vec![[0.0; BLOCK]; layout.rows.len()],
            only_rows: false,
        }
    }

    /// Of rows alone.
    pub(crate) fn of_rows(layout: &Layout) -> BlockSums {
        let rows = vec![[0.0; BLOCK]; layout.rows.len()];
        BlockSums { trials: 0, tiles: Vec::new(), kept: Vec::new(), rows, only_rows: true }
    }

    /// Whether rows alone are wanted.
    pub(crate) fn is_of_rows(&self) -> bool {
        self.only_rows
    }

    /// Begins an arm and year.
    pub(crate) fn clear(&mut self) {
        self.trials = 0;
        self.tiles.fill(TileSums::EMPTY);
    }

    /// The rows of the next trial, to be filled at the place given.
    pub(crate) fn row(&mut self, row: usize, value: f64) {
        self.rows[row][self.trials] = value;
    }

    /// Rows from a place on, by trial, and the next trial's place in them.
    #[inline(always)]
    pub(crate) fn rows_from(&mut self, at: usize) -> (&mut [[f64; BLOCK]], usize) {
        (&mut self.rows[at..], self.trials % BLOCK)
    }

    /// Keeps what of a tile goes into quantiles, for the next trial.
    #[inline(always)]
    pub(crate) fn keep_tile(&mut self, layout: &Layout, k: usize, done: &DoneTile) {
        for ((metric, quanta), kept) in layout.by_quantiles.iter().zip(&mut self.kept) {
            let values = &done.measured[metric.place()];
            let out = &mut kept[k][self.trials];
            for lane in 0..TILE {
                out[lane] = quantise(values[lane], *quanta);
            }
        }
    }

    /// Adds the moments of some trials in their order. Several at once, because the sums of all
    /// measures do not fit into the nearest cache: each is fetched once for all of them.
    #[inline(always)]
    fn add_moments(&mut self, pivots: &[f64], trials: &[Vec<DoneTile>]) {
        for (k, tile) in self.tiles.iter_mut().enumerate() {
            let pivots = &pivots[k * Metric::KEPT * TILE..(k + 1) * Metric::KEPT * TILE];
            for m in 0..Metric::KEPT {
                let (sums, squares) = (&mut tile.sums[m], &mut tile.squares[m]);
                let pivots = &pivots[m * TILE..(m + 1) * TILE];
                for trial in trials {
                    let values = &trial[k].measured[m];
                    for lane in 0..TILE {
                        let off = values[lane] - pivots[lane];
                        sums[lane] += off;
                        squares[lane] += off * off;
                    }
                }
            }
        }
    }

    /// Ends a trial.
    pub(crate) fn next_trial(&mut self) {
        self.trials += 1;
    }

    /// Values of rows, trial by trial.
    pub(crate) fn rows(&self) -> &[[f64; BLOCK]] {
        &self.rows
    }

    /// Values of rows in the first trial of the block.
    pub(crate) fn first_rows(&self) -> Vec<f64> {
        self.rows.iter().map(|values| values[0]).collect()
    }
}

/// Adds the moments of some trials to a block.
pub(crate) struct AddMoments<'a> {
    pub sums: &'a mut BlockSums,
    pub pivots: &'a [f64],
    pub trials: &'a [Vec<DoneTile>],
}

impl NullaryFnOnce for AddMoments<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.sums.add_moments(self.pivots, self.trials);
    }
}
