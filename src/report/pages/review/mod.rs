//! Should we sign? A memo on the contracts of an arm, and the same for a program.

mod told;

use super::Page;
use crate::model::Model;
use crate::negotiation::review::{
    AgainstMarket, AnswerState, ArmReview, GoesBy, ReviewedContract, SigningDecision, SigningGate,
    SigningVerdict, TermsBy, WhatChanges,
};
use crate::report::layout::wrapped;
use crate::scenario::BASELINE;
use crate::units::{capitalised, count, listed, on_one_line, short_dollars, thousands};
use serde::Serialize;
use std::path::Path;
use told::{
    ClauseTold, DecisionTold, LeverTold, NOT_ASKED, QuestionTold, ReadinessTold, clauses_told, decision_told,
    questions_told, readiness_told, terms_told,
};

/// What a review is of.
#[derive(Clone, Copy, Debug)]
pub struct ReviewOf<'a> {
    /// The scenario file as the user named it.
    pub scenario: &'a str,
    /// The arm, counted from 0.
    pub arm: usize,
    /// Trials that were run; 0 where none was.
    pub trials: u64,
}

/// A review of every contract of an arm.
#[derive(Debug, Serialize)]
pub struct ReviewPage<'a> {
    scenario: &'a str,
    title: &'a str,
    arm: &'a str,
    arm_title: &'a str,
    system: &'a str,
    years: [u16; 2],
    trials: u64,
    readiness: ReadinessTold<'a>,
    terms: Vec<LeverTold<'a>>,
    clauses: Vec<ClauseTold<'a>>,
    questions: Vec<QuestionTold<'a>>,
    decision: DecisionTold<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    folder: Option<String>,
    #[serde(skip)]
    review: &'a ArmReview,
}

impl<'a> ReviewPage<'a> {
    /// Of the review of an arm.
    #[must_use]
    pub fn of(model: &'a Model, review: &'a ArmReview, of: ReviewOf<'a>) -> ReviewPage<'a> {
        let arm = &model.arms[of.arm];
        let each = || review.contracts.iter();
        ReviewPage {
            scenario: of.scenario,
            title: &model.title,
            arm: &arm.name,
            arm_title: &arm.title,
            system: &arm.scenario.system.name,
            years: [model.start.0, model.start.plus(model.years - 1).0],
            trials: of.trials,
            readiness: readiness_told(&review.readiness),
            terms: each().flat_map(terms_told).collect(),
            clauses: each().flat_map(clauses_told).collect(),
            questions: each().flat_map(questions_told).collect(),
            decision: decision_told(review),
            folder: None,
            review,
        }
    }

    /// The same, with the folder that it was written to.
    #[must_use]
    pub fn written_to(self, folder: &Path) -> ReviewPage<'a> {
        ReviewPage { folder: Some(folder.display().to_string()), ..self }
    }
}

impl Page for ReviewPage<'_> {
    fn text(&self) -> String {
        let (system, title) = (on_one_line(self.system), on_one_line(self.title));
        let under = if self.arm == BASELINE {
            String::new()
        } else {
            format!(", under “{}”", on_one_line(self.arm_title))
        };
        let mut page =
            wrapped(&format!("Should {system} sign? A review of the contracts of “{title}”{under}"), 2);
        page += &format!("\nDecision: {}.\n", self.decision.verdict);
        for one in &self.review.contracts {
            page += &decided(one);
        }
        if let [first, ..] = self.decision.nothing_to_sign {
            let names = self.decision.nothing_to_sign.join(", ");
            let are = if self.decision.nothing_to_sign.len() == 1 { "is" } else { "are" };
            debug_assert!(!first.is_empty(), "contracts have names");
            page += &wrapped(&format!("\n{names} {are} fee-for-service: nothing to review."), 2);
        }
        if self.review.contracts.is_empty() {
            return page;
        }
        page += &self.readiness_text();
        page += "\nTerms beside the market\n";
        for one in &self.review.contracts {
            page += &terms_text(one);
        }
        page += "\nSeven clauses to strike or reprice\n";
        page += &self.measured();
        for one in &self.review.contracts {
            page += &clauses_text(one);
        }
        page += "\nTen questions\n";
        for one in &self.review.contracts {
            page += &questions_text(one);
        }
        page += &self.sources();
        if let Some(folder) = &self.folder {
            page += &wrapped(&format!("\nResults: {folder}"), 2);
        }
        page
    }
}

impl ReviewPage<'_> {
    fn readiness_text(&self) -> String {
        let told = &self.readiness;
        let mut page = format!(
            "\nReadiness: {} of six ready, {} short, {} not stated\n",
            told.ready, told.short, told.not_stated
        );
        for check in &self.review.readiness {
            let about = check.contract.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
            let mut line = format!(
                "  {}{about}: {}. Asked: {}.",
                check.dimension.title(),
                check.state.word(),
                check.asks
            );
            if !check.says.is_empty() {
                line += &format!(" Found: {}.", check.says);
            }
            if !check.missing.is_empty() {
                line += &format!(" Missing: {} ({}).", check.missing, check.write);
            }
            page += &wrapped(&line, 4);
        }
        page
    }

    /// What prices are told by, where there are any.
    fn measured(&self) -> String {
        let mut clauses = self.review.contracts.iter().flat_map(|one| &one.clauses);
        if clauses.all(|clause| clause.price.is_none()) {
            return String::new();
        }
        wrapped(
            &format!(
                "  Prices are those of `cascade price` with {} trials: the margin that each names over all years, with and without a clause on the same luck. 5th percentiles are those of the trials themselves; horizon.csv of a run interpolates them within bins, and can lie up to a bin away.",
                thousands(self.trials)
            ),
            2,
        )
    }

    /// Levels that decided, each once, with their sources.
    fn sources(&self) -> String {
        let mut by: Vec<&GoesBy> = self.review.readiness.iter().map(|check| &check.by).collect();
        for one in &self.review.contracts {
            let compared = one.levers.iter().filter(|lever| lever.against != AgainstMarket::NotComparable);
            by.extend(compared.map(|lever| &lever.by));
            by.extend(
                one.decision
                    .iter()
                    .flat_map(|decision| &decision.against)
                    .filter_map(|reason| reason.by.as_ref()),
            );
        }
        let mut page = "\nWhat the levels rest on (each can be set in the scenario)\n".to_owned();
        let mut told: Vec<&str> = Vec::new();
        for level in by {
            if !told.contains(&level.place.as_str()) {
                told.push(&level.place);
                page += &wrapped(&format!("  {}: {} ({})", level.place, level.source, level.grade.word()), 4);
            }
        }
        page
    }
}

/// A contract with its decision, reasons and what would change it.
fn decided(one: &ReviewedContract) -> String {
    let head = format!("\n{} ({}, {})", one.name, on_one_line(&one.payer), one.kind);
    let Some(decision) = &one.decision else {
        return wrapped(&format!("{head}: {NOT_ASKED}."), 2);
    };
    let mut page = wrapped(&format!("{head}: {}.", decision.verdict.word()), 2);
    page += &simulated_text(one);
    page += &reasons_text(decision, one.terms_by);
    page += &law_text(one);
    if one.changes.up.is_empty() && decision.against.iter().any(|reason| reason.gate == SigningGate::Worth) {
        page += &wrapped(
            "  Nothing that is looked at here would change that it loses money as simulated: what it pays has to be asked for anew (`cascade search` looks for terms).",
            2,
        );
    }
    page + &changes_text(&one.changes)
}

/// Where what is law speaks against a contract, nothing that can be asked for makes it one to sign.
fn law_text(one: &ReviewedContract) -> String {
    let law = one.clauses.iter().filter(|clause| clause.flag.stands && clause.flag.wants.is_empty());
    let law: Vec<String> = law.map(|clause| clause.flag.clause.title().to_owned()).collect();
    let is_signed = one.changes.up.iter().any(|way| way.gives == SigningVerdict::Sign);
    if law.is_empty() || is_signed {
        return String::new();
    }
    let says =
        format!("  No change that can be asked for makes it one to sign: {} stays.", listed(&law, "and"));
    wrapped(&says, 2)
}

fn simulated_text(one: &ReviewedContract) -> String {
    let Some(seen) = one.seen.as_ref().filter(|seen| seen.trials > 0) else { return String::new() };
    let ends = if seen.is_whole {
        let off = short_dollars(seen.error);
        format!(", which leaves {} (standard error at most {off})", short_dollars(seen.net()))
    } else {
        ", beside what replaces fees".to_owned()
    };
    wrapped(
        &format!(
            "  Simulated over {} ({} trials): {} received, {} owed, {}{ends}. What it pays for visits is neither in this nor judged here: the system's margin of a run has it.",
            count(seen.years, "year"),
            seen.trials,
            short_dollars(seen.earned),
            short_dollars(seen.owed),
            seen.programme_told()
        ),
        2,
    )
}

fn reasons_text(decision: &SigningDecision, terms_by: TermsBy) -> String {
    if decision.against.is_empty() {
        return "  Nothing speaks against it.\n".to_owned();
    }
    let mut page = String::new();
    for (leaves, head) in [
        (SigningVerdict::WalkAway, "  What makes us walk away:\n"),
        (SigningVerdict::Negotiate, "  What has to change before we sign:\n"),
    ] {
        let own: Vec<_> = decision.against.iter().filter(|reason| reason.leaves == leaves).collect();
        if !own.is_empty() {
            page += head;
        }
        for reason in own {
            page += &wrapped(&format!("  - {}.", capitalised(&reason.says)), 4);
        }
    }
    if terms_by == TermsBy::Programme {
        page += &wrapped(
            "  Its terms are law: what can be chosen is a track, or to wait until the system is ready.",
            2,
        );
    }
    page
}

fn changes_text(changes: &WhatChanges) -> String {
    let mut page = String::new();
    for way in &changes.up {
        let together = if way.changes.len() == 1 { "this" } else { "all of this together" };
        let head = format!("  It would be “{}” with {together}", way.gives.word());
        page += &if way.unless_it_loses {
            wrapped(
                &format!(
                    "{head}, if it then no longer loses money as simulated (not tried here; each clause below has its price):"
                ),
                2,
            )
        } else {
            format!("{head}:\n")
        };
        for change in &way.changes {
            page += &wrapped(&format!("  - {} ({}).", capitalised(&change.says), change.place), 4);
        }
    }
    if let [nearest, ..] = changes.down.as_slice() {
        page += &format!("  It would fall to “{}”, nearest first:\n", nearest.falls_to.word());
        for hold in changes.down.iter().take(3) {
            page += &wrapped(&format!("  - {}: {}.", hold.place, hold.says), 4);
        }
    }
    page
}

fn terms_text(one: &ReviewedContract) -> String {
    let mut page = format!("  {}\n", one.name);
    let law: Vec<&str> = one
        .levers
        .iter()
        .filter(|lever| lever.against == AgainstMarket::NotComparable && one.terms_by != TermsBy::Agreement)
        .map(|lever| lever.lever.title())
        .collect();
    for lever in &one.levers {
        if law.contains(&lever.lever.title()) {
            continue;
        }
        let why = if lever.why.is_empty() { String::new() } else { format!(" Because {}.", lever.why) };
        let line = format!(
            "    {}: {}. {}. Usual: {}.{why}",
            lever.lever.title(),
            lever.against.word(),
            capitalised(&lever.says),
            lever.usual
        );
        page += &wrapped(&line, 6);
    }
    if !law.is_empty() {
        page += &wrapped(&format!("    Set by the programme's law: {}.", law.join(", ").to_lowercase()), 6);
    }
    page
}

fn clauses_text(one: &ReviewedContract) -> String {
    let mut page = format!("  {}\n", one.name);
    for clause in &one.clauses {
        let flag = &clause.flag;
        let head = match (flag.stands, flag.is_held) {
            (true, true) if flag.wants.is_empty() => "red flag, and it is law",
            (true, true) => "red flag, and it cannot be struck",
            (true, false) => "red flag",
            (false, _) => clause.found.standing.word(),
        };
        let says = if flag.stands { &flag.says } else { &clause.found.says };
        let mut line = format!("    {}: {head}. {}.", capitalised(flag.clause.title()), capitalised(says));
        if flag.stands && !flag.wants.is_empty() {
            line += &format!(" Ask: {}.", flag.wants);
        }
        if let Some(price) = &clause.price {
            line += &format!(" {}.", capitalised(&price.says));
        }
        page += &wrapped(&line, 6);
    }
    page
}

fn questions_text(one: &ReviewedContract) -> String {
    let of = |state: AnswerState| one.questions.iter().filter(|asked| asked.state == state).count();
    let mut page = format!(
        "  {}: {} answered, {} open, {} refused\n",
        one.name,
        of(AnswerState::Answered),
        of(AnswerState::Open),
        of(AnswerState::Refused)
    );
    for (place, asked) in one.questions.iter().enumerate() {
        let mut line = format!("    {}. {}", place + 1, asked.question.asks());
        line += &match asked.state {
            AnswerState::Answered => format!(" {} [{}].", capitalised(&asked.answer), asked.from.join(", ")),
            AnswerState::Refused if asked.answer.is_empty() => " The payer would not answer.".to_owned(),
            AnswerState::Refused => {
                format!(" The payer would not answer; the scenario has: {}.", asked.answer)
            }
            AnswerState::Open => {
                format!(" Open, and it matters: {}. Write {}.", asked.question.because(), asked.write)
            }
        };
        page += &wrapped(&line, 7);
    }
    page
}
