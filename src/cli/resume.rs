//! Where a run keeps what it has done, and by what it is known again.

use super::args::RunArgs;
use super::checkpoint::path_beside;
use super::failure::Failure;
use super::keeping::{Keeping, KeepingAsked, RunKept};
use super::load::Job;
use super::manifest::{identity, shown_identity};
use super::target::default_folder;
use std::time::Duration;

/// Begins to keep what the run of a job does, from where it was left if that is asked for.
pub(super) fn begin_keeping(job: &Job, threads: usize, args: &RunArgs) -> Result<Keeping, Failure> {
    let identity = identity(job, job.trials);
    let named = || default_folder(job, &shown_identity(job, job.trials, args.suppress));
    // What is run again goes nowhere: beside what it is compared with.
    let target = args.out.as_ref().or(args.again.as_ref()).cloned().unwrap_or_else(named);
    let asked = KeepingAsked {
        resume: args.resume,
        every: args.checkpoint_seconds.map(|seconds| Duration::from_secs(seconds.into())),
        threads,
        quiet: args.says.quiet,
    };
    Keeping::begin(path_beside(&target), run_kept(job, args, identity), asked)
}

/// What decides the results of a run, each by its name, for whoever has another before them.
fn run_kept(job: &Job, args: &RunArgs, identity: String) -> RunKept {
    let rosters: Vec<&str> = job.rosters.iter().map(|roster| roster.sha256.as_str()).collect();
    let surveys: Vec<&str> = job.survey_files.iter().map(|survey| survey.sha256.as_str()).collect();
    let arms: Vec<&str> = job.model.arms.iter().map(|arm| arm.name.as_str()).collect();
    let named = [
        ("seed", job.model.seed.0.to_string()),
        ("trials", job.trials.to_string()),
        ("years", job.model.years.to_string()),
        ("arms", arms.join(" ")),
        ("precision", args.precision.map_or_else(String::new, |asked| asked.to_string())),
        ("scenario", job.scenario_sha256.clone()),
        ("roster", rosters.join("+")),
        ("survey", surveys.join("+")),
    ];
    RunKept { identity, named: named.map(|(name, value)| (name.to_owned(), value)).into() }
}
