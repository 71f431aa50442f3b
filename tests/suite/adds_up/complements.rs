//! Measures that say nothing new: what one of them is, another is not.

use super::tables::Files;
use crate::common::{Cells, amount};
use std::collections::BTreeMap;

/// Notes chances and shares of the system, to find one that is another's complement.
pub(super) fn note_chances(files: &Files, found: &mut BTreeMap<String, Vec<f64>>) {
    let is_part = |row: &&Cells| ["chance", "share"].contains(&row["unit"].as_str());
    let of_system = files.rows("summary").iter().filter(|row| row["scope"] == "system");
    for row in of_system.filter(is_part) {
        found.entry(row["metric"].clone()).or_default().push(amount(row, "mean"));
    }
    for row in files.rows("horizon").iter().filter(is_part) {
        found.entry(format!("horizon {}", row["metric"])).or_default().push(amount(row, "mean"));
    }
}

/// Measures of which one says nothing that the other has not said: together they are always 1, though neither is
/// always the same.
pub(super) fn complements(found: &BTreeMap<String, Vec<f64>>) -> Vec<(&str, &str)> {
    let moves = |values: &[f64]| values.iter().any(|value| (value - values[0]).abs() > 1e-3);
    let moving: Vec<_> = found.iter().filter(|(_, values)| moves(values)).collect();
    let mut pairs = Vec::new();
    for (k, (one, ours)) in moving.iter().enumerate() {
        for (other, theirs) in &moving[k..] {
            let together = ours.iter().zip(theirs.iter()).all(|(a, b)| (a + b - 1.0).abs() < 2e-6);
            if ours.len() == theirs.len() && together {
                pairs.push((one.as_str(), other.as_str()));
            }
        }
    }
    pairs
}

#[test]
fn a_measure_that_is_anothers_complement_is_found() {
    let of = |values: &[f64]| values.to_vec();
    let found = BTreeMap::from([
        ("earns".to_owned(), of(&[0.9, 0.5, 1.0])),
        ("unpaid".to_owned(), of(&[0.1, 0.5, 0.0])),
        ("owes".to_owned(), of(&[0.1, 0.4, 0.0])),
        ("always".to_owned(), of(&[1.0, 1.0, 1.0])),
        ("never".to_owned(), of(&[0.0, 0.0, 0.0])),
    ]);
    assert_eq!(complements(&found), [("earns", "unpaid")]);
}
