//! Running a model: blocks of trials on any number of threads.

mod crew;
mod keeper;
mod options;
#[cfg(test)]
mod people;
mod points;
#[cfg(test)]
mod producers;
mod sample;
mod sample_at;
mod shared;
mod side_by_side;
mod worker;

pub use keeper::{Keeper, SampledBlock, SoFar, Telling};
pub use options::{Fault, Progress, RunOptions, Silent};
pub use points::Points;
pub use sample::{Pick, Picks, Sampler, rows_of, sample, scenario_of_trial};
pub use sample_at::{drawn_values, sample_at};
pub(crate) use shared::Shared;
pub(crate) use side_by_side::{ModelSample, sample_each};
pub(crate) use worker::{Reached, Worker};

use super::BLOCK;
use super::measure::Metric;
use super::tally::{Outcome, Pivots, Segment, TrialEnd, WholeTrials};
use crate::model::Model;
use crate::tile::TILE;
use crew::Crew;

/// Runs every arm of a model.
///
/// # Errors
///
/// [`Fault`]: no trials or too many, stopped, out of threads, or (a fault of the program) an unbalanced ledger.
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
    let crew = Crew::new(options, progress)?;
    let mut shared = Shared::new(model);
    let keeper = progress.keeper();
    let tell = |shared: &Shared<'_>, moment| {
        if let Some(keeper) = keeper {
            keeper.count(&SoFar::of(shared, options.trials), moment);
        }
    };
    let kept = keeper.and_then(Keeper::counted);
    let taken_up = kept.and_then(|kept| shared.take_up(kept, options.trials));
    if let Some(blocks) = &taken_up {
        progress.taken_up(blocks.trials(options.trials));
    } else {
        take_pivots(&mut shared, options.trials)?;
    }
    let taken_up = taken_up.unwrap_or_default();
    let step = batch.max(1).div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64);
    // The batch of the last block before the first that is missing: whether it is enough is asked again.
    let before = taken_up.first_missing().min(options.trials.div_ceil(BLOCK as u64));
    let mut done = before.saturating_sub(1) * BLOCK as u64 / step * step;
    loop {
        let end = done.saturating_add(step).min(options.trials);
        let worked = crew.each_block(&shared, done..end, &taken_up, &|worker, first, trials| {
            worker.block(&shared, first, trials)?;
            tell(&shared, Telling::Block);
            Ok(())
        });
        if worked == Err(Fault::Stopped) {
            tell(&shared, Telling::Stopped);
        }
        worked?;
        done = end;
        let outcome = shared.outcome(done);
        if done >= options.trials || enough(&outcome) {
            if keeper.is_none() {
                return Ok(outcome);
            }
            shared.go_on(outcome);
            tell(&shared, Telling::End);
            return Ok(shared.outcome(done));
        }
        shared.go_on(outcome);
    }
}

/// Tells a keeper all that a run has counted which came to its end, where something else is stopped that needs it.
pub fn put_down(model: &Model, outcome: Outcome, keeper: &dyn Keeper) {
    let (mut shared, trials) = (Shared::new(model), outcome.trials);
    shared.go_on(outcome);
    keeper.count(&SoFar::of(&shared, trials), Telling::Stopped);
}

/// Runs the first trial alone and takes its values as pivots of all moments.
fn take_pivots(shared: &mut Shared<'_>, trials: u64) -> Result<(), Fault> {
    let (model, rosters) = (shared.model, shared.model.rosters());
    let mut found = shared.pivots.clone();
    let mut worker = Worker::new(shared);
    let mut ends = vec![TrialEnd::default(); model.arms.len()];
    worker.advance(shared, 0, 1, |reached, worker| {
        let place = match reached {
            Reached::Year { arm, year } => shared.place(arm, year),
            Reached::End { arm } => return worker.end_of(shared, arm, 0).measure(&mut ends[arm]),
        };
        let pivots: &mut Pivots = &mut found[place];
        for (k, tile) in worker.books.tiles.iter().enumerate() {
            for (m, values) in tile.measured[..Metric::KEPT].iter().enumerate() {
                let at = (k * Metric::KEPT + m) * TILE;
                pivots.physicians[at..at + TILE].copy_from_slice(values);
            }
        }
        pivots.rows = worker.sums.rows().of(0)[..shared.layout.rows.len()].to_vec();
    })?;
    shared.pivots = found;
    let years = shared.pivots.iter().enumerate().map(|(place, pivots)| {
        let baseline = (place >= model.years).then(|| &shared.pivots[place % model.years]);
        Segment::new(&shared.layout, model.len(), pivots, baseline, (trials, rosters))
    });
    let years: Vec<Segment> = years.collect();
    let whole = ends
        .iter()
        .enumerate()
        .map(|(arm, end)| WholeTrials::new(end, (arm > 0).then_some(&ends[0]), (trials, rosters)));
    shared.begin(years, whole);
    Ok(())
}
