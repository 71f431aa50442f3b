//! The engine: all arms of a model over all trials.
//!
//! A run is cut into *blocks* of 32 trials. A block goes through one arm after another, each over all
//! its years and in each through seven steps (`year`): an arm's states stay near the processor, and the
//! luck that the first arm draws of a year is kept for all others, with what the baseline had in it. What
//! a year came to is added up over the block and handed to the tally, which counts in integers. Blocks
//! are the same sets of trials in every run, so threads may take them in any order.
//!
//! Rooms, from the ground up: `position`, who sits where; `luck`; `measure`, what is measured;
//! `account`, what agreements carry between years; `arm`, an arm's parameters and state; `year`, the
//! seven steps; `tally`, counting; `run`, blocks on threads; `story`, one year line by line.

mod account;
mod arm;
mod luck;
mod measure;
mod position;
mod run;
mod story;
mod tally;
mod year;

pub use account::{DeferralStory, DrawStory};
pub use luck::person_cost;
#[cfg(feature = "replay")]
pub(crate) use luck::{Wander, carried};
pub use measure::{
    Audience, ContractMetric, Definition, HorizonMetric, Keep, LeverFigure, Metric, PersonMetric, Rollup,
    Row, Scope, SystemMetric,
};
pub use run::{
    Fault, Keeper, Pick, Picks, Points, Progress, RunOptions, SampledBlock, Sampler, Silent, SoFar, Telling,
    drawn_values, put_down, rows_of, run, run_until, sample, sample_at, scenario_of_trial,
};
pub(crate) use run::{ModelSample, sample_each};
pub use story::{
    ContractPhase, ContractYearStory, ForeseenArm, ForeseenMember, LevelStory, PhysicianYearStory, PlanStory,
    PoolSource, PoolStory, ShadowStory, Unexplained, explain_contract, explain_physician, explain_physicians,
    foreseen_by_arm,
};
pub use tally::{
    ArmResults, ArmYear, ContractResults, Dollars, GroupResults, Outcome, PartSoFar, PhysicianResults,
    ScopeRow, TallyPart,
};
pub use year::{ForeseenSettlement, SettledContract};

/// Trials of a block.
pub const BLOCK: usize = 32;

const _: () = assert!(BLOCK as u64 == crate::random::STRATA, "a block is a Latin hypercube");
