//! Rows of text set side by side.

use comfy_table::{CellAlignment, Row, Table, presets::NOTHING};

/// Rows below a header, each column as wide as what stands in it; `right` says which end at the right.
pub(super) fn aligned<R: Into<Row>>(
    header: impl Into<Row>,
    rows: impl IntoIterator<Item = R>,
    right: impl Fn(usize) -> bool,
) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(header).add_rows(rows);
    lines(&table, right)
}

/// The lines of a table, without the blanks that end them.
pub(super) fn lines(table: &Table, right: impl Fn(usize) -> bool) -> String {
    let mut table = table.clone();
    for (_, column) in table.column_iter_mut().enumerate().filter(|(place, _)| right(*place)) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
}
