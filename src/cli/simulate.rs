//! Simulating with a bar that shows how far it is, a way to stop, and one to go on.

use super::args::RunArgs;
use super::failure::Failure;
use super::keeping::{Keeping, RunStage, StageWatch};
use super::load::Job;
use super::progress::Bar;
use crate::analysis::{
    MOST_SPLIT, Split, StressTest, is_worth_stressing, run_to_precision, split_variance, stress_test,
    stress_trials,
};
use crate::engine::{self, Fault, Outcome, RunOptions};
use std::sync::atomic::AtomicBool;

/// How the work of a run is gone about.
#[derive(Debug)]
pub(super) struct Work<'a> {
    /// Threads.
    pub threads: usize,
    /// Set when it is to stop.
    pub stop: &'a AtomicBool,
    /// Whether no bar is shown.
    quiet: bool,
    /// Trials asked for, or at most, in words.
    of: String,
    keeping: Keeping,
}

impl<'a> Work<'a> {
    /// Begins to go about a job, with who keeps what is done.
    pub(super) fn begin(
        job: &Job,
        threads: usize,
        stop: &'a AtomicBool,
        args: &RunArgs,
        keeping: Keeping,
    ) -> Work<'a> {
        let most = if args.precision.is_some() { "at most " } else { "" };
        let of = format!("{most}{}", job.trials);
        Work { threads, stop, quiet: args.says.quiet, of, keeping }
    }

    fn options(&self, trials: u64) -> RunOptions<'_> {
        RunOptions { trials, threads: Some(self.threads), stop: Some(self.stop) }
    }

    fn watch(&self, stage: RunStage, trials: u64) -> StageWatch<'_> {
        StageWatch::of(&self.keeping, stage, Bar::new(trials, self.quiet))
    }

    /// Solves what funds the variants of a job.
    pub(super) fn fund(&self, job: &mut Job) -> Result<(), Failure> {
        let bar = Bar::of_search("solving what funds the variants", self.quiet);
        let watch = StageWatch::of(&self.keeping, RunStage::Funding, bar);
        let funded = job.fund(self.options(1), &watch);
        watch.bar.finish();
        funded
    }

    /// What to say of a run that did not come to its end.
    pub(super) fn ended_by(&self, failure: Failure) -> Failure {
        #[expect(clippy::wildcard_enum_match_arm, reason = "whatever else went wrong stays what it is")]
        match failure {
            Failure::Interrupted => {
                self.keeping.stopped(&self.of).map_or(Failure::Interrupted, Failure::Kept)
            }
            Failure::Run(why) if self.keeping.has_any() => Failure::Run(format!(
                "{why}\nWhat was simulated is kept; the same command with --resume goes on from it."
            )),
            _ => failure,
        }
    }

    /// Keeps all that was simulated where whoever needs it is stopped.
    pub(super) fn stopped_after(&self, job: &Job, outcome: Outcome, failure: &Failure) {
        if matches!(failure, Failure::Interrupted) {
            let watch = StageWatch::of(&self.keeping, RunStage::Run, Bar::new(0, true));
            engine::put_down(&job.model, outcome, &watch);
        }
    }

    /// The results are where they belong: there is nothing left to go on with.
    pub(super) fn is_published(&self) {
        self.keeping.is_published();
    }
}

/// Runs the model, to a precision where one was asked for.
pub(super) fn simulate(job: &Job, work: &Work<'_>, args: &RunArgs) -> Result<Outcome, Failure> {
    let watch = work.watch(RunStage::Run, job.trials);
    let options = work.options(job.trials);
    let outcome = match args.precision {
        Some(asked) => run_to_precision(&job.model, options, asked, &watch),
        None => engine::run(&job.model, options, &watch),
    };
    watch.bar.finish();
    outcome.map_err(|fault| failed(&fault))
}

/// Splits the variance of headlines.
pub(super) fn split(job: &Job, work: &Work<'_>) -> Result<Vec<Split>, Failure> {
    let watch = work.watch(RunStage::Split, 2 * job.trials.min(MOST_SPLIT));
    let splits = split_variance(&job.model, work.options(job.trials), &watch);
    watch.bar.finish();
    splits.map_err(|fault| failed(&fault))
}

/// Asks whether the ranking of arms holds under stresses; nothing where there is nothing to rank.
pub(super) fn stress(job: &Job, outcome: &Outcome, work: &Work<'_>) -> Result<Option<StressTest>, Failure> {
    if !is_worth_stressing(&job.model, outcome.trials) {
        return Ok(None);
    }
    let watch = work.watch(RunStage::Stress, stress_trials(&job.model));
    let found = stress_test(&job.study, (&job.model, outcome), work.options(outcome.trials), &watch);
    watch.bar.finish();
    found.map(Some).map_err(|fault| failed(&fault))
}

/// Why a run did not end, as a command ends.
pub(super) fn failed(fault: &Fault) -> Failure {
    match fault {
        Fault::Stopped => Failure::Interrupted,
        Fault::Unbalanced { .. } | Fault::Trials(_) | Fault::Threads(_) => Failure::Run(fault.to_string()),
    }
}
