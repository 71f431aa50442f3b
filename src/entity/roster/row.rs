//! One row of a roster file: cells as values, and what is wrong with them.

use super::columns::{Holds, RosterColumn};
use crate::entity::{Date, Duties, Physician};
use crate::schema::Gathering;
use crate::units::hidden;
use csv::ByteRecord;
use rust_decimal::prelude::ToPrimitive;

/// The longest identifier or name.
const LONGEST: usize = 200;

/// A row being read.
pub(super) struct RosterRow<'a, 's, 'n> {
    pub(super) record: &'a ByteRecord,
    pub(super) line: usize,
    /// Whether it says what changes for a physician of an earlier row: empty cells then stay as they were.
    pub(super) follows: bool,
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

    /// Reads a cell into the physician, and tells whether it is what it must be. A number that is not
    /// becomes no number, which contradicts nothing else.
    pub(super) fn read(
        &mut self,
        place: usize,
        name: &str,
        column: &RosterColumn,
        physician: &mut Physician,
    ) -> bool {
        let at = Some(place);
        let may_be_empty = !column.is_required() || self.follows;
        if may_be_empty && self.cell(at).is_empty() && !self.is_broken(place) {
            if let Holds::Family(_, slot) = column.holds
                && !self.follows
                && !column.is_as_another()
            {
                slot(physician).push((name.to_owned(), 0.0));
            }
            return true;
        }
        match column.holds {
            Holds::Nothing => true,
            Holds::Name(slot) => put(slot(physician), self.required_text(place, name)),
            Holds::Text(slot) => put(slot(physician), Some(self.text(at))),
            Holds::Number(range, slot) => {
                let number = self.number(at, name, range, None);
                *slot(physician) = number.unwrap_or(f64::NAN);
                number.is_some()
            }
            Holds::Maybe(range, slot) => put(slot(physician), self.number(at, name, range, None).map(Some)),
            Holds::Years(range, slot) => put(slot(physician), self.years(place, name, range)),
            Holds::Date(slot) => put(slot(physician), self.month(place, name)),
            Holds::MaybeDate(slot) => put(slot(physician), self.month(place, name).map(Some)),
            Holds::Duty(fact) => {
                let Some(fact) = Duties::FACTS.get(fact) else { return true };
                let number = self.number(at, name, fact.range, None);
                physician.duties.slot(fact.name).is_none_or(|slot| put(slot, number))
            }
            Holds::Family(range, slot) => {
                let path = format!("{}{name}", column.stem().unwrap_or_default());
                let number = self.number(at, &path, range, None);
                let value = number.unwrap_or(f64::NAN);
                let members = slot(physician);
                match members.iter_mut().find(|(own, _)| own == name) {
                    Some((_, before)) => *before = value,
                    None => members.push((name.to_owned(), value)),
                }
                number.is_some()
            }
        }
    }

    fn years(&mut self, place: usize, column: &str, range: (f64, f64)) -> Option<u8> {
        let years = self.number(Some(place), column, range, None)?;
        if years.fract() != 0.0 {
            self.problem(place, column, format!("found {years}; a term is a whole number of years"));
            return None;
        }
        years.to_u8()
    }

    fn month(&mut self, place: usize, column: &str) -> Option<Date> {
        let text = self.cell(Some(place)).to_owned();
        let month = text.parse().ok();
        if month.is_none() {
            self.problem(place, column, format!("found {text:?}; write a month as YYYY-MM or a day as YYYY-MM-DD, such as 2027-07 or 2027-07-15"));
        }
        month
    }
}

/// Fills a place with what was read, if anything was.
fn put<T>(place: &mut T, read: Option<T>) -> bool {
    read.map(|value| *place = value).is_some()
}
