//! The system's accounts, line by line.

use super::{Rows, RunTable, always, shared};
use crate::engine::{ArmYear, Scope};
use crate::ledger::{ACCOUNTS, AccountLine, ContractFlow, SystemFlow};
use crate::report::results::Report;
use crate::report::table::{Column, Table, columns};
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "accounts",
        about: "the system's accounts, line by line: within an arm and a year the lines add up to the last, the margin",
        row: "arm, year and line",
        columns: COLUMNS,
    },
    given: always,
    rows,
};

/// A line as it stands in the table.
struct AccountRow {
    name: &'static str,
    kind: &'static str,
    mean: f64,
    before: f64,
}

columns! { (arm: &'a str, year: CalendarYear, line: &AccountRow);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::text("line", "line of the accounts; every flow of `cascade` that moves the margin is in one of them") => line.name,
    Column::text("kind", "`revenue`, `cost`, `back` for pay that comes back, or `margin`") => line.kind,
    Column::number("mean", "$", "what it adds to the margin, negative for what it takes; mean over trials") => line.mean,
    Column::number("change", "$", "the same less the baseline's, on the same luck; mean over trials")
        => line.mean - line.before,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    for (place, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            let calendar = model.start.plus(year);
            let [now, before] = [place, 0].map(|arm| flows(report.outcome.of(arm, year)));
            let mut margin =
                AccountRow { name: "margin of the system", kind: "margin", mean: 0.0, before: 0.0 };
            for line in &ACCOUNTS {
                let [mean, before] = [&now, &before].map(|flows| amount(line, flows));
                (margin.mean, margin.before) = (margin.mean + mean, margin.before + before);
                each(&cells(
                    &arm.name,
                    calendar,
                    &AccountRow { name: line.name, kind: kind(line), mean, before },
                ))?;
            }
            each(&cells(&arm.name, calendar, &margin))?;
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

/// Means of all flows of a year: contract by contract, then those of the system.
fn flows(year: ArmYear<'_>) -> Vec<f64> {
    year.rows().filter(|found| found.row.scope == Scope::Flow).map(|found| found.summary.mean).collect()
}

/// What a line adds to the margin.
fn amount(line: &AccountLine, flows: &[f64]) -> f64 {
    let (of_contracts, of_system) = flows.split_at(flows.len() - SystemFlow::ALL.len());
    let each = of_contracts.chunks_exact(ContractFlow::ALL.len());
    let contracts: f64 = each.flat_map(|own| line.contracts.iter().map(|flow| own[*flow as usize])).sum();
    let amount = contracts + line.system.iter().map(|flow| of_system[*flow as usize]).sum::<f64>();
    if line.adds { amount } else { 0.0 - amount }
}
