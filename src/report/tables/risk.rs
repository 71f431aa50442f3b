//! What is at risk: the worst futures of margins over the horizon, and of their change.

use super::{Rows, RunTable, always, shared};
use crate::engine::{ArmResults, HorizonMetric};
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::stats::{Summary, Tail};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "risk",
        about: "the worst futures of the system's and the programme's margin over all years: losses are above zero, what is still gained is below",
        row: "arm, measure, and its level or its change against the baseline",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

/// Measures whose worst futures are told.
const AT_RISK: [HorizonMetric; 4] = [
    HorizonMetric::SystemMargin,
    HorizonMetric::SystemMarginWorth,
    HorizonMetric::ProgrammeMargin,
    HorizonMetric::ProgrammeMarginWorth,
];

/// A measure or its change.
struct RiskRow {
    metric: HorizonMetric,
    of: &'static str,
    mean: Summary,
    tail: Tail,
    below: Summary,
}

columns! { (arm: &'a str, row: &RiskRow);
    shared::ARM => arm,
    shared::METRIC => row.metric.definition().name,
    Column::text("of", "`level`, or `change` against the baseline on the same luck") => row.of,
    shared::dollars(shared::MEAN) => row.mean.mean,
    Column::number("value_at_risk_95", "$", "value at risk at 95 %: the loss that one future in twenty exceeds, the 5th percentile with its sign turned")
        => row.tail.value_at_risk,
    Column::number("value_at_risk_ci_low", "$", "lower end of its 95 % interval, by the rank that so many trials leave open")
        => row.tail.value_at_risk_interval.0,
    Column::number("value_at_risk_ci_high", "$", "its upper end") => row.tail.value_at_risk_interval.1,
    Column::number("expected_shortfall_95", "$", "expected shortfall at 95 %: the mean loss in the worst 5 % of futures")
        => row.tail.expected_shortfall,
    Column::number("expected_shortfall_ci_low", "$", "lower end of its 95 % interval")
        => row.tail.expected_shortfall_interval.0,
    Column::number("expected_shortfall_ci_high", "$", "its upper end") => row.tail.expected_shortfall_interval.1,
    Column::number("chance_below_zero", "chance", "chance of a loss; of a change, of being worse than the baseline")
        => row.below.mean,
    Column::number("chance_below_zero_ci_low", "chance", "lower end of its 95 % interval (Wilson)")
        => row.below.low(),
    Column::number("chance_below_zero_ci_high", "chance", "its upper end")
        => row.below.high(),
}

/// A measure of an arm, and its change where there is one.
fn of(results: &ArmResults<'_>, metric: HorizonMetric) -> impl Iterator<Item = RiskRow> {
    let level = results.tail(metric).map(|tail| RiskRow {
        metric,
        of: "level",
        mean: results.horizon(metric),
        tail,
        below: results.chance_below_zero(metric),
    });
    let parts = results.horizon_difference(metric).zip(results.chance_below_baseline(metric));
    let change = results.tail_of_difference(metric).zip(parts).map(|(tail, (mean, below))| RiskRow {
        metric,
        of: "change",
        mean,
        tail,
        below,
    });
    level.into_iter().chain(change)
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for (name, results) in report.arms() {
        for metric in AT_RISK {
            for row in of(&results, metric) {
                each(&cells(name, &row))?;
            }
        }
    }
    Ok(())
}
