//! One arm: what it looks up, its parameters in a trial, where it started, and its state from year to
//! year.

mod anchor;
mod contract;
mod frame;
mod persons;
mod state;
mod terms;

pub(super) use anchor::{AnchorTile, Anchors, Start};
pub(super) use contract::ContractState;
pub(super) use frame::{ArmFrame, Dated};
pub(super) use persons::SeatPlace;
pub(super) use state::{ArmState, RUN_OFF_MONTHS};
pub(super) use terms::{Felt, PlanFelt, TrialTerms};
