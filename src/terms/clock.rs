//! When a performance year is settled and when its money moves.

use crate::schema::{Grade, ReadTable, number, parameters};
use crate::units::{CalendarYear, MonthOffset, Months};
use std::ops::RangeInclusive;

/// Over which months a payer's money moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaidOver {
    /// All in the month of payment.
    #[default]
    AtOnce,
    /// With every claim of the calendar year that the month of payment lies in.
    CalendarYear,
    /// With every discharge of the federal fiscal year that the month of payment lies in: October to September.
    FiscalYear,
}

impl PaidOver {
    /// Months before January in which such a year begins.
    const fn ahead(self) -> u16 {
        match self {
            PaidOver::AtOnce | PaidOver::CalendarYear => 0,
            PaidOver::FiscalYear => 3,
        }
    }
}

parameters! {
    /// The payer contract's clock: months counted from the January of the performance year. A month that is
    /// drawn counts as the nearest whole one.
    pub struct Clock {
        /// When the payer publishes the settlement.
        settlement_month: Months = number(20.0).range(12.0, 60.0)
            .from(Grade::Published, "MSSP results arrive late August to October of the following year; trade figure 18-20 months (bassberry.com 2025; PayerPrice)");
        /// When money moves: a payment arrives, or a debt falls due. Hospital programmes pay with every discharge of
        /// a federal fiscal year, October to September, and ambulatory specialists with every claim of a calendar
        /// year: for them any month of that year.
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

    /// First and last month in which money moves between payer and system.
    #[must_use]
    pub fn payments(&self, over: PaidOver) -> RangeInclusive<u16> {
        let month = self.payment().0;
        if over == PaidOver::AtOnce {
            return month..=month;
        }
        let first = 12 * self.years_later(over) - over.ahead();
        first..=first + 11
    }

    /// The year that is paid over: years after the performance year.
    fn years_later(&self, over: PaidOver) -> u16 {
        (self.payment().0 + over.ahead()) / 12
    }

    /// The federal fiscal year that the payment for a performance year lies in; that of 2028 begins in October
    /// 2027.
    #[must_use]
    pub fn fiscal_year(&self, performance: CalendarYear) -> CalendarYear {
        performance.plus(usize::from(self.years_later(PaidOver::FiscalYear)))
    }

    /// The month in which all of it is there.
    fn all_there(&self, over: PaidOver) -> f64 {
        match over {
            PaidOver::AtOnce => self.payment_month.0,
            PaidOver::CalendarYear | PaidOver::FiscalYear => f64::from(*self.payments(over).end()),
        }
    }

    /// When physicians receive their part, once all of it is there.
    #[must_use]
    pub fn payout(&self, over: PaidOver) -> MonthOffset {
        whole_months(self.all_there(over) + self.payout_delay.0)
    }

    /// Years from the middle of the performance year, when the work is done, to the payout.
    #[must_use]
    pub fn delay_years(&self, over: PaidOver) -> f64 {
        (self.all_there(over) + self.payout_delay.0 - 6.0) / 12.0
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

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(payment: f64) -> Clock {
        Clock { settlement_month: Months(12.0), payment_month: Months(payment), payout_delay: Months(2.0) }
    }

    /// Performance of 2026. October 2027 (month 21) to September 2028 (month 32) is fiscal year 2028.
    #[test]
    fn a_fiscal_year_runs_from_october_to_september() {
        for (payment, year, first) in [(20.0, 2027, 9), (21.0, 2028, 21), (32.0, 2028, 21), (33.0, 2029, 33)]
        {
            let clock = clock(payment);
            assert_eq!(clock.fiscal_year(CalendarYear(2026)), CalendarYear(year), "{payment}");
            let months = clock.payments(PaidOver::FiscalYear);
            assert_eq!(months, first..=first + 11, "{payment}");
            let (start, end) = (MonthOffset(*months.start()), MonthOffset(*months.end()));
            assert_eq!(start.calendar(CalendarYear(2026)), (CalendarYear(year - 1), 10));
            assert_eq!(end.calendar(CalendarYear(2026)), (CalendarYear(year), 9));
        }
        // Physicians have their part two months after September 2028, 28 months after the middle of 2026.
        assert_eq!(clock(30.0).payout(PaidOver::FiscalYear), MonthOffset(34));
        assert!((clock(30.0).delay_years(PaidOver::FiscalYear) - 28.0 / 12.0).abs() < 1e-12);
    }

    #[test]
    fn a_calendar_year_or_one_month() {
        // Months 24 to 35 are 2028.
        assert_eq!(clock(24.0).payments(PaidOver::CalendarYear), 24..=35);
        assert_eq!(clock(35.0).payments(PaidOver::CalendarYear), 24..=35);
        assert_eq!(clock(21.0).payments(PaidOver::AtOnce), 21..=21);
        assert_eq!(clock(21.0).payout(PaidOver::AtOnce), MonthOffset(23));
        assert!((clock(21.0).delay_years(PaidOver::AtOnce) - 17.0 / 12.0).abs() < 1e-12);
    }
}
