//! Small populations, person by person.
//!
//! What a large population costs on average is close to normal; what a few hundred people cost is
//! not: one costly year of one person shows. Below [`SMALL`] lives the noise of a contract's
//! spending is therefore the mean of that many people, each with cost `(μ/2)·E²`, `E` exponential,
//! cut off at its 99th percentile (behaviour note §3.1: root mean square error 0.01 against five
//! published concentration points, Wallis 2021). It is standardised, so that its spread is the
//! same as that of the normal it replaces, and only its shape differs.

use crate::math::ln;
use crate::random::{Draws, EntityKey, unit};

/// Populations below this many lives are simulated person by person.
pub(crate) const SMALL: f64 = 1_000.0;

/// 99th percentile of a person's cost over the mean: ½ (ln 100)².
const LIMIT: f64 = 10.603_796_220_956_8;

/// Mean of the cost cut off there: 1 − 0.01 (1 + ln 100).
const MEAN: f64 = 0.943_948_298_140_119;

/// Its standard deviation: with t = ln 100, √(6 − 0.01 (t³ + 3t² + 6t + 6) − mean²).
const SD: f64 = 1.777_576_412_343_731_4;

/// One person's cost over the mean, from a uniform, before it is cut off: `½ (ln u)²`.
#[inline(always)]
#[must_use]
pub fn person_cost(uniform: f64) -> f64 {
    let e = -ln(uniform);
    0.5 * e * e
}

/// One person's cost over the mean, from a uniform.
#[inline(always)]
fn cost(uniform: f64) -> f64 {
    person_cost(uniform).min(LIMIT)
}

/// The people of a small population in one year: sums over the first 1, 2, 3 … of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct People(Vec<f64>);

impl People {
    /// Draws `most` people of a contract in a year of a trial.
    pub(crate) fn draw(&mut self, draws: &Draws, contract: EntityKey, trial: u64, year: u64, most: usize) {
        self.0.clear();
        let mut sum = 0.0;
        for block in 0..most.div_ceil(4) {
            for word in draws.words(contract, trial, year, block as u64) {
                sum += cost(unit(word)) - MEAN;
                self.0.push(sum);
            }
        }
    }

    /// The standardised mean of the first `lives` people; `None` when they were not drawn.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below a thousand")]
    pub(crate) fn mean_of(&self, lives: f64) -> Option<f64> {
        let people = lives.round().clamp(1.0, SMALL) as usize;
        let sum = self.0.get(people - 1)?;
        #[expect(clippy::cast_precision_loss, reason = "below a thousand")]
        Some(sum / (SD * (people as f64).sqrt()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Seed, Stream};

    #[test]
    fn the_constants_follow_from_the_distribution() {
        let t = 100.0_f64.ln();
        assert!((LIMIT - 0.5 * t * t).abs() < 1e-13);
        assert!((MEAN - (1.0 - 0.01 * (1.0 + t))).abs() < 1e-13);
        let square = 6.0 - 0.01 * (t.powi(3) + 3.0 * t * t + 6.0 * t + 6.0);
        assert!((SD - (square - MEAN * MEAN).sqrt()).abs() < 1e-12, "{}", (square - MEAN * MEAN).sqrt());
        // Coefficient of variation 1.88 (behaviour note §3.1).
        assert!((SD / MEAN - 1.88).abs() < 0.005);
    }

    /// T4: top 1, 5, 10, 20, 50 % of people hold .149, .415, .600, .791, .957 of spending, each
    /// within .02 (Wallis 2021), before the cut.
    #[test]
    fn spending_is_as_concentrated_as_published() {
        let draws = Draws::open(Seed(4), Stream::Person);
        let key = EntityKey::of("aco");
        let mut costs: Vec<f64> = (0..250_000)
            .flat_map(|block| draws.words(key, 0, 0, block))
            .map(|word| {
                let e = -ln(unit(word));
                0.5 * e * e
            })
            .collect();
        costs.sort_by(|a, b| b.total_cmp(a));
        let total: f64 = costs.iter().sum();
        for (top, share) in [(0.01, 0.149), (0.05, 0.415), (0.10, 0.600), (0.20, 0.791), (0.50, 0.957)] {
            let held: f64 = costs[..(top * 1e6) as usize].iter().sum::<f64>() / total;
            assert!((held - share).abs() < 0.02, "top {top}: {held}");
        }
    }

    #[test]
    fn a_small_mean_is_standardised_and_skewed() {
        let draws = Draws::open(Seed(4), Stream::Person);
        let mut people = People::default();
        let means: Vec<f64> = (0..20_000)
            .map(|trial| {
                people.draw(&draws, EntityKey::of("aco"), trial, 0, 200);
                people.mean_of(200.0).unwrap()
            })
            .collect();
        let n = means.len() as f64;
        let moment = |power: i32| means.iter().map(|z| z.powi(power)).sum::<f64>() / n;
        assert!(moment(1).abs() < 0.03 && (moment(2) - 1.0).abs() < 0.04, "{} {}", moment(1), moment(2));
        // Third moment of one person: ¾ (120 − 0.01 Σ₅) with Σ₅ = 120 (1 + t + … + t⁵/120); the skew is
        // 3.3067, that of a mean of 200 people 3.3067/√200 = 0.2338.
        assert!((moment(3) - 0.2338).abs() < 0.08, "{}", moment(3));
        assert_eq!(people.mean_of(201.0), None);
    }
}
