//! Redesigns that nobody beats: numbers of an arm are changed until no other keeps the same limits and is better.
//!
//! A candidate is an arm with other numbers beside today's agreements, on common luck. What nobody beats is run again on
//! fresh luck, since the best of many on one luck has been lucky: what it loses then is told. Every one is a variant that
//! a scenario takes, and a run of it gives the figures on fresh luck to the bit.

mod evolve;
mod explore;
mod limits;
mod objective;
mod program;
mod suggest;
#[cfg(test)]
mod tests;
mod variable;
mod variant;

pub use explore::SearchEffort;
pub use limits::{
    AskedLimits, HeldLimits, ReviewFacts, SearchLimit, SetLimit, USUAL_CHANCE_OF_LOSS, USUAL_DEEPER,
    USUAL_LOSERS, USUAL_PAY, USUAL_QUALITY,
};
pub use objective::{SearchFacts, SearchObjective};
pub use program::{
    FoundRedesign, RedesignReview, RedesignsFound, SEARCHED_FROM, SearchQuestion, TriedRedesign,
    known_redesigns, search_redesigns,
};
pub use suggest::{SuggestedRange, suggested};
pub use variable::{AskedRange, DesignVariable};
pub use variant::{VariantText, reads_back, redesign_variant, writable, written_out};
