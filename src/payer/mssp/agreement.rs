//! The rules of benchmarks by the agreement's start: what an agreement was promised stays its own.

use crate::payer::RuleSet;
use crate::schema::keywords;

keywords! {
    /// What the limit of risk scores holds for.
    pub enum RiskTest {
        /// All types together: beyond demographic growth and the cap every type's ratio is cut to that limit.
        Aggregate = "aggregate",
        /// Each type alone, without demographic growth: agreements before 2024.
        EachType = "each_type",
    }
}

/// How a benchmark is trended, adjusted and updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BenchmarkMethod {
    /// The nation's trend, an update in dollars: first agreements that began before July 2019, and the
    /// renewals of 2016 (42 CFR 425.602).
    National,
    /// The region's trend and update: renewals from 2017 to January 2019 (42 CFR 425.603).
    Regional,
    /// A blend of both, and a regional adjustment from the first agreement on: from July 2019, "Pathways
    /// to Success" (42 CFR 425.601; since 2024 425.652).
    Pathways,
}

impl BenchmarkMethod {
    /// The method of an agreement that began in a month of a year; `is_first` of an ACO's first.
    #[must_use]
    pub fn of(year: u16, month: u8, is_first: bool) -> BenchmarkMethod {
        if (year, month) >= (2019, 7) {
            BenchmarkMethod::Pathways
        } else if !is_first && year >= 2017 {
            BenchmarkMethod::Regional
        } else {
            BenchmarkMethod::National
        }
    }
}

/// What the start of an agreement and the set of rules decide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgreementRules {
    /// Weight of prospective growth in the update: a third since 2024 (42 CFR 425.652(b)).
    pub prospective_weight: f64,
    /// Whether the highest adjustment is taken and none below zero, since 2024; before, the regional one.
    pub takes_highest: bool,
    /// Most that a negative regional adjustment takes, of national spending: 1.5 % since 2024, 5 % before.
    pub most_taken: f64,
    /// Whether a negative regional adjustment is offset for the dually eligible and for risk, since 2024.
    pub offsets: bool,
    /// Part of earlier savings that is added back: half since 2024.
    pub prior_savings_scale: f64,
    /// Whether the population can be adjusted for, since 2025.
    pub for_population: bool,
    /// What the limit of risk scores holds for.
    pub risk_test: RiskTest,
    /// Most weight of a positive regional adjustment under ENHANCED.
    pub most_regional: f64,
    /// How far prospective growth a year may lie below and above the nation's.
    pub rails: (f64, f64),
}

impl AgreementRules {
    /// The rules of an agreement that began in a calendar year.
    #[must_use]
    pub const fn of(start: u16, rules: RuleSet) -> AgreementRules {
        let since_2024 = start >= 2024;
        let by_proposal = matches!(rules, RuleSet::Proposed2027);
        let proposed = by_proposal && start >= 2027;
        AgreementRules {
            prospective_weight: if since_2024 { 1.0 / 3.0 } else { 0.0 },
            takes_highest: since_2024,
            most_taken: if since_2024 { 0.015 } else { 0.05 },
            offsets: since_2024,
            prior_savings_scale: match (since_2024, proposed) {
                (_, true) => 0.75,
                (true, false) => 0.5,
                (false, false) => 0.0,
            },
            for_population: start >= 2025,
            risk_test: if since_2024 { RiskTest::Aggregate } else { RiskTest::EachType },
            most_regional: if proposed { 0.35 } else { 0.50 },
            // 91 FR 44066, as summarised: both for agreements from 2027, the lower for those of 2024 to 2026.
            rails: match (proposed, by_proposal && since_2024) {
                (true, _) => (0.010, 0.015),
                (false, true) => (0.010, f64::INFINITY),
                (false, false) => (f64::INFINITY, f64::INFINITY),
            },
        }
    }

    /// Weights of the regional adjustment below and above the region, by agreement period (42 CFR
    /// 425.601(f), .656(e)); what was proposed for 2027 lowers the first for ENHANCED.
    #[must_use]
    pub fn regional_weights(&self, agreement: usize, enhanced: bool) -> (f64, f64) {
        let (below, above): (f64, f64) = match agreement {
            0 | 1 => (0.35, 0.15),
            2 => (0.50, 0.25),
            3 => (0.50, 0.35),
            _ => (0.50, 0.50),
        };
        (if enhanced { below.min(self.most_regional) } else { below }, above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_for_each_start() {
        let of = BenchmarkMethod::of;
        assert_eq!(of(2012, 4, true), BenchmarkMethod::National);
        assert_eq!(of(2016, 1, false), BenchmarkMethod::National);
        assert_eq!(of(2017, 1, false), BenchmarkMethod::Regional);
        assert_eq!(of(2019, 1, false), BenchmarkMethod::Regional);
        assert_eq!(of(2018, 1, true), BenchmarkMethod::National);
        assert_eq!(of(2019, 7, true), BenchmarkMethod::Pathways);
        assert_eq!(of(2024, 1, false), BenchmarkMethod::Pathways);
    }

    #[test]
    fn what_an_agreement_was_promised_stays_its_own() {
        let of = |start| AgreementRules::of(start, RuleSet::Final);
        let (old, new) = (of(2023), of(2024));
        assert_eq!((old.prospective_weight, new.prospective_weight), (0.0, 1.0 / 3.0));
        assert_eq!((old.risk_test, new.risk_test), (RiskTest::EachType, RiskTest::Aggregate));
        assert_eq!((old.takes_highest, new.takes_highest), (false, true));
        assert_eq!((old.most_taken, new.most_taken), (0.05, 0.015));
        assert_eq!((old.prior_savings_scale, new.prior_savings_scale), (0.0, 0.5));
        assert_eq!((new.for_population, of(2025).for_population), (false, true));
        let weights: Vec<(f64, f64)> =
            (1..=5).map(|agreement| new.regional_weights(agreement, true)).collect();
        assert_eq!(weights, [(0.35, 0.15), (0.5, 0.25), (0.5, 0.35), (0.5, 0.5), (0.5, 0.5)]);
    }

    #[test]
    fn what_was_proposed_holds_for_agreements_from_2027() {
        let of = |start| AgreementRules::of(start, RuleSet::Proposed2027);
        assert_eq!((of(2026).prior_savings_scale, of(2027).prior_savings_scale), (0.5, 0.75));
        assert_eq!(
            (of(2026).regional_weights(2, true).0, of(2027).regional_weights(2, true).0),
            (0.50, 0.35)
        );
        assert_eq!(of(2027).regional_weights(2, false).0, 0.50);
        assert_eq!(AgreementRules::of(2027, RuleSet::Final).prior_savings_scale, 0.5);
        assert_eq!((of(2025).rails, of(2027).rails), ((0.010, f64::INFINITY), (0.010, 0.015)));
        assert_eq!(AgreementRules::of(2027, RuleSet::Final).rails.0, f64::INFINITY);
    }
}
