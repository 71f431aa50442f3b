//! Contracts of each arm: terms in words, and what is to be looked at before anyone signs.

use super::poured::shown_or_hidden;
use crate::decision::{ContractInWords, contracts_in_words};
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
    Column::text("line", "line of business") => it.contract.line.key().replace('_', " "),
    Column::text("family", "the family of its terms; `cascade catalogue` describes each") => it.family.replace('_', " "),
    Column::whole("first_year", "first performance year of the agreement in force") => u64::from(it.runs.0.0),
    Column::whole("last_year", "its last; empty where nothing is stated") => it.runs.1.map(|last| u64::from(last.0)),
    Column::number("revenue_share", "share", "share of the system's professional revenue under it") => it.contract.revenue_share.0,
    Column::number("spending", "$", "total cost of care of a person in the year before the first, as the contract counts it") => it.contract.spending.0,
    Column::text("rules", "what decides the settlement; empty where nothing is settled") => it.rules.clone(),
    Column::text("red_flags", "met in more than one year of four; empty where nothing is") => it.red_flags.join("; "),
}

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let all: Vec<_> = model
        .arms
        .iter()
        .enumerate()
        .map(|(arm, named)| {
            let mut own = contracts_in_words(model, report.outcome, arm);
            own.retain(|one| report.disclosure.shows_group(arm, Scope::Contract, one.name));
            (named.name.as_str(), own)
        })
        .collect();
    let shows = |arm: &str, name: &str| {
        let place = model.arms.iter().position(|own| own.name == arm).unwrap_or(0);
        report.disclosure.shows_group(place, Scope::Contract, name)
    };
    let rows = all.iter().map(|(_, own)| own.len()).sum();
    sheet.grid(&fields(COLUMNS), (rows, 2), &["the scenario"], |grid| {
        all.iter().try_for_each(|(arm, own)| {
            own.iter().try_for_each(|it| {
                grid.row(&shown_or_hidden(shows(arm, it.name), 2, cells(arm, it).to_vec()))
            })
        })
    })?;
    Ok(Vec::new())
}
