//! The system's accounts, line by line.

use super::{Rows, RunTable, always, shared};
use crate::ledger::{ACCOUNTS, AccountLine, MARGIN_LINE};
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::stats::Summary;
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "accounts",
        about: "the system's accounts, line by line: within an arm and a year the lines add up to the last, the margin",
        row: "arm, year and line",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

/// A line as it stands in the table.
struct AccountRow {
    name: &'static str,
    kind: &'static str,
    own: Summary,
    /// Less the baseline's; nothing for the baseline.
    change: Option<Summary>,
}

impl AccountRow {
    /// Quantile of the change by its place among [`crate::stats::QUANTILES`].
    fn quantile(&self, place: usize) -> Option<f64> {
        Some(self.change?.quantiles?[place])
    }
}

/// A column of the change instead of the mean.
const fn of_change(key: &'static str, meaning: &'static str) -> Column {
    Column::number(key, "$", meaning)
}

columns! { (arm: &'a str, year: CalendarYear, line: &AccountRow);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::text("line", "line of the accounts; every flow of `cascade` that moves the margin is in one of them") => line.name,
    Column::text("kind", "`revenue`, `cost`, `back` for pay that comes back, or `margin`") => line.kind,
    Column::number("mean", "$", "what it adds to the margin, negative for what it takes; mean over trials") => line.own.mean,
    Column::number("change", "$", "the same less the baseline's, on the same luck; mean over trials")
        => line.change.map_or(0.0, |change| change.mean),
    shared::dollars(shared::SD) => line.own.sd,
    shared::dollars(shared::MC_SE) => line.own.mc_se,
    shared::dollars(shared::CI_LOW) => line.own.low(),
    shared::dollars(shared::CI_HIGH) => line.own.high(),
    of_change("change_mc_se", "Monte Carlo standard error of the change; of the baseline nothing, here and beyond")
        => line.change.map(|change| change.mc_se),
    of_change("change_ci_low", "lower end of the 95 % interval that a finite number of trials leaves for the change")
        => line.change.as_ref().and_then(Summary::low),
    of_change("change_ci_high", "its upper end") => line.change.as_ref().and_then(Summary::high),
    of_change("change_p05", "5th percentile of the change over trials") => line.quantile(0),
    of_change("change_p95", "95th percentile of the change over trials") => line.quantile(4),
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    let lines = ACCOUNTS.iter().map(|line| (line.name, kind(line))).chain([(MARGIN_LINE, "margin")]);
    for (arm, named) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            let found = report.outcome.of(arm, year);
            for (place, (name, kind)) in lines.clone().enumerate() {
                let (own, change) = (found.account(place), found.account_difference(place));
                each(&cells(&named.name, model.start.plus(year), &AccountRow { name, kind, own, change }))?;
            }
        }
    }
    Ok(())
}

fn kind(line: &AccountLine) -> &'static str {
    match (line.is_revenue, line.adds) {
        (true, _) => "revenue",
        (false, true) => "back",
        (false, false) => "cost",
    }
}
