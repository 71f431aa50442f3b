//! What differs between two runs: what went in first, then what came out.

use super::Page;
use super::again::first;
use super::summary::shown_figure;
use crate::decision::{
    HeadlineDifference, ParameterDifference, PastRun, RunDifferences, run_differences, short_dollars,
};
use crate::report::layout::{aligned, wrapped};
use crate::units::both;
use serde::Serialize;

/// What differs between two runs.
#[derive(Clone, Debug, Serialize)]
pub struct AgainstPage {
    against: TwoRuns,
}

/// Two runs by their folders, and what differs between them.
#[derive(Clone, Debug, Serialize)]
struct TwoRuns {
    here: String,
    there: String,
    touched: Vec<TouchedFolder>,
    #[serde(flatten)]
    found: RunDifferences,
}

/// A folder whose files are no longer what was written.
#[derive(Clone, Debug, Serialize)]
struct TouchedFolder {
    folder: String,
    files: Vec<String>,
}

impl AgainstPage {
    /// Of a run beside another.
    #[must_use]
    pub fn of(here: &PastRun, there: &PastRun) -> AgainstPage {
        let found = run_differences(here, there);
        let touched = [here, there].into_iter().filter(|run| !run.touched.is_empty());
        let touched =
            touched.map(|run| TouchedFolder { folder: run.folder.clone(), files: run.touched.clone() });
        let (touched, here, there) = (touched.collect(), here.folder.clone(), there.folder.clone());
        AgainstPage { against: TwoRuns { here, there, touched, found } }
    }

    /// What is wrong: the two are not the same, or a folder is not what was written.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let TwoRuns { here, there, touched, found } = &self.against;
        if let Some(one) = touched.first() {
            return Some(format!("error: {} is no longer what was written", one.folder));
        }
        (!found.is_same()).then(|| format!("The runs in {here} and {there} are not the same."))
    }

    fn inputs(&self) -> String {
        let found = &self.against.found;
        let mut page = String::new();
        for fact in found.facts.iter().chain(&found.sources) {
            let line = match (&fact.here, &fact.there) {
                (Some(here), Some(there)) => format!("  {}: {here} here, {there} there", fact.what),
                (Some(here), None) => format!("  {}: {}, only here", fact.what, cut(here)),
                (None, there) => {
                    format!("  {}: {}, only there", fact.what, cut(there.as_deref().unwrap_or_default()))
                }
            };
            page += &wrapped(&line, 4);
        }
        for parameter in &found.parameters {
            page += &line_of(parameter);
        }
        if !found.solved.is_empty() {
            page += "  Solved anew, and following from that:\n";
            for parameter in &found.solved {
                page += &line_of(parameter);
            }
        }
        for folder in &found.untold {
            page += &wrapped(
                &format!(
                    "  {folder} holds no parameters.csv: parameters are not compared. Folders of older versions and those made with --suppress hold none."
                ),
                4,
            );
        }
        if page.is_empty() {
            page += "  nothing: parameters, files, seed, trials and versions are the same\n";
        }
        page
    }

    fn headlines(&self) -> String {
        let found = &self.against.found;
        let all = &found.headlines;
        let apart: Vec<&HeadlineDifference> = all.iter().filter(|one| one.difference != 0.0).collect();
        if all.is_empty() {
            return "  no headline that both have\n".to_owned();
        }
        if apart.is_empty() {
            return format!("  all {} are the same\n", all.len());
        }
        let mut page = String::new();
        let mut arms: Vec<&str> = Vec::new();
        for one in &apart {
            if !arms.contains(&one.arm.as_str()) {
                arms.push(&one.arm);
            }
        }
        for arm in arms {
            let rows = apart.iter().filter(|one| one.arm == arm).flat_map(|one| rows_of(one));
            page += &aligned([arm, "here", "there", "apart  "], rows, |column| column > 0);
        }
        let same = all.len() - apart.len();
        if same > 0 {
            page += &format!("  {same} of {} are the same\n", all.len());
        }
        page +=
            &wrapped("* more than chance leaves between two runs: beyond the 95 % error of both means.", 2);
        page += &wrapped(
            if found.same_luck {
                "Both met the same luck (seed, trials, rosters, generator): what is apart by less than that error may still be real."
            } else {
                "The two met luck of their own, not the same futures: what is apart by less than that error may be chance."
            },
            2,
        );
        page
    }
}

/// A headline of both: its label, over two lines where one is too short, both means and how far they are apart.
fn rows_of(of: &HeadlineDifference) -> Vec<[String; 4]> {
    let shown = |value: f64| match (of.unit.as_str(), of.year) {
        ("$", None) => short_dollars(value),
        (unit, year) => shown_figure(value, unit, year.is_some()),
    };
    let when = match (of.year, of.year_there) {
        (Some(here), Some(there)) if here != there => format!(" ({here}; {there} there)"),
        (Some(here), _) => format!(" ({here})"),
        (None, _) => String::new(),
    };
    let mut lines: Vec<String> = Vec::new();
    for word in format!("{}{when}", of.label).split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + word.chars().count() < LABEL) {
            Some(line) => line.extend([" ", word]),
            None => lines.push(format!("{}{word}", if lines.is_empty() { "  " } else { "    " })),
        }
    }
    let sign = if of.difference > 0.0 { "+" } else { "" };
    let star = if of.beyond_error { " *" } else { "  " };
    let figures = [shown(of.here), shown(of.there), format!("{sign}{}{star}", shown(of.difference))];
    let last = lines.pop().unwrap_or_default();
    let empty = || [String::new(), String::new(), String::new()];
    let row = |label: String, [here, there, apart]: [String; 3]| [label, here, there, apart];
    lines.into_iter().map(|line| row(line, empty())).chain([row(last, figures)]).collect()
}

/// Letters of a label in one line.
const LABEL: usize = 40;

/// A value that is not the same.
fn line_of(of: &ParameterDifference) -> String {
    let value = |one: &Option<String>| {
        one.as_ref().map(|value| {
            let unit = if of.unit.is_empty() { String::new() } else { format!(" {}", of.unit) };
            format!("{}{unit}", cut(value))
        })
    };
    let arms = both(&of.arms);
    let line = match (value(&of.here), value(&of.there)) {
        (Some(here), Some(there)) => format!("  {}: {here} here, {there} there ({arms})", of.path),
        (Some(here), None) => format!("  {}: {here}, only here ({arms})", of.path),
        (None, there) => format!("  {}: {}, only there ({arms})", of.path, there.unwrap_or_default()),
    };
    wrapped(&line, 4)
}

/// Letters of a value that are shown.
const SHOWN: usize = 64;

/// A value, or as much of it as a line holds.
fn cut(value: &str) -> String {
    let short: String = value.chars().take(SHOWN).collect();
    if short.len() == value.len() { short } else { format!("{short}…") }
}

impl Page for AgainstPage {
    fn text(&self) -> String {
        let TwoRuns { here, there, touched, .. } = &self.against;
        let mut page = String::new();
        for TouchedFolder { folder, files } in touched {
            page += &wrapped(
                &format!(
                    "{folder} is no longer what was written, and what follows may not be what was run: touched or gone: {}",
                    first(files)
                ),
                2,
            );
        }
        page += &wrapped(&format!("{here} (here) beside {there} (there)"), 2);
        page += "What went in and is not the same:\n";
        page += &self.inputs();
        page += "What came out (means over trials):\n";
        page += &self.headlines();
        page
    }
}
