//! Columns of whole-number sums, narrow while they can be.

use crate::units::{nearest, nearest_whole};
use serde::{Deserialize, Serialize};

/// Cells that are added to side by side.
pub(crate) const NEIGHBOURS: usize = 32;

/// What a number of quanta must stay below to be rounded at once; squares of a system's dollars may lie above.
const LARGE: f64 = 2.2e15;

/// 2^32.
const HALF_WORD: f64 = 4_294_967_296.0;

/// Half of what 64 bits hold, and a quarter, in quanta: a sum below the one takes a number below the other without
/// overflow.
const FULL: i64 = 1 << 62;
const HUGE: f64 = 2_305_843_009_213_693_952.0;

/// The nearest whole number, half to even, of a value below [`HUGE`] in size, from what is above 2^32 and the rest, which
/// are exact; vectorises.
#[inline(always)]
fn nearest_by_halves(quanta: f64) -> i64 {
    let high = nearest_whole(quanta * (1.0 / HALF_WORD));
    (nearest(high) << 32) + nearest(quanta - high * HALF_WORD)
}

/// A column of sums of whole numbers, exact up to 127 bits.
///
/// A sum stands in 64 bits, where neighbours are added to side by side, until it outgrows them; only then is there a
/// wider column, which takes it over. Where a part of a sum stands follows from the order of arrival; the sum does not,
/// and columns are equal where their sums are.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct WholeSums {
    narrow: Vec<[i64; NEIGHBOURS]>,
    /// Cell by cell; empty until a sum outgrows 64 bits.
    wide: Vec<i128>,
}

impl WholeSums {
    /// Sums of nothing.
    pub(super) fn new(cells: usize) -> WholeSums {
        WholeSums { narrow: vec![[0; NEIGHBOURS]; cells.div_ceil(NEIGHBOURS)], wide: Vec::new() }
    }

    /// Cells, those included that fill up the last neighbours.
    pub(super) fn len(&self) -> usize {
        self.narrow.len() * NEIGHBOURS
    }

    /// The sum in a cell.
    pub(super) fn get(&self, cell: usize) -> i128 {
        let narrow = i128::from(self.narrow[cell / NEIGHBOURS][cell % NEIGHBOURS]);
        self.wide.get(cell).map_or(narrow, |wide| wide + narrow)
    }

    /// Adds the whole number that is nearest.
    #[inline(always)]
    pub(super) fn add(&mut self, cell: usize, quanta: f64) {
        if quanta.abs() < HUGE {
            let sum = &mut self.narrow[cell / NEIGHBOURS][cell % NEIGHBOURS];
            *sum += nearest_by_halves(quanta);
            if !(-FULL..FULL).contains(sum) {
                self.outgrow(cell);
            }
        } else {
            self.add_huge(cell, quanta);
        }
    }

    /// Adds to neighbouring cells, of which these are the nth.
    #[inline(always)]
    pub(super) fn add_neighbours(&mut self, nth: usize, quanta: &[f64; NEIGHBOURS]) {
        let (mut are_small, mut are_not_huge) = (true, true);
        for one in quanta {
            are_small &= one.abs() < LARGE;
            are_not_huge &= one.abs() < HUGE;
        }
        if are_small {
            self.add_whole(nth, quanta, nearest);
        } else if are_not_huge {
            self.add_whole(nth, quanta, nearest_by_halves);
        } else {
            for (cell, one) in (nth * NEIGHBOURS..).zip(quanta) {
                self.add(cell, *one);
            }
        }
    }

    #[inline(always)]
    fn add_whole(&mut self, nth: usize, quanta: &[f64; NEIGHBOURS], whole: impl Fn(f64) -> i64) {
        // Below zero where any sum has left −2^62 to 2^62.
        let mut outside = 0;
        for (sum, one) in self.narrow[nth].iter_mut().zip(quanta) {
            *sum += whole(*one);
            outside |= sum.wrapping_add(FULL);
        }
        if outside < 0 {
            self.outgrow_together(nth);
        }
    }

    #[cold]
    #[inline(never)]
    fn outgrow_together(&mut self, nth: usize) {
        self.wide.resize(self.narrow.len() * NEIGHBOURS, 0);
        for (wide, narrow) in self.wide[nth * NEIGHBOURS..].iter_mut().zip(&mut self.narrow[nth]) {
            *wide += i128::from(std::mem::take(narrow));
        }
    }

    #[cold]
    #[inline(never)]
    #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
    fn add_huge(&mut self, cell: usize, quanta: f64) {
        self.outgrow(cell);
        self.wide[cell] += quanta.round() as i128;
    }

    /// Hands a sum on to the wide column.
    #[cold]
    #[inline(never)]
    fn outgrow(&mut self, cell: usize) {
        self.wide.resize(self.narrow.len() * NEIGHBOURS, 0);
        self.wide[cell] += i128::from(std::mem::take(&mut self.narrow[cell / NEIGHBOURS][cell % NEIGHBOURS]));
    }

    /// Adds another column, cell by cell; it takes as many cells as the longer has.
    pub(super) fn merge(&mut self, other: &WholeSums) {
        self.narrow.resize(self.narrow.len().max(other.narrow.len()), [0; NEIGHBOURS]);
        for cell in 0..other.len() {
            let sum = self.get(cell) + other.get(cell);
            match i64::try_from(sum) {
                Ok(sum) if (-FULL..FULL).contains(&sum) => {
                    self.narrow[cell / NEIGHBOURS][cell % NEIGHBOURS] = sum;
                    if let Some(wide) = self.wide.get_mut(cell) {
                        *wide = 0;
                    }
                }
                _ => {
                    self.outgrow(cell);
                    self.wide[cell] = sum;
                }
            }
        }
    }
}

impl PartialEq for WholeSums {
    fn eq(&self, other: &WholeSums) -> bool {
        self.len() == other.len() && (0..self.len()).all(|cell| self.get(cell) == other.get(cell))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_like_the_whole() {
        // Whole and half numbers are exact: 2^51 + ½ lies between an even and an odd one, 2^51 + 3/2 likewise.
        let large = 2_251_799_813_685_248.0;
        assert_eq!(nearest_by_halves(large + 0.5), 2_251_799_813_685_248);
        assert_eq!(nearest_by_halves(large + 1.5), 2_251_799_813_685_250);
        assert_eq!(nearest_by_halves(-large - 1.5), -2_251_799_813_685_250);
        for k in 0..2_000 {
            let quanta = (f64::from(k) * 0.7).sin() * 10_f64.powi(k % 19);
            let ours = nearest_by_halves(quanta);
            assert_eq!(i128::from(ours), quanta.round_ties_even() as i128, "{quanta}");
            if quanta.abs() < LARGE {
                assert_eq!(ours, nearest(quanta), "{quanta}");
            }
        }
    }

    #[test]
    fn neighbours_come_to_what_each_comes_to_alone() {
        let mut singly = WholeSums::new(64);
        let mut together = singly.clone();
        for round in 0..50 {
            let quanta: [f64; NEIGHBOURS] =
                std::array::from_fn(|j| ((round * 31 + j) as f64 * 0.7).sin() * 10_f64.powi(j as i32 % 20));
            together.add_neighbours(1, &quanta);
            for (j, one) in quanta.iter().enumerate() {
                singly.add(NEIGHBOURS + j, *one);
            }
        }
        assert_eq!(singly, together);
        assert!(together.wide.iter().any(|sum| *sum != 0), "10^19 is beyond 64 bits");
        assert_eq!(together.get(0), 0);
    }

    #[test]
    fn sums_outgrow_64_bits_without_losing_one() {
        // 9,000 times 2·10^15 is 1.8·10^19, above 2^63 = 9.2·10^18.
        let mut column = WholeSums::new(2);
        for _ in 0..9_000 {
            column.add(0, 2e15);
            column.add(1, -2e15);
        }
        column.add(0, 1.0);
        assert_eq!(column.get(0), 18_000_000_000_000_000_001);
        assert_eq!(column.get(1), -18_000_000_000_000_000_000);
        let mut side_by_side = WholeSums::new(2);
        let mut quanta = [0.0; NEIGHBOURS];
        (quanta[0], quanta[1]) = (2e15, -2e15);
        for _ in 0..9_000 {
            side_by_side.add_neighbours(0, &quanta);
        }
        side_by_side.add(0, 1.0);
        assert_eq!(side_by_side, column);
        // What is not a number adds nothing; what has no end, as much as there is.
        let mut odd = WholeSums::new(1);
        odd.add(0, f64::NAN);
        assert_eq!(odd.get(0), 0);
        odd.add(0, f64::INFINITY);
        assert_eq!(odd.get(0), i128::MAX);
    }

    #[test]
    fn merging_goes_by_what_sums_come_to() {
        let (mut a, mut b, mut whole) = (WholeSums::new(1), WholeSums::new(1), WholeSums::new(1));
        for (k, quanta) in [3e15, -2.9e15, 5.0, 8e18, -8e18, 0.4].into_iter().enumerate() {
            if k % 2 == 0 {
                a.add(0, quanta);
            } else {
                b.add(0, quanta);
            }
            whole.add(0, quanta);
        }
        a.merge(&b);
        assert_eq!(a.get(0), 100_000_000_000_005);
        assert_eq!(a, whole);
    }
}
