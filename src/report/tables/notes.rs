//! What is worth a second look.

use super::RunTable;
use crate::model::Note;
use crate::report::table::{Column, Table, Whom, columns};

pub(in crate::report) const TABLE: RunTable = RunTable {
    table: Table {
        name: "notes",
        about: "what is legal and worth a second look, as `cascade check` notes it: figures far from what they stand beside, facts the roster lacks, parts that nothing uses",
        row: "note",
        whom: Whom::Persons,
        columns: COLUMNS,
    },
    given: |report| !report.notes().is_empty(),
    rows: |report, each| {
        for note in report.notes() {
            each(&cells(note))?;
        }
        Ok(())
    },
};

columns! { (it: &'a Note);
    Column::text("arms", "the arms it holds in, separated by spaces; empty when it holds in every arm") => it.arms.join(" "),
    Column::text("about", "what it is about, as a path of the scenario or a column of the roster") => it.about.as_str(),
    Column::text("found", "what was found") => it.found.as_str(),
    Column::text("beside", "what that is compared with, or what is used") => it.beside.as_str(),
    Column::text("advice", "what to do") => it.advice.as_str(),
}
