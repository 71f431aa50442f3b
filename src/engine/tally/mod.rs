//! Counting: what one trial adds to its block, blocks to the results, and the results looked up.

mod best;
mod block;
mod horizon;
mod lookup;
mod outcome;
mod rows;
mod segment;

pub(super) use best::BestArms;
pub(super) use block::{AddMoments, BlockSums, quantise};
pub(super) use horizon::over_the_horizon;
pub use lookup::{ArmResults, ContractResults, GroupResults, PhysicianResults};
pub use outcome::{ArmYear, Outcome, ScopeRow};
pub(super) use rows::{AddUp, GroupSums, TrialYear};
pub(super) use segment::{AddBlock, Pivots, Segment};
