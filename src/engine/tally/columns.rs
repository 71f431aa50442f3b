//! Values of a block of trials on their way into tables: neighbouring cells side by side, each trial by trial.

use super::block::{BlockRows, quantise};
use crate::engine::BLOCK;
use crate::engine::measure::CellLanes;
use crate::stats::{BlockLanes, MomentTable, NEIGHBOURS, QuantileTable, Scale, ScaleLanes};

/// Values of the cells of a table in the trials of a block.
pub(super) trait TrialValues {
    /// Those of neighbouring cells from a multiple of [`NEIGHBOURS`] on; anything beyond the last cell.
    fn neighbours(&self, first: usize, trial: usize) -> [f64; NEIGHBOURS];

    /// That of one cell.
    fn at(&self, cell: usize, trial: usize) -> f64;
}

impl TrialValues for BlockRows {
    #[inline(always)]
    fn neighbours(&self, first: usize, trial: usize) -> [f64; NEIGHBOURS] {
        let mut values = [0.0; NEIGHBOURS];
        values.copy_from_slice(&self.of(trial)[first..][..NEIGHBOURS]);
        values
    }

    fn at(&self, cell: usize, trial: usize) -> f64 {
        BlockRows::at(self, cell, trial)
    }
}

/// Columns of values, or their differences from others', on the way into a table.
pub(super) struct ColumnsToAdd<'a, V> {
    pub cells: &'a [CellLanes],
    pub values: &'a V,
    /// What they are the differences from.
    pub before: Option<&'a V>,
    /// The first trial.
    pub first: u64,
    pub trials: usize,
}

/// What neighbouring cells add up to over a block.
struct AddedUp {
    /// Differences from the pivots, and their squares.
    sums: [f64; NEIGHBOURS],
    squares: [f64; NEIGHBOURS],
    /// By trial: whole quanta.
    kept: [[i64; NEIGHBOURS]; BLOCK],
}

impl AddedUp {
    const NOTHING: AddedUp =
        AddedUp { sums: [0.0; NEIGHBOURS], squares: [0.0; NEIGHBOURS], kept: [[0; NEIGHBOURS]; BLOCK] };
}

impl<V: TrialValues> ColumnsToAdd<'_, V> {
    /// Values, or differences, of neighbouring cells in a trial.
    #[inline(always)]
    fn neighbours(&self, first: usize, trial: usize) -> [f64; NEIGHBOURS] {
        let mut values = self.values.neighbours(first, trial);
        if let Some(before) = self.before {
            let before = before.neighbours(first, trial);
            for lane in 0..NEIGHBOURS {
                values[lane] -= before[lane];
            }
        }
        values
    }

    /// That of one cell.
    fn at(&self, cell: usize, trial: usize) -> f64 {
        self.values.at(cell, trial) - self.before.map_or(0.0, |before| before.at(cell, trial))
    }

    /// Adds all cells of a table, with their histograms.
    #[inline(always)]
    pub(super) fn add(&self, moments: &mut MomentTable, quantiles: &mut QuantileTable) {
        let mut added = AddedUp::NOTHING;
        let groups = moments.len().div_ceil(NEIGHBOURS);
        for (nth, cells) in self.cells.iter().enumerate().take(groups) {
            let first = nth * NEIGHBOURS;
            let count = (moments.len() - first).min(NEIGHBOURS);
            self.add_up(first, cells, &moments.pivots()[first..][..count], &mut added);
            let block = BlockLanes { trials: self.trials, sums: &added.sums, squares: &added.squares };
            moments.add_neighbours(nth, &cells.scales, &block);
            for lane in (0..count).filter(|lane| cells.quantiles & !cells.may_never_come & 1 << lane != 0) {
                let mut column = [0; BLOCK];
                for (slot, kept) in column.iter_mut().zip(&added.kept) {
                    *slot = kept[lane];
                }
                quantiles.add(first + lane, &column[..self.trials]);
            }
            for lane in (0..count).filter(|lane| cells.may_never_come & 1 << lane != 0) {
                self.add_what_came(first + lane, cells, moments, quantiles);
            }
        }
        if moments.is_by_roster() {
            self.add_to_rosters(moments);
        }
    }

    /// Works out what neighbouring cells add up to; nothing for those beyond their pivots, and for those whose values
    /// may be infinite.
    #[inline(always)]
    fn add_up(&self, first: usize, cells: &CellLanes, pivots: &[f64], added: &mut AddedUp) {
        let mut own = [0.0; NEIGHBOURS];
        own[..pivots.len()].copy_from_slice(pivots);
        let (mut sums, mut squares) = ([0.0; NEIGHBOURS], [0.0; NEIGHBOURS]);
        for (trial, kept) in added.kept.iter_mut().enumerate().take(self.trials) {
            let values = self.neighbours(first, trial);
            for lane in 0..NEIGHBOURS {
                let off = values[lane] - own[lane];
                sums[lane] += off;
                squares[lane] += off * off;
                kept[lane] = quantise(values[lane], cells.quanta[lane]);
            }
        }
        for lane in 0..NEIGHBOURS {
            if lane >= pivots.len() || cells.may_never_come & 1 << lane != 0 {
                (sums[lane], squares[lane]) = (0.0, 0.0);
            }
        }
        (added.sums, added.squares) = (sums, squares);
    }

    /// Adds the values of one cell that are finite; the others count for nothing.
    #[inline(never)]
    fn add_what_came(
        &self,
        cell: usize,
        cells: &CellLanes,
        moments: &mut MomentTable,
        quantiles: &mut QuantileTable,
    ) {
        let (lane, pivot) = (cell % NEIGHBOURS, moments.pivots()[cell]);
        let came = (0..self.trials).map(|trial| self.at(cell, trial)).filter(|value| value.is_finite());
        let came: Vec<f64> = came.collect();
        let (sum, squares) = came.iter().fold((0.0, 0.0), |(sum, squares), value| {
            let off = value - pivot;
            (sum + off, squares + off * off)
        });
        moments.add_block(cell, cells.scales.at(lane), self.trials, sum, squares);
        if cells.quantiles & 1 << lane != 0 {
            let kept: Vec<i64> = came.iter().map(|value| quantise(*value, cells.quanta[lane])).collect();
            quantiles.add(cell, &kept);
        }
    }

    /// Adds a block's values to the rosters that its trials meet.
    #[inline(never)]
    fn add_to_rosters(&self, moments: &mut MomentTable) {
        for cell in 0..moments.len() {
            let (pivot, scale) =
                (moments.pivots()[cell], self.cells[cell / NEIGHBOURS].scales.at(cell % NEIGHBOURS));
            for trial in 0..self.trials {
                let value = self.at(cell, trial);
                if value.is_finite() {
                    moments.add_to_roster(cell, scale, self.first + trial as u64, value - pivot);
                }
            }
        }
    }

    /// Counts in how many trials each cell lies above zero, and below.
    #[inline(always)]
    pub(super) fn count_signs(&self, [above, below]: [&mut MomentTable; 2]) {
        let scales = ScaleLanes::of([Scale::FINE; NEIGHBOURS]);
        for nth in 0..above.len().div_ceil(NEIGHBOURS) {
            let first = nth * NEIGHBOURS;
            let mut counts = [[0.0; NEIGHBOURS]; 2];
            for trial in 0..self.trials {
                let values = self.neighbours(first, trial);
                for lane in 0..NEIGHBOURS.min(above.len() - first) {
                    counts[0][lane] += if values[lane] > 0.0 { 1.0 } else { 0.0 };
                    counts[1][lane] += if values[lane] < 0.0 { 1.0 } else { 0.0 };
                }
            }
            for (table, counts) in [&mut *above, &mut *below].into_iter().zip(&counts) {
                let block = BlockLanes { trials: self.trials, sums: counts, squares: counts };
                table.add_neighbours(nth, &scales, &block);
            }
        }
        if above.is_by_roster() {
            self.count_signs_by_roster([above, below]);
        }
    }

    #[inline(never)]
    fn count_signs_by_roster(&self, [above, below]: [&mut MomentTable; 2]) {
        for cell in 0..above.len() {
            for trial in 0..self.trials {
                let value = self.at(cell, trial);
                for (table, is_so) in [(&mut *above, value > 0.0), (&mut *below, value < 0.0)] {
                    let one = if is_so { 1.0 } else { 0.0 };
                    table.add_to_roster(cell, Scale::FINE, self.first + trial as u64, one);
                }
            }
        }
    }
}
