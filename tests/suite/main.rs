//! The whole program from outside: one test binary, one file for each concern.

#![allow(clippy::disallowed_methods, reason = "tests read the repository and write scratch files")]
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::assigning_clones,
    clippy::format_collect,
    clippy::needless_for_each,
    reason = "tests need not be fast"
)]

mod accounts;
mod adds_up;
mod again;
mod architecture;
mod arrows;
mod backtest;
mod basis;
mod broken;
mod budgets;
mod by_hand;
mod calibrate;
mod calibrate_spread;
mod care_management;
mod cases;
mod catalogue;
mod charts;
mod charts_money;
mod clauses;
mod clawback;
mod cli;
mod cohorts;
mod common;
mod contracts;
mod deep;
mod deferral;
mod determinism;
mod documents;
mod draw;
mod enquiries;
mod examples;
mod explained;
mod field;
mod fingerprints;
mod funding;
mod golden;
mod groups;
mod hops;
mod identities;
mod json;
mod law;
mod months;
mod mutants;
mod neutral;
mod notes;
mod people;
mod persons;
mod precision;
mod predictions;
mod prices;
mod programmes;
mod properties;
mod readme;
mod rebased;
mod redrawn;
mod reference;
mod replay;
mod report;
mod response;
mod resume;
mod review;
mod roster_exports;
mod safe_files;
mod salib;
mod scenarios;
mod screen;
mod search;
mod sensitivity;
mod starter;
mod statement;
mod statistics;
mod staying;
mod strata;
mod studies;
mod study;
mod suppression;
mod sweep;
mod terminal;
mod textbook;
mod torn;
mod transition;
mod trials;
mod upgrade;
mod values;
mod verify;
mod whole_trials;
mod workbook;
