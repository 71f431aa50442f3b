//! Values trial by trial, for analyses that need more than moments: splits of variance, fits,
//! comparisons with published distributions.

use super::crew::Crew;
use super::keeper::{Keeper, SampledBlock};
use super::options::{Fault, Progress, RunOptions};
use super::shared::Shared;
use super::worker::Worker;
use crate::engine::BLOCK;
use crate::engine::luck::Chance;
use crate::engine::measure::{HorizonMetric, Layout, Row, Scope};
use crate::engine::tally::{BlockSet, TrialEnd};
use crate::model::{Arm, Model, Scenario, Unknown};
use crate::order::Ordered;
use std::fmt;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// A value to take from every trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Arm, counted from 0.
    pub arm: usize,
    /// Performance year, counted from 0; `None` for a measure of the whole horizon.
    pub year: Option<usize>,
    /// What it is about; [`Scope::System`] for the whole horizon.
    pub scope: Scope,
    /// Which one: `all` for the system.
    pub entity: String,
    /// Name of the measure.
    pub metric: String,
}

/// Picks whose places in a model's results are known.
#[derive(Clone, Debug)]
pub struct Picks {
    /// Arm, year, row.
    places: Vec<(usize, Option<usize>, usize)>,
}

impl Pick {
    /// A measure of a year.
    #[must_use]
    pub fn year(arm: usize, year: usize, scope: Scope, entity: &str, metric: &str) -> Pick {
        Pick { arm, year: Some(year), scope, entity: entity.to_owned(), metric: metric.to_owned() }
    }

    /// A measure of the whole horizon.
    #[must_use]
    pub fn horizon(arm: usize, metric: HorizonMetric) -> Pick {
        let metric = metric.definition().name.to_owned();
        Pick { arm, year: None, scope: Scope::System, entity: "all".to_owned(), metric }
    }
}

impl Pick {
    fn unknown(&self) -> Unknown {
        let Pick { arm, year, scope, entity, metric } = self;
        let when = year.map_or_else(|| "over the horizon".to_owned(), |year| format!("in year {year}"));
        Unknown::new(
            format!("{metric:?} of {} {entity:?} in arm {arm} {when}", scope.word()),
            "arms and years count from 0; `cascade catalogue measures` lists the measures",
        )
    }
}

impl Picks {
    /// Finds every pick in a model's results.
    ///
    /// # Errors
    ///
    /// [`Unknown`], for the first pick that the model has nothing for.
    pub fn find(model: &Model, picks: &[Pick]) -> Result<Picks, Unknown> {
        let layout = Layout::new(model);
        let mut places = Vec::with_capacity(picks.len());
        for pick in picks {
            let rows = if pick.year.is_some() { &layout.rows } else { &layout.horizon };
            let row = rows
                .iter()
                .position(|r| r.scope == pick.scope && r.entity == pick.entity && r.metric == pick.metric)
                .filter(|_| pick.arm < model.arms.len() && pick.year.is_none_or(|y| y < model.years));
            match row {
                Some(row) => places.push((pick.arm, pick.year, row)),
                None => return Err(pick.unknown()),
            }
        }
        Ok(Picks { places })
    }
}

/// Everything that a model's results hold beside physicians: rows of every arm and year, and rows
/// of the whole horizon.
#[must_use]
pub fn rows_of(model: &Model) -> (Vec<Row>, Vec<Row>) {
    let layout = Layout::new(model);
    (layout.rows, layout.horizon)
}

/// The scenario of an arm at the values drawn for a trial, counted from 0; where rosters are redrawn, an arm of
/// [`Model::on`] that trial.
#[must_use]
pub fn scenario_of_trial(model: &Model, arm: &Arm, trial: u64) -> Scenario {
    let mut scenario = arm.scenario.clone();
    let mut values = Vec::new();
    Chance::new(model).parameters(arm, trial, &mut values);
    arm.set(&mut scenario, &values);
    scenario
}

/// Values of each pick, trial by trial, in the order of trials.
///
/// `replicate` numbers the process noise: 0 is the noise of [`super::run`]; any other number meets
/// the same drawn parameters with independent noise.
///
/// # Errors
///
/// As [`super::run`].
pub fn sample(
    model: &Model,
    options: RunOptions<'_>,
    replicate: u64,
    picks: &Picks,
    progress: &dyn Progress,
) -> Result<Vec<Vec<f64>>, Fault> {
    sampled(Shared::new(model).with_noise(replicate), Crew::new(options, progress)?, picks)
}

/// Values of each pick, from where they were left if they were kept.
pub(super) fn sampled(shared: Shared<'_>, crew: Crew<'_>, picks: &Picks) -> Result<Vec<Vec<f64>>, Fault> {
    let (trials, progress) = (crew.options.trials, crew.progress);
    let keeper = progress.keeper();
    let (kept, taken_up) = taken_up(keeper, trials, picks);
    if !kept.is_empty() {
        progress.taken_up(taken_up.trials(trials));
    }
    Sampler { shared, crew }.gathered(picks, 0..trials, (kept, &taken_up), keeper)
}

/// The values of each pick in the order of trials.
fn columns(mut blocks: Vec<SampledBlock>, picks: &Picks) -> Vec<Vec<f64>> {
    blocks.order_by_key(|block| block.first);
    let mut all: Vec<Vec<f64>> = vec![Vec::new(); picks.places.len()];
    for block in blocks {
        for (column, part) in all.iter_mut().zip(block.values) {
            column.extend(part);
        }
    }
    all
}

/// Takes values from some trials after others, so that memory need not hold all of them at once.
pub struct Sampler<'a> {
    shared: Shared<'a>,
    crew: Crew<'a>,
}

impl<'a> Sampler<'a> {
    /// Of the trials of a run, with the chance that [`super::run`] meets.
    ///
    /// # Errors
    ///
    /// As [`super::run`].
    pub fn new(
        model: &'a Model,
        options: RunOptions<'a>,
        progress: &'a dyn Progress,
    ) -> Result<Sampler<'a>, Fault> {
        Ok(Sampler { shared: Shared::new(model), crew: Crew::new(options, progress)? })
    }

    /// Values of each pick in the trials from `trials.start`, which is a multiple of [`BLOCK`], to before `trials.end`.
    ///
    /// # Errors
    ///
    /// As [`super::run`].
    pub fn values(&self, picks: &Picks, trials: Range<u64>) -> Result<Vec<Vec<f64>>, Fault> {
        self.gathered(picks, trials, (Vec::new(), &BlockSet::default()), None)
    }

    /// The same after the blocks that were kept, handing each further one to the keeper.
    fn gathered(
        &self,
        picks: &Picks,
        trials: Range<u64>,
        (kept, taken_up): (Vec<SampledBlock>, &BlockSet),
        keeper: Option<&dyn Keeper>,
    ) -> Result<Vec<Vec<f64>>, Fault> {
        let found = Mutex::new(kept);
        self.crew.each_block(&self.shared, trials, taken_up, &|worker, first, trials| {
            let values = one_block(&self.shared, worker, first, trials, picks)?;
            let block = SampledBlock { first, values };
            if let Some(keeper) = keeper {
                keeper.sample(&block);
            }
            found.lock().unwrap_or_else(PoisonError::into_inner).push(block);
            Ok(())
        })?;
        Ok(columns(found.into_inner().unwrap_or_else(PoisonError::into_inner), picks))
    }
}

impl fmt::Debug for Sampler<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sampler").field("options", &self.crew.options).finish_non_exhaustive()
    }
}

/// The blocks that were kept of a sample of so many trials, each once and as a block of it would be, and their places.
fn taken_up(keeper: Option<&dyn Keeper>, trials: u64, picks: &Picks) -> (Vec<SampledBlock>, BlockSet) {
    let mut blocks = BlockSet::default();
    let mut kept = keeper.map(Keeper::sampled).unwrap_or_default();
    kept.retain(|block| {
        let count = trials.saturating_sub(block.first).min(BLOCK as u64);
        let is_whole = block.values.len() == picks.places.len()
            && block.values.iter().all(|values| values.len() as u64 == count);
        let is_there = count > 0 && block.first.is_multiple_of(BLOCK as u64) && is_whole;
        is_there && blocks.insert(block.first / BLOCK as u64)
    });
    (kept, blocks)
}

/// The picks of one block.
fn one_block(
    shared: &Shared<'_>,
    worker: &mut Worker,
    first: u64,
    trials: usize,
    picks: &Picks,
) -> Result<Vec<Vec<f64>>, Fault> {
    let years = shared.model.years;
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); picks.places.len()];
    worker.advance(shared, first, trials, |place, worker| {
        for ((arm, year, row), slot) in picks.places.iter().zip(&mut values) {
            if *year == Some(place % years) && *arm == place / years {
                slot.extend_from_slice(&worker.sums.rows()[*row][..trials]);
            }
        }
    })?;
    let mut end = TrialEnd::default();
    for arm in 0..shared.frames.len() {
        let of_arm = |(own, year, _): &(usize, Option<usize>, usize)| *own == arm && year.is_none();
        if !picks.places.iter().any(of_arm) {
            continue;
        }
        for trial in 0..trials {
            worker.end_of(shared, arm, trial).measure(&mut end);
            for (place, slot) in picks.places.iter().zip(&mut values) {
                if of_arm(place) {
                    slot.push(end.rows[place.2]);
                }
            }
        }
    }
    Ok(values)
}
