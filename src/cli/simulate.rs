//! Simulating with a bar that shows how far it is, and a way to stop.

use super::args::RunArgs;
use super::failure::Failure;
use super::load::Job;
use super::progress::Bar;
use crate::analysis::{
    MOST_SPLIT, Split, StressTest, is_worth_stressing, run_to_precision, split_variance, stress_test,
    stress_trials,
};
use crate::engine::{self, Fault, Outcome, RunOptions};
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs the model, to a precision where one was asked for.
pub(super) fn simulate(
    job: &Job,
    threads: usize,
    stop: &AtomicBool,
    args: &RunArgs,
) -> Result<Outcome, Failure> {
    let bar = Bar::new(job.trials, args.says.quiet);
    let options = RunOptions { trials: job.trials, threads: Some(threads), stop: Some(stop) };
    let outcome = match args.precision {
        Some(asked) => run_to_precision(&job.model, options, asked, &bar),
        None => engine::run(&job.model, options, &bar),
    };
    bar.finish();
    outcome.map_err(|fault| failed(&fault))
}

/// Splits the variance of headlines.
pub(super) fn split(
    job: &Job,
    threads: usize,
    stop: &AtomicBool,
    quiet: bool,
) -> Result<Vec<Split>, Failure> {
    let bar = Bar::new(2 * job.trials.min(MOST_SPLIT), quiet);
    let options = RunOptions { trials: job.trials, threads: Some(threads), stop: Some(stop) };
    let splits = split_variance(&job.model, options, &bar);
    bar.finish();
    splits.map_err(|fault| failed(&fault))
}

/// Asks whether the ranking of arms holds under stresses; nothing where there is nothing to rank.
pub(super) fn stress(
    job: &Job,
    outcome: &Outcome,
    threads: usize,
    stop: &AtomicBool,
    quiet: bool,
) -> Result<Option<StressTest>, Failure> {
    if !is_worth_stressing(&job.model, outcome.trials) {
        return Ok(None);
    }
    let bar = Bar::new(stress_trials(&job.model), quiet);
    let options = RunOptions { trials: outcome.trials, threads: Some(threads), stop: Some(stop) };
    let found = stress_test(&job.study, (&job.model, outcome), options, &bar);
    bar.finish();
    found.map(Some).map_err(|fault| failed(&fault))
}

/// Why a run did not end, as a command ends.
pub(super) fn failed(fault: &Fault) -> Failure {
    match fault {
        Fault::Stopped => Failure::Interrupted,
        Fault::Unbalanced { .. } | Fault::Trials(_) | Fault::Threads(_) => Failure::Run(fault.to_string()),
    }
}

/// Ends what was asked to stop.
pub(super) fn go_on(stop: &AtomicBool) -> Result<(), Failure> {
    if stop.load(Ordering::Relaxed) { Err(Failure::Interrupted) } else { Ok(()) }
}
