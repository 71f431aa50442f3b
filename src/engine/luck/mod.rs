//! All chance of a trial, drawn before any rule looks.

mod carry;
mod chance;
mod persons;
mod trial;

pub(super) use carry::CarryOver;
pub(super) use chance::{Chance, ContractLuck, LuckTile, MarketLuck};
pub use persons::person_cost;
pub(super) use trial::TrialLuck;
