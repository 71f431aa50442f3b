//! Counting: what one trial adds to its block, blocks to the results, and the results looked up.

mod best;
mod block;
mod columns;
mod horizon;
mod kept;
mod lookup;
mod outcome;
mod rows;
mod segment;
mod whole;

pub(super) use best::{BestArms, RankedBy, ranked};
pub(super) use block::{AddMoments, BlockRows, BlockSums};
pub(super) use horizon::{EndOfTrial, TrialEnd};
pub(super) use kept::{BlockSet, PartKind, Tallied};
pub use kept::{PartSoFar, TallyPart};
pub use lookup::{ArmResults, ContractResults, Dollars, GroupResults, PhysicianResults};
pub use outcome::{ArmYear, Outcome, ScopeRow};
pub(super) use rows::{GroupTotals, KeepTiles, TrialYear, WriteGroups};
pub(super) use segment::{AddBlock, Pivots, Segment};
pub(super) use whole::{AddEnds, WholeTrials};
