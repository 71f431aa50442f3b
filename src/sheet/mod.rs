//! Tables as people keep them: the bytes of a text file or a workbook become columns of numbers, dates and names.
//!
//! Whoever knows what columns a file may have ([`FileKind`]) reads it into a [`Spreadsheet`], and asks the sheet for columns
//! as a whole: how a column is written is decided from all of its cells. What is plain is read and said, in
//! sentences; what could mean two things is asked about once for the column; every fault has its place.
//!
//! Nothing here knows what the columns are for.

mod calendar;
mod column;
mod delimited;
mod figure;
mod heading;
mod open;
mod raw;
mod text;
#[cfg(feature = "xlsx")]
mod workbook;

pub use calendar::Civil;
pub use column::{Amounts, Answer};
pub use heading::{Heading, Means, Vocabulary};

use crate::order::Ordered;
use crate::schema::{Problem, Refused};
use crate::units::is_formula;
use raw::RawRow;

/// What a file of one kind may hold.
#[derive(Clone, Copy, Debug)]
pub struct FileKind<'a> {
    /// What the file is, such as `roster`.
    pub kind: &'a str,
    /// What stands below the header, such as `one row for each physician`.
    pub rows: &'a str,
    /// Columns and families of columns.
    pub vocabulary: &'a Vocabulary,
    /// Columns that the file must have.
    pub required: &'a [&'a str],
    /// Columns that stand in for required ones: the required one, and the one that is read for it where it is missing.
    pub instead: &'a [(&'a str, &'a str)],
    /// The command that lists the columns.
    pub listed_by: &'a str,
    /// Rows at most.
    pub most: usize,
}

/// A column of a file that means something.
#[derive(Clone, Debug)]
pub struct KnownColumn {
    /// Its place in the file, counted from 0.
    pub place: usize,
    /// Its place in the vocabulary.
    pub known: usize,
    /// Of a family, the member's name.
    pub member: Option<String>,
    /// Its name as we write it.
    pub name: String,
}

/// A table with its header, what was understood of it and what is wrong with it.
#[derive(Debug)]
pub struct Spreadsheet {
    file: String,
    /// Headings as the file has them.
    pub header: Vec<String>,
    /// Columns that mean something, in the order of the file.
    pub columns: Vec<KnownColumn>,
    header_line: usize,
    rows: Vec<RawRow>,
    /// Cells separated by semicolons: a comma may then stand before decimals.
    semicolons: bool,
    /// Whether the file's numbers have a comma before decimals, where some tell.
    decimal_comma: Option<bool>,
    /// Whether days come before months in the file's dates, where some tell.
    day_first: Option<bool>,
    /// Headings that mean nothing here, and were left out.
    pub left_out: Vec<String>,
    understood: Vec<String>,
    problems: Vec<Problem>,
}

impl Spreadsheet {
    /// Rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The line of a row in the file, counted from 1.
    #[must_use]
    pub fn line(&self, row: usize) -> usize {
        self.rows.get(row).map_or(self.header_line, |row| row.line)
    }

    /// A cell's text without the spaces around it, nor the apostrophe that keeps it from being a formula; empty where the
    /// row ends before it.
    #[must_use]
    pub fn cell(&self, row: usize, place: usize) -> &str {
        let text = self.rows.get(row).and_then(|row| row.cells.get(place)).unwrap_or_default();
        text.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(text)
    }

    /// The column of a name of the vocabulary.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&KnownColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Says what was understood.
    pub fn say(&mut self, sentence: String) {
        self.understood.push(sentence);
    }

    /// Notes a problem of a cell; `path` may be empty.
    pub fn problem(&mut self, row: usize, place: usize, path: &str, message: String) {
        self.wrong(self.line(row), place, path, message);
    }

    /// Notes a problem of the header.
    pub fn header_problem(&mut self, place: usize, path: &str, message: String) {
        self.wrong(self.header_line, place, path, message);
    }

    fn wrong(&mut self, line: usize, place: usize, path: &str, message: String) {
        let (file, path) = (self.file.clone(), path.to_owned());
        self.problems.push(Problem { file, line, column: place + 1, path, message });
    }

    /// Notes problems of one kind in one column: each of a few, of many the first with how many there are.
    pub fn problems(&mut self, place: usize, path: &str, of_rows: Vec<(usize, String)>) {
        const FEW: usize = 3;
        let count = of_rows.len();
        let last = of_rows.last().map_or(0, |(row, _)| self.line(*row));
        for (row, message) in of_rows {
            if count <= FEW {
                self.problem(row, place, path, message);
            } else {
                let more =
                    format!("; {} more cells of this column are like it, the last in line {last}", count - 1);
                self.problem(row, place, path, message + &more);
                return;
            }
        }
    }

    /// Keeps the rows that `keep` wants, by their places.
    pub fn keep_rows(&mut self, keep: impl Fn(usize) -> bool) {
        let mut place = 0;
        self.rows.retain(|_| {
            place += 1;
            keep(place - 1)
        });
    }

    /// Whether nothing was found wrong so far.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// What was understood.
    ///
    /// # Errors
    ///
    /// Everything that was found wrong, in the order of the file.
    pub fn finish(self) -> Result<Vec<String>, Refused> {
        if self.problems.is_empty() { Ok(self.understood) } else { Err(self.refused()) }
    }

    /// What was found wrong, in the order of the file.
    fn refused(mut self) -> Refused {
        self.problems.order_by_key(|problem| (problem.line, problem.column));
        self.problems.into()
    }
}
