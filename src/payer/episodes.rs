//! What episode contracts share: reconciliation of episodes against target prices.
//!
//! Under an episode contract an attributed life is an episode: lives are episodes a year, spending is
//! the cost of one.

use super::{BASE_YEARS, Market, Year};
use crate::terms::Sharing;

/// Coefficient of variation of one person's yearly cost that the engine's spending noise stands for
/// when its years are independent, as those of episodes are: 2.12, the constant of a savings rate, less
/// the part that base years add (weights 10/30/60), so 2.12/√1.46.
const PERSON_CV: f64 = 1.754_53;

/// Noise of episode costs with a coefficient of variation, as a multiple of that of persons' years.
pub(super) fn noise(episode_cv: f64) -> f64 {
    episode_cv / PERSON_CV
}

/// The region's growth from the base year to the year before a performance year: what is known when its prices
/// are set.
pub(super) fn known_growth(market: &Market<'_>, year: &Year) -> f64 {
    market.regional[BASE_YEARS + year.index - 1] / market.regional[BASE_YEARS - 1]
}

/// A reconciliation: first-dollar on both sides, scaled by quality, then limited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reconciliation {
    /// Composite quality score, 0 to 1.
    pub score: f64,
    /// Part of a gain that quality can take.
    pub gain_at_risk: f64,
    /// Part of a loss that quality can spare.
    pub loss_at_risk: f64,
    /// Most that can be gained, as a share of target prices.
    pub gain_limit: f64,
    /// Most that can be owed, as a share of target prices; 0 owes nothing.
    pub loss_limit: f64,
}

impl Reconciliation {
    /// A gain is multiplied by `1 − at risk × (1 − score)`, a loss by `1 − at risk × score`.
    pub(super) fn sharing(&self) -> Sharing {
        Sharing {
            full_rate: 1.0,
            rate: 1.0 - self.gain_at_risk * (1.0 - self.score),
            minimum_savings_rate: 0.0,
            rate_below_minimum: 0.0,
            savings_cap: self.gain_limit,
            loss_rate: if self.loss_limit > 0.0 { 1.0 - self.loss_at_risk * self.score } else { 0.0 },
            minimum_loss_rate: 0.0,
            loss_cap: self.loss_limit,
            sequestration: 0.0,
            loss_sequestration: 0.0,
            deductible: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constant_is_one_year_of_a_savings_rate() {
        assert!((PERSON_CV - 2.12 / 1.46_f64.sqrt()).abs() < 1e-5);
        // Episodes as variable as persons' years have their noise.
        assert!((noise(PERSON_CV) - 1.0).abs() < 1e-12);
    }
}
