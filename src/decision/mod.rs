//! What decides: the measures of a run put together for those who choose between arms.
//!
//! A file for each question, with the figures that answer it as plain records and the finding as a sentence. Tables
//! write the records, pages say the sentences, charts draw both; none of them works out a figure of its own.

mod keepers;

pub use keepers::{KeeperCount, Keepers, keepers, own_part};
