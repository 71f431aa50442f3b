//! The figures of an arm: those that a program reads, and those that a screen shows.

use crate::decision::{gap_between, level_dollars, whole_percent};
use crate::engine::{Definition, HorizonMetric, Metric, Scope, SystemMetric};
use crate::report::cell::{Cell, IntoCell, rounded};
use crate::report::results::Report;
use crate::stats::Summary;
use crate::units::whole_dollars;
use serde::Serialize;

/// A figure: means over trials, in the last year or, without a year, over all of them.
#[derive(Clone, Debug, Serialize)]
pub(super) struct HeadlineFigure {
    metric: &'static str,
    label: &'static str,
    year: Option<u16>,
    unit: &'static str,
    mean: Cell<'static>,
    mc_se: Cell<'static>,
    ci_low: Cell<'static>,
    ci_high: Cell<'static>,
}

/// How a variant differs from the baseline over the horizon, on the same luck.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ChangeFigure {
    metric: &'static str,
    unit: &'static str,
    mean: Cell<'static>,
    mc_se: Cell<'static>,
    ci_low: Cell<'static>,
    ci_high: Cell<'static>,
    /// The chance that it is above the baseline's.
    better: Cell<'static>,
}

/// The rosters' part of a figure's variance over trials; `null` where it is not known.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RosterPart {
    metric: &'static str,
    pub(super) label: &'static str,
    year: Option<u16>,
    unit: &'static str,
    roster_sd: Cell<'static>,
    share_of_variance: Cell<'static>,
}

/// Where a figure comes from.
#[derive(Clone, Copy)]
enum FigureSource {
    Physicians(Metric),
    System(SystemMetric),
    Horizon(HorizonMetric),
}

/// The figures, in order.
const FIGURES: [(&str, FigureSource); 20] = [
    ("Pay per physician", FigureSource::Physicians(Metric::Pay)),
    ("Change in pay against the baseline", FigureSource::Physicians(Metric::PayChange)),
    ("Physicians 5 % or more below the baseline", FigureSource::System(SystemMetric::Losers)),
    ("Volume share of pay, by what it is based on", FigureSource::Physicians(Metric::VolumeBasisShare)),
    ("Value share of pay", FigureSource::Physicians(Metric::ValueShare)),
    ("Alignment gap, points", FigureSource::Physicians(Metric::AlignmentGap)),
    ("Misalignment index (0 aligned, 1 flat salary)", FigureSource::Physicians(Metric::Misalignment)),
    ("Benchmark less spending, all years", FigureSource::Horizon(HorizonMetric::GrossSavings)),
    ("True savings, all years", FigureSource::Horizon(HorizonMetric::TrueSavings)),
    ("Passed through to physicians, of what was earned", FigureSource::Horizon(HorizonMetric::PassThrough)),
    ("Pay of all physicians, all years", FigureSource::Horizon(HorizonMetric::TotalPay)),
    ("Programme margin, all years", FigureSource::Horizon(HorizonMetric::ProgrammeMargin)),
    ("System margin, all years", FigureSource::Horizon(HorizonMetric::SystemMargin)),
    ("System margin, worth in the first year", FigureSource::Horizon(HorizonMetric::SystemMarginWorth)),
    ("Value induced", FigureSource::Physicians(Metric::ValueInduced)),
    ("Own part of an avoided dollar", FigureSource::Physicians(Metric::OwnPartOfAvoided)),
    (
        "Value share of revenue, by the baseline's contracts",
        FigureSource::Physicians(Metric::ValueRevenueHeld),
    ),
    ("Physicians 5 % or more below the baseline, all years", FigureSource::Horizon(HorizonMetric::Losers)),
    ("Lowest point of the programme's cash", FigureSource::Horizon(HorizonMetric::CashTrough)),
    ("The programme never breaks even", FigureSource::Horizon(HorizonMetric::NeverEven)),
];

/// Changes over the horizon that a program reads.
const CHANGES: [HorizonMetric; 4] = [
    HorizonMetric::SystemMargin,
    HorizonMetric::SystemMarginWorth,
    HorizonMetric::TotalPay,
    HorizonMetric::TrueSavings,
];

/// Figures whose rosters' part is told.
const BY_ROSTER: [(&str, FigureSource); 12] = [
    ("Pay per physician", FigureSource::Physicians(Metric::Pay)),
    ("Value share of pay", FigureSource::Physicians(Metric::ValueShare)),
    ("Alignment gap, points", FigureSource::Physicians(Metric::AlignmentGap)),
    ("Misalignment index", FigureSource::Physicians(Metric::Misalignment)),
    ("Benchmark less spending", FigureSource::Horizon(HorizonMetric::GrossSavings)),
    ("True savings", FigureSource::Horizon(HorizonMetric::TrueSavings)),
    ("Pay of all physicians", FigureSource::Horizon(HorizonMetric::TotalPay)),
    ("Programme margin", FigureSource::Horizon(HorizonMetric::ProgrammeMargin)),
    ("System margin, all years", FigureSource::Horizon(HorizonMetric::SystemMargin)),
    ("  worth in the first year", FigureSource::Horizon(HorizonMetric::SystemMarginWorth)),
    ("Programme's lowest cash", FigureSource::Horizon(HorizonMetric::CashTrough)),
    ("System margin, last year", FigureSource::System(SystemMetric::SystemMargin)),
];

/// A row of the screen's table.
pub(super) enum ScreenRow {
    /// What the rows below it are of.
    Over(&'static str),
    /// A figure of each arm.
    Row(&'static str, fn(&Report<'_>, usize) -> String),
}

/// The screen's table: what decides, first.
pub(super) const SCREEN_ROWS: &[ScreenRow] = &[
    ScreenRow::Over("horizon"),
    ScreenRow::Row("  Change in system margin", |report, arm| {
        changed(report, arm, HorizonMetric::SystemMargin)
    }),
    ScreenRow::Row("    chance of being better", |report, arm| {
        better(report, arm, HorizonMetric::SystemMargin)
    }),
    ScreenRow::Row("    its present value", |report, arm| {
        changed(report, arm, HorizonMetric::SystemMarginWorth)
    }),
    ScreenRow::Row("  System margin", |report, arm| horizon(report, arm, HorizonMetric::SystemMargin)),
    ScreenRow::Row("  Pay of all physicians", |report, arm| horizon(report, arm, HorizonMetric::TotalPay)),
    ScreenRow::Row("  True savings", |report, arm| horizon(report, arm, HorizonMetric::TrueSavings)),
    ScreenRow::Row("  Lose 5 % or more of pay", |report, arm| horizon(report, arm, HorizonMetric::Losers)),
    ScreenRow::Row("  Programme's lowest cash", |report, arm| {
        horizon(report, arm, HorizonMetric::CashTrough)
    }),
    ScreenRow::Row("    it never breaks even", |report, arm| horizon(report, arm, HorizonMetric::NeverEven)),
    ScreenRow::Over("last year"),
    ScreenRow::Row("  Pay per physician", |report, arm| last_year(report, arm, Metric::Pay)),
    ScreenRow::Row("  Value induced", |report, arm| last_year(report, arm, Metric::ValueInduced)),
    ScreenRow::Row("  Own part of avoided $", |report, arm| last_year(report, arm, Metric::OwnPartOfAvoided)),
    ScreenRow::Row("  Value share of revenue", |report, arm| {
        last_year(report, arm, Metric::ValueRevenueHeld)
    }),
    ScreenRow::Row("  Value share of pay", |report, arm| last_year(report, arm, Metric::ValueShare)),
    ScreenRow::Row("    gap between the two", gap),
];

/// The figures of an arm.
pub(super) fn figures(report: &Report<'_>, arm: usize) -> Vec<HeadlineFigure> {
    FIGURES.iter().map(|(label, source)| figure(report, arm, label, *source)).collect()
}

/// The rosters' part of each figure of an arm.
pub(super) fn roster_parts(report: &Report<'_>, arm: usize) -> Vec<RosterPart> {
    BY_ROSTER.iter().map(|(label, source)| roster_part(report, arm, label, *source)).collect()
}

/// How an arm differs from the baseline; nothing for the baseline itself.
pub(super) fn changes(report: &Report<'_>, arm: usize) -> Vec<ChangeFigure> {
    let Ok(results) = report.outcome.arm(&report.model.arms[arm].name) else { return Vec::new() };
    let change = |metric: &HorizonMetric| {
        let found = results.horizon_difference(*metric)?;
        let definition = metric.definition();
        let unit = definition.unit;
        Some(ChangeFigure {
            metric: definition.name,
            unit,
            mean: found.mean.cell(unit),
            mc_se: found.mc_se.cell(unit),
            ci_low: found.low().cell(unit),
            ci_high: found.high().cell(unit),
            better: results.better(*metric).cell("chance"),
        })
    };
    CHANGES.iter().filter_map(change).collect()
}

/// What stands where limits hide a figure.
const HIDDEN: &str = "hidden";

/// A figure's measure, its year unless it is of all years, and what was found; nothing where few physicians are behind it
/// and limits hide it.
fn found_of(
    report: &Report<'_>,
    arm: usize,
    source: FigureSource,
) -> (Definition, Option<u16>, Option<Summary>) {
    let model = report.model;
    let last = model.years - 1;
    let of_year = |definition: Definition| {
        let found = report.outcome.of(arm, last).row(Scope::System, "all", definition.name);
        (definition, Some(model.start.plus(last).0), found)
    };
    let (definition, year, found) = match source {
        FigureSource::Physicians(metric) => of_year(metric.definition()),
        FigureSource::System(metric) => of_year(metric.definition()),
        FigureSource::Horizon(metric) => {
            let results = report.outcome.arm(&model.arms[arm].name);
            (metric.definition(), None, results.ok().map(|arm| arm.horizon(metric)))
        }
    };
    let shown = report.disclosure.shows_measure(arm, Scope::System, "all", definition.name);
    (definition, year, found.filter(|_| shown))
}

fn roster_part(report: &Report<'_>, arm: usize, label: &'static str, source: FigureSource) -> RosterPart {
    let (definition, year, found) = found_of(report, arm, source);
    let unit = definition.unit;
    RosterPart {
        metric: definition.name,
        label,
        year,
        unit,
        roster_sd: found.and_then(|summary| summary.roster_sd).cell(unit),
        share_of_variance: found.and_then(|summary| summary.roster_share()).cell("share of variance"),
    }
}

fn figure(report: &Report<'_>, arm: usize, label: &'static str, source: FigureSource) -> HeadlineFigure {
    let (definition, year, found) = found_of(report, arm, source);
    let unit = definition.unit;
    HeadlineFigure {
        metric: definition.name,
        label,
        year,
        unit,
        mean: found.map(|summary| summary.mean).cell(unit),
        mc_se: found.map(|summary| summary.mc_se).cell(unit),
        ci_low: found.as_ref().and_then(Summary::low).cell(unit),
        ci_high: found.as_ref().and_then(Summary::high).cell(unit),
    }
}

impl RosterPart {
    /// The share as a person writes it.
    pub(super) fn shown(&self) -> String {
        let Cell::Number(share, _) = self.share_of_variance else { return "-".to_owned() };
        format!("{:.0} %", 100.0 * share)
    }
}

/// A measure of the horizon as a screen shows it.
fn horizon(report: &Report<'_>, arm: usize, metric: HorizonMetric) -> String {
    let (definition, _, found) = found_of(report, arm, FigureSource::Horizon(metric));
    found.map_or_else(|| HIDDEN.to_owned(), |found| shown(found.mean, definition.unit, false))
}

/// A measure of all physicians in the last year.
fn last_year(report: &Report<'_>, arm: usize, metric: Metric) -> String {
    let (definition, _, found) = found_of(report, arm, FigureSource::Physicians(metric));
    found.map_or_else(|| HIDDEN.to_owned(), |found| shown(found.mean, definition.unit, true))
}

/// How much a measure of the horizon changes.
fn changed(report: &Report<'_>, arm: usize, metric: HorizonMetric) -> String {
    let results = report.outcome.arm(&report.model.arms[arm].name).ok();
    let found = results.and_then(|arm| arm.horizon_difference(metric));
    found.map_or_else(
        || "-".to_owned(),
        |found| {
            let sign = if found.mean >= 0.5 { "+" } else { "" };
            format!("{sign}{}", level_dollars(found.mean))
        },
    )
}

/// The chance that a measure of the horizon is above the baseline's.
fn better(report: &Report<'_>, arm: usize, metric: HorizonMetric) -> String {
    let results = report.outcome.arm(&report.model.arms[arm].name).ok();
    let found = results.and_then(|arm| arm.better(metric));
    found.map_or_else(|| "-".to_owned(), whole_percent)
}

/// Points by which value's share of revenue, by the baseline's contracts, exceeds its share of pay.
fn gap(report: &Report<'_>, arm: usize) -> String {
    let of = |metric| found_of(report, arm, FigureSource::Physicians(metric)).2;
    let gap = gap_between(of(Metric::ValueRevenueHeld), of(Metric::ValueShare));
    gap.map_or_else(|| "-".to_owned(), |gap| format!("{gap:.1} pts"))
}

/// A mean as a person writes it.
pub(in crate::report::pages) fn shown(mean: f64, unit: &str, of_year: bool) -> String {
    match unit {
        "$" if of_year => whole_dollars(mean),
        "$" => level_dollars(mean),
        "$ per $" => format!("{:.1} ¢", 100.0 * mean),
        "share" | "chance" => format!("{:.1} %", 100.0 * mean),
        "% of attainable" => format!("{mean:.1} %"),
        "points" => format!("{mean:.1}"),
        "index" => format!("{mean:.3}"),
        unit => rounded(mean, unit).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        assert_eq!(whole_dollars(-1_234.4), "-$1,234");
        assert_eq!(whole_dollars(300_000.0), "$300,000");
        assert_eq!(shown(0.0267, "share", true), "2.7 %");
        assert_eq!(shown(-0.052, "$ per $", true), "-5.2 ¢");
        assert_eq!(shown(0.98, "% of attainable", true), "1.0 %");
        assert_eq!(shown(454_026.6, "$", true), "$454,027");
    }
}
