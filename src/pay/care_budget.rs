//! A withhold against a budget for the cost of care.
//!
//! # Formula
//! With `W` withheld, `C` the cost of members' care, `B` its budget and `D = C − B`: returned are
//! `W − min(δ max(0, D), (1 − f) W)`, and of what the cost falls short of the budget
//! `min(σ max(0, −D), λ × capitation)`. For a physician alone all four are their own; in a group they are
//! those of everyone on the plan, and what is returned is divided by members.
//!
//! `B` is a stated amount a member and month, or what their care costs at the average style.
//! `C = S (1 + style + missed + luck) − x` with `S` the cost of the panel's care at the average style,
//! `style` the roster's `cost_style` less 1, `missed` what risk adjustment misses of the panel's social risk
//! and `x` the dollars of it that the physician's practice takes off.
//!
//! # In expectation
//! `C` is normal by the luck of who falls ill, so every term is an [`excess`] in closed form.
//!
//! # Sources
//! Pooled withholds of 10 to 20 % against referral and hospital budgets, returned by members when the pool
//! is in balance: the usual arrangement of capitated groups (Hillman, Welch and Pauly 1992, recalled).

use crate::schema::{Grade, keywords, number, optional, parameters, word};
use crate::terms::excess;
use crate::units::{PerMemberMonth, Share};

keywords! {
    /// Whose cost of care meets the budget.
    pub enum BudgetOf {
        /// That of the members of everyone on the plan: one withhold for all, returned by members.
        Group = "group",
        /// That of the physician's own members.
        Own = "own",
    }
}

parameters! {
    /// A budget for the cost of members' care, which a withhold answers for.
    pub struct CareBudget {
        /// Whose cost of care meets it.
        of: BudgetOf = word("group");
        /// Budget per member and month; what their care costs at the average style when left out.
        per_member_month: Option<PerMemberMonth> = optional();
        /// Part of the total cost of care that it is for, such as referrals alone.
        part: Share = number(1.0).because("the total cost of care unless stated");
        /// Share of what the cost exceeds the budget by that comes off the withhold.
        deficit_share: Share = number(1.0).because("the whole of it, as far as the withhold goes");
        /// Part of the withhold that is returned whatever happens.
        floor: Share = number(0.0).because("none unless stated");
        /// Share that is paid of what the cost falls short of the budget by, beside the withhold.
        surplus_share: Share = number(0.0).because("the withhold alone unless stated");
        /// Most of that, as a share of the capitation.
        surplus_limit: Share = number(0.33)
            .from(Grade::Published, "bonuses above 33 % of the base are substantial financial risk (42 CFR 422.208)");
    }
}

/// A year of one physician, or of everyone on a plan, $.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CareYear {
    /// Capitation before the withhold.
    pub capitation: f64,
    /// Withheld of it.
    pub withheld: f64,
    /// Budget.
    pub budget: f64,
    /// Cost of care that meets it.
    pub cost: f64,
}

/// What a budget is expected to return, and how that moves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BudgetMargin {
    /// Expected return, $.
    pub pay: f64,
    /// For a dollar of cost saved.
    pub per_saved: f64,
    /// For a dollar more withheld.
    pub per_withheld: f64,
    /// For a dollar more of capitation, beside the withhold.
    pub per_capitation: f64,
}

impl CareYear {
    /// Adds another's.
    pub fn add(&mut self, other: &CareYear) {
        self.capitation += other.capitation;
        self.withheld += other.withheld;
        self.budget += other.budget;
        self.cost += other.cost;
    }

    /// What it is for a portion of a year.
    #[must_use]
    pub fn times(&self, portion: f64) -> CareYear {
        CareYear {
            capitation: portion * self.capitation,
            withheld: portion * self.withheld,
            budget: portion * self.budget,
            cost: portion * self.cost,
        }
    }
}

impl CareBudget {
    /// Most that a deficit takes, and that a surplus brings, $.
    #[inline(always)]
    fn limits(&self, year: &CareYear) -> (f64, f64) {
        ((1.0 - self.floor.0) * year.withheld, self.surplus_limit.0 * year.capitation)
    }

    /// Dollars returned of the withhold, then dollars of surplus.
    #[inline(always)]
    #[must_use]
    pub fn returns(&self, year: &CareYear) -> (f64, f64) {
        let (at_risk, most) = self.limits(year);
        let over = year.cost - year.budget;
        let lost = (self.deficit_share.0 * over.max(0.0)).min(at_risk);
        (year.withheld - lost, (self.surplus_share.0 * (-over).max(0.0)).min(most))
    }

    /// The same in expectation, where the cost has a standard deviation.
    #[inline(always)]
    #[must_use]
    pub fn expect(&self, year: &CareYear, sd: f64) -> BudgetMargin {
        let (at_risk, most) = self.limits(year);
        let over = year.cost - year.budget;
        let (deficit, surplus) = (self.deficit_share.0, self.surplus_share.0);
        let (any, all) = (excess(over, sd, 0.0), excess(over, sd, at_risk / deficit.max(1e-9)));
        let (some, full) = (excess(-over, sd, 0.0), excess(-over, sd, most / surplus.max(1e-9)));
        BudgetMargin {
            pay: year.withheld - deficit * (any.value - all.value) + surplus * (some.value - full.value),
            per_saved: deficit * (any.chance - all.chance) + surplus * (some.chance - full.chance),
            per_withheld: 1.0 - (1.0 - self.floor.0) * all.chance,
            per_capitation: self.surplus_limit.0 * full.chance,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(surplus_share: f64, floor: f64) -> CareBudget {
        CareBudget {
            of: BudgetOf::Group,
            per_member_month: None,
            part: Share(1.0),
            deficit_share: Share(1.0),
            floor: Share(floor),
            surplus_share: Share(surplus_share),
            surplus_limit: Share(0.05),
        }
    }

    fn year(cost: f64) -> CareYear {
        CareYear { capitation: 960_000.0, withheld: 144_000.0, budget: 2_400_000.0, cost }
    }

    #[test]
    fn hand_worked() {
        // 44,000 over: 100,000 of 144,000 come back. 200,000 over: nothing, or a quarter that is certain.
        assert_eq!(budget(0.0, 0.0).returns(&year(2_444_000.0)), (100_000.0, 0.0));
        assert_eq!(budget(0.0, 0.0).returns(&year(2_600_000.0)), (0.0, 0.0));
        assert_eq!(budget(0.0, 0.25).returns(&year(2_600_000.0)), (36_000.0, 0.0));
        // 80,000 under: all of it, and half of the surplus; 120,000 under: 60,000, limited to 48,000.
        assert_eq!(budget(0.5, 0.0).returns(&year(2_320_000.0)), (144_000.0, 40_000.0));
        assert_eq!(budget(0.5, 0.0).returns(&year(2_280_000.0)), (144_000.0, 48_000.0));
    }

    #[test]
    fn expectation_is_the_average_of_the_law_and_its_slopes_are_its_derivatives() {
        let terms = CareBudget { deficit_share: Share(0.8), ..budget(0.4, 0.2) };
        for cost in [2_250_000.0, 2_400_000.0, 2_480_000.0] {
            let (sd, steps) = (90_000.0, 20_000);
            let mean: f64 = (0..steps)
                .map(|step| {
                    let z = crate::math::normal_quantile((f64::from(step) + 0.5) / f64::from(steps));
                    let (back, surplus) = terms.returns(&year(cost + sd * z));
                    (back + surplus) / f64::from(steps)
                })
                .sum();
            let at = terms.expect(&year(cost), sd);
            assert!((at.pay - mean).abs() < 2.0, "{} {mean}", at.pay);
            let moved = |year: CareYear| terms.expect(&year, sd).pay;
            let slope = moved(year(cost - 1.0)) - at.pay;
            assert!((slope - at.per_saved).abs() < 1e-4, "{slope} {}", at.per_saved);
            let slope = moved(CareYear { withheld: 144_001.0, ..year(cost) }) - at.pay;
            assert!((slope - at.per_withheld).abs() < 1e-4, "{slope} {}", at.per_withheld);
            let slope = moved(CareYear { capitation: 960_001.0, ..year(cost) }) - at.pay;
            assert!((slope - at.per_capitation).abs() < 1e-4, "{slope} {}", at.per_capitation);
        }
    }
}
