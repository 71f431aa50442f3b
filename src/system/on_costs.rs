//! What employing a physician costs on top of pay.
//!
//! # Formula
//! `payroll tax = social security × min(pay, wage base) + Medicare × pay`;
//! `benefits = benefits per FTE × FTE present + retirement × min(pay, limit)`.
//!
//! Benefits per FTE grow with practice cost, the two limits at their own rates, and the rest with pay: so a raise
//! costs the system more than the raise, and the more so the lower the pay is that it is added to.
//!
//! # Edge cases
//! Limits are those of a position's year: whoever leaves and whoever follows have one each by law, and here both
//! fall into one only where a date makes them follow within a year. Each appointment of a person with several is
//! counted by itself. What physicians pay themselves (their half, the additional 0.9 %) is no cost of the system.
//!
//! # Sources
//! 26 U.S.C. 3111(a), (b); 26 U.S.C. 401(a)(17); limits as announced for 2026. At $310,000 these defaults come to
//! 18 % of pay, at $670,000 to 10 %.

use crate::math::grown;
use crate::schema::{Grade, number, parameters};
use crate::units::{Share, SignedShare, UsdPerYear};

parameters! {
    /// What employing a physician costs on top of pay, in dollars of the scenario's first year.
    pub struct OnCosts {
        /// Employer's part of social security, up to the wage base.
        social_security: Share = number(0.062).from(Grade::Published, "26 U.S.C. 3111(a)");
        /// Pay of a year on which social security is due.
        wage_base: UsdPerYear = number(184_500.0).from(Grade::Published, "contribution and benefit base of 2026 (SSA)");
        /// Yearly growth of the wage base.
        wage_base_growth: SignedShare = number(0.045).range(-0.1, 0.2)
            .from(Grade::Derived, "$118,500 in 2016, $184,500 in 2026");
        /// Employer's part of Medicare's hospital insurance, on all pay.
        medicare: Share = number(0.0145).from(Grade::Published, "26 U.S.C. 3111(b)");
        /// Health insurance, leave, education and other benefits of a full-time physician; they grow with
        /// `outlook.expense_growth`.
        benefits: UsdPerYear = number(26_000.0)
            .because("a family's health insurance at about $20,000 and some thousands for disability, life, education and dues");
        /// What the system puts into retirement plans, as a part of pay up to the limit.
        retirement: Share = number(0.05).because("a match of 4-6 % of pay is common");
        /// Pay of a year that retirement plans count.
        retirement_limit: UsdPerYear = number(360_000.0)
            .from(Grade::Published, "26 U.S.C. 401(a)(17), limit of 2026 (IRS)");
        /// Yearly growth of that limit.
        retirement_limit_growth: SignedShare = number(0.031).range(-0.1, 0.2)
            .from(Grade::Derived, "$265,000 in 2016, $360,000 in 2026");
    }
}

/// On-costs at the prices of one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnCostsYear {
    social_security: f64,
    wage_base: f64,
    medicare: f64,
    benefits: f64,
    retirement: f64,
    retirement_limit: f64,
}

impl OnCosts {
    /// None at all.
    pub const NONE: OnCosts = OnCosts {
        social_security: Share(0.0),
        wage_base: UsdPerYear(0.0),
        wage_base_growth: SignedShare(0.0),
        medicare: Share(0.0),
        benefits: UsdPerYear(0.0),
        retirement: Share(0.0),
        retirement_limit: UsdPerYear(0.0),
        retirement_limit_growth: SignedShare(0.0),
    };

    /// At the prices of a year, counted from the start; `inflation` is that of practice cost since then.
    #[must_use]
    pub fn in_year(&self, year: usize, inflation: f64) -> OnCostsYear {
        OnCostsYear {
            social_security: self.social_security.0,
            wage_base: self.wage_base.0 * grown(self.wage_base_growth.0, year),
            medicare: self.medicare.0,
            benefits: self.benefits.0 * inflation,
            retirement: self.retirement.0,
            retirement_limit: self.retirement_limit.0 * grown(self.retirement_limit_growth.0, year),
        }
    }
}

impl OnCostsYear {
    /// Payroll tax on a year's pay, $.
    #[inline(always)]
    #[must_use]
    pub fn payroll_tax(&self, pay: f64) -> f64 {
        self.social_security * pay.min(self.wage_base) + self.medicare * pay
    }

    /// Benefits of so many full-time physicians on a year's pay, retirement among them, $.
    #[inline(always)]
    #[must_use]
    pub fn benefits(&self, fte: f64, pay: f64) -> f64 {
        self.benefits * fte + self.retirement * pay.min(self.retirement_limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standard() -> OnCosts {
        OnCosts {
            social_security: Share(0.062),
            wage_base: UsdPerYear(184_500.0),
            wage_base_growth: SignedShare(0.05),
            medicare: Share(0.0145),
            benefits: UsdPerYear(26_000.0),
            retirement: Share(0.05),
            retirement_limit: UsdPerYear(360_000.0),
            retirement_limit_growth: SignedShare(0.02),
        }
    }

    #[test]
    fn a_family_physician_and_a_surgeon() {
        let now = standard().in_year(0, 1.0);
        // $310,000: 6.2 % of 184,500 = 11,439 and 1.45 % of it all = 4,495; 26,000 and 5 % = 15,500.
        assert!((now.payroll_tax(310_000.0) - 15_934.0).abs() < 1e-6);
        assert!((now.benefits(1.0, 310_000.0) - 41_500.0).abs() < 1e-6);
        // $670,000: 11,439 and 9,715; 26,000 and 5 % of 360,000 = 18,000. Together 65,154, or 9.7 %.
        assert!((now.payroll_tax(670_000.0) - 21_154.0).abs() < 1e-6);
        assert!((now.benefits(1.0, 670_000.0) - 44_000.0).abs() < 1e-6);
    }

    #[test]
    fn a_raise_costs_more_than_the_raise_until_limits_are_reached() {
        let now = standard().in_year(0, 1.0);
        let on = |pay: f64| now.payroll_tax(pay) + now.benefits(1.0, pay);
        // $10,000 more: below the wage base 6.2 + 1.45 + 5 %; between the limits 1.45 + 5 %; above, 1.45 %.
        assert!((on(110_000.0) - on(100_000.0) - 1_265.0).abs() < 1e-6);
        assert!((on(310_000.0) - on(300_000.0) - 645.0).abs() < 1e-6);
        assert!((on(510_000.0) - on(500_000.0) - 145.0).abs() < 1e-6);
        // Nobody there and nothing paid: nothing.
        assert_eq!(now.payroll_tax(0.0) + now.benefits(0.0, 0.0), 0.0);
    }

    #[test]
    fn limits_grow_at_their_own_rates() {
        // After a year: base 193,725, limit 367,200; benefits at 3 % more 26,780.
        let next = standard().in_year(1, 1.03);
        assert!((next.payroll_tax(400_000.0) - (0.062 * 193_725.0 + 5_800.0)).abs() < 1e-6);
        assert!((next.benefits(0.5, 400_000.0) - (13_390.0 + 18_360.0)).abs() < 1e-6);
    }
}
