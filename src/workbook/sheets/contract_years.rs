//! What contracts bring, year by year.

use super::poured::shown_or_hidden;
use crate::decision::{ContractReceipts, contract_receipts};
use crate::engine::Scope;
use crate::report::{Column, Report, Whom, columns, shared};
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Contract years",
    about: "What each contract that settles is expected to bring and to cost, year by year: means over trials, and the chances of earning and of owing with their 95 % intervals.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: |report| {
        let mut contracts = report.model.arms.iter().flat_map(|arm| arm.scenario.contract.iter());
        contracts.any(|(_, contract)| contract.terms.settles())
    },
    fill,
};

columns! { (arm: &'a str, name: &'a str, it: &ContractReceipts);
    shared::ARM => arm,
    Column::text("contract", "its name in the scenario") => name,
    shared::YEAR => u64::from(it.year.0),
    Column::number("attributed_lives", "people", "attributed lives; empty where the contract attributes none") => Some(it.lives).filter(|lives| *lives > 0.0),
    Column::number("benchmark", "$", "benchmark as the settlement counts it") => it.benchmark,
    Column::number("spending", "$", "spending on the same basis") => it.spending,
    Column::number("quality_score", "share", "quality score of the contract") => it.quality,
    Column::number("earned", "$", "earned from the payer") => it.earned.mean,
    Column::number("earned_p05", "$", "5th percentile over trials") => it.earned.quantiles.map(|q| q[0]),
    Column::number("earned_p95", "$", "95th percentile over trials") => it.earned.quantiles.map(|q| q[4]),
    Column::number("owed", "$", "owed to the payer") => it.owed.mean,
    Column::number("forfeited", "$", "forfeited at gates: minimum savings rate, quality, sequestration, cap") => it.forfeited,
    Column::number("chance_to_earn", "chance", "chance of any payment") => it.earns.mean,
    Column::number("chance_to_earn_ci_low", "chance", "lower end of its 95 % interval") => it.earns.low(),
    Column::number("chance_to_earn_ci_high", "chance", "upper end") => it.earns.high(),
    Column::number("chance_to_owe", "chance", "chance of owing") => it.owes.mean,
    Column::number("chance_to_owe_ci_low", "chance", "lower end of its 95 % interval") => it.owes.low(),
    Column::number("chance_to_owe_ci_high", "chance", "upper end") => it.owes.high(),
    Column::number("saved_but_unpaid", "chance", "chance that true savings were made and nothing was earned") => it.saved_unpaid,
    Column::number("slope", "$ per $", "expected receipts for the next dollar of true savings") => it.slope,
    Column::number("left", "chance", "chance that the system has left by its own choice") => it.left,
}

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let mut all: Vec<(usize, &str, ContractReceipts)> = Vec::new();
    for (arm, named) in model.arms.iter().enumerate() {
        let contracts = named.scenario.contract.iter();
        for (name, _) in contracts.filter(|(_, contract)| contract.terms.settles()) {
            let years = contract_receipts(model, report.outcome, arm, name);
            all.extend(years.into_iter().map(|year| (arm, name, year)));
        }
    }
    sheet.grid(&fields(COLUMNS), (all.len(), 3), &["summary"], |grid| {
        all.iter().try_for_each(|(arm, name, year)| {
            let shown = report.disclosure.shows_group(*arm, Scope::Contract, name);
            grid.row(&shown_or_hidden(shown, 3, cells(&model.arms[*arm].name, name, year).to_vec()))
        })
    })?;
    Ok(Vec::new())
}
