//! From base years to an updated benchmark, for one enrolment type and for several together.

use super::agreement::RiskTest;
use crate::units::Share;

/// Weight of the accountable care prospective trend in the benchmark's growth.
pub(super) const ACPT_WEIGHT: f64 = 1.0 / 3.0;

/// One enrolment type's way to its updated benchmark, per person and year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratum {
    /// Base years trended and risk-adjusted to the third, oldest first.
    pub base: [f64; 3],
    /// Whether the base years weigh equally (renewal) or 10/30/60 (first agreement).
    pub equal_weights: bool,
    /// Regional spending in the third base year, risk-adjusted.
    pub regional: f64,
    /// National spending in the third base year: the base of the caps.
    pub national: f64,
    /// Weight of the regional adjustment when the ACO spends less than its region.
    pub regional_weight_below: f64,
    /// Weight of the regional adjustment when it spends more.
    pub regional_weight_above: f64,
    /// Mean prior savings per person, prorated.
    pub prior_savings: f64,
    /// Two-way growth factor from the third base year to the performance year.
    pub two_way: f64,
    /// Prospective growth factor over the same years.
    pub acpt: f64,
    /// Risk ratio from the third base year to the performance year, uncapped.
    pub risk_ratio: f64,
    /// The most that ratio may be.
    pub risk_limit: f64,
}

impl Stratum {
    /// Historical benchmark before adjustments.
    #[must_use]
    pub fn historical(&self) -> f64 {
        let weights = if self.equal_weights { [1.0 / 3.0; 3] } else { [0.1, 0.3, 0.6] };
        self.base.iter().zip(weights).map(|(spending, weight)| spending * weight).sum()
    }

    /// The larger of the regional and the prior-savings adjustment, each within its caps: +5 % and
    /// −1.5 % of national spending. A negative regional adjustment is netted with prior savings.
    #[must_use]
    pub fn adjustment(&self) -> f64 {
        let historical = self.historical();
        let weight =
            if self.regional >= historical { self.regional_weight_below } else { self.regional_weight_above };
        let ceiling = 0.05 * self.national;
        let regional = (weight * (self.regional - historical)).clamp(-0.015 * self.national, ceiling);
        let prior = (0.5 * self.prior_savings).clamp(0.0, ceiling);
        if regional < 0.0 { (regional + prior).min(ceiling) } else { regional.max(prior) }
    }

    /// Growth factor: ⅔ two-way, ⅓ prospective.
    #[must_use]
    pub fn update(&self) -> f64 {
        (1.0 - ACPT_WEIGHT) * self.two_way + ACPT_WEIGHT * self.acpt
    }

    /// Historical benchmark with its adjustment.
    fn adjusted(&self) -> f64 {
        self.historical() + self.adjustment()
    }

    /// Updated benchmark per person.
    #[must_use]
    pub fn benchmark(&self) -> f64 {
        self.adjusted() * self.update() * self.risk_ratio.min(self.risk_limit)
    }

    /// Updated benchmark per person of types with their parts of the person-years.
    ///
    /// The aggregate is tested as `Σ W·ratio > Σ W·limit`, with `W` a type's adjusted historical benchmark
    /// times its person-years.
    #[must_use]
    pub fn together(types: impl Iterator<Item = (Share, Stratum)>, test: RiskTest) -> f64 {
        let (mut beyond, mut free, mut cut) = (0.0, 0.0, 0.0);
        for (share, one) in types {
            let adjusted = share.0 * one.adjusted();
            let updated = adjusted * one.update();
            beyond += adjusted * (one.risk_ratio - one.risk_limit);
            free += updated * one.risk_ratio;
            cut += updated * one.risk_ratio.min(one.risk_limit);
        }
        match test {
            RiskTest::Aggregate if beyond <= 0.0 => free,
            RiskTest::Aggregate | RiskTest::EachType => cut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked example 4: from adjusted base years to the updated benchmark.
    #[test]
    fn worked_example_4() {
        let stratum = Stratum {
            base: [12_109.9, 12_077.6, 12_000.0],
            equal_weights: false,
            regional: 12_900.0,
            national: 12_300.0,
            regional_weight_below: 0.35,
            regional_weight_above: 0.15,
            prior_savings: 300.0 * 0.92,
            two_way: 1.05654,
            acpt: 1.049,
            risk_ratio: 1.055,
            risk_limit: 1.038,
        };
        // 1,210.99 + 3,623.28 + 7,200 = 12,034.27; equal weights 12,062.50.
        assert!((stratum.historical() - 12_034.27).abs() < 1e-6);
        assert!((Stratum { equal_weights: true, ..stratum }.historical() - 12_062.5).abs() < 1e-6);
        // .35 × (12,900 − 12,034.27) = 303.0055 against .5 × 276 = 138.
        assert!((stratum.adjustment() - 303.005_5).abs() < 1e-6);
        // The note takes the regional difference against the equal-weighted base, 837.5: 293.1.
        assert!((Stratum { equal_weights: true, ..stratum }.adjustment() - 293.125).abs() < 1e-6);
        // ⅔ × 1.05654 + ⅓ × 1.049 = 1.0540267.
        assert!((stratum.update() - 1.054_026_67).abs() < 1e-8);
        // With the equal-weighted base: (12,062.50 + 293.125) × 1.0540267 × 1.038 = 13,518.0.
        let published = Stratum { equal_weights: true, ..stratum }.benchmark();
        assert!((published - 13_518.0).abs() < 0.05, "{published}");
    }
}
