//! The health system: what it earns, and what it does with value-based money.

mod allocation;
mod circuit_breaker;
mod finance;
mod hop;
mod on_costs;
mod pool;

pub use allocation::{Allocation, Authorisation, Reserve, Uses, ValueMoney};
pub use circuit_breaker::CircuitBreaker;
pub use finance::System;
pub use hop::{Hop, along, arriving};
pub use on_costs::{OnCosts, OnCostsYear};
pub use pool::{Member, PerUnit, Pool, PoolFacts, Weights};
