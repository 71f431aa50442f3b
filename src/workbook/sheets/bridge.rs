//! From today's margin to each variant's, bar by bar.

use crate::decision::{MarginBridge, margin_bridges, whole_cents};
use crate::ledger::BRIDGE;
use crate::report::{Cell, Column, IntoCell, Report, Whom};
use crate::units::Cents;
use crate::workbook::SheetKind;
use crate::workbook::picture::{BookChart, Picture, arm_series};
use crate::workbook::sheet::{BookField, BookSheet, fields};
use crate::workbook::style::TO_THE_CENT;
use std::io;

const NAME: &str = "Margin bridge";

pub(super) const SHEET: SheetKind = SheetKind {
    name: NAME,
    about: "What each variant changes of the system's margin over all performance years, by the bars of a bridge: means over trials against today on the same luck. Bars add up to the change of the margin, to the cent; those that no variant moves are left out.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: |report| report.model.arms.len() > 1,
    fill,
};

const COLUMNS: &[Column] =
    &[Column::text("bar", "lines of the accounts together; `Margin lines` has them one by one")];

/// A variant's bars and what they add up to.
type BarsAndSum = (Vec<Cents>, Cents);

/// Those of a bridge.
fn bars(bridge: &MarginBridge) -> BarsAndSum {
    let total = Cents::round(bridge.total.mean);
    let parts: [f64; BRIDGE.len()] =
        std::array::from_fn(|bar| bridge.parts.get(bar).map_or(0.0, |part| part.mean));
    (whole_cents(total, &parts).to_vec(), total)
}

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let bridges = margin_bridges(model, report.outcome, &report.disclosure);
    let names: Vec<&'static str> =
        bridges.first().map_or_else(Vec::new, |one| one.parts.iter().map(|part| part.name).collect());
    let mut columns = fields(COLUMNS);
    columns.extend(
        bridges.iter().map(|bridge| BookField::numbers(model.arms[bridge.arm].title.clone(), TO_THE_CENT)),
    );
    let changes: Vec<_> = bridges.iter().map(bars).collect();
    let moved: Vec<usize> =
        (0..names.len()).filter(|bar| changes.iter().any(|change| change.0[*bar] != Cents(0))).collect();
    let place = sheet.grid(&columns, (moved.len() + 1, 1), &["margin"], |grid| {
        let row = |label: &'static str, of: &dyn Fn(&BarsAndSum) -> Cents| {
            let own = changes.iter().map(|change| of(change).dollars().cell(TO_THE_CENT));
            std::iter::once(label.cell("")).chain(own).collect::<Vec<Cell<'_>>>()
        };
        for bar in moved {
            grid.row(&row(names[bar], &|change| change.0[bar]))?;
        }
        grid.total(&row("change of the margin", &|change| change.1))
    })?;
    let Some(place) = place else { return Ok(Vec::new()) };
    let (categories, series) =
        arm_series(NAME, (place.header, place.rows), 0, bridges.iter().map(|bridge| bridge.arm));
    Ok(vec![BookChart {
        kind: Picture::Columns,
        title: "What each variant changes of the system's margin over all years, by line",
        axes: ("Bar of the bridge; the last is what all add up to", "$ over all years"),
        values: "$#,##0.0,,\"M\";-$#,##0.0,,\"M\"",
        categories,
        series,
        reading: format!(
            "Change of the system's margin over all performance years against today, bar by bar and variant by variant; the last group is the sum of the others. Above zero adds to the margin. Figures: sheet “{NAME}”."
        ),
    }])
}
