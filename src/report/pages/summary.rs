//! What a run found: its headline, arm by arm, and where everything was written.

use super::Page;
use super::funding::funded_lines;
use crate::compliance::Severity;
use crate::engine::{ContractMetric, Definition, HorizonMetric, Metric, Scope, SystemMetric};
use crate::model::{Funded, Note};
use crate::report::cell::{Cell, IntoCell, rounded};
use crate::report::layout::aligned;
use crate::report::precision::MonteCarloError;
use crate::report::results::Report;
use crate::report::table::Table;
use crate::report::tables::{LAW, NOTES, SUMMARY};
use crate::review::count_of;
use crate::stats::Summary;
use crate::units::{count, thousands, whole_dollars};
use serde::Serialize;

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
    arms: Vec<ArmHeadline<'a>>,
    monte_carlo_error: MonteCarloError<'a>,
    law: FindingCounts,
    notes: Vec<Note>,
    folder: Option<&'a str>,
    files: &'a [String],
}

/// The figures of an arm.
#[derive(Clone, Debug, Serialize)]
struct ArmHeadline<'a> {
    arm: &'a str,
    title: &'a str,
    figures: Vec<HeadlineFigure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    funded: Option<&'a Funded>,
    /// Contracts that the arm may leave by its own choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    leaves: Vec<LeftContract<'a>>,
    rosters: Vec<RosterPart>,
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

/// The rosters' part of a figure's variance over trials; `null` where it is not known.
#[derive(Clone, Debug, Serialize)]
struct RosterPart {
    metric: &'static str,
    label: &'static str,
    year: Option<u16>,
    unit: &'static str,
    roster_sd: Cell<'static>,
    share_of_variance: Cell<'static>,
}

/// A figure: means over trials, in the last year or, without a year, over all of them.
#[derive(Clone, Debug, Serialize)]
struct HeadlineFigure {
    metric: &'static str,
    label: &'static str,
    year: Option<u16>,
    unit: &'static str,
    mean: Cell<'static>,
    mc_se: Cell<'static>,
    ci_low: Cell<'static>,
    ci_high: Cell<'static>,
}

/// What the rules of law found over all arms.
#[derive(Clone, Copy, Debug, Serialize)]
struct FindingCounts {
    stops: usize,
    cautions: usize,
    notes: usize,
}

/// Where a figure comes from.
#[derive(Clone, Copy)]
enum FigureSource {
    Physicians(Metric),
    System(SystemMetric),
    Horizon(HorizonMetric),
}

/// The figures, in order.
const FIGURES: [(&str, FigureSource); 14] = [
    ("Pay per physician", FigureSource::Physicians(Metric::Pay)),
    ("Change in pay against the baseline", FigureSource::Physicians(Metric::PayChange)),
    ("Physicians 5 % or more below the baseline", FigureSource::System(SystemMetric::Losers)),
    ("Volume share of pay, by what it is based on", FigureSource::Physicians(Metric::VolumeBasisShare)),
    ("Value share of pay", FigureSource::Physicians(Metric::ValueShare)),
    ("Alignment gap, points", FigureSource::Physicians(Metric::AlignmentGap)),
    ("Misalignment index (0 aligned, 1 flat salary)", FigureSource::Physicians(Metric::Misalignment)),
    ("Benchmark less spending, all years", FigureSource::Horizon(HorizonMetric::GrossSavings)),
    ("True savings, all years", FigureSource::Horizon(HorizonMetric::TrueSavings)),
    ("Passed through to physicians, of what was earned", FigureSource::Horizon(HorizonMetric::PassThrough)),
    ("Pay of all physicians, all years", FigureSource::Horizon(HorizonMetric::TotalPay)),
    ("Programme margin, all years", FigureSource::Horizon(HorizonMetric::ProgrammeMargin)),
    ("System margin, all years", FigureSource::Horizon(HorizonMetric::SystemMargin)),
    ("System margin, worth in the first year", FigureSource::Horizon(HorizonMetric::SystemMarginWorth)),
];

/// Figures whose rosters' part is told beside theirs.
const FURTHER: [(&str, FigureSource); 1] =
    [("System margin", FigureSource::System(SystemMetric::SystemMargin))];

/// Arms that fit side by side on a screen.
const ARMS_SIDE_BY_SIDE: usize = 4;

impl<'a> RunPage<'a> {
    /// Of a run.
    #[must_use]
    pub fn of(report: &Report<'a>, facts: RunFacts<'a>) -> RunPage<'a> {
        let model = report.model;
        let all = |severity| report.findings().iter().map(|arm| count_of(arm, severity)).sum();
        let arm = |(place, arm): (usize, &'a crate::model::Arm)| ArmHeadline {
            arm: &arm.name,
            title: &arm.title,
            figures: FIGURES.iter().map(|(label, source)| figure(report, place, label, *source)).collect(),
            leaves: left(report, place),
            funded: arm.funded.as_ref(),
            rosters: FIGURES
                .iter()
                .chain(&FURTHER)
                .filter(|_| report.outcome.rosters > 1)
                .map(|(label, source)| roster_part(report, place, label, *source))
                .collect(),
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
            arms: model.arms.iter().enumerate().map(arm).collect(),
            monte_carlo_error: MonteCarloError::of(report, facts.asked),
            law: FindingCounts {
                stops: all(Severity::Stop),
                cautions: all(Severity::Caution),
                notes: all(Severity::Note),
            },
            notes: report.notes().to_vec(),
            folder: facts.folder,
            files: facts.files,
        }
    }

    /// What is worth a second look, as far as a screen shows it.
    fn noted(&self) -> String {
        const SHOWN: usize = 12;
        let mut lines = String::new();
        for note in self.notes.iter().take(SHOWN) {
            lines += &format!("note: {note}\n");
        }
        let more = self.notes.len().saturating_sub(SHOWN);
        if more > 0 {
            lines += &format!("{} in {}\n", count(more, "more note"), self.file_of(&NOTES.table));
        }
        lines
    }

    /// What funds variants.
    fn funding(&self) -> String {
        let funded = self.arms.iter().filter_map(|arm| Some((arm.arm, arm.funded?)));
        // What each amount came to stands in the table.
        let lines: Vec<String> =
            funded.filter_map(|(arm, funded)| funded_lines(arm, funded).next()).collect();
        if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join("\n")) }
    }

    /// The figures of some arms, one column each.
    fn band(&self, arms: &[ArmHeadline<'_>]) -> String {
        let head = format!("Means; in {} where not said otherwise", self.last_year);
        let header = std::iter::once(head).chain(arms.iter().map(|arm| narrow(arm.title)));
        let rows = FIGURES.iter().enumerate().map(|(line, (label, _))| {
            let cells = arms.iter().map(|arm| arm.figures[line].shown());
            std::iter::once((*label).to_owned()).chain(cells).collect::<Vec<_>>()
        });
        aligned(header.collect::<Vec<_>>(), rows, |column| column > 0)
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
                lines += &format!(
                    "\nLeft by choice by the end of {}: {}, {:.1} %{open} ({}).",
                    self.last_year,
                    left.contract,
                    100.0 * chance,
                    arm.title
                );
            }
        }
        if lines.is_empty() { lines } else { lines + "\n" }
    }

    /// How precise the headlines are.
    fn error(&self) -> String {
        let Some(found) = &self.monte_carlo_error.least_precise_headline else { return String::new() };
        let share = |x: f64| format!("{:.2} %", 100.0 * x);
        let mut line = format!(
            "\nMonte Carlo error of every headline: at most {} of its size ({}, {}).",
            share(found.relative_error),
            found.metric,
            found.arm,
        );
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
        line + "\n"
    }

    /// What errors say of rosters, and the rosters' part of each figure's variance.
    fn on_rosters(&self) -> String {
        let RosterFacts { drawn, conditional } = self.rosters;
        match (drawn, conditional) {
            (0, _) => String::new(),
            (_, true) => "Cohorts were drawn once: errors and intervals hold for this roster only, and leave out what another draw of it would change; rosters = 32 under [run] tells how much.\n".to_owned(),
            _ => {
                let bands: Vec<String> =
                    self.arms.chunks(ARMS_SIDE_BY_SIDE).map(roster_band).collect();
                format!(
                    "Errors and intervals hold for any roster of these cohorts: trials met {drawn} in turn.\n\n{}",
                    bands.join("\n")
                )
            }
        }
    }

    /// The file of a table as it was written, in whatever format.
    fn file_of(&self, table: &Table) -> &str {
        let of_table = |file: &&String| file.split_once('.').is_some_and(|(name, _)| name == table.name);
        self.files.iter().find(of_table).map_or(table.name, String::as_str)
    }
}

impl Page for RunPage<'_> {
    fn text(&self) -> String {
        let bands: Vec<String> = self.arms.chunks(ARMS_SIDE_BY_SIDE).map(|arms| self.band(arms)).collect();
        let seconds = self.seconds.map_or_else(String::new, |seconds| format!(", {seconds:.1} s"));
        let law = self.law;
        let mut page = format!(
            "{}: {} physicians, {} contracts, {}-{}, {} trials, seed {}{seconds}\n\n{}{}{}{}{}\n\
             Law, all arms: {}, {} and {}{} (not legal advice; `cascade check --law` explains)\n",
            self.title,
            thousands(self.physicians as u64),
            self.contracts,
            self.start_year,
            self.last_year,
            thousands(self.trials),
            self.seed,
            bands.join("\n"),
            self.left(),
            self.funding(),
            self.error(),
            self.on_rosters(),
            count(law.stops, "stop"),
            count(law.cautions, "caution"),
            count(law.notes, "note"),
            self.folder.map_or_else(String::new, |_| format!(" in {}", self.file_of(&LAW.table))),
        );
        page += &self.noted();
        if let Some(folder) = self.folder {
            page += &format!(
                "Results: {folder}\nBegin with charts/saved_dollar.svg and {}; docs/DATA_DICTIONARY.md explains every column.\n",
                self.file_of(&SUMMARY.table)
            );
        }
        page
    }
}

/// The contracts that an arm may leave by its own choice, each with the chance that it did.
fn left<'a>(report: &Report<'a>, arm: usize) -> Vec<LeftContract<'a>> {
    let model = report.model;
    let contracts = model.arms[arm].scenario.contract.iter();
    contracts
        .filter(|(_, contract)| contract.stay.is_some())
        .map(|(contract, _)| {
            let definition = ContractMetric::Left.definition();
            let last = report.outcome.of(arm, model.years - 1);
            let found = last.row(Scope::Contract, contract, definition.name);
            let interval = found.and_then(|summary| summary.interval());
            LeftContract {
                contract,
                chance: found.map(|summary| summary.mean).cell(definition.unit),
                ci_low: interval.map(|(low, _)| low).cell(definition.unit),
                ci_high: interval.map(|(_, high)| high).cell(definition.unit),
            }
        })
        .collect()
}

/// The rosters' part of the variance in some arms, one column each.
fn roster_band(arms: &[ArmHeadline<'_>]) -> String {
    let head = "The rosters' part of the variance over trials".to_owned();
    let header = std::iter::once(head).chain(arms.iter().map(|arm| narrow(arm.title)));
    let lines = arms.first().map_or(0, |arm| arm.rosters.len());
    let rows = (0..lines).map(|line| {
        let label = arms.first().map_or("", |arm| arm.rosters[line].label);
        let shown = |arm: &ArmHeadline<'_>| {
            let Cell::Number(share, _) = arm.rosters[line].share_of_variance else { return "-".to_owned() };
            format!("{:.0} %", 100.0 * share)
        };
        std::iter::once(label.to_owned()).chain(arms.iter().map(shown)).collect::<Vec<_>>()
    });
    aligned(header.collect::<Vec<_>>(), rows, |column| column > 0)
}

/// A figure's measure, its year unless it is of all years, and what was found.
fn found_of(
    report: &Report<'_>,
    arm: usize,
    source: FigureSource,
) -> (Definition, Option<u16>, Option<Summary>) {
    let model = report.model;
    let last = model.years - 1;
    let of_year = |definition: Definition| {
        let found = report.outcome.of(arm, last).row(Scope::System, "all", definition.name);
        (definition, Some(model.start.plus(last).0), found)
    };
    match source {
        FigureSource::Physicians(metric) => of_year(metric.definition()),
        FigureSource::System(metric) => of_year(metric.definition()),
        FigureSource::Horizon(metric) => {
            let definition = metric.definition();
            let all = report.outcome.horizon(arm).into_iter();
            let found = all.map(|found| (found.row.metric, found.summary));
            (definition, None, found.into_iter().find(|(name, _)| *name == definition.name).map(|(_, s)| s))
        }
    }
}

/// The rosters' part of a figure.
fn roster_part(report: &Report<'_>, arm: usize, label: &'static str, source: FigureSource) -> RosterPart {
    let (definition, year, found) = found_of(report, arm, source);
    let unit = definition.unit;
    RosterPart {
        metric: definition.name,
        label,
        year,
        unit,
        roster_sd: found.and_then(|summary| summary.roster_sd).cell(unit),
        share_of_variance: found.and_then(|summary| summary.roster_share()).cell("share of variance"),
    }
}

fn figure(report: &Report<'_>, arm: usize, label: &'static str, source: FigureSource) -> HeadlineFigure {
    let (definition, year, found) = found_of(report, arm, source);
    let unit = definition.unit;
    let interval = found.and_then(|summary| summary.interval());
    HeadlineFigure {
        metric: definition.name,
        label,
        year,
        unit,
        mean: found.map(|summary| summary.mean).cell(unit),
        mc_se: found.map(|summary| summary.mc_se).cell(unit),
        ci_low: interval.map(|(low, _)| low).cell(unit),
        ci_high: interval.map(|(_, high)| high).cell(unit),
    }
}

impl HeadlineFigure {
    /// The mean as a person writes it.
    fn shown(&self) -> String {
        let Cell::Number(mean, _) = self.mean else { return String::new() };
        match (self.unit, self.year) {
            ("$", Some(_)) => whole_dollars(mean),
            ("$", None) => millions(mean),
            ("share", _) => format!("{:.1} %", 100.0 * mean),
            ("points", _) => format!("{mean:.1}"),
            ("index", _) => format!("{mean:.3}"),
            (unit, _) => rounded(mean, unit).to_string(),
        }
    }
}

fn millions(mean: f64) -> String {
    let sign = if mean < -5e4 { "-" } else { "" };
    format!("{sign}${:.1}M", mean.abs() / 1e6)
}

/// A title in lines of about sixteen letters.
fn narrow(title: &str) -> String {
    let mut text = String::new();
    let mut length = 0;
    for word in title.split_whitespace() {
        let letters = word.chars().count();
        if length > 0 && length + 1 + letters > 16 {
            text.push('\n');
            length = 0;
        } else if length > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(word);
        length += letters;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        assert_eq!(whole_dollars(-1_234.4), "-$1,234");
        assert_eq!(whole_dollars(300_000.0), "$300,000");
        assert_eq!(millions(-2.25e6), "-$2.2M");
        let share = |mean: f64| HeadlineFigure {
            metric: "m",
            label: "l",
            year: None,
            unit: "share",
            mean: mean.cell("share"),
            mc_se: Cell::Empty,
            ci_low: Cell::Empty,
            ci_high: Cell::Empty,
        };
        assert_eq!(share(0.0267).shown(), "2.7 %");
        assert_eq!(narrow("Redesign through new agreements"), "Redesign through\nnew agreements");
    }
}
