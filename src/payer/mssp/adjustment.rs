//! What is added to a historical benchmark: for the region, for earlier savings, for a population of
//! low income; and which of them an agreement takes.

use crate::units::words;

words! {
    /// What an agreement's historical benchmark was adjusted for, in the words of the public record.
    pub enum AdjustmentCategory {
        record_word: "The word of the public record.";
        /// The region's spending (42 CFR 425.656).
        Regional = "Regional Adjustment",
        /// Savings of the agreement before (42 CFR 425.658).
        PriorSavings = "Prior Savings Adjustment",
        /// A population dually eligible or of low income (42 CFR 425.662).
        Population = "Population Adjustment",
        /// Nothing.
        None = "No Adjustment",
    }
}

impl AdjustmentCategory {
    /// Its name among the numbers of a settlement.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            AdjustmentCategory::Regional => "regional adjustment, per person",
            AdjustmentCategory::PriorSavings => "prior savings adjustment, per person",
            AdjustmentCategory::Population => "population adjustment, per person",
            AdjustmentCategory::None => "no adjustment, per person",
        }
    }
}

/// Most that the benchmark is adjusted upward, as a share of national spending per person (42 CFR
/// 425.652(a)(8)).
pub const MOST_ADDED: f64 = 0.05;

/// Part of the beneficiaries who are dually eligible or of low income from which the population
/// adjustment is open (final rule for 2025; 20 % was proposed).
pub(super) const ENOUGH_LOW_INCOME: f64 = 0.15;

/// The three adjustments in dollars per person.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Adjustments {
    /// For the region; below zero where the ACO spends more than it.
    pub regional: f64,
    /// For earlier savings.
    pub prior_savings: f64,
    /// For the population.
    pub population: f64,
}

impl Adjustments {
    /// The one that an agreement takes. Those that began before 2024 have the regional one, whatever its
    /// sign; later ones the highest, and none below zero. The public record of 2024 explains each of its
    /// 476 categories so.
    #[must_use]
    pub fn chosen(&self, highest: bool) -> (AdjustmentCategory, f64) {
        if !highest {
            return (AdjustmentCategory::Regional, self.regional);
        }
        let others = [
            (AdjustmentCategory::PriorSavings, self.prior_savings),
            (AdjustmentCategory::Population, self.population),
        ];
        let nothing = (AdjustmentCategory::None, 0.0);
        let regional = (AdjustmentCategory::Regional, self.regional);
        let start = if self.regional > 0.0 { regional } else { nothing };
        others.into_iter().fold(start, |best, one| if one.1 > best.1 { one } else { best })
    }
}

/// Regional adjustment of one enrolment type: a part of the distance to the region, within caps of
/// national spending, and shrunk by `offset` where it lowers the benchmark.
#[must_use]
pub fn regional_adjustment(distance: f64, weights: (f64, f64), caps: (f64, f64), offset: f64) -> f64 {
    let (below, above) = weights;
    let (ceiling, floor) = caps;
    if distance >= 0.0 {
        (below * distance).min(ceiling)
    } else {
        (above * distance).max(-floor) * (1.0 - offset)
    }
}

/// By how much a negative regional adjustment is shrunk: the part of the population that is dually
/// eligible, and by how much its mean risk score lies above 1, together at most all of it (42 CFR
/// 425.656, recalled; that it shrinks by these two was read).
#[must_use]
pub fn offset_factor(dual_share: f64, mean_risk: f64) -> f64 {
    (dual_share + mean_risk - 1.0).clamp(0.0, 1.0)
}

/// How much of earlier savings still counts when more people are assigned than saved them: the
/// person-years of then over those of the base years, at most all.
#[must_use]
pub fn proration(person_years_then: f64, person_years_now: f64) -> f64 {
    if person_years_then > 0.0 && person_years_now > 0.0 {
        (person_years_then / person_years_now).min(1.0)
    } else {
        1.0
    }
}

/// Adjustment for earlier savings: `scale` of what was saved per person on the mean of three years,
/// prorated, at most `ceiling`; nothing where that mean is no saving.
#[must_use]
pub fn prior_savings_adjustment(mean_saved: f64, scale: f64, prorated: f64, ceiling: f64) -> f64 {
    (scale * mean_saved * prorated).clamp(0.0, ceiling.max(0.0))
}

/// Adjustment for the population: the most an adjustment can be, by the part of the beneficiaries who
/// are dually eligible or of low income, from 15 % on.
#[must_use]
pub fn population_adjustment(low_income: f64, ceiling: f64) -> f64 {
    if low_income >= ENOUGH_LOW_INCOME { low_income * ceiling } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
    }

    #[test]
    fn an_agreement_from_2024_takes_the_highest_and_nothing_below_zero() {
        let chosen = |regional, prior_savings, population| {
            Adjustments { regional, prior_savings, population }.chosen(true)
        };
        assert_eq!(chosen(293.0, 138.0, 0.0), (AdjustmentCategory::Regional, 293.0));
        assert_eq!(chosen(120.0, 138.0, 0.0), (AdjustmentCategory::PriorSavings, 138.0));
        // A negative regional adjustment is neither taken nor netted with prior savings.
        assert_eq!(chosen(-80.0, 138.0, 0.0), (AdjustmentCategory::PriorSavings, 138.0));
        assert_eq!(chosen(-80.0, 0.0, 0.0), (AdjustmentCategory::None, 0.0));
        assert_eq!(chosen(100.0, 138.0, 153.75), (AdjustmentCategory::Population, 153.75));
        // At equal heights the region's.
        assert_eq!(chosen(138.0, 138.0, 138.0).0, AdjustmentCategory::Regional);
    }

    #[test]
    fn an_earlier_agreement_keeps_a_negative_regional_adjustment() {
        let chosen = |regional| Adjustments { regional, prior_savings: 500.0, population: 0.0 }.chosen(false);
        assert_eq!(chosen(-80.0), (AdjustmentCategory::Regional, -80.0));
        assert_eq!(chosen(80.0), (AdjustmentCategory::Regional, 80.0));
    }

    /// National spending 12,300: +5 % is 615, −1.5 % is 184.50. 35 % of 800 = 280; of 2,000 = 700, cut at
    /// 615. 15 % of −800 = −120; of −2,000 = −300, held at −184.50. With 20 % dually eligible at a mean
    /// score of 1.10 the offset is 0.30: −120 becomes −84, −184.50 becomes −129.15.
    #[test]
    fn regional_adjustment_hand_worked() {
        let at = |distance, offset| regional_adjustment(distance, (0.35, 0.15), (615.0, 184.5), offset);
        close(at(800.0, 0.3), 280.0);
        close(at(2_000.0, 0.0), 615.0);
        close(at(-800.0, 0.0), -120.0);
        close(at(-2_000.0, 0.0), -184.5);
        let offset = offset_factor(0.20, 1.10);
        close(offset, 0.30);
        close(at(-800.0, offset), -84.0);
        close(at(-2_000.0, offset), -129.15);
        // Few dually eligible and healthy: no offset; all of it at most.
        close(offset_factor(0.05, 0.90), 0.0);
        close(offset_factor(0.90, 1.40), 1.0);
    }

    /// 300 saved on the mean, 9,200 person-years then and 10,000 now: 0.92 of half of it, 138. Three
    /// quarters, as proposed for 2027: 207. At 1,500 saved, half and prorated is 690, cut at 615.
    #[test]
    fn prior_savings_hand_worked() {
        let prorated = proration(9_200.0, 10_000.0);
        close(prorated, 0.92);
        close(prior_savings_adjustment(300.0, 0.5, prorated, 615.0), 138.0);
        close(prior_savings_adjustment(300.0, 0.75, prorated, 615.0), 207.0);
        close(prior_savings_adjustment(1_500.0, 0.5, prorated, 615.0), 615.0);
        // Fewer than then: all of it. Unknown: all of it. No savings: nothing.
        close(proration(10_000.0, 9_200.0), 1.0);
        close(proration(0.0, 9_200.0), 1.0);
        close(prior_savings_adjustment(0.0, 0.5, 1.0, 615.0), 0.0);
        close(prior_savings_adjustment(-40.0, 0.5, 1.0, 615.0), 0.0);
    }

    /// A quarter of 615 is 153.75; 15 % is enough, a hair less is not.
    #[test]
    fn population_adjustment_hand_worked() {
        close(population_adjustment(0.25, 615.0), 153.75);
        close(population_adjustment(0.15, 615.0), 92.25);
        close(population_adjustment(0.1499, 615.0), 0.0);
    }
}
