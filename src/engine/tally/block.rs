//! The sums of one arm and year over the trials of a block.

#![allow(clippy::large_stack_arrays, reason = "a constant that buffers are filled with")]

use crate::engine::BLOCK;
use crate::engine::measure::{Layout, Metric};
use crate::engine::year::DoneTile;
use crate::model::Model;
use crate::stats::NEIGHBOURS;
use crate::tile::{Lanes, TILE, tiles};
use crate::units::nearest;
use pulp::{Simd, WithSimd};

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
    rows: BlockRows,
    /// Whether rows alone are wanted: nothing of single positions is then added up or kept.
    only_rows: bool,
}

/// Values of rows in the trials of a block: a trial's lie side by side, so that it writes them one after another and
/// neighbouring rows can be added up together.
#[derive(Clone, Debug, Default)]
pub(crate) struct BlockRows {
    /// Trial by trial, in each row by row; the last neighbours are filled up with zeros.
    values: Vec<f64>,
    /// From one trial to the next.
    stride: usize,
}

impl BlockRows {
    pub(crate) fn new(rows: usize) -> BlockRows {
        let stride = rows.next_multiple_of(NEIGHBOURS);
        BlockRows { values: vec![0.0; stride * BLOCK], stride }
    }

    /// Fills it with what is no number.
    #[cfg(test)]
    pub(crate) fn poison(&mut self) {
        self.values.fill(f64::NAN);
    }

    /// A trial's values, row by row.
    #[inline(always)]
    pub(crate) fn of(&self, trial: usize) -> &[f64] {
        &self.values[trial * self.stride..][..self.stride]
    }

    /// One row's value in a trial.
    #[inline(always)]
    pub(crate) fn at(&self, row: usize, trial: usize) -> f64 {
        self.values[trial * self.stride + row]
    }
}

impl BlockSums {
    pub(crate) fn new(model: &Model, layout: &Layout) -> BlockSums {
        let n = tiles(model.len());
        BlockSums {
            trials: 0,
            tiles: vec![TileSums::EMPTY; n],
            kept: vec![vec![[[0; TILE]; BLOCK]; n]; layout.by_quantiles.len()],
            rows: BlockRows::new(layout.rows.len()),
            only_rows: false,
        }
    }

    /// Of rows alone.
    pub(crate) fn of_rows(layout: &Layout) -> BlockSums {
        let rows = BlockRows::new(layout.rows.len());
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

    /// The rows of the next trial, to be filled.
    #[inline(always)]
    pub(crate) fn next_rows(&mut self) -> &mut [f64] {
        let stride = self.rows.stride;
        &mut self.rows.values[self.trials * stride..][..stride]
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

    /// Ends a trial.
    pub(crate) fn next_trial(&mut self) {
        self.trials += 1;
    }

    /// Gives the rows away for others, to be written over.
    pub(crate) fn exchange_rows(&mut self, others: &mut BlockRows) {
        std::mem::swap(&mut self.rows, others);
    }

    /// Values of rows.
    pub(crate) fn rows(&self) -> &BlockRows {
        &self.rows
    }
}

/// Adds the moments of some trials to a block, in their order. Several at once, because the sums of all measures do
/// not fit into the nearest cache: each is fetched once for all of them.
pub(crate) struct AddMoments<'a> {
    pub sums: &'a mut BlockSums,
    pub pivots: &'a [f64],
    pub trials: &'a [Vec<DoneTile>],
}

impl WithSimd for AddMoments<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let AddMoments { sums, pivots, trials } = self;
        for (k, (tile, pivots)) in sums.tiles.iter_mut().zip(pivots.chunks(Metric::KEPT * TILE)).enumerate() {
            if let [a, b, c, d] = trials {
                add_tile(simd, tile, pivots, [&a[k], &b[k], &c[k], &d[k]]);
            } else {
                for trial in trials {
                    add_tile(simd, tile, pivots, [&trial[k]]);
                }
            }
        }
    }
}

/// Adds the moments of one tile in `N` trials.
#[inline(always)]
fn add_tile<S: Simd, const N: usize>(simd: S, tile: &mut TileSums, pivots: &[f64], trials: [&DoneTile; N]) {
    for (m, pivots) in pivots.chunks_exact(TILE).enumerate().take(Metric::KEPT) {
        let (sums, _) = S::as_mut_simd_f64s(&mut tile.sums[m]);
        let (squares, _) = S::as_mut_simd_f64s(&mut tile.squares[m]);
        let (pivots, _) = S::as_simd_f64s(pivots);
        let values = trials.map(|trial| S::as_simd_f64s(&trial.measured[m]).0);
        for (i, ((sum, squared), pivot)) in sums.iter_mut().zip(squares).zip(pivots).enumerate() {
            for values in values {
                let off = simd.sub_f64s(values[i], *pivot);
                *sum = simd.add_f64s(*sum, off);
                *squared = simd.add_f64s(*squared, simd.mul_f64s(off, off));
            }
        }
    }
}
