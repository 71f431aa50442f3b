//! How a commercial contract builds its spending benchmark.
//!
//! Base years come from the system's own record; rebasing moves them forward, so that last year's
//! savings lower next year's target (the ratchet).

use super::{BASE_YEARS, History, Market};
use crate::math::power;
use crate::schema::{Grade, ReadTable, choices, empty, number, parameters};
use crate::units::{Ratio, Share, SignedShare};

choices! {
    /// Where the benchmark comes from.
    pub enum Benchmark {
        /// The system's own base years, moved to the performance year by the region's actual growth.
        Historical(Historical) = "historical",
        /// What the region spends.
        Regional(Regional) = "regional",
        /// Part own history, part region.
        Blended(Blended) = "blended",
        /// The system's own base years, moved by a growth rate fixed in advance.
        Prospective(Prospective) = "prospective",
    }
}

parameters! {
    /// Own history at actual regional growth.
    pub struct Historical {
        /// Weights of the three base years, oldest first; equal when empty.
        base_weights: Vec<Share> = empty();
    }
    check Historical::check
}

parameters! {
    /// The region's spending.
    pub struct Regional {
        /// The region's spending per person over the attributed population's own, in the base year.
        regional_ratio: Ratio = number(1.0).range(0.5, 2.0).because("the system spends what its region spends");
    }
}

parameters! {
    /// A blend of own history and region.
    pub struct Blended {
        /// Weight of own history.
        own_weight: Share = number(0.65)
            .from(Grade::Published, "1 less the 35 % regional weight of MSSP's first agreement (Milliman)");
        /// Weights of the three base years, oldest first; equal when empty.
        base_weights: Vec<Share> = empty();
        /// The region's spending per person over the attributed population's own, in the base year.
        regional_ratio: Ratio = number(1.0).range(0.5, 2.0).because("the system spends what its region spends");
    }
    check Blended::check
}

parameters! {
    /// Own history at a growth rate fixed in advance.
    pub struct Prospective {
        /// The fixed growth rate.
        growth: SignedShare = number(0.04).range(-0.2, 0.3).because("the expected trend");
        /// Weights of the three base years, oldest first; equal when empty.
        base_weights: Vec<Share> = empty();
    }
    check Prospective::check
}

fn check_weights(weights: &[Share], table: &mut ReadTable<'_, '_, '_>) {
    let total: f64 = weights.iter().map(|w| w.0).sum();
    if !weights.is_empty() && (weights.len() != BASE_YEARS || (total - 1.0).abs() > 1e-6) {
        table.problem(
            "base_weights",
            format!("found {} weights adding up to {total}; write three that add up to 1, such as [0.1, 0.3, 0.6]", weights.len()),
        );
    }
}

impl Historical {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_weights(&self.base_weights, table);
    }
}

impl Blended {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_weights(&self.base_weights, table);
    }
}

impl Prospective {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_weights(&self.base_weights, table);
    }
}

/// Weighted mean of the base years, each trended to the last of them.
#[must_use]
pub fn own_base(weights: &[Share], history: &History, index: &[f64]) -> f64 {
    let years = history.trended(index);
    if weights.is_empty() {
        #[expect(clippy::cast_precision_loss, reason = "three")]
        return years.iter().sum::<f64>() / BASE_YEARS as f64;
    }
    years.iter().zip(weights).map(|(spending, weight)| spending * weight.0).sum()
}

impl Benchmark {
    /// Benchmark per person for a performance year.
    #[must_use]
    pub fn per_person(&self, year: usize, history: &History, market: &Market<'_>) -> f64 {
        let growth = Market::growth(market.regional, history, year);
        let region = |ratio: Ratio| {
            ratio.0 * market.level * market.regional[BASE_YEARS + year] / market.regional[BASE_YEARS - 1]
        };
        match self {
            Benchmark::Historical(terms) => own_base(&terms.base_weights, history, market.regional) * growth,
            Benchmark::Regional(terms) => region(terms.regional_ratio),
            Benchmark::Blended(terms) => {
                let own = own_base(&terms.base_weights, history, market.regional) * growth;
                terms.own_weight.0 * own + (1.0 - terms.own_weight.0) * region(terms.regional_ratio)
            }
            Benchmark::Prospective(terms) => {
                let years = i32::try_from(BASE_YEARS + year - history.last_base).unwrap_or(i32::MAX);
                own_base(&terms.base_weights, history, market.regional) * power(1.0 + terms.growth.0, years)
            }
        }
    }

    /// Part of the benchmark's growth that does not follow actual growth.
    #[must_use]
    pub fn forecast_exposure(&self) -> f64 {
        match self {
            Benchmark::Historical(_) | Benchmark::Regional(_) | Benchmark::Blended(_) => 0.0,
            Benchmark::Prospective(_) => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Own spending 95, 98, 102 in the base years; the region's index grows 5 % a year throughout.
    fn setting() -> (History, Vec<f64>) {
        let index: Vec<f64> = (0..6).map(|y| 1.05_f64.powi(y)).collect();
        (History::new([95.0, 98.0, 102.0], 3), index)
    }

    fn market(index: &[f64]) -> Market<'_> {
        Market { national: index, regional: index, level: 100.0 }
    }

    #[test]
    fn four_methods_hand_worked() {
        let (history, index) = setting();
        // Trended to base year 3: 95·1.1025 = 104.7375, 98·1.05 = 102.9, 102.
        // Weights 10/30/60: 10.47375 + 30.87 + 61.2 = 102.54375; performance year 1: ×1.05^2.
        let weights = vec![Share(0.1), Share(0.3), Share(0.6)];
        let historical = Benchmark::Historical(Historical { base_weights: weights.clone() });
        let at = |b: &Benchmark| b.per_person(1, &history, &market(&index));
        assert!((at(&historical) - 102.54375 * 1.1025).abs() < 1e-9);
        // Region: 1.03 × 100 × 1.05^2.
        let regional = Benchmark::Regional(Regional { regional_ratio: Ratio(1.03) });
        assert!((at(&regional) - 113.5575).abs() < 1e-9);
        let blended = Benchmark::Blended(Blended {
            own_weight: Share(0.65),
            base_weights: weights.clone(),
            regional_ratio: Ratio(1.03),
        });
        assert!((at(&blended) - (0.65 * 102.54375 * 1.1025 + 0.35 * 113.5575)).abs() < 1e-9);
        // Fixed 4 %: two years from base year 3 to performance year 1 (the second).
        let prospective =
            Benchmark::Prospective(Prospective { growth: SignedShare(0.04), base_weights: weights });
        assert!((at(&prospective) - 102.54375 * 1.0816).abs() < 1e-9);
    }

    #[test]
    fn rebasing_ratchets_savings_away() {
        let (mut history, index) = setting();
        let historical = Benchmark::Historical(Historical { base_weights: vec![] });
        for year in 0..3 {
            // Ten below what the record would trend to.
            history.record(102.0 * 1.05_f64.powi(year + 1) - 10.0, 0.0);
        }
        let before = historical.per_person(2, &history, &market(&index));
        history.rebase();
        let after = historical.per_person(2, &history, &market(&index));
        assert!(after < before - 9.0, "{before} → {after}");
    }
}
