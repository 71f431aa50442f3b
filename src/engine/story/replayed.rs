//! A trial simulated again, up to one arm's year.

use crate::engine::arm::{ArmFrame, ArmState, TrialTerms};
use crate::engine::luck::YearLuck;
use crate::engine::run::{Fault, Reached, Shared, Worker};
use crate::engine::year::YearBooks;
use crate::model::{Model, Unknown};
use crate::units::{Cents, debug_by_words};

/// What cannot be explained.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unexplained {
    /// The model has no such arm, year, physician or contract.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// The engine stopped.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// Lines do not add up to the engine's result: a fault of the program.
    #[error(
        "the lines differ from the engine's result by {by}; this is a fault of cascade, please report it with the scenario"
    )]
    DoesNotAddUp {
        /// By how much.
        by: Cents,
    },
}

debug_by_words!(Unexplained);

/// What the model does not have at a place, counted from 0.
pub(crate) fn not_there(what: &str, place: usize, there: usize) -> Unexplained {
    Unexplained::Unknown(Unknown::new(
        format!("{what} {place}"),
        format!("there are {there}, counted from 0"),
    ))
}

/// Which year of which arm in which trial; all count from 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub arm: usize,
    pub trial: u64,
    pub year: usize,
}

/// An arm's year as the worker left it.
pub(crate) struct YearAgain<'a> {
    pub frame: &'a ArmFrame<'a>,
    pub terms: &'a TrialTerms,
    pub state: &'a ArmState,
    pub books: &'a YearBooks,
    pub worker: &'a Worker,
    /// The luck that was met in the year.
    pub luck: &'a YearLuck,
}

/// Runs one trial and hands one arm's year to `look`; `look_at` is a physician whose incentives are
/// looked at on the way, by tile and lane.
pub(crate) fn replay<T>(
    model: &Model,
    moment: Moment,
    look_at: Option<(usize, usize)>,
    look: impl Fn(&YearAgain<'_>) -> T,
) -> Result<T, Unexplained> {
    let Moment { arm, trial, year } = moment;
    for (what, place, there) in [("arm", arm, model.arms.len()), ("year", year, model.years)] {
        if place >= there {
            return Err(not_there(what, place, there));
        }
    }
    let shared = Shared::new(model);
    let mut worker = Worker::new(&shared);
    worker.books.look_at = look_at;
    let mut seen = None;
    worker.advance(&shared, trial, 1, |reached, worker| {
        if matches!(reached, Reached::Year { arm: own, year: now } if (own, now) == (arm, year)) {
            seen = Some(look(&YearAgain {
                frame: &shared.frames[arm],
                terms: worker.terms_of(arm),
                state: &worker.states[0],
                books: &worker.books,
                worker,
                luck: worker.luck_in(&shared, arm, year),
            }));
        }
    })?;
    seen.ok_or(Unexplained::Fault(Fault::Stopped))
}
