//! Commercial pay for performance.
//!
//! # What it pays
//! A bonus for measured quality out of a pool that is a share of the professional revenue the
//! contract brings. Fees are paid as before and the cost of care is not settled.
//!
//! # Formula
//! `pool = pool_share × professional revenue`. Each measure earns the part `h(q + d)` of its weight,
//! with `h` the measure's ladder, `q` the composite quality score and `d` how far the system stands
//! above or below the composite on that measure. `reward = pool × Σ weight × h`, nothing with `q`
//! below the gate. With `penalty_share`, every unearned part also costs
//! `penalty_share × professional revenue`.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Measured quality between threshold and target of each measure, and visits, because the pool grows
//! with them. Nothing for a lower cost of care.
//!
//! # Edge cases
//! Without measures the composite itself is the one measure, on the default ladder. A system above
//! every target is paid in full and has no reason to improve.
//!
//! # Law and market notes
//! 10–30 measures; bonus of 1–5 % of fees, up to 10 %. A pool under 2 % of professional revenue rarely
//! pays for its reporting; 4–10 % does. A primary-care physician faces about 57 measures in 8
//! contracts.
//!
//! # Sources
//! vbcriskanalytics.com (vendor survey); Boone et al., JAMA Health Forum 2024;5(8):e242020 on the
//! number of measures. Quinn 2015: beside payment method 6, the service.
//!
//! # Example
//! ```toml
//! [contract.blue.terms.pay_for_performance]
//! pool_share = 0.04
//! gate = 0.6
//! measures = [
//!   { name = "blood pressure control", weight = 0.6, ladder = { threshold = 0.6, target = 0.8 } },
//!   { name = "diabetes eye exam", weight = 0.4, below_composite = 0.1, ladder = { threshold = 0.5, target = 0.75 } },
//! ]
//! ```

use super::family::Family;
use super::{Category, Experience, Forecast, Payoff};
use crate::schema::{Grade, ReadTable, empty, number, optional, parameters, required};
use crate::terms::{Ladder, PaymentUnit, Piecewise, Settlement, SettlementRule};
use crate::units::{Cents, Share, SignedShare, sum};

parameters! {
    /// One measure of a quality programme.
    pub struct QualityMeasure {
        /// What is measured.
        name: String = required();
        /// Its part of the pool; the weights of all measures add up to 1.
        weight: Share = required();
        /// How far the system's score on this measure lies below the composite; negative when above.
        below_composite: SignedShare = number(0.0).because("the composite stands for every measure");
        /// What part of the weight a score earns.
        ladder: Ladder = empty();
    }
}

parameters! {
    /// Commercial pay for performance.
    pub struct PayForPerformance {
        /// The pool, as a share of professional revenue under the contract.
        pool_share: Share = number(0.03).range(0.0, 0.5)
            .from(Grade::Published, "bonus 1-5 % of fees, up to 10 % (vbcriskanalytics.com, vendor)");
        /// Share of professional revenue lost when no part of the pool is earned; 0 pays bonuses only.
        penalty_share: Share = number(0.0).range(0.0, 0.2).because("bonuses only unless the contract says so");
        /// Composite score below which nothing is earned.
        gate: Option<Share> = optional();
        /// The measures; the composite alone when empty.
        measures: Vec<QualityMeasure> = empty();
    }
    check PayForPerformance::check
}

impl PayForPerformance {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let total: f64 = self.measures.iter().map(|m| m.weight.0).sum();
        if !self.measures.is_empty() && (total - 1.0).abs() > 1e-6 {
            table.problem(
                "measures",
                format!("the weights add up to {total}; they must add up to 1", total = sum(total)),
            );
        }
    }

    /// Part of the pool earned, by composite score.
    #[must_use]
    pub fn part(&self) -> Piecewise {
        let composite;
        let measures = if self.measures.is_empty() {
            composite = [QualityMeasure {
                name: String::new(),
                weight: Share(1.0),
                below_composite: SignedShare(0.0),
                ladder: Ladder::STANDARD,
            }];
            &composite[..]
        } else {
            &self.measures
        };
        let all = measures.iter().fold(Piecewise::flat(0.0), |sum, measure| {
            let own = measure.ladder.payoff().along(-measure.below_composite.0, 1.0);
            sum.plus(&own.times(measure.weight.0))
        });
        self.gate.map_or_else(|| all.clone(), |gate| all.gated(gate.0))
    }

    /// Reward, or below zero penalty, by composite score.
    fn reward(&self, professional: f64) -> Piecewise {
        let earned = self.part().times((self.pool_share.0 + self.penalty_share.0) * professional);
        earned.plus(&Piecewise::flat(-self.penalty_share.0 * professional))
    }
}

impl Family for PayForPerformance {
    const UNIT: PaymentUnit = PaymentUnit::Service;

    fn category(&self) -> Category {
        Category::Performance
    }

    fn payoff(&self, forecast: &Forecast) -> Payoff {
        Payoff::of_reward(self.reward(forecast.professional))
    }

    fn settle(&self, e: &Experience) -> Settlement {
        Settlement::adjustment(Cents::round(self.reward(e.professional).value(e.quality)))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        vec![
            SettlementRule::dollars("professional revenue", e.professional),
            SettlementRule::share("pool, of professional revenue", self.pool_share.0),
            SettlementRule::share("gate on the composite", self.gate.map_or(0.0, |gate| gate.0)),
            SettlementRule::share("part of the pool earned", self.part().value(e.quality)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::{QualityOutlook, Year};
    use crate::terms::Rungs;

    fn measure(weight: f64, below: f64, threshold: f64, target: f64) -> QualityMeasure {
        QualityMeasure {
            name: "m".into(),
            weight: Share(weight),
            below_composite: SignedShare(below),
            ladder: Ladder {
                threshold: Share(threshold),
                target: Share(target),
                rungs: Rungs::Linear,
                gate: None,
            },
        }
    }

    fn contract() -> PayForPerformance {
        PayForPerformance {
            pool_share: Share(0.04),
            penalty_share: Share(0.0),
            gate: Some(Share(0.6)),
            measures: vec![measure(0.6, 0.0, 0.6, 0.8), measure(0.4, 0.1, 0.5, 0.75)],
        }
    }

    const YEAR: Year = Year { lives: 3_000.0, ..Year::FIRST };

    fn settled(contract: &PayForPerformance, quality: f64) -> Settlement {
        let professional = 2_500_000.0;
        contract.settle(&Experience { year: YEAR, benchmark: 0.0, spending: 9e6, quality, professional })
    }

    #[test]
    fn hand_worked_pool() {
        // Pool: 4 % of $2.5M = $100,000.
        // Composite 0.70: measure 1 earns (0.70 − 0.60)/0.20 = 0.5 of 60 %; measure 2 stands at 0.60
        // and earns 0.10/0.25 = 0.4 of 40 %. Together 0.30 + 0.16 = 0.46: $46,000.
        assert_eq!(settled(&contract(), 0.70).reward, Cents(4_600_000));
        // Composite 0.59: measure 2 alone would earn 0.16 × 0.9, but the gate at 0.60 is missed.
        assert_eq!(settled(&contract(), 0.59).net(), Cents::ZERO);
        // Composite 0.90: both in full.
        assert_eq!(settled(&contract(), 0.90).reward, Cents(10_000_000));
    }

    #[test]
    fn unearned_parts_can_cost() {
        // 1 % at stake: with 0.46 earned, $46,000 − 0.54 × $25,000 = $32,500; with nothing −$25,000.
        let two_sided = PayForPerformance { penalty_share: Share(0.01), ..contract() };
        assert_eq!(settled(&two_sided, 0.70).net(), Cents(3_250_000));
        assert_eq!(settled(&two_sided, 0.30).penalty, Cents(2_500_000));
    }

    #[test]
    fn without_measures_the_composite_is_the_measure() {
        // Default ladder from 0.65 to 0.85: 0.75 is half way.
        let plain = PayForPerformance { gate: None, measures: vec![], ..contract() };
        assert_eq!(settled(&plain, 0.75).reward, Cents(5_000_000));
    }

    #[test]
    fn the_expectation_is_taken_over_the_same_payoff() {
        let quality = QualityOutlook { mean: 0.9, sd: 1e-6 };
        let forecast = Forecast {
            year: YEAR,
            benchmark: 0.0,
            savings_rate: 0.0,
            savings_sd: 0.0,
            quality,
            professional: 2.5e6,
        };
        let outlook = crate::payer::ContractOutlook::of(&contract().payoff(&forecast), &forecast);
        assert!((outlook.receipts - 100_000.0).abs() < 1e-6);
        assert_eq!(outlook.per_saved_dollar, 0.0);
    }
}
