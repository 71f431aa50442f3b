//! Values trial by trial of several models side by side: threads spread over models first, then over the blocks of each.

use super::crew::Crew;
use super::keeper::{Keeper, SampledBlock};
use super::options::{Fault, Progress, RunOptions};
use super::sample::{Pick, Picks, one_block};
use super::shared::Shared;
use super::worker::Worker;
use crate::engine::BLOCK;
use crate::model::Model;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Makes a model, by whoever comes to it first; nothing where there is none to take values from.
type MakeModel<'a> = Box<dyn Fn() -> Option<Model> + Send + Sync + 'a>;

/// What is taken from one of several models.
pub(crate) struct ModelSample<'a> {
    make: MakeModel<'a>,
    picks: Vec<Pick>,
    trials: Range<u64>,
    without_baseline: bool,
}

impl<'a> ModelSample<'a> {
    /// Values of trials from the first one, which begins a block, to before the last.
    pub(crate) fn new(
        make: impl Fn() -> Option<Model> + Send + Sync + 'a,
        picks: Vec<Pick>,
        trials: Range<u64>,
    ) -> ModelSample<'a> {
        ModelSample { make: Box::new(make), picks, trials, without_baseline: false }
    }

    /// The same, where no value is a difference from the baseline or rests on one: its years are not simulated, unless
    /// they are asked for.
    pub(crate) fn without_baseline(self) -> ModelSample<'a> {
        ModelSample { without_baseline: true, ..self }
    }

    fn blocks(&self) -> u64 {
        (self.trials.end - self.trials.start).div_ceil(BLOCK as u64)
    }

    /// The first trial of a block, counted from 0, and how many it has.
    fn block(&self, place: u64) -> (u64, usize) {
        let first = self.trials.start + place * BLOCK as u64;
        let count = self.trials.end.saturating_sub(first).min(BLOCK as u64);
        (first, usize::try_from(count).unwrap_or(BLOCK))
    }
}

impl fmt::Debug for ModelSample<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelSample").field("trials", &self.trials).finish_non_exhaustive()
    }
}

/// How far the work on a model is.
#[derive(Debug, Default)]
struct ModelWork {
    /// Blocks that nobody has taken yet, the last first.
    open: Vec<u64>,
    /// How many are at work on it.
    hands: usize,
}

/// A model, from when the first one comes to it until nobody needs it any more.
#[derive(Debug, Default)]
enum MadeModel {
    #[default]
    NotYet,
    There(Arc<Model>),
    Nothing,
}

/// Values of each pick of each model, trial by trial; nothing of a model that was not made, or that does not hold what
/// is picked. Of the options, trials play no part. For a keeper it is one sample.
///
/// # Errors
///
/// As [`super::run`].
pub(crate) fn sample_each(
    all: &[ModelSample<'_>],
    options: RunOptions<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Option<Vec<Vec<f64>>>>, Fault> {
    let options = RunOptions { trials: 1, ..options };
    let keeper = progress.keeper();
    let mut work: Vec<ModelWork> =
        all.iter().map(|one| ModelWork { open: (0..one.blocks()).rev().collect(), hands: 0 }).collect();
    let mut found: Vec<Vec<SampledBlock>> = all.iter().map(|_| Vec::new()).collect();
    let mut before = 0;
    for block in keeper.map(Keeper::sampled).unwrap_or_default() {
        let Some((model, place)) = place_of(all, block.first) else { continue };
        let (first, count) = all[model].block(place);
        let is_whole = block.values.len() == all[model].picks.len()
            && block.values.iter().all(|values| values.len() == count);
        let open = work[model].open.iter().position(|open| *open == place).filter(|_| is_whole);
        if let Some(open) = open {
            work[model].open.remove(open);
            found[model].push(SampledBlock { first, values: block.values });
            before += count as u64;
        }
    }
    if before > 0 {
        progress.taken_up(before);
    }
    let gang = Gang {
        all,
        crew: Crew::new(options, progress)?,
        work: Mutex::new(work),
        made: all.iter().map(|_| Mutex::default()).collect(),
        found: Mutex::new(found),
        keeper,
    };
    gang.crew.each(|| gang.work().err())?;
    let found = gang.found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let whole = |(one, mut blocks): (&ModelSample<'_>, Vec<SampledBlock>)| {
        if blocks.len() as u64 != one.blocks() {
            return None;
        }
        blocks.sort_by_key(|block| block.first);
        let mut columns: Vec<Vec<f64>> = vec![Vec::new(); one.picks.len()];
        for block in blocks {
            columns.iter_mut().zip(block.values).for_each(|(column, part)| column.extend(part));
        }
        Some(columns)
    };
    Ok(all.iter().zip(found).map(whole).collect())
}

/// What a keeper calls the first trial of a block of a model: the blocks of all models are counted on.
fn told_first(all: &[ModelSample<'_>], model: usize, place: u64) -> u64 {
    (all[..model].iter().map(ModelSample::blocks).sum::<u64>() + place) * BLOCK as u64
}

/// The model and the block of what a keeper was told.
fn place_of(all: &[ModelSample<'_>], told: u64) -> Option<(usize, u64)> {
    let mut place = told.is_multiple_of(BLOCK as u64).then_some(told / BLOCK as u64)?;
    for (model, one) in all.iter().enumerate() {
        match place.checked_sub(one.blocks()) {
            None => return Some((model, place)),
            Some(further) => place = further,
        }
    }
    None
}

/// Those who work on all of it.
struct Gang<'a> {
    all: &'a [ModelSample<'a>],
    crew: Crew<'a>,
    work: Mutex<Vec<ModelWork>>,
    made: Vec<Mutex<MadeModel>>,
    found: Mutex<Vec<Vec<SampledBlock>>>,
    keeper: Option<&'a dyn Keeper>,
}

fn held<T>(all: &Mutex<T>) -> MutexGuard<'_, T> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Gang<'_> {
    /// Works on one model after another, until nothing is left of any.
    fn work(&self) -> Result<(), Fault> {
        while let Some(model) = self.choose() {
            let worked = self.take_part(model);
            let mut work = held(&self.work);
            work[model].hands -= 1;
            if work[model].hands == 0 && work[model].open.is_empty() {
                *held(&self.made[model]) = MadeModel::Nothing;
            }
            if worked.is_err() {
                work.iter_mut().for_each(|one| one.open.clear());
            }
            drop(work);
            worked?;
        }
        Ok(())
    }

    /// A model that is not done: one that nobody works on, or that the fewest do.
    fn choose(&self) -> Option<usize> {
        let mut work = held(&self.work);
        let open = work.iter().enumerate().filter(|(_, one)| !one.open.is_empty());
        let (model, _) = open.min_by_key(|(_, one)| one.hands)?;
        work[model].hands += 1;
        Some(model)
    }

    fn take_part(&self, model: usize) -> Result<(), Fault> {
        let one = &self.all[model];
        let made = self.model(model);
        let picks = made.as_ref().and_then(|made| Picks::find(made, &one.picks).ok());
        let Some((made, picks)) = made.zip(picks) else {
            let left = std::mem::take(&mut held(&self.work)[model].open);
            let trials = left.into_iter().map(|place| one.block(place).1 as u64).sum();
            self.crew.progress.done(trials);
            return Ok(());
        };
        let picks = if one.without_baseline { picks.without_baseline() } else { picks };
        let shared = Shared::of_samples(&made);
        let mut worker = Worker::new(&shared);
        loop {
            if self.crew.options.is_stopped() {
                return Err(Fault::Stopped);
            }
            let Some(place) = held(&self.work)[model].open.pop() else { return Ok(()) };
            let (first, count) = one.block(place);
            let values = one_block(&shared, &mut worker, first, count, &picks)?;
            let mut block = SampledBlock { first: told_first(self.all, model, place), values };
            if let Some(keeper) = self.keeper {
                keeper.sample(&block);
            }
            block.first = first;
            held(&self.found)[model].push(block);
            self.crew.progress.done(count as u64);
        }
    }

    /// A model, made if nobody has made it.
    fn model(&self, model: usize) -> Option<Arc<Model>> {
        let mut made = held(&self.made[model]);
        if let MadeModel::NotYet = *made {
            *made =
                (self.all[model].make)().map_or(MadeModel::Nothing, |own| MadeModel::There(Arc::new(own)));
        }
        match &*made {
            MadeModel::There(own) => Some(Arc::clone(own)),
            MadeModel::NotYet | MadeModel::Nothing => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{HorizonMetric, Metric, Scope, Silent, sample};
    use crate::{NoFiles, Study};

    const TEXT: &str = r#"
        run = { years = 2, seed = 5 }
        scenario = { title = "Two" }
        system = { name = "S" }
        plan.base.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }, { quality_bonus = { per_fte = 20000 } }]
        cohort.fm = { count = 9, specialty = "family_medicine", plans = { base = 1.0 }, wrvu = 5000, panel = 1600, lives = { aco = 800 } }
        contract.aco = { payer = "P", line = "commercial", revenue_share = 0.5, spending = 6000, terms = { shared_savings = { sharing_rate = 0.5 } } }
        variant.more.plan.base.pay.quality_bonus.per_fte = 40000
    "#;

    fn model() -> Model {
        Study::read("t.toml", TEXT, &NoFiles).unwrap().model().unwrap()
    }

    fn picks() -> Vec<Pick> {
        vec![
            Pick::horizon(1, HorizonMetric::TotalPay),
            Pick::year(1, 1, Scope::Plan, "base", Metric::Pay.definition().name),
        ]
    }

    #[test]
    fn values_are_those_of_one_model_after_another() {
        let model = model();
        let places = Picks::find(&model, &picks()).unwrap();
        let whole = sample(&model, RunOptions::trials(70), 0, &places, &Silent).unwrap();
        let part = |range: Range<usize>| whole.iter().map(|column| column[range.clone()].to_vec()).collect();
        let unknown = vec![Pick::horizon(7, HorizonMetric::TotalPay)];
        for threads in [1, 3] {
            let all = [
                ModelSample::new(|| Some(model.clone()), picks(), 0..70),
                ModelSample::new(|| None, picks(), 0..40),
                ModelSample::new(|| Some(model.clone()), unknown.clone(), 0..40),
                // Pay of a variant does not rest on the years of the baseline.
                ModelSample::new(|| Some(model.clone()), picks(), 32..70).without_baseline(),
            ];
            let options = RunOptions { trials: 1, threads: Some(threads), stop: None };
            let found = sample_each(&all, options, &Silent).unwrap();
            assert_eq!(found, [Some(whole.clone()), None, None, Some(part(32..70))], "{threads} threads");
        }
    }

    #[test]
    fn blocks_of_all_models_are_told_apart() {
        let one = |trials| ModelSample::new(|| None, picks(), trials);
        let all = [one(0..70), one(32..64), one(0..32)];
        assert_eq!((told_first(&all, 0, 2), told_first(&all, 1, 0), told_first(&all, 2, 0)), (64, 96, 128));
        let places = [0, 64, 96, 128, 160, 7].map(|told| place_of(&all, told));
        assert_eq!(places, [Some((0, 0)), Some((0, 2)), Some((1, 0)), Some((2, 0)), None, None]);
        assert_eq!(all[0].block(2), (64, 6));
        assert_eq!(all[1].block(0), (32, 32));
    }
}
