//! The error of a mean over blocks of trials that are Latin hypercubes.

use crate::random::STRATA;

/// The spread of a mean over whole blocks of [`STRATA`] trials.
///
/// Trials of a block are not independent: each draw lies once in each stratum of its law, so that what draws add on
/// their own is nearly the same in every block, and the deviation over trials over the root of their number, which is
/// the error of independent ones, would be several times too large. Blocks are independent. With B whole blocks, whose
/// means `mᵢ` lie around their mean m, one block's mean has the variance `v = Σ (mᵢ − m)² / (B − 1)`, and that of all n
/// trials, where all blocks are whole, `v/B`.
///
/// A last block of r < 32 trials is no hypercube. Of the variance σ² of a trial it spreads what is left in a block,
/// `w = 32·v`, like independent trials, and what the strata take away, `σ² − w`, like r strata drawn of 32 without
/// putting back: its mean has the variance `(w + (σ² − w)(32 − r)/31)/r`. So the mean of all trials has
/// `(B·32·w + r·(w + (σ² − w)(32 − r)/31))/n²`. σ² is that of all trials with divisor n − 1; where w comes out above
/// it, nothing is taken away.
///
/// # Source
/// Stein 1987 (Technometrics 29:143) for Latin hypercubes; Owen 1992 (Journal of the Royal Statistical Society B
/// 54:541) for independent replicates of them (recalled).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpreadByBlock {
    /// Whole blocks.
    pub blocks: u64,
    /// Variance of the mean of all trials.
    pub of_mean: f64,
}

impl SpreadByBlock {
    /// Fewer whole blocks tell too little of how far blocks are apart: the error is then that of independent trials,
    /// which is too large rather than too small. (A hypercube's mean has at most 32/31 of their variance.)
    pub const FEWEST: u64 = 8;

    /// Of `n` trials. `apart` is 32 times the sum of squares of whole blocks' means around their mean, `squares` the
    /// sum of squares of all trials around theirs. `None` of fewer than [`SpreadByBlock::FEWEST`] whole blocks.
    #[must_use]
    pub fn of(apart: f64, n: u64, squares: f64) -> Option<SpreadByBlock> {
        let (blocks, rest) = (n / STRATA, n % STRATA);
        if blocks < SpreadByBlock::FEWEST {
            return None;
        }
        let (whole, size, all, last) = (real(blocks), real(STRATA), real(n), real(rest));
        let left = apart.max(0.0) / (whole - 1.0);
        let taken = (squares / (all - 1.0) - left).max(0.0);
        let of_last = last * (left + taken * (size - last) / (size - 1.0));
        Some(SpreadByBlock { blocks, of_mean: (whole * size * left + of_last) / (all * all) })
    }

    /// Of values trial by trial, the first of which begins a block.
    ///
    /// ```
    /// use cascade::stats::SpreadByBlock;
    ///
    /// // Eight blocks, whose trials run through 0 to 31 in turn: all means are the same.
    /// let same: Vec<f64> = (0..256).map(|trial| f64::from(trial % 32)).collect();
    /// assert_eq!(SpreadByBlock::of_values(&same), Some(SpreadByBlock { blocks: 8, of_mean: 0.0 }));
    /// assert_eq!(SpreadByBlock::of_values(&same[..255]), None);
    /// ```
    #[must_use]
    pub fn of_values(values: &[f64]) -> Option<SpreadByBlock> {
        let size = usize::try_from(STRATA).unwrap_or(usize::MAX);
        let origin = values.first()?;
        let around = |values: &[f64]| values.iter().map(|value| value - origin).sum::<f64>();
        let n = values.len() as u64;
        let mean = around(values) / real(n);
        let squares = values.iter().map(|value| (value - origin - mean) * (value - origin - mean)).sum();
        let means: Vec<f64> = values.chunks_exact(size).map(|block| around(block) / real(STRATA)).collect();
        let middle = means.iter().sum::<f64>() / real(means.len().max(1) as u64);
        let apart: f64 = means.iter().map(|own| (own - middle) * (own - middle)).sum();
        SpreadByBlock::of(real(STRATA) * apart, n, squares)
    }
}

#[expect(clippy::cast_precision_loss, reason = "trials far below 2^53")]
pub(super) fn real(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_blocks_by_hand() {
        // Eight blocks of 32, four of mean 1 and four of mean 3: around 2, Σ = 8 × 1; v = 8/7, over 8 blocks 1/7.
        let values: Vec<f64> =
            (0..256).map(|trial| if trial < 128 { 1.0 } else { 3.0 } + f64::from(trial % 2) - 0.5).collect();
        let found = SpreadByBlock::of_values(&values).unwrap();
        assert_eq!(found.blocks, 8);
        assert!((found.of_mean - 1.0 / 7.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn a_last_block_that_is_not_whole_by_hand() {
        // n = 272: eight whole blocks and 16 trials. Blocks do not differ, so w = 0, and with Σ (x − m)² = 271 σ² = 1:
        // the last adds 16 × 16/31 = 8.258065 to a sum, over 272² = 73,984.
        let found = SpreadByBlock::of(0.0, 272, 271.0).unwrap();
        assert!((found.of_mean - 8.258_064_516 / 73_984.0).abs() < 1e-12, "{found:?}");
        // w = 7/7 = 1 = σ²: nothing is taken away, and all trials are as good as independent.
        let plain = SpreadByBlock::of(7.0, 272, 271.0).unwrap();
        assert!((plain.of_mean - 1.0 / 272.0).abs() < 1e-15, "{plain:?}");
        // w = 2 above σ²: still as it was found.
        assert!((SpreadByBlock::of(14.0, 272, 271.0).unwrap().of_mean - 2.0 / 272.0).abs() < 1e-15);
    }

    #[test]
    fn few_blocks_say_nothing() {
        assert_eq!(SpreadByBlock::of(1.0, 255, 1.0), None);
        assert_eq!(SpreadByBlock::of_values(&[]), None);
        assert_eq!(SpreadByBlock::of_values(&[3.5; 300]).unwrap().of_mean, 0.0);
    }
}
