//! `cascade calibrate`: fits numbers of a scenario to a user's own figures, and writes a patch.

use super::args::{CalibrateArgs, Overrides};
use super::failure::Failure;
use super::file::read_table_bytes;
use super::folder::write_file;
use super::load::{open_study, read_text};
use super::terminal::{complain, is_watched, say};
use crate::analysis::{
    Calibration, Figure, FitOptions, Fitted, Free, Study, calibrate as fit, patch_text, read_figures,
};
use crate::scenario::read_arms;
use crate::schema::Source;
use crate::table::plain;
use crate::units::closest;
use comfy_table::{CellAlignment, Table, presets::NOTHING};
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
    };
    let (done, watched) = (Cell::new(0_usize), is_watched() && !args.quiet);
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
    if args.quiet { Ok(()) } else { say(&page(args, &study, &figures, &found)) }
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
        };
        let patch = patch_text(&args.name, &args.scenario.display().to_string(), &calibration);
        check_patched(text, &patch).map_err(|failure| match failure {
            Failure::Input(refused) => Failure::Usage(format!(
                "a bound of --free is not allowed: {}",
                refused
                    .problems()
                    .iter()
                    .map(|p| format!("{}: {}", p.path, p.message))
                    .collect::<Vec<_>>()
                    .join("; ")
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
    Ok(read_figures(&name, &bytes, &model)?)
}

fn page(args: &CalibrateArgs, study: &Study, figures: &[Figure], found: &Calibration) -> String {
    let (before, after) = found.chi_squared;
    let mut page = format!(
        "Fitted {} to {} in {} evaluations{}.\nSum of squared residuals {} (at the start {}), {} degrees of freedom.\n\n",
        counted(found.fitted.len(), "number"),
        counted(figures.len(), "figure"),
        found.evaluations,
        if found.converged { "" } else { "; the optimiser did not settle" },
        plain(after, 3),
        plain(before, 3),
        found.degrees_of_freedom,
    );
    page += &numbers(found);
    page += "\n";
    page += &residuals(study, figures, found);
    for (a, b, rho) in &found.traded {
        page += &format!(
            "\n{} and {} only trade places (correlation {}): these figures determine a combination of them.\n",
            found.fitted[*a].path,
            found.fitted[*b].path,
            plain(*rho, 3)
        );
    }
    page += &format!(
        "\nPatch: {}. Add it to the scenario; `cascade check` then lists the variant.\n",
        args.out.display()
    );
    page
}

fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

fn shown(table: &mut Table, right_from: usize) -> String {
    for column in table.column_iter_mut().skip(right_from) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn numbers(found: &Calibration) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header(["number", "start", "fitted", "standard error", "informed by rows"]);
    for fitted in &found.fitted {
        let rows: Vec<String> = fitted.informed_by.iter().map(|row| (row + 1).to_string()).collect();
        let by = if rows.is_empty() { "no figure informs it".to_owned() } else { rows.join(", ") };
        let bound = if fitted.at_bound { " (at its bound)" } else { "" };
        table.add_row([
            fitted.path.clone(),
            plain(fitted.start, 5),
            format!("{}{bound}", plain(fitted.value, 5)),
            fitted.standard_error.map_or_else(|| "not determined".to_owned(), |se| plain(se, 5)),
            by,
        ]);
    }
    shown(&mut table, 1)
}

fn residuals(study: &Study, figures: &[Figure], found: &Calibration) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header([
        "row",
        "figure",
        "observed",
        "error",
        "simulated",
        "Monte Carlo error",
        "residual/error",
    ]);
    for (row, ((figure, simulated), residual)) in
        figures.iter().zip(&found.simulated).zip(&found.residuals).enumerate()
    {
        let pick = &figure.pick;
        let year = pick.year.map_or_else(String::new, |year| {
            (study.arms[0].scenario.run.start_year + year as u64).to_string()
        });
        table.add_row([
            (row + 1).to_string(),
            format!(
                "{} of {} {}, {}, {year}",
                pick.metric,
                pick.scope.word(),
                pick.entity,
                study.arms[pick.arm].name
            ),
            plain(figure.value, 4),
            plain(figure.error, 4),
            plain(simulated.value, 4),
            plain(simulated.se, 4),
            plain(*residual, 2),
        ]);
    }
    shown(&mut table, 2)
}
