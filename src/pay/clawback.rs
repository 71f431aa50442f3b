//! Clawback of value pay from those who leave.
//!
//! # What it pays
//! Nothing: a physician who leaves within a time of earning pay for quality or cost of care repays a
//! part of it.
//!
//! # Formula
//! On leaving, `m` months after the end of a performance year: `share × (1 − m / months) × value pay`
//! of that year, while `m < months`; added up over years.
//!
//! # Parameters
//! Below, with unit, range, default and source. No published shares were found for value pay.
//!
//! # What it rewards
//! Staying. Behaviour does not respond to it: neither the chance of leaving nor what value pay is felt
//! to be worth.
//!
//! # Revenue
//! Professional: none of its own; repayments reach the system's margin, not its programme. Technical: none.
//!
//! # Payment unit
//! An overlay without a unit of its own.
//!
//! # Edge cases
//! Who leaves does so when a performance year begins, so `m` is 0, 12 or 24. Reasons for leaving are
//! not told apart: retirement repays as well. Value pay is what the cap left, and the plan in force at
//! the end of the year decides. What is owed does not pass to the successor, whose pay is untouched.
//!
//! # Law and market notes
//! Wage law of some states bars taking back pay already earned. Reconciled within 90 days of leaving.
//!
//! # Sources
//! Compensation mechanics (not a row of the 17): clawback; sign-on money is commonly forgiven pro rata
//! by month.
//!
//! # Example
//! ```toml
//! [plan.family_medicine]
//! clawback = { share = 0.5, months = 24 }
//! [[plan.family_medicine.pay]]
//! quality_bonus = { per_fte = 20000 }
//! ```

use super::{Record, Status};
use crate::schema::{number, parameters};
use crate::units::{Cents, Months, Share};

parameters! {
    /// Part of value pay repaid by those who leave soon after earning it.
    pub struct Clawback {
        /// Part of the value pay that is repaid on leaving at once.
        share: Share = number(1.0).because("a clause without a share takes all of it back");
        /// Months after the performance year within which leaving repays; the part falls evenly to zero.
        months: Months = number(12.0).range(1.0, 36.0).because("usual terms of forgiveness run one to three years");
    }
}

impl Clawback {
    /// Most performance years of which something may be owed at once.
    pub const YEARS: usize = 3;

    /// What the catalogue says of it.
    pub const RECORD: Record = Record {
        model: 0,
        status: Status::Mechanic,
        formula: "on leaving m months after a year: share x (1 - m / months) x that year's value pay",
        rewards: "staying; behaviour does not respond to it",
        professional: "repayments reach the system's margin",
        technical: "none",
        unit: None,
        law: "wage law of some states bars taking back pay already earned",
        sources: "compensation mechanics; no published shares for value pay were found",
    };

    /// What a year's value pay would have its receiver repay on leaving 0, 12 and 24 months after it.
    #[must_use]
    pub fn owed(&self, value: Cents) -> [Cents; Clawback::YEARS] {
        [0.0, 12.0, 24.0]
            .map(|age| value.positive().share(self.share.0 * (1.0 - age / self.months.0).max(0.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_worked() {
        // Half of 10,000 falling over 24 months: 5,000, then 2,500, then nothing.
        let rule = Clawback { share: Share(0.5), months: Months(24.0) };
        assert_eq!(rule.owed(Cents(1_000_000)), [Cents(500_000), Cents(250_000), Cents::ZERO]);
        // All of 900 over 36 months: 900, 600, 300.
        let long = Clawback { share: Share(1.0), months: Months(36.0) };
        assert_eq!(long.owed(Cents(90_000)), [Cents(90_000), Cents(60_000), Cents(30_000)]);
        // A year is never owed after its term; nothing earned is nothing owed.
        let short = Clawback { share: Share(1.0), months: Months(12.0) };
        assert_eq!(short.owed(Cents(90_000)), [Cents(90_000), Cents::ZERO, Cents::ZERO]);
        assert_eq!(short.owed(Cents(-5)), [Cents::ZERO; 3]);
    }
}
