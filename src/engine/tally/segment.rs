//! Counting results exactly.
//!
//! A block hands in, for each arm and year, the sums over its trials; they are rounded once and
//! added as integers. See [`crate::stats`].

use super::block::{BlockRows, BlockSums, quantise};
use crate::engine::BLOCK;
use crate::engine::measure::{Layout, Metric, NeighbourRows};
use crate::stats::{BlockLanes, Fingerprint, MomentTable, NEIGHBOURS, QuantileTable};
use crate::tile::TILE;
use pulp::NullaryFnOnce;
use serde::{Deserialize, Serialize};

/// The values of the first trial, which moments are taken around.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pivots {
    /// In the order of [`Segment::physicians`].
    pub physicians: Vec<f64>,
    /// In the order of rows.
    pub rows: Vec<f64>,
}

/// Results of one arm and year over all trials so far.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Segment {
    /// Physicians: tile by tile, measure by measure, lane by lane.
    pub physicians: MomentTable,
    /// Physicians by the measures kept by quantiles: measure by measure, physician by physician.
    pub quantiles: QuantileTable,
    /// Rows.
    pub rows: MomentTable,
    /// Quantiles of rows.
    pub row_quantiles: QuantileTable,
    /// Differences of rows from the baseline's on the same luck; `None` for the baseline.
    pub differences: Option<(MomentTable, QuantileTable)>,
}

impl Segment {
    pub(crate) fn new(
        layout: &Layout,
        physicians: usize,
        pivots: &Pivots,
        baseline: Option<&Pivots>,
        (trials, rosters): (u64, usize),
    ) -> Segment {
        let differences = baseline.map(|baseline| {
            let pivots =
                pivots.rows.iter().zip(&baseline.rows).map(|(a, b)| a - b).take(layout.flows).collect();
            (MomentTable::new(pivots).for_errors(rosters), QuantileTable::new(layout.flows, trials))
        });
        let physicians_of = MomentTable::new(pivots.physicians.clone());
        Segment {
            physicians: if rosters > 1 { physicians_of } else { physicians_of.by_block() },
            quantiles: QuantileTable::new(physicians * layout.by_quantiles.len(), trials),
            rows: MomentTable::new(pivots.rows.clone()).for_errors(rosters),
            row_quantiles: QuantileTable::new(layout.rows.len(), trials),
            differences,
        }
    }

    /// Whether it counts what one of these does: as many of everything, around the same kind of pivots.
    pub(crate) fn is_like(&self, other: &Segment) -> bool {
        let both = |table: &Option<(MomentTable, QuantileTable)>| {
            table.as_ref().map(|(moments, quantiles)| (moments.shape(), quantiles.shape()))
        };
        let shape = |own: &Segment| {
            let (rows, row_quantiles) = (own.rows.shape(), own.row_quantiles.shape());
            (own.physicians.shape(), own.quantiles.shape(), rows, row_quantiles, both(&own.differences))
        };
        shape(self) == shape(other)
    }
}

/// Adds a block to a segment.
pub(crate) struct AddBlock<'a> {
    pub segment: &'a mut Segment,
    pub layout: &'a Layout,
    /// Physicians.
    pub physicians: usize,
    pub block: &'a BlockSums,
    /// Its first trial.
    pub first: u64,
    /// Rows of the baseline in the same trials.
    pub baseline: &'a BlockRows,
}

impl NullaryFnOnce for AddBlock<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let AddBlock { segment, layout, physicians, block, first, baseline } = self;
        segment.add_moments(layout, block);
        segment.add_quantiles(physicians, block);
        let Segment { rows, row_quantiles, differences, .. } = segment;
        let of = RowsToAdd { layout, values: block.rows(), before: None, first, trials: block.trials };
        of.add(rows, row_quantiles);
        if let Some((moments, quantiles)) = differences {
            RowsToAdd { before: Some(baseline), ..of }.add(moments, quantiles);
        }
    }
}

/// Gives a table of moments and the histograms of the same rows to a fingerprint, row by row.
pub(crate) fn mark(moments: &MomentTable, quantiles: &QuantileTable, into: &mut Fingerprint) {
    for row in 0..moments.len() {
        moments.mark(row, into);
        quantiles.mark(row, into);
    }
}

impl Segment {
    /// Gives everything counted to a fingerprint, without the lanes that pad the last tile.
    pub(crate) fn mark(&self, physicians: usize, into: &mut Fingerprint) {
        for metric in 0..Metric::KEPT {
            for place in 0..physicians {
                let cell = (place / TILE * Metric::KEPT + metric) * TILE + place % TILE;
                self.physicians.mark(cell, into);
            }
        }
        for cell in 0..self.quantiles.len() {
            self.quantiles.mark(cell, into);
        }
        mark(&self.rows, &self.row_quantiles, into);
        if let Some((moments, quantiles)) = &self.differences {
            mark(moments, quantiles, into);
        }
    }

    #[inline(always)]
    fn add_moments(&mut self, layout: &Layout, block: &BlockSums) {
        let lanes = block.tiles.iter().flat_map(|tile| tile.sums.iter().zip(&tile.squares));
        for (nth, (sums, squares)) in lanes.enumerate() {
            let block = BlockLanes { trials: block.trials, sums, squares };
            self.physicians.add_neighbours(nth, &layout.scales[nth % Metric::KEPT], &block);
        }
    }

    #[inline(always)]
    fn add_quantiles(&mut self, physicians: usize, block: &BlockSums) {
        let mut column = [0; BLOCK];
        for (place, tiles) in block.kept.iter().enumerate() {
            for physician in 0..physicians {
                let (k, lane) = (physician / TILE, physician % TILE);
                for (slot, trial) in column[..block.trials].iter_mut().zip(&tiles[k]) {
                    *slot = trial[lane];
                }
                self.quantiles.add(place * physicians + physician, &column[..block.trials]);
            }
        }
    }
}

/// Rows of a block, or their differences from the baseline's, on the way into a segment.
#[derive(Clone, Copy)]
struct RowsToAdd<'a> {
    layout: &'a Layout,
    values: &'a BlockRows,
    /// What they are the differences from.
    before: Option<&'a BlockRows>,
    /// The first trial.
    first: u64,
    trials: usize,
}

/// What some neighbouring rows add up to over a block.
struct AddedRows {
    /// Differences from the pivots, and their squares.
    sums: [f64; NEIGHBOURS],
    squares: [f64; NEIGHBOURS],
    /// By trial: whole quanta.
    kept: [[i64; NEIGHBOURS]; BLOCK],
}

impl AddedRows {
    const NOTHING: AddedRows =
        AddedRows { sums: [0.0; NEIGHBOURS], squares: [0.0; NEIGHBOURS], kept: [[0; NEIGHBOURS]; BLOCK] };
}

impl RowsToAdd<'_> {
    /// Adds some neighbouring rows at a time, each trial by trial.
    #[inline(always)]
    fn add(&self, moments: &mut MomentTable, quantiles: &mut QuantileTable) {
        let groups = moments.len().div_ceil(NEIGHBOURS);
        let mut added = AddedRows::NOTHING;
        for (nth, rows) in self.layout.neighbours.iter().enumerate().take(groups) {
            let first = nth * NEIGHBOURS;
            let count = (moments.len() - first).min(NEIGHBOURS);
            self.add_up(first, rows, &moments.pivots()[first..][..count], &mut added);
            let block = BlockLanes { trials: self.trials, sums: &added.sums, squares: &added.squares };
            moments.add_neighbours(nth, &rows.scales, &block);
            for j in (0..count).filter(|j| rows.quantiles >> j & 1 == 1) {
                let mut column = [0; BLOCK];
                for (slot, kept) in column.iter_mut().zip(&added.kept) {
                    *slot = kept[j];
                }
                quantiles.add(first + j, &column[..self.trials]);
            }
        }
        if moments.is_by_roster() {
            self.add_to_rosters(moments);
        }
    }

    /// Works out what neighbouring rows add up to; nothing for those beyond their pivots.
    #[inline(always)]
    fn add_up(&self, first: usize, rows: &NeighbourRows, pivots: &[f64], added: &mut AddedRows) {
        let mut own = [0.0; NEIGHBOURS];
        own[..pivots.len()].copy_from_slice(pivots);
        let (mut sums, mut squares) = ([0.0; NEIGHBOURS], [0.0; NEIGHBOURS]);
        for (trial, kept) in added.kept.iter_mut().enumerate().take(self.trials) {
            let mut values = self.values.neighbours(first, trial);
            if let Some(before) = self.before {
                let before = before.neighbours(first, trial);
                for j in 0..NEIGHBOURS {
                    values[j] -= before[j];
                }
            }
            for j in 0..NEIGHBOURS {
                let off = values[j] - own[j];
                sums[j] += off;
                squares[j] += off * off;
                kept[j] = quantise(values[j], rows.quanta[j]);
            }
        }
        sums[pivots.len()..].fill(0.0);
        squares[pivots.len()..].fill(0.0);
        (added.sums, added.squares) = (sums, squares);
    }

    /// Adds a block's values to the rosters that its trials meet.
    #[inline(never)]
    fn add_to_rosters(&self, moments: &mut MomentTable) {
        for (row, described) in self.layout.rows.iter().enumerate().take(moments.len()) {
            let pivot = moments.pivots()[row];
            for trial in 0..self.trials {
                let before = self.before.map_or(0.0, |before| before.at(row, trial));
                let off = self.values.at(row, trial) - before - pivot;
                moments.add_to_roster(row, described.scale, self.first + trial as u64, off);
            }
        }
    }
}
