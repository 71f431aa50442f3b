//! What the run relies on because nobody said otherwise, worst first.

use crate::decision::assumptions_alike;
use crate::report::{Cell, Column, IN_ROW, IntoCell, Report, Whom, always};
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use crate::workbook::style::AS_STATED;
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Assumptions",
    about: "Defaults in force because the scenario says nothing, worst grade first: an assumption has no source; recalled is general knowledge that was not read again. State your own figure for those that matter to you.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: always,
    fill,
};

const COLUMNS: &[Column] = &[
    Column::text("grade", "assumption, recalled, derived, published or official"),
    Column::text("parameter", "place in the scenario, with `<name>` for each contract, plan or specialty"),
    Column::number("value", IN_ROW, "the default as the scenario would state it"),
    Column::text("unit", "its unit"),
    Column::text("meaning", "what it means"),
    Column::text("source", "where it comes from"),
    Column::whole("places", "at how many places of the scenario it is relied on"),
    Column::text("arms", "arms that rely on it; empty where all do"),
];

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let mut all = assumptions_alike(report.model);
    all.retain(|one| report.disclosure.shows_places(&one.places));
    sheet.grid(&fields(COLUMNS), (all.len(), 2), &["manifest.json"], |grid| {
        for one in &all {
            // A number is one, whatever else its column holds.
            let value = one.value.parse::<f64>().ok().filter(|value| value.is_finite());
            let value = value.map_or_else(|| one.value.cell(""), |value| value.cell(AS_STATED));
            let places = one.places.len() as u64;
            let cells: [Cell<'_>; 8] = [
                one.grade.word().cell(""),
                one.parameter.as_str().cell(""),
                value,
                one.unit.as_str().cell(""),
                one.meaning.as_str().cell(""),
                one.source.cell(""),
                places.cell(""),
                one.arms.join(", ").cell(""),
            ];
            grid.row(&cells)?;
        }
        Ok(())
    })?;
    Ok(Vec::new())
}
