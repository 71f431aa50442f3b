//! `cascade run`: simulate, then write tables, charts and the manifest.

use super::again::{Destination, Recorded};
use super::against::{past_run, set_beside};
use super::args::RunArgs;
use super::command::RunCommand;
use super::failure::Failure;
use super::folder::{Staging, manifest_of};
use super::kept::Input;
use super::load::{Job, load_unfunded};
use super::manifest::{Durations, Keeps, Ran, shown_identity};
use super::open::open_page;
use super::progress::stop_flag;
use super::results::{add_inputs, book, charts, files_of_persons, page, tables};
use super::resume::begin_keeping;
use super::simulate::{Work, simulate, split, stress};
use super::target::{default_folder, refuse_other_figures, refuse_what_is_not_ours};
use super::terminal::show_written;
use crate::analysis::{ByTrial, CEILING, Split, StressTest};
use crate::chart::Chart;
use crate::decision::{Disclosure, PastRun};
use crate::engine::{Outcome, RunOptions};
use crate::model::Model;
use crate::report::{
    AgainFacts, AgainstPage, FORMATS, Headlines, MANIFEST, MonteCarloError, PAGE, Provenance, Report,
    RunBeside, RunFacts, RunPage, SourceFile,
};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Runs a scenario, or again what a folder of results holds.
pub(super) fn run(args: &RunArgs) -> Result<(), Failure> {
    let Some(folder) = &args.again else { return run_once(args, None) };
    let recorded = Recorded::read(folder)?;
    run_once(&recorded.asked(args)?, Some(&recorded))
}

/// What a run came to.
struct SimulatedRun {
    outcome: Outcome,
    splits: Option<Vec<Split>>,
    stressed: Option<StressTest>,
    took: Durations,
}

/// Where results go, and what may be shown there.
struct Whither<'a> {
    /// The folder that is held for them.
    held: Option<Staging>,
    /// The run that is made again, if one is.
    again: Option<&'a Recorded>,
    /// Whether they are only compared with that run's.
    nowhere: bool,
    /// Another run that this one is set beside.
    other: Option<PastRun>,
    /// What may be shown, before results are known.
    disclosure: Disclosure,
}

#[expect(clippy::disallowed_methods, reason = "durations go into the manifest")]
fn run_once(args: &RunArgs, again: Option<&Recorded>) -> Result<(), Failure> {
    let began = Instant::now();
    let other = args.against.as_deref().map(past_run).transpose()?;
    let mut job = match again {
        Some(recorded) => recorded.load(args)?,
        None => load_unfunded(args.scenario.as_deref(), &args.overrides)?,
    };
    if args.precision.is_some() {
        job.trials = args.overrides.trials.unwrap_or(CEILING);
    }
    by_trial(&job, args, RunOptions::trials(job.trials))?;
    let disclosure = limits(&job.model, args.suppress)?;
    let stop = stop_flag()?;
    let nowhere = again.is_some() && args.out.is_none();
    let held = if nowhere { None } else { hold_before_running(&job, args)? };
    let threads = args.threads.map_or_else(processors, usize::from);
    let work = Work::begin(&job, threads, &stop, args, begin_keeping(&job, threads, args)?);
    let whither = Whither { held, again, nowhere, other, disclosure };
    let done = simulate_all(args, &mut job, &work, began).and_then(|simulated| {
        let written = write_results(args, &job, &simulated, (&work, whither));
        written.inspect_err(|failure| work.stopped_after(&job, simulated.outcome, failure))
    });
    done.map_err(|failure| work.ended_by(failure))
}

/// Simulates all that is asked for, from where it was left.
#[expect(clippy::disallowed_methods, reason = "durations go into the manifest")]
fn simulate_all(
    args: &RunArgs,
    job: &mut Job,
    work: &Work<'_>,
    began: Instant,
) -> Result<SimulatedRun, Failure> {
    work.fund(job)?;
    let load = began.elapsed();
    let began = Instant::now();
    let outcome = simulate(job, work, args)?;
    job.trials = outcome.trials;
    let further = || -> Result<_, Failure> {
        let splits = args.uncertainty.then(|| split(job, work)).transpose()?;
        Ok((splits, if args.no_stress { None } else { stress(job, &outcome, work)? }))
    };
    match further() {
        Ok((splits, stressed)) => {
            let took = Durations { load, simulate: began.elapsed(), ..Durations::default() };
            Ok(SimulatedRun { outcome, splits, stressed, took })
        }
        Err(failure) => {
            work.stopped_after(job, outcome, &failure);
            Err(failure)
        }
    }
}

/// Writes everything, and says what was found.
#[expect(clippy::disallowed_methods, reason = "durations go into the manifest")]
fn write_results(
    args: &RunArgs,
    job: &Job,
    simulated: &SimulatedRun,
    (work, whither): (&Work<'_>, Whither<'_>),
) -> Result<(), Failure> {
    let began = Instant::now();
    let SimulatedRun { outcome, splits, stressed, took } = simulated;
    let mut took = *took;
    let Whither { held, again, nowhere, other, disclosure } = whither;
    let disclosure = disclosure.of_results(&job.model, outcome);
    let disclosure = disclosure.map_err(|why| Failure::Usage(why.to_string()))?;
    let identity = shown_identity(job, job.trials, args.suppress);
    let target = args.out.clone().unwrap_or_else(|| default_folder(job, &identity));
    if !nowhere && (args.out.is_none() || args.precision.is_none()) {
        refuse_what_is_not_ours(&target, &identity, args.force)?;
    }
    let (beside, settings) = (job.beside_what_was_paid()?, job.study.settings());
    let options = RunOptions { trials: job.trials, threads: Some(work.threads), stop: Some(work.stop) };
    let by_trial = by_trial(job, args, options)?;
    let report = Report::new(&job.model, outcome, &job.surveys)
        .with_splits(splits.as_deref())
        .with_reconciled(beside.as_deref())
        .with_stresses(stressed.as_ref())
        .with_settings(&settings)
        .with_trials(by_trial.as_ref())
        .with_disclosure(disclosure);
    let mut place = if nowhere { Destination::nowhere() } else { Destination::at(held, &target)? };
    let formats = if args.format.is_empty() { &FORMATS[..1] } else { &args.format };
    let asked = args.charts.as_ref().map_or(Chart::ALL, |asked| &asked.0);
    let left_out = if report.disclosure.shows_persons() { 0 } else { files_of_persons(asked, formats) };
    let (command, keeps) = (RunCommand::of(args, &job.inputs), Keeps::of(args));
    let told = job.inputs.iter().filter(|_| keeps != Keeps::Nothing);
    let sources: Vec<SourceFile<'_>> = told.map(Input::source).collect();
    let from = Provenance { identity: &identity, command: &command.line, sources: &sources };
    let mut outputs = tables(&report, formats);
    outputs.extend(charts(&report, asked, formats));
    outputs.extend((!args.no_report).then(|| page(&report, &from)));
    outputs.extend((!args.no_workbook).then(|| book(&report, &from)));
    add_inputs(&mut outputs, &report, &job.inputs, keeps);
    place.write_all(&outputs, work.threads, work.stop)?;
    if args.suppress.is_some() && !args.force {
        refuse_other_figures(&target, place.written())?;
    }
    took.write = began.elapsed();
    let (error, headlines) = (MonteCarloError::of(&report, args.precision), Headlines::of(&report));
    let missed = error.missed();
    let ran = Ran {
        identity: &identity,
        threads: work.threads,
        took,
        error,
        report: &report,
        left_out,
        headlines,
        command: &command,
        keeps,
    };
    let manifest = ran.manifest(job, place.written())?;
    let made =
        again.map(|recorded| recorded.compared(place.written(), &manifest, (!nowhere).then_some(&*target)));
    let mut files: Vec<String> = place.written().iter().map(|file| file.name.clone()).collect();
    files.extend((!nowhere).then(|| MANIFEST.to_owned()));
    place.publish(&manifest)?;
    work.is_published();
    if args.open && !nowhere {
        open_page(&target.join(PAGE));
    }
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
    let own: Option<&Path> = if nowhere { args.again.as_deref() } else { Some(&target) };
    let against = other.map(|other| set_beside((own, &manifest), &report, &other)).transpose()?;
    let written: Option<PathBuf> = (!nowhere).then_some(target);
    end(args, (run, written.as_deref()), (made, against), missed)
}

/// Says what was found. A run that is not the same again, or less precise than was asked, ends otherwise than well.
fn end(
    args: &RunArgs,
    (run, written): (RunPage<'_>, Option<&Path>),
    (again, against): (Option<AgainFacts>, Option<AgainstPage>),
    missed: Option<String>,
) -> Result<(), Failure> {
    let fault = again.as_ref().and_then(AgainFacts::fault);
    if !args.says.quiet || args.says.json {
        show_written(&RunBeside::of(run, again.map(Into::into), against), args.says.json, written)?;
    }
    match (fault, missed) {
        (Some(fault), _) => Err(Failure::Differs(format!("error: {fault}"))),
        (None, Some(what)) => Err(Failure::LessPrecise(what)),
        (None, None) => Ok(()),
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

/// Before minutes are spent: may the results go where they are to go, and does nobody else write there? How many trials
/// a precision takes is not known before it has run: it may write over the same run at any number of them, and a folder
/// named after that number is held when it is known.
fn hold_before_running(job: &Job, args: &RunArgs) -> Result<Option<Staging>, Failure> {
    let trials = match (&args.out, args.precision) {
        (None, Some(_)) => return Ok(None),
        (Some(target), Some(_)) => manifest_of(target).and_then(|m| m.get("trials")?.as_u64()),
        (_, None) => None,
    };
    let identity = shown_identity(job, trials.unwrap_or(job.trials), args.suppress);
    let target = args.out.clone().unwrap_or_else(|| default_folder(job, &identity));
    refuse_what_is_not_ours(&target, &identity, args.force)?;
    Staging::beside(&target).map(Some)
}
