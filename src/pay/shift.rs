//! Pay by the shift.
//!
//! # What it pays
//! An hourly rate for scheduled hours, with a differential for nights and weekends.
//!
//! # Formula
//! `P = H × rate × (1 + n × d)`, with `H` hours of shifts a year, a share `n` of them with the
//! differential `d`.
//!
//! # Parameters
//! Below, with unit, range, default and source. Hours come from the roster's `shift_hours`; without
//! it 2,184 per clinical FTE: seven days on and seven off, 182 shifts of 12 hours.
//!
//! # What it rewards
//! Time on duty. Within a shift nothing: one more patient an hour pays the same.
//!
//! # Revenue
//! Professional: coverage often costs more than it collects, and is subsidised. Technical: keeps the
//! facility's throughput going.
//!
//! # Payment unit
//! A period of time (Quinn 1), or a day where shifts are.
//!
//! # Edge cases
//! Nobody scheduled, nobody paid. Production above a threshold is a second component.
//!
//! # Law and market notes
//! Fair market value for hours and coverage.
//!
//! # Sources
//! Model 6 of the catalogue (reconstructed). Adult hospitalists: median total pay $289,151 (2018) and
//! $307,633 (2020), the-hospitalist.org; 182 shifts a year recalled.
//!
//! # Example
//! ```toml
//! [[plan.nocturnist.pay]]
//! shift = { rate = 150, differential_share = 1.0, differential = 0.15 }
//! ```

use super::{Margin, Moves, OneLine, Outlook, Part, PayClass, Record, Status, Work};
use crate::schema::{number, parameters, required};
use crate::terms::PaymentUnit;
use crate::units::{Share, UsdPerHour};

parameters! {
    /// Pay by the shift.
    pub struct Shift {
        /// Dollars per scheduled hour.
        rate: UsdPerHour = required();
        /// Share of hours with the differential: nights, weekends.
        differential_share: Share = number(0.0).because("none unless stated");
        /// What those hours pay more, as a share of the rate.
        differential: Share = number(0.0).because("none unless stated");
    }
}

impl Part for Shift {
    const RECORD: Record = Record {
        model: 6,
        status: Status::Reconstructed,
        formula: "P = hours x rate x (1 + differential share x differential)",
        rewards: "time on duty; nothing within a shift",
        professional: "coverage often costs more than it collects: subsidised",
        technical: "keeps the facility's throughput going",
        unit: Some(PaymentUnit::TimePeriod),
        law: "fair market value for hours and coverage",
        sources: "the-hospitalist.org: $289,151 (2018), $307,633 (2020); 182 shifts a year recalled",
    };
}

impl OneLine for Shift {
    const CLASS: PayClass = PayClass::Time;
    const MOVES: Moves = Moves::NOTHING;
    /// Average rate.
    type Ready = f64;

    #[inline(always)]
    fn ready(&self) -> f64 {
        self.rate.0 * (1.0 + self.differential_share.0 * self.differential.0)
    }

    #[inline(always)]
    fn annual(rate: f64, work: &Work) -> f64 {
        rate * work.duties.shift_hours
    }

    #[inline(always)]
    fn margin(rate: f64, outlook: &Outlook) -> Margin {
        Margin { pay: Self::annual(rate, &outlook.work), ..Margin::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Duties;
    use crate::pay::testing;

    #[test]
    fn hand_worked() {
        // 0.5 cFTE: 1,092 hours; a quarter of them at 20 % more: 1,092 × 140 × 1.05 = 160,524.
        let shift =
            Shift { rate: UsdPerHour(140.0), differential_share: Share(0.25), differential: Share(0.2) };
        let work = Work { portion: 1.0, duties: Duties::usual(0.5), ..Work::default() };
        assert_eq!(testing::paid(&shift, &work), 160_524.0);
        // Hours are conserved: half the year, half the pay.
        assert_eq!(testing::paid(&shift, &Work { portion: 0.5, ..work }), 80_262.0);
    }

    #[test]
    fn work_within_a_shift_pays_nothing() {
        let shift =
            Shift { rate: UsdPerHour(140.0), differential_share: Share(0.0), differential: Share(0.0) };
        let work = Work { portion: 1.0, wrvu: 4_300.0, duties: Duties::usual(1.0), ..Work::default() };
        let margin = Shift::margin(
            shift.ready(),
            &Outlook { work, wrvu_sd: 400.0, quality_sd: 0.05, ..Outlook::default() },
        );
        assert_eq!(margin, Margin { pay: 305_760.0, ..Margin::default() });
    }
}
