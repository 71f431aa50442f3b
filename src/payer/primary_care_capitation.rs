//! Primary-care capitation and care-management fees.
//!
//! # What it pays
//! A monthly amount for each attributed person in place of most visit fees, the rest by the visit,
//! and an adjustment of both by performance.
//!
//! # Formula
//! `population = 12 × PMPM × risk × lives`; visits are paid at `fee_share` of their price;
//! `adjustment = (population + visits) × a(q)` with `a` a line from `−loss` at `floor` through 0 at
//! `neutral` to `+gain` at `top`.
//!
//! # Parameters
//! Below, with unit, range, default and source. A monthly fee for care management beside it is the
//! contract's `care_management_fee`; a contract that pays nothing else has `pmpm = 0`,
//! `fee_share = 1`, `gain = 0`, `loss = 0`.
//!
//! # What it rewards
//! Panel: another attributed person is paid whatever is done. A visit earns the system only
//! `fee_share` of its price. Performance, steeply: up to half of all primary-care revenue.
//!
//! # Edge cases
//! `fee_share = 1` and `pmpm = 0` is fee-for-service with care-management fees. A score below `floor`
//! loses no more than `loss`.
//!
//! # Law and market notes
//! Primary Care First paid a professional population payment, a flat visit fee and −10 % to +50 % for performance; it
//! ended with 2025 (recalled), and these terms stand for any contract of its kind. ACO Primary Care Flex: $250,000 in
//! advance and a county-rate monthly payment, net 1–3 % of benchmark. Care-management fees were $0.50–9.00 a member
//! and month (2009 survey of 26); delivering a medical home costs $3.79–6.43.
//!
//! # Sources
//! uchealth.org 2019 and cms.gov (PCF); milliman.com and coralhealthadvisors.com (PC Flex); Bailit 2011;
//! PMC4569450; AJMC 2013;19(6):509–16. Quinn 2015: payment method 2, the beneficiary.
//!
//! # Example
//! ```toml
//! [contract.pcf]
//! care_management_fee = 4.0
//! [contract.pcf.terms.primary_care_capitation]
//! pmpm = 28
//! fee_share = 0.4
//! ```

use super::family::Family;
use super::{Category, Experience, Forecast, Payoff, Year};
use crate::math::power;
use crate::schema::{Grade, ReadTable, number, parameters};
use crate::terms::{Piece, Piecewise, Settlement, SettlementRule};
use crate::units::{Cents, PerMemberMonth, Share, SignedShare};

parameters! {
    /// Primary-care capitation with a performance adjustment.
    pub struct PrimaryCareCapitation {
        /// Monthly payment for each attributed person.
        pmpm: PerMemberMonth = number(28.0).from(Grade::Recalled, "PCF population payment of risk group 1, $28");
        /// Yearly growth of that payment.
        pmpm_growth: SignedShare = number(0.0).range(-0.1, 0.2).because("fixed unless the contract says so");
        /// Part of the price of visits that is still paid by the visit.
        fee_share: Share = number(0.4).because("a flat fee of about $40 against a visit of about $100");
        /// Largest performance gain, as a share of population payment and visits.
        gain: Share = number(0.50).from(Grade::Published, "+50 % (Primary Care First)");
        /// Largest performance loss, as a share of population payment and visits.
        loss: Share = number(0.10).from(Grade::Published, "-10 % (Primary Care First)");
        /// Composite at and below which the whole loss is taken.
        floor: Share = number(0.65).because("about two standard deviations below a mean composite of 0.82");
        /// Composite without adjustment.
        neutral: Share = number(0.80).because("near the mean composite");
        /// Composite at and above which the whole gain is paid.
        top: Share = number(0.95).because("about two standard deviations above a mean composite of 0.82");
    }
    check PrimaryCareCapitation::check
}

impl PrimaryCareCapitation {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.floor >= self.neutral {
            table.problem(
                "floor",
                format!("found {}; it must lie below the neutral score of {}", self.floor.0, self.neutral.0),
            );
        }
        if self.top <= self.neutral {
            table.problem(
                "top",
                format!("found {}; it must lie above the neutral score of {}", self.top.0, self.neutral.0),
            );
        }
    }

    /// The performance adjustment by composite score, as a share of population payment and visits.
    #[must_use]
    pub fn adjustment(&self) -> Piecewise {
        let (floor, neutral, top) = (self.floor.0, self.neutral.0, self.top.0);
        let (down, up) = (self.loss.0 / (neutral - floor), self.gain.0 / (top - neutral));
        Piecewise::new(vec![
            Piece { from: f64::NEG_INFINITY, intercept: -self.loss.0, slope: 0.0 },
            Piece { from: floor, intercept: -down * neutral, slope: down },
            Piece { from: neutral, intercept: -up * neutral, slope: up },
            Piece { from: top, intercept: self.gain.0, slope: 0.0 },
        ])
    }

    /// Population payment of a year and what visits bring, $.
    fn base(&self, year: &Year, visits: f64) -> f64 {
        12.0 * self.capitation(year) * year.lives + visits
    }
}

impl Family for PrimaryCareCapitation {
    fn category(&self) -> Category {
        if self.pmpm.0 > 0.0 {
            Category::PartialCapitation
        } else if self.gain.0 + self.loss.0 > 0.0 {
            Category::Performance
        } else {
            Category::Infrastructure
        }
    }

    fn payoff(&self, forecast: &Forecast) -> Payoff {
        let base = self.base(&forecast.year, forecast.professional);
        Payoff::of_reward(self.adjustment().times(base))
    }

    fn settle(&self, e: &Experience) -> Settlement {
        let base = self.base(&e.year, e.professional);
        Settlement::adjustment(Cents::round(base * self.adjustment().value(e.quality)))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        vec![
            SettlementRule::dollars("population payment, per member and month", self.capitation(&e.year)),
            SettlementRule::share("part of visits still paid by the visit", self.fee_share.0),
            SettlementRule::dollars("population payment and visits", self.base(&e.year, e.professional)),
            SettlementRule::share("performance adjustment", self.adjustment().value(e.quality)),
        ]
    }

    fn fee_share(&self) -> f64 {
        self.fee_share.0
    }

    fn capitation(&self, year: &Year) -> f64 {
        let years = i32::try_from(year.index).unwrap_or(i32::MAX);
        self.pmpm.0 * power(1.0 + self.pmpm_growth.0, years) * year.risk_ratio
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pcf() -> PrimaryCareCapitation {
        PrimaryCareCapitation {
            pmpm: PerMemberMonth(28.0),
            pmpm_growth: SignedShare(0.0),
            fee_share: Share(0.4),
            gain: Share(0.5),
            loss: Share(0.1),
            floor: Share(0.65),
            neutral: Share(0.80),
            top: Share(0.95),
        }
    }

    fn net(terms: &PrimaryCareCapitation, quality: f64) -> Cents {
        let year = Year { lives: 1_000.0, ..Year::FIRST };
        let e = Experience { year, benchmark: 0.0, spending: 0.0, quality, professional: 164_000.0 };
        terms.settle(&e).net()
    }

    #[test]
    fn half_more_or_a_tenth_less() {
        // 12 × $28 × 1,000 = $336,000, and $164,000 of visits: $500,000 is adjusted.
        for (quality, dollars) in [
            (0.99, 250_000), // the whole gain
            (0.95, 250_000),
            (0.89, 150_000), // 0.09/0.15 = 60 % of it
            (0.80, 0),
            (0.74, -20_000), // 0.06/0.15 = 40 % of the loss
            (0.65, -50_000),
            (0.10, -50_000),
        ] {
            assert_eq!(net(&pcf(), quality), Cents(dollars * 100), "{quality}");
        }
    }

    #[test]
    fn without_a_population_payment_it_is_fee_for_service_with_fees() {
        let fees = PrimaryCareCapitation {
            pmpm: PerMemberMonth(0.0),
            fee_share: Share(1.0),
            gain: Share(0.0),
            loss: Share(0.0),
            ..pcf()
        };
        assert_eq!(fees.category(), Category::Infrastructure);
        assert_eq!(net(&fees, 0.2), Cents::ZERO);
        assert_eq!(fees.fee_share(), 1.0);
    }

    #[test]
    fn the_payment_grows_with_years_and_risk() {
        // $28 × 1.03^2 × 1.05 = $31.190460.
        let terms = PrimaryCareCapitation { pmpm_growth: SignedShare(0.03), ..pcf() };
        let year = Year { index: 2, agreement_year: 3, risk_ratio: 1.05, ..Year::FIRST };
        assert!((terms.capitation(&year) - 31.190_46).abs() < 1e-9);
    }
}
