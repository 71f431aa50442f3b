//! Fee-for-service.
//!
//! # What it pays
//! A price for every service. Nothing depends on quality or on the total cost of care.
//!
//! # Formula
//! Professional revenue = wRVU × price per wRVU (a parameter of every contract). There is no
//! benchmark and no settlement.
//!
//! # Parameters
//! None of its own.
//!
//! # What it rewards
//! Volume: one more wRVU earns its price and the facility margin that comes with it.
//!
//! # Edge cases
//! A scenario with this contract alone is the fee-for-service world that every other arm can be
//! compared with.
//!
//! # Law and market notes
//! Most professional revenue is still paid this way, and the other contracts are layered on it. What
//! stands beside it for reporting or quality is a family of its own: `reporting`,
//! `pay_for_performance`, `mips`.
//!
//! # Sources
//! Quinn 2015, Ann Intern Med 163(4):300–306: payment method 6, the service.
//!
//! # Example
//! ```toml
//! [contract.book]
//! payer = "All other payers"
//! line = "commercial"
//! revenue_share = 0.6
//! spending = 6200
//! terms = "fee_for_service"
//! ```

use super::Category;
use super::family::Family;
use crate::schema::parameters;
use crate::terms::PaymentUnit;

parameters! {
    /// Fee-for-service: a price for every service, no settlement.
    pub struct FeeForService {}
}

impl Family for FeeForService {
    const UNIT: PaymentUnit = PaymentUnit::Service;

    fn category(&self) -> Category {
        Category::FeeForService
    }
}
