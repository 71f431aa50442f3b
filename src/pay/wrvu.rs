//! Pure wRVU productivity, in tiers.
//!
//! # What it pays
//! Dollars per personally performed work RVU.
//!
//! # Formula
//! Thresholds are annual wRVUs per 1.0 clinical FTE, so with `w = W / cFTE`:
//! marginal tiers `P = cFTE × Σₖ rateₖ × clip(w − Tₖ, 0, Tₖ₊₁ − Tₖ)`;
//! cliff tiers `P = rate(w) × W`, the rate of the tier reached applying to every wRVU.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Volume. Just below a cliff, the last wRVU is worth a year's raise.
//!
//! # Revenue
//! Professional: pay follows work and not collections; payer-mix risk stays with the system.
//! Technical: none direct, but the same orders drive technical volume.
//!
//! # Payment unit
//! A service (Quinn 6).
//!
//! # Edge cases
//! Splitting a marginal tier in two at the same rate changes nothing. Cliff tiers jump upwards at
//! each threshold when rates rise, and downwards when they fall: documented, and tested.
//!
//! # Law and market notes
//! Personally performed work only, no credit for APPs or designated health services. Payer-mix risk
//! stays with the system.
//!
//! # Sources
//! Model 2 of the catalogue (reconstructed). Rates of roughly $35–85 across specialties are
//! illustrative only; $60.93 is the physician average (Kaufman Hall Q1 2024).
//!
//! # Example
//! ```toml
//! [[plan.orthopedics.pay]]
//! wrvu = { tiers = [{ rate = 62 }, { above = 8000, rate = 70 }] }
//! ```

use super::tiered::{TierFrom, TierKind, TierStep, Tiered, WorkCounted, check_rising, steps, tiered};
use super::{Part, Record, Status, Work};
use crate::schema::{ReadTable, number, parameters, required, word};
use crate::terms::{PaymentUnit, Period};
use crate::units::{PerWrvu, Wrvu};

parameters! {
    /// A tier.
    pub struct Tier {
        /// Annual wRVUs per 1.0 clinical FTE from which it begins.
        above: Wrvu = number(0.0).because("the first tier begins at the first wRVU");
        /// Dollars per wRVU.
        rate: PerWrvu = required();
    }
}

parameters! {
    /// A rate per wRVU, in tiers.
    pub struct WrvuPay {
        /// Tiers, lowest first.
        tiers: Vec<Tier> = required();
        /// Whether a tier's rate applies inside the tier or to everything.
        kind: TierKind = word("marginal");
        /// Over what it is reckoned, with that part of every threshold; a period below one takes nothing back.
        period: Period = word("year");
    }
    check WrvuPay::check
}

impl WrvuPay {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.tiers.is_empty() {
            table.problem("tiers", "the list is empty; write at least one tier, such as [{ rate = 55 }]");
        }
        check_rising(table, &self.tiers, |tier| Some(tier.above.0));
    }
}

impl Part for WrvuPay {
    const RECORD: Record = Record {
        model: 2,
        status: Status::Reconstructed,
        formula: "marginal: P = sum of rate_k x wRVUs in tier k; cliff: P = rate of the tier reached x wRVUs",
        rewards: "volume; just below a cliff the last wRVU is worth a rise",
        professional: "pay follows work, not collections: payer-mix risk stays with the system",
        technical: "none direct, but the same orders drive technical volume",
        unit: Some(PaymentUnit::Service),
        law: "personally performed work only: no APP or designated-health-services credit",
        sources: "Kaufman Hall Q1 2024: $60.93 per wRVU; rates of $35-85 are illustrative",
    };
    const PRODUCES: bool = true;

    fn period(&self) -> Period {
        self.period
    }

    fn rates_per_wrvu(&mut self) -> Vec<&mut PerWrvu> {
        self.tiers.iter_mut().map(|tier| &mut tier.rate).collect()
    }
}

impl Tiered for WrvuPay {
    type Count = ();

    #[inline(always)]
    fn count(&self) {}

    #[inline(always)]
    fn counted((): (), work: &Work) -> WorkCounted {
        WorkCounted { value: work.counted(), per_wrvu: work.counts() }
    }

    #[inline(always)]
    fn steps(&self) -> impl Iterator<Item = TierStep> {
        let from = |above: Wrvu| (above.0 > 0.0).then_some(TierFrom { per_fte: above.0, of_base: 0.0 });
        steps(self.kind, self.tiers.iter().map(move |tier| (from(tier.above), tier.rate.0)))
    }
}

tiered!(WrvuPay);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::Outlook;

    fn plan(kind: TierKind, tiers: &[(f64, f64)]) -> WrvuPay {
        WrvuPay {
            tiers: tiers
                .iter()
                .map(|(above, rate)| Tier { above: Wrvu(*above), rate: PerWrvu(*rate) })
                .collect(),
            kind,
            period: Period::Year,
        }
    }

    fn work(wrvu: f64, clinical_fte: f64) -> Work {
        Work { portion: 1.0, fte: 1.0, clinical_fte, wrvu, ..Work::default() }
    }

    /// Three tiers 55/65/75 at 5,000/7,000 (the example of the compensation note).
    const THREE: [(f64, f64); 3] = [(0.0, 55.0), (5_000.0, 65.0), (7_000.0, 75.0)];

    #[test]
    fn marginal_tiers_hand_worked() {
        let pay = |w, f| plan(TierKind::Marginal, &THREE).annual(&work(w, f));
        assert_eq!(pay(4_000.0, 1.0), 220_000.0);
        assert_eq!(pay(6_000.0, 1.0), 275_000.0 + 65_000.0);
        assert_eq!(pay(8_000.0, 1.0), 275_000.0 + 130_000.0 + 75_000.0);
        // At 0.5 cFTE the thresholds are 2,500 and 3,500.
        assert_eq!(pay(3_000.0, 0.5), 2_500.0 * 55.0 + 500.0 * 65.0);
    }

    #[test]
    fn cliff_tiers_jump_by_the_documented_amount() {
        let cliff = plan(TierKind::Cliff, &THREE);
        assert_eq!(cliff.annual(&work(4_999.0, 1.0)), 4_999.0 * 55.0);
        assert_eq!(cliff.annual(&work(5_000.0, 1.0)), 5_000.0 * 65.0);
        // The jump at 7,000 is 10 × 7,000.
        let jump = cliff.annual(&work(7_000.0, 1.0)) - cliff.annual(&work(6_999.999, 1.0));
        assert!((jump - 70_000.065).abs() < 1e-6);
    }

    #[test]
    fn a_fee_schedule_cut_passes_through() {
        // 6,200 wRVU become 6,045 in 2026 (fairrvu): at 50 $/wRVU, 7,750 less for the same work.
        let flat = plan(TierKind::Marginal, &[(0.0, 50.0)]);
        assert_eq!(flat.annual(&work(6_200.0, 1.0)) - flat.annual(&work(6_045.0, 1.0)), 7_750.0);
        let same_work = Work { schedule: -0.025, ..work(6_200.0, 1.0) };
        assert!((flat.annual(&same_work) - 302_250.0).abs() < 1e-6);
        let outlook = Outlook { work: same_work, wrvu_sd: 500.0, quality_sd: 0.0, ..Outlook::default() };
        assert!((flat.margin(&outlook).per_wrvu - 48.75).abs() < 1e-9);
    }

    #[test]
    fn splitting_a_tier_changes_nothing() {
        let whole = plan(TierKind::Marginal, &[(0.0, 55.0), (5_000.0, 65.0)]);
        let split = plan(TierKind::Marginal, &[(0.0, 55.0), (2_000.0, 55.0), (5_000.0, 65.0)]);
        for w in [0.0, 1_999.0, 2_000.0, 4_321.0, 5_000.0, 9_000.0] {
            assert_eq!(whole.annual(&work(w, 1.0)), split.annual(&work(w, 1.0)));
        }
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        for kind in [TierKind::Marginal, TierKind::Cliff] {
            let plan = plan(kind, &THREE);
            for mean in [4_800.0, 6_000.0, 7_100.0] {
                let at = |mean: f64| Outlook {
                    work: work(mean, 0.9),
                    wrvu_sd: 500.0,
                    quality_sd: 0.0,
                    ..Outlook::default()
                };
                let n = 200_000;
                let average = (0..n)
                    .map(|i| {
                        plan.annual(&work(
                            mean + 500.0 * crate::math::normal_quantile((f64::from(i) + 0.5) / f64::from(n)),
                            0.9,
                        ))
                    })
                    .sum::<f64>()
                    / f64::from(n);
                let margin = plan.margin(&at(mean));
                assert!((margin.pay - average).abs() < 2.0, "{kind:?} {mean}: {} {average}", margin.pay);
                let slope = (plan.margin(&at(mean + 0.01)).pay - plan.margin(&at(mean - 0.01)).pay) / 0.02;
                assert!(
                    (margin.per_wrvu - slope).abs() < 1e-4 * slope,
                    "{kind:?} {mean}: {} {slope}",
                    margin.per_wrvu
                );
            }
        }
    }
}
