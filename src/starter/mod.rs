//! A scenario to start from: one organisation's own figures out of the public record, as a text that teaches.
//!
//! [`PublicRecords`] holds what is shipped: how every ACO of the Shared Savings Program settled and how its
//! benchmark came about, and the scores and ratios of hospitals. [`PublicRecords::aco`] and
//! [`PublicRecords::hospital`] write a scenario in which every number says the year and column it came from,
//! that it was rolled forward, or that it is the reader's to fill in; [`PublicRecords::find`] looks for names
//! and states. Nothing here touches a file.

mod aco;
mod benchmark;
mod cohorts;
mod composed;
mod course;
mod fault;
mod hospital;
mod listing;
mod manuscript;
mod medicare;
mod pay;
mod records;
mod sheet;
mod whole;

pub use composed::Starter;
pub use fault::StarterFault;
pub use listing::{ListedAco, ListedHospital, Listing};
pub use records::PublicRecords;
