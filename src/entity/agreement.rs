//! When employment agreements renew.

use super::Date;

/// The months in which an agreement renews: a first one, then every term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewals {
    /// The first renewal on record.
    pub first: Date,
    /// Years between renewals, at least 1.
    pub term_years: u8,
}

impl Renewals {
    /// The first renewal in or after a month; on the day of the month of the first one, the 28th at the latest.
    ///
    /// ```
    /// use cascade::entity::{Date, Renewals};
    /// let renewals = Renewals { first: Date::month(2024, 7), term_years: 3 };
    /// assert_eq!(renewals.next(Date::month(2026, 1)).to_string(), "2027-07");
    /// assert_eq!(renewals.next(Date::month(2020, 1)).to_string(), "2024-07");
    /// ```
    #[must_use]
    pub fn next(&self, from: Date) -> Date {
        let term = i64::from(self.term_years.max(1)) * 12;
        let wait = (from.index() - self.first.index()).max(0);
        let terms = wait.div_euclid(term) + i64::from(wait.rem_euclid(term) > 0);
        Date { day: self.first.day.min(28), ..Date::from_index(self.first.index() + terms * term) }
    }
}
