//! The seven clauses of each contract of an arm, with their prices.

use super::asked::PriceQuestion;
use super::measured::MeasurePrice;
use super::question::{PatchPrice, price, samples};
use crate::engine::{HorizonMetric, Progress, RunOptions};
use crate::model::{Model, Unknown, no_arm};
use crate::negotiation::clause::{ClauseFound, ClausePatch, ClauseStanding, clauses_of};
use crate::scenario::BASELINE;
use crate::study::{Study, StudyFault};
use crate::units::{both, closest};

/// Key of the row that takes out all clauses of a contract that are there at once.
pub const ALL_THERE: &str = "all_there";

/// Key of the row of a patch that is no clause.
pub const PATCH: &str = "patch";

/// Which clauses are priced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClausesAsked {
    /// The arm; the baseline when left out.
    pub arm: Option<String>,
    /// The contracts, by name; all of the arm when empty.
    pub contracts: Vec<String>,
    /// Whether clauses that are not there are priced as if they were: what they would cost if the payer asked for them.
    pub puts_in: bool,
}

/// What was found of the clauses of an arm.
#[derive(Clone, Debug, PartialEq)]
pub struct ClausePrices {
    /// The arm.
    pub arm: String,
    /// Trials behind each price.
    pub trials: u64,
    /// Performance years of the horizon.
    pub years: usize,
    /// Contract by contract, clause by clause.
    pub rows: Vec<ClausePrice>,
}

/// A clause of a contract, or a patch, with its price.
#[derive(Clone, Debug, PartialEq)]
pub struct ClausePrice {
    /// The contract; empty for a patch.
    pub contract: String,
    /// Key of the clause, [`ALL_THERE`] or [`PATCH`].
    pub clause: &'static str,
    /// Its name for a reader.
    pub title: &'static str,
    /// How it stands, as files say it; for a patch `patch`.
    pub standing: &'static str,
    /// What the contract says, or why it cannot say such a thing.
    pub says: String,
    /// What the patch does that it is priced by; empty where nothing was changed.
    pub does: String,
    /// Whether that patch puts the clause in.
    pub puts_in: bool,
    /// The measure by which it is told, over the whole horizon: the programme's margin; the system's for a contract that
    /// pays in place of fees, which the programme's does not hold, and for a patch, which may change anything.
    pub told_by: HorizonMetric,
    /// What it is worth; exactly nothing where it is not there, and `None` where it cannot be.
    pub worth: Option<PatchPrice>,
}

impl ClausePrice {
    /// A measure of its price by name.
    #[must_use]
    pub fn price(&self, measure: &str) -> Option<&MeasurePrice> {
        self.worth.as_ref()?.price(measure)
    }

    /// Its price by the measure that it is told by.
    #[must_use]
    pub fn told(&self) -> Option<&MeasurePrice> {
        self.price(self.told_by.definition().name)
    }
}

impl ClausePrices {
    /// The row of a contract's clause by its key.
    #[must_use]
    pub fn of(&self, contract: &str, clause: &str) -> Option<&ClausePrice> {
        self.rows.iter().find(|row| row.contract == contract && row.clause == clause)
    }

    /// Trials that will be simulated for so many prices: what progress is counted by.
    #[must_use]
    pub fn work(prices: usize, trials: u64) -> u64 {
        trials * samples(prices) as u64
    }
}

impl ClausesAsked {
    /// The name of the arm.
    #[must_use]
    pub fn arm(&self) -> &str {
        self.arm.as_deref().unwrap_or(BASELINE)
    }

    /// How the clauses of the contracts that are asked for stand in the arm.
    ///
    /// # Errors
    ///
    /// [`Unknown`] for an arm or a contract that is not there.
    pub fn found(&self, model: &Model) -> Result<Vec<ClauseFound>, Unknown> {
        let names = || model.arms.iter().map(|arm| arm.name.as_str());
        let arm = model.arms.iter().find(|arm| arm.name == self.arm());
        let arm = arm.ok_or_else(|| no_arm(self.arm(), names()))?;
        let known: Vec<&str> = arm.scenario.contract.names().collect();
        if let Some(other) = self.contracts.iter().find(|name| !known.contains(&name.as_str())) {
            let hint = closest(other, known.iter().copied()).map_or_else(
                || format!("the arm has {}", both(&known)),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(Unknown::new(format!("contract {other:?}"), hint));
        }
        let asked = known
            .iter()
            .filter(|name| self.contracts.is_empty() || self.contracts.iter().any(|c| c == *name));
        Ok(asked.flat_map(|name| clauses_of(arm, name)).collect())
    }

    /// How many prices that takes.
    ///
    /// # Errors
    ///
    /// As [`ClausesAsked::found`].
    pub fn prices(&self, model: &Model) -> Result<usize, Unknown> {
        let rows = rows(&self.found(model)?, self.puts_in);
        Ok(rows.iter().filter(|(_, question)| question.is_some()).count())
    }
}

/// Prices the seven clauses of contracts, each by itself and those that are there together. `model` is the study's own,
/// funded.
///
/// # Errors
///
/// [`StudyFault::Unknown`] for an arm or a contract that is not there; [`StudyFault::Refused`] for what a scenario may
/// not hold; as the engine.
pub fn price_clauses(
    study: &Study,
    model: &Model,
    asked: &ClausesAsked,
    options: RunOptions<'_>,
    progress: &dyn Progress,
) -> Result<ClausePrices, StudyFault> {
    let rows = rows(&asked.found(model)?, asked.puts_in);
    let questions: Vec<PriceQuestion> = rows.iter().filter_map(|(_, question)| question.clone()).collect();
    let (prices, nothing) = price(study, model, asked.arm(), &questions, (options, progress))?;
    let mut prices = prices.into_iter();
    let of_contract = |name: &str| nothing.get(model.contract_names.iter().position(|known| known == name)?);
    let rows = rows
        .into_iter()
        .map(|(row, question)| {
            let worth = if question.is_some() {
                prices.next()
            } else {
                let is_possible = row.standing != ClauseStanding::CannotBe.word();
                of_contract(&row.contract).filter(|_| is_possible).cloned()
            };
            let told_by = measure_of(model, asked.arm(), &row.contract);
            ClausePrice { told_by, worth, ..row }
        })
        .collect();
    Ok(ClausePrices { arm: asked.arm().to_owned(), trials: options.trials, years: model.years, rows })
}

/// A margin that prices are told by, in words.
#[must_use]
pub fn whose_margin(measure: HorizonMetric) -> &'static str {
    if measure == HorizonMetric::SystemMargin { "the system's margin" } else { "the programme's margin" }
}

/// The measure that sees what a contract pays: fees that it replaces and capitation stand beside the programme's margin.
fn measure_of(model: &Model, arm: &str, contract: &str) -> HorizonMetric {
    let own = model.arms.iter().find(|own| own.name == arm);
    let signed = own.and_then(|own| own.scenario.contract.get(contract));
    let replaces = signed.is_some_and(|signed| {
        let first = signed.year(model.start, 0, 1.0);
        signed.terms.fee_share() < 1.0 || signed.terms.capitation(&first) > 0.0
    });
    if replaces { HorizonMetric::SystemMargin } else { HorizonMetric::ProgrammeMargin }
}

/// Prices a patch of an arm: the body of a variant, in TOML. Its worth is what the arm comes to with the patch less what
/// it comes to without.
///
/// # Errors
///
/// As [`price_clauses`].
pub fn price_patch(
    study: &Study,
    model: &Model,
    (arm, body): (&str, &str),
    options: RunOptions<'_>,
    progress: &dyn Progress,
) -> Result<ClausePrices, StudyFault> {
    let contract = contract_of(model, body).map(str::to_owned);
    let question = PriceQuestion { contract, body: body.to_owned(), puts_in: false };
    let (prices, _) = price(study, model, arm, &[question], (options, progress))?;
    let does = body.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
    let row = ClausePrice {
        contract: String::new(),
        clause: PATCH,
        title: "the patch",
        standing: PATCH,
        says: String::new(),
        does,
        puts_in: false,
        told_by: HorizonMetric::SystemMargin,
        worth: prices.into_iter().next(),
    };
    Ok(ClausePrices { arm: arm.to_owned(), trials: options.trials, years: model.years, rows: vec![row] })
}

/// The contract that a patch is about, where it names exactly one: what that pays is then measured, too.
fn contract_of<'m>(model: &'m Model, body: &str) -> Option<&'m str> {
    let names = |name: &&String| {
        let inside =
            [format!("\"{name}\" = {{"), format!("contract.{name}."), format!("contract.\"{name}\".")];
        inside.iter().any(|way| body.contains(way))
    };
    let mut named = model.contract_names.iter().filter(names);
    let only = named.next()?;
    named.next().is_none().then_some(only.as_str())
}

/// Rows without their prices, each with the question that is asked for it.
fn rows(found: &[ClauseFound], puts_in: bool) -> Vec<(ClausePrice, Option<PriceQuestion>)> {
    let mut rows = Vec::new();
    for (place, clause) in found.iter().enumerate() {
        rows.push(row_of(clause, puts_in));
        let is_last = found.get(place + 1).is_none_or(|next| next.contract != clause.contract);
        if is_last {
            rows.extend(together(found, &clause.contract));
        }
    }
    rows
}

fn row_of(clause: &ClauseFound, puts_in: bool) -> (ClausePrice, Option<PriceQuestion>) {
    let patch = match clause.standing {
        ClauseStanding::There => clause.patch.as_ref().map(|patch| (patch, false)),
        ClauseStanding::NotThere => clause.patch.as_ref().filter(|_| puts_in).map(|patch| (patch, true)),
        ClauseStanding::CannotBe => None,
    };
    let question = patch.map(|(patch, puts_in)| PriceQuestion {
        contract: Some(clause.contract.clone()),
        body: patch.body(&clause.contract),
        puts_in,
    });
    let row = ClausePrice {
        contract: clause.contract.clone(),
        clause: clause.kind.key(),
        title: clause.kind.title(),
        standing: clause.standing.word(),
        says: clause.says.clone(),
        does: patch.map_or_else(String::new, |(patch, _)| patch.does()),
        puts_in: patch.is_some_and(|(_, puts_in)| puts_in),
        told_by: HorizonMetric::ProgrammeMargin,
        worth: None,
    };
    (row, question)
}

/// The row that takes out all clauses of a contract that are there, where there are several.
fn together(found: &[ClauseFound], contract: &str) -> Option<(ClausePrice, Option<PriceQuestion>)> {
    let there: Vec<&ClausePatch> = found
        .iter()
        .filter(|clause| clause.contract == contract && clause.standing == ClauseStanding::There)
        .filter_map(|clause| clause.patch.as_ref())
        .collect();
    if there.len() < 2 {
        return None;
    }
    let patch = ClausePatch::together(&there);
    let question =
        PriceQuestion { contract: Some(contract.to_owned()), body: patch.body(contract), puts_in: false };
    let row = ClausePrice {
        contract: contract.to_owned(),
        clause: ALL_THERE,
        title: "all that are there",
        standing: ClauseStanding::There.word(),
        says: format!(
            "{} clauses at once; what they cost together is not the sum of each by itself",
            there.len()
        ),
        does: patch.does(),
        puts_in: false,
        told_by: HorizonMetric::ProgrammeMargin,
        worth: None,
    };
    Some((row, Some(question)))
}
