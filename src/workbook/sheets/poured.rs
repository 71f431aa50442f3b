//! Sheets that hold a table of the run as its file does: the same rows and figures.

use crate::report::{Cell, Column, Report, Whom, run_table};
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use std::io;

/// Makes the record of such a sheet: its name, what it holds, its table, whom that tells of.
macro_rules! poured {
    ($sheet:ident, $name:literal, $table:literal, $whom:ident, $about:literal) => {
        pub(super) const $sheet: SheetKind = SheetKind {
            name: $name,
            about: $about,
            whom: Whom::$whom,
            columns: || columns($table),
            given: |report| run_table($table).is_some_and(|table| table.is_given(report)),
            fill: |report, sheet| pour(report, sheet, $table),
        };
    };
}

poured!(
    MARGIN,
    "Margin lines",
    "margin",
    Groups,
    "The system's margin and its change against today by the lines of its accounts, as in margin.csv: within an arm and a year the lines add up to the margin; rows without a year are of all years together."
);
poured!(
    RISK,
    "Risk",
    "risk",
    Groups,
    "The worst futures of margins over all performance years, as in risk.csv: losses are above zero."
);
poured!(
    FLOWS,
    "Flows",
    "cascade",
    Groups,
    "Every flow from payer to paycheque by arm and year, as in cascade.csv: means over trials, with the 5th and the 95th percentile."
);
poured!(
    LAW,
    "Compliance",
    "law",
    Persons,
    "What the rules of law found, worst first within an arm, as in law.csv. Not legal advice: for counsel to read before anyone signs."
);
poured!(
    PAY_GROUPS,
    "Pay groups",
    "pay_groups",
    Groups,
    "Pay and its change by the roster's pay groups, as in pay_groups.csv. It describes and tests nothing: small groups are nearly single people."
);
poured!(
    STRESSES,
    "Stresses",
    "stress",
    Groups,
    "What becomes of the ranking of arms when what is least known is otherwise, as in stress.csv."
);

/// The columns of a table of a run.
fn columns(table: &str) -> &'static [Column] {
    run_table(table).map_or(&[], |one| one.table.columns)
}

/// Pours the rows of a table into a sheet.
fn pour(report: &Report<'_>, sheet: &mut BookSheet<'_>, name: &str) -> io::Result<Vec<BookChart>> {
    let Some(table) = run_table(name) else { return Ok(Vec::new()) };
    let mut rows = 0;
    table.rows(report, &mut |_| {
        rows += 1;
        Ok(())
    })?;
    sheet.grid(&fields(table.table.columns), (rows, 1), &[name], |grid| {
        table.rows(report, &mut |cells| grid.row(cells))
    })?;
    Ok(Vec::new())
}

/// Cells of a row whose figures may be shown or not: its names before `from` alone, and a word for each figure.
pub(super) fn shown_or_hidden(is_shown: bool, from: usize, mut cells: Vec<Cell<'_>>) -> Vec<Cell<'_>> {
    if !is_shown {
        for cell in cells.iter_mut().skip(from).filter(|cell| **cell != Cell::Empty) {
            *cell = Cell::Text(super::HIDDEN.into());
        }
    }
    cells
}
