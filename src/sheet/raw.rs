//! The rows of a file before anyone knows its header.

use csv::StringRecord;

/// A row of cells, with the line on which it begins.
#[derive(Clone, Debug)]
pub(super) struct RawRow {
    pub line: usize,
    pub cells: StringRecord,
}

/// A file's rows before anyone knows its header.
pub(super) struct RawRows {
    pub rows: Vec<RawRow>,
    pub understood: Vec<String>,
    /// Rows may be shorter than the header: a workbook ends them where their last cell stands.
    pub short_rows: bool,
    pub semicolons: bool,
    /// A row that could not be read, and why.
    pub broken: Option<(usize, String)>,
}

/// Cells of a row in our own form: without odd spaces, and none around them.
pub(super) fn tidy<'c>(cells: impl IntoIterator<Item = &'c str>) -> StringRecord {
    cells.into_iter().map(str::trim).collect()
}
