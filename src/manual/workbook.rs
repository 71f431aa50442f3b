//! The workbook: every sheet with its columns.

use super::entry::{ManualEntry, ManualSection, markdown};
use crate::report::{Column, Whom};
use crate::workbook::{SHEETS, SheetKind};

/// `docs/WORKBOOK.md`: what each sheet of `workbook.xlsx` holds.
#[must_use]
pub fn workbook_document() -> String {
    let sections: Vec<ManualSection> = SHEETS.iter().map(|kind| section(kind)).collect();
    HEAD.to_owned() + &markdown(&sections)
}

/// What stands before the sheets.
const HEAD: &str = "# The workbook\n\nWhat `workbook.xlsx` of a run holds, sheet by sheet. Made from the code by `cargo test`; do not edit.\n\n\
    * One table to a sheet, below a title and a note, with headings that stay in sight, sort and filter. A sheet is there where the run has something for it.\n\
    * Cells are typed: numbers with the format of their unit, everything else text, so that `007` keeps its zeros, `=1+1` stays a name and `2026-01` no date. Dollars per dollar are in cents. No cell holds a formula: totals are values. There is no macro and no link to another file.\n\
    * A sign that cannot be seen, or that turns the line around it, is written out, such as `\\u{202e}`; a text of more than 32,767 letters is cut and says so; a table longer than a sheet is not written in part, but names the file that has it.\n\
    * The sheet `Charts` holds native charts of figures on other sheets, in colours that few-coloured eyes tell apart, with the same words for those who do not see them.\n\
    * The same run makes the same bytes: the file is dated on the first day of the first performance year.\n\
    * Sheets of single persons are confidential; with `--suppress` they are left out, and small groups read `hidden`.\n\
    * `--no-workbook` writes none.\n\n";

/// A sheet.
fn section(kind: &SheetKind) -> ManualSection {
    let persons = if kind.whom == Whom::Persons { " Confidential: single persons." } else { "" };
    let columns = (kind.columns)();
    ManualSection::of(kind.name, format!("{}{persons}", kind.about), columns.iter().map(column))
}

/// A column.
fn column(column: &Column) -> ManualEntry {
    ManualEntry::of(crate::workbook::heading(column.key), column.meaning, Vec::new())
}
