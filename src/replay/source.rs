//! One settled row.

use crate::units::{Cents, words};
use std::borrow::Cow;

words! {
    /// Where the sharing or loss rate of a row comes from.
    pub enum RateSource {
        key: "The word for it in a table.";
        /// The row stays within its minimum rate, or on a side that shares nothing.
        NotNeeded = "none_needed",
        /// From track, year, quality and status, by rule.
        Derived = "derived",
        /// The published final rate, because the record lacks what decides.
        Published = "published",
        /// The published final rate, because it contradicts the derived one by more than rounding.
        Contradicted = "contradicted",
    }
}

/// A row of the record, settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// Performance year.
    pub year: u16,
    /// The ACO's identifier in the record.
    pub aco: String,
    /// What the rules pay; below zero what they take.
    pub replayed: Cents,
    /// What CMS paid, $; below zero what it took.
    pub published: f64,
    /// Where the rate comes from.
    pub source: RateSource,
    /// Why the two differ, or what is particular about the row.
    pub note: Option<Cow<'static, str>>,
}

/// Dollars by which two settlements may differ and still count as the same to the dollar: benchmark
/// and expenditure are published in whole dollars.
const SAME_DOLLARS: f64 = 1.50;

impl Settled {
    /// Replayed less published, $.
    #[must_use]
    pub fn difference(&self) -> f64 {
        self.replayed.dollars() - self.published
    }

    /// Whether the two agree to the dollar: within $1.50.
    #[must_use]
    pub fn is_same(&self) -> bool {
        // A cent of room: whole cents near a published fraction of one.
        self.difference().abs() <= SAME_DOLLARS + 0.005
    }

    /// Whether the two agree within 0.1 % of what was published; where that is nothing, within
    /// $1.50.
    #[must_use]
    pub fn matches(&self) -> bool {
        if self.published == 0.0 {
            self.is_same()
        } else {
            self.difference().abs() <= 0.001 * self.published.abs()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(replayed: i64, published: f64) -> Settled {
        let (aco, replayed) = ("A1".to_owned(), Cents(replayed));
        Settled { year: 2020, aco, replayed, published, source: RateSource::Derived, note: None }
    }

    #[test]
    fn within_a_thousandth_or_a_dollar_and_a_half_of_nothing() {
        assert!(settled(100_100_000, 1e6).matches()); // 1,001,000 against 1,000,000
        assert!(!settled(100_100_001, 1e6).matches());
        assert!(settled(-99_900_000, -1e6).matches());
        assert!(settled(150, 0.0).matches());
        assert!(!settled(152, 0.0).matches());
        // Within a dollar of a payment of 50 is 2 % off.
        assert!(settled(5_100, 50.0).is_same() && !settled(5_100, 50.0).matches());
    }
}
