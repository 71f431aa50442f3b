//! Differences from the baseline over whole trials, on the same luck.

use super::{Rows, RunTable, always, shared};
use crate::engine::HorizonMetric;
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::stats::Summary;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "compare_horizon",
        about: "the rows of `horizon` as differences from the baseline on the same luck: the distribution over trials of the measure in the arm less the same measure in the baseline. The months of breaking even differ where both arms break even",
        row: "arm beside the baseline, and measure",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

/// A measure's difference from the baseline.
struct CompareRow {
    metric: &'static str,
    unit: &'static str,
    found: Summary,
    above: Summary,
    below: Summary,
}

columns! { (arm: &'a str, row: &CompareRow);
    shared::ARM => arm,
    shared::METRIC => row.metric,
    shared::UNIT => row.unit,
    Column::number("chance_above", "chance", "chance that the measure is above the baseline's on the same luck; the same is not above. Never to break even counts as later than any month")
        => row.above.mean,
    Column::number("chance_above_ci_low", "chance", "lower end of its 95 % interval (Wilson)")
        => row.above.low(),
    Column::number("chance_above_ci_high", "chance", "its upper end") => row.above.high(),
    Column::number("chance_below", "chance", "chance that it is below the baseline's; the rest of the trials are the same")
        => row.below.mean;
    distribution(row.found, row.unit)
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for (name, results) in report.arms().skip(1) {
        for metric in HorizonMetric::ALL {
            let definition = metric.definition();
            let found = results.horizon_difference(*metric);
            let chances = results.chance_above_baseline(*metric).zip(results.chance_below_baseline(*metric));
            let Some((found, (above, below))) = found.zip(chances) else { continue };
            let (metric, unit) = (definition.name, definition.unit);
            each(&cells(name, &CompareRow { metric, unit, found, above, below }))?;
        }
    }
    Ok(())
}
