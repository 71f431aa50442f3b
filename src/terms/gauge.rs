//! A programme's own score, as it follows the quality of the contract's physicians.
//!
//! Physicians have one measured composite; programmes score in units of their own (a Total
//! Performance Score with a national mean of 34, stars, a MIPS final score). A gauge reads the one
//! off the other along a line.

use super::Piecewise;
use crate::schema::{number, parameters};
use crate::units::{Ratio, Share};

parameters! {
    /// A programme's own score as it follows the quality composite.
    pub struct Gauge {
        /// The programme's score, 0 to 1, when the composite stands at its reference.
        score: Share = number(0.0).because("with a reference of 0 and a slope of 1 the score is the composite itself");
        /// The composite at which the programme's score is `score`.
        reference: Share = number(0.0).because("with a score of 0 and a slope of 1 the score is the composite itself");
        /// Points of the programme's score for each point of the composite.
        per_quality: Ratio = number(1.0).range(0.0, 10.0).because("point for point");
    }
}

impl Gauge {
    /// The composite itself.
    pub const IDENTITY: Gauge = Gauge { score: Share(0.0), reference: Share(0.0), per_quality: Ratio(1.0) };

    /// A gauge that is stated, else the composite itself.
    #[must_use]
    pub fn or_composite(stated: Option<&Gauge>) -> &Gauge {
        stated.unwrap_or(&Gauge::IDENTITY)
    }

    fn at_zero(&self) -> f64 {
        self.score.0 - self.per_quality.0 * self.reference.0
    }

    /// The programme's score, 0 to 1, at a composite.
    #[must_use]
    pub fn score(&self, quality: f64) -> f64 {
        (self.at_zero() + self.per_quality.0 * quality).clamp(0.0, 1.0)
    }

    /// What a payoff over the programme's score is as a payoff over the composite.
    #[must_use]
    pub fn by_quality(&self, payoff: &Piecewise) -> Piecewise {
        if self.per_quality.0 <= 0.0 {
            return Piecewise::flat(payoff.value(self.score.0));
        }
        payoff.clipped(0.0, 1.0).along(self.at_zero(), self.per_quality.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Piece;

    #[test]
    fn a_line_kept_between_nothing_and_everything() {
        // 0.34 at a composite of 0.82, two points for each point.
        let gauge = Gauge { score: Share(0.34), reference: Share(0.82), per_quality: Ratio(2.0) };
        for (quality, score) in [(0.82, 0.34), (0.87, 0.44), (0.60, 0.0), (1.0, 0.70)] {
            assert!((gauge.score(quality) - score).abs() < 1e-12, "{quality}");
        }
        // 0.34 − 2·0.22 = −0.10 counts as 0, and a payoff over the score keeps to it.
        let double = Piecewise::new(vec![Piece { from: f64::NEG_INFINITY, intercept: 0.0, slope: 2.0 }]);
        for quality in [0.5, 0.66, 0.75, 0.9, 1.2] {
            let found = gauge.by_quality(&double).value(quality);
            assert!((found - 2.0 * gauge.score(quality)).abs() < 1e-12, "{quality}");
        }
        let deaf = Gauge { per_quality: Ratio(0.0), ..gauge };
        assert_eq!(deaf.by_quality(&double).value(0.1), 0.68);
    }
}
