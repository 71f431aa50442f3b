//! What is measured and what is true, by social risk of the panel.

use super::{Rows, RunTable, always, shared};
use crate::decision::{THIRDS, thirds};
use crate::engine::{Definition, Metric};
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::units::{CalendarYear, real};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "equity",
        about: "what is measured beside what is true, by social risk of the panel",
        row: "arm, year, third of the roster by social risk, and measure",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

/// What the table compares.
const COMPARED: [Metric; 5] =
    [Metric::Quality, Metric::ClinicalQuality, Metric::ValuePay, Metric::Pay, Metric::Misalignment];

columns! { (arm: &'a str, year: CalendarYear, part: &'static str, physicians: usize, what: &Definition, mean: f64);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::text("social_risk", "third of the roster by social risk of the panel") => part,
    Column::whole("physicians", "physicians in that third") => physicians as u64,
    shared::METRIC => what.name,
    shared::UNIT => what.unit,
    Column { meaning: "mean over the physicians of the third and over trials", ..shared::MEAN }
        => (mean, what.unit),
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    for (place, arm) in model.arms.iter().enumerate() {
        let thirds = thirds(&arm.roster);
        for year in 0..model.years {
            let results = report.outcome.of(place, year);
            for (part, members) in THIRDS.into_iter().zip(&thirds) {
                for metric in COMPARED {
                    let total: f64 = members.iter().map(|place| results.mean_at(*place, metric)).sum();
                    let mean = total / real(members.len().max(1));
                    let (calendar, definition) = (model.start.plus(year), metric.definition());
                    each(&cells(&arm.name, calendar, part, members.len(), &definition, mean))?;
                }
            }
        }
    }
    Ok(())
}
