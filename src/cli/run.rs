//! `cascade run`: simulate, then write tables, charts and the manifest.

use super::again::{Destination, Recorded};
use super::against::{PARAMETERS, parameters_of, past_of, past_run};
use super::args::RunArgs;
use super::command::RunCommand;
use super::failure::Failure;
use super::folder::{Staging, manifest_of};
use super::kept::Input;
use super::load::{Job, load};
use super::manifest::{Durations, Keeps, Ran, identity};
use super::open::open_page;
use super::output::Output;
use super::progress::stop_flag;
use super::results::{book, charts, page, tables};
use super::simulate::{simulate, split, stress};
use super::target::{default_folder, refuse_what_is_not_ours};
use super::terminal::show;
use crate::analysis::{ByTrial, CEILING};
use crate::chart::Chart;
use crate::decision::PastRun;
use crate::engine::RunOptions;
use crate::report::{
    AgainFacts, AgainstPage, Csv, FORMATS, Format as _, Headlines, MonteCarloError, Provenance, Report,
    RunBeside, RunFacts, RunPage, SourceFile, run_table,
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
    let other = args.against.as_deref().map(past_run).transpose()?;
    let mut job = match again {
        Some(recorded) => recorded.load(args)?,
        None => load(args.scenario.as_deref(), &args.overrides)?,
    };
    let nowhere = again.is_some() && args.out.is_none();
    if args.precision.is_some() {
        job.trials = args.overrides.trials.unwrap_or(CEILING);
    }
    if !nowhere {
        refuse_before_running(&job, args)?;
    }
    by_trial(&job, args, RunOptions::trials(job.trials))?;
    let stop = stop_flag()?;
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
    if !nowhere && (args.out.is_none() || args.precision.is_none()) {
        refuse_what_is_not_ours(&target, &identity, args.force)?;
    }
    let began = Instant::now();
    let report = Report::new(&job.model, &outcome, &job.surveys).with_splits(splits.as_deref());
    let beside = job.beside_what_was_paid()?;
    let report = report.with_reconciled(beside.as_deref()).with_stresses(stressed.as_ref());
    let settings = job.study.settings();
    let options = RunOptions { trials: job.trials, threads: Some(threads), stop: Some(&stop) };
    let by_trial = by_trial(&job, args, options)?;
    let report = report.with_settings(&settings).with_trials(by_trial.as_ref());
    let mut place = if nowhere {
        Destination::Nowhere(Vec::new())
    } else {
        Destination::Folder(Staging::beside(&target)?)
    };
    let formats = if args.format.is_empty() { &FORMATS[..1] } else { &args.format };
    let asked = args.charts.as_ref().map_or(Chart::ALL, |asked| &asked.0);
    let (command, keeps) = (RunCommand::of(args, &job.inputs), keeps(args));
    let sources: Vec<SourceFile<'_>> = job.inputs.iter().map(source).collect();
    let from = Provenance { identity: &identity, command: &command.line, sources: &sources };
    let mut outputs = tables(&report, formats);
    outputs.extend(charts(&report, asked, formats));
    outputs.extend((!args.no_report).then(|| page(&report, &from)));
    outputs.extend((!args.no_workbook).then(|| book(&report, &from)));
    add_what_is_read_again(&mut outputs, &report, &job.inputs, keeps);
    place.write_all(&outputs, threads, &stop)?;
    took.write = began.elapsed();
    let error = MonteCarloError::of(&report, args.precision);
    let (headlines, notes) = (Headlines::of(&report), report.notes());
    let ran = Ran { identity: &identity, threads, took, error, notes, headlines, command: &command, keeps };
    let manifest = ran.manifest(&job, place.written())?;
    let made =
        again.map(|recorded| recorded.compared(place.written(), &manifest, (!nowhere).then_some(&*target)));
    let files: Vec<String> = place.written().iter().map(|file| file.name.clone()).collect();
    place.publish(&manifest)?;
    if args.open && !nowhere {
        open_page(&target.join("report.html"));
    }
    let folder = target.display().to_string();
    let facts = RunFacts {
        identity: Some(&identity),
        folder: (!nowhere).then_some(&*folder),
        files: &files,
        seconds: Some(took.total().as_secs_f64()),
        asked: args.precision,
    };
    let run = RunPage::of(&report, facts);
    let own = if nowhere { args.again.as_deref() } else { Some(&*target) };
    let against = other.map(|other| {
        let own = own.map_or_else(String::new, |own| own.display().to_string());
        set_beside(&own, &manifest, &report, &other)
    });
    end(args, run, made, against.transpose()?)
}

/// What the folder keeps of what the run was read from.
fn keeps(args: &RunArgs) -> Keeps {
    match (args.suppress, args.no_roster) {
        (Some(_), _) => Keeps::Nothing,
        (None, true) => Keeps::NoRoster,
        (None, false) => Keeps::All,
    }
}

fn source(input: &Input) -> SourceFile<'_> {
    SourceFile { kind: input.kind, name: &input.file, sha256: &input.sha256 }
}

/// Files that the program itself reads again: what the run was read from, and its parameters as CSV whatever the
/// formats.
fn add_what_is_read_again<'r>(
    outputs: &mut Vec<Output<'r>>,
    report: &'r Report<'_>,
    inputs: &'r [Input],
    keeps: Keeps,
) {
    let parameters = run_table("parameters").filter(|one| one.is_given(report));
    if let Some(one) = parameters.filter(|_| outputs.iter().all(|output| output.name != PARAMETERS)) {
        outputs.push(Output::new(Csv.file(&one.table), one.table.whom, |sink| one.write(report, &Csv, sink)));
    }
    for input in inputs.iter().filter(|input| keeps.holds(input.kind)) {
        // Two names of the same bytes are kept once.
        if outputs.iter().all(|output| output.name != input.file) {
            outputs.push(input.output());
        }
    }
}

/// The run beside another.
fn set_beside(
    folder: &str,
    manifest: &str,
    report: &Report<'_>,
    other: &PastRun,
) -> Result<AgainstPage, Failure> {
    let manifest = serde_json::from_str(manifest)
        .map_err(|error| Failure::Run(format!("cannot read the manifest again: {error}")))?;
    Ok(AgainstPage::of(&past_of(folder, &manifest, parameters_of(report).as_deref())?, other))
}

/// Says what was found; a run that is not the same again ends otherwise than well.
fn end(
    args: &RunArgs,
    run: RunPage<'_>,
    again: Option<AgainFacts>,
    against: Option<AgainstPage>,
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

fn processors() -> usize {
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
    let identity = identity(job, trials.unwrap_or(job.trials));
    let target = args.out.clone().unwrap_or_else(|| default_folder(job, &identity));
    refuse_what_is_not_ours(&target, &identity, args.force)
}
