//! What is not known and therefore drawn once in each trial.

use crate::random::Distribution;
use crate::report::{Cell, Column, IntoCell, Report, Whom};
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use std::collections::BTreeMap;
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Drawn numbers",
    about: "Numbers that nobody knows exactly and that are drawn once in each trial, the same in every arm: from what, and its 5th, 50th and 95th percentile.",
    whom: Whom::Groups,
    pages_wide: 1,
    columns: || COLUMNS,
    given: |report| report.model.arms.iter().any(|arm| !arm.drawn.is_empty()),
    fill,
};

const COLUMNS: &[Column] = &[
    Column::text("parameter", "place in the scenario"),
    Column::text("distribution", "kind of distribution"),
    Column::number("p05", "number", "5th percentile"),
    Column::number("p50", "number", "median"),
    Column::number("p95", "number", "95th percentile"),
    Column::text("arms", "arms that draw it; empty where all do"),
];

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let arms = &report.model.arms;
    let mut found: Vec<(&str, &Distribution, Vec<&str>)> = Vec::new();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for arm in arms {
        for drawn in &arm.drawn {
            let known = places.entry(&drawn.leaf.path).or_default();
            match known.iter().find(|place| *found[**place].1 == drawn.leaf.distribution) {
                Some(place) => found[*place].2.push(&arm.name),
                None => {
                    known.push(found.len());
                    found.push((&drawn.leaf.path, &drawn.leaf.distribution, vec![&arm.name]));
                }
            }
        }
    }
    sheet.grid(&fields(COLUMNS), (found.len(), 1), "manifest.json", |grid| {
        for (path, distribution, own) in &found {
            let who = if own.len() >= arms.len() { String::new() } else { own.join(", ") };
            let cells: [Cell<'_>; 6] = [
                (*path).cell(""),
                kind(distribution).cell(""),
                distribution.quantile(0.05).cell("number"),
                distribution.quantile(0.5).cell("number"),
                distribution.quantile(0.95).cell("number"),
                who.cell(""),
            ];
            grid.row(&cells)?;
        }
        Ok(())
    })?;
    Ok(Vec::new())
}

/// What a distribution is called.
fn kind(distribution: &Distribution) -> &'static str {
    match distribution {
        Distribution::Normal { .. } => "normal",
        Distribution::TruncatedNormal { .. } => "normal within limits",
        Distribution::Lognormal { .. } => "lognormal",
        Distribution::Beta { .. } => "beta",
        Distribution::Gamma { .. } => "gamma",
        Distribution::Triangular { .. } => "triangular",
        Distribution::Pert { .. } => "PERT",
        Distribution::Uniform { .. } => "uniform",
        _ => "other",
    }
}
