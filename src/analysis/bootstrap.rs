//! Intervals of what is estimated from trials and has no formula of its own for its error.
//!
//! # Method
//! The Bayesian bootstrap: trials get random weights in place of 1/n, exponential ones over their sum,
//! which are uniform over all ways to weigh them; the statistic is taken anew under each of
//! [`REPLICATES`] such weightings, and the interval runs between their percentiles. It needs no
//! symmetry: a share near 0 or 1 gets a short side and a long one.
//!
//! # Bits
//! Weights are made by `rand_distr` of the keyed words of the stream `bootstrap`: the same build gives
//! the same interval, another version of that library may move it by a little (see `docs/RANDOM.md`).
//! No result of a simulation hangs on it.
//!
//! # Source
//! Rubin 1981 (Annals of Statistics 9:130). (Recalled.)

use crate::random::{Distribution as Law, Draws, EntityKey, Seed, Stream};
use rand_distr::{Distribution, Exp1};

/// Weightings of the trials. A thousand put 25 beyond either end of an interval.
const REPLICATES: u32 = 1_000;

/// The 95 % interval of each statistic of `trials` trials, under the same weightings for all. A
/// statistic takes one weight a trial; only their proportions count.
pub(super) fn intervals<F: Fn(&[f64]) -> f64>(
    seed: Seed,
    trials: usize,
    statistics: &[F],
) -> Vec<(f64, f64)> {
    let draws = Draws::open(seed, Stream::Bootstrap);
    let mut weights = vec![1.0; trials];
    let mut found = vec![Vec::new(); statistics.len()];
    for number in 1..=REPLICATES {
        let mut words = draws.generator(EntityKey::of(&format!("replicate {number}")));
        weights.fill_with(|| Exp1.sample(&mut words));
        for (values, statistic) in found.iter_mut().zip(statistics) {
            values.push(statistic(&weights));
        }
    }
    let between = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        let law = Law::Empirical { values };
        (law.quantile(0.025), law.quantile(0.975))
    };
    found.into_iter().map(between).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighted_mean(values: &[f64], weights: &[f64]) -> f64 {
        let all: f64 = weights.iter().sum();
        values.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / all
    }

    /// Flat Dirichlet weights give a mean the variance Σ(x − m)²/(n (n + 1)): for 0 to 99, m = 49.5,
    /// Σ = 83,325, standard deviation √(83,325/10,100) = 2.872.
    #[test]
    fn the_interval_of_a_mean_is_the_one_worked_out() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let mean = |weights: &[f64]| weighted_mean(&values, weights);
        let (low, high) = intervals(Seed(7), 100, &[mean])[0];
        let half = 1.96 * 2.872;
        // A percentile of 1,000 draws misses by √(0.025 × 0.975/1,000)/0.0585 = 0.085 deviations.
        assert!((low - (49.5 - half)).abs() < 4.0 * 0.085 * 2.872, "{low}");
        assert!((high - (49.5 + half)).abs() < 4.0 * 0.085 * 2.872, "{high}");
        assert_eq!(intervals(Seed(7), 100, &[mean])[0], (low, high));
        assert_ne!(intervals(Seed(8), 100, &[mean])[0], (low, high));
    }

    #[test]
    fn what_does_not_vary_has_no_width() {
        let same = |weights: &[f64]| weighted_mean(&[0.5; 16], weights);
        let (low, high) = intervals(Seed(1), 16, &[same])[0];
        assert!((low - 0.5).abs() < 1e-12 && (high - 0.5).abs() < 1e-12);
    }
}
