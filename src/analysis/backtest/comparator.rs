//! What a forecast has to beat: last year's rate, and a regression on it, both as normal distributions
//! with a spread fitted on earlier years.

use super::panel::Sighting;
use super::student::normal_crps;
use crate::units::real;

/// A normal distribution around a line through last year's rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RateLine {
    constant: f64,
    slope: f64,
    sd: f64,
}

impl RateLine {
    /// Last year's rate, with the root of the mean squared change.
    pub(super) fn last_year(pairs: &[(Sighting, Sighting)]) -> RateLine {
        let squares: f64 = pairs.iter().map(|(before, now)| square(now.rate - before.rate)).sum();
        RateLine { constant: 0.0, slope: 1.0, sd: (squares / real(pairs.len().max(1))).sqrt() }
    }

    /// Least squares, with the residual spread.
    pub(super) fn regression(pairs: &[(Sighting, Sighting)]) -> RateLine {
        let n = real(pairs.len().max(1));
        let mean = |of: fn(&(Sighting, Sighting)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
        let (x, y) = (mean(|pair| pair.0.rate), mean(|pair| pair.1.rate));
        let mut across = 0.0;
        let mut both = 0.0;
        for (before, now) in pairs {
            across += (before.rate - x) * (before.rate - x);
            both += (before.rate - x) * (now.rate - y);
        }
        let slope = if across > 0.0 { both / across } else { 0.0 };
        let constant = y - slope * x;
        let rest: f64 = pairs.iter().map(|(b, now)| square(now.rate - constant - slope * b.rate)).sum();
        RateLine { constant, slope, sd: (rest / (n - 2.0).max(1.0)).sqrt() }
    }

    /// The middle for an ACO with this rate last year.
    pub(super) fn middle(&self, before: f64) -> f64 {
        self.constant + self.slope * before
    }

    /// The spread around it.
    pub(super) fn sd(&self) -> f64 {
        self.sd
    }

    /// Score of what came out.
    pub(super) fn crps(&self, before: f64, rate: f64) -> f64 {
        self.sd * normal_crps((rate - self.middle(before)) / self.sd)
    }
}

fn square(value: f64) -> f64 {
    value * value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(before: f64, now: f64) -> (Sighting, Sighting) {
        let one = |rate| Sighting { aco: 0, row: 0, rate, lives: 5_000.0, start: None };
        (one(before), one(now))
    }

    #[test]
    fn both_lines_by_hand() {
        let pairs = [pair(0.0, 0.01), pair(0.02, 0.01), pair(0.04, 0.04)];
        // Changes 1, −1, 0 points: √(2/3) = 0.8165 points.
        let last = RateLine::last_year(&pairs);
        assert!((last.sd() - 0.008_164_965_8).abs() < 1e-10 && last.middle(0.03) == 0.03);
        // Means 2 and 2; slope (−2·−1 + 0 + 2·2)/8 = 0.75; constant 0.5; residuals 0.5, −1, 0.5: √(1.5/1) = 1.2247.
        let line = RateLine::regression(&pairs);
        assert!((line.middle(0.0) - 0.005).abs() < 1e-15 && (line.middle(0.04) - 0.035).abs() < 1e-15);
        assert!((line.sd() - 0.012_247_448_7).abs() < 1e-10);
        // At its middle: sd · 0.233695.
        assert!((line.crps(0.04, 0.035) - 0.012_247_448_7 * 0.233_694_977).abs() < 1e-10);
    }
}
