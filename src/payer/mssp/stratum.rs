//! From historical benchmarks to an updated one, for one enrolment type and for several together.

use super::adjustment::{
    AdjustmentCategory, Adjustments, MOST_ADDED, population_adjustment, prior_savings_adjustment,
    regional_adjustment,
};
use super::agreement::{AgreementRules, RiskTest};
use crate::units::Share;

/// One enrolment type's way to its updated benchmark, per person and year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratum {
    /// Historical benchmark before adjustments.
    pub historical: f64,
    /// Regional spending in the third base year, risk-adjusted.
    pub regional: f64,
    /// National spending in the third base year: the base of the caps.
    pub national: f64,
    /// Two-way growth factor from the third base year to the performance year.
    pub two_way: f64,
    /// Prospective growth factor over the same years.
    pub acpt: f64,
    /// Risk ratio from the third base year to the performance year, uncapped.
    pub risk_ratio: f64,
    /// The most that ratio may be.
    pub risk_limit: f64,
}

/// By what an agreement's benchmark is adjusted, updated and limited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Construction {
    /// What the agreement's start decides.
    pub rules: AgreementRules,
    /// Weights of the regional adjustment where the ACO spends less than its region, and where more.
    pub regional_weights: (f64, f64),
    /// By how much a negative regional adjustment is shrunk.
    pub offset: f64,
    /// Mean prior savings per person, prorated.
    pub prior_savings: f64,
    /// Part of the population that is dually eligible or of low income.
    pub low_income: f64,
    /// A regional adjustment that is stated, per person.
    pub stated_regional: Option<f64>,
    /// A prior-savings adjustment that is stated, per person.
    pub stated_prior_savings: Option<f64>,
    /// What the limit of risk scores holds for.
    pub risk_test: RiskTest,
}

/// What was added to a historical benchmark per person: the region's adjustment goes to each type by its own
/// distance, another to every person alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdjustmentTaken {
    /// For what.
    pub category: AdjustmentCategory,
    /// Per person.
    pub amount: f64,
    /// Whether each type has its own.
    pub by_type: bool,
}

/// A benchmark as built, per person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuiltBenchmark {
    /// The updated benchmark.
    pub per_person: f64,
    /// What it would be without prospective growth: over this a loss is tested again.
    pub without_prospect: f64,
    /// What was added to the historical benchmark; nothing is known of a stated one.
    pub taken: Option<AdjustmentTaken>,
}

impl Construction {
    fn regional(&self, one: &Stratum) -> f64 {
        let caps = (MOST_ADDED * one.national, self.rules.most_taken * one.national);
        let offset = if self.rules.offsets { self.offset } else { 0.0 };
        regional_adjustment(one.regional - one.historical, self.regional_weights, caps, offset)
    }

    /// The adjustment that the agreement takes, over the person-years of the third base year.
    #[must_use]
    pub fn taken(&self, types: impl Iterator<Item = (Share, Stratum)>) -> AdjustmentTaken {
        let (mut regional, mut ceiling) = (0.0, 0.0);
        for (share, one) in types {
            regional += share.0 * self.regional(&one);
            ceiling += share.0 * MOST_ADDED * one.national;
        }
        let scale = self.rules.prior_savings_scale;
        let worked_out = prior_savings_adjustment(self.prior_savings, scale, 1.0, ceiling);
        let for_population = self.rules.for_population;
        let adjustments = Adjustments {
            regional: self.stated_regional.unwrap_or(regional),
            prior_savings: self.stated_prior_savings.unwrap_or(worked_out),
            population: if for_population { population_adjustment(self.low_income, ceiling) } else { 0.0 },
        };
        let (category, amount) = adjustments.chosen(self.rules.takes_highest);
        let by_type = category == AdjustmentCategory::Regional && self.stated_regional.is_none();
        AdjustmentTaken { category, amount, by_type }
    }

    /// The updated benchmark of types with their parts of the person-years.
    ///
    /// The aggregate is tested as `Σ W·ratio > Σ W·limit`, with `W` a type's adjusted historical benchmark
    /// times its person-years.
    #[must_use]
    pub fn build(
        &self,
        types: impl Iterator<Item = (Share, Stratum)>,
        taken: AdjustmentTaken,
    ) -> BuiltBenchmark {
        let weight = self.rules.prospective_weight;
        let (mut beyond, mut free, mut cut) = (0.0, [0.0; 2], [0.0; 2]);
        for (share, one) in types {
            let added = if taken.by_type { self.regional(&one) } else { taken.amount };
            let adjusted = share.0 * (one.historical + added);
            let growth = [(1.0 - weight) * one.two_way + weight * one.acpt, one.two_way];
            beyond += adjusted * (one.risk_ratio - one.risk_limit);
            for (place, growth) in growth.into_iter().enumerate() {
                free[place] += adjusted * growth * one.risk_ratio;
                cut[place] += adjusted * growth * one.risk_ratio.min(one.risk_limit);
            }
        }
        let [per_person, without_prospect] = match self.risk_test {
            RiskTest::Aggregate if beyond <= 0.0 => free,
            RiskTest::Aggregate | RiskTest::EachType => cut,
        };
        BuiltBenchmark { per_person, without_prospect, taken: Some(taken) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::RuleSet;
    use crate::payer::mssp::{base_weights, weighted};

    const BASE: [f64; 3] = [12_109.9, 12_077.6, 12_000.0];

    fn construction(start: u16) -> Construction {
        let rules = AgreementRules::of(start, RuleSet::Final);
        Construction {
            rules,
            regional_weights: rules.regional_weights(1, false),
            offset: 0.0,
            prior_savings: 300.0 * 0.92,
            low_income: 0.0,
            stated_regional: None,
            stated_prior_savings: None,
            risk_test: rules.risk_test,
        }
    }

    fn stratum(historical: f64) -> Stratum {
        Stratum {
            historical,
            regional: 12_900.0,
            national: 12_300.0,
            two_way: 1.05654,
            acpt: 1.049,
            risk_ratio: 1.055,
            risk_limit: 1.038,
        }
    }

    fn built(construction: &Construction, one: Stratum) -> BuiltBenchmark {
        let types = || std::iter::once((Share(1.0), one));
        construction.build(types(), construction.taken(types()))
    }

    fn taken(built: &BuiltBenchmark) -> AdjustmentTaken {
        built.taken.unwrap()
    }

    /// Worked example 4: from adjusted base years to the updated benchmark.
    #[test]
    fn worked_example_4() {
        let historical = |is_first| weighted(BASE, base_weights(is_first));
        // 1,210.99 + 3,623.28 + 7,200 = 12,034.27; equal weights 12,062.50.
        assert!((historical(true) - 12_034.27).abs() < 1e-6);
        assert!((historical(false) - 12_062.5).abs() < 1e-6);
        let since_2024 = construction(2024);
        // .35 × (12,900 − 12,034.27) = 303.0055 against .5 × 276 = 138.
        let first = built(&since_2024, stratum(historical(true)));
        assert!((taken(&first).amount - 303.005_5).abs() < 1e-6);
        assert_eq!(taken(&first).category, AdjustmentCategory::Regional);
        // The note takes the regional difference against the equal-weighted base, 837.5: 293.1. Growth
        // ⅔ × 1.05654 + ⅓ × 1.049 = 1.0540267: (12,062.50 + 293.125) × 1.0540267 × 1.038 = 13,518.0.
        let published = built(&since_2024, stratum(historical(false)));
        assert!((taken(&published).amount - 293.125).abs() < 1e-6);
        assert!((published.per_person - 13_518.0).abs() < 0.05, "{published:?}");
        // Without prospective growth 12,355.625 × 1.05654 × 1.038 = 13,550.24.
        assert!((published.without_prospect - 13_550.24).abs() < 0.05, "{published:?}");
    }

    /// An agreement of 2022 knows no prospective growth, and no prior savings: 12,355.625 × 1.05654 × 1.038.
    #[test]
    fn an_agreement_of_2022_keeps_its_own_rules() {
        let found = built(&construction(2022), stratum(12_062.5));
        assert_eq!(found.per_person, found.without_prospect);
        assert!((found.per_person - 13_550.24).abs() < 0.05);
        // Where the region spends less, 11,062.50: 15 % of −1,000 = −150, kept.
        let above = built(&construction(2022), Stratum { regional: 11_062.5, ..stratum(12_062.5) });
        assert!((taken(&above).amount + 150.0).abs() < 1e-9);
        // One of 2024 takes prior savings instead, 138, and without them nothing.
        let dear = Stratum { regional: 11_062.5, ..stratum(12_062.5) };
        let since_2024 = construction(2024);
        assert_eq!(taken(&built(&since_2024, dear)).category, AdjustmentCategory::PriorSavings);
        let none = built(&Construction { prior_savings: 0.0, ..since_2024 }, dear);
        assert_eq!((taken(&none).category, taken(&none).amount), (AdjustmentCategory::None, 0.0));
    }

    /// A quarter dually eligible or of low income: 0.25 × 615 = 153.75, above 138; open from 2025 on.
    #[test]
    fn a_population_of_low_income() {
        let with = |start| Construction { low_income: 0.25, ..construction(start) };
        let dear = Stratum { regional: 12_062.5, ..stratum(12_062.5) };
        let found = taken(&built(&with(2025), dear));
        assert_eq!(found.category, AdjustmentCategory::Population);
        assert!((found.amount - 153.75).abs() < 1e-9);
        assert_eq!(taken(&built(&with(2024), dear)).category, AdjustmentCategory::PriorSavings);
    }

    /// Half of the people at 10,000, below a region of 12,000: 35 % × 2,000 = 700, cut at 615. Half at 14,000,
    /// above a region of 12,000: 15 % × −2,000 = −300, held at −184.50, and with an offset of 0.3 at −129.15.
    /// Together (615 − 184.50)/2 = 215.25, and (615 − 129.15)/2 = 242.925 with the offset.
    #[test]
    fn the_offset_shrinks_what_a_type_loses() {
        let one = |historical| (Share(0.5), Stratum { regional: 12_000.0, ..stratum(historical) });
        let taken = |offset| {
            let built = Construction { offset, prior_savings: 0.0, ..construction(2024) };
            built.taken([one(10_000.0), one(14_000.0)].into_iter()).amount
        };
        assert!((taken(0.0) - 215.25).abs() < 1e-9);
        assert!((taken(0.3) - 242.925).abs() < 1e-9);
    }
}
