//! What is not known and therefore drawn once in each trial.

use crate::decision::drawn_numbers;
use crate::report::{Cell, Column, IntoCell, Report, Whom};
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use crate::workbook::style::AS_STATED;
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Drawn numbers",
    about: "Numbers that nobody knows exactly and that are drawn once in each trial, the same in every arm: from what, its mean and its middle 90 %.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: |report| report.model.arms.iter().any(|arm| !arm.drawn.is_empty()),
    fill,
};

const COLUMNS: &[Column] = &[
    Column::text("parameter", "place in the scenario, with `<name>` for each contract, plan or specialty"),
    Column::text("meaning", "what it means"),
    Column::text("unit", "its unit"),
    Column::text("drawn_from", "distribution with its numbers"),
    Column::number("mean", AS_STATED, "its mean"),
    Column::number("p05", AS_STATED, "lower end of its middle 90 %"),
    Column::number("p95", AS_STATED, "upper end"),
    Column::whole("places", "at how many places of the scenario it is drawn, each by itself"),
];

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let mut all = drawn_numbers(report.model);
    all.retain(|one| report.disclosure.shows_places(&one.places));
    sheet.grid(&fields(COLUMNS), (all.len(), 1), &["manifest.json"], |grid| {
        for one in &all {
            let cells: [Cell<'_>; 8] = [
                one.parameter.as_str().cell(""),
                one.meaning.as_str().cell(""),
                one.unit.as_str().cell(""),
                one.from.as_str().cell(""),
                one.mean.cell(AS_STATED),
                one.middle.0.cell(AS_STATED),
                one.middle.1.cell(AS_STATED),
                (one.places.len() as u64).cell(""),
            ];
            grid.row(&cells)?;
        }
        Ok(())
    })?;
    Ok(Vec::new())
}
