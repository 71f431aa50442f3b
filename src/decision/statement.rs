//! What is one physician paid for, what did their work earn, what came back and why not more, and what would each
//! variant change?

use super::next_hour::hour_of;
use super::pay_stack::{PaidBy, pay_parts};
use super::reasons::{PersonReasons, parts, worst_year};
use super::words::name_in_words;
use crate::alignment::NOTHING_BELOW;
use crate::engine::{ArmYear, ContractMetric, LeverFigure, Metric, Outcome, PersonMetric};
use crate::entity::{Lever, Physician};
use crate::model::{Arm, Model};
use crate::stats::Summary;
use serde::Serialize;

/// A figure over all futures: its mean, and where nine of ten of them lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Futures {
    /// Mean.
    pub mean: f64,
    /// A twentieth of futures lie below.
    pub low: Option<f64>,
    /// A twentieth of futures lie above.
    pub high: Option<f64>,
}

impl From<Summary> for Futures {
    fn from(of: Summary) -> Futures {
        Futures { mean: of.mean, low: of.quantiles.map(|q| q[0]), high: of.quantiles.map(|q| q[4]) }
    }
}

/// What one more hour of a lever brings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HourOfPerson {
    /// An hour of what.
    pub of: &'static str,
    /// What it pays the physician, $.
    pub pays: f64,
    /// What it is worth to those who pay for care, $; mean of the specialty.
    pub worth: f64,
    /// What it brings the system before physician pay, $; mean of the specialty.
    pub brings: f64,
    /// Part of futures in which no hour pays more.
    pub best_paid: f64,
}

/// What comes of a dollar of care that the physician avoids, in dollars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ChainOfPerson {
    /// What lies under contracts that settle savings.
    pub contracted: f64,
    /// What contracts are expected to pay the system.
    pub receipts: f64,
    /// What the system keeps before it pays anybody: receipts less margin lost; below 0 it loses.
    pub system: f64,
    /// What the physician is paid.
    pub own: f64,
}

/// Care under the physician's influence that costs 1 % less, and what it brings: $ a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OnePercentLess {
    /// To those who pay for care.
    pub worth: f64,
    /// Of that, what lies under contracts that settle savings.
    pub contracted: f64,
    /// What contracts are expected to pay the system.
    pub receipts: f64,
    /// What the system keeps, before it pays anybody.
    pub system: f64,
    /// What the physician is paid.
    pub pay: f64,
}

impl OnePercentLess {
    /// The same of one dollar; `None` where there is no care under influence.
    #[must_use]
    pub fn chain(&self) -> Option<ChainOfPerson> {
        (self.worth > 0.0).then(|| ChainOfPerson {
            contracted: self.contracted / self.worth,
            receipts: self.receipts / self.worth,
            system: self.system / self.worth,
            own: self.pay / self.worth,
        })
    }
}

/// A contract under which patients of the physician are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContractOfPerson {
    /// Its name.
    pub contract: String,
    /// Who pays.
    #[serde(skip)]
    pub payer: String,
    /// Lives attributed to the physician.
    pub lives: f64,
    /// Chance that it pays for the year.
    pub earns: f64,
    /// Chance that savings were made under it and it paid nothing.
    pub saved_unpaid: f64,
}

/// The agreement in force, in its first year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgreementToday {
    /// The arm: the baseline, or the first that has the position.
    pub arm: String,
    /// Its title.
    pub title: String,
    /// The year.
    pub year: u16,
    /// The plan.
    pub plan: String,
    /// What people call it.
    #[serde(skip)]
    pub plan_called: String,
    /// Chance that whoever is in the position left it as the year began; months in which it stands empty pay nothing.
    #[serde(skip)]
    pub leaves: f64,
    /// Pay of the year, $.
    pub pay: Futures,
    /// Of it, what is paid for what, $: six parts that add up to its mean.
    pub paid_for: Vec<(&'static str, f64)>,
    /// What the next hour of each lever pays.
    pub hours: Vec<HourOfPerson>,
    /// Chance that a guarantee or a floor holds, under which more of the work that it covers pays little or nothing.
    pub guaranteed: f64,
    /// Work RVUs.
    pub wrvu: f64,
    /// True savings under value-based contracts on the care under own influence, against no response, $.
    pub true_savings: f64,
    /// What care that costs 1 % less would bring.
    pub one_percent_less: OnePercentLess,
    /// Value-linked pay, $.
    pub value_pay: Futures,
    /// Chance of having lowered the cost of care without any value pay.
    pub value_unpaid: f64,
    /// Contracts of own patients.
    pub contracts: Vec<ContractOfPerson>,
    /// Part of value money after costs that the system sets aside for physicians.
    pub passed_on: f64,
    /// Whether somebody keeps a part on the way to the pools.
    pub kept_on_the_way: bool,
    /// Whether the plan caps all pay together.
    pub capped: bool,
}

/// What pay changes by under a variant, over all years, on the same luck.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeOfPerson {
    /// Change over all years, $.
    pub total: Futures,
    /// Ends of the 95 % interval that a finite number of futures leaves for the mean, $.
    pub interval: Option<(f64, f64)>,
    /// Mean pay of the baseline over all years, $.
    pub before: f64,
    /// Chance that pay over all years is at least 5 % below the baseline's.
    pub loses: f64,
    /// Ends of its 95 % interval.
    pub loses_interval: Option<(f64, f64)>,
    /// What the change is made of, $: seven reasons that add up to it.
    pub by: Vec<(&'static str, f64)>,
    /// The same by the reasons themselves.
    #[serde(skip)]
    pub reasons: PersonReasons,
    /// The year in which the mean change is lowest.
    pub worst_year: u16,
    /// That change, $.
    pub worst_change: f64,
}

/// What a variant would change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariantForPerson {
    /// Its name.
    pub arm: String,
    /// Its title.
    pub title: String,
    /// The plan that the physician would be moved to as the agreement renews; `None` where none is.
    pub moves_to: Option<String>,
    /// What people call that plan.
    #[serde(skip)]
    pub moves_to_called: Option<String>,
    /// Change of pay; `None` where the baseline does not have the position.
    pub change: Option<ChangeOfPerson>,
    /// Pay over all years, $.
    pub pay: Futures,
    /// The hour that pays most in the last year, and what it pays, $; `None` where none pays anything.
    pub best_hour: Option<(&'static str, f64)>,
    /// What is kept of an avoided dollar in the last year, $.
    pub own_part: f64,
}

/// One position: a physician's only one, or one of several appointments.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PositionStatement {
    /// Its identifier.
    pub id: String,
    /// Which appointment; empty where there is one only.
    pub appointment: String,
    /// Specialty.
    pub specialty: String,
    /// FTE at the start.
    pub fte: f64,
    /// Clinical FTE at the start.
    pub clinical_fte: f64,
    /// The agreement in force.
    pub today: AgreementToday,
    /// Variants that have the position, in the order of the scenario.
    pub variants: Vec<VariantForPerson>,
    /// Titles of arms that do not have it.
    pub not_in: Vec<String>,
}

/// What one physician is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonStatement {
    /// Identifier of the person.
    pub physician: String,
    /// Name, where the roster has one.
    pub name: String,
    /// Title of the scenario.
    pub scenario: String,
    /// First performance year.
    pub first_year: u16,
    /// Last one.
    pub last_year: u16,
    /// Futures simulated.
    pub trials: u64,
    /// Rosters that they met: more than one where cohorts are redrawn, and the person with them.
    pub rosters: u64,
    /// Positions, in the order of the roster.
    pub positions: Vec<PositionStatement>,
}

/// The statement of the person who holds some positions, by their places in the model; nothing for no place.
#[must_use]
pub fn person_statement(model: &Model, outcome: &Outcome, places: &[usize]) -> Option<PersonStatement> {
    let who = &model.physicians[*places.first()?];
    let positions: Vec<PositionStatement> =
        places.iter().filter_map(|place| position(model, outcome, *place)).collect();
    (!positions.is_empty()).then(|| PersonStatement {
        physician: who.person.clone(),
        name: who.name.clone(),
        scenario: model.title.clone(),
        first_year: model.start.0,
        last_year: model.start.plus(model.years - 1).0,
        trials: outcome.trials,
        rosters: outcome.rosters,
        positions,
    })
}

fn position(model: &Model, outcome: &Outcome, place: usize) -> Option<PositionStatement> {
    let first = model.arms.iter().position(|arm| arm.roster[place].is_some())?;
    let who = model.arms[first].roster[place].as_ref()?;
    Some(PositionStatement {
        id: who.id.clone(),
        appointment: who.appointment.clone(),
        specialty: who.specialty.clone(),
        fte: who.fte,
        clinical_fte: who.clinical_fte,
        today: today(model, outcome, (first, place), who),
        variants: (first + 1..model.arms.len())
            .filter_map(|arm| variant(model, outcome, arm, place))
            .collect(),
        not_in: model
            .arms
            .iter()
            .filter(|arm| arm.roster[place].is_none())
            .map(|arm| arm.title.clone())
            .collect(),
    })
}

/// What people call a plan of an arm: its title in quotes, or its name as words.
fn called(arm: &Arm, plan: &str) -> String {
    let title = arm.scenario.plan.get(plan).and_then(|own| own.title.as_deref());
    title.map_or_else(|| name_in_words(plan), |title| format!("“{title}”"))
}

/// The first year in which the position is paid, counted from 0.
fn first_paid(model: &Model, outcome: &Outcome, (arm, place): (usize, usize)) -> usize {
    let paid = |year: &usize| outcome.of(arm, *year).mean_at(place, Metric::Pay) > 0.0;
    (0..model.years).find(paid).unwrap_or(0)
}

fn today(model: &Model, outcome: &Outcome, (arm, place): (usize, usize), who: &Physician) -> AgreementToday {
    let own = &model.arms[arm];
    let year = first_paid(model, outcome, (arm, place));
    let results = outcome.of(arm, year);
    let at = |metric| results.at_place(place, metric);
    let mean = |metric| at(metric).mean;
    let allocation = &own.scenario.allocation;
    AgreementToday {
        arm: own.name.clone(),
        title: own.title.clone(),
        year: model.start.plus(year).0,
        plan: who.plan.clone(),
        plan_called: called(own, &who.plan),
        leaves: mean(Metric::Leaves),
        pay: at(Metric::Pay).into(),
        paid_for: paid_for(&results, place),
        hours: hours(&results, place, &who.specialty),
        guaranteed: mean(Metric::Guaranteed),
        wrvu: mean(Metric::Wrvu),
        true_savings: mean(Metric::TrueSavings),
        one_percent_less: OnePercentLess {
            worth: mean(Metric::WorthOfStewardship),
            contracted: mean(Metric::ContractedStewardship),
            receipts: mean(Metric::ReceiptsForStewardship),
            system: mean(Metric::SystemForStewardship),
            pay: mean(Metric::PayForStewardship),
        },
        value_pay: at(Metric::ValuePay).into(),
        value_unpaid: mean(Metric::UnpaidValue),
        contracts: contracts(own, &results, who),
        passed_on: allocation.physicians.0,
        kept_on_the_way: !allocation.hops.is_empty(),
        capped: own.scenario.plan.get(&who.plan).is_some_and(|plan| plan.fair_market_value.is_some()),
    }
}

/// Pay by what it is for, in a person's words.
fn paid_for(results: &ArmYear<'_>, place: usize) -> Vec<(&'static str, f64)> {
    const WORDS: [(&str, PaidBy); PaidBy::ALL.len()] = [
        ("time", PaidBy::Time),
        ("wRVUs", PaidBy::Volume),
        ("quality", PaidBy::Quality),
        ("the cost of care", PaidBy::Cost),
        ("non-clinical work", PaidBy::Service),
        ("the panel", PaidBy::Panel),
    ];
    let mean = |metric| results.mean_at(place, metric);
    let parts = pay_parts(mean(Metric::Pay), mean);
    WORDS.iter().map(|(words, part)| (*words, parts[*part as usize])).collect()
}

fn hours(results: &ArmYear<'_>, place: usize, specialty: &str) -> Vec<HourOfPerson> {
    let group = results.specialty(specialty).ok();
    let one = |lever: Lever| {
        let own = |figure| results.mean_at(place, Metric::of_lever(figure, lever));
        let of_group = |figure| {
            let found = group.as_ref().and_then(|group| group.get(Metric::of_lever(figure, lever)));
            found.map_or(f64::NAN, |found| found.mean)
        };
        HourOfPerson {
            of: hour_of(lever),
            pays: own(LeverFigure::Pays),
            worth: of_group(LeverFigure::IsWorth),
            brings: of_group(LeverFigure::Brings),
            best_paid: own(LeverFigure::BestPaid),
        }
    };
    Lever::ALL.into_iter().map(one).collect()
}

fn contracts(arm: &Arm, results: &ArmYear<'_>, who: &Physician) -> Vec<ContractOfPerson> {
    let one = |(name, lives): &(String, f64)| {
        let payer = arm.scenario.contract.get(name)?.payer.clone();
        let found = results.contract(name).ok()?;
        Some(ContractOfPerson {
            contract: name.clone(),
            payer,
            lives: *lives,
            earns: found.get(ContractMetric::Earns).mean,
            saved_unpaid: found.get(ContractMetric::SavedUnpaid).mean,
        })
    };
    who.lives.iter().filter(|(_, lives)| *lives > 0.0).filter_map(one).collect()
}

fn variant(model: &Model, outcome: &Outcome, arm: usize, place: usize) -> Option<VariantForPerson> {
    let own = &model.arms[arm];
    let who = own.roster[place].as_ref()?;
    let results = outcome.arm(&own.name).ok()?;
    let last = outcome.of(arm, model.years - 1);
    let pays = |lever: Lever| last.mean_at(place, Metric::of_lever(LeverFigure::Pays, lever));
    let best = Lever::ALL.into_iter().map(|lever| (hour_of(lever), pays(lever)));
    let best = best.reduce(|best, next| if next.1 > best.1 { next } else { best });
    let moves_to = own.scenario.redesign.iter().find(|change| change.from == who.plan);
    Some(VariantForPerson {
        arm: own.name.clone(),
        title: own.title.clone(),
        moves_to: moves_to.map(|change| change.to.clone()),
        moves_to_called: moves_to.map(|change| called(own, &change.to)),
        change: change(model, outcome, arm, place),
        pay: results.person(place, PersonMetric::Pay)?.into(),
        best_hour: best.filter(|(_, pays)| *pays >= NOTHING_BELOW),
        own_part: last.mean_at(place, Metric::OwnPartOfAvoided),
    })
}

fn change(model: &Model, outcome: &Outcome, arm: usize, place: usize) -> Option<ChangeOfPerson> {
    let results = outcome.arm(&model.arms[arm].name).ok()?;
    let total = results.person(place, PersonMetric::PayChange)?;
    let loses = results.person(place, PersonMetric::Loses)?;
    let before = results.person(place, PersonMetric::Pay)?.mean - total.mean;
    let sum = |metric| results.years().map(|year| year.mean_at(place, metric)).sum::<f64>();
    let parts = parts(|reason| sum(reason.metric()));
    let worst = worst_year(&results, place)?;
    Some(ChangeOfPerson {
        total: total.into(),
        interval: total.interval(),
        before,
        loses: loses.mean,
        loses_interval: loses.interval(),
        by: parts.iter().map(|(reason, part)| (reason.word(), *part)).collect(),
        reasons: PersonReasons { place, before, change: total.mean, parts },
        worst_year: worst.0.0,
        worst_change: worst.1,
    })
}
