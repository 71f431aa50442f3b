//! What a contract is expected to pay, and how likely, against true savings.
//!
//! The curves are the engine's own closed form: the contract's payoff integrated over the luck of
//! the first year, moved along true savings.

use super::axis::{AxisScale, levels, ticks};
use super::palette::{GRID, INK, LOST, MUTED, REACHED, REFERENCE};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::name_in_words;
use crate::engine::{ContractMetric, Outcome, Scope};
use crate::model::Model;
use crate::payer::{Contract, Forecast, Payoff, QualityOutlook};
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, always, columns};
use crate::stats::Summary;
use crate::terms::{Piece, Piecewise};
use crate::units::{real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/earn_curve",
        about: "chance to earn and expected receipts in the first year of the baseline against true savings: the figures of the chart beside it",
        row: "value-based contract and rate of true savings",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (contract: &'a str, rate: f64, found: At, certain: Option<f64>);
    Column::text("contract", "name of the contract") => contract,
    Column::number("true_savings", "share", "true savings over the benchmark") => rate,
    Column::number("earns", "chance", "chance to earn") => found.earns,
    Column::number("owes", "chance", "chance to owe") => found.owes,
    Column::number("receipts", "share", "expected receipts over the benchmark") => found.receipts,
    Column::number("receipts_without_luck", "share", "receipts over the benchmark at exactly these savings, in the likeliest case of quality") => certain,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for curve in curves(report) {
        for rate in rates() {
            let certain = curve.certain().map(|payoff| payoff.value(rate + curve.bias));
            each(&cells(curve.name, rate, curve.at(rate), certain))?;
        }
    }
    Ok(())
}

/// Rates of true savings at which a curve is drawn.
fn rates() -> impl Iterator<Item = f64> {
    (0..=POINTS).map(|i| RANGE.0 + (RANGE.1 - RANGE.0) * f64::from(i) / f64::from(POINTS))
}

/// Every value-based contract of the baseline.
fn curves<'a>(report: &Report<'a>) -> Vec<Curve<'a>> {
    let Report { model, outcome, .. } = *report;
    let contracts = model.arms[0].scenario.contract.iter();
    let shown = contracts.filter(|(name, _)| report.disclosure.shows_group(0, Scope::Contract, name));
    shown.filter_map(|(name, contract)| curve(model, outcome, name, contract)).collect()
}

/// True savings shown, as shares of the benchmark.
const RANGE: (f64, f64) = (-0.04, 0.10);
/// Points of a curve.
const POINTS: u32 = 140;
/// Contracts shown at most.
const MOST: usize = 6;

/// A contract's first year.
struct Curve<'a> {
    name: &'a str,
    payoff: Payoff,
    /// Gross savings without any true ones: how far the benchmark lies from expected spending.
    bias: f64,
    /// Standard deviation of gross savings over trials.
    sd: f64,
}

/// What is expected at a true savings rate.
#[derive(Clone, Copy, Default)]
struct At {
    earns: f64,
    owes: f64,
    receipts: f64,
}

impl Curve<'_> {
    fn at(&self, true_rate: f64) -> At {
        let mean = true_rate + self.bias;
        self.payoff.cases.iter().fold(At::default(), |sum, case| At {
            earns: sum.earns + case.chance * case.payoff.chance_above_zero(mean, self.sd),
            owes: sum.owes + case.chance * case.payoff.chance_below_zero(mean, self.sd),
            receipts: sum.receipts + case.chance * case.payoff.expected(mean, self.sd).value,
        })
    }

    /// What the contract pays without luck in the likeliest case of quality.
    fn certain(&self) -> Option<&Piecewise> {
        let likeliest = self.payoff.cases.iter().max_by(|a, b| a.chance.total_cmp(&b.chance));
        likeliest.map(|case| &case.payoff)
    }

    /// Chance that quality leaves anything to earn.
    fn quality_lets(&self) -> f64 {
        let pays = |payoff: &Piecewise| payoff.value(0.5) > 0.0;
        self.payoff.cases.iter().filter(|case| pays(&case.payoff)).map(|case| case.chance).sum()
    }
}

fn curve<'a>(model: &Model, outcome: &Outcome, name: &'a str, contract: &Contract) -> Option<Curve<'a>> {
    if !contract.terms.is_value_based() {
        return None;
    }
    let results = outcome.of(0, 0);
    let of = |metric: ContractMetric| -> Option<Summary> {
        results.row(Scope::Contract, name, metric.definition().name)
    };
    let (gross, effect) = (of(ContractMetric::SavingsRate)?, of(ContractMetric::TrueSavingsRate)?);
    let quality = of(ContractMetric::QualityScore)?;
    let forecast = Forecast {
        year: contract.year(model.start, 0, of(ContractMetric::Lives)?.mean),
        benchmark: of(ContractMetric::Benchmark)?.mean,
        savings_rate: gross.mean,
        savings_sd: gross.sd,
        quality: QualityOutlook { mean: quality.mean, sd: quality.sd },
        professional: 0.0,
    };
    let payoff = contract.terms.payoff(&forecast);
    (!payoff.cases.is_empty() && forecast.benchmark > 0.0).then(|| Curve {
        name,
        payoff,
        bias: gross.mean - effect.mean,
        sd: gross.sd.max(1e-6),
    })
}

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, .. } = report;
    let mut curves = curves(report);
    let more = curves.len().saturating_sub(MOST);
    curves.truncate(MOST);
    let first = curves.first()?;
    let none = first.at(0.0);
    let named = name_in_words(first.name);
    let finding = if none.earns > 0.005 {
        format!("Without any true savings, “{named}” still earns in {:.0} % of years", 100.0 * none.earns)
    } else {
        format!("Without any true savings, “{named}” earns nothing")
    };
    let mut shown = format!(
        "Chance to earn and expected receipts in {} against true savings, today's agreements: the contract's payoff over the luck of {} futures",
        model.start,
        thousands(outcome.trials)
    );
    if more > 0 {
        shown += &format!(". The first {MOST} contracts are shown; {more} more stand in the table.");
    }
    let columns = curves.len().min(2);
    let rows = curves.len().div_ceil(columns);
    let height = whole_pixels(110.0 + 470.0 * real(rows));
    let mut scene = Scene::titled(medium, 1200, height, &finding, &shown);
    for (place, curve) in curves.iter().enumerate() {
        let (column, row) = (real(place % columns), real(place / columns));
        let width = 1120.0 / real(columns);
        let (left, top) = (100.0 + width * column, 140.0 + 470.0 * row);
        panel(&mut scene, curve, (left, left + width - 150.0), top);
        if column == 0.0 && place > 0 {
            scene.cut(top - 44.0);
        }
    }
    Some(scene)
}

fn percent(value: f64) -> String {
    let text = format!("{:.1} %", 100.0 * value);
    text.replace(".0 %", " %")
}

fn panel(scene: &mut Scene, curve: &Curve<'_>, (left, right): (f64, f64), top: f64) {
    let x = AxisScale::new(RANGE, (left, right));
    let places: Vec<f64> = rates().collect();
    let points: Vec<At> = places.iter().map(|rate| curve.at(*rate)).collect();
    scene.words((left, top - 26.0), &name_in_words(curve.name), TextAnchor::Start, bold(15.0, INK));

    let side = if curve.bias < 0.0 { "below" } else { "above" };
    let base = format!("benchmark {} {side} spending without response", percent(curve.bias.abs()));
    scene.words((left, top + 410.0), &base, TextAnchor::Start, plain(12.0, MUTED));
    let upper = AxisScale::new((0.0, 1.0), (top + 160.0, top + 10.0));
    levels(scene, &upper, &[0.0, 0.25, 0.5, 0.75, 1.0], left, right, |v| format!("{:.0} %", 100.0 * v));
    let most = points.iter().map(|at| at.receipts).fold(0.002, f64::max);
    let least = points.iter().map(|at| at.receipts).fold(0.0, f64::min);
    let lower = AxisScale::new((least * 1.08, most * 1.08), (top + 375.0, top + 200.0));
    levels(scene, &lower, &ticks(least * 1.08, most * 1.08, 5), left, right, percent);
    marks(scene, curve, &x, &[(top + 10.0, top + 160.0), (top + 200.0, top + 375.0)]);

    let ceiling = curve.quality_lets();
    if ceiling < 0.995 {
        scene.dashed((left, upper.at(ceiling)), (right, upper.at(ceiling)), REFERENCE, 1.4);
        let text = format!("quality gate: {:.0} %", 100.0 * ceiling);
        scene.words((right + 6.0, upper.at(ceiling)), &text, TextAnchor::Start, plain(11.5, MUTED));
    }
    let line = |value: fn(&At) -> f64, scale: &AxisScale| -> Vec<(f64, f64)> {
        places.iter().zip(&points).map(|(rate, at)| (x.at(*rate), scale.at(value(at)))).collect()
    };
    let end = |points: &[(f64, f64)], last: bool| if last { points[points.len() - 1] } else { points[0] };
    let earns = line(|at| at.earns, &upper);
    let owes = line(|at| at.owes, &upper);
    let receipts = line(|at| at.receipts, &lower);
    scene.words(
        (end(&earns, true).0 + 6.0, end(&earns, true).1 + 14.0),
        "earns",
        TextAnchor::Start,
        bold(12.5, REACHED),
    );
    scene.line(earns, REACHED, 2.6);
    if points.iter().any(|at| at.owes > 0.0) {
        let at = end(&owes, false);
        scene.words((at.0 + 8.0, at.1 - 10.0), "owes", TextAnchor::Start, bold(12.5, LOST));
        scene.line(owes, LOST, 2.2);
    }
    if let Some(payoff) = curve.certain() {
        let certain: Vec<(f64, f64)> = places
            .iter()
            .map(|rate| (*rate, payoff.value(rate + curve.bias)))
            .filter(|(_, value)| !lower.is_beyond(*value))
            .map(|(rate, value)| (x.at(rate), lower.at(value)))
            .collect();
        scene.line(certain, REFERENCE, 1.3);
    }
    let at = end(&receipts, true);
    scene.words((at.0 + 6.0, at.1), "expected", TextAnchor::Start, bold(12.5, REACHED));
    scene.line(receipts, REACHED, 2.6);
    scene.words(
        (left, top + 188.0),
        "receipts, share of benchmark; thin: without luck",
        TextAnchor::Start,
        plain(12.0, MUTED),
    );
    for value in ticks(RANGE.0, RANGE.1, 7) {
        let (at, half) = (curve.at(value), 0.004);
        let said = format!(
            "{}, true savings {}: earns in {:.0} % of years, owes in {:.0} %, expected {} of the benchmark",
            name_in_words(curve.name),
            percent(value),
            100.0 * at.earns,
            100.0 * at.owes,
            percent(at.receipts)
        );
        scene.spot((x.at(value - half), top + 10.0), (x.at(value + half), top + 375.0), said);
        scene.words((x.at(value), top + 392.0), &percent(value), TextAnchor::Middle, plain(12.0, MUTED));
    }
    scene.words(
        (right, top + 410.0),
        "true savings, share of benchmark",
        TextAnchor::End,
        plain(12.0, MUTED),
    );
}

/// Where the payoff jumps (gates) and where it stops rising (caps), in each picture of a panel: the
/// captions between them stay clear.
fn marks(scene: &mut Scene, curve: &Curve<'_>, x: &AxisScale, pictures: &[(f64, f64)]) {
    for (top, bottom) in pictures {
        scene.line(vec![(x.at(0.0), *top), (x.at(0.0), *bottom)], GRID, 1.4);
    }
    let top = pictures[0].0;
    let Some(payoff) = curve.certain() else { return };
    for pair in payoff.pieces().windows(2) {
        let at = pair[1].from;
        let place = at - curve.bias;
        if x.is_beyond(place) {
            // A cap beyond the picture is named at its edge.
            if pair[1].slope == 0.0 && at > RANGE.1 {
                let text = format!("cap from {} →", percent(at));
                scene.words((x.at(place), top - 9.0), &text, TextAnchor::End, plain(11.5, MUTED));
            }
            continue;
        }
        let Some(text) = mark(&pair[0], &pair[1]) else { continue };
        for (top, bottom) in pictures {
            scene.dashed((x.at(place), *top), (x.at(place), *bottom), REFERENCE, 1.3);
        }
        scene.words((x.at(place), top - 9.0), &text, TextAnchor::Middle, plain(11.5, MUTED));
    }
}

/// What happens to a payoff between two pieces, in a few letters, by gross savings.
fn mark(before: &Piece, after: &Piece) -> Option<String> {
    let at = after.from;
    let value = |piece: &Piece| piece.intercept + piece.slope * at;
    let (from, to) = (value(before), value(after));
    if (to - from).abs() > 1e-9 {
        let name = if at > 0.0 { "MSR" } else { "MLR" };
        Some(format!("{name} {}", percent(at.abs())))
    } else if to.abs() > 1e-9 && (before.slope == 0.0 || after.slope == 0.0) {
        Some(format!("cap {}", percent(at.abs())))
    } else if to.abs() > 1e-9 {
        Some(format!("band {}", percent(at)))
    } else {
        (at != 0.0).then(|| format!("break-even {}", percent(at)))
    }
}
