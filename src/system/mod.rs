//! The health system: what it earns, and what it does with value-based money.

mod allocation;
mod finance;
mod pool;

pub use allocation::{Allocation, Authorisation, Reserve, Uses, Value};
pub use finance::System;
pub use pool::{Member, PerUnit, Pool, PoolFacts, Weights};
