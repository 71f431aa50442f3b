//! What physicians do about what they are paid for, and how people come and go.
//!
//! The response is the reduced form of the behaviour note, driven by the same marginal vectors that
//! the misalignment index uses. It is relative: a physician whose incentives have not changed since
//! the scenario began does what the roster says.
//!
//! Rules are pure: chance reaches them as numbers.

mod coding;
mod evidence;
mod organisation;
mod response;
mod retention;
mod workforce;

pub use coding::{coded_together, coding_growth, uncoded_at_most};
pub use evidence::{Behaviour, Evidence, Nobody};
pub use organisation::{EffortStock, OwnEffort};
pub use response::{
    Anchor, DoseScale, Drive, Stimulus, access_drive, coding_drive, cost_drive, quality_drive, volume_drive,
};
pub use retention::{Leanings, Odds, Retention, Situation};
pub use workforce::Workforce;
