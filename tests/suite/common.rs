//! What integration tests share.

use cascade::engine::{ArmYear, Outcome, RunOptions, Silent};
use cascade::model::Model;
use cascade::report::{Csv, Report, TABLES};
use cascade::study::{InMemory, NoFiles, Study};
use std::path::{Path, PathBuf};

/// A file of the repository.
pub(super) fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Text of a file of the repository.
pub(super) fn text_of(path: &str) -> String {
    std::fs::read_to_string(file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A scenario as a study; `roster` for those that name `roster.csv`.
pub(super) fn study(text: &str, roster: Option<&str>) -> Study {
    let survey = text_of("scenarios/survey_invented.csv");
    let shelf =
        InMemory::from([("roster.csv", roster.unwrap_or_default()), ("survey_invented.csv", &survey)]);
    Study::read("test.toml", text, &shelf).unwrap_or_else(|refused| panic!("{refused}"))
}

/// A scenario's model; `roster` for those that name `roster.csv`.
pub(super) fn build(text: &str, roster: Option<&str>) -> Model {
    study(text, roster).model().unwrap_or_else(|refused| panic!("{refused}"))
}

/// What is said of a scenario; nothing when it is accepted.
pub(super) fn said_of(text: &str) -> String {
    Study::read("test.toml", text, &NoFiles).map_or_else(|refused| refused.to_string(), |_| String::new())
}

/// Runs a model.
pub(super) fn run(model: &Model, trials: u64, threads: usize) -> Outcome {
    let options = RunOptions { trials, threads: Some(threads), stop: None };
    cascade::engine::run(model, options, &Silent).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Results by place, for tests that go through all of them. Where nothing is, a test has failed.
pub(super) trait ByPlace {
    /// Of an arm in a year, both counted from 0.
    fn of(&self, arm: usize, year: usize) -> ArmYear<'_>;
}

impl ByPlace for Outcome {
    fn of(&self, arm: usize, year: usize) -> ArmYear<'_> {
        let there = self.directory();
        let (name, year) = (there.arms().nth(arm).expect("an arm"), there.years().nth(year).expect("a year"));
        self.at(name, year.0).expect("both are there")
    }
}

/// A table of a run as text.
pub(super) fn csv_of(name: &str, report: &Report<'_>) -> String {
    let mut bytes = Vec::new();
    let one = cascade::report::run_table(name).expect("a table of a run");
    one.write(report, &Csv, &mut bytes).expect("memory takes every byte");
    String::from_utf8(bytes).expect("tables are UTF-8")
}

/// A row of a table by the keys of its columns.
pub(super) type Cells = std::collections::BTreeMap<String, String>;

/// A table in CSV, read as a stranger would.
pub(super) fn parsed(text: &str) -> Vec<Cells> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("rows of a table")
}

/// The number in a cell.
pub(super) fn amount(row: &Cells, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
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

/// Asks a run for its tables alone: without the charts, page and workbook that take longest to make.
pub(super) const TABLES_ALONE: [&str; 4] = ["--charts", "none", "--no-report", "--no-workbook"];

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
