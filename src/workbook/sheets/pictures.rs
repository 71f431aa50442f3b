//! The sheet of charts: one to a printed page, each of figures of another sheet.

use super::CHARTS;
use crate::report::Report;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, cause};
use crate::workbook::style::BookStyles;
use rust_xlsxwriter::Worksheet;
use std::io;

/// The sheet.
pub(in crate::workbook) fn pictures(
    report: &Report<'_>,
    charts: &[BookChart],
    styles: &BookStyles,
) -> io::Result<Worksheet> {
    let mut sheet = BookSheet::new(CHARTS, styles).map_err(cause)?;
    sheet.title(&format!("{CHARTS}: {}", report.model.title))?;
    sheet.note("Native charts of figures on other sheets. Colours are told apart by eyes that see few of them; lines also by their dashes.")?;
    let mut breaks = Vec::new();
    for chart in charts {
        breaks.push(chart.draw(&mut sheet)?);
    }
    let mut sheet = sheet.finish()?;
    sheet.set_page_breaks(&breaks[1..]).map_err(cause)?;
    Ok(sheet)
}
