//! What integration tests share.

use cascade::engine::{Outcome, RunOptions, Silent};
use cascade::entity::{Roster, generate, read_roster};
use cascade::model::{Draft, Model};
use cascade::random::Seed;
use cascade::report::{Csv, Report, TABLES};
use cascade::scenario::read_arms;
use cascade::schema::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of the repository.
pub(super) fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Text of a file of the repository.
pub(super) fn text_of(path: &str) -> String {
    std::fs::read_to_string(file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A scenario's model; `roster` for those that name a file.
pub(super) fn build(text: &str, roster: Option<&str>) -> Model {
    let arms = read_arms(Source { name: "test.toml".into(), text: text.into() })
        .unwrap_or_else(|problems| panic!("{}", listed(&problems)));
    let roster: Option<Arc<Roster>> =
        roster.map(|csv| Arc::new(read_roster("roster.csv", csv.as_bytes()).expect("a good roster")));
    let drafts = arms.arms.into_iter().map(|arm| {
        let run = &arm.scenario.run;
        let start = u16::try_from(run.start_year).expect("a year");
        let own = || Arc::new(generate(&arm.scenario.cohort, Seed(run.seed), start));
        let roster = roster.clone().unwrap_or_else(own);
        Draft { name: arm.name, title: arm.title, scenario: arm.scenario, uncertain: arm.uncertain, roster }
    });
    Model::build(drafts.collect()).unwrap_or_else(|problems| panic!("{}", listed(&problems)))
}

fn listed(problems: &[cascade::schema::Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Runs a model.
pub(super) fn run(model: &Model, trials: u64, threads: usize) -> Outcome {
    let options = RunOptions { trials, threads: Some(threads), stop: None };
    cascade::engine::run(model, options, &Silent).unwrap_or_else(|fault| panic!("{fault}"))
}

/// A table of a run as text.
pub(super) fn csv_of(name: &str, report: &Report<'_>) -> String {
    let mut bytes = Vec::new();
    let one = cascade::report::table(name).expect("a table of a run");
    one.write(report, &Csv, &mut bytes).expect("memory takes every byte");
    String::from_utf8(bytes).expect("tables are UTF-8")
}

/// Every table of a run as one text.
pub(super) fn tables(model: &Model, outcome: &Outcome) -> String {
    let report = Report::new(model, outcome, &[]);
    let given = TABLES.iter().filter(|one| one.is_given(&report));
    given.map(|one| csv_of(one.table.name, &report)).collect()
}

/// How many times as many cases a search at random is to try: what `DEEP` says, 1 when it says nothing.
pub(super) fn deep() -> u32 {
    std::env::var("DEEP").map_or(1, |times| times.parse().expect("DEEP is a whole number"))
}

/// Every file below a folder with an ending, sorted.
pub(super) fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![file(folder)];
    while let Some(folder) = open.pop() {
        for entry in
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The built program, to be run in a folder. A run that takes minutes is killed and fails.
pub(super) fn program(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_cascade"));
    command.current_dir(folder).env_remove("RUST_BACKTRACE").timeout(std::time::Duration::from_secs(240));
    command
}

/// Every file below a folder with its bytes, by its path below the folder.
pub(super) fn contents(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(place) = open.pop() {
        for entry in std::fs::read_dir(&place).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            if path.is_dir() {
                found.insert(format!("{name}/"), Vec::new());
                open.push(path);
            } else {
                found.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}
