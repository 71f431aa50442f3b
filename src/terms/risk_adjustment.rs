//! Risk adjustment: what a population's risk score does to its benchmark or premium.

use crate::schema::{optional, parameters, required};
use crate::units::{CalendarYear, Ratio};

/// Reduction of Medicare Advantage scores for coding (5.9 %).
const CODING_ADJUSTMENT: f64 = 0.059;

/// How far a risk ratio may move a benchmark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskCap {
    /// Most it may rise above 1.
    pub up: f64,
    /// Most it may fall below 1; `None` lets it fall as it does (MSSP's one-sided cap).
    pub down: Option<f64>,
}

impl RiskCap {
    /// A ratio within the cap.
    ///
    /// ```
    /// use cascade::terms::RiskCap;
    /// // MSSP: demographic growth of 0.8 % and 3 points; growth of 5.5 % counts as 3.8 %.
    /// let mssp = RiskCap { up: 0.008 + 0.03, down: None };
    /// assert_eq!((mssp.clip(1.055), mssp.clip(0.90)), (1.038, 0.90));
    /// // REACH and LEAD: 3 % either way.
    /// let lead = RiskCap { up: 0.03, down: Some(0.03) };
    /// assert_eq!((lead.clip(1.055), lead.clip(0.90)), (1.03, 0.97));
    /// ```
    #[must_use]
    pub fn clip(&self, ratio: f64) -> f64 {
        let capped = ratio.min(1.0 + self.up);
        self.down.map_or(capped, |down| capped.max(1.0 - down))
    }
}

parameters! {
    /// The raw risk scores of one Medicare Advantage population under the two model versions.
    pub struct RawScores {
        /// Under version 24 of the model.
        v24: Ratio = required().range(0.05, 20.0);
        /// Under version 28.
        v28: Ratio = required().range(0.05, 20.0);
        /// Payment year in the scenario's first year; that calendar year when left out.
        payment_year: Option<u64> = optional().range(2024.0, 2100.0);
    }
}

/// A payment year's weight of version 24, and the normalisation of both versions.
///
/// 2024 published (riskadjustmentmodel.com); 2025 and 2026 recalled. From 2026 on version 28 alone.
fn model_of(year: u64) -> (f64, f64, f64) {
    match year {
        ..=2024 => (0.67, 1.146, 1.015),
        2025 => (0.33, 1.153, 1.045),
        _ => (0.0, 1.153, 1.067),
    }
}

/// Rounded to three decimals, as scores are at every step.
fn round3(score: f64) -> f64 {
    (1_000.0 * score).round() / 1_000.0
}

impl RawScores {
    /// The payment score of a calendar year: each version normalised, reduced for coding, then
    /// blended, rounded to three decimals at each step.
    #[must_use]
    pub fn payment(&self, year: u64) -> f64 {
        let (weight, v24, v28) = model_of(year);
        let score = |raw: f64, normal: f64| round3(round3(raw / normal) * (1.0 - CODING_ADJUSTMENT));
        round3(weight * score(self.v24.0, v24) + (1.0 - weight) * score(self.v28.0, v28))
    }

    /// The payment score of a calendar year over that of the scenario's first, `index` years before it.
    #[must_use]
    pub fn ratio(&self, year: CalendarYear, index: usize) -> f64 {
        let since = u64::try_from(index).unwrap_or(u64::MAX);
        let first = self.payment_year.unwrap_or_else(|| u64::from(year.0).saturating_sub(since));
        self.payment(first.saturating_add(since)) / self.payment(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_patients_under_three_years_of_models() {
        // Payer note, section 7 (b): raw 1.25 under V24 and 1.10 under V28.
        // 2024: 1.25/1.146 = 1.091 → × 0.941 = 1.027; 1.10/1.015 = 1.084 → 1.020;
        //       0.67 × 1.027 + 0.33 × 1.020 = 1.025.
        // 2025: 1.084 → 1.020; 1.053 → 0.991; 0.33 × 1.020 + 0.67 × 0.991 = 1.001.
        // 2026: 1.031 → 0.970.
        let scores = RawScores { v24: Ratio(1.25), v28: Ratio(1.10), payment_year: None };
        for (year, score) in [(2024, 1.025), (2025, 1.001), (2026, 0.970), (2030, 0.970)] {
            assert!((scores.payment(year) - score).abs() < 1e-12, "{year}: {}", scores.payment(year));
        }
        // 0.970/1.025 − 1 = −5.37 %: the note prints 5.3 %.
        assert!((scores.ratio(CalendarYear(2026), 2) - 0.970 / 1.025).abs() < 1e-12);
        // A scenario that begins in 2026 has seen the change; one that says it is paid as in 2024 has not.
        assert_eq!(scores.ratio(CalendarYear(2028), 2), 1.0);
        let stated = RawScores { payment_year: Some(2024), ..scores };
        assert!((stated.ratio(CalendarYear(2028), 2) - 0.970 / 1.025).abs() < 1e-12);
    }
}
