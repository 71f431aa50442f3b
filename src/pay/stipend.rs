//! Non-clinical incentive compensation.
//!
//! # What it pays
//! An hourly rate for logged non-clinical work, or an amount for the duty: directorships, quality leadership, pathway
//! redesign, population-health work. The cheapest lever, and the least used.
//!
//! # Formula
//! `P = hours a week × paid weeks × rate`, whatever the FTE: hours are hours. Where an amount is stated,
//! that amount, and the hours are only those that the duty takes.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Time on how care is organised; hours above the cap are not paid.
//!
//! # Revenue
//! Professional: none, a cost only. Technical: indirect.
//!
//! # Payment unit
//! A period of time (Quinn 1).
//!
//! # Edge cases
//! Unlogged hours are unpaid. Hours out of clinic lower wRVUs in proportion to clinical time, 40 hours a week at a
//! clinical FTE of 1.0, whatever incentives do; those that the plan at the start asks for are in the roster's
//! wRVUs and clinical FTE already, so only more or fewer count. A half-time physician with four hours a week is paid four. Pay stacks with everything else under the fair-market-value rule.
//!
//! # Law and market notes
//! Fair-market hourly rate, written duties, time records, commercially reasonable need. Directors
//! average 4–6 hours a week; 78 % of organisations require time logs.
//!
//! # Sources
//! Model 17 of the catalogue (name recovered). Median hourly rates: IHS 2011 ($146.19, mean of
//! medians), wound care $150 (2024 cost reports).
//!
//! # Example
//! ```toml
//! [[plan.family_medicine.pay]]
//! stipend = { hours_per_week = 2, rate = 150 }
//! [[plan.family_medicine.pay]]
//! stipend = { per_person = 30000, hours_per_week = 4 }
//! ```

use super::amount::ReadyAmount;
use super::{Margin, Moves, Needs, OneLine, Outlook, Part, PayAmount, PayClass, Record, Status, Work};
use crate::schema::{Grade, ReadTable, number, optional, parameters};
use crate::terms::PaymentUnit;
use crate::units::{HoursPerWeek, Real, Share, UsdPerHour};

/// Working weeks of a year: an assumption.
pub(super) const WORKING_WEEKS: f64 = 46.0;

parameters! {
    /// Pay for non-clinical work: by the hour, or the amount stated.
    pub struct Stipend {
        ..amount: PayAmount;
        /// Hours a week of the work, in the weeks that are paid; by the hour unless an amount is stated.
        hours_per_week: Option<HoursPerWeek> = optional().range(0.0, 40.0);
        /// Weeks of a year that are paid.
        weeks: Real = number(WORKING_WEEKS).range(1.0, 53.0)
            .because("six weeks of leave, holidays and education; write 52 for an agreement that pays every week");
        /// Hourly rate.
        rate: UsdPerHour = number(150.0)
            .from(Grade::Published, "median $150 per hour, wound-care directors, 2024 cost reports (scoperesearch.co)");
        /// Part of the hours that goes into transforming care (the rest is administration).
        transforming: Share = number(1.0).because("stipends here are for care transformation");
        /// Part of the hours taken from clinical work.
        from_clinic: Share = number(0.5).because("half of the time is found outside clinic hours");
    }
    check Stipend::check
}

impl Stipend {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.hours_per_week.is_none() && !self.amount.is_stated() {
            table.problem_within(
                &[],
                "missing what is paid; write hours_per_week with a rate, or an amount, such as per_person = 30000",
            );
        }
    }

    fn hours(&self) -> f64 {
        self.hours_per_week.map_or(0.0, |hours| hours.0)
    }
}

impl Part for Stipend {
    const RECORD: Record = Record {
        model: 17,
        status: Status::NameRecovered,
        formula: "P = hours a week x paid weeks x rate, or the amount stated",
        rewards: "hours on how care is organised",
        professional: "none: a cost only",
        technical: "indirect",
        unit: Some(PaymentUnit::TimePeriod),
        law: "fair-market hourly rate, written duties, time records, commercially reasonable need",
        sources: "IHS 2011: $146.19 an hour; wound care $150 (2024 cost reports)",
    };

    fn service_hours(&self) -> (f64, f64) {
        let hours = self.hours();
        (hours * self.transforming.0, hours * self.from_clinic.0)
    }

    fn needs(&self) -> Needs {
        self.amount.needs()
    }
}

impl OneLine for Stipend {
    const CLASS: PayClass = PayClass::Service;
    const MOVES: Moves = Moves::WEEKLY_HOUR;
    /// What is paid, and what one more weekly hour is paid.
    type Ready = (ReadyAmount, f64);

    #[inline(always)]
    fn ready(&self) -> (ReadyAmount, f64) {
        if self.amount.is_stated() {
            return (self.amount.ready(), 0.0);
        }
        let (hours, hour) = (self.hours(), self.rate.0 * self.weeks.0);
        // The hour the lever adds is paid like the last one, if any is.
        (PayAmount::per_person(hours * hour).ready(), if hours > 0.0 { hour } else { 0.0 })
    }

    #[inline(always)]
    fn annual((amount, _): (ReadyAmount, f64), work: &Work) -> f64 {
        amount.annual(work)
    }

    #[inline(always)]
    fn margin(ready: (ReadyAmount, f64), outlook: &Outlook) -> Margin {
        Margin { pay: Self::annual(ready, &outlook.work), per_weekly_hour: ready.1, ..Margin::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stipend(hours: Option<f64>, amount: PayAmount) -> Stipend {
        Stipend {
            amount,
            hours_per_week: hours.map(HoursPerWeek),
            weeks: Real(WORKING_WEEKS),
            rate: UsdPerHour(150.0),
            transforming: Share(1.0),
            from_clinic: Share(0.5),
        }
    }

    fn annual(stipend: &Stipend, fte: f64) -> f64 {
        Stipend::annual(stipend.ready(), &Work { fte, ..Work::default() })
    }

    #[test]
    fn hours_are_hours_whatever_the_fte() {
        // 4 h × 46 weeks × $150 = 27,600; in every week of the year, 52 of them: 31,200.
        let hourly = stipend(Some(4.0), PayAmount::NONE);
        assert_eq!([1.0, 0.5].map(|fte| annual(&hourly, fte)), [27_600.0, 27_600.0]);
        assert_eq!(annual(&Stipend { weeks: Real(52.0), ..hourly.clone() }, 0.5), 31_200.0);
        let margin = Stipend::margin(hourly.ready(), &Outlook::default());
        assert_eq!(margin.per_weekly_hour, 6_900.0);
    }

    #[test]
    fn an_amount_is_paid_in_place_of_hours() {
        let flat = stipend(Some(4.0), PayAmount::per_person(30_000.0));
        assert_eq!([1.0, 0.5].map(|fte| annual(&flat, fte)), [30_000.0, 30_000.0]);
        assert_eq!(annual(&stipend(None, PayAmount::per_fte(30_000.0)), 0.5), 15_000.0);
        // The hours are worked all the same; one more is not paid.
        assert_eq!(flat.service_hours(), (4.0, 2.0));
        assert_eq!(Stipend::margin(flat.ready(), &Outlook::default()).per_weekly_hour, 0.0);
    }
}
