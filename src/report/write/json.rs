//! JSON: one object with the table's record and its rows, each an object by column.

use super::{Format, Sheet};
use crate::report::cell::Cell;
use crate::report::table::{ByColumn, Column, Table};
use std::io::{self, Write};

/// One JSON object: `table`, `about`, `row`, `columns` (key, unit, kind, meaning) and `rows`, which are
/// objects by the columns' keys. What is empty is `null`; flags are `true` and `false`.
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl Format for Json {
    fn key(&self) -> &'static str {
        "json"
    }

    fn begin<'s>(&self, table: &'static Table, sink: &'s mut dyn Write) -> io::Result<Box<dyn Sheet + 's>> {
        let quoted = |text: &str| serde_json::to_string(text);
        let (name, about, row) = (quoted(table.name)?, quoted(table.about)?, quoted(table.row)?);
        let columns = serde_json::to_string(table.columns)?;
        write!(
            sink,
            "{{\n\"table\": {name},\n\"about\": {about},\n\"row\": {row},\n\"columns\": {columns},\n\"rows\": ["
        )?;
        Ok(Box::new(JsonSheet { columns: table.columns, sink, begun: false }))
    }
}

struct JsonSheet<'s> {
    columns: &'static [Column],
    sink: &'s mut dyn Write,
    begun: bool,
}

impl Sheet for JsonSheet<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.sink.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        Ok(serde_json::to_writer(&mut self.sink, &ByColumn(self.columns, cells))?)
    }

    fn end(&mut self) -> io::Result<()> {
        self.sink.write_all(b"\n]\n}\n")?;
        self.sink.flush()
    }
}
