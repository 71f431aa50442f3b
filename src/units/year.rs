//! Calendar years and months counted from the start of a performance year.

use std::fmt;

/// A calendar year, such as 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarYear(pub u16);

impl CalendarYear {
    /// The year `n` years later.
    #[must_use]
    pub fn plus(self, n: usize) -> CalendarYear {
        CalendarYear(self.0.saturating_add(u16::try_from(n).unwrap_or(u16::MAX)))
    }
}

impl fmt::Display for CalendarYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Months after the first of January of a performance year: 0 is that January, 21 the October of
/// the year after, when Medicare usually pays shared savings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthOffset(pub u16);

impl MonthOffset {
    /// The calendar year and month (1 to 12) when the performance year is `year`.
    ///
    /// ```
    /// use cascade::units::{CalendarYear, MonthOffset};
    /// assert_eq!(MonthOffset(21).calendar(CalendarYear(2026)), (CalendarYear(2027), 10));
    /// ```
    #[must_use]
    pub fn calendar(self, year: CalendarYear) -> (CalendarYear, u16) {
        (year.plus(usize::from(self.0 / 12)), self.0 % 12 + 1)
    }

    /// Whole years between the performance year and the year of this month.
    #[must_use]
    pub fn years(self) -> usize {
        usize::from(self.0 / 12)
    }
}
