//! Mean and variance from exact integer sums.

use super::blocks::SpreadByBlock;
use super::fingerprint::Fingerprint;
use super::rosters::SpreadByRoster;
use super::whole_sums::{NEIGHBOURS, WholeSums};
use crate::random::STRATA;
use serde::{Deserialize, Serialize};

/// A table of running sums, one cell for each thing that is measured.
///
/// Values reach a cell as the sums over one *block* of trials: the sum of differences from the
/// cell's pivot, and the sum of their squares. Each sum is rounded once to a fixed quantum and
/// added as an integer. Blocks are the same sets of trials in every run, so adding them in any
/// order, on any number of threads, gives the same bits.
///
/// The pivot is any value near the mean, the same in every run (the engine takes the value in the
/// first trial). It keeps the variance exact when the spread is small against the mean, and zero
/// when there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MomentTable {
    pivots: Vec<f64>,
    sums: WholeSums,
    squares: WholeSums,
    /// Sums by roster, cell by cell; none where all trials meet one.
    by_roster: Option<RosterSums>,
    /// What whole blocks are apart, cell by cell; none where that is not asked.
    by_block: Option<BlockTable>,
}

/// Squares of the sums of whole blocks, over their trials, and the sums of a last block that is not whole, cell by cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct BlockTable {
    squares: WholeSums,
    /// Empty where all blocks are whole.
    rest: WholeSums,
}

/// Sums of differences from the pivot, apart for each of several rosters that trials meet in turn: the trial at
/// place t, counted from 0, meets roster t mod K.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct RosterSums {
    rosters: usize,
    /// Cell by cell, in each roster by roster.
    sums: WholeSums,
}

/// The first two moments of one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Mean.
    pub mean: f64,
    /// Standard deviation with divisor n − 1; zero when n is 1.
    pub sd: f64,
    /// The same between and within rosters, where the table tells them apart and there is more than one.
    pub parts: Option<SpreadByRoster>,
    /// The variance of the mean by blocks of trials, where the table tells them apart and there are enough.
    pub blocks: Option<SpreadByBlock>,
}

/// How finely the sums of a measure are kept: quanta per unit of a sum, and per squared unit of a
/// sum of squares. Powers of two, so scaling loses nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    sum: f64,
    squares: f64,
}

impl Scale {
    /// For dollars: a millionth of a dollar, a sixteenth of a squared dollar.
    pub const MONEY: Scale = Scale { sum: 1_048_576.0, squares: 16.0 };
    /// For what goes into the thousands and is wanted to a millionth: sums and sums of squares.
    pub const BETWEEN: Scale = Scale { sum: 1_048_576.0, squares: 1_048_576.0 };
    /// For everything else: about 1e-12.
    pub const FINE: Scale = Scale { sum: 1_099_511_627_776.0, squares: 1_099_511_627_776.0 };
}

/// Scales of neighbouring cells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ScaleLanes {
    sums: [f64; NEIGHBOURS],
    squares: [f64; NEIGHBOURS],
}

impl ScaleLanes {
    /// Of cells in their order, [`NEIGHBOURS`] at most.
    pub(crate) fn of(scales: impl IntoIterator<Item = Scale>) -> ScaleLanes {
        let mut lanes = ScaleLanes { sums: [0.0; NEIGHBOURS], squares: [0.0; NEIGHBOURS] };
        for (lane, scale) in scales.into_iter().take(NEIGHBOURS).enumerate() {
            (lanes.sums[lane], lanes.squares[lane]) = (scale.sum, scale.squares);
        }
        lanes
    }

    /// That of one lane.
    pub(crate) fn at(&self, lane: usize) -> Scale {
        Scale { sum: self.sums[lane], squares: self.squares[lane] }
    }
}

/// What neighbouring cells add up to over a block: differences from their pivots, and squares of these.
#[derive(Clone, Debug)]
pub(crate) struct BlockLanes<'a> {
    /// Trials of the block.
    pub trials: usize,
    pub sums: &'a [f64; NEIGHBOURS],
    pub squares: &'a [f64; NEIGHBOURS],
}

impl MomentTable {
    /// A table of empty cells with their pivots.
    #[must_use]
    pub fn new(pivots: Vec<f64>) -> MomentTable {
        let sums = WholeSums::new(pivots.len());
        MomentTable { pivots, squares: sums.clone(), sums, by_roster: None, by_block: None }
    }

    /// The same, telling apart what trials find on each of so many rosters that they meet in turn; of one, nothing
    /// more is kept.
    #[must_use]
    pub fn by_roster(self, rosters: usize) -> MomentTable {
        let sums = RosterSums { rosters, sums: WholeSums::new(self.len() * rosters) };
        MomentTable { by_roster: (rosters > 1).then_some(sums), ..self }
    }

    /// The same, telling apart what trials find in each block, for the error of a mean of blocks that are Latin
    /// hypercubes ([`SpreadByBlock`]).
    #[must_use]
    pub fn by_block(self) -> MomentTable {
        let (squares, rest) = (WholeSums::new(self.len()), WholeSums::default());
        let by_block = BlockTable { squares, rest };
        MomentTable { by_block: Some(by_block), ..self }
    }

    /// The same, telling apart what its error goes by: blocks, and rosters where there are several.
    #[must_use]
    pub fn for_errors(self, rosters: usize) -> MomentTable {
        self.by_block().by_roster(rosters)
    }

    /// Whether what trials find on each roster is told apart.
    #[must_use]
    pub fn is_by_roster(&self) -> bool {
        self.by_roster.is_some()
    }

    /// Adds one trial's difference from the pivot to its roster; nothing where rosters are not told apart.
    pub fn add_to_roster(&mut self, cell: usize, scale: Scale, trial: u64, off: f64) {
        if let Some(RosterSums { rosters, sums }) = &mut self.by_roster {
            let roster = usize::try_from(trial % *rosters as u64).unwrap_or(0);
            sums.add(cell * *rosters + roster, off * scale.sum);
        }
    }

    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pivots.len()
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pivots.is_empty()
    }

    /// What a table that counts the same has the same of: cells, pivots, rosters, sums by roster, blocks.
    pub(crate) fn shape(&self) -> [usize; 5] {
        let (rosters, sums) = self.by_roster.as_ref().map_or((1, 0), |own| (own.rosters, own.sums.len()));
        let blocks = self.by_block.as_ref().map_or(0, |own| own.squares.len());
        [self.sums.len(), self.pivots.len(), rosters, sums, blocks]
    }

    /// The pivots, cell by cell.
    #[must_use]
    pub fn pivots(&self) -> &[f64] {
        &self.pivots
    }

    /// Adds a block to a cell: the sum of (value − pivot) and of its square. A cell is always used
    /// with the same scale.
    #[inline(always)]
    pub fn add(&mut self, cell: usize, scale: Scale, sum: f64, squares: f64) {
        self.sums.add(cell, sum * scale.sum);
        self.squares.add(cell, squares * scale.squares);
    }

    /// Adds a block of so many trials to a cell, as [`MomentTable::add`] does, and to what tells blocks apart.
    #[inline(always)]
    pub fn add_block(&mut self, cell: usize, scale: Scale, trials: usize, sum: f64, squares: f64) {
        self.add(cell, scale, sum, squares);
        if let Some(blocks) = &mut self.by_block {
            blocks.add(cell, scale, trials, sum);
        }
    }

    /// Adds a block to neighbouring cells, of which these are the nth, as [`MomentTable::add_block`] does to one.
    #[inline(always)]
    pub(crate) fn add_neighbours(&mut self, nth: usize, scales: &ScaleLanes, block: &BlockLanes<'_>) {
        let (mut sums, mut squares) = ([0.0; NEIGHBOURS], [0.0; NEIGHBOURS]);
        for lane in 0..NEIGHBOURS {
            sums[lane] = block.sums[lane] * scales.sums[lane];
            squares[lane] = block.squares[lane] * scales.squares[lane];
        }
        self.sums.add_neighbours(nth, &sums);
        self.squares.add_neighbours(nth, &squares);
        if let Some(blocks) = &mut self.by_block {
            blocks.add_neighbours(nth, scales, block);
        }
    }

    /// Adds another table over the same cells.
    ///
    /// # Panics
    ///
    /// If the tables have different pivots: they then measure different things.
    pub fn merge(&mut self, other: &MomentTable) {
        assert_eq!(self.pivots, other.pivots, "tables with different pivots do not merge");
        self.sums.merge(&other.sums);
        self.squares.merge(&other.squares);
        if let (Some(mine), Some(theirs)) = (&mut self.by_roster, &other.by_roster) {
            mine.sums.merge(&theirs.sums);
        }
        if let (Some(mine), Some(theirs)) = (&mut self.by_block, &other.by_block) {
            mine.merge(theirs);
        }
    }

    /// Gives a cell to a fingerprint: its pivot, its sum, its sum of squares; then its sums by roster, or the squares
    /// of its blocks, where they are told apart.
    pub(crate) fn mark(&self, cell: usize, into: &mut Fingerprint) {
        into.bits(self.pivots[cell]);
        into.sum(self.sums.get(cell));
        into.sum(self.squares.get(cell));
        for sum in self.of_rosters(cell) {
            into.sum(sum);
        }
        if let Some(blocks) = &self.by_block {
            into.sum(blocks.squares.get(cell));
        }
    }

    /// The sums of a cell, roster by roster; none where they are not told apart.
    fn of_rosters(&self, cell: usize) -> impl Iterator<Item = i128> + '_ {
        let of = move |all: &'_ RosterSums| cell * all.rosters..(cell + 1) * all.rosters;
        self.by_roster.iter().flat_map(move |all| of(all).map(|place| all.sums.get(place)))
    }

    /// The mean of a cell over `n` values.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the answer is a double")]
    pub(crate) fn mean(&self, cell: usize, scale: Scale, n: u64) -> f64 {
        self.pivots[cell] + self.sums.get(cell) as f64 / scale.sum / n.max(1) as f64
    }

    /// Moments of a cell over `n` values.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the answer is a double")]
    pub fn moments(&self, cell: usize, scale: Scale, n: u64) -> Moments {
        let (sum, squares) = (self.sums.get(cell), self.squares.get(cell));
        let count = n.max(1) as f64;
        let shift = sum as f64 / scale.sum / count;
        let spread = (squares as f64 / scale.squares / count - shift * shift).max(0.0);
        let sd = if n > 1 { (spread * count / (count - 1.0)).sqrt() } else { 0.0 };
        let sums: Vec<f64> = self.of_rosters(cell).map(|sum| sum as f64 / scale.sum).collect();
        let around = sd * sd * (count - 1.0);
        let blocks = self.by_block.as_ref().and_then(|own| {
            let rest = if cell < own.rest.len() { own.rest.get(cell) } else { 0 };
            let whole = (sum - rest) as f64 / scale.sum;
            let of_all = whole * whole / (n / STRATA * STRATA).max(1) as f64;
            SpreadByBlock::of(own.squares.get(cell) as f64 / scale.squares - of_all, n, around)
        });
        let parts = SpreadByRoster::of(&sums, n, around).map(|parts| parts.beside(blocks));
        Moments { mean: self.pivots[cell] + shift, sd, parts, blocks }
    }
}

/// Part of the square of a whole block's sum that is kept: one over its trials.
#[expect(clippy::cast_precision_loss, reason = "32")]
const PER_TRIAL: f64 = 1.0 / STRATA as f64;

impl BlockTable {
    #[inline(always)]
    fn add(&mut self, cell: usize, scale: Scale, trials: usize, sum: f64) {
        if trials as u64 == STRATA {
            self.squares.add(cell, sum * sum * (scale.squares * PER_TRIAL));
        } else {
            self.add_rest(cell, sum * scale.sum);
        }
    }

    #[inline(always)]
    fn add_neighbours(&mut self, nth: usize, scales: &ScaleLanes, block: &BlockLanes<'_>) {
        let BlockLanes { trials, sums, .. } = block;
        if *trials as u64 != STRATA {
            for lane in 0..NEIGHBOURS {
                self.add_rest(nth * NEIGHBOURS + lane, sums[lane] * scales.sums[lane]);
            }
            return;
        }
        let mut squares = [0.0; NEIGHBOURS];
        for lane in 0..NEIGHBOURS {
            squares[lane] = sums[lane] * sums[lane] * (scales.squares[lane] * PER_TRIAL);
        }
        self.squares.add_neighbours(nth, &squares);
    }

    /// Adds to what blocks that are not whole come to.
    #[cold]
    #[inline(never)]
    fn add_rest(&mut self, cell: usize, quanta: f64) {
        if self.rest.len() == 0 {
            self.rest = WholeSums::new(self.squares.len());
        }
        self.rest.add(cell, quanta);
    }

    fn merge(&mut self, other: &BlockTable) {
        self.squares.merge(&other.squares);
        self.rest.merge(&other.rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(values: &[f64], pivot: f64) -> (f64, f64) {
        values.iter().fold((0.0, 0.0), |(s, q), v| (s + (v - pivot), q + (v - pivot) * (v - pivot)))
    }

    #[test]
    fn hand_worked() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of squared deviations 32, so sd = sqrt(32/7).
        let mut table = MomentTable::new(vec![4.0]);
        for values in [[2.0, 4.0, 4.0, 4.0], [5.0, 5.0, 7.0, 9.0]] {
            let (sum, squares) = block(&values, 4.0);
            table.add(0, Scale::MONEY, sum, squares);
        }
        let m = table.moments(0, Scale::MONEY, 8);
        assert_eq!(m.mean, 5.0);
        assert!((m.sd - (32.0_f64 / 7.0).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn no_spread_is_exactly_zero() {
        let value = 31_234_567.0; // cents
        let mut table = MomentTable::new(vec![value]);
        for _ in 0..1000 {
            let (sum, squares) = block(&[value; 16], value);
            table.add(0, Scale::MONEY, sum, squares);
        }
        assert_eq!(
            table.moments(0, Scale::MONEY, 16_000),
            Moments { mean: value, sd: 0.0, parts: None, blocks: None }
        );
    }

    #[test]
    fn sums_by_roster_follow_the_trials_and_merge() {
        // Trials 0 to 3 meet rosters 0 1 0 1: 10, 20, 12, 22 around a pivot of 10.
        let mut table = MomentTable::new(vec![10.0]).by_roster(2);
        let mut shard = table.clone();
        for (trial, value) in [10.0, 20.0, 12.0, 22.0].into_iter().enumerate() {
            let one = if trial < 2 { &mut table } else { &mut shard };
            let off = value - 10.0;
            one.add(0, Scale::FINE, off, off * off);
            one.add_to_roster(0, Scale::FINE, trial as u64, off);
        }
        table.merge(&shard);
        let found = table.moments(0, Scale::FINE, 4);
        // Rosters' means 11 and 21, mean 16; squares within 4 × 1, between 2 × 2 × 25 = 100; in all 104.
        // Within: 4/(4 − 2) = 2; between: (100/1 − 2)/2 = 49.
        assert_eq!(found.mean, 16.0);
        assert!((found.sd * found.sd - 104.0 / 3.0).abs() < 1e-9);
        let parts = found.parts.unwrap();
        assert!((parts.between.unwrap() - 49.0).abs() < 1e-9, "{parts:?}");
        assert!(MomentTable::new(vec![1.0]).by_roster(1).moments(0, Scale::FINE, 4).parts.is_none());
    }

    #[test]
    fn order_and_sharding_do_not_matter() {
        let blocks: Vec<(f64, f64)> = (0..97)
            .map(|b| {
                block(&std::array::from_fn::<f64, 16, _>(|i| f64::from(b * 16 + i as i32).sin() * 1e7), 3.0)
            })
            .collect();
        let mut forward = MomentTable::new(vec![3.0]);
        let mut backward = forward.clone();
        let mut shard = forward.clone();
        for (sum, squares) in &blocks {
            forward.add(0, Scale::FINE, *sum, *squares);
        }
        for (i, (sum, squares)) in blocks.iter().rev().enumerate() {
            let target = if i % 3 == 0 { &mut shard } else { &mut backward };
            target.add(0, Scale::FINE, *sum, *squares);
        }
        backward.merge(&shard);
        assert_eq!(forward, backward);
    }

    #[test]
    fn errors_go_by_blocks_in_whatever_order_they_come() {
        // Eight blocks, of 32 times 1 and of 32 times 3 in turn, and 16 trials of 2, around a pivot of 1.
        let values = |block: u64| vec![[1.0, 3.0, 2.0][if block < 8 { (block % 2) as usize } else { 2 }]; 32];
        let fill = |table: &mut MomentTable, blocks: &mut dyn Iterator<Item = u64>| {
            for number in blocks {
                let trials = if number < 8 { 32 } else { 16 };
                let (sum, squares) = block(&values(number)[..trials], 1.0);
                table.add_block(0, Scale::MONEY, trials, sum, squares);
            }
        };
        let mut forward = MomentTable::new(vec![1.0]).by_block();
        let (mut backward, mut shard) = (forward.clone(), forward.clone());
        fill(&mut forward, &mut (0..9));
        fill(&mut backward, &mut (0..5).rev());
        fill(&mut shard, &mut (5..9).rev());
        backward.merge(&shard);
        assert_eq!(forward, backward);
        let found = forward.moments(0, Scale::MONEY, 272);
        // Σ 32 (mᵢ − 2)² = 256, over seven w = 256/7 = 36.57, above the trials' own 256/271: nothing is taken away.
        let spread = found.blocks.unwrap();
        assert_eq!((found.mean, spread.blocks), (2.0, 8));
        assert!((spread.of_mean - 256.0 / 7.0 / 272.0).abs() < 1e-9, "{spread:?}");
        // Of seven blocks nothing is said.
        let mut few = MomentTable::new(vec![1.0]).by_block();
        fill(&mut few, &mut (0..7));
        assert_eq!(few.moments(0, Scale::MONEY, 224).blocks, None);
    }
}
