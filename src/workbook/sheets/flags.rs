//! How many physicians a committee would look at, arm by arm.

use crate::decision::{BesideSurvey, GAP, beside_surveys};
use crate::report::{Column, Report, Whom, columns, shared};
use crate::review::Flag;
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Committee flags",
    about: "How many physicians lie high beside the survey in the last performance year, or beside federal wages where there is none: above P90 to be valued, above P75 to be documented. Practice, not law. Who they are is on the sheet “Physicians”.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: |report| report.surveys.len() == report.model.arms.len() && report.disclosure.shows_persons(),
    fill,
};

columns! { (arm: &'a str, title: &'a str, year: u64, it: &BesideSurvey<'_>);
    shared::ARM => arm,
    Column::text("arm_title", "what people call it") => title,
    shared::YEAR => year,
    Column::whole("physicians", "physicians, each person once") => it.standings.len() as u64,
    Column::whole("to_be_valued", "flag `high`: may lie above P90") => it.flagged(Flag::High) as u64,
    Column::whole("to_be_documented", "flag `document`: may lie above P75") => it.flagged(Flag::Document) as u64,
    Column::whole("within", "flag `within`") => it.flagged(Flag::Within) as u64,
    Column::whole("unmeasured", "without a table") => it.flagged(Flag::Unmeasured) as u64,
    Column::whole("with_both_percentiles", "with a table for pay and one for work") => it.placed() as u64,
    Column::whole("paid_25_points_above_work", "paid 25 percentile points or more above their work") => it.paid_above_work(GAP) as u64,
}

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let year = u64::from(model.start.plus(model.years - 1).0);
    let all = beside_surveys(model, report.outcome, report.surveys);
    sheet.grid(&fields(COLUMNS), (all.len(), 2), &["committee"], |grid| {
        all.iter().try_for_each(|own| {
            let arm = &model.arms[own.arm];
            grid.row(&cells(&arm.name, &arm.title, year, own))
        })
    })?;
    Ok(Vec::new())
}
