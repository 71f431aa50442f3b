//! The roster: one row a physician.
//!
//! Columns are declared once, in [`COLUMNS`], which the documents are made from.

mod cells;
mod columns;
mod fits;
mod gathered;
mod headings;
mod read;
mod totals;
mod write;

pub use columns::{COLUMNS, RosterColumn};
pub use read::{MOST_ROWS, read_roster};
pub use write::write_roster;

use super::Physician;
use crate::schema::Problem;

/// Everyone who takes part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roster {
    /// Physicians, in the order of the file or of generation.
    pub physicians: Vec<Physician>,
    /// The file they come from, or what made them; for messages.
    pub origin: String,
    /// Column names of the file in order, in our own words where they mean something; empty for a generated roster.
    pub header: Vec<String>,
    /// What had to be understood to read the file, in sentences.
    pub understood: Vec<String>,
    /// Headings of the file that mean something, each with the column that it was read as.
    pub read_as: Vec<(String, String)>,
    /// Headings of the file that were left out.
    pub left_out: Vec<String>,
}

impl Roster {
    /// A problem with one physician's cell, for checks that need the rest of the scenario.
    #[must_use]
    pub fn problem(&self, physician: &Physician, column: &str, message: String) -> Problem {
        let place = self.header.iter().position(|name| name == column).map_or(1, |p| p + 1);
        Problem {
            file: self.origin.clone(),
            line: physician.line,
            column: place,
            path: if physician.line == 0 { physician.id.clone() } else { column.to_owned() },
            message,
        }
    }

    /// Names of the pools that the roster has points in.
    #[must_use]
    pub fn pools(&self) -> Vec<&str> {
        let first = self.physicians.first();
        first.map(|p| p.points.iter().map(|(name, _)| name.as_str()).collect()).unwrap_or_default()
    }

    /// Names of the contracts that the roster has columns for.
    #[must_use]
    pub fn contracts(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .physicians
            .first()
            .map(|p| p.lives.iter().chain(&p.revenue_share).map(|(name, _)| name.as_str()).collect())
            .unwrap_or_default();
        names.sort_unstable();
        names.dedup();
        names
    }
}
