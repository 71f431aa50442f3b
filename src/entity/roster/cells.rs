//! The cells of a roster's columns as values, and the physician that a row of them describes.

use super::columns::{Holds, RosterColumn};
use crate::entity::{ByContract, Date, Duties, Physician};
use crate::sheet::{Amounts, Answer, Civil, KnownColumn, Spreadsheet};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// A column of the file with what its cells say.
pub(super) struct Filled {
    pub place: usize,
    pub name: String,
    pub column: &'static RosterColumn,
    /// Of a family, the member's name.
    member: Option<String>,
    cells: CellValues,
}

enum CellValues {
    Words(Vec<Answer<String>>),
    Numbers(Vec<Answer<f64>>),
    Dates(Vec<Answer<Date>>),
}

/// What became of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filling {
    Good,
    /// Reported already.
    Wrong,
    /// Nothing stands there, and something must.
    Missing,
}

impl Filled {
    /// Reads a column.
    pub(super) fn of(sheet: &mut Spreadsheet, found: &KnownColumn, column: &'static RosterColumn) -> Filled {
        let (place, name) = (found.place, found.name.clone());
        let numbers = |sheet: &mut Spreadsheet, range| {
            let amounts = Amounts { place, name: &name, range, empty: column.default, above: false };
            CellValues::Numbers(sheet.numbers(&amounts))
        };
        let cells = match column.holds {
            Holds::Name(_) => CellValues::Words(sheet.names(place, &name)),
            Holds::Text(_) | Holds::Nothing => CellValues::Words(texts(sheet, place)),
            Holds::Number(range, _)
            | Holds::Maybe(range, _)
            | Holds::Family(range, _)
            | Holds::Sparse(range, _) => numbers(sheet, range),
            Holds::Years(range, _) => {
                let CellValues::Numbers(years) = numbers(sheet, range) else {
                    unreachable!("numbers are numbers")
                };
                CellValues::Numbers(whole(sheet, place, &name, years))
            }
            Holds::Duty(fact) => numbers(sheet, Duties::FACTS[fact].range),
            Holds::Date(_) | Holds::MaybeDate(_) => {
                let dates = sheet.dates(place, &name, column.default);
                CellValues::Dates(dates.into_iter().map(date).collect())
            }
        };
        Filled { place, name, column, member: found.member.clone(), cells }
    }

    /// The word of a row.
    pub(super) fn word(&self, row: usize) -> Option<&str> {
        match &self.cells {
            CellValues::Words(words) => match words.get(row) {
                Some(Answer::Is(word)) => Some(word),
                _ => None,
            },
            CellValues::Numbers(_) | CellValues::Dates(_) => None,
        }
    }

    /// The number of a row.
    pub(super) fn number(&self, row: usize) -> Option<f64> {
        match &self.cells {
            CellValues::Numbers(numbers) => match numbers.get(row) {
                Some(Answer::Is(number)) => Some(*number),
                _ => None,
            },
            CellValues::Words(_) | CellValues::Dates(_) => None,
        }
    }

    /// The date of a row.
    pub(super) fn date(&self, row: usize) -> Option<Date> {
        match &self.cells {
            CellValues::Dates(dates) => match dates.get(row) {
                Some(Answer::Is(date)) => Some(*date),
                _ => None,
            },
            CellValues::Words(_) | CellValues::Numbers(_) => None,
        }
    }

    /// Every word of the column in another form, where `change` has one; how often each was changed.
    pub(super) fn rename(&mut self, change: impl Fn(&str) -> Option<String>) -> Vec<(String, String, usize)> {
        let mut changed: Vec<(String, String, usize)> = Vec::new();
        let CellValues::Words(words) = &mut self.cells else { return changed };
        let mut asked: BTreeMap<String, Option<String>> = BTreeMap::new();
        for answer in words {
            let Answer::Is(word) = answer else { continue };
            let new = asked.entry(word.clone()).or_insert_with(|| change(word));
            let Some(new) = new.clone() else { continue };
            match changed.iter_mut().find(|(old, ..)| old == word) {
                Some((.., count)) => *count += 1,
                None => changed.push((word.clone(), new.clone(), 1)),
            }
            *word = new;
        }
        changed
    }

    fn silent(&self, row: usize) -> bool {
        match &self.cells {
            CellValues::Words(words) => words.get(row) == Some(&Answer::Silent),
            CellValues::Numbers(numbers) => numbers.get(row) == Some(&Answer::Silent),
            CellValues::Dates(dates) => dates.get(row) == Some(&Answer::Silent),
        }
    }

    /// Fills in what a row's cell says; `follows` when an earlier row has said it already. A number that is not
    /// one becomes no number, which contradicts nothing else.
    pub(super) fn fill(&self, row: usize, follows: bool, p: &mut Physician) -> Filling {
        if self.silent(row) {
            if let (Holds::Family(_, slot), Some(member), false) = (self.column.holds, &self.member, follows)
            {
                slot(p).push((member.clone(), 0.0));
            }
            let must = self.column.default.is_none() && !follows;
            return if must { Filling::Missing } else { Filling::Good };
        }
        let (word, number, date) = (self.word(row), self.number(row), self.date(row));
        let good = match self.column.holds {
            Holds::Nothing => true,
            Holds::Name(slot) | Holds::Text(slot) => put(slot(p), word.map(str::to_owned)),
            Holds::Number(_, slot) => {
                *slot(p) = number.unwrap_or(f64::NAN);
                number.is_some()
            }
            Holds::Maybe(_, slot) => put(slot(p), number.map(Some)),
            Holds::Years(_, slot) => put(slot(p), number.and_then(|years| years.to_u8())),
            Holds::Date(slot) => put(slot(p), date),
            Holds::MaybeDate(slot) => put(slot(p), date.map(Some)),
            Holds::Duty(fact) => {
                let name = Duties::FACTS[fact].name;
                p.duties.slot(name).is_none_or(|slot| put(slot, number))
            }
            Holds::Family(_, slot) | Holds::Sparse(_, slot) => {
                if let Some(member) = &self.member {
                    state(slot(p), member, number.unwrap_or(f64::NAN));
                }
                number.is_some()
            }
        };
        if good { Filling::Good } else { Filling::Wrong }
    }
}

fn state(members: &mut ByContract, member: &str, value: f64) {
    match members.iter_mut().find(|(own, _)| own == member) {
        Some((_, before)) => *before = value,
        None => members.push((member.to_owned(), value)),
    }
}

/// Fills a place with what was read, if anything was.
fn put<T>(place: &mut T, read: Option<T>) -> bool {
    read.map(|value| *place = value).is_some()
}

fn texts(sheet: &Spreadsheet, place: usize) -> Vec<Answer<String>> {
    let text = |row| {
        let text: String = sheet.cell(row, place).chars().filter(|c| !c.is_control()).collect();
        if text.is_empty() { Answer::Silent } else { Answer::Is(text) }
    };
    (0..sheet.len()).map(text).collect()
}

/// Years that are whole.
fn whole(sheet: &mut Spreadsheet, place: usize, name: &str, years: Vec<Answer<f64>>) -> Vec<Answer<f64>> {
    let mut broken = Vec::new();
    let of = |(row, answer): (usize, Answer<f64>)| {
        if let Answer::Is(years) = answer
            && years.fract() != 0.0
        {
            broken.push((row, format!("found {years}; a term is a whole number of years")));
            return Answer::Wrong;
        }
        answer
    };
    let years = years.into_iter().enumerate().map(of).collect();
    sheet.problems(place, name, broken);
    years
}

fn date(answer: Answer<Civil>) -> Answer<Date> {
    match answer {
        Answer::Is(Civil { year, month, day }) => {
            Date::day(year, month, day.unwrap_or(1)).map_or(Answer::Wrong, Answer::Is)
        }
        Answer::Silent => Answer::Silent,
        Answer::Wrong => Answer::Wrong,
    }
}
