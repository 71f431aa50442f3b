//! `cascade calibrate`: fits numbers of a scenario to a user's own figures, and writes a patch.

use super::args::{CalibrateArgs, Overrides};
use super::failure::Failure;
use super::file::read_table_bytes;
use super::folder::write_file;
use super::load::{open_study, read_text};
use super::terminal::{complain, is_watched, show};
use crate::analysis::{
    Calibration, Figure, FigureProblem, FitOptions, Fitted, Free, Study, calibrate as fit, patch_text,
    read_figures,
};
use crate::report::{FitFacts, FitPage};
use crate::scenario::read_arms;
use crate::schema::{Problem, Refused, Source};
use crate::units::closest;
use std::cell::Cell;

/// Most evaluations of the optimiser for each free number, before it gives up.
const PATIENCE: usize = 30;

/// Fits and writes.
pub(super) fn calibrate(args: &CalibrateArgs) -> Result<(), Failure> {
    let overrides = Overrides { years: args.years, seed: args.seed, ..Overrides::default() };
    let study = open_study(&args.scenario, &overrides)?;
    let free = free(args, &study)?;
    let text = read_text(&args.scenario)?;
    if study.arms.iter().any(|arm| arm.name == args.name) {
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
    refuse_impossible_bounds(args, &text, &free)?;
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
    check_patched(&text, &patch)?;
    write_file(&args.out, args.force, patch.as_bytes())?;
    if args.says.quiet && !args.says.json {
        return Ok(());
    }
    let arms: Vec<&str> = study.arms.iter().map(|arm| arm.name.as_str()).collect();
    let start_year = study.arms[0].scenario.run.start_year;
    let patch = args.out.display().to_string();
    let facts = FitFacts { arms: &arms, start_year, variant: &args.name, patch: &patch };
    show(&FitPage::of(facts, &figures, &found), args.says.json)
}

/// The free numbers as the arguments name them.
fn free(args: &CalibrateArgs, study: &Study) -> Result<Vec<Free>, Failure> {
    let known = study.paths(0);
    let mut all: Vec<Free> = Vec::new();
    for text in &args.free {
        let wrong = || {
            Failure::Usage(format!(
                "found --free {text:?}; write PATH=LOW..HIGH, such as behaviour.evidence.volume_by_share=0.05..0.3"
            ))
        };
        let (path, bounds) = text.split_once('=').ok_or_else(wrong)?;
        let (low, high) = bounds.split_once("..").ok_or_else(wrong)?;
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|x| x.is_finite());
        let (Some(low), Some(high)) = (number(low), number(high)) else { return Err(wrong()) };
        let path = path.trim();
        if low >= high {
            return Err(Failure::Usage(format!("found --free {text:?}; the lower bound comes first")));
        }
        if path.contains('[') {
            return Err(Failure::Usage(format!(
                "{path} stands in a list, which a variant replaces as a whole; only numbers outside lists can be fitted"
            )));
        }
        if !study.arms.iter().enumerate().any(|(arm, _)| study.get(arm, path).is_some()) {
            let hint = closest(path, known.iter().map(String::as_str))
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(Failure::Usage(format!("the scenario has no number `{path}`{hint}")));
        }
        if all.iter().any(|f| f.path == path) {
            return Err(Failure::Usage(format!("{path} is free twice")));
        }
        all.push(Free { path: path.to_owned(), low, high });
    }
    Ok(all)
}

/// Bounds that the scenario's own rules refuse are refused before anything runs.
fn refuse_impossible_bounds(args: &CalibrateArgs, text: &Source, free: &[Free]) -> Result<(), Failure> {
    for side in [|f: &Free| f.low, |f: &Free| f.high] {
        let at = |f: &Free| Fitted {
            path: f.path.clone(),
            bounds: (f.low, f.high),
            start: side(f),
            value: side(f),
            standard_error: None,
            informed_by: vec![0],
            at_bound: true,
        };
        let calibration = Calibration {
            fitted: free.iter().map(at).collect(),
            simulated: Vec::new(),
            residuals: Vec::new(),
            chi_squared: (0.0, 0.0),
            degrees_of_freedom: 0,
            traded: Vec::new(),
            evaluations: 0,
            converged: false,
            searches: 1,
            agreeing: 1,
        };
        let patch = patch_text(&args.name, &args.scenario.display().to_string(), &calibration);
        check_patched(text, &patch).map_err(|failure| match failure {
            Failure::Input(Refused { problems, .. }) => Failure::Usage(format!(
                "a bound of --free is not allowed: {}",
                problems.iter().map(|p| format!("{}: {}", p.path, p.message)).collect::<Vec<_>>().join("; ")
            )),
            other @ (Failure::Run(_)
            | Failure::Usage(_)
            | Failure::Unreadable(_)
            | Failure::Interrupted
            | Failure::NoReader) => other,
        })?;
    }
    Ok(())
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
    let model = study.model().map_err(|fault| Failure::Run(fault.to_string()))?;
    read_figures(&bytes, &model).map_err(|problems| {
        let at = |p: FigureProblem| Problem {
            file: name.clone(),
            line: usize::try_from(p.line).unwrap_or(1),
            column: 1,
            path: "figures".to_owned(),
            message: p.message,
        };
        problems.into_iter().map(at).collect::<Vec<_>>().into()
    })
}
