//! Pages: what commands print, each a record that a program reads as JSON and a person as text.

mod again;
mod against;
#[cfg(feature = "replay")]
mod backtest;
#[cfg(feature = "replay")]
mod benchmarks;
#[cfg(feature = "calibrate")]
mod calibrate;
#[cfg(feature = "calibrate")]
mod calibrate_parts;
mod check;
mod contract;
mod explanation;
mod funding;
mod law;
mod physician;
mod price;
mod reconciliation;
mod redesigns;
#[cfg(feature = "replay")]
mod replay;
mod review;
mod roster;
mod sensitivity;
mod statement;
mod summary;
mod sweep;
mod verify;
mod with_others;

pub use again::{AgainFacts, AgainPage, AgainVersions};
pub use against::AgainstPage;
#[cfg(feature = "replay")]
pub use backtest::BacktestPage;
#[cfg(feature = "replay")]
pub use benchmarks::BenchmarkPage;
#[cfg(feature = "calibrate")]
pub use calibrate::{FitFacts, FitPage};
pub use check::{CheckPage, RefusedPage};
pub use explanation::ExplainPage;
pub use law::LawPage;
pub use price::PricePage;
pub use redesigns::SearchPage;
#[cfg(feature = "replay")]
pub use replay::ReplayPage;
pub use review::{ReviewOf, ReviewPage};
pub use roster::RosterPage;
pub use sensitivity::SensitivityPage;
pub use statement::{StatementPage, statement_heading};
pub use summary::{Headlines, RunFacts, RunPage};
pub use sweep::SweepPage;
pub use verify::VerifyPage;
pub use with_others::RunBeside;

use serde::Serialize;

/// What a command prints.
pub trait Page: Serialize {
    /// For the eye.
    fn text(&self) -> String;

    /// For a program: one JSON object.
    ///
    /// # Errors
    ///
    /// None that is known: every page has words for keys.
    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}
