//! Counting results exactly.
//!
//! A block hands in, for each arm and year, the sums over its trials; they are rounded once and
//! added as integers. See [`crate::stats`].

use super::block::{BlockRows, BlockSums};
use super::columns::ColumnsToAdd;
use crate::engine::BLOCK;
use crate::engine::measure::{Layout, Metric};
use crate::stats::{BlockLanes, Fingerprint, MomentTable, QuantileTable};
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
        let (cells, values) = (&layout.row_cells[..], block.rows());
        let of = ColumnsToAdd { cells, values, before: None, first, trials: block.trials };
        of.add(rows, row_quantiles);
        if let Some((moments, quantiles)) = differences {
            ColumnsToAdd { before: Some(baseline), ..of }.add(moments, quantiles);
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
