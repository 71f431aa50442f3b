//! A share of net professional collections.
//!
//! # What it pays
//! A part of what the physician's own professional services collect, less the expense of the
//! practice.
//!
//! # Formula
//! `P = α × max(0, W × c − E × cFTE)`, with `c` net collections per wRVU at the physician's own payer
//! mix and `E` direct expense and overhead.
//!
//! # Parameters
//! Below, with unit, range, default and source. No published range of α was found: it must be
//! stated.
//!
//! # What it rewards
//! Volume, weighted by what each payer pays: an hour for a well-paying patient is worth more.
//!
//! # Revenue
//! Professional: payer-mix and collection risk pass to the physician. Technical: must be excluded
//! for employed physicians unless the group-practice rules are met.
//!
//! # Payment unit
//! A dollar of charges (Quinn 8), after contractual allowances.
//!
//! # Edge cases
//! A practice that does not cover its expense pays nothing; the deficit is not owed. Prices of payers
//! move the pay by themselves, so the plan's yearly adjustment does not apply to collections.
//! Collections count in the year of the work.
//!
//! # Law and market notes
//! Stark employment exception: personally performed services only; designated health services are
//! left out of the collections.
//!
//! # Sources
//! Model 4 of the catalogue (reconstructed). HSG; careerphysician.com on the three basic models.
//!
//! # Example
//! ```toml
//! [[plan.dermatology.pay]]
//! collections = { share = 0.55, expense_per_fte = 60000 }
//! ```

use super::{Margin, Moves, Needs, OneLine, Outlook, Part, PayClass, Record, Status, Work};
use crate::schema::{number, parameters, required};
use crate::terms::{PaymentUnit, excess};
use crate::units::{Share, UsdPerYear};

parameters! {
    /// A share of net professional collections.
    pub struct Collections {
        /// Part of net collections after expense that is paid.
        share: Share = required();
        /// Direct expense and overhead, in dollars a year per 1.0 clinical FTE.
        expense_per_fte: UsdPerYear = number(0.0).because("a plain share of collections unless stated");
    }
}

impl Part for Collections {
    const RECORD: Record = Record {
        model: 4,
        status: Status::Reconstructed,
        formula: "P = share x max(0, W x collections per wRVU - expense x cFTE)",
        rewards: "volume weighted by payer mix, and coding",
        professional: "payer-mix and collection risk pass to the physician",
        technical: "excluded for employed physicians unless group-practice rules are met",
        unit: Some(PaymentUnit::Charges),
        law: "42 CFR 411.357(c): personally performed services; designated health services excluded",
        sources: "HSG; careerphysician.com; no published range of the share was found",
    };
    const PRODUCES: bool = true;
    const NEEDS: Needs = Needs::COLLECTIONS;
}

impl OneLine for Collections {
    const CLASS: PayClass = PayClass::Volume;
    const MOVES: Moves = Moves::WRVU;
    /// Share, expense per clinical FTE.
    type Ready = (f64, f64);

    #[inline(always)]
    fn ready(&self) -> (f64, f64) {
        (self.share.0, self.expense_per_fte.0)
    }

    #[inline(always)]
    fn annual((share, expense): (f64, f64), work: &Work) -> f64 {
        share * (work.wrvu * work.collected_per_wrvu - expense * work.clinical_fte).max(0.0)
    }

    #[inline(always)]
    fn margin((share, expense): (f64, f64), outlook: &Outlook) -> Margin {
        let work = &outlook.work;
        let each = work.collected_per_wrvu;
        if expense == 0.0 {
            return Margin { pay: share * work.wrvu * each, per_wrvu: share * each, ..Margin::default() };
        }
        let over = excess(work.wrvu * each, outlook.wrvu_sd * each, expense * work.clinical_fte);
        Margin { pay: share * over.value, per_wrvu: share * over.chance * each, ..Margin::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::testing;

    fn plan(share: f64, expense: f64) -> Collections {
        Collections { share: Share(share), expense_per_fte: UsdPerYear(expense) }
    }

    fn work(wrvu: f64, collected_per_wrvu: f64) -> Work {
        Work { portion: 1.0, clinical_fte: 0.8, wrvu, collected_per_wrvu, ..Work::default() }
    }

    #[test]
    fn hand_worked() {
        // 5,000 × $80 = 400,000 collected; expense 60,000 × 0.8 = 48,000; 55 % of 352,000 = 193,600.
        assert_eq!(testing::paid(&plan(0.55, 60_000.0), &work(5_000.0, 80.0)), 193_600.0);
        // A payer mix 10 % poorer: 360,000 − 48,000 = 312,000; 55 % = 171,600.
        assert_eq!(testing::paid(&plan(0.55, 60_000.0), &work(5_000.0, 72.0)), 171_600.0);
        assert_eq!(testing::paid(&plan(0.45, 0.0), &work(5_000.0, 80.0)), 180_000.0);
    }

    #[test]
    fn a_deficit_is_not_owed() {
        assert_eq!(testing::paid(&plan(0.55, 60_000.0), &work(500.0, 80.0)), 0.0);
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        for plan in [plan(0.55, 60_000.0), plan(0.45, 0.0), plan(0.5, 480_000.0)] {
            testing::volume_agrees(
                &plan,
                &Outlook { work: work(5_000.0, 80.0), wrvu_sd: 500.0, quality_sd: 0.0, ..Outlook::default() },
            );
        }
    }
}
