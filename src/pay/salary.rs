//! Straight salary.
//!
//! # What it pays
//! A fixed amount for time, whatever is done in it.
//!
//! # Formula
//! `P = S × FTE`, with `S` dollars per full-time year; or the roster's own base salary.
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
//! ```

use super::{Margin, Moves, OneLine, Outlook, Part, PayClass, Record, Status, Work};
use crate::schema::{optional, parameters};
use crate::terms::PaymentUnit;
use crate::units::UsdPerYear;

parameters! {
    /// Straight salary.
    pub struct Salary {
        /// Dollars a year per 1.0 FTE; the roster's base salary when left out.
        per_fte: Option<UsdPerYear> = optional();
    }
}

impl Part for Salary {
    const RECORD: Record = Record {
        model: 1,
        status: Status::Reconstructed,
        formula: "P = S x FTE",
        rewards: "nothing at the margin",
        professional: "a fixed cost against variable revenue: the system holds the volume risk",
        technical: "none direct; downstream volume is not paid",
        unit: Some(PaymentUnit::TimePeriod),
        law: "Stark employment exception 42 CFR 411.357(c); IRC 4958 for disqualified persons",
        sources: "AMA Benchmark Survey 2022: 55 % of pay; AMN 2024-25: 29 % of offers",
    };

    fn needs_base_salary(&self) -> bool {
        self.per_fte.is_none()
    }
}

impl OneLine for Salary {
    const CLASS: PayClass = PayClass::Time;
    const MOVES: Moves = Moves::NOTHING;
    /// Dollars per FTE, and how much of the roster's own salary.
    type Ready = (f64, f64);

    #[inline(always)]
    fn ready(&self) -> (f64, f64) {
        per_fte_or_own(self.per_fte)
    }

    #[inline(always)]
    fn annual((per_fte, own): (f64, f64), work: &Work) -> f64 {
        per_fte * work.fte + own * work.base_salary
    }

    #[inline(always)]
    fn margin(ready: (f64, f64), outlook: &Outlook) -> Margin {
        Margin { pay: Self::annual(ready, &outlook.work), ..Margin::default() }
    }
}

/// A salary as (dollars per FTE, multiple of the roster's own): stated, or the roster's.
#[inline(always)]
pub(super) fn per_fte_or_own(stated: Option<UsdPerYear>) -> (f64, f64) {
    stated.map_or((0.0, 1.0), |salary| (salary.0, 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annual(per_fte: Option<f64>, work: &Work) -> f64 {
        Salary::annual(Salary { per_fte: per_fte.map(UsdPerYear) }.ready(), work)
    }

    #[test]
    fn hand_worked() {
        let work = Work { fte: 0.8, base_salary: 199_000.0, ..Work::default() };
        assert_eq!(annual(Some(310_000.0), &work), 248_000.0);
        assert_eq!(annual(None, &work), 199_000.0);
    }

    #[test]
    fn work_changes_nothing_in_the_year() {
        let salary = Salary { per_fte: Some(UsdPerYear(310_000.0)) };
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
