//! Every measure of the system, of specialties, plans and contracts.

use super::{Rows, RunTable, always, shared};
use crate::engine::{ArmYear, LeverFigure, Metric, Scope, ScopeRow};
use crate::entity::Lever;
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::units::CalendarYear;
use std::collections::BTreeSet;
use std::io;
use std::sync::LazyLock;

pub(in crate::report) const TABLE: RunTable = RunTable {
    table: Table {
        name: "summary",
        about: "every measure of the system, of specialties, plans and contracts, with its distribution over trials; those of single levers stand in `levers`",
        row: "arm, year, scope, entity and measure",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows: |report, each| measured(report, 0, |year| year.rows().filter(is_measure).collect(), each),
};

columns! { (arm: &'a str, year: CalendarYear, found: &ScopeRow<'a>);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::text("scope", "system, specialty, plan or contract") => found.row.scope.word(),
    Column::text("entity", "which one; `all` for the system. Plans are those that physicians had at the start")
        => found.row.entity.as_str(),
    shared::METRIC => found.row.metric,
    shared::UNIT => found.row.unit;
    distribution(found.summary, found.row.unit)
}

/// Names of the measures of single levers.
static OF_LEVERS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let figures = LeverFigure::ALL.iter();
    let all = figures.flat_map(|figure| Lever::ALL.map(|lever| Metric::of_lever(*figure, lever)));
    all.map(|metric| metric.definition().name).collect()
});

/// Whether a row is a measure of these tables; single levers, lines of the accounts and flows have tables of their own.
pub(super) fn is_measure(found: &ScopeRow<'_>) -> bool {
    !matches!(found.row.scope, Scope::Account | Scope::Flow) && !OF_LEVERS.contains(found.row.metric)
}

/// Columns of what is measured of anything but physicians.
pub(super) const MEASURED: &[Column] = COLUMNS;

/// A row for each of what `rows` finds in each year of every arm from `first` on.
pub(super) fn measured(
    report: &Report<'_>,
    first: usize,
    rows: impl for<'y> Fn(ArmYear<'y>) -> Vec<ScopeRow<'y>>,
    each: &mut Rows<'_>,
) -> io::Result<()> {
    let model = report.model;
    for (place, arm) in model.arms.iter().enumerate().skip(first) {
        for year in 0..model.years {
            for found in rows(report.outcome.of(place, year)) {
                each(&cells(&arm.name, model.start.plus(year), &found))?;
            }
        }
    }
    Ok(())
}
