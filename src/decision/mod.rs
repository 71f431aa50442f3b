//! What decides: the measures of a run put together for those who choose between arms.
//!
//! A file for each question, with the figures that answer it as plain records and the finding as a sentence. Tables
//! write the records, pages say the sentences, charts draw both; none of them works out a figure of its own.

pub mod chain;
mod groups;
mod keepers;
pub mod next_hour;
mod pay_groups;
mod reasons;

pub use chain::{Chain, ChainSums, chains};
pub use groups::{GroupOfYear, groups};
pub use keepers::{KeeperCount, Keepers, keepers, own_part};
pub use next_hour::{NextHour, next_hours};
pub use pay_groups::{PayGroup, SMALL, WithinSpecialties, has_pay_groups, pay_groups};
pub use reasons::{
    ChangeParts, LOSES, PersonReasons, Reason, SpecialtyReasons, by_specialty, finding as reasons_finding,
    reasons, reasons_of_all_years, reasons_of_worst_years,
};
