//! The validated whole: every arm's scenario with its roster, cross-checked and laid out for the
//! engine.

mod anchored;
mod arm;
mod certain;
mod check;
mod checked;
mod columns;
mod directory;
mod drawn;
mod funded;
mod funding;
mod labels;
mod lineup;
mod managed;
mod neutral;
mod notes;
mod opened;
mod programmes;
mod published;
mod scenario;
mod signing;
mod tenure;

pub use anchored::{AnchoredPay, anchored};
pub use arm::{Arm, Draft, Model};
pub use checked::Checked;
pub use columns::{ContractTile, OnPart, Practice, PracticeTile};
pub(crate) use directory::no_arm;
pub use directory::{Directory, Unknown, who_was_meant};
pub use drawn::Drawn;
pub use funding::{Funded, FundedAmount, Funding, PlanFactor};
pub use lineup::{RosterGroup, RosterSegment};
pub use managed::{lives_of_manager, programme_funding};
pub use neutral::Neutral;
pub use notes::{Note, notes};
pub use scenario::{
    ChanceTerms, Correlation, Header, OutlookTerms, Policy, Redesign, RosterFile, Run, Scenario,
    Transparency, When,
};
pub use signing::{MarketLevels, ReadinessLevels, ReviewTerms, SigningRule};
pub use tenure::{FEE_FOR_SERVICE, Tenure};
