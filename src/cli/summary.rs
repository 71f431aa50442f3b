//! What a run found, in a few lines for the terminal.

use super::load::Job;
use super::manifest::Durations;
use crate::analysis::Precise;
use crate::compliance::{Finding, Severity};
use crate::engine::{HorizonMetric, Metric, Outcome, Scope, SystemMetric};
use crate::review::count_of;
use crate::stats::Summary;
use crate::units::{Cents, count, thousands};
use comfy_table::{CellAlignment, Table, presets::NOTHING};
use std::path::Path;

/// The page after a run.
#[expect(clippy::too_many_arguments, reason = "the facts of one run")]
pub(super) fn summary(
    job: &Job,
    outcome: &Outcome,
    findings: &[Vec<Finding>],
    target: &Path,
    took: Durations,
    asked: Option<f64>,
    least: Option<Precise>,
) -> String {
    let model = &job.model;
    let last = model.years - 1;
    let seconds = took.load + took.simulate + took.write;
    let mut page = format!(
        "{}: {} physicians, {} contracts, {}-{}, {} trials, seed {}, {:.1} s\n\n",
        model.title,
        thousands(model.len() as u64),
        model.contract_names.len(),
        model.start,
        model.start.plus(last),
        thousands(job.trials),
        model.seed.0,
        seconds.as_secs_f64(),
    );
    let arms: Vec<usize> = (0..model.arms.len()).collect();
    for band in arms.chunks(ARMS_SIDE_BY_SIDE) {
        page.push_str(&headlines(job, outcome, band, last));
    }
    page.push_str(&error(job, asked, least));
    page.push_str(&format!("\n{}\n", law_line(findings)));
    page.push_str(&format!("Results: {}\n", target.display()));
    page.push_str("Begin with charts/saved_dollar.svg and summary.csv; docs/DATA_DICTIONARY.md explains every column.\n");
    page
}

/// Arms that fit side by side on a screen.
const ARMS_SIDE_BY_SIDE: usize = 4;

/// The headlines of some arms, one column each.
fn headlines(job: &Job, outcome: &Outcome, arms: &[usize], last: usize) -> String {
    let model = &job.model;
    let mut table = Table::new();
    table.load_style(NOTHING);
    let in_last = format!("Means; in {} where not said otherwise", model.start.plus(last));
    table.set_header(std::iter::once(in_last).chain(arms.iter().map(|arm| narrow(&model.arms[*arm].title))));
    for (label, show) in LINES {
        let cells = arms.iter().map(|arm| show(outcome, *arm, last));
        table.add_row(std::iter::once((*label).to_owned()).chain(cells));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut page = String::new();
    for line in table.lines() {
        page.push_str(line.trim_end());
        page.push('\n');
    }
    if arms.last().is_some_and(|arm| arm + 1 < model.arms.len()) {
        page.push('\n');
    }
    page
}

/// What the rules of law found over all arms, in one line.
fn law_line(findings: &[Vec<Finding>]) -> String {
    let all = |severity, noun| count(findings.iter().map(|arm| count_of(arm, severity)).sum::<usize>(), noun);
    format!(
        "Law, all arms: {}, {} and {} in law.csv (not legal advice; `cascade check --law` explains)",
        all(Severity::Stop, "stop"),
        all(Severity::Caution, "caution"),
        all(Severity::Note, "note")
    )
}

/// How precise the headlines are.
fn error(job: &Job, asked: Option<f64>, least: Option<Precise>) -> String {
    let Some(found) = least else { return String::new() };
    let share = |x: f64| format!("{:.2} %", 100.0 * x);
    let mut line = format!(
        "\nMonte Carlo error of every headline: at most {} of its size ({}, {}).",
        share(found.relative_error()),
        found.headline.name(),
        job.model.arms[found.arm].name,
    );
    if let Some(asked) = asked {
        let met = found.relative_error() <= asked;
        let how = if met { "reached" } else { "not reached: the most trials were done; raise --trials" };
        line.push_str(&format!(" The {} asked for was {how}.", share(asked)));
    }
    line + "\n"
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

/// A line of the table: what it says, and how it finds an arm's value.
type Line = (&'static str, fn(&Outcome, usize, usize) -> String);

const LINES: &[Line] = &[
    ("Pay per physician", |o, a, y| dollars(of_physicians(o, a, y, Metric::Pay))),
    ("Change in pay against the baseline", |o, a, y| dollars(of_physicians(o, a, y, Metric::PayChange))),
    ("Physicians 5 % or more below the baseline", |o, a, y| {
        percent(of_system(o, a, y, SystemMetric::Losers))
    }),
    ("Value share of pay", |o, a, y| percent(of_physicians(o, a, y, Metric::ValueShare))),
    ("Alignment gap, points", |o, a, y| {
        of_physicians(o, a, y, Metric::AlignmentGap).map_or_else(String::new, |s| format!("{:.1}", s.mean))
    }),
    ("Misalignment index (0 aligned, 1 flat salary)", |o, a, y| {
        of_physicians(o, a, y, Metric::Misalignment).map_or_else(String::new, |s| format!("{:.3}", s.mean))
    }),
    ("Benchmark less spending, all years", |o, a, _| millions(of_trial(o, a, HorizonMetric::GrossSavings))),
    ("True savings, all years", |o, a, _| millions(of_trial(o, a, HorizonMetric::TrueSavings))),
    ("Passed through to physicians, of what was earned", |o, a, _| {
        percent(of_trial(o, a, HorizonMetric::PassThrough))
    }),
    ("Programme margin, all years", |o, a, _| millions(of_trial(o, a, HorizonMetric::ProgrammeMargin))),
];

fn of_physicians(outcome: &Outcome, arm: usize, year: usize, metric: Metric) -> Option<Summary> {
    outcome.of(arm, year).row(Scope::System, "all", metric.definition().name)
}

fn of_system(outcome: &Outcome, arm: usize, year: usize, metric: SystemMetric) -> Option<Summary> {
    outcome.of(arm, year).row(Scope::System, "all", metric.definition().name)
}

fn of_trial(outcome: &Outcome, arm: usize, metric: HorizonMetric) -> Option<Summary> {
    let name = metric.definition().name;
    outcome.horizon(arm).into_iter().find(|found| found.row.metric == name).map(|found| found.summary)
}

fn dollars(summary: Option<Summary>) -> String {
    summary.map_or_else(String::new, |s| {
        let shown = Cents::round(s.mean.round()).to_string();
        shown.trim_end_matches(".00").to_owned()
    })
}

fn millions(summary: Option<Summary>) -> String {
    summary.map_or_else(String::new, |s| {
        let sign = if s.mean < -5e4 { "-" } else { "" };
        format!("{sign}${:.1}M", s.mean.abs() / 1e6)
    })
}

fn percent(summary: Option<Summary>) -> String {
    summary.map_or_else(String::new, |s| format!("{:.1} %", 100.0 * s.mean))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        let of = |mean| Some(Summary { mean, ..Summary::default() });
        assert_eq!(dollars(of(-1_234.4)), "-$1,234");
        assert_eq!(dollars(of(300_000.0)), "$300,000");
        assert_eq!(millions(of(-2.25e6)), "-$2.2M");
        assert_eq!(percent(of(0.0267)), "2.7 %");
        assert_eq!(narrow("Redesign through new agreements"), "Redesign through\nnew agreements");
    }
}
