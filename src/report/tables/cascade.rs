//! Every flow from payer to paycheque.

use super::{Rows, RunTable, always, shared};
use crate::engine::Scope;
use crate::report::results::Report;
use crate::report::table::{Column, Table, columns};
use crate::stats::Summary;
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "cascade",
        about: "every flow from payer to paycheque",
        row: "arm, year and flow",
        columns: COLUMNS,
    },
    given: always,
    rows,
};

/// One flow in a year of an arm.
struct YearFlow<'a> {
    arm: &'a str,
    year: CalendarYear,
    from: &'a str,
    to: &'a str,
    purpose: &'static str,
    summary: Summary,
}

/// A column of dollars instead of the unit of a row.
const fn dollars(of: Column) -> Column {
    Column { unit: "$", ..of }
}

columns! { it: YearFlow<'_>;
    shared::ARM => it.arm,
    shared::YEAR => u64::from(it.year.0),
    Column::text("from", "account that the money leaves") => it.from,
    Column::text("to", "account that it reaches") => it.to,
    Column::text("purpose", "what it is for; the flows are listed below") => it.purpose,
    dollars(shared::MEAN) => it.summary.mean,
    dollars(shared::P05) => it.summary.quantiles.unwrap_or_default()[0],
    dollars(shared::P95) => it.summary.quantiles.unwrap_or_default()[4],
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    for (place, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            for found in report.outcome.of(place, year).rows().filter(|r| r.row.scope == Scope::Flow) {
                let Some((from, to)) = &found.row.flow else { continue };
                each(&cells(&YearFlow {
                    arm: &arm.name,
                    year: model.start.plus(year),
                    from,
                    to,
                    purpose: found.row.metric,
                    summary: found.summary,
                }))?;
            }
        }
    }
    Ok(())
}
