//! One date as people and spreadsheets write it.

/// A date of which the day may not be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Calendar year, 1900 to 2200.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, where one was written.
    pub day: Option<u8>,
}

/// What a cell of dates holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WrittenDate {
    /// Plainly a date, with the form that it has.
    Date(Civil, Form),
    /// Two numbers of which one is the day, before a year.
    Either(u8, u8, u16),
    /// A day and a month without a year, or the other way round.
    NoYear,
    /// Something else.
    Word,
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `2018-07-15`, `2018-07` or `2018`.
    Iso,
    /// With the month in letters.
    Letters,
    /// As the number of days that spreadsheets count.
    Serial,
    /// Another of digits alone.
    Digits,
}

impl Civil {
    /// A date that there is.
    #[must_use]
    pub fn new(year: u16, month: u8, day: Option<u8>) -> Option<Civil> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let good = (1900..=2200).contains(&year)
            && (1..=12).contains(&month)
            && day.is_none_or(|day| (1..=days).contains(&day));
        good.then_some(Civil { year, month, day })
    }

    /// The day that spreadsheets count as `days` since the last day of 1899.
    fn of_serial(days: u32) -> Option<Civil> {
        // Days from 1900-03-01, which is 61 there, in years that begin in March (Hinnant, days_from_civil).
        let z = days.checked_sub(61)? + 1_900 * 365 + 1_900 / 4 - 1_900 / 100 + 1_900 / 400;
        let era = z / 146_097;
        let of_era = z % 146_097;
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let moon = (5 * of_year + 2) / 153;
        let day = of_year - (153 * moon + 2) / 5 + 1;
        let month = if moon < 10 { moon + 3 } else { moon - 9 };
        let year = year_of_era + era * 400 + u32::from(month <= 2);
        Civil::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok())
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A month by its name or its first three letters or more.
fn month_of(word: &str) -> Option<u8> {
    let small = word.trim_end_matches('.').to_lowercase();
    if small.len() < 3 {
        return None;
    }
    let small = if small == "sept" { "sep".to_owned() } else { small };
    let place = MONTHS.iter().position(|month| month.starts_with(&small))?;
    u8::try_from(place + 1).ok()
}

/// A year of four digits, or of two: up to 49 of this century, from 50 on of the last.
fn year_of(digits: &str) -> Option<u16> {
    let year: u16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year),
        2 if year < 50 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

/// Reads a cell that holds a date, if it does.
pub(super) fn read(cell: &str) -> WrittenDate {
    let cell = cell.trim().trim_start_matches('\'');
    let cell = without_time(cell);
    if cell.starts_with(['-', '/', '.', ',']) {
        return WrittenDate::Word;
    }
    let parts: Vec<&str> = cell.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u8>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let date = |civil: Option<Civil>, form| civil.map_or(WrittenDate::Word, |c| WrittenDate::Date(c, form));
    if parts.iter().any(|part| part.bytes().all(|b| b.is_ascii_alphabetic())) {
        return in_letters(&parts);
    }
    match parts[..] {
        [one] => date(digits_alone(one), if is_year(one) { Form::Iso } else { form_of(one) }),
        // A number of days with a fraction, which is the time.
        [whole, tail]
            if cell.contains('.') && whole.len() == 5 && tail.bytes().all(|b| b.is_ascii_digit()) =>
        {
            date(whole.parse().ok().and_then(Civil::of_serial), Form::Serial)
        }
        [year, month] if is_year(year) => {
            let form = if cell.contains('-') { Form::Iso } else { Form::Digits };
            date(number(month).and_then(|m| Civil::new(year.parse().ok()?, m, None)), form)
        }
        [month, year] if is_year(year) => {
            date(number(month).and_then(|m| Civil::new(year.parse().ok()?, m, None)), Form::Digits)
        }
        [year, month, day] if is_year(year) => {
            let civil = || Civil::new(year.parse().ok()?, number(month)?, Some(number(day)?));
            date(civil(), if cell.contains('-') { Form::Iso } else { Form::Digits })
        }
        [a, b, year] => match (number(a), number(b), year_of(year)) {
            // Points between digits are written where the day comes first.
            (Some(day), Some(month), Some(year)) if cell.contains('.') => {
                date(Civil::new(year, month, Some(day)), Form::Digits)
            }
            (Some(a), Some(b), Some(year)) => WrittenDate::Either(a, b, year),
            _ => WrittenDate::Word,
        },
        _ => WrittenDate::Word,
    }
}

fn form_of(digits: &str) -> Form {
    if digits.len() == 5 { Form::Serial } else { Form::Digits }
}

/// `2018`, `201807`, `20180715`, or a number of days.
fn digits_alone(text: &str) -> Option<Civil> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u8>().ok());
    match text.len() {
        4 => Civil::new(text.parse().ok()?, 1, None),
        5 => Civil::of_serial(text.parse().ok()?),
        6 => Civil::new(text.get(..4)?.parse().ok()?, part(4..6)?, None),
        8 => Civil::new(text.get(..4)?.parse().ok()?, part(4..6)?, Some(part(6..8)?)),
        _ => None,
    }
}

/// A date without the time behind it.
fn without_time(cell: &str) -> &str {
    let Some(colon) = cell.find(':') else { return cell };
    let head = &cell[..colon];
    head.rfind(['T', ' ']).map_or(cell, |at| head[..at].trim_end())
}

/// A date of which one part is in letters.
fn in_letters(parts: &[&str]) -> WrittenDate {
    let month = parts.iter().find_map(|part| month_of(part));
    let words = parts.iter().filter(|part| !part.bytes().all(|b| b.is_ascii_digit())).count();
    let digits: Vec<&str> =
        parts.iter().copied().filter(|part| part.bytes().all(|b| b.is_ascii_digit())).collect();
    let Some(month) = month.filter(|_| words == 1) else { return WrittenDate::Word };
    let month_first = parts.first().is_some_and(|part| month_of(part).is_some());
    let civil = match digits[..] {
        // `18-Jul` is a day, or a year; nobody knows.
        [_] if !month_first && digits[0].len() < 4 => return WrittenDate::NoYear,
        [year] => year_of(year).and_then(|year| Civil::new(year, month, None)),
        [day, year] => year_of(year).and_then(|year| Civil::new(year, month, Some(day.parse().ok()?))),
        _ => None,
    };
    civil.map_or(WrittenDate::Word, |civil| WrittenDate::Date(civil, Form::Letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "as what it is compared with")]
    fn day(year: u16, month: u8, day: u8) -> Option<(u16, u8, Option<u8>)> {
        Some((year, month, Some(day)))
    }

    #[test]
    fn dates_as_people_write_them() {
        for (text, found) in [
            ("2018-07", Some((2018, 7, None))),
            ("2018", Some((2018, 1, None))),
            ("2018-07-15", day(2018, 7, 15)),
            ("2018-07-15T08:30:00", day(2018, 7, 15)),
            ("2018-07-15 00:00", day(2018, 7, 15)),
            ("2018/07/15", day(2018, 7, 15)),
            ("7/2018", Some((2018, 7, None))),
            ("201807", Some((2018, 7, None))),
            ("20180715", day(2018, 7, 15)),
            ("15.7.2018", day(2018, 7, 15)),
            ("Jul-18", Some((2018, 7, None))),
            ("July 2018", Some((2018, 7, None))),
            ("Sept. 2018", Some((2018, 9, None))),
            ("15-Jul-2018", day(2018, 7, 15)),
            ("15-Jul-18", day(2018, 7, 15)),
            ("July 15, 2018", day(2018, 7, 15)),
            ("43282", day(2018, 7, 1)), // Excel: =DATE(2018,7,1)
            ("43282.5", day(2018, 7, 1)),
            ("36526", day(2000, 1, 1)),
            ("36585", day(2000, 2, 29)),
            ("2018-02-29", None),
            ("2018-13", None),
            ("next May", None),
            ("Jul-Aug 2018", None),
            ("26-07", None),
            ("1776-07-04", None),
            ("-2018", None),
        ] {
            let read = if let WrittenDate::Date(civil, _) = read(text) {
                Some((civil.year, civil.month, civil.day))
            } else {
                None
            };
            assert_eq!(read, found, "{text:?}");
        }
        assert_eq!(read("7/1/2018"), WrittenDate::Either(7, 1, 2018));
        assert_eq!(read("07/15/18"), WrittenDate::Either(7, 15, 2018));
        assert_eq!(read("7/1/2018 0:00"), WrittenDate::Either(7, 1, 2018));
        assert_eq!(read("18-Jul"), WrittenDate::NoYear);
    }

    #[test]
    fn days_that_spreadsheets_count_are_days_of_the_calendar() {
        // Every day from 1 March 1900 (61) to the end of 2199, one after the other.
        let (mut year, mut month, mut day) = (1900_u16, 3_u8, 1_u8);
        for serial in 61.. {
            let civil = Civil { year, month, day: Some(day) };
            assert_eq!(Civil::of_serial(serial), Some(civil), "{serial}");
            if Civil::new(year, month, Some(day + 1)).is_some() {
                day += 1;
            } else if month < 12 {
                (month, day) = (month + 1, 1);
            } else {
                (year, month, day) = (year + 1, 1, 1);
            }
            if year == 2200 {
                break;
            }
        }
    }
}
