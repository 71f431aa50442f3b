//! CSV: UTF-8, comma separated, LF, one header row.

use super::{Format, Sheet};
use crate::report::cell::Cell;
use crate::report::table::Table;
use crate::units::is_formula;
use csv::{ErrorKind, Writer};
use std::io::{self, Write};

/// Comma-separated values.
#[derive(Clone, Copy, Debug)]
pub struct Csv;

impl Format for Csv {
    fn key(&self) -> &'static str {
        "csv"
    }

    fn begin<'s>(&self, table: &'static Table, sink: &'s mut dyn Write) -> io::Result<Box<dyn Sheet + 's>> {
        let mut writer = Writer::from_writer(sink);
        writer.write_record(table.columns.iter().map(|column| column.key)).map_err(cause)?;
        Ok(Box::new(CsvSheet { writer, text: String::new() }))
    }
}

struct CsvSheet<'s> {
    writer: Writer<&'s mut dyn Write>,
    /// The present cell.
    text: String,
}

impl Sheet for CsvSheet<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for cell in cells {
            self.text.clear();
            // Numbers are never touched.
            if matches!(cell, Cell::Text(words) if is_formula(words)) {
                self.text.push('\'');
            }
            cell.push(&mut self.text);
            self.writer.write_field(&self.text).map_err(cause)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(cause)
    }

    fn end(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// What kept a row from being written; kept whole, so that it can be said in words.
fn cause(error: csv::Error) -> io::Error {
    let words = error.to_string();
    if let ErrorKind::Io(error) = error.into_kind() { error } else { io::Error::other(words) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Column, IntoCell};

    const TABLE: Table = Table {
        name: "t",
        about: "",
        row: "",
        whom: crate::report::Whom::Groups,
        columns: &[Column::text("a", ""), Column::number("b", "$", ""), Column::flag("c", "")],
    };

    #[test]
    fn a_spreadsheet_finds_no_formula() {
        let mut bytes = Vec::new();
        let mut sheet = Csv.begin(&TABLE, &mut bytes).unwrap();
        let names = [
            "=SUM(A1)",
            "P-001",
            "a,\"b\"",
            "＝1+1",
            "＋1",
            "－1",
            "＠A1",
            " \u{a0}=1",
            "\tx",
            "1 = 1",
            "|a",
        ];
        for name in names {
            sheet.row(&[name.cell(""), (-2.5).cell("$"), false.cell("")]).unwrap();
        }
        sheet.end().unwrap();
        drop(sheet);
        let text = String::from_utf8(bytes).unwrap();
        let cells: Vec<&str> = text.lines().filter_map(|line| line.strip_suffix(",-2.50,0")).collect();
        let inert = ["'＝1+1", "'＋1", "'－1", "'＠A1", "' \u{a0}=1", "'\tx", "1 = 1", "|a"];
        assert_eq!(cells, [&["'=SUM(A1)", "P-001", "\"a,\"\"b\"\"\""], &inert[..]].concat());
        assert!(text.starts_with("a,b,c\n"), "{text}");
    }
}
