//! Straight salary.
//!
//! # What it pays
//! A fixed amount for time, whatever is done in it: per FTE, per person, or the roster's.
//!
//! # Formula
//! `P = S × FTE`, with `S` dollars per full-time year; or `P = S` for each person; or the roster's own base
//! salary, or a share of it.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Nothing at the margin. (Re-basing on last year's work would pay volume a year late.)
//!
//! # Revenue
//! Professional: a fixed cost against variable revenue; the system holds the volume risk.
//! Technical: none direct; downstream volume is not paid.
//!
//! # Payment unit
//! A period of time (Quinn 1).
//!
//! # Edge cases
//! A physician without base salary in the roster, on a plan that pays the roster's, is a bad
//! scenario, not a zero.
//!
//! # Law and market notes
//! Stark employment exception, 42 CFR 411.357(c): fair market value, not by referrals. Salary was
//! 55 % of physicians' pay on average in 2022; 29 % of offers are straight salary.
//!
//! # Sources
//! Model 1 of the catalogue (reconstructed). AMA Physician Practice Benchmark Survey 2022; AMN
//! 2024–25 (n = 1,420).
//!
//! # Example
//! ```toml
//! [[plan.hospitalist.pay]]
//! salary = { per_fte = 310000 }
//! [[plan.hospitalist.pay]]
//! salary = { per_person = 2500 }
//! ```

use super::amount::ReadyAmount;
use super::{Margin, Moves, OneLine, Outlook, Part, PayAmount, PayClass, Record, Status, Work};
use crate::schema::parameters;
use crate::terms::PaymentUnit;

parameters! {
    /// Straight salary: the amount stated, or the roster's base salary when none is.
    pub struct Salary {
        ..amount: PayAmount;
    }
}

impl Part for Salary {
    const RECORD: Record = Record {
        model: 1,
        status: Status::Reconstructed,
        formula: "P = S x FTE, or S per person, or the roster's",
        rewards: "nothing at the margin",
        professional: "a fixed cost against variable revenue: the system holds the volume risk",
        technical: "none direct; downstream volume is not paid",
        unit: Some(PaymentUnit::TimePeriod),
        law: "Stark employment exception 42 CFR 411.357(c); IRC 4958 for disqualified persons",
        sources: "AMA Benchmark Survey 2022: 55 % of pay; AMN 2024-25: 29 % of offers",
    };

    fn needs_base_salary(&self) -> bool {
        self.amount.needs_base_salary()
    }

    fn base(&self, work: &Work) -> Option<f64> {
        Some(self.ready().salary(work))
    }
}

impl OneLine for Salary {
    const CLASS: PayClass = PayClass::Time;
    const MOVES: Moves = Moves::NOTHING;
    type Ready = ReadyAmount;

    #[inline(always)]
    fn ready(&self) -> ReadyAmount {
        self.amount.ready_salary()
    }

    #[inline(always)]
    fn annual(amount: ReadyAmount, work: &Work) -> f64 {
        amount.salary(work)
    }

    #[inline(always)]
    fn margin(ready: ReadyAmount, outlook: &Outlook) -> Margin {
        Margin { pay: Self::annual(ready, &outlook.work), ..Margin::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annual(amount: PayAmount, work: &Work) -> f64 {
        Salary::annual(Salary { amount }.ready(), work)
    }

    #[test]
    fn hand_worked() {
        let work = Work { fte: 0.8, base_salary: 199_000.0, ..Work::default() };
        assert_eq!(annual(PayAmount::per_fte(310_000.0), &work), 248_000.0);
        assert_eq!(annual(PayAmount::per_person(20_000.0), &work), 20_000.0);
        assert_eq!(annual(PayAmount::NONE, &work), 199_000.0);
    }

    #[test]
    fn work_changes_nothing_in_the_year() {
        let salary = Salary { amount: PayAmount::per_fte(310_000.0) };
        let margin = Salary::margin(
            salary.ready(),
            &Outlook {
                work: Work { fte: 1.0, wrvu: 5_000.0, ..Work::default() },
                wrvu_sd: 500.0,
                quality_sd: 0.05,
                ..Outlook::default()
            },
        );
        assert_eq!(margin, Margin { pay: 310_000.0, ..Margin::default() });
    }
}
