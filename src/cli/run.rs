//! `cascade run`: simulate, then write tables, charts and the manifest.

use super::args::RunArgs;
use super::failure::Failure;
use super::folder::{Staging, Standing, manifest_of, standing};
use super::load::{Job, load};
use super::manifest::{Durations, identity, manifest};
use super::progress::{Bar, stop_flag};
use super::summary::summary;
use super::terminal::say;
use crate::analysis::{CEILING, MOST_SPLIT, Split, least_precise, run_to_precision, split_variance};
use crate::chart::Chart;
use crate::engine::{self, Fault, Outcome, RunOptions};
use crate::model::Model;
use crate::report::{FORMATS, Format, MANIFEST, Report, TABLES};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Runs a scenario.
#[expect(clippy::disallowed_methods, reason = "durations go into the manifest")]
pub(super) fn run(args: &RunArgs) -> Result<(), Failure> {
    let began = Instant::now();
    let mut job = load(args.scenario.as_deref(), &args.overrides)?;
    if args.precision.is_some() {
        job.trials = args.overrides.trials.unwrap_or(CEILING);
    }
    // How many trials a precision takes is not known before it has run: it may write over the same run
    // at any number of them.
    let any_trials = args.precision.is_some();
    match (&args.out, any_trials) {
        (Some(target), true) => {
            let trials = manifest_of(target).as_ref().and_then(|m| m.get("trials")?.as_u64());
            let identity = identity(&job, trials.unwrap_or(job.trials));
            refuse_what_is_not_ours(target, &identity, args.force)?;
        }
        (None, true) => {}
        (_, false) => {
            let identity = identity(&job, job.trials);
            let target = args.out.clone().unwrap_or_else(|| default_folder(&job, &identity));
            refuse_what_is_not_ours(&target, &identity, args.force)?;
        }
    }
    let stop = stop_flag()?;
    let mut took = Durations { load: began.elapsed(), ..Durations::default() };

    let threads = args.threads.map_or_else(processors, usize::from);
    let began = Instant::now();
    let outcome = simulate(&job, threads, &stop, args)?;
    job.trials = outcome.trials;
    let splits = args.uncertainty.then(|| split(&job, threads, &stop, args.quiet)).transpose()?;
    took.simulate = began.elapsed();

    let identity = identity(&job, job.trials);
    let target = args.out.clone().unwrap_or_else(|| default_folder(&job, &identity));
    if args.out.is_none() || !any_trials {
        refuse_what_is_not_ours(&target, &identity, args.force)?;
    }
    let began = Instant::now();
    let mut staging = Staging::beside(&target)?;
    let report = Report::new(&job.model, &outcome, &job.surveys).with_splits(splits.as_deref());
    let formats = if args.format.is_empty() { &FORMATS[..1] } else { &args.format };
    write_tables(&report, formats, &mut staging, &stop)?;
    write_charts(&job.model, &outcome, &mut staging, &stop)?;
    took.write = began.elapsed();
    let error = least_precise(&job.model, &outcome);
    let manifest = manifest(&job, &identity, staging.written(), threads, took, args.precision, error);
    staging.write(MANIFEST, |sink| sink.write_all(manifest.as_bytes()))?;
    staging.publish()?;
    if args.quiet {
        return Ok(());
    }
    say(&summary(&job, &outcome, report.findings(), &target, took, args.precision, error))
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn simulate(job: &Job, threads: usize, stop: &AtomicBool, args: &RunArgs) -> Result<Outcome, Failure> {
    let bar = Bar::new(job.trials, args.quiet);
    let options = RunOptions { trials: job.trials, threads: Some(threads), stop: Some(stop) };
    let outcome = match args.precision {
        Some(asked) => run_to_precision(&job.model, options, asked, &bar),
        None => engine::run(&job.model, options, &bar),
    };
    bar.finish();
    outcome.map_err(|fault| failed(&fault))
}

/// Splits the variance of headlines.
fn split(job: &Job, threads: usize, stop: &AtomicBool, quiet: bool) -> Result<Vec<Split>, Failure> {
    let bar = Bar::new(2 * job.trials.min(MOST_SPLIT), quiet);
    let options = RunOptions { trials: job.trials, threads: Some(threads), stop: Some(stop) };
    let splits = split_variance(&job.model, options, &bar);
    bar.finish();
    splits.map_err(|fault| failed(&fault))
}

fn failed(fault: &Fault) -> Failure {
    match fault {
        Fault::Stopped => Failure::Interrupted,
        Fault::Unbalanced { .. } | Fault::Threads(_) => Failure::Run(fault.to_string()),
    }
}

fn write_tables(
    report: &Report<'_>,
    formats: &[&dyn Format],
    staging: &mut Staging,
    stop: &AtomicBool,
) -> Result<(), Failure> {
    for one in TABLES.into_iter().filter(|one| one.is_given(report)) {
        for format in formats {
            go_on(stop)?;
            staging.write(&format.file(&one.table), |sink| one.write(report, *format, sink))?;
        }
    }
    Ok(())
}

fn write_charts(
    model: &Model,
    outcome: &Outcome,
    staging: &mut Staging,
    stop: &AtomicBool,
) -> Result<(), Failure> {
    for chart in Chart::ALL {
        go_on(stop)?;
        let Some(scene) = chart.draw(model, outcome) else { continue };
        let undrawn = |error: crate::chart::DrawError| Failure::Run(error.to_string());
        let (svg, png) = (scene.svg().map_err(undrawn)?, scene.png().map_err(undrawn)?);
        staging.write(&format!("charts/{}.svg", chart.file()), |sink| sink.write_all(svg.as_bytes()))?;
        staging.write(&format!("charts/{}.png", chart.file()), |sink| sink.write_all(&png))?;
    }
    Ok(())
}

fn go_on(stop: &AtomicBool) -> Result<(), Failure> {
    if stop.load(Ordering::Relaxed) { Err(Failure::Interrupted) } else { Ok(()) }
}

/// `output/<title>-<hash>-<seed>`.
fn default_folder(job: &Job, identity: &str) -> PathBuf {
    let hash: String = identity.chars().take(8).collect();
    Path::new("output").join(format!("{}-{hash}-{}", slug(&job.model.title), job.model.seed.0))
}

/// A title as part of a file name.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.trim_matches('-').chars().take(40).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "scenario".to_owned() } else { slug.to_owned() }
}

/// A run may write over itself; anything else needs `--force`.
pub(super) fn refuse_what_is_not_ours(target: &Path, identity: &str, force: bool) -> Result<(), Failure> {
    if standing(target)? == Standing::Nothing || force {
        return Ok(());
    }
    let shown = target.display();
    let found = manifest_of(target);
    let theirs = found.as_ref().and_then(|m| m.get("identity")).and_then(serde_json::Value::as_str);
    match theirs {
        Some(theirs) if identity == theirs => Ok(()),
        Some(_) => Err(Failure::Usage(format!(
            "{shown} holds the results of another run; name another folder with --out, or replace them with --force"
        ))),
        None => Err(Failure::Usage(format!(
            "{shown} exists and holds no finished run; name another folder with --out, or write into it with --force"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names_that_every_system_takes() {
        for (title, name) in [
            ("Reference health system", "reference-health-system"),
            ("  A/B: 30 % (pass)  ", "a-b-30-pass"),
            ("../../etc/passwd", "etc-passwd"),
            ("Ärzte", "rzte"),
            ("日本", "scenario"),
        ] {
            assert_eq!(slug(title), name);
        }
        assert_eq!(slug(&"x".repeat(100)).len(), 40);
    }
}
