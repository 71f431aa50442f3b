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

#[cfg(test)]
mod tests {
    use super::year_of;

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
