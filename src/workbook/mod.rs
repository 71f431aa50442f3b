//! A run as one workbook: what a compensation committee opens, sheet by sheet.
//!
//! A file of `sheets` holds one sheet, and a line in `SHEETS` adds it. Every cell is a number with the format of its
//! unit, or text that stays text; there is no formula, no macro and no link out. `sheet` writes a sheet with its one
//! table, `picture` the native charts, `style` says how units look, `text` what words may stand in a cell. Figures
//! come from `decision` and the tables of `report`; nothing here works out one of its own.

mod picture;
mod sheet;
mod sheets;
mod style;
mod text;

pub(crate) use sheets::SHEETS;
pub(crate) use text::heading;

use crate::report::{Column, Provenance, Report, Whom};
use picture::BookChart;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use sheet::{BookSheet, cause};
use std::io::{self, Write};
use style::BookStyles;

/// A sheet of the workbook.
#[derive(Clone, Copy)]
pub(crate) struct SheetKind {
    /// What its tab says.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// Whom it tells of.
    pub whom: Whom,
    /// Its columns; without those of arms, where it has one for each.
    pub columns: fn() -> &'static [Column],
    /// Whether a report has what it shows.
    given: fn(&Report<'_>) -> bool,
    /// Fills it, and says which charts show its figures.
    fill: fn(&Report<'_>, &mut BookSheet<'_>) -> io::Result<Vec<BookChart>>,
}

impl SheetKind {
    /// Whether a report has it, and may show it.
    fn is_given(&self, report: &Report<'_>) -> bool {
        report.shows(self.whom) && (self.given)(report)
    }
}

/// Writes the workbook. The same run makes the same bytes.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write(report: &Report<'_>, from: &Provenance<'_>, sink: &mut dyn Write) -> io::Result<()> {
    let styles = BookStyles::new();
    let mut charts = Vec::new();
    let mut filled = Vec::new();
    let given: Vec<&SheetKind> = SHEETS.iter().copied().filter(|kind| kind.is_given(report)).collect();
    for kind in &given {
        let mut sheet = BookSheet::new(kind.name, &styles).map_err(cause)?;
        sheet.title(&format!("{}: {}", kind.name, report.model.title))?;
        sheet.note(kind.about)?;
        charts.extend((kind.fill)(report, &mut sheet)?);
        filled.push(sheet.finish()?);
    }
    let mut book = Workbook::new();
    book.set_properties(&properties(report)?);
    book.push_worksheet(sheets::read_me(report, from, &given, &styles, !charts.is_empty())?);
    let mut rest = filled.into_iter();
    rest.by_ref().take(1).for_each(|summary| book.push_worksheet(summary));
    if !charts.is_empty() {
        book.push_worksheet(sheets::pictures(report, &charts, &styles)?);
    }
    rest.for_each(|sheet| book.push_worksheet(sheet));
    sink.write_all(&book.save_to_buffer().map_err(cause)?)
}

/// What the file says of itself. Its date is that of the first performance year: a clock would make other bytes of the
/// same run.
fn properties(report: &Report<'_>) -> io::Result<DocProperties> {
    let made = ExcelDateTime::from_ymd(report.model.start.0.max(1900), 1, 1).map_err(cause)?;
    Ok(DocProperties::new()
        .set_title(text::clean(&report.model.title))
        .set_subject("Physician compensation: results of a simulation")
        .set_author("cascade")
        .set_status("Confidential")
        .set_creation_datetime(&made))
}
