//! Cascade follows every dollar of a value-based contract from payer to paycheque.
//!
//! Two agreements meet in a health system. A *payer contract* pays the system for the cost and
//! quality of care; an *employment agreement* pays its physicians, mostly for volume. They were
//! written by other people on other dates. Cascade simulates both side by side over many years and
//! many possible futures, lets physicians respond to what they are really paid for, and measures how
//! far what they are paid for lies from what their work is worth.
//!
//! A dollar passes through the modules in this order:
//!
//! 1. [`payer`]: a contract compares what its patients cost with a benchmark and settles.
//! 2. [`system`]: the waterfall uses what was earned (programme, losses, reserve, infrastructure)
//!    and puts a part into pools.
//! 3. [`pay`]: a plan pays each physician for a year of work, pools included.
//! 4. [`behaviour`]: what the next dollar would pay for changes what physicians do next year.
//! 5. [`alignment`]: the misalignment index compares what a unit of each lever is worth with what
//!    it pays.
//!
//! [`engine`] runs these seven steps a year, for every *arm* (the baseline and each variant) on the
//! same luck, and posts every movement of money to a [`ledger`] that must balance to the cent.
//!
//! A [`Study`] is the way in: a scenario, read and checked, whose numbers can be set and which runs.
//!
//! ```
//! use cascade::engine::{RunOptions, Silent};
//! use cascade::{Metric, Study};
//!
//! let mut study = Study::reference()?;
//! study.set("run.years", 2.0)?;
//! study.set("pass_through:allocation.physicians", 0.4)?;
//! let outcome = study.run(RunOptions::trials(64), &Silent)?;
//! for arm in ["baseline", "pass_through"] {
//!     let pay = outcome.at(arm, 2027)?.physician("fm-001")?.get(Metric::Pay);
//!     assert!(pay.mean > 100_000.0 && pay.quantiles.is_some());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What cannot be used is [`Refused`] with every problem at its place; what is not there is
//! [`model::Unknown`], with the nearest name that is. `examples/` holds programs of twenty lines.
//!
//! Features, all on by default: `cli` (the program, which needs the others), `charts`, `threads`,
//! `calibrate`, `replay`, `xlsx`. Without them the library knows no file, terminal or clock, and runs on the
//! caller's thread, to the same bits.
//!
//! Modules by floor; a module uses only floors above it in this list. A test keeps it so.

#![cfg_attr(
    test,
    allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss,
        clippy::option_option,
        reason = "tests count in small numbers"
    )
)]

// What a number means, and arithmetic on many at a time.
pub mod math;
pub mod order;
pub mod tile;
pub mod units;

// Chance keyed by identity; statistics that merge exactly.
pub mod random;
pub mod stats;

// The declaration of parameters: unit, range, default, source, in one place.
pub mod schema;

// Tables as people keep them: text or workbook to columns.
pub mod sheet;

// The grammar that both agreements share, and the accounts.
pub mod ledger;
pub mod terms;

// Who takes part, and what others like them are paid.
pub mod entity;
pub mod survey;

// The rules. They draw nothing, read nothing and cannot fail; the three do not know each other.
pub mod behaviour;
pub mod pay;
pub mod payer;

// What joins the rules.
pub mod alignment;
pub mod system;

// What a plan or contract may not do.
pub mod compliance;

// The validated whole.
pub mod model;

// From text to model; from model to results; the rules against the public record.
pub mod engine;
#[cfg(feature = "replay")]
pub mod replay;
pub mod scenario;

// The front door: from a text to a model to its results.
pub mod study;
// A text to begin with: an organisation's own figures out of the public record.
#[cfg(feature = "replay")]
pub mod starter;

// What a compensation committee and counsel ask of a run.
pub mod review;
// What is done with results: verification, error and spread, calibration.
pub mod analysis;

// What the clauses of payer contracts are worth, and whether to sign.
pub mod negotiation;

// Results and declarations as tables, pictures and documents.
#[cfg(feature = "charts")]
pub mod chart;
pub mod decision;
pub mod manual;
pub mod report;

// What a board looks at: a run as one page, and as one workbook.
#[cfg(feature = "report")]
pub mod board;
#[cfg(feature = "xlsx")]
pub mod workbook;

// Files, terminal, clock.
#[cfg(feature = "cli")]
pub mod cli;

pub use engine::{Metric, Outcome};
pub use model::Model;
pub use report::Report;
pub use schema::Refused;
pub use study::{NoFiles, Shelf, Study};
