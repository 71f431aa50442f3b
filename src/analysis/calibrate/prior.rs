//! What is believed of a number before any figure is looked at.

use crate::random::{Copula, Distribution};

/// Normal scores at which values are worked out; between two of them they lie on a straight line.
const SCORES: u32 = 1_201;
/// The scores reach so far on either side.
const REACH: f64 = 6.0;
/// The least part of a distribution that bounds must hold.
const LEAST_PART: f64 = 1e-6;

/// The distribution of a number between its bounds: the scenario's own where it has one, else every value alike.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberPrior {
    /// Whether it is the scenario's own.
    pub is_stated: bool,
    values: Vec<f64>,
}

impl NumberPrior {
    /// Of a number between two bounds, the lower one first; `law` is what the scenario draws it from, if it does.
    ///
    /// ```
    /// use cascade::analysis::NumberPrior;
    /// use cascade::random::Distribution;
    ///
    /// let alike = NumberPrior::between(0.0, 10.0, None)?;
    /// assert!((alike.quantile(0.3) - 3.0).abs() < 1e-3);
    /// // Half of a normal: the median of its upper half is its upper quartile, 0.6745.
    /// let normal = Distribution::Normal { mean: 0.0, sd: 1.0 };
    /// let half = NumberPrior::between(0.0, 99.0, Some(&normal))?;
    /// assert!((half.quantile(0.5) - 0.6745).abs() < 1e-3);
    /// # Ok::<(), String>(())
    /// ```
    ///
    /// # Errors
    ///
    /// In words, when the distribution has next to nothing between the bounds.
    pub fn between(low: f64, high: f64, law: Option<&Distribution>) -> Result<NumberPrior, String> {
        let alike = Distribution::Uniform { min: low, max: high };
        let (from, to) = law.map_or((0.0, 1.0), |law| (chance_below(law, low), chance_up_to(law, high)));
        if to - from < LEAST_PART {
            let law = law.map_or_else(String::new, ToString::to_string);
            return Err(format!(
                "the scenario draws it from {law}, of which next to nothing lies between {low} and {high}; move the bounds to where it lies"
            ));
        }
        let step = 2.0 * REACH / f64::from(SCORES - 1);
        let value = |place: u32| {
            let part = Copula::uniform(f64::from(place) * step - REACH);
            law.unwrap_or(&alike)
                .quantile((from + part * (to - from)).clamp(1e-300, 1.0 - 1e-16))
                .clamp(low, high)
        };
        Ok(NumberPrior { is_stated: law.is_some(), values: (0..SCORES).map(value).collect() })
    }

    /// The value behind a standard normal score.
    #[must_use]
    pub fn value(&self, score: f64) -> f64 {
        let step = 2.0 * REACH / f64::from(SCORES - 1);
        let place = (score.clamp(-REACH, REACH) + REACH) / step;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1,200")]
        let lower = (place as usize).min(self.values.len() - 2);
        #[expect(clippy::cast_precision_loss, reason = "at most 1,200")]
        let part = place - lower as f64;
        self.values[lower] + part * (self.values[lower + 1] - self.values[lower])
    }

    /// The value that is not exceeded with a chance strictly between 0 and 1.
    #[must_use]
    pub fn quantile(&self, chance: f64) -> f64 {
        self.value(crate::math::normal_quantile(chance))
    }

    /// Mean and standard deviation, from a thousand quantiles in the middle of equal parts.
    #[must_use]
    pub fn moments(&self) -> (f64, f64) {
        let parts = 1_000;
        let all: Vec<f64> =
            (0..parts).map(|part| self.quantile((f64::from(part) + 0.5) / f64::from(parts))).collect();
        let mean = all.iter().sum::<f64>() / f64::from(parts);
        let spread = all.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / f64::from(parts);
        (mean, spread.sqrt())
    }
}

/// The chance of less than a value.
fn chance_below(law: &Distribution, value: f64) -> f64 {
    chance(|p| law.quantile(p) < value)
}

/// The chance of no more than a value.
fn chance_up_to(law: &Distribution, value: f64) -> f64 {
    chance(|p| law.quantile(p) <= value)
}

/// Where something stops to be so, between 0 and 1.
fn chance(is_so: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..52 {
        let middle = f64::midpoint(low, high);
        if is_so(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_cut_the_scenarios_own_distribution() {
        // Triangle on 0 to 2 with its mode at 0: chance below x is 1 − (1 − x/2)², so ¾ lie below 1; of these the
        // middle is where 1 − (1 − x/2)² = ⅜: x = 2 (1 − √⅝).
        let law = Distribution::Triangular { min: 0.0, mode: 0.0, max: 2.0 };
        let prior = NumberPrior::between(0.0, 1.0, Some(&law)).unwrap();
        assert!((prior.quantile(0.5) - 2.0 * (1.0 - 0.625_f64.sqrt())).abs() < 1e-4);
        assert!(prior.quantile(1e-7) >= 0.0 && prior.quantile(1.0 - 1e-7) <= 1.0);
        assert!(prior.is_stated);
    }

    #[test]
    fn every_value_alike_has_the_moments_of_a_uniform() {
        // Mean 4, sd (6 − 2)/√12 = 1.1547.
        let prior = NumberPrior::between(2.0, 6.0, None).unwrap();
        let (mean, sd) = prior.moments();
        assert!((mean - 4.0).abs() < 1e-9 && (sd - 1.154_700_5).abs() < 1e-3, "{mean} {sd}");
        assert_eq!((prior.value(-99.0).round(), prior.value(99.0).round()), (2.0, 6.0));
    }

    #[test]
    fn bounds_without_the_distribution_are_refused() {
        let law = Distribution::Normal { mean: 0.05, sd: 0.01 };
        let said = NumberPrior::between(0.5, 0.6, Some(&law)).unwrap_err();
        assert!(said.contains("normal(0.05, 0.01)") && said.contains("between 0.5 and 0.6"), "{said}");
    }
}
