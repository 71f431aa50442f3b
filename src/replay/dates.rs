//! The year in a date, however it is written.

/// The year of a date such as `07/01/2012`, `7/1/12 00:00`, `01/01/2016 12:00:00 AM` or
/// `2016-01-01`; `None` when there is none to be seen.
pub(super) fn year_of(text: &str) -> Option<u16> {
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| (digits.len(), digits.parse::<u16>().ok()));
    let date: Vec<(usize, Option<u16>)> = numbers.by_ref().take(3).collect();
    let full = date.iter().find(|(length, _)| *length == 4).and_then(|(_, year)| *year);
    let short = || match date.as_slice() {
        [_, _, (1 | 2, Some(year))] => Some(2000 + year),
        _ => None,
    };
    full.or_else(short).filter(|year| (1990..2100).contains(year))
}

/// The month of a date in the forms of [`year_of`]: second where the year comes first, else first.
pub(super) fn month_of(text: &str) -> Option<u8> {
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let month = if parts.first()?.len() == 4 { parts.get(1)? } else { parts.first()? };
    month.parse().ok().filter(|month| (1..=12).contains(month))
}

#[cfg(test)]
mod tests {
    use super::{month_of, year_of};

    #[test]
    fn the_month_where_each_form_has_it() {
        for text in ["07/01/2012", "7/1/12", "7/1/12 00:00", "07/01/2012 12:00:00 AM", "2012-07-01"] {
            assert_eq!(month_of(text), Some(7), "{text}");
        }
        for text in ["", "-", "2012", "13/1/2012", "2012-00-01"] {
            assert_eq!(month_of(text), None, "{text}");
        }
    }

    #[test]
    fn every_form_in_the_record() {
        for text in ["07/01/2012", "7/1/12", "4/1/12 00:00", "01/01/2012 12:00:00 AM", "2012-01-01", "2012"] {
            assert_eq!(year_of(text), Some(2012), "{text}");
        }
        for text in ["", "-", "12", "1/1", "n/a", "99/99/99999", "1/1/0012"] {
            assert_eq!(year_of(text), None, "{text}");
        }
    }
}
