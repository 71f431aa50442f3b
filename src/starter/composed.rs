//! A scenario that is written.

/// A scenario to start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starter {
    /// Whose it is.
    pub title: String,
    /// Its text, in TOML.
    pub scenario: String,
    /// The contract to look at first.
    pub contract: String,
    /// A physician to look at first.
    pub physician: String,
    /// The first year it simulates.
    pub start: u16,
    /// The last year of the record it was made from.
    pub last: u16,
    /// How many of its figures are the reader's to fill in.
    pub yours: usize,
}
