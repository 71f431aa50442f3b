//! What a sweep found: its cells, and every measure of them.

use super::shared;
use crate::analysis::{MeasuredColumn, Swept, SweptCell, SweptValue};
use crate::model::Model;
use crate::report::cell::RoundedTo;
use crate::report::table::{Column, IN_ROW, Table, Whom, columns};
use crate::report::write::{Csv, Format};
use crate::units::{figure, is_formula};
use std::io::{self, Write};

/// Every measure of every cell.
pub(super) const TABLE: Table = Table {
    name: "sweep",
    about: "what `cascade sweep` found. Cells and arms meet the same luck, so that differences are taken trial by trial",
    row: "cell, arm, year (or the whole horizon) and measure; cell 0 is the scenario as stated, and cells that cannot be have none",
    whom: Whom::Groups,
    columns: COLUMNS,
};

/// What each cell sets. Its columns are named for the numbers that are varied.
pub(super) const CELLS: Table = Table {
    name: "cells",
    about: "the cells of `cascade sweep`: what each sets, and what each number then is in each arm",
    row: "cell, in the order of the design",
    whom: Whom::Groups,
    columns: &[
        CELL,
        Column::number(
            "PLACE",
            "of the number",
            "for each number that is varied a column, headed by its place as it was asked for: what the cell sets it to",
        ),
        Column::number(
            "ARM:PATH",
            "of the number",
            "for each number and arm a column, headed by both: the number in that arm, whether the cell sets it there or not; empty where the arm has none, or people differ in it",
        ),
        Column::text(
            "refused",
            "why the scenario cannot be so; empty where it can. Written with `--skip-refused`",
        ),
    ],
};

const CELL: Column = Column::whole("cell", "cell, counted from 1 in the order of the design");

columns! { (cell: (u64, &'a str), values: (Option<f64>, Option<f64>), arm: &'a str, measured: (&'a MeasuredColumn, Option<u64>), found: &'a SweptValue);
    Column { meaning: "cell, counted from 1 in the order of the design; 0 is the scenario as stated", ..CELL } => cell.0,
    Column::text("settings", "what the cell sets, as PLACE=VALUE, joined by semicolons; empty of the scenario as stated") => cell.1,
    Column::number("first", "of the number", "what the cell sets the first number to that is varied") => values.0.map(|value| RoundedTo(value, 12)),
    Column::number("second", "of the number", "what it sets the second to; empty where only one is varied. All stand in cells.csv") => values.1.map(|value| RoundedTo(value, 12)),
    shared::ARM => arm,
    Column { meaning: "performance year; empty where the measure is of the whole horizon", ..shared::YEAR } => measured.1,
    Column::text("scope", "system, specialty, plan, contract, account or flow") => measured.0.pick.scope.word(),
    Column::text("entity", "which one; `all` for the system") => measured.0.pick.entity.as_str(),
    Column::text("metric", "what is measured") => measured.0.pick.metric.as_str(),
    shared::UNIT => measured.0.unit,
    shared::MEAN => (found.mean.value, measured.0.unit),
    Column { meaning: "Monte Carlo standard error of the mean", ..shared::MC_SE } => (found.mean.se, measured.0.unit),
    Column::number("from_baseline", IN_ROW, "mean of what it is less the baseline's of the same cell, trial by trial; empty of the baseline") => found.from_baseline.map(|off| (off.value, measured.0.unit)),
    Column::number("from_baseline_se", IN_ROW, "Monte Carlo standard error of that") => found.from_baseline.map(|off| (off.se, measured.0.unit)),
    Column::number("from_stated", IN_ROW, "mean of what it is less that of the same arm as stated, trial by trial") => (found.from_stated.value, measured.0.unit),
    Column::number("from_stated_se", IN_ROW, "Monte Carlo standard error of that") => (found.from_stated.se, measured.0.unit),
}

/// Writes every measure of every cell.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write_sweep(
    found: &Swept,
    model: &Model,
    format: &dyn Format,
    sink: &mut dyn Write,
) -> io::Result<()> {
    let mut sheet = format.begin(&TABLE, sink)?;
    let stated = (0, String::new(), &[][..], &found.stated);
    let ran = found
        .ran()
        .map(|(place, cell)| (place as u64 + 1, settings(found, cell), &cell.settings[..], &cell.values));
    for (number, said, set, values) in std::iter::once(stated).chain(ran) {
        let first = (set.first().copied(), set.get(1).copied());
        for (column, value) in found.columns.iter().zip(values) {
            let year = column.pick.year.map(|year| u64::from(model.start.plus(year).0));
            let arm = &model.arms[column.pick.arm].name;
            sheet.row(&cells((number, &said), first, arm, (column, year), value))?;
        }
    }
    sheet.end()
}

/// What a cell sets, in words that a command takes.
fn settings(found: &Swept, cell: &SweptCell) -> String {
    let own = found.factors.iter().zip(&cell.settings);
    own.map(|(factor, value)| format!("{}={}", factor.place, figure(*value))).collect::<Vec<_>>().join("; ")
}

/// Writes what each cell sets, as CSV: columns are named for the numbers that are varied.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write_cells(found: &Swept, model: &Model, sink: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(sink);
    let places = found.factors.iter().map(|factor| factor.place.clone());
    let resolved = resolved_columns(found, model.arms.len());
    let header = ["cell".to_owned()].into_iter().chain(places);
    let header = header.chain(resolved.iter().map(|of| named(found, model, *of)));
    writer.write_record(header.chain(["refused".to_owned()])).map_err(io::Error::other)?;
    for (place, cell) in found.cells.iter().enumerate() {
        let own = cell.settings.iter().map(|value| figure(*value));
        let in_arms = resolved
            .iter()
            .map(|(factor, arm)| found.resolved(cell, *factor, *arm).map_or_else(String::new, figure));
        let why = cell.refused.clone().unwrap_or_default();
        let why = if is_formula(&why) { format!("'{why}") } else { why };
        let row = [(place + 1).to_string()].into_iter().chain(own).chain(in_arms).chain([why]);
        writer.write_record(row).map_err(io::Error::other)?;
    }
    writer.flush()
}

/// Numbers and arms that have a column beside the settings: each number of each arm once, unless a setting is of it
/// alone.
fn resolved_columns(found: &Swept, arms: usize) -> Vec<(usize, usize)> {
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for factor in 0..found.factors.len() {
        for arm in 0..arms {
            let path = &found.numbers[factor].paths[arm];
            let same = |other: usize| found.numbers[other].paths[arm] == *path;
            let is_setting = found.factors.iter().enumerate().any(|(other, own)| {
                own.arm_and_path().0.is_some() && found.numbers[other].is_set[arm] && same(other)
            });
            let is_there = columns.iter().any(|(other, own)| *own == arm && same(*other));
            if path.is_some() && !is_setting && !is_there {
                columns.push((factor, arm));
            }
        }
    }
    columns
}

/// A number of an arm, as a place names it.
fn named(found: &Swept, model: &Model, (factor, arm): (usize, usize)) -> String {
    format!("{}:{}", model.arms[arm].name, found.factors[factor].arm_and_path().1)
}

/// The names of the files of a sweep's tables.
#[must_use]
pub fn sweep_files() -> [String; 2] {
    [Csv.file(&CELLS), Csv.file(&TABLE)]
}
