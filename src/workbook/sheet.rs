//! A sheet: its title, what to know of it, and one table below.

use super::style::{BookStyles, WHOLE, YEAR, pattern, scaled, shows_unit};
use super::text::{clean, heading, lines};
use crate::report::{Cell, Column, Csv, Format, IN_ROW, Kind, run_table};
use crate::units::real;
use rust_xlsxwriter::{IgnoreError, Worksheet, XlsxError};
use std::io;

/// Rows of a sheet at most.
const MOST_ROWS: usize = 1_048_576;

/// Letters of a line of notes.
const LINE: usize = 110;

/// Letters of a column of words at most; longer ones take several lines.
const WIDEST: usize = 58;

/// Letters of a column that nobody gave a width.
const UNTOUCHED: usize = 8;

/// Words longer than this are set in several lines.
const LONG: usize = 54;

/// Height of a line, and of a row at most, in points.
const HEIGHTS: (f64, f64) = (15.0, 409.0);

/// A column of a sheet.
#[derive(Clone, Debug)]
pub(super) struct BookField {
    /// What stands over it.
    pub label: String,
    /// Unit of its numbers; [`IN_ROW`] where each cell has its own.
    pub unit: &'static str,
    /// What stands in it.
    pub kind: Kind,
}

impl BookField {
    /// A column by its record.
    pub(super) fn of(column: &Column) -> BookField {
        BookField { label: heading(column.key), unit: column.unit, kind: column.kind }
    }

    /// A column of numbers with a heading of its own, such as an arm's title.
    pub(super) fn numbers(label: impl Into<String>, unit: &'static str) -> BookField {
        BookField { label: label.into(), unit, kind: Kind::Number }
    }

    /// The unit that decides how its numbers look.
    fn look(&self) -> &'static str {
        match self.kind {
            Kind::Whole if self.label.ends_with("ear") => YEAR,
            Kind::Whole => WHOLE,
            Kind::Text | Kind::Number | Kind::Flag => self.unit,
        }
    }

    /// What stands over it, with the unit where its numbers do not show it.
    fn head(&self) -> String {
        let label = clean(&self.label);
        if self.kind != Kind::Number || self.unit.is_empty() || self.unit == IN_ROW || shows_unit(self.unit) {
            return label;
        }
        if label.contains(self.unit) { label } else { format!("{label} ({})", self.unit) }
    }
}

/// Every column of a record.
pub(super) fn fields(columns: &[Column]) -> Vec<BookField> {
    columns.iter().map(BookField::of).collect()
}

/// Where a table stands in its sheet; rows count from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct GridPlace {
    /// Row of the headings.
    pub header: u32,
    /// Rows below them.
    pub rows: u32,
}

/// A sheet that is being filled.
pub(super) struct BookSheet<'s> {
    sheet: Worksheet,
    styles: &'s BookStyles,
    /// First free row.
    row: u32,
    /// Letters of the widest cell of each column.
    widths: Vec<usize>,
    /// Rows that it may have.
    most: usize,
    /// Row of the headings, with columns that stay in sight.
    header: Option<(u32, u16)>,
    /// Pages that it is wide when printed.
    pages: u16,
}

impl<'s> BookSheet<'s> {
    /// An empty sheet.
    pub(super) fn new(name: &str, styles: &'s BookStyles) -> Result<BookSheet<'s>, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        Ok(BookSheet { sheet, styles, row: 0, widths: Vec::new(), most: MOST_ROWS, header: None, pages: 1 })
    }

    /// The sheet as the library has it, for what only one sheet does.
    pub(super) fn raw(&mut self) -> &mut Worksheet {
        &mut self.sheet
    }

    /// Prints on so many pages side by side.
    pub(super) fn pages_wide(&mut self, pages: u16) {
        self.pages = pages;
    }

    /// The formats.
    pub(super) fn styles(&self) -> &'s BookStyles {
        self.styles
    }

    /// The first free row, which is taken.
    pub(super) fn next_row(&mut self) -> u32 {
        self.row += 1;
        self.row - 1
    }

    /// The title.
    pub(super) fn title(&mut self, title: &str) -> io::Result<()> {
        let row = self.next_row();
        let styles = self.styles;
        self.sheet.write_string_with_format(row, 0, clean(title), &styles.title).map_err(cause)?;
        self.height(row, 1.5)
    }

    /// Gives a row room for so many lines: not everyone who opens the file works that out.
    pub(super) fn height(&mut self, row: u32, lines: f64) -> io::Result<()> {
        let (line, most) = HEIGHTS;
        self.sheet.set_row_height(row, (line * lines).min(most)).map_err(cause)?;
        Ok(())
    }

    /// A note in lines that a page is wide.
    pub(super) fn note(&mut self, note: &str) -> io::Result<()> {
        let styles = self.styles;
        for line in lines(&clean(note), LINE) {
            let row = self.next_row();
            self.sheet.write_string_with_format(row, 0, line, &styles.note).map_err(cause)?;
        }
        Ok(())
    }

    /// A table of so many rows, whose first columns stay in sight; `instead` is the file that holds it where it is
    /// longer than a sheet: then it says so and holds none of it, since sums of a part would mislead.
    pub(super) fn grid(
        &mut self,
        fields: &[BookField],
        (rows, frozen): (usize, u16),
        instead: &[&str],
        fill: impl FnOnce(&mut GridRows<'_, 's>) -> io::Result<()>,
    ) -> io::Result<Option<GridPlace>> {
        if rows + self.row as usize + 1 > self.most {
            self.note(&format!(
                "This table has {rows} rows, more than the {} that are left of a sheet, and is not written in part: {} in the folder of the run has all of them.",
                self.most - self.row as usize - 1,
                files_of(instead),
            ))?;
            return Ok(None);
        }
        let header = self.next_row();
        self.widths = fields.iter().map(|field| narrowest(&field.head())).collect();
        let (styles, columns) = (self.styles, fields.len());
        let mut tallest = 1;
        for (column, field) in fields.iter().enumerate() {
            let head = field.head();
            let style = if field.kind == Kind::Text { &styles.header } else { &styles.number_header };
            self.sheet.write_string_with_format(header, at(column)?, &head, style).map_err(cause)?;
            tallest = tallest.max(lines(&head, narrowest(&head) - 2).len());
            // What most of its cells look like stands once, for the column: asking for each cell takes long.
            match field.kind {
                Kind::Text | Kind::Flag => self.sheet.set_column_format(at(column)?, &styles.text),
                Kind::Whole | Kind::Number if field.unit == IN_ROW => continue,
                Kind::Whole | Kind::Number => {
                    self.sheet.set_column_format(at(column)?, styles.number(field.look(), false))
                }
            }
            .map_err(cause)?;
        }
        self.height(header, 0.4 + real(tallest))?;
        let mut grid = GridRows { own: self, fields, written: 0, largest: vec![-1.0; columns] };
        fill(&mut grid)?;
        let written = grid.written;
        let last = at(columns.saturating_sub(1))?;
        if written > 0 {
            self.sheet.autofilter(header, 0, header + written, last).map_err(cause)?;
            let ignored = IgnoreError::NumberStoredAsText;
            self.sheet.ignore_error_range(header + 1, 0, header + written, last, ignored).map_err(cause)?;
        }
        self.header = Some((header, frozen));
        Ok(Some(GridPlace { header, rows: written }))
    }

    /// The sheet with its widths, what stays in sight, and how it prints.
    pub(super) fn finish(mut self) -> io::Result<Worksheet> {
        let pages_wide = self.pages;
        for (column, width) in self.widths.iter().enumerate() {
            self.sheet.set_column_width(at(column)?, real(*width.min(&WIDEST) + 2)).map_err(cause)?;
        }
        if let Some((header, frozen)) = self.header {
            self.sheet.set_freeze_panes(header + 1, frozen).map_err(cause)?;
            self.sheet.set_repeat_rows(header, header).map_err(cause)?;
            if pages_wide > 1 && frozen > 0 {
                self.sheet.set_repeat_columns(0, frozen - 1).map_err(cause)?;
            }
            // Notes are as wide as a page, however narrow the table is.
            let mut columns = self.widths.len();
            let mut width: usize = self.widths.iter().map(|width| *width.min(&WIDEST) + 2).sum();
            while width < LINE {
                width += UNTOUCHED;
                columns += 1;
            }
            let last = at(columns.saturating_sub(1))?;
            self.sheet.set_print_area(0, 0, self.row.saturating_sub(1), last).map_err(cause)?;
        }
        set_up(&mut self.sheet, pages_wide);
        Ok(self.sheet)
    }
}

/// How every sheet prints.
fn set_up(sheet: &mut Worksheet, pages_wide: u16) {
    sheet
        .set_landscape()
        .set_paper_size(1)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.2, 0.3)
        .set_print_fit_to_pages(pages_wide, 0)
        .set_screen_gridlines(false)
        .set_footer("&L&8Confidential&C&8&A&R&8Page &P of &N");
}

/// Letters that a heading needs: its longest word, and a third of it where it takes three lines.
fn narrowest(head: &str) -> usize {
    let longest = head.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    // The arrow of a filter covers some letters.
    longest.max(head.chars().count().div_ceil(3)) + 4
}

/// The rows of a table that is being filled.
pub(super) struct GridRows<'g, 's> {
    own: &'g mut BookSheet<'s>,
    fields: &'g [BookField],
    written: u32,
    /// The largest number of each column, whatever its sign.
    largest: Vec<f64>,
}

impl GridRows<'_, '_> {
    /// A row, a cell for each column.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.line(cells, false)
    }

    /// A row of totals.
    pub(super) fn total(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.line(cells, true)
    }

    fn line(&mut self, cells: &[Cell<'_>], is_total: bool) -> io::Result<()> {
        let row = self.own.next_row();
        self.written += 1;
        let mut tallest = 1;
        for (column, (cell, field)) in cells.iter().zip(self.fields).enumerate() {
            let letters = self.cell((row, at(column)?), cell, field, is_total).map_err(cause)?;
            let width = &mut self.own.widths[column];
            *width = letters.max(*width);
            if letters > LONG && matches!(cell, Cell::Text(_)) {
                tallest = tallest.max(letters.div_ceil(LONG - 6));
            }
        }
        if tallest > 1 { self.own.height(row, real(tallest)) } else { Ok(()) }
    }

    /// Writes a cell, and says how many letters it takes.
    fn cell(
        &mut self,
        (row, column): (u32, u16),
        cell: &Cell<'_>,
        field: &BookField,
        is_total: bool,
    ) -> Result<usize, XlsxError> {
        let (sheet, styles) = (&mut self.own.sheet, self.own.styles);
        match cell {
            Cell::Empty => Ok(0),
            Cell::Flag(yes) => {
                let said = if *yes { "yes" } else { "no" };
                if is_total {
                    sheet.write_string_with_format(row, column, said, &styles.total)?;
                } else {
                    sheet.write_string(row, column, said)?;
                }
                Ok(3)
            }
            Cell::Text(words) => {
                let words = clean(words);
                let letters = words.chars().count();
                let style = match (field.kind, is_total) {
                    (Kind::Text, true) => Some(&styles.total),
                    // A long text in a cell of text is shown as # by some.
                    (Kind::Text, false) if letters > LONG => Some(&styles.words),
                    (Kind::Text, false) => None,
                    _ => Some(&styles.instead),
                };
                match style {
                    Some(style) => sheet.write_string_with_format(row, column, words, style)?,
                    None => sheet.write_string(row, column, words)?,
                };
                Ok(letters)
            }
            Cell::Whole(_) | Cell::Number(..) | Cell::Short(..) => {
                let Some(value) = cell.number().filter(|value| value.is_finite()) else { return Ok(0) };
                let unit = match (cell, field.unit) {
                    (Cell::Number(_, own), IN_ROW) => own,
                    _ => field.look(),
                };
                let value = scaled(value, unit);
                if is_total || field.unit == IN_ROW || field.kind == Kind::Text {
                    sheet.write_number_with_format(row, column, value, styles.number(unit, is_total))?;
                } else {
                    sheet.write_number(row, column, value)?;
                }
                let largest = &mut self.largest[usize::from(column)];
                if value.abs() <= *largest && field.unit != IN_ROW {
                    return Ok(0);
                }
                *largest = value.abs();
                // Another of the column may be below zero.
                Ok(digits(-value.abs(), unit))
            }
        }
    }
}

/// Letters that a number takes, about.
fn digits(value: f64, unit: &str) -> usize {
    let pattern = pattern(unit);
    let shown = if pattern.ends_with("0%") { value * 100.0 } else { value };
    let whole = format!("{:.0}", shown.abs()).len();
    let groups = if pattern.contains(',') { (whole - 1) / 3 } else { 0 };
    let first = pattern.split(';').next().unwrap_or_default();
    let decimals = first.split_once('.').map_or(0, |(_, rest)| 1 + rest.matches('0').count());
    let signs = first.chars().filter(|sign| matches!(sign, '$' | '%' | '¢' | 'p' | 't' | 's' | ' ')).count();
    whole + groups + decimals + signs + usize::from(value < 0.0)
}

/// A column as the library counts them.
fn at(column: usize) -> io::Result<u16> {
    u16::try_from(column)
        .ok()
        .filter(|column| *column < 16_384)
        .ok_or_else(|| io::Error::other(format!("a sheet has no column {}; it has 16,384", column + 1)))
}

/// What kept a cell from being written.
pub(super) fn cause(error: XlsxError) -> io::Error {
    io::Error::other(error)
}

/// The files that hold tables of a run, by their names; other names are those of files.
fn files_of(tables: &[&str]) -> String {
    let file = |name: &&str| run_table(name).map_or_else(|| (*name).to_owned(), |one| Csv.file(&one.table));
    tables.iter().map(file).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_too_long_says_where_it_is() {
        let styles = BookStyles::new();
        let mut sheet = BookSheet::new("Long", &styles).unwrap();
        sheet.most = 5;
        sheet.title("Long").unwrap();
        let mut grid = |rows: usize| {
            sheet
                .grid(
                    &[BookField { label: "Name".to_owned(), unit: "", kind: Kind::Text }],
                    (rows, 0),
                    &["names.csv"],
                    |grid| (0..rows).try_for_each(|_| grid.row(&[Cell::Text("x".into())])),
                )
                .unwrap()
                .map(|place| (place.header, place.rows))
        };
        assert_eq!(grid(4), None);
        // The title and a note of two lines leave a heading and a row.
        assert_eq!(grid(1), Some((3, 1)));
    }

    #[test]
    fn numbers_take_their_letters() {
        assert_eq!(digits(-1_234_567.0, "$"), 11);
        assert_eq!(digits(0.123, "share"), 5);
        assert_eq!(digits(12.34, "wRVU"), 2);
    }
}
