//! Dates of agreements: a month, or a day where one is given.

use crate::schema::{Default, Field, Node, Path, Reader, Schema, Shape};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// A month of a year, written `2026-07`, or a day, written `2026-07-15`; a bare year means its January.
///
/// What holds from a month holds from its beginning; what holds from a day is prorated by days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Calendar year, 1900 to 2200.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month; 1 for a month as a whole.
    pub day: u8,
}

/// Days before each month of a year that is no leap year.
const DAYS_BEFORE: [u16; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

impl Date {
    /// The beginning of a month.
    #[must_use]
    pub const fn month(year: u16, month: u8) -> Date {
        Date { year, month, day: 1 }
    }

    /// A day, if there is such a one between 1900 and 2200.
    ///
    /// ```
    /// use cascade::entity::Date;
    /// assert_eq!(Date::day(2028, 2, 29).map(|date| date.to_string()), Some("2028-02-29".to_owned()));
    /// assert_eq!(Date::day(2026, 2, 29), None);
    /// ```
    #[must_use]
    pub fn day(year: u16, month: u8, day: u8) -> Option<Date> {
        let there = (1900..=2200).contains(&year) && (1..=12).contains(&month);
        (there && day >= 1 && u16::from(day) <= days_of(year, month)).then_some(Date { year, month, day })
    }

    /// Months since January of year zero to the beginning of its month.
    #[must_use]
    pub fn index(self) -> i64 {
        i64::from(self.year) * 12 + i64::from(self.month) - 1
    }

    /// The beginning of the month with an index.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the range of a year"
    )]
    pub fn from_index(index: i64) -> Date {
        let year = index.div_euclid(12).clamp(0, 9999);
        Date::month(year as u16, (index.rem_euclid(12) + 1) as u8)
    }

    /// Months from the January of a year to this date; below zero before it. The first of a month is a
    /// whole number; another day counts by its place in its year, so that 25 August 2026 is 236 of 365
    /// days into it: 7.759 months.
    ///
    /// ```
    /// use cascade::entity::Date;
    /// assert_eq!(Date::month(2027, 7).months_from(2026), 18.0);
    /// let raise: Date = "2026-08-25".parse().unwrap();
    /// assert_eq!(raise.months_from(2026), 12.0 * 236.0 / 365.0);
    /// ```
    #[must_use]
    pub fn months_from(self, start: u16) -> f64 {
        let years = f64::from(self.year) - f64::from(start);
        let within = if self.day <= 1 {
            f64::from(self.month - 1)
        } else {
            let before =
                u16::from(self.month > 2 && leap(self.year)) + DAYS_BEFORE[usize::from(self.month) - 1];
            12.0 * f64::from(before + u16::from(self.day) - 1) / f64::from(365 + u16::from(leap(self.year)))
        };
        12.0 * years + within
    }
}

fn leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of(year: u16, month: u8) -> u16 {
    let place = usize::from(month);
    DAYS_BEFORE[place] - DAYS_BEFORE[place - 1] + u16::from(month == 2 && leap(year))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        if self.day > 1 { write!(f, "-{:02}", self.day) } else { Ok(()) }
    }
}

impl FromStr for Date {
    type Err = ();

    fn from_str(text: &str) -> Result<Date, ()> {
        let mut parts = text.split('-');
        let mut part = |digits: usize| -> Result<Option<u16>, ()> {
            let Some(part) = parts.next() else { return Ok(None) };
            let plain = !part.is_empty() && part.len() <= digits && part.bytes().all(|b| b.is_ascii_digit());
            if plain { part.parse().map(Some).map_err(|_| ()) } else { Err(()) }
        };
        let year = part(4)?.ok_or(())?;
        let [month, day] = [part(2)?.unwrap_or(1), part(2)?.unwrap_or(1)];
        if parts.next().is_some() {
            return Err(());
        }
        Date::day(year, u8::try_from(month).map_err(|_| ())?, u8::try_from(day).map_err(|_| ())?).ok_or(())
    }
}

impl Schema for Date {
    fn read(node: &Node, _: &Field, reader: &mut Reader<'_>) -> Option<Date> {
        let date = node.text().and_then(|text| text.parse().ok());
        if date.is_none() {
            reader.expected(node, "a month such as \"2027-07\", or a day such as \"2027-07-15\"");
        }
        date
    }

    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Date> {
        if let Default::Word(word) = field.spec.default {
            return word.parse().ok();
        }
        reader.problem(around, format!("missing; write `{} = \"2027-07\"` with the month or day", field.key));
        None
    }

    fn visit(&mut self, _: &mut Path, _: &mut dyn FnMut(&Path, &mut f64)) {}

    fn shape(_: &Field) -> Shape {
        Shape::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_read_and_write() {
        assert_eq!("2026-07".parse(), Ok(Date::month(2026, 7)));
        assert_eq!("2019".parse(), Ok(Date::month(2019, 1)));
        assert_eq!("2026-07-01".parse(), Ok(Date::month(2026, 7)));
        assert_eq!("2026-7-5".parse::<Date>().unwrap().to_string(), "2026-07-05");
        for wrong in
            ["", "26-07", "2026-13", "2026-0", "2026/07", "July 2026", "2026-02-30", "-2026", "2026-07-01-1"]
        {
            assert_eq!(wrong.parse::<Date>(), Err(()), "{wrong}");
        }
        assert_eq!(Date::from_index(Date::month(2026, 12).index() + 1).to_string(), "2027-01");
    }

    #[test]
    fn a_day_counts_by_its_place_in_its_year() {
        // 2028 is a leap year: 1 March is the 61st day, 2 March the 62nd.
        assert_eq!(Date::day(2028, 3, 2).unwrap().months_from(2026), 24.0 + 12.0 * 61.0 / 366.0);
        assert_eq!(Date::day(2025, 12, 31).unwrap().months_from(2026), -12.0 + 12.0 * 364.0 / 365.0);
        assert_eq!(Date::month(2025, 7).months_from(2026), -6.0);
    }
}
