//! One number at a time: at its 5 % and its 95 % point, all others as drawn, on the same luck.
//!
//! Each end is met by the run's own first trials, with one number set and all others as those trials draw them: what
//! comes out is the mean where the number is known to be there and nothing else is. What a trial changes by is paired with
//! itself, so that a number which nothing uses changes it by exactly nothing. To the mean of all the run's trials the mean
//! change of these few is added, which is more exact than their own mean.
//!
//! Where the scenario correlates numbers, the others keep what they were drawn with: this is what the number does, not
//! what it tells of others.

use super::bench::{Batch, Bench};
use super::estimators::Spanned;
use super::found::TornadoBar;
use super::inputs::{INPUT_ENDS, VariedInputs};
use super::outputs::{ArmContrast, ArmValues, SoughtOutputs};
use crate::analysis::Estimate;
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
        let change = paired(&there, &own[..self.trials]);
        joined(Estimate::mean(&own), change, self.trials)
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
            let at_end = |end: usize| contrast.values(&ends[end].values[measure]);
            let own = Estimate::mean(&contrast.values(&self.own[measure]));
            TornadoBar {
                measure,
                contrast,
                input,
                at: INPUT_ENDS.map(|p| inputs.all[input].value(p)),
                results: [0, 1].map(|end| self.result(&ends[end], measure, contrast)),
                swing: by_student(paired(&at_end(1), &at_end(0)), self.trials),
                as_drawn: joined(own, Estimate::exact(0.0), self.trials),
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

/// The mean of what each trial changes by.
fn paired(there: &[f64], own: &[f64]) -> Estimate {
    let changes: Vec<f64> = there.iter().zip(own).map(|(there, own)| there - own).collect();
    Estimate::mean(&changes)
}

/// A mean of few trials with Student's interval.
fn by_student(of: Estimate, trials: usize) -> Spanned {
    let half = student_95(trials.saturating_sub(1) as u64) * of.se;
    Spanned { value: of.value, low: of.value - half, high: of.value + half }
}

/// A mean of many trials and a mean change of few, as though apart.
fn joined(own: Estimate, change: Estimate, trials: usize) -> Spanned {
    let halves = [TWO_SIDED_95 * own.se, student_95(trials.saturating_sub(1) as u64) * change.se];
    let half = halves[0].hypot(halves[1]);
    let value = own.value + change.value;
    Spanned { value, low: value - half, high: value + half }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_the_run_and_what_changes() {
        // Mean 10 ± 0.3, change of four trials 2 ± 0.4: Student's 3.182 × 0.4 = 1.2728, 1.96 × 0.3 = 0.588.
        let found = joined(Estimate { value: 10.0, se: 0.3 }, Estimate { value: 2.0, se: 0.4 }, 4);
        let half = (1.2728_f64 * 1.2728 + 0.587989 * 0.587989).sqrt();
        assert!((found.value - 12.0).abs() < 1e-12 && (found.high - 12.0 - half).abs() < 1e-4, "{found:?}");
        assert_eq!(paired(&[1.5, 2.5], &[1.5, 2.5]), Estimate::exact(0.0));
    }
}
