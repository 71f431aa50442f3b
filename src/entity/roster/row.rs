//! One row of a roster file: cells as values, and what is wrong with them.

use crate::entity::{ByContract, Date};
use crate::schema::Gathering;
use crate::units::hidden;
use csv::ByteRecord;

/// The longest identifier or name.
const LONGEST: usize = 200;

/// A row being read.
pub(super) struct RosterRow<'a, 's, 'n> {
    pub(super) record: &'a ByteRecord,
    pub(super) line: usize,
    pub(super) sink: &'s mut Gathering<'n>,
}

impl RosterRow<'_, '_, '_> {
    pub(super) fn problem(&mut self, place: usize, column: &str, message: String) {
        self.sink.add(self.line, place + 1, column, message);
    }

    /// A cell as text; cells that are not UTF-8 read as empty here and are reported by the caller
    /// that needs them.
    pub(super) fn cell(&self, place: Option<usize>) -> &str {
        place.and_then(|p| self.record.get(p)).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }

    pub(super) fn is_broken(&self, place: usize) -> bool {
        self.record.get(place).is_some_and(|bytes| std::str::from_utf8(bytes).is_err())
    }

    pub(super) fn required_text(&mut self, place: usize, column: &str) -> Option<String> {
        if self.is_broken(place) {
            self.problem(place, column, "the cell is not UTF-8; save the file as \"CSV UTF-8\"".to_owned());
            return None;
        }
        let text = self.cell(Some(place)).to_owned();
        if text.is_empty() {
            self.problem(
                place,
                column,
                format!("the cell is empty; `{column}` must be given for every physician"),
            );
            return None;
        }
        if text.contains(['\n', '\r', '\t']) || hidden(&text).is_some() {
            self.problem(place, column, format!("found {text:?}; remove line breaks and hidden characters"));
            return None;
        }
        let length = text.chars().count();
        if length > LONGEST {
            self.problem(place, column, format!("found {length} characters; write at most {LONGEST}"));
            return None;
        }
        Some(text)
    }

    pub(super) fn text(&self, place: Option<usize>) -> String {
        self.cell(place).chars().filter(|c| !c.is_control()).collect()
    }

    pub(super) fn number(
        &mut self,
        place: Option<usize>,
        column: &str,
        (min, max): (f64, f64),
        default: Option<f64>,
    ) -> Option<f64> {
        let Some(place) = place else { return default };
        let text = self.cell(Some(place));
        if text.is_empty() && !self.is_broken(place) {
            if default.is_none() {
                self.problem(
                    place,
                    column,
                    format!("the cell is empty; `{column}` must be given for every physician"),
                );
            }
            return default;
        }
        let value = text.parse::<f64>().ok().filter(|_| text.bytes().any(|b| b.is_ascii_digit()));
        match value {
            Some(value) if value.is_finite() && value >= min && value <= max => Some(value),
            Some(value) if value.is_finite() => {
                let hint = if max <= 1.5 && value > max {
                    "; write a share such as 0.8, not a percentage"
                } else {
                    ""
                };
                self.problem(
                    place,
                    column,
                    format!("found {value}; `{column}` lies between {min} and {max}{hint}"),
                );
                None
            }
            _ => {
                let hint = if text.contains(['$', ',', '%', ' ']) {
                    "; write it without $, %, spaces or thousands separators"
                } else {
                    ""
                };
                let found = if self.is_broken(place) {
                    "bytes that are not UTF-8".to_owned()
                } else {
                    format!("{text:?}")
                };
                self.problem(
                    place,
                    column,
                    format!("found {found}; `{column}` is a number between {min} and {max}{hint}"),
                );
                None
            }
        }
    }

    /// `None`: not stated. `Some(None)`: stated wrongly, and reported.
    #[expect(clippy::option_option, reason = "two ways of having no month")]
    pub(super) fn month(&mut self, place: Option<usize>, column: &str) -> Option<Option<Date>> {
        let place = place?;
        let text = self.cell(Some(place)).to_owned();
        if text.is_empty() {
            return None;
        }
        let month = text.parse().ok();
        if month.is_none() {
            self.problem(place, column, format!("found {text:?}; write a month as YYYY-MM or a day as YYYY-MM-DD, such as 2027-07 or 2027-07-15"));
        }
        Some(month)
    }

    pub(super) fn by_contract(
        &mut self,
        columns: &[(String, usize)],
        kind: &str,
        max: f64,
    ) -> Option<ByContract> {
        let mut all = Some(Vec::with_capacity(columns.len()));
        for (contract, place) in columns {
            let name = format!("{kind}.{contract}");
            match (self.number(Some(*place), &name, (0.0, max), Some(0.0)), &mut all) {
                (Some(value), Some(list)) => list.push((contract.clone(), value)),
                _ => all = None,
            }
        }
        all
    }
}
