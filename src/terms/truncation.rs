//! Truncation: what one person's yearly cost counts at most, in benchmark and spending alike.
//!
//! It takes the costly few out of both, so that a group's savings rate varies less; nobody insures the
//! rest and nobody is charged for it. The spending that a scenario states is cut at the 99th
//! percentile, as Medicare publishes it; another limit counts more or less of it.

use super::{Retained, TRUNCATED_CV};
use crate::math::{ln, power};
use crate::schema::{ReadTable, optional, parameters};
use crate::units::{Share, UsdAmount};

parameters! {
    /// What one person's yearly cost counts at most: a percentile or an amount.
    pub struct Truncation {
        /// Percentile of persons' yearly cost, such as 0.99; 1 cuts nothing off.
        percentile: Option<Share> = optional().range(0.5, 1.0);
        /// Dollars a person and year.
        dollars: Option<UsdAmount> = optional().range(1_000.0, 1e8);
    }
    check Truncation::check
}

/// Part of expected cost below the 99th percentile: `1 − 0.01(1 + ln 100)`.
const BELOW_99: f64 = 0.943_948_298_140_119;

/// What a truncation does to a contract's money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// Spending and benchmark that count, over those cut at the 99th percentile.
    pub share: f64,
    /// Noise of what counts, over that of costs cut at the 99th percentile.
    pub noise: f64,
}

impl Truncation {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.percentile.is_some() == self.dollars.is_some() {
            table.problem("percentile", "write either percentile, such as 0.99, or dollars, such as 150000");
        }
    }

    /// What counts when a person costs `mean` a year, cut at the 99th percentile.
    #[must_use]
    pub fn counted(&self, mean: f64) -> Counted {
        let kept = match (self.percentile, self.dollars) {
            (Some(Share(percentile)), _) if percentile >= 1.0 => Retained::ALL,
            // With X = E²/2 the percentile p lies at (ln(1 − p))²/2 means.
            (Some(Share(percentile)), _) => Retained::below(power(ln(1.0 - percentile), 2) / 2.0),
            (None, Some(dollars)) => Retained::below(dollars.0 * BELOW_99 / mean.max(1.0)),
            (None, None) => return Counted { share: 1.0, noise: 1.0 },
        };
        Counted { share: kept.share / BELOW_99, noise: kept.cv / TRUNCATED_CV }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(percentile: f64) -> Counted {
        Truncation { percentile: Some(Share(percentile)), dollars: None }.counted(9_000.0)
    }

    #[test]
    fn percentiles_hand_worked() {
        // 99th: what is stated. 95th: a = ln 20 = 2.995732; kept 1 − 0.05 × 3.995732 = 0.800213, of
        // 0.943948: 0.847730. Square 6 × (1 − 0.05 × (1 + 2.995732 + 4.487206 + 4.480823)) = 2.110872;
        // CV² = 2.110872/0.640341 − 1 = 2.296478; CV 1.515414, of 1.883129: 0.804732.
        assert!((at(0.99).share - 1.0).abs() < 1e-12 && (at(0.99).noise - 1.0).abs() < 1e-6);
        assert!((at(0.95).share - 0.847_730).abs() < 2e-6, "{:?}", at(0.95));
        assert!((at(0.95).noise - 0.804_732).abs() < 2e-6, "{:?}", at(0.95));
        // None: 1/0.943948 and √5/1.883129.
        assert!((at(1.0).share - 1.059_380).abs() < 1e-6 && (at(1.0).noise - 1.187_421).abs() < 1e-6);
    }

    #[test]
    fn an_amount_is_the_percentile_it_lies_at() {
        // A person of $9,000, cut at the 99th percentile, costs 9,000/0.943948 = 9,534.42 uncut; the
        // 95th percentile lies at 4.487206 of that: $42,782.90.
        let dollars = Truncation { percentile: None, dollars: Some(UsdAmount(42_782.90)) };
        let counted = dollars.counted(9_000.0);
        assert!((counted.share - at(0.95).share).abs() < 1e-6, "{counted:?}");
        assert!((counted.noise - at(0.95).noise).abs() < 1e-6);
        // The same amount cuts off more where care costs more.
        assert!(dollars.counted(13_000.0).share < counted.share);
    }

    #[test]
    fn noise_falls_with_the_limit() {
        let mut last = f64::INFINITY;
        for percentile in [1.0, 0.999, 0.99, 0.95, 0.9, 0.5] {
            let counted = at(percentile);
            assert!(counted.noise < last && counted.share > 0.0, "{percentile}: {counted:?}");
            last = counted.noise;
        }
    }
}
