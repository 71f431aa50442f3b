//! What is done with results: comparison with what was published, the error and the spread of
//! headline results, and fitting to a user's own figures.
//!
//! Everything here runs the engine through its public functions; no rule is worked out a second
//! time.

mod estimate;
mod study;
mod verify;

pub use estimate::Estimate;
pub use study::{Study, StudyFault};
pub use verify::{
    expected_payment,
    Evidence, Finding, Role, StudyName, TARGETS, Target, Verdict, VerifyOptions, verification_table, verify,
};
