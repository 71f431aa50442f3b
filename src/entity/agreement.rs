//! When employment agreements begin and renew.

use std::fmt;
use std::str::FromStr;

/// A month of a year, written `2026-07`; a bare year means its January.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Calendar year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
}

impl Month {
    /// Months since January of year zero.
    #[must_use]
    pub fn index(self) -> i64 {
        i64::from(self.year) * 12 + i64::from(self.month) - 1
    }

    /// The month with an index.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the range of a year"
    )]
    pub fn from_index(index: i64) -> Month {
        let year = index.div_euclid(12).clamp(0, 9999);
        Month { year: year as u16, month: (index.rem_euclid(12) + 1) as u8 }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = ();

    fn from_str(text: &str) -> Result<Month, ()> {
        let (year, month) = text.split_once('-').unwrap_or((text, "1"));
        let digits =
            |part: &str| part.len() <= 4 && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year) || !digits(month) {
            return Err(());
        }
        let found = Month { year: year.parse().map_err(|_| ())?, month: month.parse().map_err(|_| ())? };
        if (1900..=2200).contains(&found.year) && (1..=12).contains(&found.month) {
            Ok(found)
        } else {
            Err(())
        }
    }
}

/// The months in which an agreement renews: a first one, then every term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewals {
    /// The first renewal on record.
    pub first: Month,
    /// Years between renewals, at least 1.
    pub term_years: u8,
}

impl Renewals {
    /// The first renewal in or after a month.
    ///
    /// ```
    /// use cascade::entity::{Month, Renewals};
    /// let renewals = Renewals { first: Month { year: 2024, month: 7 }, term_years: 3 };
    /// assert_eq!(renewals.next(Month { year: 2026, month: 1 }).to_string(), "2027-07");
    /// assert_eq!(renewals.next(Month { year: 2020, month: 1 }).to_string(), "2024-07");
    /// ```
    #[must_use]
    pub fn next(&self, from: Month) -> Month {
        let term = i64::from(self.term_years.max(1)) * 12;
        let wait = (from.index() - self.first.index()).max(0);
        let terms = wait.div_euclid(term) + i64::from(wait.rem_euclid(term) > 0);
        Month::from_index(self.first.index() + terms * term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_read_and_write() {
        assert_eq!("2026-07".parse(), Ok(Month { year: 2026, month: 7 }));
        assert_eq!("2019".parse(), Ok(Month { year: 2019, month: 1 }));
        for wrong in ["", "26-07", "2026-13", "2026-0", "2026/07", "July 2026", "2026-07-01", "-2026"] {
            assert_eq!(wrong.parse::<Month>(), Err(()), "{wrong}");
        }
        assert_eq!(Month::from_index(Month { year: 2026, month: 12 }.index() + 1).to_string(), "2027-01");
    }
}
