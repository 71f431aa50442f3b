//! Every measure of every physician.

use super::{Rows, RunTable, always, shared};
use crate::engine::Metric;
use crate::report::results::Report;
use crate::report::table::{Table, columns};
use crate::stats::Summary;
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "physicians",
        about: "every measure of every physician, with its distribution over trials",
        row: "arm, year, physician and measure, physicians in the author's order",
        columns: COLUMNS,
    },
    given: always,
    rows,
};

/// One measure of one physician in a year of an arm.
struct MeasuredPhysician<'a> {
    arm: &'a str,
    year: CalendarYear,
    id: &'a str,
    specialty: &'a str,
    metric: &'static str,
    unit: &'static str,
    summary: Summary,
}

columns! { it: MeasuredPhysician<'_>;
    shared::ARM => it.arm,
    shared::YEAR => u64::from(it.year.0),
    shared::PHYSICIAN_ID => it.id,
    shared::SPECIALTY => it.specialty,
    shared::METRIC => it.metric,
    shared::UNIT => it.unit;
    distribution(it.summary, it.unit)
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    for (place, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            let results = report.outcome.of(place, year);
            for place in &model.author_order {
                let physician = &model.physicians[*place];
                for metric in Metric::ALL {
                    let definition = metric.definition();
                    each(&cells(&MeasuredPhysician {
                        arm: &arm.name,
                        year: model.start.plus(year),
                        id: &physician.id,
                        specialty: &physician.specialty,
                        metric: definition.name,
                        unit: definition.unit,
                        summary: results.physician(*place, *metric),
                    }))?;
                }
            }
        }
    }
    Ok(())
}
