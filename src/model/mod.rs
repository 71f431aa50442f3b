//! The validated whole: every arm's scenario with its roster, cross-checked and laid out for the
//! engine.

mod arm;
mod check;
mod columns;
mod neutral;
mod notes;
mod scenario;

pub use arm::{Arm, Draft, Drawn, Model, RosterGroup, RosterSegment};
pub use check::{check_roster, cross_check};
pub use columns::{ContractTile, Practice, PracticeTile};
pub use neutral::Neutral;
pub use notes::notes;
pub use scenario::{
    ChanceTerms, Correlation, Header, OutlookTerms, Policy, Redesign, RosterFile, Run, Scenario,
    Transparency, When,
};
