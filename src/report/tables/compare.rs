//! Differences from the baseline, arm by arm, on the same luck.

use super::summary::{MEASURED, is_measure, measured};
use super::{RunTable, always};
use crate::report::table::{Table, Whom};

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "compare",
        about: "the rows of `summary` as differences from the baseline on the same luck: the distribution over trials of the measure in the arm less the same measure in the baseline",
        row: "arm beside the baseline, year, scope, entity and measure",
        whom: Whom::Groups,
        columns: MEASURED,
    },
    given: always,
    rows: |report, each| measured(report, 1, |year| year.differences().filter(is_measure).collect(), each),
};
