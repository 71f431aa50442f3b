//! `cascade run`: simulate, then write tables, charts and the manifest.

use super::args::RunArgs;
use super::failure::Failure;
use super::folder::{Staging, manifest_of};
use super::load::{Job, load};
use super::manifest::{Durations, Ran, identity};
use super::progress::stop_flag;
use super::results::{book, charts, page, tables};
use super::simulate::{simulate, split, stress};
use super::target::{default_folder, refuse_what_is_not_ours};
use super::terminal::show_written;
use crate::analysis::CEILING;
use crate::chart::Chart;
use crate::report::{FORMATS, MANIFEST, MonteCarloError, Provenance, Report, RunFacts, RunPage};
use std::time::Instant;

/// Runs a scenario.
#[expect(clippy::disallowed_methods, reason = "durations go into the manifest")]
pub(super) fn run(args: &RunArgs) -> Result<(), Failure> {
    let began = Instant::now();
    let mut job = load(args.scenario.as_deref(), &args.overrides)?;
    if args.precision.is_some() {
        job.trials = args.overrides.trials.unwrap_or(CEILING);
    }
    let stop = stop_flag()?;
    let held = hold_before_running(&job, args)?;
    let mut took = Durations { load: began.elapsed(), ..Durations::default() };

    let threads = args.threads.map_or_else(processors, usize::from);
    let began = Instant::now();
    let outcome = simulate(&job, threads, &stop, args)?;
    job.trials = outcome.trials;
    let splits = args.uncertainty.then(|| split(&job, threads, &stop, args.says.quiet)).transpose()?;
    let stressed =
        if args.no_stress { None } else { stress(&job, &outcome, threads, &stop, args.says.quiet)? };
    took.simulate = began.elapsed();

    let identity = identity(&job, job.trials);
    let target = args.out.clone().unwrap_or_else(|| default_folder(&job, &identity));
    if args.out.is_none() || args.precision.is_none() {
        refuse_what_is_not_ours(&target, &identity, args.force)?;
    }
    let began = Instant::now();
    let report = Report::new(&job.model, &outcome, &job.surveys).with_splits(splits.as_deref());
    let beside = job.beside_what_was_paid()?;
    let report = report.with_reconciled(beside.as_deref()).with_stresses(stressed.as_ref());
    let mut staging = held.map_or_else(|| Staging::beside(&target), Ok)?;
    let formats = if args.format.is_empty() { &FORMATS[..1] } else { &args.format };
    let asked = args.charts.as_ref().map_or(Chart::ALL, |asked| &asked.0);
    let from = Provenance { identity: &identity, ..Provenance::default() };
    let mut outputs = tables(&report, formats);
    outputs.extend(charts(&report, asked, formats));
    outputs.extend((!args.no_report).then(|| page(&report, &from)));
    outputs.extend((!args.no_workbook).then(|| book(&report, &from)));
    staging.write_all(&outputs, threads, &stop)?;
    took.write = began.elapsed();
    let error = MonteCarloError::of(&report, args.precision);
    let ran = Ran { identity: &identity, threads, took, error, notes: report.notes() };
    let missed = ran.error.missed();
    let manifest = ran.manifest(&job, staging.written())?;
    staging.write(MANIFEST, |sink| sink.write_all(manifest.as_bytes()))?;
    let files: Vec<String> = staging.written().iter().map(|file| file.name.clone()).collect();
    staging.publish()?;
    let missed = missed.map_or(Ok(()), |what| Err(Failure::LessPrecise(what)));
    if args.says.quiet && !args.says.json {
        return missed;
    }
    let folder = target.display().to_string();
    let facts = RunFacts {
        identity: Some(&identity),
        folder: Some(&folder),
        files: &files,
        seconds: Some(took.total().as_secs_f64()),
        asked: args.precision,
    };
    show_written(&RunPage::of(&report, facts), args.says.json, Some(&target))?;
    missed
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Before minutes are spent: may the results go where they are to go, and does nobody else write there? How many trials
/// a precision takes is not known before it has run: it may write over the same run at any number of them, and a folder
/// named after that number is held when it is known.
fn hold_before_running(job: &Job, args: &RunArgs) -> Result<Option<Staging>, Failure> {
    let trials = match (&args.out, args.precision) {
        (None, Some(_)) => return Ok(None),
        (Some(target), Some(_)) => manifest_of(target).and_then(|m| m.get("trials")?.as_u64()),
        (_, None) => None,
    };
    let identity = identity(job, trials.unwrap_or(job.trials));
    let target = args.out.clone().unwrap_or_else(|| default_folder(job, &identity));
    refuse_what_is_not_ours(&target, &identity, args.force)?;
    Staging::beside(&target).map(Some)
}
