//! Piecewise-linear payoffs with jumps, and what they are expected to pay.

use super::reaches;
use crate::math::normal;

/// A line that holds from some outcome on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Outcome from which the line holds; minus infinity for the first piece.
    pub from: f64,
    /// Value of the line at outcome zero.
    pub intercept: f64,
    /// Slope of the line.
    pub slope: f64,
}

/// A payoff made of straight pieces, with jumps where neighbours do not meet.
///
/// Dead-bands, deductibles, corridors, caps and tiers are all of this kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Piecewise(Vec<Piece>);

/// What a payoff is expected to be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expectation {
    /// Expected payoff.
    pub value: f64,
    /// Its slope in the mean of the outcome.
    pub slope: f64,
}

impl Piece {
    /// Pieces to be added to, as a list with room for as many as a contract has: below whatever follows, an amount.
    pub(super) fn at_first(amount: f64) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(6);
        pieces.push(Piece { from: f64::NEG_INFINITY, intercept: amount, slope: 0.0 });
        pieces
    }
}

impl Piecewise {
    /// Pieces in ascending order of where they start; the first starts at minus infinity.
    ///
    /// # Panics
    ///
    /// If the pieces are not in that order: they are built by code, never by a user.
    #[must_use]
    pub fn new(pieces: Vec<Piece>) -> Piecewise {
        assert!(
            pieces.first().is_some_and(|p| p.from == f64::NEG_INFINITY)
                && pieces.windows(2).all(|pair| pair[0].from <= pair[1].from),
            "pieces ascend from minus infinity"
        );
        Piecewise(pieces)
    }

    /// The pieces, in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// The payoff of an outcome. One that has reached the start of a piece is paid by it, jump and all.
    #[must_use]
    pub fn value(&self, outcome: f64) -> f64 {
        let piece = self.0.iter().rev().find(|p| reaches(outcome, p.from)).unwrap_or(&self.0[0]);
        piece.intercept + piece.slope * outcome
    }

    /// What exceeds a level: `max(0, payoff − level)`.
    #[must_use]
    pub fn above(&self, level: f64) -> Piecewise {
        self.split_at(level, |piece| {
            let flat = Piece { from: piece.from, intercept: 0.0, slope: 0.0 };
            (flat, Piece { intercept: piece.intercept - level, ..*piece })
        })
    }

    /// The payoff where it reaches a level, and `kept` of it where it does not.
    #[must_use]
    pub fn kept_below(&self, level: f64, kept: f64) -> Piecewise {
        self.split_at(level, |piece| {
            (Piece { intercept: kept * piece.intercept, slope: kept * piece.slope, ..*piece }, *piece)
        })
    }

    /// Splits each piece where it reaches a level; `parts` gives what becomes of it below and above.
    fn split_at(&self, level: f64, parts: impl Fn(&Piece) -> (Piece, Piece)) -> Piecewise {
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.0.len() * 2);
        for (i, piece) in self.0.iter().enumerate() {
            let end = self.0.get(i + 1).map_or(f64::INFINITY, |next| next.from);
            let (below, above) = parts(piece);
            if piece.slope == 0.0 {
                pieces.push(if reaches(piece.intercept, level) { above } else { below });
                continue;
            }
            let crossing = (level - piece.intercept) / piece.slope;
            let (first, second) = if piece.slope > 0.0 { (below, above) } else { (above, below) };
            if crossing > piece.from {
                pieces.push(first);
            }
            if crossing < end {
                pieces.push(Piece { from: crossing.max(piece.from), ..second });
            }
        }
        Piecewise(pieces)
    }

    /// Chance that the payoff is above zero when the outcome is normal with `mean` and `sd`.
    #[must_use]
    pub fn chance_above_zero(&self, mean: f64, sd: f64) -> f64 {
        let above = self.above(0.0);
        let below = |at: f64| normal((at - mean) / sd.max(1e-12)).below;
        let pieces = above.0.iter().enumerate().filter(|(_, p)| p.slope != 0.0 || p.intercept != 0.0);
        pieces.map(|(i, p)| above.0.get(i + 1).map_or(1.0, |next| below(next.from)) - below(p.from)).sum()
    }

    /// Chance that the payoff is below zero when the outcome is normal with `mean` and `sd`.
    #[must_use]
    pub fn chance_below_zero(&self, mean: f64, sd: f64) -> f64 {
        let mirrored = |p: &Piece| Piece { intercept: -p.intercept, slope: -p.slope, ..*p };
        Piecewise(self.0.iter().map(mirrored).collect()).chance_above_zero(mean, sd)
    }

    /// Expected payoff and slope when the outcome is normal with `mean` and `sd`.
    ///
    /// `E[f'(X)]`, the slope, is the sum over pieces of slope × probability plus, for every jump,
    /// its height × density there. With `sd` zero: the value, and the slope of the piece, at the
    /// mean.
    #[must_use]
    pub fn expected(&self, mean: f64, sd: f64) -> Expectation {
        if sd <= 0.0 {
            let piece = self.0.iter().rev().find(|p| reaches(mean, p.from)).unwrap_or(&self.0[0]);
            return Expectation { value: piece.intercept + piece.slope * mean, slope: piece.slope };
        }
        let mut result = Expectation::default();
        // Probability and density at the start of the current piece; nothing lies below the first.
        let mut below = 0.0;
        let mut density = 0.0;
        for (i, piece) in self.0.iter().enumerate() {
            if i > 0 {
                let before = &self.0[i - 1];
                let jump = (piece.intercept - before.intercept) + (piece.slope - before.slope) * piece.from;
                result.slope += jump * density / sd;
            }
            let (next_below, next_density) = match self.0.get(i + 1) {
                Some(next) => {
                    let at = normal((next.from - mean) / sd);
                    (at.below, at.density)
                }
                None => (1.0, 0.0),
            };
            let chance = next_below - below;
            result.value +=
                (piece.intercept + piece.slope * mean) * chance - piece.slope * sd * (next_density - density);
            result.slope += piece.slope * chance;
            (below, density) = (next_below, next_density);
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing below the threshold, then `share` of the whole outcome.
    fn dead_band(share: f64, threshold: f64) -> Piecewise {
        Piecewise::new(vec![
            Piece { from: f64::NEG_INFINITY, intercept: 0.0, slope: 0.0 },
            Piece { from: threshold, intercept: 0.0, slope: share },
        ])
    }

    #[test]
    fn chances_of_earning_and_owing() {
        // Buckhead 2018: two-sided without minimum, true savings 2 %, sd 4.45 %: owes with 32.7 %.
        let two_sided = Piecewise::new(vec![Piece { from: f64::NEG_INFINITY, intercept: 0.0, slope: 1.0 }]);
        assert!((two_sided.chance_below_zero(0.02, 0.0445) - 0.3266).abs() < 1e-4);
        assert!((two_sided.chance_above_zero(0.02, 0.0445) - 0.6734).abs() < 1e-4);
        // A non-saver with sd 2.31 % and a minimum of 2 % is paid with Φ(−0.8658) = 19.3 %, and never owes.
        let one_sided = dead_band(0.5, 0.02);
        assert!((one_sided.chance_above_zero(0.0, 0.0231) - 0.1933).abs() < 1e-4);
        assert_eq!(one_sided.chance_below_zero(0.0, 0.0231), 0.0);
        // Without luck it is one or the other.
        assert_eq!(one_sided.chance_above_zero(0.03, 0.0), 1.0);
    }

    #[test]
    fn published_expectations_of_a_shared_savings_contract() {
        // Buckhead 2018 (closed form in the measures note): benchmark 10,000, sd 4.45 %; one-sided
        // 50 % with MSR 2 %: 80.2.
        let one_sided = dead_band(0.5, 0.02).expected(0.0, 0.0445);
        assert!((one_sided.value * 1e4 - 80.2).abs() < 0.05, "{}", one_sided.value * 1e4);
        // Two-sided 100 % without MSR at a true 2 %: up 295.2, down −95.2.
        let up = dead_band(1.0, 0.0).expected(0.02, 0.0445);
        assert!((up.value * 1e4 - 295.2).abs() < 0.05);
    }

    #[test]
    fn slope_table_of_the_measures_note() {
        // Expected dollars per extra dollar saved, share 50 %, MSR 2 %.
        for (sd, slopes) in [
            (0.0100, [0.065, 0.321, 0.649, 0.663, 0.543]),
            (0.0231, [0.215, 0.324, 0.423, 0.491, 0.522]),
            (0.0446, [0.244, 0.293, 0.339, 0.382, 0.417]),
        ] {
            for (percent, slope) in slopes.into_iter().enumerate() {
                let mean = percent as f64 / 100.0;
                let ours = dead_band(0.5, 0.02).expected(mean, sd).slope;
                assert!((ours - slope).abs() < 6e-4, "sd {sd}, mean {mean}: {ours} against {slope}");
            }
        }
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        let payoff = Piecewise::new(vec![
            Piece { from: f64::NEG_INFINITY, intercept: -0.04, slope: 0.0 },
            Piece { from: -0.13, intercept: 0.0, slope: 0.3 },
            Piece { from: -0.02, intercept: 0.0, slope: 0.0 },
            Piece { from: 0.02, intercept: 0.0, slope: 0.5 },
            Piece { from: 0.20, intercept: 0.1, slope: 0.0 },
        ]);
        for (mean, sd) in [(0.0, 0.03), (0.05, 0.1), (-0.1, 0.02)] {
            let n = 400_000;
            let average = (0..n)
                .map(|i| {
                    payoff
                        .value(mean + sd * crate::math::normal_quantile((f64::from(i) + 0.5) / f64::from(n)))
                })
                .sum::<f64>()
                / f64::from(n);
            let expected = payoff.expected(mean, sd);
            assert!((expected.value - average).abs() < 1e-6, "{mean} {sd}");
            let slope =
                (payoff.expected(mean + 1e-6, sd).value - payoff.expected(mean - 1e-6, sd).value) / 2e-6;
            assert!((expected.slope - slope).abs() < 1e-5, "{mean} {sd}");
        }
    }

    #[test]
    fn what_exceeds_a_level() {
        let payoff = Piecewise::new(vec![
            Piece { from: f64::NEG_INFINITY, intercept: -0.04, slope: 0.0 },
            Piece { from: -0.13, intercept: 0.0, slope: 0.3 },
            Piece { from: -0.02, intercept: 0.0, slope: 0.0 },
            Piece { from: 0.02, intercept: 0.0, slope: 0.5 },
            Piece { from: 0.20, intercept: 0.16, slope: -0.3 },
        ]);
        for level in [-0.05, -0.01, 0.0, 0.005, 0.03, 0.2] {
            let above = payoff.above(level);
            for step in -300..=900 {
                let x = f64::from(step) * 1e-3 + 1e-7;
                let worked = (payoff.value(x) - level).max(0.0);
                assert!((above.value(x) - worked).abs() < 1e-12, "level {level} at {x}");
            }
        }
    }

    #[test]
    fn what_falls_short_of_a_level_is_kept_in_part() {
        // Half of savings above 2 %, tripped below 2 cents: from 2 % (1 cent) to 4 % a quarter of it.
        let tripped = dead_band(0.5, 0.02).kept_below(0.02, 0.25);
        for (outcome, paid) in [(0.01, 0.0), (0.02, 0.0025), (0.03, 0.00375), (0.041, 0.0205), (0.10, 0.05)] {
            assert!((tripped.value(outcome) - paid).abs() < 1e-12, "{outcome}");
        }
        // A falling line is cut at its far end.
        let falling = Piecewise::new(vec![Piece { from: f64::NEG_INFINITY, intercept: 1.0, slope: -1.0 }]);
        let cut = falling.kept_below(0.4, 0.0);
        assert_eq!((cut.value(0.5), cut.value(0.7)), (0.5, 0.0));
        // Slope: 0.5 x share of the years above 4 % and a jump of 1.5 cents there, with no luck below it.
        let sd = 0.01;
        let e = tripped.expected(0.04, sd);
        let d = (tripped.expected(0.040_001, sd).value - tripped.expected(0.039_999, sd).value) / 2e-6;
        assert!((e.slope - d).abs() < 1e-5, "{} {d}", e.slope);
    }

    #[test]
    fn certainty_is_the_law_itself() {
        let payoff = dead_band(0.5, 0.02);
        assert_eq!(payoff.expected(0.03, 0.0), Expectation { value: 0.015, slope: 0.5 });
        assert_eq!(payoff.expected(0.01, 0.0), Expectation { value: 0.0, slope: 0.0 });
    }
}
