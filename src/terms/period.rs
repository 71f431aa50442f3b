//! Over what a part of an agreement is reckoned.

use crate::schema::keywords;
use std::ops::Range;

keywords! {
    /// Over what a part of an agreement is reckoned: each period by itself, nothing taken back in the next.
    pub enum Period {
        /// The year as a whole.
        Year = "year",
        /// Each half year.
        HalfYear = "half_year",
        /// Each quarter.
        Quarter = "quarter",
        /// Each month.
        Month = "month",
    }
}

impl Period {
    /// How many there are in a year.
    #[must_use]
    pub const fn count(self) -> usize {
        match self {
            Period::Year => 1,
            Period::HalfYear => 2,
            Period::Quarter => 4,
            Period::Month => 12,
        }
    }

    /// The months of one of them, counted from 0.
    ///
    /// ```
    /// use cascade::terms::Period;
    /// assert_eq!(Period::Quarter.months(3), 9..12);
    /// ```
    #[must_use]
    pub const fn months(self, place: usize) -> Range<usize> {
        let each = 12 / self.count();
        place * each..(place + 1) * each
    }

    /// One of them, counted from 0, in words; nothing for the whole year.
    #[must_use]
    pub fn name(self, place: usize) -> Option<String> {
        let word = match self {
            Period::Year => return None,
            Period::HalfYear => "half year",
            Period::Quarter => "quarter",
            Period::Month => "month",
        };
        Some(format!("{word} {}", place + 1))
    }
}
