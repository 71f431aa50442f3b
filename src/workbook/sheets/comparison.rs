//! Each variant's change against today, paired on the same luck.

use crate::decision::{name_in_words, years_in_words};
use crate::engine::{HorizonMetric, Metric, Scope};
use crate::report::{Column, IN_ROW, Report, Whom, columns, shared};
use crate::stats::Summary;
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Comparison",
    about: "Each variant less today, trial by trial on the same luck: mean change, the 95 % interval that a finite number of trials leaves for it, how it spreads over futures, and the chance of being above.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: |report| report.model.arms.len() > 1,
    fill,
};

columns! { (arm: &'a str, when: &str, row: &ChangeRow);
    shared::ARM => arm,
    Column::text("when", "the performance years together, or the last of them") => when.to_owned(),
    Column::text("measure", "what is measured; `cascade catalogue measures` says how") => measure_in_words(row.metric),
    Column::number("change", IN_ROW, "mean over trials of the arm less today") => (row.found.mean, row.unit),
    Column::number("change_ci_low", IN_ROW, "lower end of its 95 % interval") => row.found.low().map(|low| (low, row.unit)),
    Column::number("change_ci_high", IN_ROW, "upper end") => row.found.high().map(|high| (high, row.unit)),
    Column::number("change_p05", IN_ROW, "5th percentile over trials") => row.found.quantiles.map(|q| (q[0], row.unit)),
    Column::number("change_p50", IN_ROW, "median") => row.found.quantiles.map(|q| (q[2], row.unit)),
    Column::number("change_p95", IN_ROW, "95th percentile") => row.found.quantiles.map(|q| (q[4], row.unit)),
    Column::number("chance_above", "chance", "chance of being above today; of measures of the horizon") => row.above.map(|above| above.mean),
    Column::number("chance_above_ci_low", "chance", "lower end of its 95 % interval") => row.above.as_ref().and_then(Summary::low),
    Column::number("chance_above_ci_high", "chance", "upper end") => row.above.as_ref().and_then(Summary::high),
    Column::number("chance_below", "chance", "chance of being below it") => row.below.map(|below| below.mean),
}

/// A measure's name as one reads it.
fn measure_in_words(name: &str) -> String {
    match name.strip_suffix("_pv") {
        Some(of) => format!("present value of {}", name_in_words(of)),
        None => name_in_words(name).replace("wrvu", "wRVU"),
    }
}

/// A measure's change.
struct ChangeRow {
    metric: &'static str,
    unit: &'static str,
    found: Summary,
    above: Option<Summary>,
    below: Option<Summary>,
}

/// Measures of all physicians in the last year.
const OF_YEAR: [Metric; 9] = [
    Metric::Pay,
    Metric::ValuePay,
    Metric::Wrvu,
    Metric::Quality,
    Metric::Access,
    Metric::ValueInduced,
    Metric::OwnPartOfAvoided,
    Metric::ValueShare,
    Metric::AlignmentGap,
];

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let (model, outcome) = (report.model, report.outcome);
    let last = model.years - 1;
    let (all, year) = (years_in_words(model), model.start.plus(last).to_string());
    let mut rows: Vec<(&str, &str, ChangeRow)> = Vec::new();
    let shows = |arm: usize, metric: &str| report.disclosure.shows_measure(arm, Scope::System, "all", metric);
    for (place, arm) in model.arms.iter().enumerate().skip(1) {
        let Ok(results) = outcome.arm(&arm.name) else { continue };
        for metric in HorizonMetric::ALL {
            let definition = metric.definition();
            let found = results.horizon_difference(*metric).filter(|_| shows(place, definition.name));
            let Some(found) = found else { continue };
            let (above, below) =
                (results.chance_above_baseline(*metric), results.chance_below_baseline(*metric));
            let row = ChangeRow { metric: definition.name, unit: definition.unit, found, above, below };
            rows.push((&arm.name, &all, row));
        }
        let everyone = outcome.of(place, last).everyone();
        for metric in OF_YEAR {
            let definition = metric.definition();
            let found = everyone.difference(metric).filter(|_| shows(place, definition.name));
            let Some(found) = found else { continue };
            let row =
                ChangeRow { metric: definition.name, unit: definition.unit, found, above: None, below: None };
            rows.push((&arm.name, &year, row));
        }
    }
    sheet.grid(&fields(COLUMNS), (rows.len(), 3), &["compare_horizon", "compare"], |grid| {
        rows.iter().try_for_each(|(arm, when, row)| grid.row(&cells(arm, when, row)))
    })?;
    Ok(Vec::new())
}
