//! One number at a time: at its 5 % and its 95 % point, all others as drawn, on the same luck.
//!
//! Each end is met by the run's own first trials, with one number set and all others as those trials draw them: what
//! comes out is the mean where the number is known to be there and nothing else is. Of `n` such trials with values `y'`,
//! whose own values were `y`, and `T` trials of the run, it is estimated with the run as a control:
//!
//! `mean y' + β (mean of all T − mean y)`, `β = Cov(y', y)/Var(y)`, with variance `Var(y' − β y)/n + β² Var(y)/T`.
//!
//! Where luck moves both alike β is near 1 and the many trials count; where the number itself was what moved `y`, β is near
//! 0. Of two ends the difference is estimated likewise, trial by trial, and is that of the two estimates. A number that nothing uses changes nothing, to the bit.
//!
//! Where the scenario correlates numbers, the others keep what they were drawn with: this is what the number does, not
//! what it tells of others.
//!
//! # Source
//! Lavenberg & Welch 1981 (Management Science 27:322), control variates in simulation. (Recalled.)

use super::bench::{Batch, Bench};
use super::estimators::Spanned;
use super::found::TornadoBar;
use super::inputs::{INPUT_ENDS, VariedInputs};
use super::outputs::{ArmContrast, ArmValues, SoughtOutputs};
use crate::analysis::Estimate;
use crate::analysis::estimate::covariance;
use crate::engine::Fault;
use crate::stats::{TWO_SIDED_95, student_95};

/// The run's own trials with those that one number is changed in.
pub(super) struct OneWay<'a> {
    pub(super) bench: &'a dyn Bench,
    /// By measure, arm and trial.
    pub(super) own: &'a ArmValues,
    /// Trials in which a number is changed: the first of the run.
    pub(super) trials: usize,
}

/// What the arms come to where one number is changed: by measure, arm and trial.
#[derive(Clone, Debug)]
pub(super) struct AtPoint {
    values: ArmValues,
}

impl AtPoint {
    /// Whether every difference between arms is, trial by trial, what it is as drawn.
    pub(super) fn changes_nothing(&self, measure: usize, own: &[Vec<f64>]) -> bool {
        let there = &self.values[measure];
        let (Some(first), Some(own_first)) = (there.first(), own.first()) else { return true };
        there.iter().zip(own).all(|(there, own)| {
            let trials = there.iter().zip(first).zip(own.iter().zip(own_first));
            trials.into_iter().all(|((there, first), (own, own_first))| there - first == own - own_first)
        })
    }
}

impl OneWay<'_> {
    /// Everything at some points, each one input and its probability, in one go.
    pub(super) fn at(&self, points: &[(usize, f64)]) -> Result<Vec<AtPoint>, Fault> {
        let base = self.bench.as_drawn((0..self.trials as u64).collect());
        let whole =
            points.iter().fold(Batch::default(), |whole, (input, p)| whole.then(&base.with(*input, *p)));
        let values = self.bench.values(&whole)?;
        let one = |place: usize| {
            let span = place * self.trials..(place + 1) * self.trials;
            let own = |arm: &Vec<f64>| arm[span.clone()].to_vec();
            let values = values.iter().map(|arms| arms.iter().map(own).collect()).collect();
            AtPoint { values }
        };
        Ok((0..points.len()).map(one).collect())
    }

    /// What a contrast of a measure comes to at a point.
    pub(super) fn result(&self, point: &AtPoint, measure: usize, contrast: ArmContrast) -> Spanned {
        let (own, there) = (contrast.values(&self.own[measure]), contrast.values(&point.values[measure]));
        controlled(&there, &own)
    }

    /// Every contrast of every measure that was asked for, at the ends of one input.
    fn bars(
        &self,
        input: usize,
        inputs: &VariedInputs,
        outputs: &SoughtOutputs,
        ends: &[AtPoint],
    ) -> Vec<TornadoBar> {
        let bar = |(measure, contrast): (usize, ArmContrast)| {
            let own = contrast.values(&self.own[measure]);
            let [low, high] = [0, 1].map(|end| contrast.values(&ends[end].values[measure]));
            let apart: Vec<f64> = high.iter().zip(&low).map(|(high, low)| high - low).collect();
            TornadoBar {
                measure,
                contrast,
                input,
                at: INPUT_ENDS.map(|p| inputs.all[input].value(p)),
                results: [0, 1].map(|end| self.result(&ends[end], measure, contrast)),
                swing: controlled(&apart, &own),
                as_drawn: by_normal(Estimate::mean(&own)),
            }
        };
        outputs.each().map(bar).collect()
    }
}

/// The ends of every input: by input, low and high; and the bars.
pub(super) fn tornado(
    one_way: &OneWay<'_>,
    inputs: &VariedInputs,
    outputs: &SoughtOutputs,
) -> Result<(Vec<TornadoBar>, Vec<AtPoint>), Fault> {
    let points: Vec<(usize, f64)> =
        (0..inputs.all.len()).flat_map(|input| INPUT_ENDS.map(|end| (input, end))).collect();
    let ends = one_way.at(&points)?;
    let bars =
        ends.chunks(2).enumerate().flat_map(|(input, ends)| one_way.bars(input, inputs, outputs, ends));
    Ok((bars.collect(), ends))
}

/// A mean of many trials with the normal interval.
fn by_normal(of: Estimate) -> Spanned {
    let (low, high) = of.interval();
    Spanned { value: of.value, low, high }
}

/// The mean of few values with the run as a control, whose first trials are theirs.
fn controlled(there: &[f64], own: &[f64]) -> Spanned {
    let few = &own[..there.len()];
    let all = Estimate::mean(own);
    if there == few {
        return by_normal(all);
    }
    let spread = covariance(few, few);
    let slope = if spread > 0.0 { covariance(there, few) / spread } else { 0.0 };
    let rest: Vec<f64> = there.iter().zip(few).map(|(there, own)| there - slope * own).collect();
    let rest = Estimate::mean(&rest);
    let value = rest.value + slope * all.value;
    let halves = [student_95(there.len().saturating_sub(1) as u64) * rest.se, TWO_SIDED_95 * slope * all.se];
    let half = halves[0].hypot(halves[1]);
    Spanned { value, low: value - half, high: value + half }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_is_a_control() {
        // Own 1 2 3 4 5 6 7 8 (mean 4.5, variance 6, error √(6/8)); at a point the first four give 3 5 6 6: mean 5, of
        // which the own mean is 2.5. Cov = (1.5 × 2 + 0.5 × 0 + 0.5 × 1 + 1.5 × 1)/3 = 5/3, Var = 5/3, β = 1.
        // 5 + (4.5 − 2.5) = 7. Rests 2 3 3 2: mean 2.5, sd √(1/3), error √(1/12).
        let own: Vec<f64> = (1..=8).map(f64::from).collect();
        let found = controlled(&[3.0, 5.0, 6.0, 6.0], &own);
        assert!((found.value - 7.0).abs() < 1e-12, "{found:?}");
        let half = (3.182_f64 * 3.182 / 12.0 + TWO_SIDED_95 * TWO_SIDED_95 * 6.0 / 8.0).sqrt();
        assert!((found.high - 7.0 - half).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn what_was_moved_by_the_number_alone_is_known_exactly() {
        // Wherever the number was, the point gives 9: nothing of the run's spread is left.
        let found = controlled(&[9.0; 4], &[1.0, 5.0, 2.0, 8.0, 3.0]);
        assert_eq!((found.value, found.low, found.high), (9.0, 9.0, 9.0));
    }

    #[test]
    fn what_moves_nothing_is_the_run_to_the_bit() {
        let own = [0.1, 0.7, 0.2, 0.9, 0.3];
        assert_eq!(controlled(&own[..3], &own), by_normal(Estimate::mean(&own)));
        // Ends apart by what the run has nothing to do with: 1 2 1 2 beside 1 1 2 2, Cov = 0; 1.5 ± sd √(1/3) over 2.
        let found = controlled(&[1.0, 2.0, 1.0, 2.0], &[1.0, 1.0, 2.0, 2.0, 9.0]);
        assert!((found.value - 1.5).abs() < 1e-12, "{found:?}");
        assert!((found.high - 1.5 - 3.182 * (1.0_f64 / 12.0).sqrt()).abs() < 1e-3, "{found:?}");
        assert_eq!(controlled(&[0.0; 3], &own), by_normal(Estimate::exact(0.0)));
    }
}
