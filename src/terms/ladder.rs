//! Quality ladders and gates.

use super::{Piece, Piecewise, SAME, excess};
use crate::math::normal;
use crate::schema::{Grade, ReadTable, keywords, number, optional, parameters, word};
use crate::units::Share;

keywords! {
    /// How the earned part grows between threshold and target.
    pub enum Rungs {
        /// In a straight line.
        Linear = "linear",
        /// Nothing below the target, everything from it on.
        Step = "step",
    }
}

parameters! {
    /// How much of a quality payment a score earns: nothing up to the threshold, all of it from the
    /// target on.
    pub struct Ladder {
        /// Score from which something is earned.
        threshold: Share = number(0.65)
            .because("about one standard deviation below a median composite");
        /// Score from which everything is earned.
        target: Share = number(0.85)
            .because("about one standard deviation above a median composite");
        /// How the part grows in between.
        rungs: Rungs = word("linear")
            .from(Grade::Published, "threshold-target-max scales are the usual form (compensation note, model 11)");
        /// A score below which nothing is earned whatever the ladder says.
        gate: Option<Share> = optional();
    }
    check Ladder::check
}

/// An expected part with its slope in the score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExpectedPart {
    /// Expected part, 0 to 1.
    pub part: f64,
    /// Change of the expected part for a change of the expected score by 1.
    pub slope: f64,
}

/// Checks that a target lies above the threshold beside it.
pub(crate) fn target_above(threshold: f64, target: f64, table: &mut ReadTable<'_, '_, '_>) {
    if target <= threshold {
        table.problem(
            "target",
            format!("found {target}; the target must lie above the threshold of {threshold}"),
        );
    }
}

impl Ladder {
    /// The ladder with its defaults.
    pub const STANDARD: Ladder =
        Ladder { threshold: Share(0.65), target: Share(0.85), rungs: Rungs::Linear, gate: None };

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        target_above(self.threshold.0, self.target.0, table);
    }

    /// The part of the money that a score earns, 0 to 1.
    #[must_use]
    pub fn part(&self, score: f64) -> f64 {
        self.rise().part(score)
    }

    /// The part expected when the score is normal with `mean` and `sd`, and its slope.
    #[must_use]
    pub fn expected(&self, mean: f64, sd: f64) -> ExpectedPart {
        self.rise().expected(mean, sd)
    }

    /// The part as a payoff over the score.
    #[must_use]
    pub fn payoff(&self) -> Piecewise {
        let Rise { from, jump, start, target, per_point, .. } = self.rise();
        let mut pieces = Piece::at_first(0.0);
        if from < target {
            pieces.push(Piece { from, intercept: jump - start * per_point, slope: per_point });
        }
        let most = jump + (target - start) * per_point;
        pieces.push(Piece { from: from.max(target), intercept: most, slope: 0.0 });
        Piecewise::new(pieces)
    }

    /// The ladder as a jump and a line: what does not depend on a score, worked out once.
    #[inline(always)]
    #[must_use]
    pub fn rise(&self) -> Rise {
        let (threshold, target) = (self.threshold.0, self.target.0);
        let per_point = 1.0 / (target - threshold);
        let gate = self.gate.map_or(threshold, |gate| gate.0);
        if self.rungs == Rungs::Step {
            let at = gate.max(target);
            return Rise { from: at, met: at - SAME, jump: 1.0, start: at, target: at, per_point: 0.0 };
        }
        // From a gate above the threshold on, the line starts with a jump to its height there.
        let from = gate.max(threshold);
        let start = from.min(target);
        Rise { from, met: from - SAME, jump: (start - threshold) * per_point, start, target, per_point }
    }
}

/// A ladder as a jump and a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rise {
    /// Score from which something is earned.
    from: f64,
    /// From here on it counts as reached.
    met: f64,
    /// What that score earns at once.
    jump: f64,
    /// Where the line starts.
    start: f64,
    /// Where the line ends.
    target: f64,
    /// Slope of the line.
    per_point: f64,
}

impl Rise {
    /// The part that a score earns.
    #[inline(always)]
    #[must_use]
    pub fn part(&self, score: f64) -> f64 {
        let line = (score.min(self.target) - self.start).max(0.0) * self.per_point;
        if score >= self.met { self.jump + line } else { 0.0 }
    }

    /// The line's part of the expectation.
    #[inline(always)]
    fn line(&self, mean: f64, sd: f64) -> ExpectedPart {
        let (low, high) = (excess(mean, sd, self.start), excess(mean, sd, self.target));
        ExpectedPart {
            part: (low.value - high.value) * self.per_point,
            slope: (low.chance - high.chance) * self.per_point,
        }
    }

    /// Expected part and slope when the score is normal with `mean` and `sd`.
    #[inline(always)]
    #[must_use]
    pub fn expected(&self, mean: f64, sd: f64) -> ExpectedPart {
        let line = self.line(mean, sd);
        if self.jump <= 0.0 {
            return line;
        }
        let sd = sd.max(1e-9);
        let at = normal((mean - self.from) / sd);
        ExpectedPart {
            part: self.jump * at.below + line.part,
            slope: self.jump * at.density / sd + line.slope,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ladder(rungs: Rungs, gate: Option<f64>) -> Ladder {
        Ladder { threshold: Share(0.6), target: Share(0.8), rungs, gate: gate.map(Share) }
    }

    #[test]
    fn hand_worked_parts() {
        let linear = ladder(Rungs::Linear, None);
        for (score, part) in [(0.5, 0.0), (0.6, 0.0), (0.65, 0.25), (0.8, 1.0), (0.95, 1.0)] {
            assert!((linear.part(score) - part).abs() < 1e-12, "{score}");
        }
        assert_eq!(ladder(Rungs::Step, None).part(0.799), 0.0);
        assert_eq!(ladder(Rungs::Step, None).part(0.8), 1.0);
        // A gate at 0.7 removes the lower half of the ladder.
        assert_eq!(ladder(Rungs::Linear, Some(0.7)).part(0.69), 0.0);
        assert!((ladder(Rungs::Linear, Some(0.7)).part(0.7) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        for ladder in [
            ladder(Rungs::Linear, None),
            ladder(Rungs::Step, None),
            ladder(Rungs::Linear, Some(0.5)),
            ladder(Rungs::Linear, Some(0.72)),
            ladder(Rungs::Linear, Some(0.85)),
            ladder(Rungs::Step, Some(0.9)),
        ] {
            for step in 0..=200 {
                let score = f64::from(step) * 0.005 + 1e-9;
                assert!(
                    (ladder.payoff().value(score) - ladder.part(score)).abs() < 1e-12,
                    "{ladder:?} {score}"
                );
            }
            for (mean, sd) in [(0.55, 0.05), (0.72, 0.04), (0.9, 0.1)] {
                let average = |mean: f64| {
                    let n = 400_000;
                    (0..n)
                        .map(|i| {
                            ladder.part(
                                mean + sd * crate::math::normal_quantile((f64::from(i) + 0.5) / f64::from(n)),
                            )
                        })
                        .sum::<f64>()
                        / f64::from(n)
                };
                let expected = ladder.expected(mean, sd);
                assert!((expected.part - average(mean)).abs() < 1e-5, "{ladder:?} at {mean}");
                let slope =
                    (ladder.expected(mean + 1e-5, sd).part - ladder.expected(mean - 1e-5, sd).part) / 2e-5;
                assert!((expected.slope - slope).abs() < 1e-5 * slope.abs().max(1.0), "{ladder:?} at {mean}");
            }
        }
    }
}
