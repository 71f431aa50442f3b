//! Reading what is to be met from CSV, row by row.

use crate::schema::{Gathering, Refused};

/// What a file of targets is.
pub(super) struct TargetFile<'f> {
    /// Its name in messages.
    pub(super) name: &'f str,
    /// What it holds, as problems call it.
    pub(super) holds: &'static str,
    /// What is wrong where it has no row.
    pub(super) is_empty: &'static str,
}

/// A row of it.
#[derive(Clone, Copy)]
pub(super) struct TargetRow<'r> {
    header: &'r [String],
    record: &'r csv::StringRecord,
}

impl<'r> TargetRow<'r> {
    /// The cell of a column; empty where the row has none.
    pub(super) fn cell(self, column: &str) -> &'r str {
        let at = self.header.iter().position(|own| own == column);
        at.and_then(|at| self.record.get(at)).unwrap_or("")
    }

    /// The line of the file that it begins in.
    pub(super) fn line(self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }
}

impl TargetFile<'_> {
    /// Its rows, in their order. `named` gives a column its own name, `faults` says what is wrong with the columns, and
    /// `row` reads a row, given those before it.
    ///
    /// # Errors
    ///
    /// Every problem, with its line: those of columns before any of rows.
    pub(super) fn read<T>(
        &self,
        text: &[u8],
        named: impl Fn(&str) -> String,
        faults: impl Fn(&[String]) -> Vec<String>,
        row: impl Fn(TargetRow<'_>, &[T]) -> Result<T, String>,
    ) -> Result<Vec<T>, Refused> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text);
        let mut problems = Gathering::of(self.name);
        let mut note = |line: u64, message: String| {
            problems.add(usize::try_from(line).unwrap_or(usize::MAX), 1, self.holds, message);
        };
        let mut rows: Vec<T> = Vec::new();
        match reader.headers().map(|header| header.iter().map(named).collect::<Vec<String>>()) {
            Err(error) => note(1, format!("this is not CSV: {error}")),
            Ok(header) => {
                let wrong = faults(&header);
                let is_sound = wrong.is_empty();
                for message in wrong {
                    note(1, message);
                }
                for record in reader.records().take_while(|_| is_sound) {
                    let read = match &record {
                        Ok(record) => {
                            let own = TargetRow { header: &header, record };
                            row(own, &rows).map_err(|message| (own.line(), message))
                        }
                        Err(error) => {
                            let line = error.position().map_or(0, csv::Position::line);
                            Err((line, format!("this row does not read: {error}")))
                        }
                    };
                    match read {
                        Ok(own) => rows.push(own),
                        Err((line, message)) => note(line, message),
                    }
                }
            }
        }
        if problems.is_empty() && rows.is_empty() {
            problems.add(1, 1, self.holds, self.is_empty.to_owned());
        }
        if problems.is_empty() { Ok(rows) } else { Err(problems.into()) }
    }
}
