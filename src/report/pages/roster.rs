//! What a roster file was understood as: which column is what, what was left out, what stands for what is missing.

use super::Page;
use crate::entity::{COLUMNS, Roster};
use crate::report::layout::aligned;
use crate::units::{count, on_one_line};
use serde::Serialize;

/// A roster file that can be read.
#[derive(Debug, Serialize)]
pub struct RosterPage<'a> {
    valid: bool,
    file: &'a str,
    physicians: usize,
    columns: Vec<ReadAs<'a>>,
    left_out: &'a [String],
    understood: &'a [String],
    missing: Vec<Missing>,
    written: Option<&'a str>,
}

/// A column of the file.
#[derive(Debug, Serialize)]
struct ReadAs<'a> {
    heading: &'a str,
    column: &'a str,
}

/// A column that the file does not have.
#[derive(Debug, Serialize)]
struct Missing {
    column: &'static str,
    default: &'static str,
    meaning: &'static str,
}

impl<'a> RosterPage<'a> {
    /// Of a roster; `written` is the file that a clean one was written to.
    #[must_use]
    pub fn of(roster: &'a Roster, written: Option<&'a str>) -> RosterPage<'a> {
        let has = |name: &str| {
            let stem = name.find('<').map(|at| &name[..at]);
            roster.read_as.iter().any(|(_, own)| stem.map_or(own == name, |stem| own.starts_with(stem)))
        };
        let missing = COLUMNS.iter().filter(|column| !column.name.starts_with("note") && !has(column.name));
        RosterPage {
            valid: true,
            file: &roster.origin,
            physicians: roster.physicians.len(),
            columns: roster.read_as.iter().map(|(heading, column)| ReadAs { heading, column }).collect(),
            left_out: &roster.left_out,
            understood: &roster.understood,
            missing: missing
                .filter_map(|column| {
                    Some(Missing { column: column.name, default: column.default?, meaning: column.meaning })
                })
                .collect(),
            written,
        }
    }
}

impl Page for RosterPage<'_> {
    fn text(&self) -> String {
        let mut page = format!("{}: {}\n\n", on_one_line(self.file), count(self.physicians, "physician"));
        let rows = self.columns.iter().map(|read| vec![on_one_line(read.heading), on_one_line(read.column)]);
        page += &aligned(vec!["Heading of the file", "read as"], rows, |_| false);
        if !self.understood.is_empty() {
            page += "\nUnderstood:\n";
            for sentence in self.understood {
                page += &format!("  {}\n", on_one_line(sentence));
            }
        }
        page += "\nNot in the file:\n";
        let rows = self.missing.iter().map(|missing| vec![missing.column, missing.default]);
        page += &aligned(vec!["Column", "so every physician has"], rows, |_| false);
        page += &match self.written {
            Some(file) => format!("\nWrote {}: the same in our own columns.\n", on_one_line(file)),
            None => "\nNothing was written; --out FILE writes the same in our own columns.\n".to_owned(),
        };
        page
    }
}
