//! Texts torn at random: whatever stands in a scenario, a roster or a survey, it is refused in words or
//! runs and balances; nothing panics.
//!
//! `DEEP=100 cargo test torn` tears a hundred times as many.

use super::common::{deep, file, files_below, run, text_of};
use cascade::entity::read_roster;
use cascade::schema::Refused;
use cascade::study::{InMemory, Study};
use cascade::survey::read_survey;
use proptest::prelude::*;
use std::sync::LazyLock;

/// One tear: how, and where as parts of the text.
type Tear = (u8, f64, f64);

/// Numbers at the edges of what is allowed, and what only looks like one.
const NUMBERS: [&str; 16] = [
    "0",
    "-1",
    "1",
    "2",
    "0.5",
    "1.0000001",
    "-0.0",
    "1e-300",
    "1e15",
    "1e300",
    "99999999999999999999",
    "nan",
    "inf",
    "\"x\"",
    "[]",
    "{}",
];

fn tears() -> impl Strategy<Value = Vec<Tear>> {
    proptest::collection::vec((0u8..8, 0.0..1.0, 0.0..1.0), 1..5)
}

fn cases(n: u32) -> ProptestConfig {
    ProptestConfig { cases: n * deep(), failure_persistence: None, ..ProptestConfig::default() }
}

/// The element at a part of a list.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short list")]
fn at(part: f64, of: usize) -> usize {
    (part * of as f64) as usize
}

/// The nearest place between letters.
fn boundary(text: &str, part: f64) -> usize {
    let mut place = at(part, text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

/// Numbers of a text, as ranges of bytes.
fn numbers(text: &str) -> Vec<std::ops::Range<usize>> {
    let part = |c: char| c.is_ascii_digit() || c == '.';
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (place, c) in text.char_indices().filter(|(_, c)| part(*c)) {
        match found.last_mut() {
            Some(last) if last.end == place => last.end += c.len_utf8(),
            _ => found.push(place..place + c.len_utf8()),
        }
    }
    found
}

fn torn(text: &str, tears: &[Tear]) -> String {
    tears.iter().fold(text.to_owned(), |text, tear| torn_once(&text, *tear))
}

fn torn_once(text: &str, (how, where_, else_where): Tear) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut lines: Vec<&str> = text.lines().collect();
    let (line, other) = (at(where_, lines.len()), at(else_where, lines.len()));
    match how {
        0 => _ = lines.remove(line),
        1 => lines.insert(other, lines[line]),
        2 => lines.swap(line, other),
        3 => return text[..boundary(text, where_)].to_owned(),
        4 => {
            let place = boundary(text, where_);
            let put = ["\"", "[", "]", "{", "}", "=", ",", ".", "\n", "#", "\u{200b}", "é"];
            return format!("{}{}{}", &text[..place], put[at(else_where, put.len())], &text[place..]);
        }
        5 => {
            // The value of one line under the key of another.
            let both = lines[line].split_once('=').zip(lines[other].split_once('='));
            let Some(((key, _), (_, value))) = both else { return text.to_owned() };
            let mixed = format!("{key}={value}");
            lines[line] = &mixed;
            return lines.join("\n");
        }
        _ => {
            let found = numbers(text);
            let Some(place) = found.get(at(where_, found.len())) else { return text.to_owned() };
            let put = NUMBERS[at(else_where, NUMBERS.len())];
            return format!("{}{put}{}", &text[..place.start], &text[place.end..]);
        }
    }
    lines.join("\n")
}

static SCENARIOS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut all = files_below("scenarios", "toml");
    all.push(file("src/cli/starter/scenario.toml"));
    all.into_iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
});

/// What the scenarios name.
static SHELF: LazyLock<InMemory> = LazyLock::new(|| {
    let (roster, survey) = (text_of("src/cli/starter/roster.csv"), text_of("scenarios/survey_invented.csv"));
    InMemory::from([("roster.csv", roster), ("survey_invented.csv", survey)])
});

/// A refusal says something.
fn refused(refused: &Refused) {
    let said = refused.to_string();
    assert!(!refused.problems().is_empty() && said.len() > 20, "refused without a reason: {said:?}");
}

/// Reads a text and, when it is accepted and small, runs it.
fn read_and_run(text: &str) {
    match Study::read("torn.toml", text, &*SHELF).and_then(|study| study.model()) {
        Ok(model) if model.len() <= 300 && model.years <= 12 => _ = run(&model, 2, 1),
        Ok(_) => {}
        Err(why) => refused(&why),
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_torn_scenario_is_refused_in_words_or_runs(which in 0.0..1.0, tears in tears()) {
        read_and_run(&torn(&SCENARIOS[at(which, SCENARIOS.len())], &tears));
    }

    #[test]
    fn a_torn_roster_is_refused_in_words_or_read(tears in tears()) {
        let text = torn(&text_of("src/cli/starter/roster.csv"), &tears);
        if let Err(problems) = read_roster("roster.csv", text.as_bytes()) {
            refused(&problems);
        }
    }

    #[test]
    fn a_torn_survey_is_refused_in_words_or_read(tears in tears()) {
        let text = torn(&text_of("scenarios/survey_invented.csv"), &tears);
        if let Err(problems) = read_survey("survey.csv", text.as_bytes(), &["family_medicine", "cardiology"]) {
            refused(&problems);
        }
    }
}

#[test]
fn tears_tear() {
    let text = "a = 1\nb = 22.5\nc = { d = 3 }";
    assert_eq!(numbers(text), [4..5, 10..14, 25..26]);
    let torn = |how, where_, else_where| torn_once(text, (how, where_, else_where));
    assert_eq!(torn(0, 0.4, 0.0), "a = 1\nc = { d = 3 }");
    assert_eq!(torn(1, 0.0, 0.9), "a = 1\nb = 22.5\na = 1\nc = { d = 3 }");
    assert_eq!(torn(3, 0.5, 0.0), "a = 1\nb = 22.5"[..text.len() / 2].to_owned());
    assert_eq!(torn(5, 0.0, 0.4), "a = 22.5\nb = 22.5\nc = { d = 3 }");
    assert_eq!(torn(7, 0.4, 0.0), "a = 1\nb = 0\nc = { d = 3 }");
}
