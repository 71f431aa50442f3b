//! Tables, charts, page and workbook as files.

use super::against::{PARAMETERS, parameters_file};
use super::failure::Failure;
use super::folder::Staging;
use super::kept::Input;
use super::manifest::Keeps;
use super::output::Output;
use crate::board;
use crate::chart::{Chart, DrawError, Scene};
use crate::report::{Csv, Format, PAGE, Provenance, Report, TABLES, WORKBOOK, Whom, run_table};
use crate::workbook;
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

/// Every table that the report has, in each format.
pub(super) fn tables<'r>(report: &'r Report<'_>, formats: &'r [&dyn Format]) -> Vec<Output<'r>> {
    let given = TABLES.iter().filter(|one| one.is_given(report));
    let each = given.flat_map(|one| {
        formats.iter().map(move |format| {
            Output::new(format.file(&one.table), one.table.whom, move |sink| one.write(report, *format, sink))
        })
    });
    each.collect()
}

/// The charts that the report has something for, each with the table of its figures beside it. A chart is drawn once, by
/// whoever comes to it first, and only then is known whether there is anything to draw.
pub(super) fn charts<'r>(
    report: &'r Report<'_>,
    charts: &'r [Chart],
    formats: &'r [&dyn Format],
) -> Vec<Output<'r>> {
    let each = charts.iter().flat_map(move |chart| {
        let whom = chart.table().table.whom;
        let drawn: Arc<DrawnChart> = Arc::default();
        let picture = |ending: &str, write: fn(&Scene, &mut dyn Write) -> io::Result<()>| {
            let drawn = Arc::clone(&drawn);
            Output::new(format!("charts/{}.{ending}", chart.file()), whom, move |sink| {
                drawn.of(*chart, report).map_or(Ok(()), |scene| write(scene, sink))
            })
        };
        let svg = picture("svg", |scene, sink| sink.write_all(scene.svg().as_bytes()));
        let png = picture("png", |scene, sink| sink.write_all(&scene.png().map_err(io::Error::other)?));
        let tables = formats.iter().map(move |format| {
            let one = chart.table();
            Output::new(format.file(&one.table), whom, move |sink| one.write(report, *format, sink))
        });
        [svg, png].into_iter().chain(tables).map(move |output| {
            let drawn = Arc::clone(&drawn);
            output.when(move || drawn.of(*chart, report).is_some())
        })
    });
    each.collect()
}

/// How many files of single persons there are, of all tables and some charts.
pub(super) fn files_of_persons(charts: &[Chart], formats: &[&dyn Format]) -> usize {
    let of_persons = |whom: Whom| whom == Whom::Persons;
    let tables = TABLES.iter().filter(|one| of_persons(one.table.whom)).count();
    let drawn = charts.iter().filter(|chart| of_persons(chart.table().table.whom)).count();
    // A chart is a picture in two formats beside its table.
    (tables + drawn) * formats.len() + 2 * drawn
}

/// Whom a file of everything tells of: of single persons, where they may be shown.
fn whom(report: &Report<'_>) -> Whom {
    if report.disclosure.shows_persons() { Whom::Persons } else { Whom::Groups }
}

/// A chart once it is drawn.
#[derive(Debug, Default)]
struct DrawnChart(OnceLock<Option<Scene>>);

impl DrawnChart {
    /// Its picture; none where the report has nothing for it.
    fn of(&self, chart: Chart, report: &Report<'_>) -> Option<&Scene> {
        self.0.get_or_init(|| chart.draw(report)).as_ref()
    }
}

/// The page for a browser.
pub(super) fn page<'r>(report: &'r Report<'_>, from: &'r Provenance<'_>) -> Output<'r> {
    Output::new(PAGE, whom(report), move |sink| sink.write_all(board::page(report, from).as_bytes()))
}

/// The workbook.
pub(super) fn book<'r>(report: &'r Report<'_>, from: &'r Provenance<'_>) -> Output<'r> {
    Output::new(WORKBOOK, whom(report), move |sink| workbook::write(report, from, sink))
}

/// Adds what the program itself reads again: parameters as CSV whatever the formats, and what the folder keeps of what
/// the run was read from.
pub(super) fn add_inputs<'r>(
    outputs: &mut Vec<Output<'r>>,
    report: &'r Report<'_>,
    inputs: &'r [Input],
    keeps: Keeps,
) {
    let file = parameters_file();
    let parameters = run_table(PARAMETERS).filter(|one| one.is_given(report));
    if let Some(one) = parameters.filter(|_| outputs.iter().all(|output| output.name != file)) {
        outputs.push(Output::new(file, one.table.whom, |sink| one.write(report, &Csv, sink)));
    }
    for input in inputs.iter().filter(|input| keeps.holds(input.kind)) {
        // Two names of the same bytes are kept once.
        if outputs.iter().all(|output| output.name != input.file) {
            outputs.push(input.output());
        }
    }
}

/// A picture of its own, as SVG and PNG.
pub(super) fn picture<'r>(scene: &'r Scene, file: &str, whom: Whom) -> [Output<'r>; 2] {
    let name = |ending: &str| format!("charts/{file}.{ending}");
    [
        Output::new(name("svg"), whom, move |sink| sink.write_all(scene.svg().as_bytes())),
        Output::new(name("png"), whom, move |sink| sink.write_all(&scene.png().map_err(io::Error::other)?)),
    ]
}

/// Writes one picture, as SVG and PNG.
pub(super) fn write_picture(scene: &Scene, file: &str, staging: &mut Staging) -> Result<(), Failure> {
    let undrawn = |error: DrawError| Failure::Run(error.to_string());
    let (svg, png) = (scene.svg(), scene.png().map_err(undrawn)?);
    staging.write(&format!("charts/{file}.svg"), |sink| sink.write_all(svg.as_bytes()))?;
    staging.write(&format!("charts/{file}.png"), |sink| sink.write_all(&png))
}
