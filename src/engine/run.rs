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
    let mut shared = Shared::new(model);
    take_pivots(&mut shared, options.trials)?;
    let threads =
        options.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .build()
        .map_err(|error| Fault::Threads(error.to_string()))?;
    let blocks = options.trials.div_ceil(BLOCK as u64);
    let next = AtomicU64::new(0);
    let faults: Vec<Option<Fault>> = pool.broadcast(|_| {
        let mut worker = Worker::new(&shared);
        loop {
            if options.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                return Some(Fault::Stopped);
            }
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= blocks {
                return None;
            }
            let first = block * BLOCK as u64;
            let trials = usize::try_from((options.trials - first).min(BLOCK as u64)).unwrap_or(BLOCK);
            if let Err(fault) = worker.block(&shared, first, trials) {
                next.store(blocks, Ordering::Relaxed);
                return Some(fault);
            }
            progress.done(trials as u64);
        }
    });
    if let Some(fault) = faults.into_iter().flatten().next() {
        return Err(fault);
    }
    let segments = shared
        .segments
        .into_iter()
        .map(|s| s.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
        .collect();
    let horizon = shared
        .horizon
        .into_iter()
        .map(|s| s.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
        .collect();
    Ok(Outcome::new(model, shared.layout, segments, horizon, options.trials))
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
