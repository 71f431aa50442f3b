//! Budget-neutral rates per wRVU.
//!
//! # What it pays
//! Nothing of its own: it multiplies every rate per wRVU of the plan by one factor, so that the plan
//! costs what the one it replaces does, or what a budget allows.
//!
//! # Formula
//! The `c > 0` with `Σ Pᵢ(c × rates) = budget`, over those who are on the plan at the start or whom a
//! redesign will move to it. `Pᵢ` is a full year's pay expected under the plan; the budget is the same
//! sum under the old plan, or a stated amount per FTE.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! What the plan's rates reward, more or less strongly.
//!
//! # Revenue
//! Professional and technical: none of its own.
//!
//! # Payment unit
//! An overlay without a unit of its own.
//!
//! # Edge cases
//! Solved once for each arm, before any trial: at the roster's own work, the first year's price level
//! and the central values of what is uncertain. New-hire guarantees, hold-harmless floors and money
//! from pools of value-based money stay out of both sums; the fair-market cap counts on both sides.
//! Thresholds of tiers stay where they are. A factor for each specialty is a plan for each. A variant's `funding`
//! is solved over the whole horizon, with all of these in it.
//!
//! # Law and market notes
//! Set in advance, before the work; fair market value is tested on the rates after the factor.
//!
//! # Sources
//! Compensation mechanics (not a row of the 17): conversion factors set to a budget.
//!
//! # Example
//! ```toml
//! [plan.production]
//! budget_neutral = { to = "before" }
//! [[plan.production.pay]]
//! wrvu = { tiers = [{ rate = 50 }] }
//! [[plan.before.pay]]
//! salary = { per_fte = 300000 }
//! ```

use super::{Record, Status};
use crate::schema::{ReadTable, optional, parameters};
use crate::units::UsdPerYear;

parameters! {
    /// Rates per wRVU that keep a budget: each is multiplied by one factor.
    pub struct BudgetNeutral {
        /// The plan whose expected pay is the budget, by name.
        to: Option<String> = optional();
        /// A stated budget in dollars a year per 1.0 FTE, instead.
        per_fte: Option<UsdPerYear> = optional();
    }
    check BudgetNeutral::check
}

impl BudgetNeutral {
    /// What the catalogue says of it.
    pub const RECORD: Record = Record {
        model: 0,
        status: Status::Mechanic,
        formula: "c with sum of P_i(c x rates per wRVU) = what the old plan would pay, or a stated budget",
        rewards: "what the plan's rates reward, more or less strongly",
        professional: "none of its own",
        technical: "none of its own",
        unit: None,
        law: "set in advance; fair market value is tested on the rates after the factor",
        sources: "conversion factors set to a budget: contract practice",
    };

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.to.is_some() == self.per_fte.is_some() {
            let found = if self.to.is_some() { "both to and per_fte" } else { "neither to nor per_fte" };
            table.problem(
                "to",
                format!("found {found}; write one of the two, such as to = \"before\" or per_fte = 300000"),
            );
        }
    }
}

/// The `c` in `(0, most]` at which `total`, continuous and not falling in `c`, is `budget`: by secants
/// kept inside a bracket, exact at the first step where `total` is a straight line.
///
/// # Errors
///
/// What `total` is at 0 and at `most`, when the budget does not lie between them.
pub fn solve(budget: f64, most: f64, total: impl Fn(f64) -> f64) -> Result<f64, (f64, f64)> {
    /// Steps at most; every third halves the bracket.
    const STEPS: usize = 200;
    let off = |c: f64| total(c) - budget;
    let (mut low, mut high) = ((0.0, off(0.0)), (most, off(most)));
    if low.1 >= 0.0 || high.1 < 0.0 || !(low.1.is_finite() && high.1.is_finite()) {
        return Err((low.1 + budget, high.1 + budget));
    }
    let exact = 1e-12 * budget.abs();
    for step in 0..STEPS {
        let secant = low.0 - low.1 * (high.0 - low.0) / (high.1 - low.1);
        let c = if step % 3 == 2 { 0.5 * (low.0 + high.0) } else { secant.clamp(low.0, high.0) };
        let here = off(c);
        if here.abs() <= exact || c <= low.0 || c >= high.0 {
            return Ok(c);
        }
        if here < 0.0 {
            low = (c, here);
        } else {
            high = (c, here);
        }
    }
    Ok(high.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_solved_at_once() {
        // 550,000 c = 600,000: c = 12/11.
        let calls = std::cell::Cell::new(0);
        let c = solve(600_000.0, 20.0, |c| {
            calls.set(calls.get() + 1);
            550_000.0 * c
        });
        assert!((c.unwrap() - 12.0 / 11.0).abs() < 1e-12);
        assert_eq!(calls.get(), 3);
    }

    #[test]
    fn kinks_are_found_from_either_side() {
        // max(240, 300 c) + max(240, 200 c) = 600: the second is flat up to 1.2, so 300 c = 360, c = 1.2.
        // For 700 both rise: 500 c = 700, c = 1.4. For 500: 300 c = 260, c = 0.8666….
        let total = |c: f64| (300.0 * c).max(240.0) + (200.0 * c).max(240.0);
        for (budget, expected) in [(600.0, 1.2), (700.0, 1.4), (500.0, 26.0 / 30.0)] {
            let c = solve(budget, 20.0, total).unwrap();
            assert!((c - expected).abs() < 1e-9, "{budget}: {c}");
        }
    }

    #[test]
    fn what_lies_out_of_reach_is_told_with_its_limits() {
        let capped = |c: f64| (100.0 + 50.0 * c).min(400.0);
        assert_eq!(solve(90.0, 20.0, capped), Err((100.0, 400.0)));
        assert_eq!(solve(401.0, 20.0, capped), Err((100.0, 400.0)));
        // At 0 itself the rates would be nothing.
        assert_eq!(solve(100.0, 20.0, capped), Err((100.0, 400.0)));
    }
}
