//! Means over trials that meet several rosters in turn: their errors hold for the rosters that might have been drawn.
//!
//! Where trials meet one roster, all are independent and the interval is normal. Where they meet several, the error is that of
//! an analysis of variance between and within rosters ([`SpreadByRoster`]) and the interval Student's for so many
//! rosters, as in the tables of a run.

use super::spanned::{Spanned, real};
use crate::analysis::Estimate;
use crate::stats::{SpreadByRoster, TWO_SIDED_95, student_95};

/// The mean of values in the order of trials, with the error that trials and rosters leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::analysis::sensitivity) struct MeanMet {
    /// The mean, with its standard error.
    pub(in crate::analysis::sensitivity) mean: Estimate,
    /// Its error over that of as many independent trials; 1 where they are.
    wider: f64,
    /// Quantile of its two-sided 95 % interval.
    quantile: f64,
}

impl MeanMet {
    /// Of values whose trials met so many rosters in turn, the first of them the first.
    pub(in crate::analysis::sensitivity) fn of(values: &[f64], rosters: usize) -> MeanMet {
        if rosters < 2 {
            return MeanMet { mean: Estimate::over_trials(values), wider: 1.0, quantile: TWO_SIDED_95 };
        }
        let plain = Estimate::mean(values);
        let mut sums = vec![0.0; rosters];
        for (trial, value) in values.iter().enumerate() {
            sums[trial % rosters] += value - plain.value;
        }
        let squares = values.iter().map(|value| (value - plain.value) * (value - plain.value)).sum();
        let Some(met) = SpreadByRoster::of(&sums, values.len() as u64, squares) else {
            return MeanMet { mean: plain, wider: 1.0, quantile: TWO_SIDED_95 };
        };
        let se = met.of_mean.max(0.0).sqrt();
        let wider = if plain.se > 0.0 { se / plain.se } else { 1.0 };
        MeanMet { mean: Estimate { se, ..plain }, wider, quantile: student_95(met.rosters - 1) }
    }

    /// The mean with its interval.
    pub(in crate::analysis::sensitivity) fn spanned(&self) -> Spanned {
        let half = self.half();
        Spanned { value: self.mean.value, low: self.mean.value - half, high: self.mean.value + half }
    }

    /// Half the width of its interval.
    pub(in crate::analysis::sensitivity) fn half(&self) -> f64 {
        self.quantile * self.mean.se
    }

    /// An interval that was found as though all trials were independent, as wide as rosters make it.
    pub(super) fn widened(&self, found: Spanned) -> Spanned {
        let by = (self.wider * self.quantile / TWO_SIDED_95).max(1.0);
        if by == 1.0 {
            return found;
        }
        let Spanned { value, low, high } = found;
        Spanned { value, low: value - by * (value - low), high: value + by * (high - value) }
    }
}

/// Means of values on each roster, of trials that meet them in turn.
pub(in crate::analysis::sensitivity) fn means_by_roster(values: &[f64], rosters: usize) -> Vec<f64> {
    let own = |roster: usize| values.iter().skip(roster).step_by(rosters.max(1));
    (0..rosters).map(|roster| own(roster).sum::<f64>() / real(own(roster).count().max(1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10 and 12 on the first roster, 20 and 22 on the second, 15 and 15 on the third: mean 94/6, error √8.4444 = 2.905933
    /// (`stats::rosters`, by hand), t of two degrees 4.303: half 12.504228. As independent trials: squares 105.3333,
    /// variance 21.0667, error √3.511111 = 1.873796.
    #[test]
    fn an_interval_over_rosters_by_hand() {
        let values = [10.0, 20.0, 15.0, 12.0, 22.0, 15.0];
        let found = MeanMet::of(&values, 3);
        assert!((found.mean.value - 94.0 / 6.0).abs() < 1e-12);
        assert!((found.half() - 12.504_228).abs() < 1e-5, "{found:?}");
        assert_eq!(means_by_roster(&values, 3), [11.0, 21.0, 15.0]);
        // 2.905933/1.873796 × 4.303/1.959964 = 3.404760: an interval from 1 below to 2 above.
        let wide = found.widened(Spanned { value: 5.0, low: 4.0, high: 7.0 });
        assert!((wide.low - 1.595_240).abs() < 1e-5 && (wide.high - 11.809_520).abs() < 1e-5, "{wide:?}");
    }

    #[test]
    fn one_roster_leaves_trials_independent() {
        let values = [1.0, 2.0, 6.0];
        let found = MeanMet::of(&values, 1);
        let (low, high) = Estimate::mean(&values).interval();
        assert_eq!(found.spanned(), Spanned { value: 3.0, low, high });
        let span = Spanned { value: 1.0, low: 0.3, high: 1.1 };
        assert_eq!(found.widened(span), span);
        // What is the same in every trial has no error, on however many rosters.
        assert_eq!(MeanMet::of(&[7.0; 8], 4).spanned(), Spanned::exact(7.0));
        assert_eq!(MeanMet::of(&[], 4).spanned(), Spanned::exact(0.0));
    }
}
