//! From published base years to a benchmark: the arithmetic that simulated agreements and the replay of
//! the public record share.
//!
//! What the record prints of base years is neither trended nor risk-adjusted; each year becomes the
//! third by its risk ratio and its trend, and the three are weighted (42 CFR 425.602, .603, .601, .652).

/// Enrolment types by which spending is kept apart.
pub const MEDICARE_TYPES: usize = 4;

/// Weights of the base years of a first agreement, oldest first (42 CFR 425.602(a)(7), .601(a)(7),
/// .652(a)(7)).
const FIRST: [f64; 3] = [0.1, 0.3, 0.6];

/// Weights of the base years, oldest first: 10/30/60 in a first agreement, a third each in later ones.
#[must_use]
pub const fn base_weights(is_first: bool) -> [f64; 3] {
    if is_first { FIRST } else { [1.0 / 3.0; 3] }
}

/// Base years of one enrolment type as they are published, oldest first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypeHistory {
    /// Spending per person, cut off and completed, neither trended nor risk-adjusted.
    pub spending: [f64; 3],
    /// Risk scores.
    pub risk: [f64; 3],
    /// Growth from the first and from the second base year to the third.
    pub trend: [f64; 2],
}

impl TypeHistory {
    /// Each base year with the risk of the third: what its trend is yet to multiply.
    #[must_use]
    pub fn untrended(&self) -> [f64; 3] {
        let [first, second, third] = self.risk;
        let ratio = |then: f64| if then > 0.0 && third > 0.0 { third / then } else { 1.0 };
        [self.spending[0] * ratio(first), self.spending[1] * ratio(second), self.spending[2]]
    }

    /// Each base year as the third.
    #[must_use]
    pub fn completed(&self) -> [f64; 3] {
        let [first, second, third] = self.untrended();
        [first * self.trend[0], second * self.trend[1], third]
    }

    /// Historical benchmark of the type before adjustments.
    #[must_use]
    pub fn historical(&self, weights: [f64; 3]) -> f64 {
        weighted(self.completed(), weights)
    }
}

/// Base years by their weights.
#[must_use]
pub fn weighted(years: [f64; 3], weights: [f64; 3]) -> f64 {
    years.iter().zip(weights).map(|(spending, weight)| spending * weight).sum()
}

/// Types by their person-years, which need not add up to 1; 0 without any.
#[must_use]
pub fn by_person_years(person_years: [f64; MEDICARE_TYPES], values: [f64; MEDICARE_TYPES]) -> f64 {
    let total: f64 = person_years.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    person_years.iter().zip(values).map(|(years, value)| years * value).sum::<f64>() / total
}

/// A risk ratio from the third base year to the performance year as it moves the benchmark: growth is
/// cut at the limit, a fall is not held (83 FR 68008 dropped the floor of −3 %; 87 FR 69942).
#[must_use]
pub fn risk_as_counted(then: f64, base: f64, limit: f64) -> f64 {
    if then > 0.0 && base > 0.0 { (then / base).min(limit) } else { 1.0 }
}

/// The benchmark in total. A performance period of six months, which 2019 had twice, is settled on half
/// of the calendar year's (42 CFR 425.609).
#[must_use]
pub fn total_benchmark(per_person: f64, person_years: f64, six_months: bool) -> f64 {
    let whole = per_person * person_years;
    if six_months { 0.5 * whole } else { whole }
}

/// Benchmark of a type in an agreement before July 2019: the historical one with its risk ratio, and the
/// nation's growth in dollars, the same for everyone (42 CFR 425.602(b)).
#[must_use]
pub fn updated_by_dollars(historical: f64, risk: f64, national_growth: f64) -> f64 {
    historical * risk + national_growth
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spent 10,000, 10,500 and 11,000 at scores 1.00, 1.05 and 1.10: with the risk of the third year
    /// 10,000 × 1.1 = 11,000 and 10,500 × 1.10/1.05 = 11,000; trended by 1.06 and 1.03: 11,660 and 11,330.
    const HISTORY: TypeHistory = TypeHistory {
        spending: [10_000.0, 10_500.0, 11_000.0],
        risk: [1.00, 1.05, 1.10],
        trend: [1.06, 1.03],
    };

    #[test]
    fn base_years_become_the_third() {
        for (found, expected) in HISTORY.completed().into_iter().zip([11_660.0, 11_330.0, 11_000.0]) {
            assert!((found - expected).abs() < 1e-9, "{found}");
        }
        // 1,166 + 3,399 + 6,600 = 11,165; a third of 33,990 = 11,330.
        assert!((HISTORY.historical(base_weights(true)) - 11_165.0).abs() < 1e-9);
        assert!((HISTORY.historical(base_weights(false)) - 11_330.0).abs() < 1e-9);
    }

    #[test]
    fn a_score_that_is_not_published_moves_nothing() {
        let unscored = TypeHistory { risk: [0.0, 1.05, 0.0], ..HISTORY };
        assert_eq!(unscored.untrended(), [10_000.0, 10_500.0, 11_000.0]);
        assert_eq!(risk_as_counted(0.0, 1.0, 1.03), 1.0);
    }

    /// 1.10/1.05 = 1.0476 is cut at 1.03; 0.95/1.05 = 0.9048 is not held.
    #[test]
    fn growth_of_scores_is_cut_and_a_fall_is_not() {
        assert_eq!(risk_as_counted(1.10, 1.05, 1.03), 1.03);
        assert!((risk_as_counted(0.95, 1.05, 1.03) - 0.904_761_904_8).abs() < 1e-9);
    }

    /// 100 and 300 person-years at 40,000 and 10,000: (4,000,000 + 3,000,000)/400 = 17,500.
    #[test]
    fn types_count_by_their_person_years() {
        let mean = by_person_years([100.0, 0.0, 0.0, 300.0], [40_000.0, 7.0, 7.0, 10_000.0]);
        assert!((mean - 17_500.0).abs() < 1e-9);
        assert_eq!(by_person_years([0.0; 4], [1.0; 4]), 0.0);
    }

    /// The public row of 2018, A1562: 10,932 × 17,546 = 191,812,872, printed as 191,815,193: two cents a
    /// person, the rounding of 10,932 to the dollar. Half of it where six months were settled.
    #[test]
    fn a_printed_benchmark_in_total() {
        let found = total_benchmark(10_932.0, 17_546.0, false);
        assert_eq!(found, 191_812_872.0);
        assert!((found / 191_815_193.0 - 1.0).abs() < 2e-5);
        assert_eq!(total_benchmark(10_932.0, 17_546.0, true), 95_906_436.0);
    }

    /// 11,000 × 1.02 + 350 = 11,570.
    #[test]
    fn flat_dollars_are_added_after_risk() {
        assert!((updated_by_dollars(11_000.0, 1.02, 350.0) - 11_570.0).abs() < 1e-9);
    }
}
