//! What a run found: what decides in a handful of sentences, then the figures of each arm, what is to be looked at
//! before anyone signs, and where everything was written. No line is wider than a screen of eighty letters, but for
//! names of files.

mod bands;
mod figures;
mod headlines;
mod sentences;
mod suppressed;
mod warnings;

use super::Page;
use super::funding::funded_lines;
use crate::decision::{KeyFinding, key_findings};
use crate::engine::{ContractMetric, Scope};
use crate::model::{Funded, Note};
use crate::report::cell::{Cell, IntoCell};
use crate::report::layout::wrapped;
use crate::report::precision::MonteCarloError;
use crate::report::results::Report;
use crate::report::table::Table;
use crate::report::tables::{COMMITTEE, LAW, NOTES, STRESS, SUMMARY};
use crate::report::write::PAGE;
use crate::stats::Summary;
use crate::units::thousands;
pub use headlines::Headlines;

pub(super) use figures::shown as shown_figure;

use bands::{ARMS_SIDE_BY_SIDE, band};
use figures::{
    ChangeFigure, HeadlineFigure, RosterPart, SCREEN_ROWS, ScreenRow, changes, figures, roster_parts,
};
use sentences::{StressSaid, stress_said};
use serde::Serialize;
use suppressed::Suppressed;
use warnings::{
    ArmCautions, ArmFlags, FindingCounts, cautions, cautions_text, flags, flags_text, notes_text,
};

/// What a run was beside its results, as far as its caller knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunFacts<'a> {
    /// Hash of all that decides the results.
    pub identity: Option<&'a str>,
    /// Folder that the results were written into.
    pub folder: Option<&'a str>,
    /// Files in it, in the order in which they were written.
    pub files: &'a [String],
    /// Seconds that it took.
    pub seconds: Option<f64>,
    /// The greatest relative error that was asked for.
    pub asked: Option<f64>,
    /// Files that limits to what may be shown left out.
    pub left_out: usize,
}

/// The headline of a run.
#[derive(Clone, Debug, Serialize)]
pub struct RunPage<'a> {
    cascade: &'static str,
    identity: Option<&'a str>,
    title: &'a str,
    physicians: usize,
    contracts: usize,
    start_year: u16,
    last_year: u16,
    trials: u64,
    seed: u64,
    rosters: RosterFacts,
    seconds: Option<f64>,
    findings: Vec<KeyFinding>,
    arms: Vec<ArmHeadline<'a>>,
    stress: Option<StressSaid>,
    monte_carlo_error: MonteCarloError<'a>,
    law: Option<FindingCounts>,
    cautions: Vec<ArmCautions>,
    flags: Vec<ArmFlags>,
    notes: Vec<Note>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<Suppressed>,
    folder: Option<&'a str>,
    files: &'a [String],
}

/// The figures of an arm.
#[derive(Clone, Debug, Serialize)]
struct ArmHeadline<'a> {
    arm: &'a str,
    title: &'a str,
    figures: Vec<HeadlineFigure>,
    /// Against the baseline over the horizon; none for the baseline.
    changes: Vec<ChangeFigure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    funded: Option<Funded>,
    /// Contracts that the arm may leave by its own choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    leaves: Vec<LeftContract<'a>>,
    rosters: Vec<RosterPart>,
    /// What the screen's table shows of it.
    #[serde(skip)]
    shown: Vec<String>,
}

/// The chance that a contract was left by choice within the horizon.
#[derive(Clone, Debug, Serialize)]
struct LeftContract<'a> {
    contract: &'a str,
    chance: Cell<'static>,
    ci_low: Cell<'static>,
    ci_high: Cell<'static>,
}

/// The rosters that trials met.
#[derive(Clone, Copy, Debug, Serialize)]
struct RosterFacts {
    /// How many cohorts drew; 0 where every arm's stands in a file.
    drawn: u64,
    /// Whether errors and intervals hold for one roster only.
    conditional: bool,
}

impl<'a> RunPage<'a> {
    /// Of a run.
    #[must_use]
    pub fn of(report: &Report<'a>, facts: RunFacts<'a>) -> RunPage<'a> {
        let model = report.model;
        let arm = |(place, arm): (usize, &'a crate::model::Arm)| ArmHeadline {
            arm: &arm.name,
            title: &arm.title,
            figures: figures(report, place),
            changes: changes(report, place),
            leaves: left(report, place),
            funded: arm.funded.as_ref().map(|funded| report.disclosure.funded(funded).into_owned()),
            rosters: if report.outcome.rosters > 1 { roster_parts(report, place) } else { Vec::new() },
            shown: shown(report, place),
        };
        let is_drawn = model.arms.iter().any(|arm| arm.scenario.roster.is_none());
        RunPage {
            cascade: env!("CARGO_PKG_VERSION"),
            identity: facts.identity,
            title: &model.title,
            physicians: model.len(),
            contracts: model.contract_names.len(),
            start_year: model.start.0,
            last_year: model.start.plus(model.years - 1).0,
            trials: report.outcome.trials,
            seed: model.seed.0,
            rosters: RosterFacts {
                drawn: if is_drawn { report.outcome.rosters.min(report.outcome.trials) } else { 0 },
                conditional: report.outcome.rosters == 1,
            },
            seconds: facts.seconds.map(|seconds| (seconds * 1000.0).round() / 1000.0),
            findings: key_findings(
                model,
                report.outcome,
                report.splits,
                report.stressed,
                &report.disclosure,
                report.incentive_curves(),
            ),
            arms: model.arms.iter().enumerate().map(arm).collect(),
            stress: stress_said(report),
            monte_carlo_error: MonteCarloError::of(report, facts.asked),
            law: FindingCounts::of(report),
            cautions: cautions(report),
            flags: flags(report),
            notes: if report.disclosure.shows_persons() { report.notes().to_vec() } else { Vec::new() },
            suppressed: Suppressed::of(report, facts.left_out),
            folder: facts.folder,
            files: facts.files,
        }
    }

    /// What funds variants.
    fn funding(&self) -> String {
        let funded = self.arms.iter().filter_map(|arm| Some((arm.arm, arm.funded.as_ref()?)));
        // What each amount came to stands in the table.
        let lines: String = funded
            .filter_map(|(arm, funded)| funded_lines(arm, funded).next())
            .map(|line| wrapped(&line, 2))
            .collect();
        if lines.is_empty() { lines } else { format!("\n{lines}") }
    }

    /// The figures of some arms, one column each.
    fn band(&self, arms: &[ArmHeadline<'_>]) -> String {
        let heading = |over: &str| match over {
            "horizon" => format!("Over {}-{}", self.start_year, self.last_year),
            _ => format!("In {}", self.last_year),
        };
        let mut place = 0;
        let rows = SCREEN_ROWS.iter().map(|row| match row {
            ScreenRow::Over(over) => (heading(over), Vec::new()),
            ScreenRow::Row(label, _) => {
                place += 1;
                ((*label).to_owned(), arms.iter().map(|arm| arm.shown[place - 1].clone()).collect())
            }
        });
        let rows: Vec<(String, Vec<String>)> = rows.collect();
        band("Means over trials", &arms.iter().map(|arm| arm.title).collect::<Vec<_>>(), &rows)
    }

    /// The rosters' part of the variance in some arms, one column each.
    fn roster_band(arms: &[ArmHeadline<'_>]) -> String {
        let lines = arms.first().map_or(0, |arm| arm.rosters.len());
        let rows = (0..lines).map(|line| {
            let label = arms.first().map_or("", |arm| arm.rosters[line].label);
            (label.to_owned(), arms.iter().map(|arm| arm.rosters[line].shown()).collect())
        });
        let rows: Vec<(String, Vec<String>)> = rows.collect();
        band("The rosters' part", &arms.iter().map(|arm| arm.title).collect::<Vec<_>>(), &rows)
    }

    /// Who left which contract by choice.
    fn left(&self) -> String {
        let mut lines = String::new();
        for arm in &self.arms {
            for left in &arm.leaves {
                let Cell::Number(chance, _) = left.chance else { continue };
                let open = match (&left.ci_low, &left.ci_high) {
                    (Cell::Number(low, _), Cell::Number(high, _)) => {
                        format!(", 95 % interval {:.1} to {:.1} %", 100.0 * low, 100.0 * high)
                    }
                    _ => String::new(),
                };
                lines += &wrapped(
                    &format!(
                        "Left by choice by the end of {}: {}, {:.1} %{open} ({}).",
                        self.last_year,
                        left.contract,
                        100.0 * chance,
                        arm.title
                    ),
                    2,
                );
            }
        }
        if lines.is_empty() { lines } else { format!("\n{lines}") }
    }

    /// How precise the headlines are.
    fn error(&self) -> String {
        let Some(found) = &self.monte_carlo_error.least_precise_headline else { return String::new() };
        let share = |x: f64| format!("{:.2} %", 100.0 * x);
        let said = self.monte_carlo_error.said().unwrap_or_default();
        let mut line = format!("Standard error of every headline: {said}.");
        if let (Some(asked), Some(met)) = (self.monte_carlo_error.asked, self.monte_carlo_error.met) {
            let how = if met {
                "reached"
            } else if found.roster_relative_error > asked {
                "not reached: rosters alone leave more, however many the trials; raise run.rosters"
            } else {
                "not reached: the most trials were done; raise --trials"
            };
            line.push_str(&format!(" The {} asked for was {how}.", share(asked)));
        }
        format!("\n{}", wrapped(&line, 2))
    }

    /// What errors say of rosters, and the rosters' part of each figure's variance.
    fn on_rosters(&self) -> String {
        let RosterFacts { drawn, conditional } = self.rosters;
        match (drawn, conditional) {
            (0, _) => String::new(),
            (_, true) => wrapped(
                "Cohorts were drawn once: errors and intervals hold for this roster only, and leave out what another draw of it would change; rosters = 32 under [run] tells how much.",
                2,
            ),
            _ => {
                let bands: Vec<String> =
                    self.arms.chunks(ARMS_SIDE_BY_SIDE).map(RunPage::roster_band).collect();
                format!(
                    "{}\nThe rosters' part of the variance over trials:\n{}",
                    wrapped(
                        &format!(
                            "Errors and intervals hold for any roster of these cohorts: trials met {drawn} in turn."
                        ),
                        2
                    ),
                    bands.join("\n")
                )
            }
        }
    }

    /// What to begin with: the page for a browser, or without it a chart and the table of measures.
    fn first_to_look_at(&self) -> String {
        if self.files.iter().any(|file| file == PAGE) {
            return PAGE.to_owned();
        }
        let chart = self.first_chart().map_or_else(String::new, |chart| format!("{chart} and "));
        chart + self.file_of(&SUMMARY.table)
    }

    /// The first chart that was written.
    fn first_chart(&self) -> Option<&str> {
        self.files.iter().map(String::as_str).find(|file| {
            file.starts_with("charts/")
                && std::path::Path::new(file).extension().is_some_and(|end| end == "svg")
        })
    }

    /// The file of a table as it was written, in whatever format.
    fn file_of(&self, table: &Table) -> &str {
        let of_table = |file: &&String| file.split_once('.').is_some_and(|(name, _)| name == table.name);
        self.files.iter().find(of_table).map_or(table.name, String::as_str)
    }
}

impl Page for RunPage<'_> {
    fn text(&self) -> String {
        let seconds = self.seconds.map_or_else(String::new, |seconds| format!(", {seconds:.1} s"));
        let mut page = wrapped(
            &format!(
                "{}: {} physicians, {} contracts, {}-{}, {} trials, seed {}{seconds}",
                self.title,
                thousands(self.physicians as u64),
                self.contracts,
                self.start_year,
                self.last_year,
                thousands(self.trials),
                self.seed,
            ),
            2,
        );
        if self.trials < FEW {
            page += "\nSo few trials show what futures look like, not what to expect of them.\n";
        }
        page += "\nWhat decides (brackets hold the 95 % interval that a finite run leaves):\n";
        for found in &self.findings {
            page += &wrapped(&format!("* {}", found.sentence), 2);
        }
        page +=
            &self.stress.as_ref().map_or_else(String::new, |stress| stress.text(self.file_of(&STRESS.table)));
        page.push('\n');
        let bands: Vec<String> = self.arms.chunks(ARMS_SIDE_BY_SIDE).map(|arms| self.band(arms)).collect();
        page += &bands.join("\n");
        page.push('\n');
        page +=
            &self.law.map_or_else(String::new, |law| law.text(self.folder.map(|_| self.file_of(&LAW.table))));
        page += &cautions_text(&self.cautions);
        let committee =
            if self.suppressed.is_some() { "hidden where few" } else { self.file_of(&COMMITTEE.table) };
        page += &flags_text(&self.flags, committee);
        page += &notes_text(&self.notes, self.file_of(&NOTES.table));
        page += &self.left();
        page += &self.funding();
        page += &self.error();
        page += &self.on_rosters();
        page += &self.suppressed.as_ref().map_or_else(String::new, Suppressed::text);
        if let Some(folder) = self.folder {
            page += &wrapped(&format!("Results: {folder}"), 2);
            page += &wrapped(
                &format!(
                    "Begin with {}; `cascade catalogue tables` explains every column.",
                    self.first_to_look_at()
                ),
                2,
            );
        }
        page
    }
}

/// Fewer trials than these show futures, and hardly a mean.
const FEW: u64 = 30;

/// What the screen's table shows of an arm, row by row.
fn shown(report: &Report<'_>, arm: usize) -> Vec<String> {
    let cell = |row: &ScreenRow| match row {
        ScreenRow::Over(_) => None,
        ScreenRow::Row(_, cell) => Some(cell(report, arm)),
    };
    SCREEN_ROWS.iter().filter_map(cell).collect()
}

/// The contracts that an arm may leave by its own choice, each with the chance that it did.
fn left<'a>(report: &Report<'a>, arm: usize) -> Vec<LeftContract<'a>> {
    let model = report.model;
    let contracts = model.arms[arm].scenario.contract.iter();
    contracts
        .filter(|(_, contract)| contract.stay.is_some())
        .filter(|(name, _)| report.disclosure.shows_group(arm, Scope::Contract, name))
        .map(|(contract, _)| {
            let definition = ContractMetric::Left.definition();
            let last = report.outcome.of(arm, model.years - 1);
            let found = last.row(Scope::Contract, contract, definition.name);
            LeftContract {
                contract,
                chance: found.map(|summary| summary.mean).cell(definition.unit),
                ci_low: found.as_ref().and_then(Summary::low).cell(definition.unit),
                ci_high: found.as_ref().and_then(Summary::high).cell(definition.unit),
            }
        })
        .collect()
}
