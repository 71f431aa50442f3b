//! Truncation: what one person's yearly cost counts at most, in benchmark and spending alike.
//!
//! It takes the costly few out of both, so that a group's savings rate varies less; nobody insures the
//! rest and nobody is charged for it. The `spending` that a scenario states is what the contract counts,
//! cut where it cuts: a contract that names a target of $500 a member and month means dollars that it
//! counts. Who has the figure at another limit (Medicare publishes costs cut at the 99th percentile) says
//! so with `stated_at`, and the contract counts more or less than is stated.

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
        /// Percentile at which the scenario's `spending` was cut, where that is another limit: 0.99 for
        /// figures that Medicare publishes. When left out, `spending` is what this contract counts.
        stated_at: Option<Share> = optional().range(0.5, 1.0);
    }
    check Truncation::check
}

/// What a truncation does to a contract's money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// Spending and benchmark that count, over those stated.
    pub share: f64,
    /// Noise of what counts, over that of costs cut at the 99th percentile.
    pub noise: f64,
}

impl Counted {
    /// What is stated counts, with the noise of costs cut at the 99th percentile.
    pub const AS_STATED: Counted = Counted { share: 1.0, noise: 1.0 };
}

/// What lies below a percentile of persons' cost. With X = E²/2 the percentile p lies at (ln(1 − p))²/2
/// means.
fn below(percentile: f64) -> Retained {
    if percentile >= 1.0 { Retained::ALL } else { Retained::below(power(ln(1.0 - percentile), 2) / 2.0) }
}

/// Expected cost of a person before it is cut at `limit`, when `counted` is what is left, $: the limit lies
/// above what it leaves.
fn uncut(counted: f64, limit: f64) -> f64 {
    let left = |mean: f64| mean * Retained::below(limit / mean).share;
    let (mut low, mut high) = (counted, 2.0 * counted);
    for _ in 0..60 {
        if left(high) >= counted {
            break;
        }
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if left(middle) < counted {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

impl Truncation {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.percentile.is_some() == self.dollars.is_some() {
            table.problem("percentile", "write either percentile, such as 0.99, or dollars, such as 150000");
        }
    }

    /// A limit in dollars below which no mean of `spending` can lie: nothing that is cut there costs more on
    /// average.
    #[must_use]
    pub fn undercuts(&self, spending: f64) -> Option<f64> {
        let limit = self.dollars.filter(|_| self.stated_at.is_none())?.0;
        (limit <= spending).then_some(limit)
    }

    /// What counts when a person costs `stated` a year, as the scenario states it.
    #[must_use]
    pub fn counted(&self, stated: f64) -> Counted {
        let stated = stated.max(1.0);
        let before = self.stated_at.map(|Share(percentile)| below(percentile).share);
        let kept = match (self.percentile, self.dollars) {
            (Some(Share(percentile)), _) => below(percentile),
            (None, Some(limit)) => {
                let whole = before.map_or_else(|| uncut(stated, limit.0), |part| stated / part);
                Retained::below(limit.0 / whole)
            }
            (None, None) => return Counted::AS_STATED,
        };
        // The engine's noise is that of costs cut there.
        let noise = if self.percentile == Some(Share(0.99)) { 1.0 } else { kept.cv / TRUNCATED_CV };
        Counted { share: before.map_or(1.0, |part| kept.share / part), noise }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truncation(percentile: f64, stated_at: Option<f64>) -> Truncation {
        Truncation { percentile: Some(Share(percentile)), dollars: None, stated_at: stated_at.map(Share) }
    }

    /// With spending as Medicare publishes it.
    fn at(percentile: f64) -> Counted {
        truncation(percentile, Some(0.99)).counted(9_000.0)
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

    /// What is stated is what the contract counts; the limit only calms the year.
    #[test]
    fn stated_spending_counts_whole_whatever_the_limit() {
        for percentile in [0.5, 0.95, 1.0] {
            let counted = truncation(percentile, None).counted(6_000.0);
            assert_eq!(counted.share, 1.0);
            assert_eq!(counted.noise, at(percentile).noise);
        }
        let dollars = Truncation { percentile: None, dollars: Some(UsdAmount(100_000.0)), stated_at: None };
        assert_eq!(dollars.counted(6_000.0).share, 1.0);
        assert_eq!((dollars.undercuts(99_999.0), dollars.undercuts(100_000.0)), (None, Some(100_000.0)));
    }

    #[test]
    fn an_amount_is_the_percentile_it_lies_at() {
        // A person of $9,000, cut at the 99th percentile, costs 9,000/0.943948 = 9,534.42 uncut; the
        // 95th percentile lies at 4.487206 of that: $42,782.90.
        let limit = Truncation {
            percentile: None,
            dollars: Some(UsdAmount(42_782.90)),
            stated_at: Some(Share(0.99)),
        };
        let counted = limit.counted(9_000.0);
        assert!((counted.share - at(0.95).share).abs() < 1e-6, "{counted:?}");
        assert!((counted.noise - at(0.95).noise).abs() < 1e-6);
        // The same amount cuts off more where care costs more.
        assert!(limit.counted(13_000.0).share < counted.share);
        // Stated as it is counted, 0.800213 × 9,534.42 = 7,629.57, the same persons have the same noise.
        let whole = Truncation { stated_at: None, ..limit };
        assert!((whole.counted(7_629.57).noise - at(0.95).noise).abs() < 2e-6);
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
