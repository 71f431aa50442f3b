//! What is measured of whole trials.

use super::{RunTable, always, shared};
use crate::engine::ScopeRow;
use crate::report::table::{Table, Whom, columns};

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "horizon",
        about: "what is measured of whole trials, with its distribution over them",
        row: "arm and measure",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows: |report, each| {
        for (place, arm) in report.model.arms.iter().enumerate() {
            for found in report.outcome.horizon(place) {
                each(&cells(&arm.name, &found))?;
            }
        }
        Ok(())
    },
};

columns! { (arm: &'a str, found: &ScopeRow<'_>);
    shared::ARM => arm,
    shared::METRIC => found.row.metric,
    shared::UNIT => found.row.unit;
    distribution(found.summary, found.row.unit)
}
