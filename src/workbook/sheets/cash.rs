//! The programme's cash month by month, arm by arm.

use crate::decision::{cash_paths, last_cash_move};
use crate::report::{Cell, Column, IntoCell, Report, Whom};
use crate::workbook::SheetKind;
use crate::workbook::picture::{BookChart, Picture, arm_series};
use crate::workbook::sheet::{BookField, BookSheet, fields};
use std::io;

const NAME: &str = "Cash";

pub(super) const SHEET: SheetKind = SheetKind {
    name: NAME,
    about: "Cash that moves because of the programme, cumulated to the end of each month: the mean over trials of each arm, then the 5th and the 95th percentile. Months after the last performance year hold what is still paid for it.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: |report| report.disclosure.shows_cash(),
    fill,
};

const COLUMNS: &[Column] = &[
    Column::whole("month", "month, counted from the first January"),
    Column::text("calendar_month", "the same as YYYY-MM"),
];

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let paths = cash_paths(model, report.outcome);
    let mut columns = fields(COLUMNS);
    columns.extend(paths.iter().map(|path| BookField::numbers(model.arms[path.arm].title.clone(), "$")));
    for path in &paths {
        let title = &model.arms[path.arm].title;
        columns.extend(["P5", "P95"].map(|end| BookField::numbers(format!("{title}, {end}"), "$")));
    }
    let months = paths.iter().map(|path| path.months.len()).max().unwrap_or(0);
    let place = sheet.grid(&columns, (months, 2), &["cash"], |grid| {
        for month in 0..months {
            let calendar = format!("{}-{:02}", model.start.plus(month / 12), month % 12 + 1);
            let mut cells: Vec<Cell<'_>> = vec![(month as u64 + 1).cell(""), calendar.cell("")];
            cells.extend(paths.iter().map(|path| path.months.get(month).map(|own| own.mean).cell("$")));
            for path in &paths {
                let found = path.months.get(month).and_then(|own| own.quantiles);
                cells.extend([0, 4].map(|place| found.map(|found| found[place]).cell("$")));
            }
            grid.row(&cells)?;
        }
        Ok(())
    })?;
    let Some(place) = place.filter(|place| place.rows > 0) else { return Ok(Vec::new()) };
    // All months stand in the sheet; the picture ends where nothing moves any more.
    let drawn = u32::try_from(last_cash_move(&paths, 12 * model.years)).unwrap_or(place.rows);
    let (categories, series) =
        arm_series(NAME, (place.header, place.rows.min(drawn)), 1, paths.iter().map(|path| path.arm));
    Ok(vec![BookChart {
        kind: Picture::Lines,
        title: "The programme's cash, cumulated month by month",
        axes: ("Month", "$ cumulated, mean over trials"),
        values: "$#,##0.0,,\"M\";-$#,##0.0,,\"M\"",
        categories,
        series,
        reading: format!(
            "Cash that moves because of the programme, cumulated to the end of each month; a line for each arm, mean over trials. Below zero the programme has cost more than it brought so far. Figures: sheet “{NAME}”."
        ),
    }])
}
