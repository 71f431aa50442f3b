//! The distributions a scenario can name, each drawn by inverting its distribution function.
//!
//! One uniform makes one value, monotonically: that is what lets any two parameters be correlated
//! through a Gaussian copula, whatever their distributions, and what keeps one parameter's draw
//! from moving another's.

use crate::math::{exp, normal, normal_quantile};
use statrs::distribution::{Beta, ContinuousCDF, Gamma};
use std::fmt;

/// A distribution with checked parameters.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Distribution {
    /// Normal with mean and standard deviation.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
    },
    /// Normal confined to [min, max].
    TruncatedNormal {
        /// Mean before truncation.
        mean: f64,
        /// Standard deviation before truncation, above 0.
        sd: f64,
        /// Lowest value; may be minus infinity.
        min: f64,
        /// Highest value; may be infinity.
        max: f64,
    },
    /// Lognormal by its median and the standard deviation of its logarithm.
    Lognormal {
        /// Median, above 0.
        median: f64,
        /// Standard deviation of the natural logarithm, above 0.
        sigma: f64,
    },
    /// Beta, stretched over [min, max].
    Beta {
        /// First shape, above 0.
        alpha: f64,
        /// Second shape, above 0.
        beta: f64,
        /// Lowest value.
        min: f64,
        /// Highest value.
        max: f64,
    },
    /// Gamma with shape and scale.
    Gamma {
        /// Shape, above 0.
        shape: f64,
        /// Scale, above 0.
        scale: f64,
    },
    /// Triangular.
    Triangular {
        /// Lowest value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Highest value.
        max: f64,
    },
    /// PERT: a beta with mean (min + 4 mode + max) / 6.
    Pert {
        /// Lowest value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Highest value.
        max: f64,
    },
    /// Uniform.
    Uniform {
        /// Lowest value.
        min: f64,
        /// Highest value.
        max: f64,
    },
    /// Listed values with weights.
    Discrete {
        /// The values.
        values: Vec<f64>,
        /// One weight each, not negative, not all zero.
        weights: Vec<f64>,
    },
    /// Observed values, with straight lines between neighbours.
    Empirical {
        /// The observations, sorted upwards, at least two.
        values: Vec<f64>,
    },
    /// Zero with some chance, otherwise another distribution.
    Zero(Box<Mixture>),
}

/// Zero with a chance, otherwise `otherwise`, whose values are not negative.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    /// Chance of zero, 0 to 1.
    pub chance: f64,
    /// The distribution otherwise.
    pub otherwise: Distribution,
}

impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Distribution::Normal { mean, sd } => write!(f, "normal({mean}, {sd})"),
            Distribution::TruncatedNormal { mean, sd, min, max } => {
                write!(f, "normal({mean}, {sd}) on [{min}, {max}]")
            }
            Distribution::Lognormal { median, sigma } => {
                write!(f, "lognormal(median {median}, sigma {sigma})")
            }
            Distribution::Beta { alpha, beta, min: 0.0, max: 1.0 } => write!(f, "beta({alpha}, {beta})"),
            Distribution::Beta { alpha, beta, min, max } => {
                write!(f, "beta({alpha}, {beta}) on [{min}, {max}]")
            }
            Distribution::Gamma { shape, scale } => write!(f, "gamma({shape}, scale {scale})"),
            Distribution::Triangular { min, mode, max } => {
                write!(f, "triangular({min}, mode {mode}, {max})")
            }
            Distribution::Pert { min, mode, max } => write!(f, "pert({min}, mode {mode}, {max})"),
            Distribution::Uniform { min, max } => write!(f, "uniform({min}, {max})"),
            Distribution::Discrete { values, weights } => {
                let each = values.iter().zip(weights).map(|(value, weight)| format!("{value} ({weight})"));
                write!(f, "one of {} by weight", each.collect::<Vec<_>>().join(", "))
            }
            Distribution::Empirical { values } => {
                let each: Vec<String> = values.iter().map(f64::to_string).collect();
                write!(f, "observed {}", each.join(", "))
            }
            Distribution::Zero(mixture) => {
                write!(f, "0 with chance {}, else {}", mixture.chance, mixture.otherwise)
            }
        }
    }
}

impl Distribution {
    /// The value not exceeded with probability `p`, strictly between 0 and 1.
    ///
    /// ```
    /// use cascade::random::Distribution;
    /// let triangle = Distribution::Triangular { min: 0.0, mode: 1.0, max: 4.0 };
    /// assert_eq!(triangle.quantile(0.25), 1.0); // a quarter of the area lies left of the mode
    /// let three = Distribution::Discrete { values: vec![1.0, 5.0], weights: vec![3.0, 1.0] };
    /// assert_eq!((three.quantile(0.74), three.quantile(0.76)), (1.0, 5.0));
    /// ```
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        match self {
            Distribution::Normal { mean, sd } => mean + sd * normal_quantile(p),
            Distribution::TruncatedNormal { mean, sd, min, max } => {
                let low = normal((min - mean) / sd).below;
                let high = normal((max - mean) / sd).below;
                let inside = (low + p * (high - low)).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
                (mean + sd * normal_quantile(inside)).clamp(*min, *max)
            }
            Distribution::Lognormal { median, sigma } => median * exp(sigma * normal_quantile(p)),
            Distribution::Beta { alpha, beta, min, max } => {
                min + (max - min) * beta_quantile(*alpha, *beta, p)
            }
            Distribution::Gamma { shape, scale } => scale * gamma_quantile(*shape, p),
            Distribution::Triangular { min, mode, max } => {
                let left = (mode - min) / (max - min);
                if p < left {
                    min + ((max - min) * (mode - min) * p).sqrt()
                } else {
                    max - ((max - min) * (max - mode) * (1.0 - p)).sqrt()
                }
            }
            Distribution::Pert { min, mode, max } => {
                let (alpha, beta) = pert_shapes(*min, *mode, *max);
                min + (max - min) * beta_quantile(alpha, beta, p)
            }
            Distribution::Uniform { min, max } => min + (max - min) * p,
            Distribution::Discrete { values, weights } => {
                values.get(choose(weights, p)).or(values.last()).copied().unwrap_or(0.0)
            }
            Distribution::Empirical { values } => interpolate(values, p),
            Distribution::Zero(mixture) => {
                if p <= mixture.chance {
                    0.0
                } else {
                    mixture.otherwise.quantile((p - mixture.chance) / (1.0 - mixture.chance))
                }
            }
        }
    }

    /// The mean, which stands in for the distribution where a single number is wanted.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Distribution::Normal { mean, .. } => *mean,
            Distribution::TruncatedNormal { mean, sd, min, max } => {
                let (low, high) = (normal((min - mean) / sd), normal((max - mean) / sd));
                mean + sd * (low.density - high.density) / (high.below - low.below)
            }
            Distribution::Lognormal { median, sigma } => median * exp(0.5 * sigma * sigma),
            Distribution::Beta { alpha, beta, min, max } => min + (max - min) * alpha / (alpha + beta),
            Distribution::Gamma { shape, scale } => shape * scale,
            Distribution::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Distribution::Pert { min, mode, max } => (min + 4.0 * mode + max) / 6.0,
            Distribution::Uniform { min, max } => f64::midpoint(*min, *max),
            Distribution::Discrete { values, weights } => {
                let total: f64 = weights.iter().sum();
                values.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / total
            }
            #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 observations")]
            Distribution::Empirical { values } => {
                let inner: f64 = values.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).sum();
                inner / (values.len() - 1) as f64
            }
            Distribution::Zero(mixture) => (1.0 - mixture.chance) * mixture.otherwise.mean(),
        }
    }

    /// The lowest and highest value ever drawn: the quantiles at 2^-53 from either end.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        const END: f64 = 1.110_223_024_625_156_5e-16;
        (self.quantile(END), self.quantile(1.0 - END))
    }
}

/// The place among weights at which their running sum reaches the part `p` of the whole, `p`
/// strictly between 0 and 1: how one uniform makes one choice. Weights are not negative; a place
/// without weight is never chosen. The last place where no weight is above 0; 0 where there is none.
///
/// ```
/// use cascade::random::choose;
/// assert_eq!([0.1, 0.74, 0.76].map(|p| choose(&[3.0, 0.0, 1.0], p)), [0, 0, 2]);
/// ```
#[must_use]
pub fn choose(weights: &[f64], p: f64) -> usize {
    let target = p * weights.iter().sum::<f64>();
    let mut running = 0.0;
    for (place, weight) in weights.iter().enumerate() {
        running += weight;
        if target <= running && *weight > 0.0 {
            return place;
        }
    }
    weights.len().saturating_sub(1)
}

/// Shapes of the beta behind a PERT.
fn pert_shapes(min: f64, mode: f64, max: f64) -> (f64, f64) {
    let span = max - min;
    (1.0 + 4.0 * (mode - min) / span, 1.0 + 4.0 * (max - mode) / span)
}

/// Quantile of the standard beta.
fn beta_quantile(alpha: f64, beta: f64, p: f64) -> f64 {
    Beta::new(alpha, beta).map_or(f64::NAN, |law| law.inverse_cdf(p))
}

/// Quantile of the gamma with scale 1.
fn gamma_quantile(shape: f64, p: f64) -> f64 {
    Gamma::new(shape, 1.0).map_or(f64::NAN, |law| law.inverse_cdf(p))
}

/// The type-7 quantile of sorted observations: straight lines between neighbours.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions in a list far shorter than 2^52"
)]
fn interpolate(sorted: &[f64], p: f64) -> f64 {
    let place = p * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - place.floor()) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(ours: f64, reference: f64, tolerance: f64) {
        assert!((ours - reference).abs() <= tolerance * reference.abs(), "{ours} against {reference}");
    }

    #[test]
    fn beta_quantiles_agree_with_scipy() {
        for (alpha, beta, p, reference) in [
            (2.0, 5.0, 0.1, 0.09259525891312873),
            (17.0, 3.0, 0.5, 0.8617288378851847),
            (1.9, 1.1, 0.95, 0.9642857150180283),
            (6.0, 24.0, 0.01, 0.06531502632804294),
            (9.0, 190.0, 0.999, 0.10334371441151499),
        ] {
            close(beta_quantile(alpha, beta, p), reference, 1e-9);
        }
    }

    #[test]
    fn gamma_quantiles_agree_with_scipy() {
        for (shape, p, reference) in [
            (2.0, 0.05, 0.35536151069866195),
            (2.5, 0.5, 2.175730095547763),
            (0.5, 0.001, 7.853985746312461e-7),
            (30.0, 0.99, 44.189709450724685),
            (2.0, 0.95, 4.743864518390577),
        ] {
            close(gamma_quantile(shape, p), reference, 1e-9);
        }
    }

    fn samples() -> Vec<Distribution> {
        vec![
            Distribution::Normal { mean: -2.0, sd: 3.0 },
            Distribution::TruncatedNormal { mean: 0.13, sd: 0.05, min: 0.0, max: f64::INFINITY },
            Distribution::Lognormal { median: 500_000.0, sigma: 0.4 },
            Distribution::Beta { alpha: 2.0, beta: 3.0, min: 0.06, max: 0.20 },
            Distribution::Gamma { shape: 2.0, scale: 1.5 },
            Distribution::Triangular { min: 1.0, mode: 2.0, max: 6.0 },
            Distribution::Pert { min: 0.0, mode: 0.2, max: 1.0 },
            Distribution::Uniform { min: 4.0, max: 10.0 },
            Distribution::Discrete { values: vec![0.0, 1.0, 5.0], weights: vec![0.5, 0.25, 0.25] },
            Distribution::Empirical { values: vec![1.0, 2.0, 4.0, 8.0] },
            Distribution::Zero(Box::new(Mixture {
                chance: 0.25,
                otherwise: Distribution::Lognormal { median: 3.5, sigma: 0.7 },
            })),
        ]
    }

    #[test]
    fn quantiles_never_fall_and_average_to_the_mean() {
        for law in samples() {
            let n = 200_000;
            let mut sum = 0.0;
            let mut last = f64::NEG_INFINITY;
            for i in 0..n {
                let value = law.quantile((f64::from(i) + 0.5) / f64::from(n));
                assert!(value >= last - 1e-12 * value.abs(), "{law:?} falls at {i}");
                last = value;
                sum += value;
            }
            let mean = sum / f64::from(n);
            assert!((mean - law.mean()).abs() < 2e-4 * law.mean().abs().max(1.0), "{law:?}: {mean}");
        }
    }

    #[test]
    fn every_value_lies_in_the_stated_range() {
        for law in samples() {
            let (low, high) = law.range();
            for p in [1e-12, 0.001, 0.5, 0.999, 1.0 - 1e-12] {
                let value = law.quantile(p);
                assert!(low <= value && value <= high, "{law:?} at {p}");
            }
        }
    }
}
