//! Contracts of each arm: terms in words, and what is to be looked at before anyone signs.

use crate::decision::{ContractInWords, contracts_in_words, name_in_words};
use crate::engine::Scope;
use crate::report::{Column, Report, Whom, always, columns, shared};
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Contracts",
    about: "Each arm's contracts with payers: the rules that decide settlement, in words, at the mean benchmark and quality of the first year that settles, and red flags: what is met in more than one year of four. What they bring, year by year, is on the sheet “Contract years”.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: always,
    fill,
};

columns! { (arm: &'a str, it: &ContractInWords<'a>);
    shared::ARM => arm,
    Column::text("contract", "its name in the scenario") => it.name,
    Column::text("payer", "who pays") => it.contract.payer.as_str(),
    Column::text("line", "line of business") => name_in_words(it.contract.line.key()),
    Column::text("family", "the family of its terms; `cascade catalogue` describes each") => name_in_words(it.family),
    Column::whole("first_year", "first performance year of the agreement in force") => u64::from(it.runs.0.0),
    Column::whole("last_year", "its last; empty where nothing is stated") => it.runs.1.map(|last| u64::from(last.0)),
    Column::number("revenue_share", "share", "share of the system's professional revenue under it") => it.contract.revenue_share.0,
    Column::number("spending", "$", "total cost of care of a person in the year before the first, as the contract counts it") => it.contract.spending.0,
    Column::text("rules", "what decides the settlement; empty where nothing is settled") => it.rules.clone(),
    Column::text("red_flags", "met in more than one year of four; empty where nothing is") => it.red_flags.join("; "),
}

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let mut all: Vec<(usize, ContractInWords<'_>)> = Vec::new();
    for arm in 0..model.arms.len() {
        let mut own = contracts_in_words(model, report.outcome, arm);
        own.retain(|one| report.disclosure.shows_group(arm, Scope::Contract, one.name));
        all.extend(own.into_iter().map(|one| (arm, one)));
    }
    sheet.grid(&fields(COLUMNS), (all.len(), 2), &["the scenario"], |grid| {
        all.iter().try_for_each(|(arm, one)| grid.row(&cells(&model.arms[*arm].name, one)))
    })?;
    Ok(Vec::new())
}
