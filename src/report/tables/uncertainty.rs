//! The variance of headline results, split into parameters and process noise.

use super::{RunTable, shared};
use crate::analysis::Split;
use crate::report::table::{Column, IN_ROW, Table, Whom, columns};

/// Unit of a part of a variance.
const SHARE: &str = "share of variance";

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "uncertainty",
        about: "with `--uncertainty`: the variance of each headline over trials, and the parts of it that the uncertain parameters, the chance of each year and, where several are drawn, rosters explain, estimated from pairs of trials: Monte Carlo error can put a part of nearly nothing below 0 and one of nearly all above 1",
        row: "arm and headline",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |report| report.splits.is_some(),
    rows: |report, each| {
        for (place, arm) in report.model.arms.iter().enumerate() {
            for split in report.splits.unwrap_or_default().iter().filter(|split| split.arm == place) {
                each(&cells(&arm.name, split))?;
            }
        }
        Ok(())
    },
};

columns! { (arm: &'a str, it: &Split);
    shared::ARM => arm,
    shared::METRIC => it.headline.name(),
    shared::UNIT => it.headline.unit(),
    Column::number("variance", "square of `unit`", "variance over trials") => it.variance,
    Column { unit: IN_ROW, ..shared::SD } => (it.variance.sqrt(), it.headline.unit()),
    Column::number("parameters", SHARE, "part that the uncertain parameters explain; empty where nothing varies")
        => it.parameters.map(|part| part.value),
    Column::number("parameters_se", SHARE, "its Monte Carlo standard error") => it.parameters.map(|part| part.se),
    Column::number("noise", SHARE, "part that the chance of each year explains; empty where nothing varies")
        => it.noise().map(|part| part.value),
    Column::number("noise_se", SHARE, "its Monte Carlo standard error") => it.noise().map(|part| part.se),
    Column::whole("trials", "trials, each simulated twice") => it.trials,
    Column::number("parameters_low", SHARE, "lower end of the 95 % interval that chance in the simulation leaves for `parameters`")
        => it.interval.map(|(low, _)| low),
    Column::number("parameters_high", SHARE, "its upper end") => it.interval.map(|(_, high)| high),
    Column::number("rosters", SHARE, "part that differences between the rosters explain that cohorts draw; empty where they are drawn once or none is met twice, and what they would explain is then not in `variance`, or in `parameters`")
        => it.rosters,
}
