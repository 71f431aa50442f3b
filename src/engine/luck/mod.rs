//! All chance of a trial, drawn before any rule looks.

mod carry;
mod chance;
mod once;
mod persons;
mod strata;
mod trial;
mod wander;

pub(super) use carry::CarryOver;
#[cfg(feature = "replay")]
pub(crate) use carry::carried;
pub(super) use chance::{Chance, ContractLuck, LuckTile, MarketLuck};
pub use persons::person_cost;
pub(super) use strata::{DrawnAt, LuckKeys};
pub(super) use trial::{TrialLuck, YearLuck};
pub(crate) use wander::Wander;
