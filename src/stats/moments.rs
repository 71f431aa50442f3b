//! Mean and variance from exact integer sums.

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
#[derive(Clone, Debug, PartialEq)]
pub struct MomentTable {
    pivots: Vec<f64>,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Cell {
    sum: i128,
    squares: i128,
}

/// The first two moments of one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Mean.
    pub mean: f64,
    /// Standard deviation with divisor n − 1; zero when n is 1.
    pub sd: f64,
}

/// Quanta per unit of a sum: 2^48. An `i128` holds sums of up to 6e23 units.
const SUM_QUANTA: f64 = 281_474_976_710_656.0;
/// Quanta per squared unit of a sum of squares: 2^32. Money is measured in dollars, so an `i128`
/// holds the squares of a billion-dollar spread over 10^19 trials, and a share's standard
/// deviation is resolved to 1e-5.
const SQUARE_QUANTA: f64 = 4_294_967_296.0;

impl MomentTable {
    /// A table of empty cells with their pivots.
    #[must_use]
    pub fn new(pivots: Vec<f64>) -> MomentTable {
        let cells = vec![Cell::default(); pivots.len()];
        MomentTable { pivots, cells }
    }

    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The pivots, cell by cell.
    #[must_use]
    pub fn pivots(&self) -> &[f64] {
        &self.pivots
    }

    /// Adds a block to a cell: the sum of (value − pivot) and of its square.
    #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose; range stated at SUM_QUANTA")]
    pub fn add(&mut self, cell: usize, sum: f64, squares: f64) {
        let slot = &mut self.cells[cell];
        slot.sum += (sum * SUM_QUANTA) as i128;
        slot.squares += (squares * SQUARE_QUANTA) as i128;
    }

    /// Adds another table over the same cells.
    ///
    /// # Panics
    ///
    /// If the tables have different pivots: they then measure different things.
    pub fn merge(&mut self, other: &MomentTable) {
        assert_eq!(self.pivots, other.pivots, "tables with different pivots do not merge");
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            mine.sum += theirs.sum;
            mine.squares += theirs.squares;
        }
    }

    /// Moments of a cell over `n` values.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the answer is a double")]
    pub fn moments(&self, cell: usize, n: u64) -> Moments {
        let Cell { sum, squares } = self.cells[cell];
        let count = n.max(1) as f64;
        let shift = sum as f64 / SUM_QUANTA / count;
        let spread = (squares as f64 / SQUARE_QUANTA / count - shift * shift).max(0.0);
        let sd = if n > 1 { (spread * count / (count - 1.0)).sqrt() } else { 0.0 };
        Moments { mean: self.pivots[cell] + shift, sd }
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
            table.add(0, sum, squares);
        }
        let m = table.moments(0, 8);
        assert_eq!(m.mean, 5.0);
        assert!((m.sd - (32.0_f64 / 7.0).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn no_spread_is_exactly_zero() {
        let value = 31_234_567.0; // cents
        let mut table = MomentTable::new(vec![value]);
        for _ in 0..1000 {
            let (sum, squares) = block(&[value; 16], value);
            table.add(0, sum, squares);
        }
        assert_eq!(table.moments(0, 16_000), Moments { mean: value, sd: 0.0 });
    }

    #[test]
    fn order_and_sharding_do_not_matter() {
        let blocks: Vec<(f64, f64)> = (0..97)
            .map(|b| block(&std::array::from_fn::<f64, 16, _>(|i| f64::from(b * 16 + i as i32).sin() * 1e7), 3.0))
            .collect();
        let mut forward = MomentTable::new(vec![3.0]);
        let mut backward = forward.clone();
        let mut shard = forward.clone();
        for (sum, squares) in &blocks {
            forward.add(0, *sum, *squares);
        }
        for (i, (sum, squares)) in blocks.iter().rev().enumerate() {
            let target = if i % 3 == 0 { &mut shard } else { &mut backward };
            target.add(0, *sum, *squares);
        }
        backward.merge(&shard);
        assert_eq!(forward, backward);
    }
}
