//! Why there is no scenario to start from, in words.

use crate::units::both;

/// Why there is no scenario to start from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StarterFault {
    /// No organisation has this identifier.
    #[error(
        "no {what} {found} in the shipped record{hint}; `cascade init --list TEXT` finds {by}",
        hint = nearest_words(nearest),
        by = if *what == "ACO" { "ACOs by name or state" } else { "hospitals by state" }
    )]
    Unknown {
        /// What was looked for: an ACO or a hospital.
        what: &'static str,
        /// What was asked for.
        found: String,
        /// Identifiers that are close to it.
        nearest: Vec<String>,
    },
    /// The scenario is to begin before there is anything to begin from.
    #[error(
        "found --start {start}, but the last record of {who} is of {last} and the scenario begins after it; write {} to {most}, or leave --start out",
        last + 1
    )]
    Start {
        /// The year asked for.
        start: u16,
        /// Whose record.
        who: String,
        /// The last year on record.
        last: u16,
        /// The last year that can be asked for.
        most: u16,
    },
    /// The shipped record cannot be read.
    #[error("cannot read the shipped {name}: {why}")]
    Record {
        /// Its name.
        name: &'static str,
        /// What the reader said.
        why: String,
    },
}

fn nearest_words(nearest: &[String]) -> String {
    if nearest.is_empty() { String::new() } else { format!("; the nearest are {}", both(nearest)) }
}
