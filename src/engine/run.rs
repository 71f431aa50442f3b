//! Running a model: blocks of trials on any number of threads.

use super::BLOCK;
use super::luck::Chance;
use super::metric::Metric;
use super::outcome::Outcome;
use super::rows::over_the_horizon;
use super::tally::{Layout, Pivots, Segment};
use super::trial::ArmFrame;
use super::worker::Worker;
use crate::ledger::Imbalance;
use crate::model::Model;
use crate::stats::{MomentTable, QuantileTable};
use crate::tile::{TILE, tiles};
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Told how far a run is.
pub trait Progress: Sync {
    /// So many more trials are done.
    fn done(&self, trials: u64);
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
    /// Trials.
    pub trials: u64,
    /// Threads; all processors when `None`.
    pub threads: Option<usize>,
    /// Set to stop after the blocks under way.
    pub stop: Option<&'a AtomicBool>,
}

impl RunOptions<'_> {
    /// So many trials, on all processors, to the end.
    #[must_use]
    pub const fn trials(trials: u64) -> RunOptions<'static> {
        RunOptions { trials, threads: None, stop: None }
    }

    /// Threads to run on.
    pub(super) fn pool(&self) -> Result<rayon::ThreadPool, Fault> {
        let threads =
            self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.max(1))
            .build()
            .map_err(|error| Fault::Threads(error.to_string()))
    }

    /// Whether somebody asked to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }
}

/// Why a run has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It was asked to stop.
    Stopped,
    /// A ledger did not balance: a fault of the program.
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
    /// Threads could not be started.
    Threads(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Stopped => f.write_str("stopped before the end"),
            Fault::Unbalanced { arm, trial, year, what } => write!(
                f,
                "the ledger of arm `{arm}`, trial {trial}, year {year} does not balance ({what}); this is a fault of cascade, please report it with the scenario"
            ),
            Fault::Threads(why) => write!(f, "cannot start threads: {why}"),
        }
    }
}

impl std::error::Error for Fault {}

/// Everything that threads share.
pub(super) struct Shared<'m> {
    pub(super) model: &'m Model,
    pub(super) layout: Layout,
    pub(super) frames: Vec<ArmFrame<'m>>,
    pub(super) chance: Chance,
    /// By arm, then year.
    pub(super) pivots: Vec<Pivots>,
    pub(super) horizon_pivots: Vec<Vec<f64>>,
    pub(super) segments: Vec<Mutex<Segment>>,
    pub(super) horizon: Vec<Mutex<(MomentTable, QuantileTable)>>,
}

/// Runs every arm of a model.
///
/// # Errors
///
/// [`Fault`]: stopped, out of threads, or (a fault of the program) an unbalanced ledger.
pub fn run(model: &Model, options: RunOptions<'_>, progress: &dyn Progress) -> Result<Outcome, Fault> {
    run_until(model, options, options.trials, progress, &mut |_| false)
}

/// Runs every arm of a model in whole batches of trials until `enough` says so of the results so
/// far, or `options.trials` are done. A batch is rounded up to whole blocks, so the results are
/// those of [`run`] with as many trials as were done, to the bit.
///
/// # Errors
///
/// As [`run`].
pub fn run_until(
    model: &Model,
    options: RunOptions<'_>,
    batch: u64,
    progress: &dyn Progress,
    enough: &mut dyn FnMut(&Outcome) -> bool,
) -> Result<Outcome, Fault> {
    let mut shared = Shared::new(model);
    take_pivots(&mut shared, options.trials)?;
    let pool = options.pool()?;
    let step = batch.max(1).div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64);
    let mut done: u64 = 0;
    loop {
        let end = done.saturating_add(step).min(options.trials);
        run_blocks(&shared, &pool, options, done, end, progress)?;
        done = end;
        let outcome = shared.outcome(done);
        if done >= options.trials || enough(&outcome) {
            return Ok(outcome);
        }
        shared.go_on(outcome);
    }
}

/// Runs the blocks of the trials from `first` to before `end`.
fn run_blocks(
    shared: &Shared<'_>,
    pool: &rayon::ThreadPool,
    options: RunOptions<'_>,
    first: u64,
    end: u64,
    progress: &dyn Progress,
) -> Result<(), Fault> {
    let blocks = end.div_ceil(BLOCK as u64);
    let next = AtomicU64::new(first / BLOCK as u64);
    let faults: Vec<Option<Fault>> = pool.broadcast(|_| {
        let mut worker = Worker::new(shared);
        loop {
            if options.is_stopped() {
                return Some(Fault::Stopped);
            }
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= blocks {
                return None;
            }
            let first = block * BLOCK as u64;
            let trials = usize::try_from((end - first).min(BLOCK as u64)).unwrap_or(BLOCK);
            if let Err(fault) = worker.block(shared, first, trials) {
                next.store(blocks, Ordering::Relaxed);
                return Some(fault);
            }
            progress.done(trials as u64);
        }
    });
    faults.into_iter().flatten().next().map_or(Ok(()), Err)
}

fn unlocked<T>(all: Vec<Mutex<T>>) -> Vec<T> {
    all.into_iter().map(|one| one.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)).collect()
}

impl<'m> Shared<'m> {
    /// Everything a run needs, with pivots of zero.
    pub(super) fn new(model: &'m Model) -> Shared<'m> {
        let layout = Layout::new(model);
        let zeros = Pivots {
            physicians: vec![0.0; tiles(model.len()) * Metric::COUNT * TILE],
            rows: vec![0.0; layout.rows.len()],
        };
        Shared {
            model,
            frames: model.arms.iter().map(|arm| ArmFrame::new(model, arm)).collect(),
            chance: Chance::new(model),
            pivots: vec![zeros; model.arms.len() * model.years],
            horizon_pivots: vec![vec![0.0; layout.horizon.len()]; model.arms.len()],
            segments: Vec::new(),
            horizon: Vec::new(),
            layout,
        }
    }

    /// The same with other process noise; 0 is the usual one.
    pub(super) fn with_noise(mut self, replicate: u64) -> Shared<'m> {
        self.chance = Chance::with_noise(self.model, replicate);
        self
    }

    /// The results of the trials so far, taken out.
    fn outcome(&mut self, trials: u64) -> Outcome {
        let segments = unlocked(std::mem::take(&mut self.segments));
        let horizon = unlocked(std::mem::take(&mut self.horizon));
        Outcome::new(self.model, self.layout.clone(), segments, horizon, trials)
    }

    /// Puts results back, to be added to.
    fn go_on(&mut self, outcome: Outcome) {
        let (segments, horizon) = outcome.into_parts();
        self.segments = segments.into_iter().map(Mutex::new).collect();
        self.horizon = horizon.into_iter().map(Mutex::new).collect();
    }
}

/// Runs the first trial alone and takes its values as pivots of all moments.
fn take_pivots(shared: &mut Shared<'_>, trials: u64) -> Result<(), Fault> {
    let model = shared.model;
    let mut found = shared.pivots.clone();
    let mut worker = Worker::new(shared);
    let mut horizon = shared.horizon_pivots.clone();
    worker.advance(shared, 0, 1, |place, worker| {
        let pivots: &mut Pivots = &mut found[place];
        for (k, tile) in worker.books.tiles.iter().enumerate() {
            for (m, values) in tile.measured.iter().enumerate() {
                let at = (k * Metric::COUNT + m) * TILE;
                pivots.physicians[at..at + TILE].copy_from_slice(values);
            }
        }
        pivots.rows = worker.sums.first_rows();
    })?;
    for (arm, pivots) in horizon.iter_mut().enumerate() {
        *pivots = over_the_horizon(&worker.states[arm][0]);
    }
    shared.pivots = found;
    shared.horizon_pivots = horizon;
    shared.segments = shared
        .pivots
        .iter()
        .enumerate()
        .map(|(place, pivots)| {
            let baseline = (place >= model.years).then(|| &shared.pivots[place % model.years]);
            Mutex::new(Segment::new(&shared.layout, model.len(), pivots, baseline, trials))
        })
        .collect();
    shared.horizon = shared
        .horizon_pivots
        .iter()
        .map(|pivots| {
            Mutex::new((MomentTable::new(pivots.clone()), QuantileTable::new(pivots.len(), trials)))
        })
        .collect();
    Ok(())
}
