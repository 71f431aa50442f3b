//! `cascade calibrate`: fits numbers of a scenario to a user's own figures, and writes a patch.

use super::args::{CalibrateArgs, Overrides};
use super::failure::Failure;
use super::file::read_table_bytes;
use super::folder::write_file;
use super::free::{free_numbers, refuse_impossible_bounds};
use super::load::open_study;
use super::terminal::{complain, is_watched, show_written};
use crate::analysis::{Figure, FitOptions, calibrate as fit, patch_text, read_figures};
use crate::report::{FitFacts, FitPage};
use crate::scenario::read_arms;
use crate::schema::Source;
use crate::study::Study;
use std::cell::Cell;

/// Most evaluations of the optimiser for each free number, before it gives up.
const PATIENCE: usize = 30;

/// Fits and writes.
pub(super) fn calibrate(args: &CalibrateArgs) -> Result<(), Failure> {
    let overrides = Overrides { years: args.years, seed: args.seed, ..Overrides::default() };
    let study = open_study(&args.scenario, &overrides)?;
    let free = free_numbers(&args.free, &study)?;
    if study.arms().any(|arm| arm == args.name) {
        return Err(Failure::Usage(format!(
            "the scenario already has a variant {:?}; name the patch otherwise with --name",
            args.name
        )));
    }
    if args.out.exists() && !args.force {
        return Err(Failure::Usage(format!(
            "{} exists; name another file with --out, or replace it with --force",
            args.out.display()
        )));
    }
    refuse_impossible_bounds(&study, &free)?;
    let figures = figures(args, &study)?;
    let options = FitOptions {
        trials: args.trials.unwrap_or(study.trials().min(1_000)),
        threads: args.threads.map(usize::from),
        patience: PATIENCE,
        starts: usize::from(args.starts),
    };
    let (done, watched) = (Cell::new(0_usize), is_watched() && !args.says.quiet);
    let found = fit(&study, &free, &figures, &options, &|| {
        done.set(done.get() + 1);
        if watched && done.get().is_multiple_of(10) {
            complain(&format!("{} evaluations", done.get()));
        }
    })
    .map_err(|fault| Failure::Run(fault.to_string()))?;
    let patch = patch_text(&args.name, &args.scenario.display().to_string(), &found);
    check_patched(study.source(), &patch)?;
    write_file(&args.out, args.force, patch.as_bytes())?;
    if args.says.quiet && !args.says.json {
        return Ok(());
    }
    let arms: Vec<&str> = study.arms().collect();
    let start_year = u64::from(study.start().0);
    let patch = args.out.display().to_string();
    let facts = FitFacts { arms: &arms, start_year, variant: &args.name, patch: &patch };
    show_written(&FitPage::of(facts, &figures, &found), args.says.json, Some(&args.out))
}

/// Whether the scenario with the patch below it is valid.
fn check_patched(text: &Source, patch: &str) -> Result<(), Failure> {
    let whole = Source { name: text.name.clone(), text: format!("{}\n{patch}", text.text) };
    Ok(read_arms(whole).map(|_| ())?)
}

fn figures(args: &CalibrateArgs, study: &Study) -> Result<Vec<Figure>, Failure> {
    let name = args.targets.display().to_string();
    let bytes = read_table_bytes(&args.targets)
        .map_err(|why| Failure::Unreadable(format!("cannot read the figures {name}: {why}")))?;
    Ok(read_figures(&name, &bytes, &study.model()?)?)
}
