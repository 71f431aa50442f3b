//! When a performance year is settled and when its money moves.

use crate::schema::{Grade, ReadTable, number, parameters};
use crate::units::{MonthOffset, Months};

parameters! {
    /// The payer contract's clock: months counted from the January of the performance year. A month that is
    /// drawn counts as the nearest whole one.
    pub struct Clock {
        /// When the payer publishes the settlement.
        settlement_month: Months = number(20.0).range(12.0, 60.0)
            .from(Grade::Published, "MSSP results arrive late August to October of the following year; trade figure 18-20 months (bassberry.com 2025; PayerPrice)");
        /// When money moves: a payment arrives, or a debt falls due.
        payment_month: Months = number(21.0).range(12.0, 60.0)
            .from(Grade::Published, "MSSP cash arrives October to November of the following year (bassberry.com 2025)");
        /// Months between the system receiving value money and physicians being paid their part.
        payout_delay: Months = number(2.0).range(0.0, 24.0)
            .because("pools are divided at the next quarter's end");
    }
    check Clock::check
}

/// Why a part of a month is refused.
pub(super) const BOOKED: &str = "money is booked by month";

impl Clock {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        for key in ["settlement_month", "payment_month", "payout_delay"] {
            table.whole_months(key, BOOKED);
        }
        if self.payment_month.0 < self.settlement_month.0 {
            table.problem(
                "payment_month",
                format!(
                    "found {}; money cannot move before the settlement in month {}; write {} or more",
                    self.payment_month.0, self.settlement_month.0, self.settlement_month.0
                ),
            );
        }
    }

    /// When money moves between payer and system.
    #[must_use]
    pub fn payment(&self) -> MonthOffset {
        whole_months(self.payment_month.0)
    }

    /// When physicians receive their part.
    #[must_use]
    pub fn payout(&self) -> MonthOffset {
        whole_months(self.payment_month.0 + self.payout_delay.0)
    }

    /// Years from the middle of the performance year, when the work is done, to the payout.
    #[must_use]
    pub fn delay_years(&self) -> f64 {
        (self.payment_month.0 + self.payout_delay.0 - 6.0) / 12.0
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bounded by the parameter's range"
)]
pub(super) fn whole_months(months: f64) -> MonthOffset {
    MonthOffset(months.round() as u16)
}
