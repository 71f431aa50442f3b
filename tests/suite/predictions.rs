//! What was written down beforehand stands among the targets as it was written: ids, values, bands, and no other
//! emergent figure beside them.

use super::common::text_of;
use cascade::analysis::{Role, Sense, TARGETS, Target};

/// A line of a table of docs/PREDICTIONS.md.
struct Line {
    id: String,
    published: String,
    band: String,
    grade: String,
}

fn written_down() -> Vec<Line> {
    let text = text_of("docs/PREDICTIONS.md");
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 7, "{row}");
        Line {
            id: cells[0].trim_matches('`').to_owned(),
            published: cells[2].replace(',', ""),
            band: cells[3].replace(',', ""),
            grade: cells[6].chars().take(1).collect(),
        }
    })
    .collect()
}

/// A figure as the page writes it: `-1.4`, or the word before it and its number.
fn figure(words: &str) -> (Sense, f64) {
    let number = |text: &str| text.trim().parse::<f64>().unwrap_or_else(|_| panic!("{words:?} is no figure"));
    if let Some(value) = words.strip_prefix("above ") {
        (Sense::Above, number(value))
    } else if let Some(value) = words.strip_prefix("below ") {
        (Sense::Below, number(value))
    } else {
        (Sense::Is, number(words))
    }
}

fn target(id: &str) -> &'static Target {
    TARGETS.iter().find(|t| t.id == id).unwrap_or_else(|| panic!("{id} is no target"))
}

#[test]
fn what_was_written_down_beforehand_is_compared_as_it_was_written() {
    let lines = written_down();
    assert_eq!(lines.len(), 32, "the page says how many");
    for line in &lines {
        let t = target(&line.id);
        assert_eq!(t.role, Role::Emergent, "{}", t.id);
        assert_eq!((t.sense, t.published), figure(&line.published), "{}", t.id);
        let band = match line.band.split_once(" to ") {
            Some((low, high)) => (figure(low).1, figure(high).1),
            None => (figure(&line.band).1, f64::INFINITY),
        };
        assert_eq!(t.band, band, "{}", t.id);
        assert_eq!(t.grade.letter(), line.grade, "{}", t.id);
    }
}

#[test]
fn nothing_else_is_called_emergent() {
    let lines = written_down();
    for t in TARGETS.iter().filter(|t| t.role == Role::Emergent) {
        assert!(lines.iter().any(|line| line.id == t.id), "{} was not written down beforehand", t.id);
    }
}
