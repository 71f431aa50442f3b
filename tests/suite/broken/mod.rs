//! Broken scenarios and rosters: each is refused with exit code 3 and with words that tell where it
//! is wrong, what was found and what is allowed, and leaves nothing behind.
//!
//! A case is a change to `tests/broken/sound.toml` or to the roster beside it. The sign `⇢` stands
//! where the problem must be reported and is taken out before the program sees the text. In what the
//! message must say, `…` stands for words that do not matter here.

use super::common::{contents, ended, text_of};
use std::path::Path;

mod distributions;
mod programmes;
mod rosters;
mod scenarios;

const HERE: &str = "⇢";

/// One way to break an input.
struct Case {
    name: &'static str,
    scenario: Vec<u8>,
    roster: Vec<u8>,
    /// One message for each `⇢`, in the order of the text.
    says: &'static [&'static str],
}

impl Case {
    /// One more change to the scenario, to put the sign where the change above does not reach.
    fn at(mut self, from: &str, to: &str) -> Case {
        let text = String::from_utf8(self.scenario).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{}: {from:?}", self.name);
        self.scenario = text.replace(from, to).into();
        self
    }

    /// [`Case::at`] for the roster.
    fn at_roster(mut self, from: &str, to: &str) -> Case {
        let text = String::from_utf8(self.roster).unwrap();
        self.roster = text.replacen(from, to, 1).into();
        self
    }
}

fn sound() -> String {
    text_of("tests/broken/sound.toml")
}

fn sound_roster() -> String {
    text_of("tests/broken/roster.csv")
}

fn case(name: &'static str, scenario: impl Into<Vec<u8>>, says: &'static [&'static str]) -> Case {
    Case { name, scenario: scenario.into(), roster: sound_roster().into(), says }
}

/// The sound scenario with one passage replaced.
fn put(name: &'static str, from: &str, to: &str, says: &'static [&'static str]) -> Case {
    let text = sound();
    assert_eq!(text.matches(from).count(), 1, "{name}: {from:?} must stand once in the sound scenario");
    case(name, text.replace(from, to), says)
}

/// The sound scenario with something after it.
fn add(name: &'static str, tail: &str, says: &'static [&'static str]) -> Case {
    case(name, sound() + tail, says)
}

/// The sound scenario with another trend of spending.
fn trend(name: &'static str, law: &str, says: &'static [&'static str]) -> Case {
    put(name, "{ normal = { mean = 0.05, sd = 0.01 } }", law, says)
}

/// The sound roster with one passage replaced.
fn cell(name: &'static str, from: &str, to: &str, says: &'static [&'static str]) -> Case {
    let text = sound_roster();
    assert_eq!(text.matches(from).count(), 1, "{name}: {from:?} must stand once in the sound roster");
    roster(name, text.replace(from, to), says)
}

/// The sound scenario with another roster.
fn roster(name: &'static str, text: impl Into<Vec<u8>>, says: &'static [&'static str]) -> Case {
    Case { name, scenario: sound().into(), roster: text.into(), says }
}

/// The sound scenario with physicians made from a cohort instead of a roster.
fn cohort(name: &'static str, body: &str, says: &'static [&'static str]) -> Case {
    put(name, "[roster]\nfile = \"roster.csv\"\n", &format!("[cohort.a]\n{body}"), says)
}

/// Takes the signs out of a text and gives the line and column of each. A column is a character of
/// a scenario and a cell of a roster.
fn places(marked: &[u8], in_cells: bool) -> (Vec<u8>, Vec<(usize, usize)>) {
    let (mut bytes, mut found) = (Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some((byte, more)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(HERE.as_bytes()) {
            let line = bytes.split(|b| *b == b'\n').count();
            let start = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
            let before = String::from_utf8_lossy(&bytes[start..]).into_owned();
            let column = if in_cells { before.matches(',').count() } else { before.chars().count() };
            found.push((line, column + 1));
            rest = after;
        } else {
            bytes.push(*byte);
            rest = more;
        }
    }
    (bytes, found)
}

/// Whether the pieces of `pattern` between `…` stand in `text` in this order.
fn says(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    pattern.split('…').map(str::trim).all(|piece| match rest.split_once(piece) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

fn write(folder: &Path, case: &Case) -> Vec<String> {
    let (scenario, in_scenario) = places(&case.scenario, false);
    std::fs::write(folder.join("scenario.toml"), scenario).unwrap();
    let mut expected: Vec<String> =
        in_scenario.iter().map(|(line, column)| format!("scenario.toml:{line}:{column}: ")).collect();
    let (roster, in_roster) = places(&case.roster, true);
    std::fs::write(folder.join("roster.csv"), roster).unwrap();
    expected.extend(in_roster.iter().map(|(line, cell)| format!("roster.csv:{line}:{cell}: ")));
    assert_eq!(expected.len(), case.says.len(), "{}: one message for each {HERE}", case.name);
    expected
}

/// Runs a command on a broken input and gives what it wrote to standard error.
fn refused(folder: &Path, arguments: &[&str], name: &str) -> String {
    let before = contents(folder);
    let (out, text) = ended(folder, arguments, 3);
    assert_eq!(out, "", "{name}: {arguments:?} writes to standard output");
    assert!(contents(folder) == before, "{name}: {arguments:?} leaves something behind");
    text
}

fn every_one_is_refused(cases: Vec<Case>) {
    for case in cases {
        let folder = tempfile::tempdir().unwrap();
        let expected = write(folder.path(), &case);
        let text = refused(folder.path(), &["check", "scenario.toml"], case.name);
        let (mut lines, noun) = (text.lines(), if expected.len() == 1 { "problem" } else { "problems" });
        for (place, words) in expected.iter().zip(case.says) {
            let line = lines.next().unwrap_or_default();
            let found = line.strip_prefix(place.as_str()).is_some_and(|message| says(message, words));
            assert!(found, "{}: expected\n{place}{words}\nin\n{text}", case.name);
        }
        let last = lines.next().unwrap_or_default();
        assert_eq!(last, format!("{} {noun}. Nothing was run.", expected.len()), "{}:\n{text}", case.name);
        assert_eq!(lines.next(), None, "{}:\n{text}", case.name);
        let run = refused(folder.path(), &["run", "scenario.toml", "--out", "a/b"], case.name);
        assert_eq!(run, text, "{}: `run` says what `check` says", case.name);
    }
}

#[test]
fn the_sound_one_is_sound() {
    for (name, text) in [
        ("as it is", sound_roster()),
        (
            "with a byte order mark and Windows line ends",
            format!("\u{feff}{}", sound_roster().replace('\n', "\r\n")),
        ),
        ("with blank lines", sound_roster().replace("P2", "\n\nP2")),
        ("with a note", sound_roster().replace("panel", "note").replace("400", "0")),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &roster(name, text, &[]));
        let (page, _) = ended(folder.path(), &["check", "scenario.toml"], 0);
        assert!(page.starts_with("scenario.toml is valid.\n  To be broken\n"), "{name}: {page}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let text = sound()
        .replace("years = 2", "years = ⇢0")
        .replace("trials = 16", "trials = ⇢\"many\"")
        .replace("revenue_share = 0.4", "revenue_share = ⇢40")
        .replace("physicians = 0.3", "⇢physicans = 0.3")
        .replace("salary = { per_fte = 250000 }", "salary = { per_fte = ⇢-1 }");
    every_one_is_refused(vec![case(
        "five mistakes",
        text,
        &[
            "run.years: found 0",
            "run.trials: found \"many\"",
            "contract.aco.revenue_share: found 40",
            "allocation: unknown key `physicans`; did you mean `physicians`?",
            "plan.base.pay[0].salary.per_fte: found -1",
        ],
    )]);
    let both = case(
        "a mistake in each file",
        sound().replace("years = 2", "years = ⇢0"),
        &["run.years: found 0", "wrvu: found -7000"],
    );
    let roster_too = sound_roster().replace("7000", "⇢-7000").into_bytes();
    every_one_is_refused(vec![Case { roster: roster_too, ..both }]);
    let rows = "P1,cardiology,base,⇢0.8x,⇢-7000,0,0\n,family_medicine,base,1.0,5000,20,30\n"
        .replacen("\n,", "\n⇢,", 1);
    let header = "physician_id,specialty,plan,clinical_fte,wrvu,panel,lives.aco\n";
    every_one_is_refused(vec![roster(
        "three bad cells",
        format!("{header}{rows}"),
        &["clinical_fte: found \"0.8x\"", "wrvu: found -7000", "physician_id: the cell is empty"],
    )]);
}

#[test]
fn a_fault_in_every_row_is_not_said_a_thousand_times() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "Q,cardiology,base,80,7000,0,0\n".repeat(1_000);
    write(folder.path(), &roster("a thousand bad rows", sound_roster() + &rows, &[]));
    let text = refused(folder.path(), &["check", "scenario.toml"], "a thousand bad rows");
    assert_eq!(text.lines().count(), 2);
    assert!(text.contains("roster.csv:4:4: clinical_fte: found 80; "), "{text}");
    assert!(text.contains("999 more cells of this column are like it, the last in line 1003\n"), "{text}");
    let tiers = format!("wrvu = {{ tiers = [{}] }}", "{ rate = -1 },".repeat(1_000));
    let scenario = sound().replace("salary = { per_fte = 250000 }", &tiers);
    write(folder.path(), &case("a thousand bad tiers", scenario, &[]));
    let text = refused(folder.path(), &["check", "scenario.toml"], "a thousand bad tiers");
    assert!(text.ends_with("\n1000 problems, the first 200 listed. Nothing was run.\n"), "{text}");
}

#[test]
fn folders_where_files_are_expected() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &case("a folder", sound(), &[]));
    std::fs::remove_file(folder.path().join("roster.csv")).unwrap();
    std::fs::create_dir(folder.path().join("roster.csv")).unwrap();
    for (file, words) in [
        (
            "scenario.toml",
            "roster.file: cannot read the roster roster.csv: it is a folder; the path is relative to the scenario",
        ),
        (".", "cannot read the scenario .: it is a folder; name the scenario file inside it"),
        (
            "none.toml",
            "cannot read the scenario none.toml: there is no such file or folder; check the path, or write a starter with `cascade init DIR`",
        ),
    ] {
        for command in [
            vec!["check", file],
            vec!["run", file, "--out", "a/b"],
            vec!["explain", file, "--trial", "1", "--year", "1", "--physician", "P1"],
        ] {
            let text = refused(folder.path(), &command, file);
            assert!(text.contains(words), "{text}");
        }
    }
}
