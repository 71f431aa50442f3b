//! Agreements as people write them, paid as worked out by hand: every folder of `tests/field` holds a
//! scenario, perhaps a roster, and in `right.txt` what is right and how one knows.

use super::common::{file, text_of};
use cascade::engine::{explain_contract, explain_physician};
use cascade::model::notes;
use cascade::study::{InMemory, Study};
use cascade::units::Usd;
use std::fs;

/// Everything in a folder that a scenario may name.
pub(super) fn shelf(folder: &str) -> InMemory {
    let entries = fs::read_dir(file(folder)).expect("the folder").map(|entry| entry.expect("an entry"));
    let names = entries.map(|entry| (entry.file_name().into_string().expect("a plain name"), entry.path()));
    names.map(|(name, path)| (name, fs::read(path).expect("a file"))).collect()
}

/// What is wrong with one line of `right.txt`, if anything.
pub(super) fn wrong(study: &Result<Study, String>, line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (kind, rest) = line.split_once(' ').expect("a kind and what is right");
    let model = study.as_ref().map_err(Clone::clone).and_then(|s| s.model().map_err(|no| no.to_string()));
    let model = match (kind, model) {
        ("refused", Err(said)) => return (!said.contains(rest)).then(|| format!("refused, but: {said}")),
        ("refused", Ok(_)) => return Some("not refused".into()),
        (_, Err(said)) => return Some(format!("refused: {said}")),
        (_, Ok(model)) => model,
    };
    let there = &model.directory;
    let year = |text: &str| there.year(text.parse().expect("a year")).expect("a year of the horizon");
    let found = match kind {
        "pay" => {
            let places = there.appointments(0, words[1]).expect("a physician of the roster");
            let story = |place| explain_physician(&model, 0, 0, year(words[2]), place).expect("a story");
            places.into_iter().map(|place| story(place).statement.total()).sum()
        }
        "earned" => {
            let place = there.contract(0, words[1]).expect("a contract");
            let story = explain_contract(&model, 0, 0, year(words[2]), place).expect("a story");
            story.settled.settlement.net()
        }
        "noted" | "silent" => {
            let surveys = study.as_ref().map(|study| study.surveys(&model)).unwrap_or_default();
            let trials = study.as_ref().map_or(1, Study::trials);
            let notes: Vec<String> =
                notes(&model, &surveys, trials).iter().map(ToString::to_string).collect();
            let notes = notes.join("\n");
            let is_right = notes.contains(rest) == (kind == "noted");
            return (!is_right).then(|| format!("noted: {notes}"));
        }
        _ => panic!("write pay, earned, refused, noted or silent, not {kind}"),
    };
    let right = Usd::parse(words[3]).and_then(Usd::cents).expect("dollars");
    (found != right).then(|| format!("came out {found}"))
}

#[test]
fn agreements_pay_what_was_worked_out_by_hand() {
    let mut faults = Vec::new();
    let mut folders: Vec<String> = fs::read_dir(file("tests/field"))
        .expect("the cases")
        .map(|entry| format!("tests/field/{}", entry.expect("a case").file_name().display()))
        .collect();
    folders.sort();
    for folder in &folders {
        let text = text_of(&format!("{folder}/scenario.toml"));
        let study =
            Study::read("scenario.toml", &text, &shelf(folder)).map_err(|refused| refused.to_string());
        let right = text_of(&format!("{folder}/right.txt"));
        let lines: Vec<&str> = right.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
        assert!(!lines.is_empty(), "{folder}/right.txt says nothing");
        faults.extend(
            lines
                .iter()
                .filter_map(|line| wrong(&study, line).map(|fault| format!("{folder}: {line}: {fault}"))),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
