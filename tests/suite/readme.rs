//! The README is true: its commands run, and what it shows of their output is what they print.
//!
//! `UPDATE_DOCS=1 cargo test readme` writes the outputs, the numbers and the picture again.

use super::common::{file, text_of};
use assert_cmd::Command;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

const MARK: &str = "<!-- output of: ";
const FENCE: &str = "```";
/// The arms of the table of measures, in the order of its columns.
const COLUMNS: [&str; 2] = ["baseline", "pass_through"];
const LAST_YEAR: &str = "2035";

/// Runs a command line that begins with `cascade`; its standard output.
fn run(line: &str, folder: &Path) -> String {
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    let output =
        Command::new(env!("CARGO_BIN_EXE_cascade")).args(&words).current_dir(folder).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "`{line}` failed:\n{error}");
    String::from_utf8(output.stdout).unwrap()
}

/// Command lines of the README's shell blocks, without cargo's and without comments.
fn commands(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut shell = false;
    for line in text.lines() {
        if let Some(language) = line.strip_prefix(FENCE) {
            shell = language == "sh";
        } else if shell {
            let command = line.split(" #").next().unwrap_or_default().trim();
            assert!(
                command.is_empty() || command.starts_with("cargo ") || command.starts_with("cascade"),
                "the README shows a command that is not tested: {command}"
            );
            if command.starts_with("cascade") {
                lines.push(command.to_owned());
            }
        }
    }
    lines
}

/// A page without the seconds that a run took, which are never the same.
fn timeless(page: &str) -> String {
    let line = |line: &str| match line.rsplit_once(", ") {
        Some((head, tail)) if tail.ends_with(" s") && tail.starts_with(|c: char| c.is_ascii_digit()) => {
            head.to_owned()
        }
        _ => line.trim_end().to_owned(),
    };
    page.trim().lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The README with the output of each marked command in place of what it shows.
fn with_outputs(text: &str, mut output_of: impl FnMut(&str) -> String) -> String {
    let mut fresh = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        fresh.push_str(line);
        fresh.push('\n');
        let Some(command) = line.strip_prefix(MARK) else { continue };
        let command = command.trim_end_matches("-->").trim();
        assert_eq!(lines.next(), Some("```text"), "a block follows the mark of `{command}`");
        for shown in lines.by_ref() {
            if shown == FENCE {
                break;
            }
        }
        fresh.push_str(&format!("```text\n{}\n```\n", timeless(&output_of(command))));
    }
    fresh
}

/// Means of the system's measures in the last year, by arm and measure, with their unit.
fn means(summary: &str) -> BTreeMap<(String, String), (String, f64)> {
    let mut found = BTreeMap::new();
    for line in summary.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let [arm, year, scope, _, measure, unit, mean, ..] = cells[..] else { continue };
        if year == LAST_YEAR && scope == "system" {
            found.insert((arm.to_owned(), measure.to_owned()), (unit.to_owned(), mean.parse().unwrap()));
        }
    }
    found
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let places = digits.chars().enumerate();
    places.fold(String::new(), |mut text, (place, digit)| {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
        text
    })
}

/// A number as the table shows it.
fn shown(unit: &str, mean: f64) -> String {
    match unit {
        "$" if mean.abs() >= 1e6 => {
            format!("{}${:.1}M", if mean < 0.0 { "−" } else { "" }, mean.abs() / 1e6)
        }
        "$" => format!("{}${}", if mean < 0.0 { "−" } else { "" }, grouped(&format!("{:.0}", mean.abs()))),
        "share" | "chance" => format!("{:.1} %", 100.0 * mean),
        "points" => format!("{mean:.1}"),
        "$ per $" => format!("${mean:.3}"),
        _ => format!("{mean:.3}"),
    }
}

/// The README with the numbers of a run in its table of measures.
fn with_numbers(text: &str, summary: &str) -> String {
    let means = means(summary);
    let mut fresh = String::new();
    let mut rows = 0;
    let mut table = false;
    for line in text.lines() {
        table = line.starts_with("| measure |") || (table && line.starts_with('|'));
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let measure = cells.get(1).and_then(|cell| cell.strip_prefix('`')?.strip_suffix('`'));
        if let Some(measure) = measure.filter(|_| table) {
            let number = |arm: &str| {
                let (unit, mean) = &means[&(arm.to_owned(), measure.to_owned())];
                shown(unit, *mean)
            };
            let [today, redesign] = COLUMNS.map(number);
            fresh.push_str(&format!("| `{measure}` | {} | {today} | {redesign} |\n", cells[2]));
            rows += 1;
        } else {
            fresh.push_str(line);
            fresh.push('\n');
        }
    }
    assert!(rows > 5, "the README has no table of measures");
    fresh
}

/// The only entry of a folder.
fn only_entry(folder: &Path) -> std::path::PathBuf {
    std::fs::read_dir(folder).unwrap().next().expect("an entry").unwrap().path()
}

#[test]
fn commands_run_and_print_what_is_shown() {
    let text = text_of("README.md").replace('\r', "");
    let (reference, own) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let commands = commands(&text);
    assert!(commands.len() >= 5, "{commands:?}");
    for command in &commands {
        run(command, own.path());
    }
    let fresh = with_outputs(&text, |command| {
        run(command, if command == "cascade" { reference.path() } else { own.path() })
    });
    let results = only_entry(&reference.path().join("output"));
    let fresh = with_numbers(&fresh, &std::fs::read_to_string(results.join("summary.csv")).unwrap());
    if fresh == text {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1"),
        "README.md shows other results than the program; write them again with UPDATE_DOCS=1 cargo test readme\n{}",
        text.lines()
            .zip(fresh.lines())
            .filter(|(old, new)| old != new)
            .map(|(old, new)| format!("- {old}\n+ {new}"))
            .collect::<Vec<_>>()
            .join("\n")
    );
    std::fs::write(file("README.md"), &fresh).unwrap();
    std::fs::copy(results.join("charts/own_cents_by_physician_and_year.png"), file("docs/own_cents.png"))
        .unwrap();
}

#[test]
fn the_searches_find_what_they_should() {
    let text = "```sh\ncargo test\ncascade init a   # starts\n```\n```text\ncascade no\n```\n";
    assert_eq!(commands(text), ["cascade init a"]);
    assert_eq!(timeless("A: 2 trials, seed 1, 2.5 s\n\nb  \n"), "A: 2 trials, seed 1\n\nb");
    let shows = "<!-- output of: cascade x -->\n```text\nold\n```\nafter\n";
    assert_eq!(with_outputs(shows, str::to_owned), shows.replace("old", "cascade x"));
    assert_eq!(shown("$", -2_250_000.0), "−$2.2M");
    assert_eq!(shown("$", 403_978.97), "$403,979");
    assert_eq!(shown("share", 0.0273), "2.7 %");
}
