//! A fee per encounter or procedure.
//!
//! # What it pays
//! A fee for each encounter ("per click"), whatever its intensity.
//!
//! # Formula
//! `P = n × Σⱼ sⱼ × feeⱼ`, with `n = W / (wRVU per encounter)` encounters, a share `sⱼ` of which are of
//! kind `j`.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! The number of encounters, not what is done in them: shorter visits, more often.
//!
//! # Revenue
//! Professional: as wRVU pay without the weight of intensity. Technical: the professional component
//! only.
//!
//! # Payment unit
//! A service (Quinn 6).
//!
//! # Edge cases
//! Doubling wRVUs by doubling the intensity of each encounter changes nothing. Encounters of no kind
//! in the list are unpaid.
//!
//! # Law and market notes
//! Every fee must be fair market value on its own.
//!
//! # Sources
//! Model 5 of the catalogue (reconstructed). VMG Health on per-service payment.
//!
//! # Example
//! ```toml
//! [[plan.urgent_care.pay]]
//! per_encounter = { fees = [{ share = 0.8, fee = 62 }, { share = 0.2, fee = 110 }] }
//! ```

use super::{Margin, Moves, OneLine, Outlook, Part, PayClass, Record, Status, Work};
use crate::schema::{ReadTable, number, parameters, required};
use crate::terms::PaymentUnit;
use crate::units::{Share, UsdAmount, sum};

parameters! {
    /// A kind of encounter.
    pub struct EncounterFee {
        /// Share of all encounters.
        share: Share = number(1.0).because("one kind unless stated");
        /// What each is paid.
        fee: UsdAmount = required().range(0.0, 100000.0);
    }
}

parameters! {
    /// A fee per encounter.
    pub struct PerEncounter {
        /// Kinds of encounter with their fees.
        fees: Vec<EncounterFee> = required();
    }
    check PerEncounter::check
}

impl PerEncounter {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.fees.is_empty() {
            table.problem("fees", "the list is empty; write at least one kind, such as [{ fee = 65 }]");
        }
        let total: f64 = self.fees.iter().map(|kind| kind.share.0).sum();
        if total > 1.0 + 1e-9 {
            table.problem(
                "fees",
                format!("the shares add up to {}; together they must not exceed 1", sum(total)),
            );
        }
    }
}

impl Part for PerEncounter {
    const RECORD: Record = Record {
        model: 5,
        status: Status::Reconstructed,
        formula: "P = encounters x sum of share_j x fee_j",
        rewards: "the number of encounters, whatever their intensity",
        professional: "as wRVU pay without the weight of intensity",
        technical: "professional component only",
        unit: Some(PaymentUnit::Service),
        law: "42 CFR 411.357(c): each fee at fair market value, personally performed",
        sources: "VMG Health, per-service compensation",
    };
    const PRODUCES: bool = true;
}

/// The smallest number of wRVUs that an encounter can have: that of the roster's column.
const LEAST: f64 = 0.1;

impl OneLine for PerEncounter {
    const CLASS: PayClass = PayClass::Volume;
    const MOVES: Moves = Moves::WRVU;
    /// Average fee.
    type Ready = f64;

    #[inline(always)]
    fn ready(&self) -> f64 {
        self.fees.iter().map(|kind| kind.share.0 * kind.fee.0).sum()
    }

    #[inline(always)]
    fn annual(fee: f64, work: &Work) -> f64 {
        fee * (work.wrvu / work.duties.wrvu_per_encounter.max(LEAST))
    }

    #[inline(always)]
    fn margin(fee: f64, outlook: &Outlook) -> Margin {
        let per_wrvu = fee / outlook.work.duties.wrvu_per_encounter.max(LEAST);
        Margin { pay: Self::annual(fee, &outlook.work), per_wrvu, ..Margin::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Duties;
    use crate::pay::testing;

    fn plan() -> PerEncounter {
        let kind = |share, fee| EncounterFee { share: Share(share), fee: UsdAmount(fee) };
        PerEncounter { fees: vec![kind(0.8, 60.0), kind(0.2, 110.0)] }
    }

    fn work(wrvu: f64, each: f64) -> Work {
        let duties = Duties { wrvu_per_encounter: each, ..Duties::usual(1.0) };
        Work { portion: 1.0, clinical_fte: 1.0, wrvu, duties, ..Work::default() }
    }

    #[test]
    fn hand_worked() {
        // 4,800 wRVU at 1.6 are 3,000 encounters: 2,400 × 60 + 600 × 110 = 210,000.
        assert_eq!(testing::paid(&plan(), &work(4_800.0, 1.6)), 210_000.0);
    }

    #[test]
    fn intensity_changes_nothing() {
        assert_eq!(testing::paid(&plan(), &work(9_600.0, 3.2)), testing::paid(&plan(), &work(4_800.0, 1.6)));
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        testing::volume_agrees(
            &plan(),
            &Outlook { work: work(4_800.0, 1.6), wrvu_sd: 480.0, quality_sd: 0.0, ..Outlook::default() },
        );
    }
}
