//! Professional services agreement.
//!
//! # What it pays
//! A contracted group, for its physicians' work: dollars per wRVU, and a fixed amount for benefits,
//! malpractice cover and the expense the group retains. Employment in all but name.
//!
//! # Formula
//! `P = CFpsa × W + F × FTE`: what the system pays the group for this physician.
//!
//! # Parameters
//! Below, with unit, range, default and source. The group's own split is a second stage: a
//! `group_pool` in the same plan shares a part of it.
//!
//! # What it rewards
//! Volume, as far as the group's own split passes it on.
//!
//! # Revenue
//! Professional: the system bills and bears the payer mix. Technical: the system keeps it; the rate
//! must be fair market value.
//!
//! # Payment unit
//! A service (Quinn 6).
//!
//! # Edge cases
//! With no fixed amount and the same rate it pays what pure wRVU pay does.
//!
//! # Law and market notes
//! Stark 42 CFR 411.357(d) and (l), Anti-Kickback 1001.952(d); not employment, so no employment
//! exception.
//!
//! # Sources
//! Model 16 of the catalogue (reconstructed). HAI, CBIZ and PYA on professional
//! services arrangements: the rate is loaded for benefits, malpractice and retained expense.
//!
//! # Example
//! ```toml
//! [[plan.contracted_cardiology.pay]]
//! psa = { rate = 58, fixed_per_fte = 65000 }
//! ```

use super::amount::{ReadyAmount, at_most_one};
use super::component::lines;
use super::{Margin, Moves, Outlook, Part, Record, Status, Work};
use crate::schema::{ReadTable, number, optional, parameters, required};
use crate::terms::PaymentUnit;
use crate::units::{PerWrvu, UsdPerYear};

parameters! {
    /// What a system pays a contracted group for one of its physicians.
    pub struct Psa {
        /// Dollars per wRVU.
        rate: PerWrvu = required();
        /// Benefits, malpractice cover and retained expense, in dollars a year per 1.0 FTE.
        fixed_per_fte: UsdPerYear = number(0.0).because("the rate is loaded for them unless stated");
        /// The same for each person, whatever the FTE.
        fixed_per_person: Option<UsdPerYear> = optional();
    }
    check Psa::check
}

impl Part for Psa {
    const RECORD: Record = Record {
        model: 16,
        status: Status::Reconstructed,
        formula: "P = rate x W + fixed x FTE, paid to the group; then the group's own split",
        rewards: "volume, as far as the group's own split passes it on",
        professional: "the system bills and pays the group",
        technical: "the system keeps it",
        unit: Some(PaymentUnit::Service),
        law: "42 CFR 411.357(d), (l); 42 CFR 1001.952(d); not employment",
        sources: "HealthCare Appraisers; CBIZ; PYA",
    };
    const PRODUCES: bool = true;

    fn rates_per_wrvu(&mut self) -> Vec<&mut PerWrvu> {
        vec![&mut self.rate]
    }
}

/// Rate, and fixed amount.
struct PsaReady(f64, ReadyAmount);

impl Psa {
    /// A rate per wRVU and a fixed amount per 1.0 FTE.
    #[must_use]
    pub const fn of(rate: f64, fixed_per_fte: f64) -> Psa {
        Psa { rate: PerWrvu(rate), fixed_per_fte: UsdPerYear(fixed_per_fte), fixed_per_person: None }
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let (fte, person) = (self.fixed_per_fte.0 > 0.0, self.fixed_per_person.is_some());
        at_most_one(table, &[("fixed_per_fte", fte), ("fixed_per_person", person)]);
    }

    #[inline(always)]
    fn ready(&self) -> PsaReady {
        PsaReady(self.rate.0, ReadyAmount::dollars(self.fixed_per_fte.0, self.fixed_per_person))
    }
}

impl PsaReady {
    #[inline(always)]
    fn annual(&self, work: &Work) -> [f64; 2] {
        [self.0 * work.counted(), self.1.annual(work)]
    }

    #[inline(always)]
    fn margin(&self, outlook: &Outlook) -> [Margin; 2] {
        let [volume, fixed] = self.annual(&outlook.work);
        [
            Margin { pay: volume, per_wrvu: self.0 * outlook.work.counts(), ..Margin::default() },
            Margin { pay: fixed, ..Margin::default() },
        ]
    }
}

lines!(Psa, [Volume, Time], Moves::WRVU);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::testing;

    fn work() -> Work {
        Work { portion: 1.0, fte: 0.9, clinical_fte: 0.9, wrvu: 8_000.0, ..Work::default() }
    }

    fn psa(fixed: f64) -> Psa {
        Psa::of(58.0, fixed)
    }

    #[test]
    fn hand_worked() {
        // 8,000 × 58 = 464,000; 65,000 × 0.9 = 58,500.
        let psa = psa(65_000.0);
        assert_eq!(testing::paid(&psa, &work()), 522_500.0);
        testing::volume_agrees(
            &psa,
            &Outlook { work: work(), wrvu_sd: 700.0, quality_sd: 0.0, ..Outlook::default() },
        );
    }

    #[test]
    fn without_a_fixed_amount_it_is_wrvu_pay() {
        assert_eq!(testing::paid(&psa(0.0), &work()), 464_000.0);
        // 20,000 for the person, whatever the FTE.
        let each = Psa { fixed_per_person: Some(UsdPerYear(20_000.0)), ..psa(0.0) };
        assert_eq!(testing::paid(&each, &work()), 484_000.0);
    }
}
