//! What a sensitivity writes: a table each of figures, one-way ends, flips, what it is worth to know, and what was varied.

mod ends;
mod figures;
mod flips;
mod varied;
mod worth;

use crate::analysis::Sensitivity;
use crate::model::Model;
use crate::report::cell::Cell;
use crate::report::table::Table;
use crate::report::write::Format;
use std::io::{self, Write};

/// A table of a sensitivity.
#[derive(Clone, Copy, Debug)]
pub struct SensitivityTable {
    /// Its record.
    pub table: Table,
    /// Whether there is anything to write in it.
    given: fn(&Sensitivity) -> bool,
    /// Hands on its rows.
    rows: fn(&Sensitivity, &Model, &mut RowTaker<'_>) -> io::Result<()>,
}

/// Takes rows.
type RowTaker<'r> = dyn FnMut(&[Cell<'_>]) -> io::Result<()> + 'r;

/// Every table of a sensitivity.
pub const SENSITIVITY: [&SensitivityTable; 5] =
    [&figures::TABLE, &ends::TABLE, &flips::TABLE, &worth::TABLE, &varied::TABLE];

impl SensitivityTable {
    /// Whether there is anything to write: one arm alone has no ranking that could flip.
    #[must_use]
    pub fn is_given(&self, found: &Sensitivity) -> bool {
        (self.given)(found)
    }

    /// Writes it; `model` is the one that was asked.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    pub fn write(
        &'static self,
        found: &Sensitivity,
        model: &Model,
        format: &dyn Format,
        sink: &mut dyn Write,
    ) -> io::Result<()> {
        let mut sheet = format.begin(&self.table, sink)?;
        (self.rows)(found, model, &mut |cells| sheet.row(cells))?;
        sheet.end()
    }
}
