//! What a run has seen of a contract.

use super::facts::SigningFacts;
use crate::engine::{ContractMetric, Outcome};
use crate::math::grown;
use crate::model::Model;
use crate::units::{real, short_dollars};

/// A contract over the horizon of a run; means over trials.
#[derive(Clone, Debug)]
pub struct SeenContract {
    /// Its name.
    pub name: String,
    /// Years of the horizon.
    pub years: usize,
    /// Trials behind it.
    pub trials: u64,
    /// Received from the payer beyond fees, $ over the horizon.
    pub earned: f64,
    /// Owed to it, $.
    pub owed: f64,
    /// What the programme costs beyond the fees it brings, $ at the contract's mean lives.
    pub programme: f64,
    /// Standard error of the net: at most this, the sum of those of its years.
    pub error: f64,
    /// Chance of any payment in a year, mean over the years.
    pub earns: f64,
    /// Chance of owing in a year.
    pub owes: f64,
    /// Benchmark per person and year, $, where there is one.
    pub benchmarks: Vec<(u16, f64)>,
    /// Whether what it pays is all there: capitation and fees that it replaces are not counted here.
    pub is_whole: bool,
}

impl SeenContract {
    /// What the contract leaves the system over the horizon, $: received less owed less what its programme costs beyond
    /// fees.
    #[must_use]
    pub fn net(&self) -> f64 {
        self.earned - self.owed - self.programme
    }

    /// What its programme costs beside the fees it brings, in words.
    #[must_use]
    pub fn programme_told(&self) -> String {
        if self.programme < 0.0 {
            format!("{} of fees beyond what its programme costs", short_dollars(-self.programme))
        } else {
            format!("{} for its programme beyond fees", short_dollars(self.programme))
        }
    }

    /// Whether it surely loses money: the mean lies below nothing by more than two standard errors.
    #[must_use]
    pub fn surely_loses(&self) -> bool {
        self.is_whole && self.net() + 2.0 * self.error < 0.0
    }
}

/// What a run has seen of each contract under review.
#[must_use]
pub fn seen(model: &Model, outcome: &Outcome, arm: usize, facts: &SigningFacts) -> Vec<SeenContract> {
    let scenario = &model.arms[arm].scenario;
    let of = |asked: &super::facts::ContractAsked| {
        let contract = &asked.contract;
        let mut seen = SeenContract {
            name: asked.name.clone(),
            years: model.years,
            trials: 0,
            earned: 0.0,
            owed: 0.0,
            programme: 0.0,
            error: 0.0,
            earns: 0.0,
            owes: 0.0,
            benchmarks: Vec::new(),
            is_whole: contract.terms.fee_share() >= 1.0
                && contract.terms.capitation(&contract.year(model.start, 0, asked.lives)) <= 0.0,
        };
        for year in 0..model.years {
            let results = outcome.of(arm, year);
            let Ok(own) = results.contract(&asked.name) else { continue };
            let [earned, owed, lives, benchmark] = [
                ContractMetric::Earned,
                ContractMetric::Owed,
                ContractMetric::Lives,
                ContractMetric::Benchmark,
            ]
            .map(|metric| own.get(metric));
            seen.trials = earned.trials;
            seen.earned += earned.mean;
            seen.owed += owed.mean;
            seen.error += earned.mc_se + owed.mc_se;
            seen.earns += own.get(ContractMetric::Earns).mean / real(model.years);
            seen.owes += own.get(ContractMetric::Owes).mean / real(model.years);
            if lives.mean > 0.0 {
                let grown = grown(scenario.outlook.expense_growth.0, year);
                seen.programme +=
                    contract.programme_cost(lives.mean) * grown - contract.fees(lives.mean, year);
                if benchmark.mean > 0.0 {
                    seen.benchmarks.push((model.start.plus(year).0, benchmark.mean / lives.mean));
                }
            }
        }
        seen
    };
    facts.contracts.iter().map(of).collect()
}
