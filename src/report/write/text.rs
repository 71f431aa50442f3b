//! Text: columns set side by side for the eye.

use super::{Format, Sheet};
use crate::report::cell::Cell;
use crate::report::layout::aligned;
use crate::report::table::{Column, Kind, Table};
use crate::units::on_one_line;
use std::io::{self, Write};

/// Aligned text. Columns are as wide as what stands in them over [`Text::BAND`] rows; then a new band begins
/// with the header again, so that memory does not grow with the rows.
#[derive(Clone, Copy, Debug)]
pub struct Text;

impl Text {
    /// Rows set side by side at once.
    pub const BAND: usize = 500;
}

impl Format for Text {
    fn key(&self) -> &'static str {
        "text"
    }

    fn ending(&self) -> &'static str {
        "txt"
    }

    fn begin<'s>(&self, table: &'static Table, sink: &'s mut dyn Write) -> io::Result<Box<dyn Sheet + 's>> {
        writeln!(sink, "{}: {}", table.name, table.about)?;
        Ok(Box::new(TextSheet { columns: table.columns, sink, band: Vec::new() }))
    }
}

struct TextSheet<'s> {
    columns: &'static [Column],
    sink: &'s mut dyn Write,
    band: Vec<Vec<String>>,
}

impl TextSheet<'_> {
    fn flush_band(&mut self) -> io::Result<()> {
        let header = self.columns.iter().map(|column| column.key);
        let right = |place: usize| matches!(self.columns[place].kind, Kind::Number | Kind::Whole);
        write!(self.sink, "\n{}", aligned(header.collect::<Vec<_>>(), self.band.drain(..), right))
    }
}

impl Sheet for TextSheet<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let words = |cell: &Cell<'_>| {
            let mut text = String::new();
            cell.push(&mut text);
            on_one_line(&text).into_owned()
        };
        self.band.push(cells.iter().map(words).collect());
        if self.band.len() == Text::BAND { self.flush_band() } else { Ok(()) }
    }

    fn end(&mut self) -> io::Result<()> {
        if !self.band.is_empty() {
            self.flush_band()?;
        }
        self.sink.flush()
    }
}
