//! A run as one workbook: what a compensation committee opens, sheet by sheet.

use crate::report::{Provenance, Report};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::io::{self, Write};

/// Writes the workbook.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write(report: &Report<'_>, from: &Provenance<'_>, sink: &mut dyn Write) -> io::Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let filled = sheet
        .write_string(0, 0, &report.model.title)
        .and_then(|sheet| sheet.write_string(1, 0, from.identity));
    filled.map(|_| ()).map_err(cause)?;
    sink.write_all(&book.save_to_buffer().map_err(cause)?)
}

/// What kept a workbook from being written.
fn cause(error: XlsxError) -> io::Error {
    io::Error::other(error)
}
