//! What decides: the arms side by side, over the horizon and in the last year.

use crate::decision::{gap_between, years_in_words};
use crate::engine::{Definition, HorizonMetric, Metric, Scope, SystemMetric};
use crate::report::{Cell, Column, IN_ROW, IntoCell, Report, Whom, always};
use crate::stats::Summary;
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookField, BookSheet, fields};
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Summary",
    about: "The arms side by side: means over trials, then for each arm the ends of the 95 % interval that a finite number of trials leaves for the mean. Changes are against today on the same luck.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: always,
    fill,
};

const COLUMNS: &[Column] = &[
    Column::text("figure", "what is measured"),
    Column::text("when", "the performance years together, or the last of them"),
];

/// Where a figure comes from.
enum SummarySource {
    /// A measure of the horizon.
    Horizon(HorizonMetric),
    /// Its change against today.
    Change(HorizonMetric),
    /// The chance that it is above the baseline's.
    Better(HorizonMetric),
    /// A measure of all physicians in the last year.
    Physicians(Metric),
    /// A measure of the system in the last year.
    System(SystemMetric),
    /// Value's share of revenue less its share of pay, in the last year; without an interval.
    Gap,
}

/// The figures, what decides first.
const FIGURES: &[(&str, SummarySource)] = &[
    ("Change in system margin", SummarySource::Change(HorizonMetric::SystemMargin)),
    ("Chance of a higher system margin", SummarySource::Better(HorizonMetric::SystemMargin)),
    ("Change in present value of system margin", SummarySource::Change(HorizonMetric::SystemMarginWorth)),
    ("System margin", SummarySource::Horizon(HorizonMetric::SystemMargin)),
    ("Present value of system margin", SummarySource::Horizon(HorizonMetric::SystemMarginWorth)),
    ("Pay of all physicians", SummarySource::Horizon(HorizonMetric::TotalPay)),
    ("Change in pay of all physicians", SummarySource::Change(HorizonMetric::TotalPay)),
    ("True savings under contracts", SummarySource::Horizon(HorizonMetric::TrueSavings)),
    ("Change in true savings", SummarySource::Change(HorizonMetric::TrueSavings)),
    ("Physicians who lose 5 % or more of pay", SummarySource::Horizon(HorizonMetric::Losers)),
    ("Lowest point of the programme's cash", SummarySource::Horizon(HorizonMetric::CashTrough)),
    ("Chance that the programme never breaks even", SummarySource::Horizon(HorizonMetric::NeverEven)),
    ("Pay per physician", SummarySource::Physicians(Metric::Pay)),
    ("wRVU per physician", SummarySource::Physicians(Metric::Wrvu)),
    ("Value induced, of what is attainable", SummarySource::Physicians(Metric::ValueInduced)),
    ("Own part of a dollar of care avoided", SummarySource::Physicians(Metric::OwnPartOfAvoided)),
    ("System's part of it, before pay", SummarySource::Physicians(Metric::SystemPartOfAvoided)),
    ("Value share of revenue, by today's contracts", SummarySource::Physicians(Metric::ValueRevenueHeld)),
    ("Value share of pay", SummarySource::Physicians(Metric::ValueShare)),
    ("Gap between the two", SummarySource::Gap),
    ("Measured quality", SummarySource::Physicians(Metric::Quality)),
    ("Positions that change hands", SummarySource::System(SystemMetric::Departures)),
];

impl SummarySource {
    /// Its unit, and what was found of an arm; nothing where limits hide it.
    fn found(&self, report: &Report<'_>, arm: usize) -> (&'static str, Option<Summary>) {
        let results = report.outcome.arm(&report.model.arms[arm].name).ok();
        let last = report.outcome.of(arm, report.model.years - 1);
        let (definition, found) = match self {
            SummarySource::Horizon(metric) => (metric.definition(), results.map(|arm| arm.horizon(*metric))),
            SummarySource::Change(metric) => {
                (metric.definition(), results.and_then(|arm| arm.horizon_difference(*metric)))
            }
            SummarySource::Better(metric) => (
                Definition { unit: "chance", ..metric.definition() },
                results.and_then(|arm| arm.chance_above_baseline(*metric)),
            ),
            SummarySource::Physicians(metric) => (metric.definition(), last.everyone().get(*metric)),
            SummarySource::System(metric) => (metric.definition(), Some(last.system(*metric))),
            SummarySource::Gap => {
                let sides = [Metric::ValueRevenueHeld, Metric::ValueShare].map(|side| {
                    last.everyone().get(side).filter(|_| {
                        report.disclosure.shows_measure(arm, Scope::System, "all", side.definition().name)
                    })
                });
                let gap = gap_between(sides[0], sides[1]);
                let alone = |mean| Summary { mean, ..Summary::default() };
                return (Metric::AlignmentGap.definition().unit, gap.map(alone));
            }
        };
        let shown = report.disclosure.shows_measure(arm, Scope::System, "all", definition.name);
        (definition.unit, found.filter(|_| shown))
    }

    /// Whether it is of the last year.
    fn is_of_year(&self) -> bool {
        !matches!(self, SummarySource::Horizon(_) | SummarySource::Change(_) | SummarySource::Better(_))
    }
}

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let (all, last) = (years_in_words(model), model.start.plus(model.years - 1));
    // Means of many arms on one page, their intervals on the next.
    sheet.pages_wide(if model.arms.len() > 3 { 2 } else { 1 });
    let mut columns = fields(COLUMNS);
    columns.extend(model.arms.iter().map(|arm| BookField::numbers(arm.title.clone(), IN_ROW)));
    for arm in &model.arms {
        let ends = ["95 % low", "95 % high"].map(|end| format!("{}, {end}", arm.title));
        columns.extend(ends.map(|label| BookField::numbers(label, IN_ROW)));
    }
    sheet.grid(&columns, (FIGURES.len(), 2), &["summary", "horizon"], |grid| {
        for (label, source) in FIGURES {
            let when = if source.is_of_year() { last.to_string() } else { all.clone() };
            let found: Vec<_> = (0..model.arms.len()).map(|arm| source.found(report, arm)).collect();
            let mut cells: Vec<Cell<'_>> = vec![(*label).cell(""), when.cell("")];
            cells.extend(found.iter().map(|(unit, found)| found.map(|found| found.mean).cell(unit)));
            for (unit, found) in &found {
                cells.push(found.as_ref().and_then(Summary::low).cell(unit));
                cells.push(found.as_ref().and_then(Summary::high).cell(unit));
            }
            grid.row(&cells)?;
        }
        Ok(())
    })?;
    Ok(Vec::new())
}
