//! The bridge of the system's margin: line by line, year by year and over all years.

use super::{Rows, RunTable, always, shared};
use crate::engine::{ArmResults, Dollars};
use crate::ledger::{ACCOUNTS, BRIDGE, MARGIN_LINE};
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::stats::Summary;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "margin",
        about: "the system's margin and its change against the baseline, by the lines of its accounts in the bars of a bridge: within an arm and a year, or all of them, the lines add up to the last, the margin",
        row: "arm, performance year and one for all, and line",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

/// A line in a year, or in all.
struct MarginRow {
    bar: &'static str,
    line: &'static str,
    nominal: LineCompared,
    /// Its worth in the first year; of all years together.
    worth: Option<LineCompared>,
}

/// What a line adds to the margin, and less the baseline's.
#[derive(Clone, Copy)]
struct LineCompared {
    own: Summary,
    /// Nothing for the baseline.
    change: Option<Summary>,
}

impl MarginRow {
    fn worth_change(&self) -> Option<Summary> {
        self.worth?.change
    }
}

columns! { (arm: &'a str, year: Option<u64>, row: &MarginRow);
    shared::ARM => arm,
    Column::whole("year", "performance year; empty for all years together") => year,
    Column::text("bar", "bar of the bridge that the line stands in; `margin` for what the lines add up to") => row.bar,
    Column::text("line", "line of the system's accounts, as in `accounts`") => row.line,
    Column::number("mean", "$", "what it adds to the margin, negative for what it takes; mean over trials, in dollars of the years in which they move")
        => row.nominal.own.mean,
    Column::number("change", "$", "the same less the baseline's, on the same luck; empty for the baseline, here and beyond")
        => row.nominal.change.map(|change| change.mean),
    Column::number("change_ci_low", "$", "lower end of the 95 % interval that a finite number of trials leaves for the change")
        => row.nominal.change.as_ref().and_then(Summary::low),
    Column::number("change_ci_high", "$", "its upper end") => row.nominal.change.as_ref().and_then(Summary::high),
    Column::number("pv_mean", "$", "`mean` as its worth in the first year, discounted at `outlook.discount_rate`; of all years together")
        => row.worth.map(|worth| worth.own.mean),
    Column::number("pv_change", "$", "`change` likewise") => row.worth_change().map(|change| change.mean),
    Column::number("pv_change_ci_low", "$", "lower end of the 95 % interval of `pv_change`") => row.worth_change().as_ref().and_then(Summary::low),
    Column::number("pv_change_ci_high", "$", "its upper end") => row.worth_change().as_ref().and_then(Summary::high),
}

/// Bars and lines in the order of the bridge, by the places of lines; last the margin.
fn lines() -> impl Iterator<Item = (&'static str, &'static str, usize)> {
    let bars =
        BRIDGE.iter().flat_map(|bar| bar.lines.iter().map(|line| (bar.name, ACCOUNTS[*line].name, *line)));
    bars.chain([("margin", MARGIN_LINE, ACCOUNTS.len())])
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for (name, results) in report.arms() {
        for year in results.years() {
            for (bar, line, place) in lines() {
                let nominal =
                    LineCompared { own: year.account(place), change: year.account_difference(place) };
                each(&cells(
                    name,
                    Some(u64::from(year.calendar().0)),
                    &MarginRow { bar, line, nominal, worth: None },
                ))?;
            }
        }
        for (bar, line, place) in lines() {
            let [nominal, worth] =
                [Dollars::Nominal, Dollars::Worth].map(|dollars| total(&results, place, dollars));
            each(&cells(name, None, &MarginRow { bar, line, nominal, worth: Some(worth) }))?;
        }
    }
    Ok(())
}

/// A line over all years.
fn total(results: &ArmResults<'_>, place: usize, dollars: Dollars) -> LineCompared {
    let change = results.account_total_difference(place, dollars);
    LineCompared { own: results.account_total(place, dollars), change }
}
