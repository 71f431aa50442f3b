//! A figure with the interval that a finite sample leaves.

use crate::analysis::bootstrap::intervals;
use crate::random::Seed;

/// A figure with its 95 % interval, in the figure's own unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spanned {
    /// The figure.
    pub value: f64,
    /// Where its interval begins; never above the figure.
    pub low: f64,
    /// Where its interval ends; never below the figure.
    pub high: f64,
}

impl Spanned {
    /// A figure that no chance is in.
    #[must_use]
    pub const fn exact(value: f64) -> Spanned {
        Spanned { value, low: value, high: value }
    }

    /// A figure between two ends, which are moved where they would leave it outside.
    #[must_use]
    pub fn between(value: f64, low: f64, high: f64) -> Spanned {
        Spanned { value, low: low.min(value), high: high.max(value) }
    }

    /// The figure and both ends under a function that never falls.
    #[must_use]
    pub(super) fn map(self, grows: impl Fn(f64) -> f64) -> Spanned {
        Spanned { value: grows(self.value), low: grows(self.low), high: grows(self.high) }
    }
}

/// What is reckoned of things that have weights.
pub(super) type Statistic<'a> = Box<dyn Fn(&[f64]) -> f64 + 'a>;

/// Every statistic of `n` things with its interval by the Bayesian bootstrap, under the same weightings for all. A
/// statistic takes one weight a thing; its value is that under equal weights.
pub(super) fn bootstrapped<F: Fn(&[f64]) -> f64>(seed: Seed, n: usize, statistics: &[F]) -> Vec<Spanned> {
    let equal = vec![1.0; n];
    let found = intervals(seed, n, statistics);
    let value = |statistic: &F| statistic(&equal);
    statistics.iter().map(value).zip(found).map(|(v, (low, high))| Spanned::between(v, low, high)).collect()
}

/// A number of things as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 things")]
pub(super) fn real(n: usize) -> f64 {
    n as f64
}

/// Sum of products.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_stands_in_its_interval() {
        assert_eq!(Spanned::between(2.0, 3.0, 4.0), Spanned { value: 2.0, low: 2.0, high: 4.0 });
        assert_eq!(Spanned::between(2.0, 1.0, 1.5), Spanned { value: 2.0, low: 1.0, high: 2.0 });
        let half = Spanned::between(-1.0, -2.0, 3.0).map(|x| x.max(0.0));
        assert_eq!(half, Spanned { value: 0.0, low: 0.0, high: 3.0 });
    }

    #[test]
    fn the_value_is_that_under_equal_weights() {
        let values = [1.0, 2.0, 6.0];
        let mean = |w: &[f64]| dot(&values, w) / w.iter().sum::<f64>();
        let found = bootstrapped(Seed(1), 3, &[mean])[0];
        assert_eq!(found.value, 3.0);
        assert!(found.low > 1.0 && found.low < 3.0 && found.high > 3.0 && found.high < 6.0, "{found:?}");
    }
}
