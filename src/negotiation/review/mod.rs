//! Should we sign this contract? Readiness, terms, clauses, questions, and a decision with what would change it.
//!
//! Everything is read from the scenario, but for what only a run can tell ([`SeenContract`]). The rule is a list of
//! gates, each with a level that a scenario can change (`[review]`): the contract is left where it can take money and
//! the system is short of readiness, where a bad year takes more than the cash that is there, or where clauses cannot be
//! struck; it is signed where nothing speaks against it; else there is something to negotiate.
//!
//! [`review`](crate::review), of the same name in English, is what a compensation committee asks.

mod bad_year;
mod changes;
mod decide;
mod facts;
mod flags;
mod holds;
mod market;
mod questions;
mod readiness;
mod seen;
#[cfg(test)]
mod tests;
mod told;

pub use changes::{WantedChange, WayUp, WhatChanges, what_changes};
pub use decide::{Considered, SigningDecision, SigningGate, SigningReason, SigningVerdict, consider};
pub use facts::{ContractAsked, GoesBy, ManagerPay, SigningFacts, TermsBy};
pub use flags::{FlagStanding, seven_flags};
pub use holds::HoldsUntil;
pub use market::{AgainstMarket, LeverStanding, MarketLever, against_market};
pub use questions::{AnswerState, AnsweredQuestion, ten_questions};
pub use readiness::{ReadinessCheck, ReadinessDimension, ReadinessState, readiness, state_of};
pub use seen::{SeenContract, seen};

use super::clause::{ClauseFound, clauses_of};
use super::price::{ClausePrice, ClausePrices, whose_margin};
use crate::analysis::Estimate;
use crate::engine::{HorizonMetric, Outcome};
use crate::model::Model;
use crate::units::{count, short_dollars};

/// A clause, reviewed.
#[derive(Clone, Debug)]
pub struct ReviewedClause {
    /// How it stands in the contract.
    pub found: ClauseFound,
    /// Whether that is a red flag: a clause that stands as is usual is priced, and none.
    pub flag: FlagStanding,
    /// What it is worth; `None` where it was not priced.
    pub price: Option<ClauseWorth>,
}

/// What a clause is worth over the horizon, on the same luck with and without it.
#[derive(Clone, Debug)]
pub struct ClauseWorth {
    /// What it is measured by, as `cascade price` tells it.
    pub measure: HorizonMetric,
    /// That margin without the clause less with it, $.
    pub margin: Estimate,
    /// The 5th percentile of the margin, without less with, $.
    pub p5: f64,
    /// The chance that the margin is below zero, without less with.
    pub chance_of_loss: f64,
    /// The lowest point of the programme's cash, without less with, $.
    pub cash_trough: f64,
    /// In words.
    pub says: String,
}

/// A contract, reviewed.
#[derive(Clone, Debug)]
pub struct ReviewedContract {
    /// Its name in the scenario.
    pub name: String,
    /// Who pays.
    pub payer: String,
    /// What kind of agreement it is.
    pub kind: &'static str,
    /// Who decides what it says.
    pub terms_by: TermsBy,
    /// Each lever beside the market.
    pub levers: Vec<LeverStanding>,
    /// Each clause.
    pub clauses: Vec<ReviewedClause>,
    /// The ten questions.
    pub questions: Vec<AnsweredQuestion>,
    /// What a run has seen of it; `None` before any.
    pub seen: Option<SeenContract>,
    /// What to do; `None` where nobody is asked.
    pub decision: Option<SigningDecision>,
    /// What would change it.
    pub changes: WhatChanges,
}

/// Every contract of an arm, reviewed.
#[derive(Clone, Debug)]
pub struct ArmReview {
    /// The six dimensions.
    pub readiness: Vec<ReadinessCheck>,
    /// Contracts that settle something.
    pub contracts: Vec<ReviewedContract>,
    /// Names of those that do not: there is nothing to review in fee-for-service.
    pub plain: Vec<String>,
}

impl ArmReview {
    /// The decision on everything: the worst of any contract that somebody is asked about; `None` where there is none.
    #[must_use]
    pub fn verdict(&self) -> Option<SigningVerdict> {
        let each = self.contracts.iter().filter_map(|one| one.decision.as_ref());
        each.map(|decision| decision.verdict).min_by_key(|verdict| verdict.rank())
    }
}

impl ArmReview {
    /// The same with what each clause is worth.
    #[must_use]
    pub fn priced(mut self, prices: &ClausePrices) -> ArmReview {
        for one in &mut self.contracts {
            for clause in &mut one.clauses {
                let row = prices.of(&one.name, clause.flag.clause.key());
                clause.price =
                    row.filter(|row| !row.does.is_empty()).and_then(|row| ClauseWorth::of(row, prices.years));
            }
        }
        self
    }
}

impl ClauseWorth {
    /// Of a row of prices; `None` for a clause that has none.
    fn of(row: &ClausePrice, years: usize) -> Option<ClauseWorth> {
        let programme = row.told()?;
        let cash = row.price(HorizonMetric::CashTrough.definition().name)?;
        let (dollars, error) = (programme.price.value, programme.price.se);
        let than = if dollars < 0.0 { "lower" } else { "higher" };
        let says = format!(
            "without it {} over {} is {} {than} (standard error {}); its 5th percentile changes by {}, the chance that it comes out below zero by {}, the lowest point of the programme's cash by {}",
            whose_margin(row.told_by),
            count(years, "year"),
            short_dollars(dollars.abs()),
            short_dollars(error),
            signed(programme.p5_change.value, short_dollars),
            signed(programme.below_zero_change.value, readiness::points),
            signed(cash.price.value, short_dollars)
        );
        Some(ClauseWorth {
            measure: row.told_by,
            margin: programme.price,
            p5: programme.p5_change.value,
            chance_of_loss: programme.below_zero_change.value,
            cash_trough: cash.price.value,
            says,
        })
    }
}

/// A change with its sign.
fn signed(change: f64, shown: impl Fn(f64) -> String) -> String {
    let text = shown(change);
    if change > 0.0 { format!("+{text}") } else { text }
}

/// Reviews every contract of an arm, counted from 0; with what a run has seen, where there was one.
#[must_use]
pub fn review_contracts(model: &Model, arm: usize, outcome: Option<&Outcome>) -> ArmReview {
    let facts = SigningFacts::of(model, arm);
    let seen = outcome.map(|outcome| seen(model, outcome, arm, &facts));
    let of = |(place, asked): (usize, &ContractAsked)| {
        let seen = seen.as_ref().map(|all| &all[place]);
        let found = clauses_of(&model.arms[arm], &asked.name);
        let Considered { levers, flags, decision } = consider(&facts, place, seen);
        let questions = ten_questions(&facts, asked, &levers, seen);
        let is_asked = asked.terms_by() != TermsBy::Obligation;
        let changes = if is_asked {
            what_changes(&facts, place, seen, decision.verdict)
        } else {
            WhatChanges::default()
        };
        ReviewedContract {
            name: asked.name.clone(),
            payer: asked.contract.payer.clone(),
            kind: asked.kind(),
            terms_by: asked.terms_by(),
            levers,
            clauses: found
                .into_iter()
                .zip(flags)
                .map(|(found, flag)| ReviewedClause { found, flag, price: None })
                .collect(),
            questions,
            seen: seen.cloned(),
            decision: is_asked.then_some(decision),
            changes,
        }
    };
    let contracts = facts.contracts.iter().enumerate().map(of).collect();
    ArmReview { readiness: readiness(&facts), contracts, plain: facts.plain }
}
