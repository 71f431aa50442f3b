//! Means over trials, and differences taken trial by trial, with their Monte Carlo errors.

use crate::analysis::estimate::Estimate;

/// How trials hang together.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrialsMet {
    /// Rosters that they meet in turn.
    pub(super) rosters: usize,
    /// Whether there is no chance at all, so that one says it all.
    pub(super) is_certain: bool,
}

/// The mean of values trial by trial, from the beginning of a block on. Where trials meet several rosters in turn, the error is that of a mean over
/// rosters that might have been drawn. A value that is no number, as the month of breaking even is where there is none,
/// is left out; of a single value the error is unknown, and infinite.
pub(super) fn mean_of(values: &[f64], met: TrialsMet) -> Estimate {
    let rosters = met.rosters;
    let known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    if known.is_empty() {
        return Estimate { value: f64::NAN, se: f64::INFINITY };
    }
    let plain = Estimate::mean(&known);
    if known.len() == 1 && !met.is_certain {
        return Estimate { se: f64::INFINITY, ..plain };
    }
    if known.len() < values.len() {
        return plain;
    }
    Estimate::over_rosters(&known, rosters).0
}

/// The mean of what values are less others on the same luck, trial by trial.
pub(super) fn difference(values: &[f64], others: &[f64], met: TrialsMet) -> Estimate {
    // What is the same is no different, also where both are no number.
    let less = |(value, other): (&f64, &f64)| if value == other { 0.0 } else { value - other };
    let off: Vec<f64> = values.iter().zip(others).map(less).collect();
    mean_of(&off, met)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: TrialsMet = TrialsMet { rosters: 1, is_certain: false };

    #[test]
    fn paired_by_hand() {
        // 3, 5, 10 less 1, 4, 4 is 2, 1, 6: mean 3, squared deviations 1 + 4 + 9 = 14, variance 7, error √(7/3).
        let found = difference(&[3.0, 5.0, 10.0], &[1.0, 4.0, 4.0], ONE);
        assert_eq!(found.value, 3.0);
        assert!((found.se - (7.0_f64 / 3.0).sqrt()).abs() < 1e-15);
        // The same values differ by exactly nothing.
        assert_eq!(difference(&[0.1, 0.7], &[0.1, 0.7], ONE), Estimate::exact(0.0));
    }

    #[test]
    fn rosters_that_are_met_in_turn_count_as_the_draws() {
        // Two rosters in turn: 1, 5, 3, 7 has means 2 and 6, within each ± 1. MSB = 2·2² + 2·2² = 16, so the variance
        // of the mean is 16/4 = 4, where the plain one is (9 + 1 + 1 + 9)/3/4 = 5/3.
        let found = mean_of(&[1.0, 5.0, 3.0, 7.0], TrialsMet { rosters: 2, is_certain: false });
        assert_eq!(found.value, 4.0);
        assert!((found.se - 2.0).abs() < 1e-12, "{}", found.se);
        let plain = mean_of(&[1.0, 5.0, 3.0, 7.0], ONE);
        assert!((plain.se - (5.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_number_is_left_out_and_one_value_has_no_known_error() {
        let never = f64::INFINITY;
        assert_eq!(mean_of(&[10.0, never, 20.0], ONE).value, 15.0);
        // Futures in which one of the two never breaks even have no difference.
        assert_eq!(difference(&[10.0, never, never], &[8.0, 9.0, never], ONE).value, 1.0);
        assert!(mean_of(&[never], ONE).value.is_nan());
        assert_eq!(mean_of(&[2.0], ONE), Estimate { value: 2.0, se: f64::INFINITY });
        let certain = TrialsMet { is_certain: true, ..ONE };
        assert_eq!(mean_of(&[2.0], certain), Estimate::exact(2.0));
    }
}
