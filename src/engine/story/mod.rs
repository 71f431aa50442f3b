//! One physician's year, or one contract's, line by line.
//!
//! The trial is simulated again, as the run did: every draw is keyed by identity, so it comes out
//! the same. The lines are worked out one physician at a time and must add up to what the engine
//! paid, to the cent.

mod contract;
mod foreseen;
mod physician;
mod replayed;

pub use contract::{ContractPhase, ContractYearStory, explain_contract};
pub use foreseen::{ForeseenArm, ForeseenMember, foreseen_by_arm};
pub use physician::{
    LevelStory, PhysicianYearStory, PlanStory, PoolSource, PoolStory, ShadowStory, explain_physician,
    explain_physicians,
};
pub use replayed::Unexplained;
