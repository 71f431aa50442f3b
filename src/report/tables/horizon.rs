//! What is measured of whole trials.

use super::{RunTable, always, shared};
use crate::engine::ScopeRow;
use crate::report::table::{Table, columns};

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "horizon",
        about: "what is measured of whole trials, with its distribution over them",
        row: "arm and measure",
        columns: COLUMNS,
    },
    given: always,
    rows: |report, each| {
        for (place, arm) in report.model.arms.iter().enumerate() {
            for found in report.outcome.horizon(place) {
                each(&cells(&MeasuredTrial { arm: &arm.name, found }))?;
            }
        }
        Ok(())
    },
};

/// One measure of an arm over all years.
struct MeasuredTrial<'a> {
    arm: &'a str,
    found: ScopeRow<'a>,
}

columns! { it: MeasuredTrial<'_>;
    shared::ARM => it.arm,
    shared::METRIC => it.found.row.metric,
    shared::UNIT => it.found.row.unit;
    distribution(it.found.summary, it.found.row.unit)
}
