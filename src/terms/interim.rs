//! Money before the final settlement: what is prepaid on a benchmark, and what an interim settlement pays on
//! claims that are not complete. Both move cash, not what is earned: the final settlement trues them up.

use super::clock::{BOOKED, whole_months};
use crate::schema::{Grade, ReadTable, number, parameters, required};
use crate::units::{Cents, MonthOffset, Months, Share, SignedShare};

parameters! {
    /// Part of the benchmark paid month by month within the performance year and repaid when the year is
    /// settled: prepaid shared savings, enhanced primary-care capitation.
    pub struct Prepayment {
        /// Part of the benchmark.
        share: Share = required().range(0.0, 0.5);
    }
}

parameters! {
    /// A provisional settlement on claims as they stand, before the final one.
    pub struct Interim {
        /// When it is paid, in months from the January of the performance year.
        month: Months = number(15.0).range(12.0, 60.0)
            .because("soon after the year's end, with three months of run-out");
        /// Part of the provisional result, gain or loss, that moves.
        share: Share = number(0.5).because("half, until claims are complete");
        /// Mean error of the spending that is estimated: below zero when the completion factor is too small.
        bias: SignedShare = number(0.0).range(-0.2, 0.2)
            .because("a completion factor that is right on average; one modeller uses 1.02 x 1.022 x 1.018 = 1.0612 on five months");
        /// Standard deviation of that error.
        error: Share = number(0.01).range(0.0, 0.2)
            .from(Grade::Assumption, "a point of spending after three months of run-out");
    }
    check Interim::check
}

impl Prepayment {
    /// What is prepaid of a benchmark.
    #[must_use]
    pub fn of(&self, benchmark: Cents) -> Cents {
        benchmark.positive().share(self.share.0)
    }
}

impl Interim {
    #[expect(clippy::unused_self, reason = "the form of a check")]
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        table.whole_months("month", BOOKED);
    }

    /// When it is paid.
    #[must_use]
    pub fn payment(&self) -> MonthOffset {
        whole_months(self.month.0)
    }

    /// Estimated over final spending, with a standard normal error.
    #[must_use]
    pub fn estimate(&self, error: f64) -> f64 {
        (1.0 + self.bias.0 + self.error.0 * error).max(0.0)
    }

    /// What moves of a provisional result.
    #[must_use]
    pub fn paid(&self, provisional: Cents) -> Cents {
        provisional.share(self.share.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prepayment_is_a_share_of_the_benchmark() {
        // 7 % of $100 million.
        assert_eq!(Prepayment { share: Share(0.07) }.of(Cents(10_000_000_000)), Cents(700_000_000));
        assert_eq!(Prepayment { share: Share(0.07) }.of(Cents(-5)), Cents::ZERO);
    }

    #[test]
    fn an_estimate_errs_by_bias_and_luck() {
        let interim =
            Interim { month: Months(15.0), share: Share(0.5), bias: SignedShare(-0.01), error: Share(0.02) };
        // 1 − 1 % + 1.5 × 2 %; half of a loss moves as half of a gain does.
        assert!((interim.estimate(1.5) - 1.02).abs() < 1e-15);
        assert_eq!((interim.paid(Cents(301)), interim.paid(Cents(-300))), (Cents(150), Cents(-150)));
        assert_eq!(interim.estimate(-1_000.0), 0.0);
    }
}
