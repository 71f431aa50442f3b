//! Values trial by trial, for analyses that need more than moments: splits of variance, fits,
//! comparisons with published distributions.

use super::crew::Crew;
use super::keeper::{Keeper, SampledBlock};
use super::options::{Fault, Progress, RunOptions};
use super::shared::Shared;
use super::worker::{Reached, Worker};
use crate::engine::BLOCK;
use crate::engine::luck::Chance;
use crate::engine::measure::{HorizonMetric, Layout, Metric, Row, Scope};
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
    /// Whether the years of the baseline are left out where nobody asks for them.
    without_baseline: bool,
    /// Whether any is of incentives: slopes that neither physicians nor picks look at are not worked out.
    looks: bool,
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
        let of_incentives = |(_, year, row): &(usize, Option<usize>, usize)| {
            year.is_some() && Metric::named(layout.rows[*row].metric).is_ok_and(is_of_incentives)
        };
        let looks = places.iter().any(of_incentives);
        Ok(Picks { places, without_baseline: false, looks })
    }

    /// The same, none of which is a difference from the baseline or rests on one: where none is of the baseline itself,
    /// its years need not be simulated.
    pub(super) fn without_baseline(self) -> Picks {
        Picks { without_baseline: true, ..self }
    }

    /// By arm, whether nobody asks for it.
    fn left_out(&self, arms: usize) -> Vec<bool> {
        let is_asked = |arm: usize| self.places.iter().any(|(own, ..)| *own == arm);
        (0..arms).map(|arm| (arm > 0 || self.without_baseline) && !is_asked(arm)).collect()
    }

    /// By arm, then year, whether nobody asks for a row of it.
    fn without_rows(&self, arms: usize, years: usize) -> Vec<bool> {
        let mut without = vec![true; arms * years];
        for (arm, year, _) in &self.places {
            if let Some(year) = year {
                without[arm * years + year] = false;
            }
        }
        without
    }
}

/// Whether a measure tells of incentives, not of what is done or paid: nothing else is worked out from it.
fn is_of_incentives(metric: Metric) -> bool {
    let is_among = |first: Metric, last: Metric| first <= metric && metric <= last;
    is_among(Metric::Misalignment, Metric::TargetMisalignment)
        || is_among(Metric::AlignmentGap, Metric::MarginalPassThrough)
        || is_among(Metric::ValueRevenueShare, Metric::ValueAtTarget)
        || is_among(Metric::HourIsWorthVolume, Metric::EffortTransformation)
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
    sampled(Shared::of_samples(model).with_noise(replicate), Crew::new(options, progress)?, picks)
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
        Ok(Sampler { shared: Shared::of_samples(model), crew: Crew::new(options, progress)? })
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
pub(super) fn one_block(
    shared: &Shared<'_>,
    worker: &mut Worker,
    first: u64,
    trials: usize,
    picks: &Picks,
) -> Result<Vec<Vec<f64>>, Fault> {
    let years = shared.model.years;
    worker.left_out = picks.left_out(shared.frames.len());
    worker.without_rows = picks.without_rows(shared.frames.len(), years);
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); picks.places.len()];
    worker.looks = picks.looks;
    let mut end = TrialEnd::default();
    worker.advance(shared, first, trials, |reached, worker| {
        let of = match reached {
            Reached::Year { arm, year } => (arm, Some(year)),
            Reached::End { arm } => (arm, None),
        };
        let all = picks.places.iter().zip(&mut values);
        let mut picked: Vec<(usize, &mut Vec<f64>)> = all
            .filter(|((arm, year, _), _)| (*arm, *year) == of)
            .map(|((.., row), slot)| (*row, slot))
            .collect();
        for trial in 0..if picked.is_empty() { 0 } else { trials } {
            let rows = if let Reached::End { arm } = reached {
                worker.end_of(shared, arm, trial).measure(&mut end);
                &end.rows[..]
            } else {
                worker.sums.rows().of(trial)
            };
            for (row, slot) in &mut picked {
                slot.push(rows[*row]);
            }
        }
    })?;
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Silent;
    use crate::{NoFiles, Study};

    #[test]
    fn what_nobody_looks_at_changes_nothing_that_is_asked_for() {
        for behaviour in ["behaviour = \"none\"", ""] {
            let text = format!(
                r#"
                run = {{ years = 3, seed = 5 }}
                {behaviour}
                scenario = {{ title = "Nobody looks" }}
                system = {{ name = "S" }}
                plan.base.pay = [{{ wrvu = {{ tiers = [{{ rate = 50 }}] }} }}, {{ quality_bonus = {{ per_fte = 20000 }} }}]
                cohort.fm = {{ count = 40, specialty = "family_medicine", plans = {{ base = 1.0 }}, wrvu = 5000, panel = 1600, lives = {{ aco = 800 }} }}
                contract.aco = {{ payer = "P", line = "commercial", revenue_share = 0.5, spending = 6000, terms = {{ shared_savings = {{ sharing_rate = 0.5 }} }} }}
                "#
            );
            let model = Study::read("t.toml", &text, &NoFiles).unwrap().model().unwrap();
            let asked = vec![
                Pick::horizon(0, HorizonMetric::TotalPay),
                Pick::year(0, 2, Scope::System, "all", "true_savings"),
                Pick::year(0, 2, Scope::System, "all", Metric::Wrvu.definition().name),
            ];
            let of_incentives =
                Pick::year(0, 2, Scope::System, "all", Metric::Misalignment.definition().name);
            let sampled = |picks: &[Pick]| {
                let picks = Picks::find(&model, picks).unwrap();
                (sample(&model, RunOptions::trials(40), 0, &picks, &Silent).unwrap(), picks.looks)
            };
            let (without, looked) = sampled(&asked);
            let (mut with, looks) = sampled(&[asked, vec![of_incentives]].concat());
            assert_eq!((looked, looks), (false, true));
            assert!(with.pop().unwrap().iter().all(|index| *index > 0.0));
            assert_eq!(without, with, "{behaviour}");
        }
    }
}
