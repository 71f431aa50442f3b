//! What do contracts say, what do they bring, and where do they trap? Each contract of an arm in words and year by year.

use crate::engine::{ArmYear, ContractMetric, ContractResults, Outcome};
use crate::model::Model;
use crate::payer::{Contract, Experience};
use crate::stats::Summary;
use crate::units::{CalendarYear, real};

/// A contract of an arm.
#[derive(Clone, Debug)]
pub struct ContractInWords<'m> {
    /// Its name in the scenario.
    pub name: &'m str,
    /// Its agreement.
    pub contract: &'m Contract,
    /// The family of its terms.
    pub family: &'static str,
    /// First and last performance year of the agreement; `None` while the programme runs.
    pub runs: (CalendarYear, Option<CalendarYear>),
    /// The rules that decide its settlement, in words, at the mean benchmark, spending and quality of its first year in
    /// the horizon; empty where nothing is settled.
    pub rules: String,
    /// What is to be looked at before anyone signs; empty where nothing is.
    pub red_flags: Vec<String>,
}

/// A year of a contract; means over trials.
#[derive(Clone, Copy, Debug)]
pub struct ContractReceipts {
    /// The year.
    pub year: CalendarYear,
    /// Attributed lives.
    pub lives: f64,
    /// Benchmark and spending, $.
    pub benchmark: f64,
    /// Spending, $.
    pub spending: f64,
    /// Earned from the payer, $.
    pub earned: Summary,
    /// Owed to the payer, $.
    pub owed: Summary,
    /// Forfeited at gates, $.
    pub forfeited: f64,
    /// Chance of any payment.
    pub earns: Summary,
    /// Chance of owing.
    pub owes: Summary,
    /// Chance that true savings were made and nothing was earned.
    pub saved_unpaid: f64,
    /// Expected receipts for the next dollar of true savings, $.
    pub slope: f64,
    /// Quality score.
    pub quality: f64,
    /// Chance that the system has left by its own choice.
    pub left: f64,
}

/// A chance from which on a trap is a flag: more than one future in four.
pub const FLAGGED: f64 = 0.25;

/// Every contract of an arm, counted from 0, in the scenario's order.
#[must_use]
pub fn contracts_in_words<'m>(model: &'m Model, outcome: &Outcome, arm: usize) -> Vec<ContractInWords<'m>> {
    let each = model.arms[arm].scenario.contract.iter();
    each.map(|(name, contract)| {
        let years = contract_receipts(model, outcome, arm, name);
        ContractInWords {
            name,
            contract,
            family: contract.terms.key(),
            runs: (contract.begins(model.start), contract.ends()),
            rules: rules_in_words(model, contract, &years),
            red_flags: red_flags(contract, &years),
        }
    })
    .collect()
}

/// A contract's years, first to last; none for a contract that no arm has.
#[must_use]
pub fn contract_receipts(model: &Model, outcome: &Outcome, arm: usize, name: &str) -> Vec<ContractReceipts> {
    let of = |year: usize| {
        let results: ArmYear<'_> = outcome.of(arm, year);
        let own: ContractResults<'_> = results.contract(name).ok()?;
        let mean = |metric| own.get(metric).mean;
        Some(ContractReceipts {
            year: model.start.plus(year),
            lives: mean(ContractMetric::Lives),
            benchmark: mean(ContractMetric::Benchmark),
            spending: mean(ContractMetric::Spending),
            earned: own.get(ContractMetric::Earned),
            owed: own.get(ContractMetric::Owed),
            forfeited: mean(ContractMetric::Forfeited),
            earns: own.get(ContractMetric::Earns),
            owes: own.get(ContractMetric::Owes),
            saved_unpaid: mean(ContractMetric::SavedUnpaid),
            slope: mean(ContractMetric::Slope),
            quality: mean(ContractMetric::QualityScore),
            left: mean(ContractMetric::Left),
        })
    };
    (0..model.years).filter_map(of).collect()
}

/// The numbers that decide the settlement, as a list in words.
fn rules_in_words(model: &Model, contract: &Contract, years: &[ContractReceipts]) -> String {
    if !contract.terms.settles() {
        return String::new();
    }
    let settled = |year: &ContractReceipts| year.lives > 0.0 && year.benchmark > 0.0;
    let Some((index, first)) = years.iter().enumerate().find(|(_, year)| settled(year)) else {
        return String::new();
    };
    let experience = Experience {
        year: contract.year(model.start, index, first.lives),
        benchmark: first.benchmark,
        spending: first.spending,
        quality: first.quality,
        professional: 0.0,
    };
    let rules = contract.terms.rules(&experience);
    rules.iter().map(|rule| format!("{}: {}", rule.name.trim(), rule.amount)).collect::<Vec<_>>().join("; ")
}

/// What is met in more than [`FLAGGED`] of futures, the mean over the years of the agreement in the horizon, and what
/// the agreement lets happen.
fn red_flags(contract: &Contract, years: &[ContractReceipts]) -> Vec<String> {
    let running: Vec<&ContractReceipts> =
        years.iter().filter(|year| year.lives > 0.0 && year.benchmark > 0.0).collect();
    if running.is_empty() || !contract.terms.settles() {
        return Vec::new();
    }
    let mean = |of: fn(&ContractReceipts) -> f64| {
        running.iter().map(|year| of(year)).sum::<f64>() / real(running.len())
    };
    let mut flags = Vec::new();
    let mut often = |chance: f64, what: &str| {
        if chance > FLAGGED {
            flags.push(format!("{what} in {:.0} % of years", 100.0 * chance));
        }
    };
    often(1.0 - mean(|year| year.earns.mean), "pays nothing");
    often(mean(|year| year.owes.mean), "is owed to");
    often(mean(|year| year.saved_unpaid), "true savings go unpaid");
    if mean(|year| year.owes.mean) > 0.0 && contract.repayment.is_none() {
        flags.push("losses can be owed and nothing is stated to secure them".to_owned());
    }
    if let Some(year) = years.last().filter(|year| year.left > FLAGGED) {
        flags.push(format!("left by choice by {} in {:.0} % of futures", year.year, 100.0 * year.left));
    }
    flags
}
