//! Every measure of every physician.

use super::{Rows, RunTable, always, shared};
use crate::engine::{Definition, Metric};
use crate::entity::Physician;
use crate::report::results::Report;
use crate::report::table::{Table, columns};
use crate::stats::Summary;
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "physicians",
        about: "every measure that is kept of single physicians, with its distribution over trials",
        row: "arm, year, physician and measure, physicians in the author's order",
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, year: CalendarYear, who: &'a Physician, what: &Definition, found: &Summary);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    shared::PHYSICIAN_ID => who.id.as_str(),
    shared::SPECIALTY => who.specialty.as_str(),
    shared::METRIC => what.name,
    shared::UNIT => what.unit;
    distribution(found, what.unit)
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    for (place, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            let results = report.outcome.of(place, year);
            for place in &model.author_order {
                let physician = &model.physicians[*place];
                for metric in Metric::ALL.iter().filter(|metric| metric.is_kept()) {
                    let found = results.at_place(*place, *metric);
                    let (calendar, definition) = (model.start.plus(year), metric.definition());
                    each(&cells(&arm.name, calendar, physician, &definition, &found))?;
                }
            }
        }
    }
    Ok(())
}
