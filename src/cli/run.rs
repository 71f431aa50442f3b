//! `cascade run`: simulate, then write tables, charts and the manifest.

use super::again::{Destination, Recorded};
use super::against::{past_run, set_beside};
use super::args::RunArgs;
use super::command::RunCommand;
use super::failure::Failure;
use super::folder::manifest_of;
use super::kept::Input;
use super::load::{Job, load_unfunded};
use super::manifest::{Durations, Keeps, Ran, identity, outside};
use super::progress::stop_flag;
use super::results::{add_inputs, book, charts, files_of_persons, page, tables};
use super::simulate::{Work, simulate, split, stress};
use super::target::{default_folder, refuse_what_is_not_ours};
use super::terminal::show;
use crate::analysis::{ByTrial, CEILING};
use crate::chart::Chart;
use crate::decision::Disclosure;
use crate::engine::RunOptions;
use crate::model::Model;
use crate::report::{
    FORMATS, Headlines, MonteCarloError, Provenance, Report, RunBeside, RunFacts, RunPage, SourceFile,
};
use std::time::Instant;

/// Runs a scenario, or again what a folder of results holds.
pub(super) fn run(args: &RunArgs) -> Result<(), Failure> {
    let Some(folder) = &args.again else { return run_once(args, None) };
    let recorded = Recorded::read(folder)?;
    run_once(&recorded.asked(args)?, Some(&recorded))
}

#[expect(clippy::disallowed_methods, reason = "durations go into the manifest")]
fn run_once(args: &RunArgs, again: Option<&Recorded>) -> Result<(), Failure> {
    let began = Instant::now();
    let mut job = match again {
        Some(recorded) => recorded.load(args)?,
        None => load_unfunded(args.scenario.as_deref(), &args.overrides)?,
    };
    let nowhere = again.is_some() && args.out.is_none();
    if args.precision.is_some() {
        job.trials = args.overrides.trials.unwrap_or(CEILING);
    }
    if !nowhere {
        refuse_before_running(&job, args)?;
    }
    by_trial(&job, args, RunOptions::trials(job.trials))?;
    limits(&job.model, args.suppress)?;
    let stop = stop_flag()?;
    let threads = args.threads.map_or_else(processors, usize::from);
    let work = Work::begin(&job, threads, &stop, args)?;
    go_through(args, job, (&work, again), began).map_err(|failure| work.ended_by(failure))
}

/// Simulates, from where it was left, and writes.
#[expect(clippy::disallowed_methods, reason = "durations go into the manifest")]
fn go_through(
    args: &RunArgs,
    mut job: Job,
    (work, again): (&Work<'_>, Option<&Recorded>),
    began: Instant,
) -> Result<(), Failure> {
    let other = args.against.as_deref().map(past_run).transpose()?;
    let nowhere = again.is_some() && args.out.is_none();
    let (threads, stop) = (work.threads, work.stop);
    work.fund(&mut job)?;
    let mut took = Durations { load: began.elapsed(), ..Durations::default() };
    let began = Instant::now();
    let outcome = simulate(&job, work, args)?;
    job.trials = outcome.trials;
    let splits = args.uncertainty.then(|| split(&job, work)).transpose()?;
    let stressed = if args.no_stress { None } else { stress(&job, &outcome, work)? };
    took.simulate = began.elapsed();

    let disclosure = limits(&job.model, args.suppress)?;
    let disclosure =
        disclosure.of_results(&job.model, &outcome).map_err(|why| Failure::Usage(why.to_string()))?;
    let identity = outside(identity(&job, job.trials), args.suppress);
    let target = args.out.clone().unwrap_or_else(|| default_folder(&job, &identity));
    if !nowhere && (args.out.is_none() || args.precision.is_none()) {
        refuse_what_is_not_ours(&target, &identity, args.force)?;
    }
    let began = Instant::now();
    let report = Report::new(&job.model, &outcome, &job.surveys).with_splits(splits.as_deref());
    let beside = job.beside_what_was_paid()?;
    let settings = job.study.settings();
    let options = RunOptions { trials: job.trials, threads: Some(threads), stop: Some(stop) };
    let by_trial = by_trial(&job, args, options)?;
    let report = report
        .with_reconciled(beside.as_deref())
        .with_stresses(stressed.as_ref())
        .with_settings(&settings)
        .with_trials(by_trial.as_ref())
        .with_disclosure(disclosure);
    let mut place = if nowhere { Destination::nowhere() } else { Destination::beside(&target)? };
    let formats = if args.format.is_empty() { &FORMATS[..1] } else { &args.format };
    let asked = args.charts.as_ref().map_or(Chart::ALL, |asked| &asked.0);
    let left_out = if report.disclosure.shows_persons() { 0 } else { files_of_persons(asked, formats) };
    let (command, keeps) = (RunCommand::of(args, &job.inputs), Keeps::of(args));
    let sources: Vec<SourceFile<'_>> = job.inputs.iter().map(Input::source).collect();
    let from = Provenance { identity: &identity, command: &command.line, sources: &sources };
    let mut outputs = tables(&report, formats);
    outputs.extend(charts(&report, asked, formats));
    outputs.extend((!args.no_report).then(|| page(&report, &from)));
    outputs.extend((!args.no_workbook).then(|| book(&report, &from)));
    add_inputs(&mut outputs, &report, &job.inputs, keeps);
    place.write_all(&outputs, threads, stop)?;
    took.write = began.elapsed();
    let error = MonteCarloError::of(&report, args.precision);
    let headlines = Headlines::of(&report);
    let ran = Ran {
        identity: &identity,
        threads,
        took,
        error,
        report: &report,
        left_out,
        headlines,
        command: &command,
        keeps,
    };
    let manifest = ran.manifest(&job, place.written())?;
    let made =
        again.map(|recorded| recorded.compared(place.written(), &manifest, (!nowhere).then_some(&*target)));
    let files: Vec<String> = place.written().iter().map(|file| file.name.clone()).collect();
    place.publish(&manifest)?;
    work.is_published();
    let folder = target.display().to_string();
    let facts = RunFacts {
        identity: Some(&identity),
        folder: (!nowhere).then_some(&*folder),
        files: &files,
        seconds: Some(took.total().as_secs_f64()),
        asked: args.precision,
        left_out,
    };
    let run = RunPage::of(&report, facts);
    let own = if nowhere { args.again.as_deref() } else { Some(&*target) };
    let against = other.map(|other| set_beside((own, &manifest), &report, &other)).transpose()?;
    end(args, run, made, against)
}

/// Says what was found; a run that is not the same again ends otherwise than well.
fn end(
    args: &RunArgs,
    run: RunPage<'_>,
    again: Option<crate::report::AgainFacts>,
    against: Option<crate::report::AgainstPage>,
) -> Result<(), Failure> {
    let differs = again.as_ref().filter(|again| !again.is_same()).map(|again| again.folder.clone());
    if !args.says.quiet || args.says.json {
        show(&RunBeside::of(run, again.map(Into::into), against), args.says.json)?;
    }
    match differs {
        Some(folder) => Err(Failure::Differs(format!("{folder} is not the same again"))),
        None => Ok(()),
    }
}

/// What is asked for of single trials.
fn by_trial<'j>(
    job: &'j Job,
    args: &RunArgs,
    options: RunOptions<'j>,
) -> Result<Option<ByTrial<'j>>, Failure> {
    if args.by_trial.is_empty() {
        return Ok(None);
    }
    let found = ByTrial::of(&job.model, &args.by_trial, options);
    found.map(Some).map_err(|unknown| Failure::Usage(unknown.to_string()))
}

/// What may be shown, as `--suppress` asks.
fn limits(model: &Model, least: Option<u32>) -> Result<Disclosure, Failure> {
    let limits = least.map(|least| Disclosure::of(model, least)).transpose();
    limits.map(Option::unwrap_or_default).map_err(|why| Failure::Usage(why.to_string()))
}

/// As many threads as there are processors.
pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Before minutes are spent: may the results go where they are to go? How many trials a precision takes is
/// not known before it has run: it may write over the same run at any number of them.
fn refuse_before_running(job: &Job, args: &RunArgs) -> Result<(), Failure> {
    let trials = match (&args.out, args.precision) {
        (None, Some(_)) => return Ok(()),
        (Some(target), Some(_)) => manifest_of(target).and_then(|m| m.get("trials")?.as_u64()),
        (_, None) => None,
    };
    let identity = outside(identity(job, trials.unwrap_or(job.trials)), args.suppress);
    let target = args.out.clone().unwrap_or_else(|| default_folder(job, &identity));
    refuse_what_is_not_ours(&target, &identity, args.force)
}
