//! Non-clinical incentive compensation.
//!
//! # What it pays
//! An hourly rate for logged non-clinical work: directorships, quality leadership, pathway
//! redesign, population-health work. The cheapest lever, and the least used.
//!
//! # Formula
//! `P = hours a week × working weeks × rate × FTE`.
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
//! Unlogged hours are unpaid. Pay stacks with everything else under the fair-market-value rule.
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
//! ```

use super::{Margin, Moves, OneLine, Outlook, Part, PayClass, Record, Status, Work};
use crate::schema::{Grade, number, parameters, required};
use crate::terms::PaymentUnit;
use crate::units::{HoursPerWeek, Share, UsdPerHour};

/// Working weeks of a year.
pub(super) const WORKING_WEEKS: f64 = 46.0;

parameters! {
    /// Pay for non-clinical work.
    pub struct Stipend {
        /// Hours a week that are paid.
        hours_per_week: HoursPerWeek = required().range(0.0, 40.0);
        /// Hourly rate.
        rate: UsdPerHour = number(150.0)
            .from(Grade::Published, "median $150 per hour, wound-care directors, 2024 cost reports (scoperesearch.co)");
        /// Part of the hours that goes into transforming care (the rest is administration).
        transforming: Share = number(1.0).because("stipends here are for care transformation");
        /// Part of the hours taken from clinical work.
        from_clinic: Share = number(0.5).because("half of the time is found outside clinic hours");
    }
}

impl Part for Stipend {
    const RECORD: Record = Record {
        model: 17,
        status: Status::NameRecovered,
        formula: "P = hours a week x working weeks x rate x FTE",
        rewards: "hours on how care is organised",
        professional: "none: a cost only",
        technical: "indirect",
        unit: Some(PaymentUnit::TimePeriod),
        law: "fair-market hourly rate, written duties, time records, commercially reasonable need",
        sources: "IHS 2011: $146.19 an hour; wound care $150 (2024 cost reports)",
    };

    fn service_hours(&self) -> (f64, f64) {
        let hours = self.hours_per_week.0;
        (hours * self.transforming.0, hours * self.from_clinic.0)
    }
}

impl OneLine for Stipend {
    const CLASS: PayClass = PayClass::Service;
    const MOVES: Moves = Moves::WEEKLY_HOUR;
    /// Dollars a year per FTE, and what one more weekly hour is paid.
    type Ready = (f64, f64);

    #[inline(always)]
    fn ready(&self) -> (f64, f64) {
        let hour = self.rate.0 * WORKING_WEEKS;
        // The hour the lever adds is paid like the last one, if any is.
        (self.hours_per_week.0 * hour, if self.hours_per_week.0 > 0.0 { hour } else { 0.0 })
    }

    #[inline(always)]
    fn annual((per_fte, _): (f64, f64), work: &Work) -> f64 {
        per_fte * work.fte
    }

    #[inline(always)]
    fn margin(ready: (f64, f64), outlook: &Outlook) -> Margin {
        Margin { pay: Self::annual(ready, &outlook.work), per_weekly_hour: ready.1, ..Margin::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_worked() {
        // 2 h × 46 weeks × $150 × 0.8 FTE = 11,040.
        let stipend = Stipend {
            hours_per_week: HoursPerWeek(2.0),
            rate: UsdPerHour(150.0),
            transforming: Share(1.0),
            from_clinic: Share(0.5),
        };
        assert_eq!(Stipend::annual(stipend.ready(), &Work { fte: 0.8, ..Work::default() }), 11_040.0);
        let margin = Stipend::margin(
            stipend.ready(),
            &Outlook { work: Work { fte: 1.0, ..Work::default() }, ..Outlook::default() },
        );
        assert_eq!(margin.per_weekly_hour, 6_900.0);
    }
}
