//! The whole program from outside: one test binary, one file for each concern.

#![allow(clippy::disallowed_methods, reason = "tests read the repository and write scratch files")]
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a test that cannot go on has failed")]

mod architecture;
mod broken;
mod calibrate;
mod cases;
mod catalogue;
mod clauses;
mod clawback;
mod cli;
mod cohorts;
mod common;
mod contracts;
mod deferral;
mod determinism;
mod documents;
mod draw;
mod explained;
mod golden;
mod groups;
mod hops;
mod identities;
mod law;
mod neutral;
mod precision;
mod properties;
mod readme;
mod rebased;
mod replay;
mod response;
mod scenarios;
mod statistics;
mod transition;
mod values;
mod verify;
