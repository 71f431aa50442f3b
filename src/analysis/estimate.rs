//! A simulated figure with its Monte Carlo error.

use crate::engine::BLOCK;
use crate::stats::{SpreadByBlock, SpreadByRoster, TWO_SIDED_95, student_95};
use crate::units::real;

/// A figure and the standard error that chance in the simulation leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its Monte Carlo standard error; 0 when there is no chance in it.
    pub se: f64,
}

/// Batches that the error of other statistics than means is taken from.
const BATCHES: usize = 16;

/// Whole blocks from which on more than the error of one mean goes by them.
const ENOUGH: u64 = 16;

impl Estimate {
    /// A figure without chance.
    #[must_use]
    pub const fn exact(value: f64) -> Estimate {
        Estimate { value, se: 0.0 }
    }

    /// The mean of values, with error sd/√n.
    #[must_use]
    pub fn mean(values: &[f64]) -> Estimate {
        let n = count(values).max(1.0);
        Estimate { value: mean(values), se: (variance(values) / n).sqrt() }
    }

    /// The mean of values in the order of trials, the first of which begins a block, on one roster: blocks are Latin
    /// hypercubes, so that its error is that of the means of blocks ([`SpreadByBlock`]), widened by Student's quantile for
    /// their number over the normal's, so that ± 1.96 errors hold 95 %; of fewer than eight whole blocks that of
    /// [`Estimate::mean`], which is not too small.
    #[must_use]
    pub fn over_trials(values: &[f64]) -> Estimate {
        let plain = Estimate::mean(values);
        let error =
            |spread: SpreadByBlock| spread.of_mean.sqrt() * student_95(spread.blocks - 1) / TWO_SIDED_95;
        Estimate { se: SpreadByBlock::of_values(values).map_or(plain.se, error), ..plain }
    }

    /// The mean of values in the order of trials, which meet so many rosters in turn: with its error over rosters that
    /// might have been drawn, and with the error of the luck alone, on the rosters that were met. Of one roster both are
    /// that of [`Estimate::over_trials`], where no roster was met twice those of [`Estimate::mean`].
    #[must_use]
    pub fn over_rosters(values: &[f64], rosters: usize) -> (Estimate, f64) {
        if rosters < 2 {
            let all = Estimate::over_trials(values);
            return (all, all.se);
        }
        let plain = Estimate::mean(values);
        let mut sums = vec![0.0; rosters];
        for (trial, value) in values.iter().enumerate() {
            sums[trial % rosters] += value - plain.value;
        }
        let squares = values.iter().map(|value| (value - plain.value) * (value - plain.value)).sum();
        let Some(parts) = SpreadByRoster::of(&sums, values.len() as u64, squares) else {
            return (plain, plain.se);
        };
        let parts = parts.beside(SpreadByBlock::of_values(values));
        (Estimate { se: parts.of_mean.sqrt(), ..plain }, parts.of_luck.sqrt())
    }

    /// Any statistic of values in the order of trials: over all of them, with the error from its
    /// spread over sixteen batches of neighbouring trials (batch means), of whole blocks where there are enough.
    #[must_use]
    pub fn batched(trials: usize, statistic: impl Fn(std::ops::Range<usize>) -> f64) -> Estimate {
        let value = statistic(0..trials);
        let size = trials / BATCHES;
        let size = if size < BLOCK { size } else { size / BLOCK * BLOCK };
        if size == 0 {
            return Estimate { value, se: f64::INFINITY };
        }
        let parts: Vec<f64> = (0..BATCHES).map(|b| statistic(b * size..(b + 1) * size)).collect();
        // The variance of all of them is that of a batch over how many batches there are, left-overs included.
        Estimate { value, se: (variance(&parts) * real(size) / real(trials)).sqrt() }
    }

    /// The figure times a constant.
    #[must_use]
    pub fn times(self, factor: f64) -> Estimate {
        Estimate { value: self.value * factor, se: self.se * factor.abs() }
    }

    /// The 95 % interval that chance in the simulation leaves.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        let half = TWO_SIDED_95 * self.se;
        (self.value - half, self.value + half)
    }
}

#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 values")]
pub(super) fn count(values: &[f64]) -> f64 {
    values.len() as f64
}

/// Mean; 0 of nothing.
pub(super) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / count(values) }
}

/// Variance with divisor n − 1; 0 of fewer than two values.
pub(super) fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    // Around the first value first: values that are all the same have a variance of exactly zero.
    let off: Vec<f64> = values.iter().map(|v| v - values[0]).collect();
    let centre = mean(&off);
    off.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>() / (count(values) - 1.0)
}

/// Covariance with divisor n − 1.
pub(super) fn covariance(a: &[f64], b: &[f64]) -> f64 {
    if a.len() < 2 {
        return 0.0;
    }
    let (ma, mb) = (mean(a), mean(b));
    a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum::<f64>() / (count(a) - 1.0)
}

/// Trials that are drawn anew together when so many are: those of a block where there are enough, else each alone.
pub(super) fn drawn_together(trials: usize) -> usize {
    if ((trials / BLOCK) as u64) < ENOUGH { 1 } else { BLOCK }
}

/// Covariance of the means of two columns of the same trials, the first of which begins a block: by means of whole blocks,
/// where there are sixteen, else as of independent trials.
#[cfg(any(feature = "calibrate", test))]
pub(super) fn covariance_of_means(a: &[f64], b: &[f64]) -> f64 {
    let whole = a.len().min(b.len()) / BLOCK;
    if (whole as u64) < ENOUGH {
        return covariance(a, b) / count(a).max(1.0);
    }
    let means = |values: &[f64]| values.chunks_exact(BLOCK).map(mean).collect::<Vec<f64>>();
    covariance(&means(a), &means(b)) / real(whole)
}

/// Correlation; 0 when one of the two does not vary.
pub(super) fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let spread = (variance(a) * variance(b)).sqrt();
    if spread > 0.0 { covariance(a, b) / spread } else { 0.0 }
}

/// Median; 0 of nothing.
pub(super) fn median(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) { f64::midpoint(sorted[half - 1], sorted[half]) } else { sorted[half] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_worked() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squared deviations 32, variance 32/7, error √(32/56).
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        let found = Estimate::mean(&values);
        assert_eq!(found.value, 5.0);
        assert!((found.se - (32.0_f64 / 56.0).sqrt()).abs() < 1e-15);
        assert_eq!(median(&values), 4.5);
        // 1, 2, 3 against 2, 4, 9: deviations −1 0 1 and −3 −1 4; covariance 7/2, variances 1, 13.
        let (a, b) = ([1.0, 2.0, 3.0], [2.0, 4.0, 9.0]);
        assert!((covariance(&a, &b) - 3.5).abs() < 1e-15);
        assert!((correlation(&a, &b) - 3.5 / 13.0_f64.sqrt()).abs() < 1e-15);
        assert_eq!(variance(&[0.1; 7]), 0.0);
    }

    #[test]
    fn rosters_that_trials_meet_in_turn_by_hand() {
        // 10, 20, 15, 12, 22, 15 on three rosters in turn: means 11, 21 and 15, of all 94/6. MSB = 101.3333/2 = 50.6667,
        // so the mean's variance is 50.6667/6 = 8.4444; of it luck's is MSW/6 = (4/3)/6 = 0.2222.
        let values = [10.0, 20.0, 15.0, 12.0, 22.0, 15.0];
        let (found, luck) = Estimate::over_rosters(&values, 3);
        assert!((found.value - 94.0 / 6.0).abs() < 1e-12);
        assert!((found.se * found.se - 8.444_444).abs() < 1e-6, "{found:?}");
        assert!((luck * luck - 2.0 / 9.0).abs() < 1e-9, "{luck}");
        // 1, 8, 3, 10, 5 on two in turn: σ²_W/n = (10/3)/5 = 2/3.
        let (found, luck) = Estimate::over_rosters(&[1.0, 8.0, 3.0, 10.0, 5.0], 2);
        assert!((found.se * found.se - 9.304_444).abs() < 1e-6 && (luck * luck - 2.0 / 3.0).abs() < 1e-9);
        // One roster, or one trial on each: the plain error is both.
        let plain = Estimate::mean(&values);
        assert_eq!(Estimate::over_rosters(&values, 1), (plain, plain.se));
        let (found, luck) = Estimate::over_rosters(&values, 6);
        assert!((found.se - plain.se).abs() < 1e-12 && (luck - plain.se).abs() < 1e-12);
    }

    #[test]
    fn blocks_of_trials_count_as_the_draws() {
        // Sixteen blocks, 0 to 31 in each, the mean of every second one 2 higher: Σ (mᵢ − m)² = 16, over 15, over 16;
        // Student's quantile of 15 degrees of freedom is 2.1314.
        let values: Vec<f64> = (0..512).map(|trial| f64::from(trial % 32 + 2 * (trial / 32 % 2))).collect();
        let found = Estimate::over_trials(&values);
        let half = 2.131_4 / 15.0_f64.sqrt();
        assert!((found.value - 16.5).abs() < 1e-12, "{found:?}");
        assert!((found.interval().1 - 16.5 - half).abs() < 1e-4, "{found:?}");
        assert_eq!(Estimate::over_rosters(&values, 1), (found, found.se));
        let of_means = covariance_of_means(&values, &values);
        assert!((of_means - 1.0 / 15.0).abs() < 1e-12, "{of_means}");
        // Of seven blocks and a bit the plain error.
        assert_eq!(Estimate::over_trials(&values[..255]), Estimate::mean(&values[..255]));
    }

    #[test]
    fn batch_means_agree_with_the_plain_error_of_a_mean() {
        // A regular pattern with the same mean in every batch has no error between batches.
        let values: Vec<f64> = (0..160).map(|i| f64::from(i % 10)).collect();
        let found = Estimate::batched(160, |range| mean(&values[range]));
        assert_eq!((found.value, found.se), (4.5, 0.0));
        let (low, high) = Estimate { value: 1.0, se: 0.5 }.interval();
        assert!((low - 0.020_018).abs() < 1e-5 && (high - 1.979_982).abs() < 1e-5);
    }
}
