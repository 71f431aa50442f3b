//! Medicare Advantage: delegated capitation.
//!
//! # What it pays
//! A monthly amount for each member in place of fees for professional services, a fee for the functions
//! that the plan delegates, and a part of what hospital care costs less, or more, than its budget.
//!
//! # Formula
//! `capitation = 12 × (PMPM + delegation fee) × members`, the PMPM times the risk ratio; visits are paid
//! at `carved_out` of their price. Hospital pool: `budget − cost`, with the hospital part of the cost of
//! care, stop-loss and its charge; shared by bands of the budget, half of everything without bands.
//!
//! # Parameters
//! Below, with unit, range, default and source. What the delegated functions cost the system is the
//! contract's `programme_cost`: an unfunded delegation is a `delegation_fee` below it.
//!
//! # What it rewards
//! Fewer visits for the same member: a visit earns nothing but its carved-out part. Half of a hospital
//! dollar avoided. More members.
//!
//! # Edge cases
//! `carved_out = 1` with `pmpm = 0` leaves a shared-risk hospital pool beside fees. A hospital part of 1
//! puts all cost of care into the pool.
//!
//! # Law and market notes
//! The division of financial responsibility says which services are whose. Physician incentive plan rules
//! (42 CFR 422.208) make stop-loss mandatory with substantial financial risk. Delegation fee levels were
//! not found; $4 a member and month unfunded cost $2.4M over five years at 10,000 lives in the payer
//! note's toy contract.
//!
//! # Sources
//! UHC capitation supplement 2018; Oliver Wyman, August 2022 (DOFR). Quinn 2015: payment
//! method 2, the beneficiary.
//!
//! # Example
//! ```toml
//! [contract.advantage]
//! line = "medicare_advantage"
//! programme_cost = 4
//! [contract.advantage.terms.delegated_capitation]
//! pmpm = 95
//! delegation_fee = 3
//! hospital_budget = 480
//! ```

use super::family::Family;
use super::full_risk::{FullRisk, check_bands};
use super::ma_bid::{MEASURED_TO_PAID, MedicareBid};
use super::{Category, Experience, Forecast, History, Market, Payoff, RiskBand, Year};
use crate::math::grown;
use crate::schema::{Grade, ReadTable, empty, number, optional, parameters, required};
use crate::terms::{Piecewise, Retained, Settlement, SettlementRule, StopLoss};
use crate::units::{PerMemberMonth, Share, SignedShare};

parameters! {
    /// Capitation and hospital budget as parts of the plan's premium.
    pub struct PremiumParts {
        /// The plan's bid, benchmark and Stars, from which the premium follows.
        bid: MedicareBid = required();
        /// Part of the premium for professional services.
        professional: Share = required();
        /// Part of the premium for hospital care.
        hospital: Share = required().range(0.01, 1.0);
    }
}

parameters! {
    /// Medicare Advantage, delegated capitation.
    pub struct DelegatedCapitation {
        /// Capitation for professional services, in the first year, unless `premium` says what it is a part of.
        pmpm: Option<PerMemberMonth> = optional();
        /// Part of the price of visits that is still paid by the visit: services carved out.
        carved_out: Share = number(0.0).because("all professional services are capitated");
        /// Fee for delegated functions: utilisation management, credentialing, claims. It does not grow.
        delegation_fee: PerMemberMonth = number(0.0).because("unfunded unless the contract says so; levels were not found");
        /// Budget for hospital care, in the first year, unless `premium` says what it is a part of.
        hospital_budget: Option<PerMemberMonth> = optional().range(1.0, 10_000.0);
        /// Both as parts of the plan's premium, in place of `pmpm` and `hospital_budget`.
        premium: Option<PremiumParts> = optional();
        /// Part of the cost of care that the hospital pool holds.
        hospital_part: Share = number(0.5).range(0.01, 1.0).because("inpatient, outpatient facility and post-acute care are about half of Medicare spending");
        /// Yearly growth of capitation and budget.
        growth: SignedShare = number(0.0377).range(-0.2, 0.3)
            .from(Grade::Derived, "mean of Medicare Advantage rates for CY2026 (+5.06 %) and CY2027 (+2.48 %)");
        /// Bands of surplus and deficit with the system's share; empty is half of all of it.
        corridor: Vec<RiskBand> = empty();
        /// The system's share beyond the last band.
        beyond: Share = number(0.0).because("a corridor ends somewhere");
        /// Stop-loss for each member.
        stop_loss: Option<StopLoss> = optional();
    }
    check DelegatedCapitation::check
}

/// The system's share of the hospital pool without bands.
const SHARED: f64 = 0.5;

impl DelegatedCapitation {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_bands(&self.corridor, table);
        for (key, stated, example) in
            [("pmpm", self.pmpm.is_some(), "95"), ("hospital_budget", self.hospital_budget.is_some(), "480")]
        {
            match (stated, self.premium.is_some()) {
                (false, false) => table.problem(
                    key,
                    format!("missing; write dollars a member and month, such as {key} = {example}, or a table premium of which it is a part"),
                ),
                (true, true) => table.problem(key, "stands beside a premium of which it is a part; write one of the two"),
                _ => {}
            }
        }
    }

    /// Prices of a year over those of the first, `later` years on.
    fn growth(&self, year: &Year, later: usize) -> f64 {
        grown(self.growth.0, year.index + later)
    }

    /// Capitation and hospital budget of a member and month, $.
    fn monthly(&self, year: &Year) -> (f64, f64) {
        let stated = |amount: Option<PerMemberMonth>| amount.map_or(0.0, |amount| amount.0 * year.risk_ratio);
        let (professional, hospital) = self.premium.as_ref().map_or_else(
            || (stated(self.pmpm), stated(self.hospital_budget)),
            |parts| {
                let premium = parts.bid.revenue(year.risk_ratio);
                (parts.professional.0 * premium, parts.hospital.0 * premium)
            },
        );
        let growth = self.growth(year, 0);
        (professional * growth, hospital * growth)
    }

    /// The budget of one member and year, with the hospital part scaled up to all cost of care.
    fn budget(&self, year: &Year) -> f64 {
        12.0 * self.monthly(year).1 / self.hospital_part.0
    }

    /// What Stars bring or cost, by composite score, at the prices of the year in which they are paid.
    fn stars(&self, year: &Year) -> Option<Piecewise> {
        let parts = self.premium.as_ref().filter(|_| year.runs_after(MEASURED_TO_PAID))?;
        let shared = self.corridor.first().map_or(SHARED, |band| band.share.0);
        let part = parts.professional.0 + shared * parts.hospital.0;
        let per_dollar = 12.0 * part * year.lives * self.growth(year, usize::from(MEASURED_TO_PAID));
        parts.bid.reward(year.risk_ratio, per_dollar)
    }

    fn risk(&self, year: &Year) -> FullRisk {
        FullRisk {
            part: self.hospital_part.0,
            corridor: FullRisk::corridor(&self.corridor, self.beyond.0, SHARED),
            retained: Retained::of(self.stop_loss.as_ref(), self.budget(year)),
        }
    }
}

impl Family for DelegatedCapitation {
    fn category(&self) -> Category {
        Category::PartialCapitation
    }

    fn benchmark(&self, year: &Year, _: &History, _: &Market<'_>) -> f64 {
        self.budget(year)
    }

    fn payoff(&self, f: &Forecast) -> Payoff {
        self.risk(&f.year).payoff(self.stars(&f.year))
    }

    fn settle(&self, e: &Experience) -> Settlement {
        self.risk(&e.year).settle_beside(self.stars(&e.year).as_ref(), e)
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![
            SettlementRule::dollars("capitation, per member and month", self.monthly(&e.year).0),
            SettlementRule::dollars("delegation fee, per member and month", self.delegation_fee.0),
            SettlementRule::share("part of visits still paid by the visit", self.carved_out.0),
            SettlementRule::share("part of the cost of care in the hospital pool", self.hospital_part.0),
        ];
        rules.extend(self.risk(&e.year).rules(e));
        if let Some(parts) = &self.premium {
            rules.extend(parts.bid.rules(self.growth(&e.year, 0), e.year.risk_ratio));
        }
        rules
    }

    fn forecast_exposure(&self) -> f64 {
        1.0
    }

    fn fee_share(&self) -> f64 {
        self.carved_out.0
    }

    fn capitation(&self, year: &Year) -> f64 {
        self.monthly(year).0 + self.delegation_fee.0
    }

    /// At the first year's budget.
    fn noise(&self, _: f64) -> f64 {
        let first = Year::FIRST;
        Retained::of(self.stop_loss.as_ref(), self.budget(&first)).noise()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::{CountyQuartile, Stars};
    use crate::units::{Cents, Ratio};

    fn contract() -> DelegatedCapitation {
        DelegatedCapitation {
            pmpm: Some(PerMemberMonth(95.0)),
            carved_out: Share(0.1),
            delegation_fee: PerMemberMonth(3.0),
            hospital_budget: Some(PerMemberMonth(480.0)),
            premium: None,
            hospital_part: Share(0.5),
            growth: SignedShare(0.03),
            corridor: vec![],
            beyond: Share(0.0),
            stop_loss: None,
        }
    }

    const YEAR: Year = Year { lives: 5_000.0, ..Year::FIRST };

    fn net(terms: &DelegatedCapitation, spending: f64) -> Cents {
        let benchmark = 5_000.0
            * terms.benchmark(
                &YEAR,
                &History::new([0.0; 3], 1),
                &Market { national: &[], regional: &[], level: 0.0 },
            );
        let e = Experience { year: YEAR, benchmark, spending, quality: 0.8, professional: 0.0 };
        let settled = terms.settle(&e);
        assert!(settled.balances());
        settled.net()
    }

    #[test]
    fn half_of_the_hospital_pool() {
        // Budget: 5,000 × 12 × $480 = $28.8M of hospital care, half of all cost. All cost $54M: hospital
        // $27.0M, surplus 1.8M, half of it 0.9M. All cost $60M: deficit 1.2M, half 0.6M.
        assert_eq!(net(&contract(), 54e6), Cents(90_000_000));
        assert_eq!(net(&contract(), 60e6), Cents(-60_000_000));
        // A corridor of all of 2 % (576,000) and nothing beyond.
        let corridor = vec![RiskBand { to: Share(0.02), share: Share(1.0) }];
        let banded = DelegatedCapitation { corridor, ..contract() };
        assert_eq!(net(&banded, 54e6), Cents(57_600_000));
    }

    #[test]
    fn capitation_replaces_fees_and_grows() {
        let terms = contract();
        assert_eq!(terms.fee_share(), 0.1);
        // 95 × 1.03² × 1.02 + 3 = 105.801 21.
        let later = Year { index: 2, risk_ratio: 1.02, ..YEAR };
        assert!((terms.capitation(&later) - 105.801_21).abs() < 1e-9);
    }

    #[test]
    fn parts_of_a_premium_and_what_stars_add_to_them() {
        // Bid 1,100, benchmark 1,250 at 3.5 stars: 1,197.50. 10 % capitation 119.75 and a fee of 3; 40 % hospital
        // budget 479, × 12/0.5 = 11,496 a year of all cost.
        let bid = MedicareBid {
            amount: PerMemberMonth(1_100.0),
            base: PerMemberMonth(1_250.0),
            quartile: CountyQuartile::SecondHighest,
            ceiling: None,
            risk_score: Ratio(1.0),
            rebate_counts: true,
            stars: Stars {
                rating: Ratio(3.5),
                bonus: Share(0.05),
                doubled: Share(0.0),
                four_stars: Some(Share(0.80)),
                half_star: Share(0.1),
            },
        };
        let parts = PremiumParts { bid, professional: Share(0.10), hospital: Share(0.40) };
        let terms = DelegatedCapitation {
            pmpm: None,
            hospital_budget: None,
            premium: Some(parts),
            growth: SignedShare(0.0),
            ..contract()
        };
        assert!((terms.capitation(&YEAR) - 122.75).abs() < 1e-9);
        assert!((terms.budget(&YEAR) - 11_496.0).abs() < 1e-9);
        // Four stars add 138.125 − 97.50 = 40.625: a tenth of it and half of 40 %, 12 × 0.3 × 40.625 × 5,000 =
        // 731,250; the pool itself breaks even at 57.48M.
        assert_eq!(net(&terms, 57.48e6), Cents(73_125_000));
        // Nothing without a bid.
        assert!(contract().stars(&YEAR).is_none());
    }
}
