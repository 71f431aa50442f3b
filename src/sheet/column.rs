//! Columns of a sheet as numbers, dates and names, each decided as a whole.

use super::calendar::{self, Form, WrittenDate};
use super::figure::{self, Digits, WrittenNumber};
use super::heading::{says_day_first, says_decimal_comma, says_percent};
use super::{Civil, Spreadsheet};
use crate::units::{count, figure as shown, hidden};
use std::collections::BTreeMap;

/// The longest identifier or name.
const LONGEST: usize = 200;
/// Numbers up to this are shares or indices: a percentage of them makes sense.
const SHARE: f64 = 5.0;

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer<T> {
    /// Nothing.
    Silent,
    /// This.
    Is(T),
    /// Something that cannot be used, and was reported.
    Wrong,
}

/// A column of numbers.
#[derive(Clone, Copy, Debug)]
pub struct Amounts<'a> {
    /// Its place in the file.
    pub place: usize,
    /// Its name.
    pub name: &'a str,
    /// Smallest and largest number.
    pub range: (f64, f64),
    /// What an empty cell counts as, in words; `None` when that is nothing to be said.
    pub empty: Option<&'a str>,
    /// Whether the smallest number of the range is itself too small.
    pub above: bool,
}

/// What was read in an unusual form: how often, and the first of them.
#[derive(Debug)]
struct Tally {
    count: usize,
    row: usize,
    example: String,
    value: String,
}

#[derive(Default)]
struct Tallies(BTreeMap<&'static str, Tally>);

impl Tallies {
    fn add(&mut self, form: &'static str, row: usize, example: &str, value: impl FnOnce() -> String) {
        if let Some(tally) = self.0.get_mut(form) {
            tally.count += 1;
        } else {
            self.0.insert(form, Tally { count: 1, row, example: example.to_owned(), value: value() });
        }
    }
}

/// Faults of a column, by kind.
#[derive(Default)]
struct Faults(BTreeMap<&'static str, Vec<(usize, String)>>);

impl Faults {
    fn add(&mut self, kind: &'static str, row: usize, message: String) {
        self.0.entry(kind).or_default().push((row, message));
    }
}

/// Which reading of digits a column's cells leave.
#[derive(Clone, Copy, Debug, Default)]
struct Decimals {
    /// A row that makes sense only with a point before decimals.
    point: Option<usize>,
    /// A row that makes sense only with a comma before decimals.
    comma: Option<usize>,
    /// A row that means different numbers in the two readings, and whether a comma stands in it.
    open: Option<(usize, bool)>,
}

impl Spreadsheet {
    /// Learns how the file as a whole writes decimals and dates, from columns where some cell tells.
    pub fn learn(&mut self, numbers: &[usize], dates: &[usize]) {
        let all: Vec<Decimals> = numbers.iter().map(|place| self.evidence(*place)).collect();
        let point = all.iter().any(|found| found.point.is_some());
        let comma = all.iter().any(|found| found.comma.is_some());
        self.decimal_comma = (point != comma).then_some(comma);
        let orders: Vec<bool> = dates.iter().filter_map(|place| self.order_of(*place)).collect();
        let first = orders.first().copied();
        self.day_first = first.filter(|first| orders.iter().all(|other| other == first));
    }

    fn evidence(&self, place: usize) -> Decimals {
        let mut found = Decimals::default();
        for row in 0..self.len() {
            let WrittenNumber::Number(figure) = figure::read(self.cell(row, place)) else { continue };
            match (figure.point, figure.comma) {
                (Some(_), None) if !figure.exponent => found.point = found.point.or(Some(row)),
                (None, Some(_)) => found.comma = found.comma.or(Some(row)),
                // Dollars are written with commas between thousands.
                (Some(_), Some(_)) if figure.currency && figure.grouped.0 => {
                    found.point = found.point.or(Some(row));
                }
                (Some(point), Some(comma)) if point != comma => {
                    found.open = found.open.or(Some((row, figure.grouped.0)));
                }
                _ => {}
            }
        }
        found
    }

    /// Whether a comma stands before decimals in a column; asks when nobody can tell.
    fn decimals(&mut self, place: usize, name: &str) -> bool {
        if says_decimal_comma(&self.header[place]) {
            return true;
        }
        let found = self.evidence(place);
        let ask = |sheet: &mut Spreadsheet, row: usize, why: &str| {
            let cell = sheet.cell(row, place).to_owned();
            let message =
                format!("found {cell:?}; {why}; write decimals with a point and leave thousands unmarked");
            sheet.problem(row, place, name, message);
        };
        match (found.point, found.comma, found.open) {
            (Some(point), Some(comma), _) => {
                let other = self.cell(point, place).to_owned();
                let why = format!(
                    "the column has a comma before decimals here, and a point in line {} ({other:?})",
                    self.line(point)
                );
                ask(self, comma, &why);
                false
            }
            (None, Some(_), _) => true,
            (None, None, Some((row, true))) if self.semicolons || self.decimal_comma == Some(true) => {
                ask(self, row, "the comma may stand before decimals or between thousands");
                false
            }
            (None, None, Some((row, false))) if self.semicolons && self.decimal_comma.is_none() => {
                ask(self, row, "the point may stand before decimals or between thousands");
                false
            }
            (None, None, Some((_, false))) => self.decimal_comma == Some(true),
            _ => false,
        }
    }

    /// A column of numbers, row by row.
    pub fn numbers(&mut self, column: &Amounts<'_>) -> Vec<Answer<f64>> {
        let Amounts { place, name, .. } = *column;
        let asked = self.problems.len();
        let decimal_comma = self.decimals(place, name);
        let asked = self.problems.len() > asked;
        let percentages = self.percentages(column, decimal_comma);
        let (mut tallies, mut faults) = (Tallies::default(), Faults::default());
        let mut answers = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            let cell = self.cell(row, place);
            let answer = match figure::read(cell) {
                WrittenNumber::Empty => Answer::Silent,
                WrittenNumber::Silent if column.empty.is_none() => Answer::Silent,
                WrittenNumber::Silent => {
                    let counts =
                        || format!("left out, which counts as {}", column.empty.unwrap_or("nothing"));
                    tallies.add("that stands for nothing", row, cell, counts);
                    Answer::Silent
                }
                WrittenNumber::MinusBehind => {
                    let message = format!(
                        "found {cell:?}; a minus behind a number is a sign in some exports and a mark of the accounting format in others; write the number without it, or with the minus in front"
                    );
                    faults.add("minus", row, message);
                    Answer::Wrong
                }
                WrittenNumber::Failed => {
                    let message =
                        format!("found {cell:?}; a formula of the spreadsheet failed here; write the number");
                    faults.add("failed", row, message);
                    Answer::Wrong
                }
                WrittenNumber::Word => {
                    faults.add("word", row, not_a_number(cell, column));
                    Answer::Wrong
                }
                WrittenNumber::Number(figure) => {
                    let read = figure.value(decimal_comma);
                    let read = read.map(|x| {
                        if percentages == Some(true) && !figure.percent && x.abs() > 1.5 {
                            x / 100.0
                        } else {
                            x
                        }
                    });
                    match read {
                        // Asked about already.
                        None if asked => Answer::Wrong,
                        None => {
                            faults.add("word", row, not_a_number(cell, column));
                            Answer::Wrong
                        }
                        Some(x) => {
                            if let Some((kind, message)) = fault(&figure, x, cell, column) {
                                if !(percentages.is_none() && kind == "range") {
                                    faults.add(kind, row, message);
                                }
                                Answer::Wrong
                            } else {
                                if let Some(form) = form_of(&figure, decimal_comma, x) {
                                    tallies.add(form, row, cell, || shown(x));
                                }
                                Answer::Is(x)
                            }
                        }
                    }
                }
            };
            answers.push(answer);
        }
        self.close(column.place, name, tallies, faults);
        answers
    }

    /// Whether the numbers of a column are percentages: `Some(true)` when its heading says so and they are,
    /// `Some(false)` when they are shares, `None` when nobody can tell, which is then asked.
    fn percentages(&mut self, column: &Amounts<'_>, decimal_comma: bool) -> Option<bool> {
        if column.range.1 > SHARE {
            return Some(false);
        }
        let plain: Vec<(usize, f64)> = (0..self.len())
            .filter_map(|row| {
                let WrittenNumber::Number(figure) = figure::read(self.cell(row, column.place)) else {
                    return None;
                };
                (!figure.percent).then(|| figure.value(decimal_comma)).flatten().map(|x| (row, x))
            })
            .collect();
        let says = says_percent(&self.header[column.place]);
        let large = plain.iter().filter(|(_, x)| *x > column.range.1.max(1.5) && *x <= 100.0).count();
        if large == 0 || (!says && (large < plain.len() || plain.len() < 2)) {
            return Some(false);
        }
        let others = plain.iter().filter(|(_, x)| *x != 0.0).count() > large;
        if says && !others {
            let (row, x) = plain[0];
            let (line, heading) = (self.line(row), self.header[column.place].clone());
            self.say(format!(
                "column `{}`: {} read as percentages, as its heading `{heading}` says, such as {} in line {line}, read as {}",
                column.name,
                count(plain.len(), "cell"),
                shown(x),
                shown(x / 100.0)
            ));
            return Some(true);
        }
        let (row, x) = *plain.iter().find(|(_, x)| *x > 1.5)?;
        let name = column.name;
        let message = if says {
            format!(
                "found {} in a column of percentages that also has shares up to 1; write all of one kind",
                shown(x)
            )
        } else {
            format!(
                "found {} here, and above 1.5 in all {}; if these are percentages, head the column `{name} (%)`; else write shares such as {}",
                shown(x),
                count(plain.len(), "cell"),
                shown(x / 100.0)
            )
        };
        self.problem(row, column.place, name, message);
        None
    }

    /// A column of dates, row by row.
    pub fn dates(&mut self, place: usize, name: &str, empty: Option<&str>) -> Vec<Answer<Civil>> {
        let order = says_day_first(&self.header[place]).or_else(|| self.order_of(place)).or(self.day_first);
        let (mut tallies, mut faults) = (Tallies::default(), Faults::default());
        let mut answers = Vec::with_capacity(self.len());
        let mut open = Vec::new();
        for row in 0..self.len() {
            let cell = self.cell(row, place);
            if cell.is_empty() || figure::is_silent(cell) {
                if let (false, Some(empty)) = (cell.is_empty(), empty) {
                    let counts = || format!("left out, which counts as {empty}");
                    tallies.add("that stands for nothing", row, cell, counts);
                }
                answers.push(Answer::Silent);
                continue;
            }
            let civil = match calendar::read(cell) {
                WrittenDate::Date(civil, form) => {
                    let form = match form {
                        Form::Iso => None,
                        Form::Letters => Some("with the month in letters"),
                        Form::Serial => Some("as a number of days, which spreadsheets count"),
                        Form::Digits => Some("in other digits than YYYY-MM"),
                    };
                    Some((civil, form))
                }
                WrittenDate::Either(a, b, year) => {
                    let order = order.or((a == b).then_some(false));
                    if order.is_none() {
                        open.push(row);
                        answers.push(Answer::Wrong);
                        continue;
                    }
                    let day_first = order == Some(true);
                    let (day, month) = if day_first { (a, b) } else { (b, a) };
                    let form = if day_first {
                        "with the day before the month"
                    } else {
                        "with the month before the day"
                    };
                    Civil::new(year, month, Some(day)).map(|civil| (civil, Some(form)))
                }
                WrittenDate::NoYear => {
                    let message =
                        format!("found {cell:?}, which has no year; write it as YYYY-MM, such as 2027-07");
                    faults.add("no year", row, message);
                    answers.push(Answer::Wrong);
                    continue;
                }
                WrittenDate::Word => None,
            };
            if let Some((civil, form)) = civil {
                if let Some(form) = form {
                    tallies.add(form, row, cell, || civil.to_string());
                }
                answers.push(Answer::Is(civil));
            } else {
                faults.add("date", row, format!(
                    "found {cell:?}; write a month as YYYY-MM or a day as YYYY-MM-DD, such as 2027-07 or 2027-07-15"
                ));
                answers.push(Answer::Wrong);
            }
        }
        if let Some(first) = open.first() {
            let cell = self.cell(*first, place).to_owned();
            let message = format!(
                "found {cell:?}; the month may stand first or the day, and no date of the file tells ({} of this kind); head the column `{name} (m/d/y)` or `{name} (d/m/y)`, or write 2018-07",
                count(open.len(), "cell")
            );
            self.problem(*first, place, name, message);
        }
        self.close(place, name, tallies, faults);
        answers
    }

    /// Whether days come first in a column's dates, where one of them tells.
    fn order_of(&self, place: usize) -> Option<bool> {
        if let Some(order) = says_day_first(&self.header[place]) {
            return Some(order);
        }
        let told = (0..self.len()).filter_map(|row| {
            let WrittenDate::Either(a, b, _) = calendar::read(self.cell(row, place)) else { return None };
            ((a > 12) != (b > 12)).then_some(a > 12)
        });
        let mut told = told.peekable();
        told.peek().copied().filter(|first| told.all(|other| other == *first))
    }

    /// Reports cells that say nothing, and must.
    pub fn missing(&mut self, place: usize, name: &str, rows: &[usize]) {
        let of_rows = rows.iter().map(|row| (*row, must_be_given(self.cell(*row, place), name))).collect();
        self.problems(place, name, of_rows);
    }

    /// A column of names.
    pub fn names(&mut self, place: usize, name: &str) -> Vec<Answer<String>> {
        let mut faults = Faults::default();
        let mut answers = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            let cell = self.cell(row, place);
            let length = cell.chars().count();
            let silent = figure::is_silent(cell) && !cell.eq_ignore_ascii_case("none");
            if cell.is_empty() || silent {
                answers.push(Answer::Silent);
                continue;
            }
            let fault = if cell.contains(['\n', '\r', '\t']) || hidden(cell).is_some() {
                Some(("hidden", format!("found {cell:?}; remove line breaks and hidden characters")))
            } else if length > LONGEST {
                Some(("long", format!("found {length} characters; write at most {LONGEST}")))
            } else {
                None
            };
            answers.push(match fault {
                Some((kind, message)) => {
                    faults.add(kind, row, message);
                    Answer::Wrong
                }
                None => Answer::Is(cell.to_owned()),
            });
        }
        self.close(place, name, Tallies::default(), faults);
        answers
    }

    /// Says what was tallied, and reports faults.
    fn close(&mut self, place: usize, name: &str, tallies: Tallies, faults: Faults) {
        for (form, tally) in tallies.0 {
            let line = self.line(tally.row);
            let cells = count(tally.count, "cell");
            self.say(format!(
                "column `{name}`: {cells} {form}, such as {:?} in line {line}, read as {}",
                tally.example, tally.value
            ));
        }
        for of_rows in faults.0.into_values() {
            self.problems(place, name, of_rows);
        }
    }
}

fn must_be_given(cell: &str, name: &str) -> String {
    if cell.is_empty() {
        format!("the cell is empty; `{name}` must be given in every row")
    } else {
        format!("found {cell:?}, which exports write for nothing; `{name}` must be given in every row")
    }
}

/// The range of a column in words.
fn range_of(column: &Amounts<'_>) -> String {
    let (least, most) = column.range;
    if column.above {
        format!("above {least} and up to {most}")
    } else {
        format!("between {least} and {most}")
    }
}

fn not_a_number(cell: &str, column: &Amounts<'_>) -> String {
    format!("found {cell:?}; `{}` is a number {}", column.name, range_of(column))
}

/// What is wrong with a number in its column, by kind.
fn fault(figure: &Digits, x: f64, cell: &str, column: &Amounts<'_>) -> Option<(&'static str, String)> {
    let ((least, most), name) = (column.range, column.name);
    if figure.percent && most > SHARE {
        return Some((
            "percent",
            format!("found {cell:?}; `{name}` is no share: write a number {}", range_of(column)),
        ));
    }
    if x >= least && x <= most && !(column.above && x <= least) {
        return None;
    }
    let found = if figure.brackets {
        format!("found {cell:?}, which is {} in accounting", shown(x))
    } else if figure.percent || figure.currency || figure.grouped.0 {
        format!("found {cell:?}")
    } else {
        format!("found {}", shown(x))
    };
    let hint = if most <= 1.5 && x > SHARE && !figure.percent {
        "; write a share such as 0.8, not a percentage"
    } else {
        ""
    };
    Some(("range", format!("{found}; `{name}` lies {}{hint}", range_of(column))))
}

/// The form of a number that is worth saying.
fn form_of(figure: &Digits, decimal_comma: bool, x: f64) -> Option<&'static str> {
    if figure.percent {
        Some("with a percent sign")
    } else if figure.currency {
        Some("with a currency sign")
    } else if decimal_comma && (x.fract() != 0.0 || figure.point.is_none()) {
        Some("with a comma before decimals")
    } else if if decimal_comma { figure.grouped.1 } else { figure.grouped.0 } {
        Some("with thousands set apart")
    } else if figure.exponent {
        Some("with an exponent")
    } else {
        None
    }
}

impl std::fmt::Display for Civil {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}
