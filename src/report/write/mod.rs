//! Formats of tables: one file each, and one line in [`FORMATS`].

mod csv;
mod json;
#[cfg(feature = "parquet")]
mod parquet;
mod text;

pub use csv::Csv;
pub use json::Json;
#[cfg(feature = "parquet")]
pub use parquet::Parquet;
pub use text::Text;

use super::cell::Cell;
use super::table::Table;
use std::fmt::Debug;
use std::io::{self, Write};

/// The file that says what a folder of results holds.
pub const MANIFEST: &str = "manifest.json";

/// A run as one page for a browser.
pub const PAGE: &str = "report.html";

/// The workbook of a run.
pub const WORKBOOK: &str = "workbook.xlsx";

/// Every format, the usual one first.
pub const FORMATS: &[&dyn Format] = &[
    &Csv,
    &Json,
    &Text,
    #[cfg(feature = "parquet")]
    &Parquet,
];

/// A way to write tables.
pub trait Format: Debug + Sync {
    /// The word for it.
    fn key(&self) -> &'static str;

    /// The ending of its files: the word for it, unless it says otherwise.
    fn ending(&self) -> &'static str {
        self.key()
    }

    /// Begins a table.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    fn begin<'s>(&self, table: &'static Table, sink: &'s mut dyn Write) -> io::Result<Box<dyn Sheet + 's>>;

    /// The name of a table's file: that of the table with the format's ending.
    fn file(&self, table: &Table) -> String {
        format!("{}.{}", table.name, self.ending())
    }
}

/// A table that is being written, row by row: memory does not grow with the rows.
pub trait Sheet {
    /// Writes one row, a cell for each column.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()>;

    /// Ends the table.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    fn end(&mut self) -> io::Result<()>;
}
