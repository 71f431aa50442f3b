//! A fee per encounter or procedure.
//!
//! # What it pays
//! A fee for each encounter ("per click"), whatever its intensity.
//!
//! # Formula
//! `P = max(0, n − t × cFTE) × Σⱼ sⱼ × feeⱼ`, with `n = W / (wRVU per encounter)` encounters, a share `sⱼ` of
//! which are of kind `j`, and `t` those a year that the base pay includes. Or in tiers: each fee for the
//! encounters above its threshold.
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
//! No pay for encounters below the number included. Doubling wRVUs by doubling the intensity of each encounter changes nothing. Encounters of no kind
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
//! # Twenty dollars for each encounter above 3,900 a year, thirty above 4,500.
//! [[plan.health_centre.pay]]
//! per_encounter = { tiers = [{ above = 3900, fee = 20 }, { above = 4500, fee = 30 }] }
//! ```

use super::tiered::{TierFrom, TierKind, TierStep, Tiered, WorkCounted, check_rising, steps, tiered};
use super::{Part, Record, Status, Work};
use crate::schema::{ReadTable, empty, number, parameters, required, word};
use crate::terms::{PaymentUnit, Period};
use crate::units::{Real, Share, UsdAmount, sum};

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
    /// A tier of encounters.
    pub struct EncounterTier {
        /// Encounters a year per 1.0 clinical FTE from which it begins.
        above: Real = number(0.0).range(0.0, 1000000.0).because("the first tier begins at the first encounter");
        /// What each encounter in it is paid.
        fee: UsdAmount = required().range(0.0, 100000.0);
    }
}

parameters! {
    /// A fee per encounter or procedure.
    pub struct PerEncounter {
        /// Fees by kind of encounter.
        fees: Vec<EncounterFee> = empty();
        /// Encounters a year per 1.0 clinical FTE that the base pay includes: only those above are paid.
        above: Real = number(0.0).range(0.0, 1000000.0).because("every encounter is paid unless stated");
        /// Fees in tiers, lowest first, in place of fees by kind.
        tiers: Vec<EncounterTier> = empty();
        /// Whether a tier's fee applies inside the tier or to every encounter.
        kind: TierKind = word("marginal");
        /// Over what it is reckoned, with that part of every threshold; a period below one takes nothing back.
        period: Period = word("year");
    }
    check PerEncounter::check
}

impl PerEncounter {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.fees.is_empty() && self.tiers.is_empty() {
            table.problem(
                "fees",
                "no fees; write at least one kind, such as fees = [{ fee = 65 }], or tiers, such as tiers = [{ above = 3900, fee = 20 }]",
            );
        }
        if !self.tiers.is_empty() && (!self.fees.is_empty() || self.above.0 > 0.0) {
            table.problem(
                "tiers",
                "found beside fees or above; write fees with above, or tiers with their own",
            );
        }
        let total: f64 = self.fees.iter().map(|kind| kind.share.0).sum();
        if total > 1.0 + 1e-9 {
            table.problem(
                "fees",
                format!("the shares add up to {}; together they must not exceed 1", sum(total)),
            );
        }
        check_rising(table, &self.tiers, |tier| Some(tier.above.0));
    }
}

impl Part for PerEncounter {
    const RECORD: Record = Record {
        model: 5,
        status: Status::Reconstructed,
        formula: "P = encounters above those included x sum of share_j x fee_j; or the fee of each tier x encounters in it",
        rewards: "the number of encounters, whatever their intensity",
        professional: "as wRVU pay without the weight of intensity",
        technical: "professional component only",
        unit: Some(PaymentUnit::Service),
        law: "42 CFR 411.357(c): each fee at fair market value, personally performed",
        sources: "VMG Health, per-service compensation",
    };
    const PRODUCES: bool = true;

    fn period(&self) -> Period {
        self.period
    }
}

/// The smallest number of wRVUs that an encounter can have: that of the roster's column.
const LEAST: f64 = 0.1;

impl Tiered for PerEncounter {
    type Count = ();

    #[inline(always)]
    fn count(&self) {}

    #[inline(always)]
    fn counted((): (), work: &Work) -> WorkCounted {
        let each = work.duties.wrvu_per_encounter.max(LEAST);
        WorkCounted { value: work.wrvu / each, per_wrvu: 1.0 / each }
    }

    #[inline(always)]
    fn steps(&self) -> impl Iterator<Item = TierStep> {
        let from = |above: Real| (above.0 > 0.0).then_some(TierFrom { per_fte: above.0, of_base: 0.0 });
        let average = self.fees.iter().map(|kind| kind.share.0 * kind.fee.0).sum::<f64>();
        let single = self.tiers.is_empty().then(|| (from(self.above), average));
        steps(
            self.kind,
            single.into_iter().chain(self.tiers.iter().map(move |tier| (from(tier.above), tier.fee.0))),
        )
    }
}

tiered!(PerEncounter);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Duties;
    use crate::pay::{Outlook, testing};

    fn plan() -> PerEncounter {
        let kind = |share, fee| EncounterFee { share: Share(share), fee: UsdAmount(fee) };
        PerEncounter {
            fees: vec![kind(0.8, 60.0), kind(0.2, 110.0)],
            above: Real(0.0),
            tiers: Vec::new(),
            kind: TierKind::Marginal,
            period: Period::Year,
        }
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

    /// $20 for each encounter above 3,900, $30 above 4,500.
    fn tiers() -> PerEncounter {
        let tier = |above, fee| EncounterTier { above: Real(above), fee: UsdAmount(fee) };
        PerEncounter { fees: Vec::new(), tiers: vec![tier(3_900.0, 20.0), tier(4_500.0, 30.0)], ..plan() }
    }

    #[test]
    fn encounters_that_the_base_includes_are_not_paid() {
        // 4,800 wRVU are 3,000 encounters: 1,000 above 2,000, at 0.8 × 60 + 0.2 × 110 = 70.
        let budget = PerEncounter { above: Real(2_000.0), ..plan() };
        assert_eq!(testing::paid(&budget, &work(4_800.0, 1.6)), 70_000.0);
        assert_eq!(testing::paid(&budget, &work(3_000.0, 1.6)), 0.0);
        // 4,400 encounters: 500 × 20. 5,000: 600 × 20 + 500 × 30. Half time: 2,200, 250 above 1,950.
        assert_eq!(testing::paid(&tiers(), &work(7_040.0, 1.6)), 10_000.0);
        assert_eq!(testing::paid(&tiers(), &work(8_000.0, 1.6)), 27_000.0);
        // As cliffs the fee of the tier that is reached pays for all: 5,000 × 30.
        let cliff = PerEncounter { kind: TierKind::Cliff, ..tiers() };
        assert_eq!(testing::paid(&cliff, &work(8_000.0, 1.6)), 150_000.0);
        let half = Work { clinical_fte: 0.5, ..work(3_520.0, 1.6) };
        assert_eq!(testing::paid(&tiers(), &half), 5_000.0);
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        let cliff = PerEncounter { kind: TierKind::Cliff, ..tiers() };
        for plan in [plan(), PerEncounter { above: Real(2_900.0), ..plan() }, tiers(), cliff] {
            let outlook = Outlook { work: work(7_000.0, 1.6), wrvu_sd: 480.0, ..Outlook::default() };
            testing::volume_agrees(&plan, &outlook);
            testing::tiles_agree(&plan, &outlook);
        }
    }
}
