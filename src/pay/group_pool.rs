//! Group pool.
//!
//! # What it pays
//! A share of what the group on the same plan collects after expense, divided among its members by
//! a rule: equal, by wRVUs, by panel, by quality, or a mix.
//!
//! # Formula
//! `Pool = α × Σ (W × c − E × cFTE)` over everyone on the plan, with `c` net collections per wRVU; where
//! that is below zero, what the plan says of a `shortfall` happens. `Pᵢ = Pool × (a₁ FTEᵢ/ΣFTE + a₂ Wᵢ/ΣW + a₃ Lᵢ/ΣL + a₄ FTEᵢ Qᵢ/ΣFTE Q)`.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! One's own work diluted to about 1/N in equal shares; under a wRVU weight the work of one at the
//! expense of the others.
//!
//! # Revenue
//! Professional: whatever feeds the pool, diluted. Technical: profit from designated health services
//! only under the group-practice rules.
//!
//! # Payment unit
//! A dollar of collections (Quinn 8), shared.
//!
//! # Edge cases
//! The cents add up to the pool exactly. A pool of one is a share of own collections. A group that
//! does not cover its expense has no pool; the shortfall is the system's, or is carried into the next
//! year's pool, or members pay it in by the same rule. A criterion that nobody has anything of gives its weight
//! to equal shares.
//!
//! # Law and market notes
//! Stark group practices, 42 CFR 411.352(i): a pool of profits from designated health services needs
//! at least five physicians and may not follow referrals. This pool holds professional collections
//! only.
//!
//! # Sources
//! Model 15 of the catalogue (reconstructed). medicmgmt.com and natlawreview.com on 411.352(i);
//! income pooling dilutes effort to 1/N (Gaynor and Gertler 1995, recalled).
//!
//! # Example
//! ```toml
//! [[plan.group.pay]]
//! salary = { per_fte = 120000 }
//! [[plan.group.pay]]
//! group_pool = { share = 0.9, expense_per_fte = 150000, weights = { equal = 0.5, wrvu = 0.5 } }
//! ```

use super::{
    Expected, ExpectedTile, Formula, Outlook, OutlookTile, Part, Record, Shortfall, Statement, StatementTile,
    Status, Work, WorkTile,
};
use crate::schema::{ReadTable, empty, number, optional, parameters, required, word};
use crate::terms::PaymentUnit;
use crate::units::{Share, UsdPerYear, sum};

parameters! {
    /// What a member's part of a group pool depends on; the weights add up to 1.
    pub struct GroupWeights {
        /// The same for everyone, by FTE; what the other weights leave when left out.
        equal: Option<Share> = optional();
        /// In proportion to wRVUs.
        wrvu: Share = number(0.0).because("none unless stated");
        /// In proportion to panel.
        panel: Share = number(0.0).because("none unless stated");
        /// In proportion to measured quality, by FTE.
        quality: Share = number(0.0).because("none unless stated");
    }
    check GroupWeights::check
}

impl GroupWeights {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let others = self.wrvu.0 + self.panel.0 + self.quality.0;
        let total = others + self.equal.map_or((1.0 - others).max(0.0), |equal| equal.0);
        if (total - 1.0).abs() > 1e-6 {
            table.problem(
                "equal",
                format!("the weights add up to {total}; they must add up to 1", total = sum(total)),
            );
        }
    }
}

parameters! {
    /// A share of what the group on the same plan collects.
    pub struct GroupPool {
        /// Part of collections after expense that goes into the pool.
        share: Share = required();
        /// Direct expense and overhead, in dollars a year per 1.0 clinical FTE.
        expense_per_fte: UsdPerYear = number(0.0).because("a plain share of collections unless stated");
        /// What becomes of expense that the group's collections do not cover.
        shortfall: Shortfall = word("kept");
        /// How it is divided.
        weights: GroupWeights = empty();
    }
}

impl GroupPool {
    /// Dollars for the pool when the group collects `collections` and `clinical_fte` bear expense at
    /// a price level of `index`; below zero when that does not cover it.
    #[must_use]
    pub fn balance(&self, collections: f64, clinical_fte: f64, index: f64) -> f64 {
        self.share.0 * (collections - self.expense_per_fte.0 * clinical_fte * index)
    }
}

impl Part for GroupPool {
    const RECORD: Record = Record {
        model: 15,
        status: Status::Reconstructed,
        formula: "P_i = share x (group collections - expense) x (a1 FTE/sum + a2 W/sum + a3 panel/sum + a4 quality/sum)",
        rewards: "own work diluted to about 1/N in equal shares",
        professional: "whatever feeds the pool, diluted",
        technical: "profit from designated health services only under 42 CFR 411.352(i)",
        unit: Some(PaymentUnit::Charges),
        law: "42 CFR 411.352(i): five physicians or more for pools of designated health services",
        sources: "medicmgmt.com; natlawreview.com; Gaynor and Gertler 1995 (recalled)",
    };

    fn group(&self) -> Option<&GroupPool> {
        Some(self)
    }
}

/// By itself it pays nothing: the engine divides the pool among everyone on the plan at once.
impl Formula for GroupPool {
    fn pay(&self, _: &Work, _: &mut Statement) {}

    fn expect(&self, _: &Outlook, _: &mut Expected) {}

    #[inline(always)]
    fn pay_tile(&self, _: &WorkTile<'_>, _: &mut StatementTile) {}

    #[inline(always)]
    fn expect_tile(&self, _: &OutlookTile<'_>, _: &mut ExpectedTile<'_>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_worked() {
        let weights = GroupWeights { equal: None, wrvu: Share(0.0), panel: Share(0.0), quality: Share(0.0) };
        let pool = GroupPool {
            share: Share(0.5),
            expense_per_fte: UsdPerYear(100_000.0),
            shortfall: Shortfall::Kept,
            weights,
        };
        // 2.0 million collected by 6.5 clinical FTE: 650,000 of expense; half of 1.35 million.
        assert_eq!(pool.balance(2e6, 6.5, 1.0), 675_000.0);
        // Expense 4 % dearer: 676,000; half of 1,324,000.
        assert_eq!(pool.balance(2e6, 6.5, 1.04), 662_000.0);
        // 150,000 short, of which half would have been the group's.
        assert_eq!(pool.balance(5e5, 6.5, 1.0), -75_000.0);
    }
}
