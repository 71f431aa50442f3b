//! Call-coverage pay.
//!
//! # What it pays
//! A rate for each day on call beyond those the base pay includes, and a fee for each time called in.
//!
//! # Formula
//! `P = rate × max(0, days − included) + callback fee × callbacks a day × days`.
//!
//! # Parameters
//! Below, with unit, range, default and source. Days come from the roster's `call_days`.
//!
//! # What it rewards
//! Days of coverage.
//!
//! # Revenue
//! Professional: paid for being available, on top of what is collected for the care. Technical: keeps
//! trauma and emergency revenue open.
//!
//! # Payment unit
//! A day (Quinn 5).
//!
//! # Edge cases
//! No pay for days under the number included. A roster without `call_days` has nobody on call.
//!
//! # Law and market notes
//! Fair market value of the coverage; stacked with all other pay, since survey benchmarks of total
//! pay often hold call pay already.
//!
//! # Sources
//! Model 8 of the catalogue (reconstructed). Median daily rates, MGMA 2012: family medicine 150,
//! obstetrics 500, neurology 600, orthopedics 953, cardiology 900, general surgery 1,000, radiology
//! 1,000, anesthesia 2,400. In 2025 19 % of physicians were paid any (marithealth.com).
//!
//! # Example
//! ```toml
//! [[plan.general_surgery.pay]]
//! call_coverage = { per_day = 1000, included_days = 48 }
//! ```

use super::{Margin, Moves, OneLine, Outlook, Part, PayClass, Record, Status, Work};
use crate::schema::{number, parameters, required};
use crate::terms::PaymentUnit;
use crate::units::{Real, UsdAmount};

parameters! {
    /// Call-coverage pay.
    pub struct CallCoverage {
        /// Dollars per day of call.
        per_day: UsdAmount = required().range(0.0, 100000.0);
        /// Days of call a year that the base pay includes.
        included_days: Real = number(0.0).range(0.0, 366.0).because("every day is paid unless stated");
        /// Dollars each time called in.
        callback_fee: UsdAmount = number(0.0).range(0.0, 100000.0).because("none unless stated");
        /// Times called in, per day of call.
        callbacks_per_day: Real = number(0.0).range(0.0, 24.0).because("none unless stated");
    }
}

impl Part for CallCoverage {
    const RECORD: Record = Record {
        model: 8,
        status: Status::Reconstructed,
        formula: "P = rate x max(0, days - included) + callback fee x callbacks",
        rewards: "days of coverage beyond those included",
        professional: "availability pay on top of fees collected",
        technical: "keeps trauma and emergency revenue open",
        unit: Some(PaymentUnit::Day),
        law: "fair market value; stacked with all other pay",
        sources: "MGMA 2012 daily medians, e.g. orthopedics $953, general surgery $1,000; marithealth.com 2025",
    };
}

/// The component without what differs between physicians.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    per_day: f64,
    included: f64,
    called_in: f64,
}

impl OneLine for CallCoverage {
    const CLASS: PayClass = PayClass::Time;
    const MOVES: Moves = Moves::NOTHING;
    type Ready = Rates;

    #[inline(always)]
    fn ready(&self) -> Rates {
        Rates {
            per_day: self.per_day.0,
            included: self.included_days.0,
            called_in: self.callback_fee.0 * self.callbacks_per_day.0,
        }
    }

    #[inline(always)]
    fn annual(rates: Rates, work: &Work) -> f64 {
        let days = work.duties.call_days;
        rates.per_day * (days - rates.included).max(0.0) + rates.called_in * days
    }

    #[inline(always)]
    fn margin(rates: Rates, outlook: &Outlook) -> Margin {
        Margin { pay: Self::annual(rates, &outlook.work), ..Margin::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Duties;
    use crate::pay::testing;

    fn paid(days: f64) -> f64 {
        let call = CallCoverage {
            per_day: UsdAmount(1_000.0),
            included_days: Real(48.0),
            callback_fee: UsdAmount(150.0),
            callbacks_per_day: Real(0.4),
        };
        let duties = Duties { call_days: days, ..Duties::usual(1.0) };
        testing::paid(&call, &Work { portion: 1.0, duties, ..Work::default() })
    }

    #[test]
    fn hand_worked() {
        // 73 days: 25 beyond the included 48 at 1,000, and 73 × 0.4 × 150 = 4,380.
        assert_eq!(paid(73.0), 29_380.0);
    }

    #[test]
    fn included_days_pay_only_for_being_called_in() {
        assert_eq!(paid(48.0), 2_880.0);
        assert_eq!(paid(0.0), 0.0);
    }
}
