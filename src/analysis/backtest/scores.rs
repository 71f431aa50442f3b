//! Scores of forecasts: of all, and of parts of them.

use crate::payer::Level;
use crate::units::real;
use serde::Serialize;

/// Bins of probability.
pub const BINS: usize = 10;

/// Who makes a forecast: this model, last year's rate, the regression on it.
pub(super) const FORECASTERS: usize = 3;

/// One forecast with what came out.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredRow {
    /// Performance year.
    pub year: u16,
    /// The ACO's identifier in the record.
    pub aco: String,
    /// Track or level.
    pub level: Level,
    /// Assigned beneficiaries of the year before.
    pub lives: f64,
    /// Whether a new agreement began.
    pub rebased: bool,
    /// Savings rate that came out.
    pub rate: f64,
    /// Middle of the forecast.
    pub middle: f64,
    /// Scale of the forecast.
    pub scale: f64,
    /// Probability, by the forecast, of a rate at or below the one that came out.
    pub pit: f64,
    /// Whether it was paid.
    pub paid: bool,
    /// Chance to be paid, by the forecast.
    pub paid_chance: f64,
    /// Payment that came out and mean of the forecast, $.
    pub payments: (f64, f64),
    /// Distance of the middle: ours, last year's rate, the regression.
    pub(super) errors: [f64; FORECASTERS],
    /// Scores of the rate.
    pub(super) crps: [f64; FORECASTERS],
    /// Chances to be paid by others: the regression through the contract; the share among those paid, or not,
    /// the year before; the share among all.
    pub(super) other_chances: [f64; 3],
    /// Scores of the payment as a share of last year's benchmark: ours, the regression's.
    pub(super) payment_crps: [f64; 2],
}

/// Scores of a set of forecasts; rates, coverages and chances as fractions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scores {
    /// Forecasts.
    pub rows: u64,
    /// Mean absolute error of the middle.
    pub mae: f64,
    /// That of last year's rate.
    pub mae_last_year: f64,
    /// That of the regression.
    pub mae_regression: f64,
    /// Continuous ranked probability score.
    pub crps: f64,
    /// That of last year's rate.
    pub crps_last_year: f64,
    /// That of the regression.
    pub crps_regression: f64,
    /// Part that came out within the central 50 %.
    pub cover_50: f64,
    /// Part that came out within the central 90 %.
    pub cover_90: f64,
    /// Part that came out below the middle of the forecast.
    pub below_middle: f64,
    /// Brier score of the chance to be paid.
    pub brier_paid: f64,
    /// That of the regression through the same contract.
    pub brier_paid_regression: f64,
    /// That of the earlier share among those paid, or not paid, the year before.
    pub brier_paid_last_year: f64,
    /// That of the earlier share among all.
    pub brier_paid_base: f64,
    /// Mean chance to be paid.
    pub paid_expected: f64,
    /// Part that was paid.
    pub paid_share: f64,
    /// Score of payments, as shares of last year's benchmark.
    pub crps_payment: f64,
    /// That of the regression through the same contract.
    pub crps_payment_regression: f64,
    /// Payments expected in total, $.
    pub payment_expected: f64,
    /// Payments made in total, $; less what was owed.
    pub payment_actual: f64,
    /// Parts that came out in each tenth of the forecast, from the lowest.
    pub pit: [f64; BINS],
}

impl Scores {
    /// Of those forecasts that are wanted.
    #[must_use]
    pub fn of(rows: &[ScoredRow], wanted: impl Fn(&ScoredRow) -> bool) -> Scores {
        let rows = || rows.iter().filter(|row| wanted(row));
        let count = rows().count();
        if count == 0 {
            return Scores::default();
        }
        let sum = |of: &dyn Fn(&ScoredRow) -> f64| rows().map(of).sum::<f64>();
        let mean = |of: &dyn Fn(&ScoredRow) -> f64| sum(of) / real(count);
        let share =
            |of: &dyn Fn(&ScoredRow) -> bool| real(rows().filter(|row| of(row)).count()) / real(count);
        let brier = |chance: &dyn Fn(&ScoredRow) -> f64| {
            mean(&|row| {
                let off = chance(row) - f64::from(u8::from(row.paid));
                off * off
            })
        };
        Scores {
            rows: count as u64,
            mae: mean(&|row| row.errors[0]),
            mae_last_year: mean(&|row| row.errors[1]),
            mae_regression: mean(&|row| row.errors[2]),
            crps: mean(&|row| row.crps[0]),
            crps_last_year: mean(&|row| row.crps[1]),
            crps_regression: mean(&|row| row.crps[2]),
            cover_50: share(&|row| (row.pit - 0.5).abs() <= 0.25),
            cover_90: share(&|row| (row.pit - 0.5).abs() <= 0.45),
            below_middle: share(&|row| row.pit < 0.5),
            brier_paid: brier(&|row| row.paid_chance),
            brier_paid_regression: brier(&|row| row.other_chances[0]),
            brier_paid_last_year: brier(&|row| row.other_chances[1]),
            brier_paid_base: brier(&|row| row.other_chances[2]),
            paid_expected: mean(&|row| row.paid_chance),
            paid_share: share(&|row| row.paid),
            crps_payment: mean(&|row| row.payment_crps[0]),
            crps_payment_regression: mean(&|row| row.payment_crps[1]),
            payment_expected: sum(&|row| row.payments.1),
            payment_actual: sum(&|row| row.payments.0),
            pit: std::array::from_fn(|bin| share(&|row| bin_of(row.pit) == bin)),
        }
    }

    /// Whether the score is below that of last year's rate, and below that of the regression.
    #[must_use]
    pub fn beats(&self) -> [bool; 2] {
        [self.crps < self.crps_last_year, self.crps < self.crps_regression]
    }
}

/// The bin that a probability falls into.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and the number of bins"
)]
fn bin_of(probability: f64) -> usize {
    ((probability * real(BINS)) as usize).min(BINS - 1)
}

/// Forecasts of being paid that are alike, and how often it came true.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PaidBin {
    /// Forecasts.
    pub rows: u64,
    /// Their mean chance.
    pub expected: f64,
    /// Part that was paid.
    pub paid: f64,
}

/// Tenths of the chance to be paid that hold a forecast.
pub(super) fn reliability(rows: &[ScoredRow]) -> Vec<PaidBin> {
    (0..BINS)
        .filter_map(|bin| {
            let all: Vec<&ScoredRow> = rows.iter().filter(|row| bin_of(row.paid_chance) == bin).collect();
            let n = real(all.len());
            (!all.is_empty()).then(|| PaidBin {
                rows: all.len() as u64,
                expected: all.iter().map(|row| row.paid_chance).sum::<f64>() / n,
                paid: real(all.iter().filter(|row| row.paid).count()) / n,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pit: f64, chance: f64, paid: bool) -> ScoredRow {
        ScoredRow {
            year: 2019,
            aco: "A1".to_owned(),
            level: Level::Track1,
            lives: 9_000.0,
            rebased: false,
            rate: 0.02,
            middle: 0.01,
            scale: 0.02,
            pit,
            paid,
            paid_chance: chance,
            payments: (100.0, 80.0),
            errors: [0.01, 0.02, 0.03],
            crps: [0.1, 0.2, 0.05],
            other_chances: [0.5, 0.5, 0.5],
            payment_crps: [0.0, 0.0],
        }
    }

    #[test]
    fn two_forecasts_by_hand() {
        let rows = [row(0.76, 0.8, true), row(0.96, 0.4, true)];
        let scores = Scores::of(&rows, |_| true);
        // Brier: (0.2² + 0.6²)/2 = 0.2; the halves 0.25. Neither within the central half, one within 90 %.
        assert!((scores.brier_paid - 0.2).abs() < 1e-15 && (scores.brier_paid_base - 0.25).abs() < 1e-15);
        assert_eq!((scores.cover_50, scores.cover_90, scores.below_middle), (0.0, 0.5, 0.0));
        assert_eq!((scores.pit[7], scores.pit[9], scores.paid_share), (0.5, 0.5, 1.0));
        assert_eq!(scores.beats(), [true, false]);
        assert_eq!((scores.payment_actual, scores.payment_expected), (200.0, 160.0));
        assert_eq!(Scores::of(&rows, |_| false), Scores::default());
        let bins = reliability(&rows);
        assert_eq!(bins.len(), 2);
        assert_eq!((bins[1].rows, bins[1].expected, bins[1].paid), (1, 0.8, 1.0));
        // A probability of 1 belongs to the last bin.
        assert_eq!((bin_of(0.0), bin_of(1.0)), (0, BINS - 1));
    }
}
