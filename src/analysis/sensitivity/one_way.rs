//! One number at a time: at its 5 % and its 95 % point, all others as drawn, on the same luck.
//!
//! Each end is met by the run's own first trials, with one number set and all others as those trials draw them: what
//! comes out is the mean where the number is known to be there and nothing else is. Of `n` such trials with values `y'`,
//! whose own values were `y`, and `T` trials of the run, it is estimated with the run as a control:
//!
//! `mean y' + β (mean of all T − mean y)`, `β = Cov(y', y)/Var(y)`, with variance
//! `s² (1/n + (mean of all T − mean y)²/Σ(y − mean y)²) + β² Var(y)/T`, `s²` that of what the line leaves of `y'`, of n − 2 degrees
//! of freedom: as of a regression where it is read off. Of fewer than three trials the slope is nothing.
//!
//! Where luck moves both alike β is near 1 and the many trials count; where the number itself was what moved `y`, β is near
//! 0. Of two ends the difference is estimated likewise, trial by trial, and is that of the two estimates. A number that nothing uses changes nothing, to the bit.
//!
//! Where the scenario correlates numbers, the others keep what they were drawn with: this is what the number does, not
//! what it tells of others.
//!
//! Where trials meet several rosters in turn, so do those of an end, and rosters move both alike: the error is at least that
//! of the mean over rosters of `mean y' on it + β (mean of all on it − mean y on it)`, and its interval Student's for so many
//! rosters, as in the tables of a run.
//!
//! # Source
//! Lavenberg & Welch 1981 (Management Science 27:322), control variates in simulation, with the interval of the regression. (Recalled.)

use super::bench::{Batch, Bench};
use super::estimators::{MeanMet, Spanned, means_by_roster};
use super::found::TornadoBar;
use super::inputs::{INPUT_ENDS, VariedInputs};
use super::outputs::{ArmContrast, ArmValues, SoughtOutputs, apart};
use crate::analysis::Estimate;
use crate::analysis::estimate::covariance;
use crate::engine::Fault;
use crate::stats::{TWO_SIDED_95, student_95};
use crate::units::real;

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
            trials
                .into_iter()
                .all(|((there, first), (own, own_first))| apart(*there, *first) == apart(*own, *own_first))
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
        controlled(&there, &own, self.bench.rosters())
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
            let swing: Vec<f64> = high.iter().zip(&low).map(|(high, low)| apart(*high, *low)).collect();
            TornadoBar {
                measure,
                contrast,
                input,
                at: INPUT_ENDS.map(|p| inputs.all[input].value(p)),
                results: [0, 1].map(|end| self.result(&ends[end], measure, contrast)),
                swing: controlled(&swing, &own, self.bench.rosters()),
                as_drawn: MeanMet::of(&own, self.bench.rosters()).spanned(),
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

/// The mean of few values with the run as a control, whose first trials are theirs.
fn controlled(there: &[f64], own: &[f64], rosters: usize) -> Spanned {
    let few = &own[..there.len()];
    let met = MeanMet::of(own, rosters);
    if there == few {
        return met.spanned();
    }
    let all = Estimate::over_trials(own);
    let n = real(there.len());
    let spread = if there.len() > 2 { covariance(few, few) } else { 0.0 };
    let slope = if spread > 0.0 { covariance(there, few) / spread } else { 0.0 };
    let rest: Vec<f64> = there.iter().zip(few).map(|(there, own)| there - slope * own).collect();
    let left = Estimate::mean(&rest);
    let value = left.value + slope * all.value;
    let (few_se, freedom) = if spread > 0.0 {
        let away = all.value - Estimate::mean(few).value;
        let of_line = 1.0 + n * away * away / (spread * (n - 1.0));
        (left.se * ((n - 1.0) / (n - 2.0) * of_line).sqrt(), there.len() - 2)
    } else {
        (left.se, there.len().saturating_sub(1))
    };
    let few_half = student_95(freedom as u64) * few_se;
    let half = if rosters < 2 {
        few_half.hypot(TWO_SIDED_95 * slope * all.se)
    } else if there.len() < rosters {
        // No roster is met twice at the end.
        few_half.hypot(slope * met.half())
    } else {
        let on_each: Vec<f64> = means_by_roster(&rest, rosters)
            .into_iter()
            .zip(means_by_roster(own, rosters))
            .map(|(rest, own)| rest + slope * own)
            .collect();
        let between = Estimate::mean(&on_each).se;
        student_95(rosters as u64 - 1) * between.max(few_se.hypot(slope * all.se))
    };
    Spanned { value, low: value - half, high: value + half }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_is_a_control() {
        // Own 1 2 3 4 5 6 7 8 (mean 4.5, variance 6, error √(6/8)); at a point the first four give 3 5 6 6: mean 5, of
        // which the own mean is 2.5. Cov = (1.5 × 2 + 0.5 × 0 + 0.5 × 1 + 1.5 × 1)/3 = 5/3, Var = 5/3, β = 1.
        // 5 + (4.5 − 2.5) = 7. Rests 2 3 3 2: squares 1 over 4 − 2 degrees of freedom, s² = ½. The line is read off 2 away from
        // the middle of four whose squares are 5: ½ (¼ + 4/5) = 0.525; t of two degrees 4.303.
        let own: Vec<f64> = (1..=8).map(f64::from).collect();
        let found = controlled(&[3.0, 5.0, 6.0, 6.0], &own, 1);
        assert!((found.value - 7.0).abs() < 1e-12, "{found:?}");
        let half = (4.303_f64 * 4.303 * 0.525 + TWO_SIDED_95 * TWO_SIDED_95 * 6.0 / 8.0).sqrt();
        assert!((found.high - 7.0 - half).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn what_was_moved_by_the_number_alone_is_known_exactly() {
        // Wherever the number was, the point gives 9: nothing of the run's spread is left.
        let found = controlled(&[9.0; 4], &[1.0, 5.0, 2.0, 8.0, 3.0], 1);
        assert_eq!((found.value, found.low, found.high), (9.0, 9.0, 9.0));
    }

    #[test]
    fn what_moves_nothing_is_the_run_to_the_bit() {
        let own = [0.1, 0.7, 0.2, 0.9, 0.3];
        assert_eq!(controlled(&own[..3], &own, 1), MeanMet::of(&own, 1).spanned());
        assert_eq!(controlled(&own[..3], &own, 2), MeanMet::of(&own, 2).spanned());
        // Ends apart by what the run has nothing to do with: 1 2 1 2 beside 1 1 2 2, Cov = 0. Squares 1, s² = ½; the run's mean
        // 15/5 = 3 lies 1.5 away from theirs, whose squares are 1: ½ (¼ + 2.25) = 1.25.
        let found = controlled(&[1.0, 2.0, 1.0, 2.0], &[1.0, 1.0, 2.0, 2.0, 9.0], 1);
        assert!((found.value - 1.5).abs() < 1e-12, "{found:?}");
        assert!((found.high - 1.5 - 4.303 * 1.25_f64.sqrt()).abs() < 1e-3, "{found:?}");
        // Two trials fit no line: 1 and 3 are 2 ± 12.706 × √(2/2).
        let found = controlled(&[1.0, 3.0], &[5.0, 7.0, 9.0], 1);
        assert!((found.value - 2.0).abs() < 1e-12 && (found.high - 14.706).abs() < 1e-9, "{found:?}");
        for rosters in [1, 2, 5] {
            assert_eq!(controlled(&[0.0; 3], &own, rosters), Spanned::exact(0.0));
        }
    }

    /// Two rosters in turn, 0 and 10 with luck that is the same: own 0 10 2 12 0 10 2 12, mean 6. The end gives 5 more
    /// on the first and 7 more on the second roster: 5 17 7 19. Few own 0 10 2 12, mean 6, covariance with itself 104/3;
    /// with the end (mean 12): (−6 × −7 + 4 × 5 + −4 × −5 + 6 × 7)/3 = 124/3; β = 124/104 = 1.192308. On the first
    /// roster the end comes to 6, on the second to 18, with β (1 − 1) more, as few and all have the same means: the mean
    /// 12, error √(72/2) = 6, half 12.706 × 6. As independent trials rests are 5, 5.076923, 4.615385, 4.692308: error 0.113.
    #[test]
    fn rosters_are_part_of_what_is_left_open() {
        let own = [0.0, 10.0, 2.0, 12.0, 0.0, 10.0, 2.0, 12.0];
        let found = controlled(&[5.0, 17.0, 7.0, 19.0], &own, 2);
        assert!((found.value - 12.0).abs() < 1e-12 && (found.high - 12.0 - 76.236).abs() < 1e-9, "{found:?}");
        let independent = controlled(&[5.0, 17.0, 7.0, 19.0], &own, 1);
        assert!(independent.high - 12.0 < 6.0, "{independent:?}");
        // The swing from 0 to that is 5 7 5 7: on rosters 5 and 7, error √(2/2) = 1.
        let swing = controlled(&[5.0, 7.0, 5.0, 7.0], &own, 2);
        assert!((swing.value - 6.0).abs() < 1e-12 && (swing.high - 6.0 - 12.706).abs() < 1e-9, "{swing:?}");
        // Of four rosters three are met at the end, always 5 more: the run's spread over rosters counts.
        let few = controlled(&[5.0, 15.0, 7.0], &own, 4);
        assert!((few.high - few.value - MeanMet::of(&own, 4).half()).abs() < 1e-9, "{few:?}");
    }
}
