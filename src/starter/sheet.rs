//! A shipped record as rows whose cells are found by the name of their column.

use super::fault::StarterFault;
use csv::{ReaderBuilder, StringRecord};
use std::io::Read;

/// A record in CSV.
#[derive(Debug)]
pub(super) struct RecordSheet {
    header: StringRecord,
    rows: Vec<StringRecord>,
}

/// One row of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordLine<'a> {
    header: &'a StringRecord,
    cells: &'a StringRecord,
}

impl RecordSheet {
    /// Reads a record that is shipped with the program.
    pub(super) fn read(name: &'static str, text: impl Read) -> Result<RecordSheet, StarterFault> {
        let broken = |error: csv::Error| StarterFault::Record { name, why: error.to_string() };
        let mut reader = ReaderBuilder::new().from_reader(text);
        let header = reader.headers().map_err(broken)?.clone();
        let rows = reader.records().collect::<Result<_, _>>().map_err(broken)?;
        Ok(RecordSheet { header, rows })
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = RecordLine<'_>> {
        self.rows.iter().map(|cells| RecordLine { header: &self.header, cells })
    }
}

impl<'a> RecordLine<'a> {
    /// The text of a cell; empty where nothing stands.
    pub(super) fn text(&self, column: &str) -> &'a str {
        let place = self.header.iter().position(|name| name == column);
        place.and_then(|place| self.cells.get(place)).unwrap_or_default().trim()
    }

    /// The number of a cell; nothing where none was published.
    pub(super) fn number(&self, column: &str) -> Option<f64> {
        self.text(column).parse().ok().filter(|found: &f64| found.is_finite())
    }

    /// The number of a cell where it is above zero.
    pub(super) fn positive(&self, column: &str) -> Option<f64> {
        self.number(column).filter(|found| *found > 0.0)
    }

    /// The performance year.
    pub(super) fn year(&self) -> u16 {
        self.text("py").parse().unwrap_or_default()
    }
}
