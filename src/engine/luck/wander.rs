//! The lasting level of an organisation's cost of care, which wanders from year to year.
//!
//! What persons' luck does not explain of the changes from year to year in the public record of settlements lasts:
//! practices join and leave, habits and prices move. The level is a chain of its own, `l' = k·l + √(a² + b²/N)·ε`
//! with `k` close to 1, beside the luck of persons (`carry`), which is mostly gone after a year. A benchmark of
//! base years follows the level as it follows spending.
//!
//! The scenario states what care costs today: the level begins at nothing with the first performance year, its wandering
//! through the base years being part of the spending that is stated.
//!
//! # Sources
//! Estimated from the record by `analysis::backtest`; docs/BACKTEST.md.

use crate::model::Scenario;
use crate::payer::Contract;

/// The chain of a lasting level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wander {
    kept: f64,
    lasting_sd: f64,
    lasting_noise: f64,
}

impl Wander {
    /// Of the part of a level that is left after a year, and the spread that a year adds: whatever the size, and
    /// over √N.
    pub(crate) fn new(kept: f64, lasting_sd: f64, lasting_noise: f64) -> Wander {
        Wander { kept, lasting_sd, lasting_noise }
    }

    /// The chain of a contract. Episodes and measures are new persons each year, and have no level of their own.
    pub(crate) fn of(scenario: &Scenario, contract: &Contract) -> Wander {
        let chance = &scenario.chance;
        if contract.terms.counts_people() {
            Wander::new(chance.lasting_kept.0, chance.lasting_sd.0, chance.lasting_noise.0)
        } else {
            Wander::new(0.0, 0.0, 0.0)
        }
    }

    /// This year's level over `lives`, from last year's and from chance, a standard normal.
    pub(crate) fn next(&self, before: f64, chance: f64, lives: f64) -> f64 {
        self.kept * before + self.variance(lives).sqrt() * chance
    }

    /// Part of the level that is left after a year.
    #[cfg(any(feature = "replay", test))]
    pub(crate) fn kept(&self) -> f64 {
        self.kept
    }

    /// Variance that a year adds to the level of a population.
    pub(crate) fn variance(&self, lives: f64) -> f64 {
        self.lasting_sd * self.lasting_sd + self.lasting_noise * self.lasting_noise / lives.max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_year_adds() {
        // 0.01² + 2²/10,000 = 0.0001 + 0.0004.
        let wander = Wander::new(0.98, 0.01, 2.0);
        assert!((wander.variance(10_000.0) - 0.000_5).abs() < 1e-15);
        // 0.98 · 0.05 + √0.0005 · 2 = 0.049 + 0.0447214.
        assert!((wander.next(0.05, 2.0, 10_000.0) - 0.093_721_4).abs() < 1e-7);
        assert_eq!(wander.kept(), 0.98);
        // A population of none is one person.
        assert_eq!(wander.variance(0.0), wander.variance(1.0));
    }
}
