//! The engine: all arms of a model over all trials.
//!
//! A run is cut into *blocks* of 32 trials. A block advances year by year: the luck of the year
//! is drawn once and met by every arm; each arm goes through the seven steps of the year (`year`);
//! its results are added up over the block and handed to the tally, which counts in integers. Blocks
//! are the same sets of trials in every run, so threads may take them in any order.

mod balances;
mod carry;
mod clawback;
mod deferral;
mod expectations;
mod explain;
mod grouping;
mod incentive;
mod lookup;
mod luck;
mod members;
mod metric;
mod outcome;
mod page;
mod paying;
mod persons;
mod response;
mod retention;
mod rows;
mod run;
mod sample;
mod schedule;
mod settling;
mod tally;
mod transition;
mod trial;
mod worker;
mod year;

pub use deferral::DeferralStory;
pub use explain::{
    ContractYearStory, DrawStory, LevelStory, PhysicianYearStory, PlanStory, PoolStory, ShadowStory,
    Unexplained, explain_contract, explain_physician,
};
pub use lookup::{ArmOutcome, ContractYear, GroupYear, PhysicianYear};
pub use metric::{Audience, ContractMetric, Definition, HorizonMetric, Keep, Metric, Rollup, SystemMetric};
pub use outcome::{ArmYear, Outcome, Row, Scope, ScopeRow};
pub use persons::person_cost;
pub use run::{Fault, Progress, RunOptions, Silent, run, run_until};
pub use sample::{Pick, Picks, rows_of, sample, scenario_of_trial};
pub use settling::SettledContract;

/// Trials of a block.
pub const BLOCK: usize = 32;
