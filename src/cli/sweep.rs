//! `cascade sweep`: a study at many settings of some of its numbers.

use super::asked::{AskedDesign, SweepArgs};
use super::enquiry::{Enquiry, study_failed};
use super::failure::Failure;
use super::file::read_table_bytes;
use super::output::Output;
use super::progress::Bar;
use super::results::picture;
use super::simulate::failed;
use crate::analysis::{Experiment, Sweep, SweepDesign, SweepFactor, Swept, read_cells};
use crate::chart::{Scene, swept_pictures};
use crate::decision::sweep_measures;
use crate::model::Model;
use crate::random::DesignKind;
use crate::report::{Csv, SweepPage, Whom, sweep_files, write_cells, write_sweep};
use crate::schema::Refused;

/// Trials of each cell, when not said. Differences on the same luck need few; an assumption.
const TRIALS: u64 = 256;

/// Points of a design that is no grid, when not said; an assumption.
const POINTS: u32 = 64;

/// What is varied, before the scenario is read.
enum AskedCells {
    /// Cells that are listed.
    Listed(Sweep),
    /// Numbers that a design chooses the values of.
    Designed(Vec<SweepFactor>, SweepDesign),
}

/// Sweeps, and writes what it found.
pub(super) fn sweep(args: &SweepArgs) -> Result<(), Failure> {
    let (asked, mut decided_by) = asked(args)?;
    let measures = if args.measures.is_empty() { sweep_measures() } else { args.measures.clone() };
    decided_by.push(("measures".to_owned(), measures.join(",")));
    decided_by.push(("fund_anew".to_owned(), args.fund_anew.to_string()));
    let enquiry = Enquiry::begin(&args.study, "sweep", Some(TRIALS), decided_by)?;
    let found = swept(&enquiry, asked, &measures, args).map_err(|failure| enquiry.ended_by(failure))?;
    let model = &enquiry.job.model;
    let pictures = swept_pictures(model, &found);
    enquiry.finish(outputs(&found, model, &pictures), |folder, files| {
        SweepPage::of(model, &found, folder.display().to_string(), files.to_vec())
    })
}

/// What is to be varied, and what of it decides the results, each by its name.
fn asked(args: &SweepArgs) -> Result<(AskedCells, Vec<(String, String)>), Failure> {
    if let Some(file) = &args.list {
        let name = file.display().to_string();
        let bytes = read_table_bytes(file)
            .map_err(|why| Failure::Unreadable(format!("cannot read the cells {name}: {why}")))?;
        let (factors, cells) = read_cells(&name, &bytes)?;
        let decides = vec![("list".to_owned(), String::from_utf8_lossy(&bytes).into_owned())];
        return Ok((AskedCells::Listed(Sweep::listed(factors, cells)), decides));
    }
    let factors = args.vary.iter().map(|text| SweepFactor::parse(text));
    let factors = factors.collect::<Result<Vec<_>, _>>().map_err(|refused| unusable(&refused))?;
    let kind = match args.design {
        AskedDesign::Grid => None,
        AskedDesign::Lhs => Some(DesignKind::LatinHypercube),
        AskedDesign::Sobol => Some(DesignKind::Sobol),
    };
    if kind.is_none() && args.points.is_some() {
        return Err(Failure::Usage(
            "--points is of a design that is no grid; write --design sobol or lhs, or the number of values behind each range: LOW..HIGH:5".to_owned(),
        ));
    }
    let points = args.points.unwrap_or(POINTS) as usize;
    let design = kind.map_or(SweepDesign::Grid, |kind| SweepDesign::Spread(kind, points));
    let said = kind.map_or_else(|| "grid".to_owned(), |kind| format!("{} of {points}", kind.name()));
    let decides = vec![("vary".to_owned(), args.vary.join(" ")), ("design".to_owned(), said)];
    Ok((AskedCells::Designed(factors, design), decides))
}

/// Runs what was asked, after it is known which cells can be.
fn swept(
    enquiry: &Enquiry,
    asked: AskedCells,
    measures: &[String],
    args: &SweepArgs,
) -> Result<Swept, Failure> {
    let (study, model, options) = (&enquiry.job.study, &enquiry.job.model, enquiry.options());
    let sweep = match asked {
        AskedCells::Listed(sweep) => sweep,
        AskedCells::Designed(factors, design) => {
            Sweep::new(factors, design, model.seed).map_err(|refused| unusable(&refused))?
        }
    };
    let sweep = if args.fund_anew { sweep.funding_anew() } else { sweep };
    sweep.numbers(study).map_err(|refused| unusable(&refused))?;
    let experiment = Experiment::of(study, model, measures, options)
        .map_err(|unknown| Failure::Usage(unknown.to_string()))?;
    let bar = Bar::of_search("asking whether every cell can be", args.study.says.quiet);
    let refused = sweep.refused(&experiment, options);
    bar.finish();
    if let Some(refused) = refused.map_err(|fault| failed(&fault))? {
        let none_is_left = refused.cells.len() == refused.of;
        if none_is_left || !args.skip_refused {
            let hint = if none_is_left { "" } else { "\nWith --skip-refused the others run." };
            return Err(Failure::Usage(format!("{refused}{hint}")));
        }
    }
    let watch = enquiry.watch(sweep.trials(enquiry.job.trials));
    let found = sweep.run((study, model), &experiment, &watch);
    watch.bar.finish();
    found.map_err(study_failed)
}

/// What is wrong with an argument: problems without the places in the text, where it does not stand.
fn unusable(refused: &Refused) -> Failure {
    let each = refused.problems().iter().map(|problem| match problem.path.as_str() {
        "" => problem.message.clone(),
        path => format!("{path}: {}", problem.message),
    });
    Failure::Usage(each.collect::<Vec<_>>().join("\n"))
}

/// The files of a sweep.
fn outputs<'r>(found: &'r Swept, model: &'r Model, pictures: &'r [(String, Scene)]) -> Vec<Output<'r>> {
    let [cells, sweep] = sweep_files();
    let tables = [
        Output::new(cells, Whom::Groups, move |sink| write_cells(found, model, sink)),
        Output::new(sweep, Whom::Groups, move |sink| write_sweep(found, model, &Csv, sink)),
    ];
    let drawn = pictures.iter().flat_map(|(name, scene)| picture(scene, name, Whom::Groups));
    tables.into_iter().chain(drawn).collect()
}
