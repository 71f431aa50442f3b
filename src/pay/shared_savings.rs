//! Shared-savings pass-through.
//!
//! # What it pays
//! A share of a pool filled with the value-based money that the system's allocation policy passes
//! on. Naming the pool in the agreement is what authorises the pass-through.
//!
//! # Formula
//! `Pᵢ = Pool × aᵢ / Σ a`, with `a` the pool's mix of equal shares, wRVUs, panel, quality and
//! individually attributed savings (parameters of the pool, in the allocation policy).
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! A dollar of savings, at contract slope × (1 − retention) × pool share × own part of the weights;
//! and whatever the weights reward: dividing by wRVU turns value money into volume money.
//!
//! # Revenue
//! Professional: reduces attributed professional spending at the margin. Technical: reduces the own
//! system's technical revenue, the key internal conflict.
//!
//! # Payment unit
//! A beneficiary (Quinn 2), settled in retrospect.
//!
//! # Edge cases
//! No earned savings, no pool. A pool of one receives the whole of it. A pool without eligible
//! members stays with the system.
//!
//! # Law and market notes
//! ACO waivers (MSSP); 42 CFR 411.357(aa) and 1001.952(ee)–(gg) for commercial contracts. ACOs
//! planned 63 % (sd 26) of shared savings for providers and 33 % (sd 26) for infrastructure.
//!
//! # Sources
//! Model 12 of the catalogue (reconstructed). Schulz 2015, AJMC 21(8):546.
//!
//! # Example
//! ```toml
//! [[plan.family_medicine.pay]]
//! shared_savings = { pool = "primary_care" }
//! ```

use super::{
    Expected, ExpectedTile, Formula, Outlook, OutlookTile, Part, Record, Seen, Statement, StatementTile,
    Status, Work, WorkTile,
};
use crate::schema::{parameters, required};
use crate::terms::PaymentUnit;

parameters! {
    /// A share of value-based money.
    pub struct SharedSavingsPool {
        /// The pool, by its name in the allocation policy.
        pool: String = required();
    }
}

impl Part for SharedSavingsPool {
    const RECORD: Record = Record {
        model: 12,
        status: Status::Reconstructed,
        formula: "P_i = pool x a_i / sum of a",
        rewards: "cost of care, at contract slope x (1 - retention) x pool share x own part",
        professional: "reduces attributed professional spending at the margin",
        technical: "reduces the own system's technical revenue: the key internal conflict",
        unit: Some(PaymentUnit::Beneficiary),
        law: "ACO waivers; 42 CFR 411.357(aa); 42 CFR 1001.952(ee)-(gg)",
        sources: "Schulz 2015: 63 % planned for participants, 33 % for infrastructure",
    };
    const SEEN: Seen = Seen { value: true, gained: false, balance: false };

    fn pool(&self) -> Option<&str> {
        Some(&self.pool)
    }
}

/// By itself it pays nothing: the engine divides the pool among all its members at once.
impl Formula for SharedSavingsPool {
    fn pay(&self, _: &Work, _: &mut Statement) {}

    fn expect(&self, _: &Outlook, _: &mut Expected) {}

    #[inline(always)]
    fn pay_tile(&self, _: &WorkTile<'_>, _: &mut StatementTile) {}

    #[inline(always)]
    fn expect_tile(&self, _: &OutlookTile<'_>, _: &mut ExpectedTile<'_>) {}
}
