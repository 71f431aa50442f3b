//! Hospital Value-Based Purchasing.
//!
//! # What it pays
//! Two per cent of a hospital's base operating DRG payments are withheld and go back to all hospitals
//! in proportion to their Total Performance Score: a tournament in which the country breaks even.
//!
//! # Formula
//! `net = base × 2 % × (slope × TPS/100 − 1)` with the one slope that gives back exactly what was
//! withheld: `slope = Σ base / Σ (base × TPS/100)`, one over the payment-weighted mean score. The
//! divisor (100 or, from FY2026, 110) cancels.
//!
//! # Parameters
//! Below, with unit, range, default and source. The hospital's score follows the composite of the
//! contract's physicians along a line: `TPS = tps + per_quality × (q − reference_quality)`. An
//! attributed life is a discharge: lives are discharges a year.
//!
//! # What it rewards
//! A higher score than other hospitals', evenly at every score. Nothing for costs outside the score's
//! efficiency domain; nothing when everyone improves together.
//!
//! # Edge cases
//! A score of zero loses the whole 2 %. A hospital at the mean score breaks even whatever that mean is.
//!
//! # Law and market notes
//! 42 CFR 412.160–412.167. Performance is measured about two years before the payment year: write
//! the clock. In FY2018 57 % of about 2,900 hospitals gained; the worst lost 1.65 %, the best gained
//! more than 3 %.
//!
//! # Sources
//! 42 CFR 412.162 (read 2026); CMS Care Compare, FY2021 scores of 2,676 hospitals, with equal weights
//! because base payments are not in that file; debrunner.us for FY2018.
//!
//! # Example
//! ```toml
//! [contract.hvbp]
//! spending = 15000
//! clock = { settlement_month = 22, payment_month = 30 }
//! [contract.hvbp.terms.hospital_value_based_purchasing]
//! base_payments = 60000000
//! tps = 0.38
//! ```

use super::Experience;
use super::hospital::Hospital;
use crate::schema::{Grade, number, parameters, required};
use crate::terms::{Gauge, Piecewise, SettlementRule, Tournament};
use crate::units::{Ratio, Share, UsdPerYear};

parameters! {
    /// Hospital Value-Based Purchasing.
    pub struct HospitalValueBasedPurchasing {
        /// The hospital's base operating DRG payments.
        base_payments: UsdPerYear = required();
        /// Share of them that is withheld.
        withheld: Share = number(0.02).range(0.0, 0.1).from(Grade::Official, "2 % (42 CFR 412.162)");
        /// Payment-weighted mean score of all hospitals, out of 1: the score that breaks even.
        mean_tps: Share = number(0.33906).range(0.01, 1.0)
            .from(Grade::Derived, "mean of 2,676 scores of FY2021 (CMS Care Compare); equal weights are an assumption, base payments are not in the file");
        /// The hospital's score, out of 1, when the composite stands at its reference.
        tps: Share = number(0.33906).because("the national mean of FY2021");
        /// The composite of the contract's physicians at which the hospital has that score.
        reference_quality: Share = number(0.82).because("the mean composite of a roster");
        /// Points of score for each point of the composite.
        per_quality: Ratio = number(1.0).range(0.0, 10.0).because("point for point: no study joins a physician composite to the score");
    }
}

impl HospitalValueBasedPurchasing {
    /// How the score follows the composite.
    #[must_use]
    pub fn gauge(&self) -> Gauge {
        Gauge { score: self.tps, reference: self.reference_quality, per_quality: self.per_quality }
    }

    /// The hospital's place in the tournament.
    #[must_use]
    pub fn tournament(&self) -> Tournament {
        Tournament { withheld: self.withheld.0, slope: 1.0 / self.mean_tps.0 }
    }
}

impl Hospital for HospitalValueBasedPurchasing {
    fn reward(&self) -> Piecewise {
        self.gauge().by_quality(&self.tournament().payoff(self.base_payments.0))
    }

    fn decided_by(&self, e: &Experience) -> Vec<SettlementRule> {
        let (tournament, score) = (self.tournament(), self.gauge().score(e.quality));
        vec![
            SettlementRule::dollars("base operating DRG payments", self.base_payments.0),
            SettlementRule::share("withheld", tournament.withheld),
            SettlementRule::number("total performance score", 100.0 * score),
            SettlementRule::number("score that breaks even", 100.0 * self.mean_tps.0),
            SettlementRule::number("slope of the exchange", tournament.slope),
            SettlementRule::share("net change of base payments", tournament.net(score)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::Year;
    use crate::payer::family::Family;
    use crate::units::Cents;

    fn hospital(base: f64, tps: f64, mean: f64) -> HospitalValueBasedPurchasing {
        HospitalValueBasedPurchasing {
            base_payments: UsdPerYear(base),
            withheld: Share(0.02),
            mean_tps: Share(mean),
            tps: Share(tps),
            reference_quality: Share(0.82),
            per_quality: Ratio(1.0),
        }
    }

    fn net(terms: &HospitalValueBasedPurchasing, quality: f64) -> Cents {
        let year = Year { lives: 4_000.0, ..Year::FIRST };
        terms.settle(&Experience { year, benchmark: 0.0, spending: 0.0, quality, professional: 0.0 }).net()
    }

    #[test]
    fn five_hospitals_to_the_cent() {
        // Payer note, section 4: mean score 136.5/500 = 0.273. Net = 2 % × base × (TPS/27.3 − 1).
        for (base, tps, cents) in [
            (100e6, 0.20, -53_479_853), // 2M × (20/27.3 − 1) = −534,798.53
            (80e6, 0.35, 45_128_205),   // 1.6M × 7.7/27.3 = 451,282.05
            (150e6, 0.28, 7_692_308),   // 3M × 0.7/27.3 = 76,923.08
            (60e6, 0.50, 99_780_220),   // 1.2M × 22.7/27.3 = 997,802.20
            (110e6, 0.15, -99_120_879), // 2.2M × −12.3/27.3 = −991,208.79
        ] {
            assert_eq!(net(&hospital(base, tps, 0.273), 0.82), Cents(cents), "{base} {tps}");
        }
    }

    #[test]
    fn the_score_follows_the_composite() {
        // Ten points more of the composite: TPS 48 instead of 38, mean 33.906:
        // 60M × 2 % × (48/33.906 − 1) = 1.2M × 0.415679 = 498,814.37.
        let ours = hospital(60e6, 0.38, 0.33906);
        assert_eq!(net(&ours, 0.92), Cents(49_881_437));
        // A composite so low that the score is zero loses the whole 2 %.
        assert_eq!(net(&ours, 0.30), Cents(-120_000_000));
    }
}
