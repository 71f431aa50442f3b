//! How much of a year's luck in the cost of care carries over into the next.
//!
//! The persons who were dear last year are likely to be dear again, as far as they are still there.
//! Luck is therefore a chain: `z' = r·z + √(1 − r²)·ε`, with `r` = (1 − churn) times the correlation of
//! one person's cost between two years.
//!
//! The constant behind the noise of savings, `k/√N` (row 27), is that of the first performance year
//! against base years weighted 10, 30 and 60 %. One year's part of it follows: the variance of
//! `z₄ − (0.1 z₁ + 0.3 z₂ + 0.6 z₃)` is `1.46 − 0.78 r − 0.48 r² − 0.2 r³`. At `r` = 0.27 a year's noise is
//! 1.93/√N, next to the 1.88 of a person's own spread (row 26), which is found from other data.
//!
//! # Sources
//! Behaviour note §3.1 to 3.3, rows 26 to 29.

use crate::model::Scenario;
use crate::payer::Contract;

/// The chain of a contract's luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CarryOver {
    /// Correlation of a year with the year before.
    last: f64,
    /// Weight of what is new.
    new: f64,
}

impl CarryOver {
    /// The chain of a contract. Episodes and measures are new persons each year.
    pub(crate) fn of(scenario: &Scenario, contract: &Contract) -> CarryOver {
        let same_people = contract.terms.counts_people();
        let persistence = if same_people { scenario.chance.persistence.0 } else { 0.0 };
        CarryOver::new(carried(contract.attribution.churn.0, persistence))
    }

    fn new(last: f64) -> CarryOver {
        CarryOver { last, new: (1.0 - last * last).max(0.0).sqrt() }
    }

    /// This year's luck, from last year's and from chance; both standardised.
    pub(crate) fn next(&self, before: f64, chance: f64) -> f64 {
        self.last * before + self.new * chance
    }

    /// What is already known of a year's luck from the year before, and the spread of the rest.
    pub(crate) fn foreseen(&self, before: f64) -> (f64, f64) {
        (self.last * before, self.new)
    }

    /// Standard deviation of one year's spending per person over a population, so that the first
    /// year's savings have `constant/√lives`.
    pub(crate) fn yearly_noise(&self, constant: f64, lives: f64) -> f64 {
        let r = self.last;
        let savings = 1.46 - r * (0.78 + r * (0.48 + 0.2 * r));
        constant / (savings * lives.max(1.0)).sqrt()
    }
}

/// How much of a year's luck carries over into the next, where a part `churn` of the persons leaves.
pub(crate) fn carried(churn: f64, persistence: f64) -> f64 {
    (1.0 - churn) * between_years(persistence)
}

/// Correlation of one person's cost, `½E²` cut off at its 99th percentile, between two years whose
/// normal scores correlate by `persistence`: a fit to simulated values.
fn between_years(persistence: f64) -> f64 {
    persistence * (0.55 + 0.39 * persistence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fit_meets_the_behaviour_notes_simulated_values() {
        // §3.1: 0.30, 0.45, 0.50, 0.60 → 0.20, 0.33, 0.37, 0.47.
        for (scores, costs) in [(0.30, 0.20), (0.45, 0.33), (0.50, 0.37), (0.60, 0.47)] {
            assert!((between_years(scores) - costs).abs() < 0.005, "{scores}: {}", between_years(scores));
        }
        assert_eq!(between_years(0.0), 0.0);
    }

    /// The variance of z₄ − Σ w z by hand, term by term, at r = 0.5: 1 + 0.46 (own variances) +
    /// 2 (0.03·0.5 + 0.06·0.25 + 0.18·0.5) − 2 (0.1·0.125 + 0.3·0.25 + 0.6·0.5) = 1.46 + 0.24 − 0.775
    /// = 0.925.
    #[test]
    fn one_years_part_of_the_noise_of_savings() {
        let noise = CarryOver::new(0.5).yearly_noise(2.0, 400.0);
        assert!((noise - 2.0 / (0.925_f64 * 400.0).sqrt()).abs() < 1e-15, "{noise}");
        // Independent years: 1.46.
        let apart = CarryOver::new(0.0).yearly_noise(2.15, 10_000.0);
        assert!((apart - 0.017_793_5).abs() < 1e-7, "{apart}");
    }

    #[test]
    fn the_chain_keeps_its_spread() {
        // r = 0.6: 0.36 + 0.64 = 1; z = 1 then ε = 0.5: 0.6 + 0.4 = 1.
        let chain = CarryOver::new(0.6);
        assert!((chain.next(1.0, 0.5) - 1.0).abs() < 1e-15);
        let (known, rest) = chain.foreseen(2.0);
        assert!((known - 1.2).abs() < 1e-15 && (rest - 0.8).abs() < 1e-15);
        assert_eq!(CarryOver::new(0.0).next(3.0, 0.25), 0.25);
    }
}
