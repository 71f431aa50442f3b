//! Where a saved dollar stops, arm by arm.

use crate::decision::{DollarFall, STOPS, dollar_falls, shows_stops, whole_cents};
use crate::report::{Cell, Column, IntoCell, Report, Whom};
use crate::units::Cents;
use crate::workbook::SheetKind;
use crate::workbook::picture::{BookChart, Picture, arm_series};
use crate::workbook::sheet::{BookField, BookSheet, fields};
use crate::workbook::style::{CENTS_OF_A_DOLLAR, TO_THE_CENT};
use std::io;

const NAME: &str = "Saved dollar";

pub(super) const SHEET: SheetKind = SheetKind {
    name: NAME,
    about: "Where a dollar that contracts count as saved stops, over all performance years: first in cents of the dollar, then in dollars, means over trials. Stops and what is left of the programme add up to what was saved, to the cent; a stop that takes nothing from any arm is left out.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: |report| shows_stops(&report.disclosure),
    fill,
};

const COLUMNS: &[Column] =
    &[Column::text("stop", "where it stops; what stops nowhere is left of the programme")];

/// Stops with what is left, in cents that add up to what was saved.
fn stops(fall: &DollarFall) -> (Vec<Cents>, Cents) {
    let saved = Cents::round(fall.saved);
    let parts: [f64; STOPS.len() + 1] =
        std::array::from_fn(|stop| fall.stopped.get(stop).copied().unwrap_or_else(|| fall.left()));
    (whole_cents(saved, &parts).to_vec(), saved)
}

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let falls = dollar_falls(model, report.outcome);
    let mut columns = fields(COLUMNS);
    for (end, unit) in [("", CENTS_OF_A_DOLLAR), (", $", TO_THE_CENT)] {
        let own =
            falls.iter().map(|fall| BookField::numbers(format!("{}{end}", model.arms[fall.arm].title), unit));
        columns.extend(own);
    }
    let dollars: Vec<_> = falls.iter().map(stops).collect();
    // What takes nothing from any arm's dollar is left out; what is left of the programme stands last.
    let met: Vec<usize> = (0..=STOPS.len())
        .filter(|stop| *stop == STOPS.len() || dollars.iter().any(|own| own.0[*stop] != Cents(0)))
        .collect();
    let place = sheet.grid(&columns, (met.len() + 1, 1), &["cascade"], |grid| {
        let row = |label: &'static str, of: &dyn Fn(usize) -> (f64, Cents)| {
            let cents = (0..falls.len()).map(|fall| (100.0 * of(fall).0).cell(CENTS_OF_A_DOLLAR));
            let sums = (0..falls.len()).map(|fall| of(fall).1.dollars().cell(TO_THE_CENT));
            std::iter::once(label.cell("")).chain(cents).chain(sums).collect::<Vec<Cell<'_>>>()
        };
        for stop in met {
            let name = STOPS.get(stop).map_or("left of the programme", |stop| stop.name);
            let of = |place: usize| {
                let fall = &falls[place];
                let exact = fall.stopped.get(stop).copied().unwrap_or_else(|| fall.left());
                (fall.part(exact), dollars[place].0[stop])
            };
            grid.row(&row(name, &of))?;
        }
        grid.total(&row("saved", &|place| (falls[place].part(falls[place].saved), dollars[place].1)))
    })?;
    let Some(place) = place else { return Ok(Vec::new()) };
    // Without the row of the sum.
    let (categories, series) =
        arm_series(NAME, (place.header, place.rows - 1), 0, falls.iter().map(|fall| fall.arm));
    Ok(vec![BookChart {
        kind: Picture::Columns,
        title: "Where a saved dollar stops",
        axes: ("Stop, in the order of the way", "¢ of a dollar saved"),
        values: "0\" ¢\"",
        categories,
        series,
        reading: format!(
            "Of a dollar that contracts count as saved over all performance years, the cents that stop at each place, arm by arm; the last group is what is left of the programme, which can be below zero. Figures: sheet “{NAME}”."
        ),
    }])
}
