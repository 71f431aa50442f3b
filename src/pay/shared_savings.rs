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

use crate::schema::{parameters, required};

parameters! {
    /// A share of value-based money.
    pub struct SharedSavingsPool {
        /// The pool, by its name in the allocation policy.
        pool: String = required();
    }
}
