//! Tables and charts as files.

use super::failure::Failure;
use super::folder::Staging;
use super::simulate::go_on;
use crate::chart::{Chart, DrawError, Scene};
use crate::report::{Format, Report, TABLES};
use std::sync::atomic::AtomicBool;

/// Writes every table that the report has, in each format.
pub(super) fn write_tables(
    report: &Report<'_>,
    formats: &[&dyn Format],
    staging: &mut Staging,
    stop: &AtomicBool,
) -> Result<(), Failure> {
    for one in TABLES.iter().filter(|one| one.is_given(report)) {
        for format in formats {
            go_on(stop)?;
            staging.write(&format.file(&one.table), |sink| one.write(report, *format, sink))?;
        }
    }
    Ok(())
}

/// Writes the charts that the report has something for, each with the table of its figures beside it.
pub(super) fn write_charts(
    report: &Report<'_>,
    (charts, formats): (&[Chart], &[&dyn Format]),
    staging: &mut Staging,
    stop: &AtomicBool,
) -> Result<(), Failure> {
    for chart in charts {
        go_on(stop)?;
        if let Some(scene) = chart.draw(report) {
            write_picture(&scene, chart.file(), staging)?;
            let one = chart.table();
            for format in formats {
                staging.write(&format.file(&one.table), |sink| one.write(report, *format, sink))?;
            }
        }
    }
    Ok(())
}

/// Writes one picture, as SVG and PNG.
pub(super) fn write_picture(scene: &Scene, file: &str, staging: &mut Staging) -> Result<(), Failure> {
    let undrawn = |error: DrawError| Failure::Run(error.to_string());
    let (svg, png) = (scene.svg(), scene.png().map_err(undrawn)?);
    staging.write(&format!("charts/{file}.svg"), |sink| sink.write_all(svg.as_bytes()))?;
    staging.write(&format!("charts/{file}.png"), |sink| sink.write_all(&png))
}
