//! BPCI Advanced: Bundled Payments for Care Improvement.
//!
//! # What it pays
//! A hospital or physician group keeps what its episodes of 90 days cost less than their target price
//! and repays what they cost more, scaled by quality, up to a fifth of the target.
//!
//! # Formula
//! `target = benchmark price × (1 − d)`; `total = Σ (target − actual)`. A positive total is multiplied
//! by `1 − 10 % × (1 − CQS)`, a negative one by `1 − 10 % × CQS`; then limited to ±20 % of Σ target.
//!
//! # Parameters
//! Below, with unit, range, default and source. An attributed life is an episode: lives are episodes
//! a year, spending the cost of one.
//!
//! # What it rewards
//! A dollar less within 90 days of admission, one for one, up to the limit; through the baseline,
//! last year's saving lowers next year's price.
//!
//! # Edge cases
//! The discount is owed before anything is earned. At a CQS of 100 % gains are kept whole and losses
//! are a tenth smaller; at 0 the other way round.
//!
//! # Law and market notes
//! 2018 to 2025, voluntary, ended. Model years 1–2: episode payments −2.7 %, and yet a net loss to
//! Medicare of $65M; model year 5: $344M, 4 %.
//!
//! # Sources
//! CMS BPCI Advanced summaries (podam.pl copy of the model year 5 summary; techtarget 366600886);
//! rates recalled, the specification tables were not readable. Quinn 2015: payment method 4, the
//! episode.
//!
//! # Example
//! ```toml
//! [contract.bundles]
//! spending = 30000
//! [contract.bundles.terms.bpci_advanced]
//! discount = 0.03
//! ```

use super::benchmark::Benchmark;
use super::episodes::{Reconciliation, noise};
use super::family::Family;
use super::{Category, Experience, Forecast, History, Market, Payoff, ProgrammeYears, Year};
use crate::schema::{Grade, number, optional, parameters, word};
use crate::terms::{Gauge, PaymentUnit, Settlement, SettlementRule, Sharing};
use crate::units::{Cents, Ratio, Share};

parameters! {
    /// BPCI Advanced.
    pub struct BpciAdvanced {
        /// Discount from the benchmark price.
        discount: Share = number(0.03).range(0.0, 0.2)
            .from(Grade::Recalled, "3 %, model years 1-5; from 6 on 3 % surgical and 2 % medical");
        /// Part of the total that quality moves.
        quality_at_risk: Share = number(0.10).range(0.0, 0.5).from(Grade::Recalled, "10 %");
        /// Limit on either side, as a share of target prices.
        limit: Share = number(0.20).range(0.0, 1.0).from(Grade::Recalled, "stop-loss and stop-gain of 20 %");
        /// How the benchmark price is built.
        benchmark: Benchmark = word("historical");
        /// Years between movements of the baseline; 0 never moves it.
        rebase_every: u64 = number(1.0).range(0.0, 50.0).from(Grade::Recalled, "the baseline moves forward every model year");
        /// Coefficient of variation of the cost of an episode, between its 1st and 99th percentile.
        episode_cv: Ratio = number(0.60).range(0.0, 3.0).because("episodes vary less than persons' years; no source found");
        /// How the composite quality score (CQS) follows the composite; the composite itself when left out.
        quality_score: Option<Gauge> = optional();
    }
}

impl BpciAdvanced {
    fn score(&self, quality: f64) -> f64 {
        Gauge::or_composite(self.quality_score.as_ref()).score(quality)
    }

    /// The sharing rules at a composite quality score, 0 to 1.
    #[must_use]
    pub fn sharing(&self, score: f64) -> Sharing {
        let (at_risk, limit) = (self.quality_at_risk.0, self.limit.0);
        Reconciliation {
            score,
            gain_at_risk: at_risk,
            loss_at_risk: at_risk,
            gain_limit: limit,
            loss_limit: limit,
        }
        .sharing()
    }
}

impl Family for BpciAdvanced {
    const UNIT: PaymentUnit = PaymentUnit::Episode;
    const PROGRAMME: ProgrammeYears =
        ProgrammeYears::between(2018, 2025, "CMS: model years 1 to 8, October 2018 to 31 December 2025")
            .then("TEAM for hospitals that are selected; else fee-for-service");

    fn category(&self) -> Category {
        Category::SharedRisk
    }

    fn counts_people(&self) -> bool {
        false
    }

    fn benchmark(&self, year: &Year, history: &History, market: &Market<'_>) -> f64 {
        self.benchmark.per_person(year.index, history, market) * (1.0 - self.discount.0)
    }

    fn payoff(&self, f: &Forecast) -> Payoff {
        let at = |quality: f64| self.sharing(self.score(quality)).payoff();
        Payoff::of_savings(f.quality.mean, at)
    }

    fn settle(&self, e: &Experience) -> Settlement {
        self.sharing(self.score(e.quality)).settle(Cents::round(e.benchmark), Cents::round(e.spending))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![
            SettlementRule::number("episodes", e.year.lives),
            SettlementRule::share("discount from the benchmark price", self.discount.0),
            SettlementRule::number("composite quality score", 100.0 * self.score(e.quality)),
        ];
        rules.extend(self.sharing(self.score(e.quality)).rules());
        rules
    }

    fn forecast_exposure(&self) -> f64 {
        self.benchmark.forecast_exposure()
    }

    fn rebase_every(&self) -> Option<usize> {
        usize::try_from(self.rebase_every).ok().filter(|every| *every > 0)
    }

    fn noise(&self, _: f64) -> f64 {
        noise(self.episode_cv.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::benchmark::Historical;

    fn bpci() -> BpciAdvanced {
        BpciAdvanced {
            discount: Share(0.03),
            quality_at_risk: Share(0.10),
            limit: Share(0.20),
            benchmark: Benchmark::Historical(Historical { base_weights: vec![] }),
            rebase_every: 1,
            episode_cv: Ratio(0.6),
            quality_score: None,
        }
    }

    const YEAR: Year = Year { lives: 80.0, ..Year::FIRST };

    /// Net of 80 episodes at a benchmark price of $30,000.
    fn net(actual: f64, score: f64) -> Cents {
        let index = [1.0; 4];
        let market = Market { national: &index, regional: &index, level: 30_000.0 };
        let target = bpci().benchmark(&YEAR, &History::new([30_000.0; 3], 1), &market);
        assert!((target - 29_100.0).abs() < 1e-9);
        let e = Experience {
            year: YEAR,
            benchmark: 80.0 * target,
            spending: 80.0 * actual,
            quality: score,
            professional: 0.0,
        };
        let settled = bpci().settle(&e);
        assert!(settled.balances());
        settled.net()
    }

    #[test]
    fn eighty_episodes_of_the_payer_note() {
        // 80 × 2,100 = 168,000 × 0.95 = 159,600; 80 × −1,900 = −152,000 × 0.95 = −144,400.
        assert_eq!(net(27_000.0, 0.5), Cents(15_960_000));
        assert_eq!(net(31_000.0, 0.5), Cents(-14_440_000));
    }

    #[test]
    fn quality_and_limits() {
        // CQS 100 %: the gain whole, the loss a tenth smaller: 168,000 and −136,800.
        assert_eq!(net(27_000.0, 1.0), Cents(16_800_000));
        assert_eq!(net(31_000.0, 1.0), Cents(-13_680_000));
        // 20 % of 2,328,000 = 465,600.
        assert_eq!(net(20_000.0, 1.0), Cents(46_560_000));
        assert_eq!(net(50_000.0, 0.0), Cents(-46_560_000));
    }
}
