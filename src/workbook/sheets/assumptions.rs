//! What the run relies on because nobody said otherwise, worst first.

use crate::model::Model;
use crate::report::{Cell, Column, IntoCell, Report, Whom, always};
use crate::schema::{Grade, InForce};
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use std::collections::BTreeMap;
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Assumptions",
    about: "Defaults in force because the scenario says nothing, worst grade first: an assumption has no source; recalled is general knowledge that was not read again. State your own figure for those that matter to you; docs/DEFAULTS.md has the units.",
    whom: Whom::Groups,
    pages_wide: 1,
    columns: || COLUMNS,
    given: always,
    fill,
};

const COLUMNS: &[Column] = &[
    Column::text("grade", "assumption, recalled, derived, published or official"),
    Column::text("parameter", "place in the scenario"),
    Column::text("value", "the default as the scenario would state it"),
    Column::text("source", "where it comes from"),
    Column::text("arms", "arms that rely on it; empty where all do"),
];

/// A default with the arms that rely on it.
struct ReliedOn<'m> {
    default: &'m InForce,
    arms: Vec<&'m str>,
}

/// Every default that an arm relies on, worst grade first, else in the scenario's order.
fn relied_on(model: &Model) -> Vec<ReliedOn<'_>> {
    let mut found: Vec<ReliedOn<'_>> = Vec::new();
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for arm in &model.arms {
        for default in &arm.defaults {
            let place = *places.entry((&default.path, &default.value)).or_insert_with(|| {
                found.push(ReliedOn { default, arms: Vec::new() });
                found.len() - 1
            });
            found[place].arms.push(&arm.name);
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(badness(one.default.grade)));
    found
}

/// Place of a grade among all, the best first.
fn badness(grade: Grade) -> Option<usize> {
    Grade::ALL.iter().position(|own| *own == grade)
}

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let arms = report.model.arms.len();
    let all = relied_on(report.model);
    sheet.grid(&fields(COLUMNS), (all.len(), 2), "manifest.json", |grid| {
        for one in &all {
            let who = if one.arms.len() >= arms { String::new() } else { one.arms.join(", ") };
            let cells: [Cell<'_>; 5] = [
                one.default.grade.word().cell(""),
                one.default.path.as_str().cell(""),
                one.default.value.as_str().cell(""),
                one.default.source.cell(""),
                who.cell(""),
            ];
            grid.row(&cells)?;
        }
        Ok(())
    })?;
    Ok(Vec::new())
}
