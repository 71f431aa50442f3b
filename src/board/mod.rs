//! A run as one page for a browser: what a board looks at, with all that it needs inside.
//!
//! `shell` is the document around everything, `table`, `figure` and `parts` are what sections are made of, and a
//! file of `sections` answers one question. Nothing here works out a figure of its own: records and sentences come from
//! `decision`, pictures from `chart`, columns from `report`.

mod figure;
mod parts;
mod people;
mod sections;
mod shell;
mod statement;
mod table;

pub use statement::{IndexedStatement, statement_index, statement_page};

use crate::report::{Provenance, Report};

/// The whole page, with its styles, its script and its data inside: no request leaves it.
#[must_use]
pub fn page(report: &Report<'_>, from: &Provenance<'_>) -> String {
    shell::document(report, &sections::all(report, from))
}
