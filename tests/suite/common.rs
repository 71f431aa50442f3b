//! What integration tests share.

use cascade::engine::{ArmYear, Outcome, RunOptions, Silent};
use cascade::model::Model;
use cascade::report::{Csv, MANIFEST, Report, TABLES};
use cascade::study::{InMemory, NoFiles, Study};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

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

/// How long a test waits for the program before it takes it for stuck.
const PATIENCE: Duration = Duration::from_secs(900);

/// The built program, to be run in a folder. One that is stuck is killed and fails.
pub(super) fn program(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_cascade"));
    command.current_dir(folder).env_remove("RUST_BACKTRACE").timeout(PATIENCE);
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

/// Names of everything below a folder, hidden ones too, folders with `/`.
pub(super) fn names(folder: &Path) -> Vec<String> {
    contents(folder).into_keys().collect()
}

/// A folder with a scenario that runs in a blink.
pub(super) fn small() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, of) in [("scenario.toml", "sound.toml"), ("roster.csv", "roster.csv")] {
        std::fs::write(folder.path().join(name), text_of(&format!("tests/broken/{of}"))).unwrap();
    }
    folder
}

/// What a program says.
pub(super) fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// Ends as it should, and gives standard output and standard error.
#[track_caller]
pub(super) fn ends(command: &mut assert_cmd::Command, code: i32) -> (String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let (out, err) = (words(&stdout), words(&stderr));
    assert_eq!(status.code(), Some(code), "{out}\n{err}");
    assert!(!err.contains("panicked"), "{err}");
    (out, err)
}

/// The same of the program with some arguments, run in a folder.
#[track_caller]
pub(super) fn ended(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    ends(program(folder).args(arguments), code)
}

/// A command line of a shell, run in a folder; `$CASCADE` is the program. Its exit code, standard output and error.
pub(super) fn shell(folder: &Path, line: &str) -> (Option<i32>, String, String) {
    let output = std::process::Command::new("bash")
        .args(["-c", line])
        .env("CASCADE", env!("CARGO_BIN_EXE_cascade"))
        .current_dir(folder)
        .output()
        .expect("bash");
    (output.status.code(), words(&output.stdout), words(&output.stderr))
}

/// The program, begun in a folder and not waited for.
pub(super) fn begun(folder: &Path, arguments: &[&str]) -> Child {
    std::process::Command::new(env!("CARGO_BIN_EXE_cascade"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until something is so, however slow the machine is; whether it came to be so before the program ended.
pub(super) fn lives_until(child: &mut Child, is_so: impl Fn() -> bool) -> bool {
    let began = Instant::now();
    while !is_so() {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        assert!(began.elapsed() < PATIENCE, "what is waited for never comes");
        std::thread::sleep(Duration::from_micros(100));
    }
    true
}

/// Kills the program after a while; how long it took if it ended before.
pub(super) fn killed_after(mut child: Child, patience: Duration) -> Option<Duration> {
    let began = Instant::now();
    while began.elapsed() < patience {
        if child.try_wait().unwrap().is_some() {
            return Some(began.elapsed());
        }
        std::thread::sleep(Duration::from_micros(100));
    }
    kill(child);
    None
}

/// Kills the program as the system kills, and waits until it is gone.
pub(super) fn kill(mut child: Child) {
    let _ = child.kill();
    child.wait().unwrap();
}

/// What a user does who presses Ctrl-C.
pub(super) fn interrupt(child: &Child) {
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// The manifest of a folder of results.
pub(super) fn manifest(folder: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(folder.join(MANIFEST)).unwrap()).unwrap()
}

/// What is wrong with a folder that says it is finished: files that are not as its manifest says.
pub(super) fn faults(folder: &Path) -> Vec<String> {
    let manifest = manifest(folder);
    let files = manifest["files"].as_object().expect("the manifest lists its files");
    assert!(files.len() > 10);
    let fault = |(name, hash): (&String, &serde_json::Value)| {
        let bytes = std::fs::read(folder.join(name)).unwrap_or_default();
        let digits = Sha256::digest(&bytes).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let found: String = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect();
        (hash.as_str() != Some(found.as_str())).then(|| name.clone())
    };
    files.iter().filter_map(fault).collect()
}
