//! Medicare enrolment types of an ACO's population: who they are, what they cost, how their scores grow.

use super::Stratum;
use crate::schema::{keywords, number, optional, parameters, required};
use crate::units::{Ratio, Share, SignedShare};

keywords! {
    /// A type by which the programme builds benchmarks (42 CFR 425.652(a)(2)).
    pub enum MedicareKind {
        /// With end-stage renal disease.
        Esrd = "esrd",
        /// Disabled.
        Disabled = "disabled",
        /// Aged, dually eligible for Medicare and Medicaid.
        AgedDual = "aged_dual",
        /// Aged, not dually eligible.
        AgedNonDual = "aged_non_dual",
    }
}

parameters! {
    /// One enrolment type of an MSSP population.
    pub struct MedicareType {
        /// Which type.
        kind: MedicareKind = required();
        /// Part of the population's person-years, in base and performance years alike.
        share: Share = required();
        /// Cost of one of them over that of a beneficiary of the type everything is compared with. Only the
        /// ratios among the types count: together they cost what the population costs.
        cost_ratio: Ratio = number(1.0).range(0.1, 50.0)
            .because("as the others; per-capita spending of PY2024 was $98,180 for ESRD, $12,693 for the disabled, $20,248 for the aged who are dually eligible and $12,424 for those who are not");
        /// Growth of their risk score by coding, beyond the population's: in force from the first year on,
        /// not year by year. It raises the benchmark; what they cost does not grow with it.
        risk_growth: SignedShare = number(0.0).range(-0.5, 0.5).because("scores of all types grow alike");
        /// Regional spending on one of them over the ACO's own, in the base year; the contract's when left out.
        regional_ratio: Option<Ratio> = optional().range(0.5, 2.0);
    }
}

impl MedicareType {
    /// Kind, and part of the population's person-years.
    #[must_use]
    pub fn part(&self) -> (MedicareKind, Share) {
        (self.kind, self.share)
    }

    /// The stratum of each type with its part of the person-years, from that of the whole population, whose
    /// region spends `regional_ratio` times what the ACO does.
    ///
    /// Spending of own base years, region and nation goes to a type by what it costs: it is known for the
    /// population only.
    pub(super) fn strata(
        types: &[MedicareType],
        whole: Stratum,
        regional_ratio: Ratio,
    ) -> impl Iterator<Item = (Share, Stratum)> + Clone {
        let mean: f64 = types.iter().map(|one| one.share.0 * one.cost_ratio.0).sum();
        types.iter().map(move |one| {
            let relative = one.cost_ratio.0 / mean;
            let region = one.regional_ratio.map_or(1.0, |own| own.0 / regional_ratio.0);
            let stratum = Stratum {
                historical: relative * whole.historical,
                regional: relative * region * whole.regional,
                national: relative * whole.national,
                risk_ratio: whole.risk_ratio * (1.0 + one.risk_growth.0),
                ..whole
            };
            (one.share, stratum)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::family::Family;
    use crate::payer::mssp::tests::mssp;
    use crate::payer::mssp::{Level, Mssp, RiskTest};
    use crate::payer::{Experience, History, Market, Year};
    use crate::units::{Cents, PerPersonYear};

    fn of(kind: MedicareKind, share: f64, cost_ratio: f64, risk_growth: f64) -> MedicareType {
        MedicareType {
            kind,
            share: Share(share),
            cost_ratio: Ratio(cost_ratio),
            risk_growth: SignedShare(risk_growth),
            regional_ratio: None,
        }
    }

    fn year(risk_ratio: f64) -> Year {
        Year { lives: 1e4, risk_ratio, ..Year::FIRST }
    }

    /// Benchmark per person of an ACO that spent 11,000 in every base year, like a region and a nation that
    /// do not grow.
    fn benchmark(terms: &Mssp, risk_ratio: f64) -> f64 {
        let index = [1.0; 4];
        let market = Market { national: &index, regional: &index, level: 11_000.0 };
        terms.benchmark(&year(risk_ratio), &History::new([11_000.0; 3], 1), &market)
    }

    /// Nine in ten aged at 10,000 and one in ten disabled at 20,000: 9,000 + 2,000 = 11,000. The region spends
    /// 2 % more on the aged and 20 % less on the disabled. Prospective growth 3 %; the limit 1.038.
    fn two_types(disabled_growth: f64) -> Mssp {
        let disabled = MedicareType {
            regional_ratio: Some(Ratio(0.80)),
            ..of(MedicareKind::Disabled, 0.1, 2.0, disabled_growth)
        };
        Mssp {
            acpt_growth: SignedShare(0.03),
            regional_ratio: Ratio(1.02),
            elected_rate: Some(Share(0.0)),
            enrolment: vec![of(MedicareKind::AgedNonDual, 0.9, 1.0, 0.0), disabled],
            ..mssp(Level::BasicE)
        }
    }

    /// Adjustments: aged 35 % × 200 = 70, so 10,070; disabled 15 % × −4,000 = −600, held at −1.5 % × 20,000 =
    /// −300, so 19,700. Weights: 0.9 × 10,070 = 9,063 and 0.1 × 19,700 = 1,970, in all 11,033. Growth
    /// ⅔ × 1 + ⅓ × 1.03 = 1.01.
    #[test]
    fn two_types_hand_worked() {
        let found = |terms: &Mssp, ratio, expected: f64| {
            let found = benchmark(terms, ratio);
            assert!((found - expected).abs() < 1e-6, "{found} instead of {expected}");
        };
        // Disabled scores 10 % beyond 1.03: 1.133. Aggregate (9,334.89 + 2,232.01)/11,033 = 1.0484, beyond
        // 1.038: the aged stay at 1.03, the disabled are cut: 1.01 × (9,334.89 + 2,044.86) = 11,493.5475.
        found(&two_types(0.10), 1.03, 11_493.547_5);
        // 2 % beyond: 1.0506 is above 1.038, but the aggregate (9,334.89 + 2,069.682)/11,033 = 1.0337 is not:
        // nothing is cut: 1.01 × 11,404.572.
        found(&two_types(0.02), 1.03, 11_518.617_72);
        // Each type alone at 1.03: 1.01 × (9,334.89 + 2,029.10) = 1.01 × 11,363.99.
        let before_2024 = Mssp { risk_test: Some(RiskTest::EachType), ..two_types(0.02) };
        found(&before_2024, 1.03, 11_477.629_9);
        found(&before_2024, 1.20, 11_477.629_9);
        // Scores that fall are not held: 0.90 and 0.918: 1.01 × (8,156.70 + 1,808.46).
        found(&two_types(0.02), 0.90, 10_064.811_6);
    }

    /// 10,000 person-years at 11,493.5475: 114,935,475. Spent 110 million: 4,935,475 saved, half of it
    /// 2,467,737.50, less 2 %: 2,418,382.75.
    #[test]
    fn two_types_settle_to_the_cent() {
        let terms = two_types(0.10);
        let settled = terms.settle(&Experience {
            year: year(1.03),
            benchmark: 1e4 * benchmark(&terms, 1.03),
            spending: 110e6,
            quality: 0.9,
            professional: 0.0,
        });
        assert_eq!(settled.net(), Cents(241_838_275));
        assert!(settled.balances());
    }

    #[test]
    fn one_type_is_the_population() {
        for risk_test in [RiskTest::Aggregate, RiskTest::EachType] {
            let none = Mssp { risk_test: Some(risk_test), enrolment: Vec::new(), ..two_types(0.0) };
            let one = Mssp { enrolment: vec![of(MedicareKind::AgedNonDual, 1.0, 1.0, 0.0)], ..none.clone() };
            for ratio in [0.8, 0.97, 1.0, 1.03, 1.038, 1.038_000_1, 1.2] {
                assert_eq!(benchmark(&one, ratio), benchmark(&none, ratio), "{ratio}");
            }
        }
    }

    /// Whether they spend more or less than the region, and with prior savings on renewal.
    #[test]
    fn types_that_differ_in_cost_alone_are_the_population() {
        let types = vec![
            of(MedicareKind::Esrd, 0.01, 7.9, 0.0),
            of(MedicareKind::Disabled, 0.07, 1.02, 0.0),
            of(MedicareKind::AgedDual, 0.05, 1.63, 0.0),
            of(MedicareKind::AgedNonDual, 0.87, 1.0, 0.0),
        ];
        for (region, agreement, prior) in [(0.8, 1, 0.0), (1.1, 1, 0.0), (0.98, 2, 400.0), (1.0, 3, 5e3)] {
            let none = Mssp {
                regional_ratio: Ratio(region),
                agreement,
                prior_savings: PerPersonYear(prior),
                ..mssp(Level::Enhanced)
            };
            let four = Mssp { enrolment: types.clone(), ..none.clone() };
            for ratio in [0.9, 1.0, 1.02, 1.1] {
                let (found, expected) = (benchmark(&four, ratio), benchmark(&none, ratio));
                assert!((found - expected).abs() < 1e-8, "{region} {ratio}: {found}, {expected}");
            }
        }
    }
}
