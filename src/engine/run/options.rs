//! How a run goes about it, and why it may have no result.

use super::keeper::Keeper;
use crate::ledger::Imbalance;
use crate::units::debug_by_words;
use std::sync::atomic::{AtomicBool, Ordering};

/// Told how far a run is.
pub trait Progress: Sync {
    /// So many more trials are done.
    fn done(&self, trials: u64);

    /// So many trials had been done before, and need not be done again.
    fn taken_up(&self, trials: u64) {
        self.done(trials);
    }

    /// Who keeps what is done, where anybody does.
    fn keeper(&self) -> Option<&dyn Keeper> {
        None
    }
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn done(&self, _: u64) {}
}

/// How a run goes about it; nothing here changes a result.
#[derive(Clone, Copy, Debug)]
pub struct RunOptions<'a> {
    /// Trials, from 1 to [`RunOptions::MOST_TRIALS`].
    pub trials: u64,
    /// Threads; all processors when `None`. Without the feature `threads`, the caller's own alone.
    pub threads: Option<usize>,
    /// Set to stop after the blocks under way.
    pub stop: Option<&'a AtomicBool>,
}

impl RunOptions<'_> {
    /// The most trials of a run, as of a scenario.
    pub const MOST_TRIALS: u64 = 100_000_000;

    /// So many trials, on all processors, to the end.
    #[must_use]
    pub const fn trials(trials: u64) -> RunOptions<'static> {
        RunOptions { trials, threads: None, stop: None }
    }

    /// Whether somebody asked to stop.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }
}

/// Why a run has no result.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It was asked to stop.
    #[error("stopped before the end")]
    Stopped,
    /// A ledger did not balance: a fault of the program.
    #[error(
        "the ledger of arm `{arm}`, trial {trial}, year {year} does not balance ({what}); this is a fault of cascade, please report it with the scenario"
    )]
    Unbalanced {
        /// Arm.
        arm: String,
        /// Trial, counted from 1.
        trial: u64,
        /// Year, counted from 1.
        year: usize,
        /// What did not balance.
        what: Imbalance,
    },
    /// There is no mean over no trials, and no room for so many.
    #[error("found {0} trials; a run has between 1 and {most}", most = RunOptions::MOST_TRIALS)]
    Trials(u64),
    /// Threads could not be started.
    #[error("cannot start threads: {0}")]
    Threads(String),
}

debug_by_words!(Fault);
