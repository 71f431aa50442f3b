//! How changes of pay are spread among physicians, arm by arm.

use crate::decision::{CHANGE_BANDS, change_bands};
use crate::report::{Cell, Column, IntoCell, Kind, Report, Whom};
use crate::workbook::SheetKind;
use crate::workbook::picture::{BookChart, Picture, arm_series};
use crate::workbook::sheet::{BookField, BookSheet, fields};
use std::io;

const NAME: &str = "Pay changes";

pub(super) const SHEET: SheetKind = SheetKind {
    name: NAME,
    about: "How many physicians gain or lose how much pay over all performance years under each variant, as a share of their pay today on the same luck: counted by the mean over trials of each position that both have.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    // Few in a band are single people.
    given: |report| report.model.arms.len() > 1 && report.disclosure.shows_persons(),
    fill,
};

const COLUMNS: &[Column] = &[Column::text("change_of_pay", "as a share of pay today")];

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let variants = 1..model.arms.len();
    let counts: Vec<_> = variants.clone().map(|arm| change_bands(model, report.outcome, arm)).collect();
    let mut columns = fields(COLUMNS);
    columns.extend(variants.clone().map(|arm| BookField {
        label: model.arms[arm].title.clone(),
        unit: "",
        kind: Kind::Whole,
    }));
    let bands = CHANGE_BANDS.len();
    let place = sheet.grid(&columns, (bands + 1, 1), &["physicians_horizon"], |grid| {
        let row = |label: &'static str, of: &dyn Fn(&[usize; CHANGE_BANDS.len()]) -> usize| {
            let own = counts.iter().map(|counts| (of(counts) as u64).cell(""));
            std::iter::once(label.cell("")).chain(own).collect::<Vec<Cell<'_>>>()
        };
        for (band, named) in CHANGE_BANDS.iter().enumerate() {
            grid.row(&row(named.name, &|counts| counts[band]))?;
        }
        grid.total(&row("all", &|counts| counts.iter().sum()))
    })?;
    let Some(place) = place else { return Ok(Vec::new()) };
    // Without the row of the sum.
    let (categories, series) = arm_series(NAME, (place.header, place.rows - 1), 0, variants);
    Ok(vec![BookChart {
        kind: Picture::Columns,
        title: "Change of pay over all years: how many physicians gain or lose how much",
        axes: ("Change of pay against today", "Physicians"),
        values: "#,##0",
        categories,
        series,
        reading: format!(
            "Physicians by the change of their mean pay over all performance years, as a share of their pay today, from losses at the left to gains at the right; a colour for each variant. Figures: sheet “{NAME}”."
        ),
    }])
}
