//! Cells that a scenario cannot be, all told at once.

use crate::study::StudyFault;
use crate::units::{debug_by_words, thousands};
use std::fmt;

/// A cell whose values the scenario refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedCell {
    /// Its place among the cells, counted from 0.
    pub cell: usize,
    /// What it sets, as `place = value`.
    pub settings: String,
    /// Why it cannot be.
    pub why: String,
}

/// Cells that cannot be, in the order of the design.
#[derive(Clone, PartialEq)]
pub struct RefusedCells {
    /// The cells.
    pub cells: Vec<RefusedCell>,
    /// How many cells there are in all.
    pub of: usize,
}

/// Cells that are told one by one.
const TOLD: usize = 20;

impl fmt::Display for RefusedCells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (refused, of) = (thousands(self.cells.len() as u64), thousands(self.of as u64));
        write!(f, "{refused} of {of} cells cannot be")?;
        for RefusedCell { cell, settings, why } in self.cells.iter().take(TOLD) {
            write!(f, "\ncell {} ({settings}): {why}", cell + 1)?;
        }
        match self.cells.len().saturating_sub(TOLD) {
            0 => Ok(()),
            more => write!(f, "\nand {} more", thousands(more as u64)),
        }
    }
}

debug_by_words!(RefusedCells);

impl std::error::Error for RefusedCells {}

/// Why a cell cannot be, on one line; `None` of a fault that is not the cell's own.
pub(super) fn why(fault: &StudyFault) -> Option<String> {
    match fault {
        StudyFault::Refused(refused) => Some(refused.to_string().replace('\n', "; ")),
        StudyFault::Unknown(unknown) => Some(unknown.to_string()),
        StudyFault::Engine(_) | StudyFault::Invalid(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_counted_and_the_first_are_told() {
        let cell = |cell| RefusedCell { cell, settings: "a = 9".to_owned(), why: "too much".to_owned() };
        let said = RefusedCells { cells: (0..1_500).map(cell).collect(), of: 2_000 }.to_string();
        assert!(said.starts_with("1,500 of 2,000 cells cannot be\ncell 1 (a = 9): too much\n"), "{said}");
        assert!(said.ends_with("\nand 1,480 more"), "{said}");
        assert_eq!(said.lines().count(), 22);
    }
}
