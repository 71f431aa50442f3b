//! Student's t: density, distribution function, quantiles, continuous ranked probability score.
//!
//! # Sources
//! Distribution function by the regularised incomplete beta function (Abramowitz and Stegun 26.7.1, 26.5.2)
//! with its continued fraction (26.5.8, evaluated by Lentz's method). Score: Jordan, Krüger and Lerch,
//! "Evaluating probabilistic forecasts with scoringRules", J. Stat. Softw. 90 (2019), appendix A; read.

use crate::math::{exp, ln, normal};

/// ln √(2π).
const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_7;
/// 1/√π.
const INVERSE_SQRT_PI: f64 = 0.564_189_583_547_756_3;

/// A t distribution with centre 0 and scale 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StudentT {
    degrees: f64,
    /// Logarithm of the density at the centre.
    ln_peak: f64,
}

impl StudentT {
    /// With this many degrees of freedom, more than 1.
    pub(super) fn new(degrees: f64) -> StudentT {
        let half = 0.5 * degrees;
        let ln_peak = ln_gamma(half + 0.5) - ln_gamma(half) - 0.5 * (ln(degrees) + 2.0 * HALF_LN_TWO_PI)
            + 0.5 * core::f64::consts::LN_2;
        StudentT { degrees, ln_peak }
    }

    pub(super) fn degrees(&self) -> f64 {
        self.degrees
    }

    /// Logarithm of the density.
    pub(super) fn ln_density(&self, z: f64) -> f64 {
        self.ln_peak - 0.5 * (self.degrees + 1.0) * ln(1.0 + z * z / self.degrees)
    }

    /// Probability of a value at or below `z`.
    pub(super) fn below(&self, z: f64) -> f64 {
        let outside = self.degrees / (self.degrees + z * z);
        let tail = 0.5 * incomplete_beta(0.5 * self.degrees, 0.5, outside);
        if z > 0.0 { 1.0 - tail } else { tail }
    }

    /// The value that is not passed with probability `p`, strictly between 0 and 1.
    pub(super) fn quantile(&self, p: f64) -> f64 {
        let (mut low, mut high) = (-1.0, 1.0);
        while self.below(low) > p && low > -1e9 {
            low *= 2.0;
        }
        while self.below(high) < p && high < 1e9 {
            high *= 2.0;
        }
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if self.below(middle) < p {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }

    /// Continuous ranked probability score of what came out at `z`.
    pub(super) fn crps(&self, z: f64) -> f64 {
        let v = self.degrees;
        let spread = exp(ln_beta(0.5, v - 0.5) - 2.0 * ln_beta(0.5, 0.5 * v));
        z * (2.0 * self.below(z) - 1.0) + 2.0 * exp(self.ln_density(z)) * (v + z * z) / (v - 1.0)
            - 2.0 * v.sqrt() / (v - 1.0) * spread
    }
}

/// Continuous ranked probability score of a standard normal (Gneiting and Raftery, J. Am. Stat. Assoc.
/// 102 (2007) 359, equation 21).
pub(super) fn normal_crps(z: f64) -> f64 {
    let at = normal(z);
    z * (2.0 * at.below - 1.0) + 2.0 * at.density - INVERSE_SQRT_PI
}

fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// Logarithm of the gamma function above 0: Stirling's series from 10 on (Abramowitz and Stegun 6.1.41),
/// and by recurrence below.
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut product) = (x, 1.0);
    while x < 10.0 {
        product *= x;
        x += 1.0;
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series = inverse
        * (1.0 / 12.0
            - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0))));
    (x - 0.5) * ln(x) - x + HALF_LN_TWO_PI + series - ln(product)
}

/// The regularised incomplete beta function.
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = exp(a * ln(x) + b * ln(1.0 - x) - ln_beta(a, b));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * continued(a, b, x) / a
    } else {
        1.0 - front * continued(b, a, 1.0 - x) / b
    }
}

/// The continued fraction of the incomplete beta function.
fn continued(a: f64, b: f64, x: f64) -> f64 {
    const LEAST: f64 = 1e-300;
    let away = |value: f64| if value.abs() < LEAST { LEAST } else { value };
    let mut upper = 1.0;
    let mut lower = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = lower;
    let mut round = 1.0;
    while round < 300.0 {
        let twice = a + 2.0 * round;
        let even = round * (b - round) * x / ((twice - 1.0) * twice);
        let odd = -(a + round) * (a + b + round) * x / (twice * (twice + 1.0));
        for part in [even, odd] {
            lower = 1.0 / away(1.0 + part * lower);
            upper = away(1.0 + part / upper);
            fraction *= lower * upper;
        }
        if (lower * upper - 1.0).abs() < 1e-15 {
            break;
        }
        round += 1.0;
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() < within, "{found} instead of {expected}");
    }

    #[test]
    fn four_degrees_by_their_closed_form() {
        // F(t) = 1/2 + 3/8 · s · (1 − s²/12 ...) in full: with s = t/√(1 + t²/4), 1/2 + 3/8 s (1 − s²/12).
        // t = 2: s = 2/√2 = 1.41421, s² = 2: 1/2 + 0.530330 · (5/6) = 0.941942.
        let four = StudentT::new(4.0);
        close(four.below(2.0), 0.941_941_738_241_592, 1e-13);
        close(four.below(-2.0), 1.0 - 0.941_941_738_241_592, 1e-13);
        close(four.below(0.0), 0.5, 1e-14);
        close(four.quantile(0.941_941_738_241_592), 2.0, 1e-10);
        // Density 3/8 · (1 + t²/4)^(−5/2); at 0 it is 0.375, at 2 it is 0.375/5.656854 = 0.066291.
        close(exp(four.ln_density(0.0)), 0.375, 1e-13);
        close(exp(four.ln_density(2.0)), 0.066_291_260_736_239, 1e-13);
    }

    #[test]
    fn gamma_of_whole_and_half_numbers() {
        close(ln_gamma(5.0), ln(24.0), 1e-13);
        close(ln_gamma(0.5), 0.5 * ln(core::f64::consts::PI), 1e-13);
        close(ln_gamma(12.0), ln(39_916_800.0), 1e-12);
    }

    /// ∫ (F(x) − [x ≥ z])² dx by the midpoint rule, which needs no closed form.
    fn integrated(below: impl Fn(f64) -> f64, z: f64) -> f64 {
        let step = 0.002;
        let half = (0..60_000).map(|k| f64::from(k) * step - 60.0 + 0.5 * step);
        half.map(|x| below(x) - if x >= z { 1.0 } else { 0.0 }).map(|gap| gap * gap * step).sum()
    }

    #[test]
    fn scores_are_the_integral_they_stand_for() {
        let seven = StudentT::new(7.5);
        for z in [-3.0, -0.4, 0.0, 1.0, 5.0] {
            close(seven.crps(z), integrated(|x| seven.below(x), z), 2e-5);
            close(normal_crps(z), integrated(|x| normal(x).below, z), 2e-5);
        }
        // At the centre of a standard normal: (√2 − 1)/√π = 0.233695.
        close(normal_crps(0.0), 0.233_694_977_255_109, 1e-12);
    }
}
