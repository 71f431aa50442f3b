//! The cells of one row as values, and what is wrong with them.

use crate::schema::Gathering;
use csv::ByteRecord;
use std::ops::RangeInclusive;

/// Texts that stand for nothing.
const NOTHING: [&str; 9] = ["", "-", "--", ".", "*", "na", "n/a", "null", "none"];

/// Dollars that a settlement can come to: a trillion.
pub(super) const DOLLARS: RangeInclusive<f64> = 0.0..=1e12;

/// A column of a record: its name, and whether every row needs it.
pub(super) type RecordColumn = (&'static str, bool);

/// One row: its cells by the columns of the programme.
#[derive(Debug)]
pub(super) struct Cells<'a, 'p, 'f> {
    pub(super) record: &'a ByteRecord,
    pub(super) line: usize,
    /// The columns of the programme, and where each stands in the file.
    pub(super) columns: &'static [RecordColumn],
    pub(super) places: &'a [Option<usize>],
    pub(super) problems: &'p mut Gathering<'f>,
}

impl Cells<'_, '_, '_> {
    fn raw(&self, column: usize) -> &str {
        let bytes = self.places[column].and_then(|place| self.record.get(place)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The text of a cell; `None` where it stands for nothing, or the column is missing.
    pub(super) fn text(&self, column: usize) -> Option<&str> {
        let text = self.raw(column);
        let nothing = NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing));
        (!nothing).then_some(text)
    }

    /// Reports a problem of a cell.
    pub(super) fn problem(&mut self, column: usize, message: String) {
        let place = self.places[column].map_or(1, |place| place + 1);
        self.problems.add(self.line, place, self.columns[column].0, message);
    }

    /// Reports that a cell is needed; `why` ends the sentence.
    pub(super) fn lacking(&mut self, column: usize, why: &str) {
        let found = if self.places[column].is_some() {
            format!("found {:?}", self.raw(column))
        } else {
            "the column is missing".to_owned()
        };
        self.problem(column, format!("{found}; {why}"));
    }

    /// A number within a range; `Some(None)` where the cell stands for nothing, `None` after a
    /// problem.
    #[expect(clippy::option_option, reason = "nothing, and nothing usable, are two things")]
    pub(super) fn number(
        &mut self,
        column: usize,
        range: &RangeInclusive<f64>,
        what: &str,
    ) -> Option<Option<f64>> {
        let Some(text) = self.text(column) else { return Some(None) };
        match text.parse::<f64>() {
            Ok(value) if range.contains(&value) => Some(Some(value)),
            _ => {
                let shown: String = text.chars().take(40).collect();
                let (from, to) = (range.start(), range.end());
                self.problem(
                    column,
                    format!(
                        "found {shown:?}; write {what} between {from} and {to} as a plain decimal number"
                    ),
                );
                None
            }
        }
    }

    /// A number that every row needs.
    pub(super) fn needed(&mut self, column: usize, range: &RangeInclusive<f64>, what: &str) -> Option<f64> {
        let found = self.number(column, range, what)?;
        if found.is_none() {
            self.lacking(column, &format!("write {what}"));
        }
        found
    }

    /// A flag written 1 or 0, yes or no.
    #[expect(clippy::option_option, reason = "nothing, and nothing usable, are two things")]
    pub(super) fn flag(&mut self, column: usize) -> Option<Option<bool>> {
        let Some(text) = self.text(column) else { return Some(None) };
        match text.to_ascii_lowercase().as_str() {
            "1" | "1.0" | "yes" | "y" | "true" => Some(Some(true)),
            "0" | "0.0" | "no" | "n" | "false" => Some(Some(false)),
            other => {
                let shown: String = other.chars().take(40).collect();
                self.problem(column, format!("found {shown:?}; write 1 for yes, 0 for no, or nothing"));
                None
            }
        }
    }

    /// The performance year, from `first` to `last`; a letter behind it names a part of the year.
    pub(super) fn year(&mut self, column: usize, first: u16, last: u16) -> Option<u16> {
        let text = self.raw(column);
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let whole = digits.trim_end_matches(".0");
        match whole.parse::<u16>() {
            Ok(year) if (first..=last).contains(&year) => Some(year),
            _ => {
                self.lacking(column, &format!("rules are known for performance years {first} to {last}"));
                None
            }
        }
    }

    /// The identifier of the row.
    pub(super) fn identifier(&mut self, column: usize) -> Option<String> {
        let text = self.text(column).map(|text| text.chars().take(64).collect());
        if text.is_none() {
            self.lacking(column, "write the ACO's identifier");
        }
        text
    }
}
