//! Every flow from payer to paycheque.

use super::{Rows, RunTable, always, shared};
use crate::engine::{Scope, ScopeRow};
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "cascade",
        about: "every flow from payer to paycheque",
        row: "arm, year and flow",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, year: CalendarYear, flow: &'a (String, String), found: &ScopeRow<'_>);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::text("from", "account that the money leaves") => flow.0.as_str(),
    Column::text("to", "account that it reaches") => flow.1.as_str(),
    Column::text("purpose", "what it is for; the flows are listed below") => found.row.metric,
    shared::dollars(shared::MEAN) => found.summary.mean,
    shared::dollars(shared::P05) => found.summary.quantiles.unwrap_or_default()[0],
    shared::dollars(shared::P95) => found.summary.quantiles.unwrap_or_default()[4],
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    for (place, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            for found in report.outcome.of(place, year).rows().filter(|r| r.row.scope == Scope::Flow) {
                let Some(flow) = &found.row.flow else { continue };
                each(&cells(&arm.name, model.start.plus(year), flow, &found))?;
            }
        }
    }
    Ok(())
}
