//! Value revenue of the system against value pay of its physicians, year by year.

use super::axis::{AxisScale, dollars, levels, ticks, years};
use super::palette::{Colour, INK, REACHED, RETAINED};
use super::scene::{Scene, TextAnchor, bold};
use crate::engine::{Outcome, Scope, SystemMetric};
use crate::model::Model;
use crate::report::Report;
use crate::units::{real, thousands};

/// Quantiles by year.
type Fan = Vec<[f64; 5]>;

fn fan(model: &Model, outcome: &Outcome, arm: usize, metric: SystemMetric) -> Fan {
    let name = metric.definition().name;
    (0..model.years)
        .map(|year| {
            outcome
                .of(arm, year)
                .row(Scope::System, "all", name)
                .and_then(|s| s.quantiles)
                .unwrap_or_default()
        })
        .collect()
}

pub(super) fn draw(report: &Report<'_>) -> Scene {
    let Report { model, outcome, .. } = report;
    let fans: Vec<(Fan, Fan)> = (0..model.arms.len())
        .map(|arm| {
            (
                fan(model, outcome, arm, SystemMetric::ValueRevenue),
                fan(model, outcome, arm, SystemMetric::ValuePaid),
            )
        })
        .collect();
    let median = |f: &Fan| f.last().map_or(0.0, |q| q[2]);
    let last = model.start.plus(model.years - 1);
    let finding = format!(
        "By {last} the system's value revenue is {} in the baseline, value pay {}",
        dollars(median(&fans[0].0)),
        dollars(median(&fans[0].1))
    );
    let shown = format!(
        "$ a year: median, middle half and middle 90 % of {} trials. Revenue: earned less owed, with fees, all contracts. Pay: all physicians",
        thousands(outcome.trials)
    );
    let (columns, width, height) = panels(model.arms.len());
    let mut scene = Scene::titled(1200, height, &finding, &shown);
    let all = fans.iter().flat_map(|(r, p)| r.iter().chain(p)).flatten().copied();
    let (low, high) = all.fold((0.0_f64, 0.0_f64), |(l, h), v| (l.min(v), h.max(v)));
    for (place, (revenue, pay)) in fans.iter().enumerate() {
        let (left, top) = corner(place, columns, width);
        let (right, bottom) = (left + width - 120.0, top + 205.0);
        scene.words((left, top - 22.0), &model.arms[place].title, TextAnchor::Start, bold(15.0, INK));
        let y = AxisScale::new((low, high), (bottom, top));
        let x = AxisScale::new((0.0, real((model.years - 1).max(1))), (left, right));
        levels(&mut scene, &y, &ticks(low, high, 5), left, right, dollars);
        spread(&mut scene, &x, &y, revenue, RETAINED);
        spread(&mut scene, &x, &y, pay, REACHED);
        years(&mut scene, &x, model.start.0, model.years, bottom + 16.0);
        let apart = (y.at(median(revenue)) - y.at(median(pay))).abs() < 16.0;
        let lift = if apart { 9.0 } else { 0.0 };
        let up = if median(revenue) >= median(pay) { lift } else { -lift };
        scene.words(
            (right + 8.0, y.at(median(revenue)) - up),
            "value revenue",
            TextAnchor::Start,
            bold(12.5, darker(RETAINED)),
        );
        scene.words(
            (right + 8.0, y.at(median(pay)) + up),
            "value pay",
            TextAnchor::Start,
            bold(12.5, REACHED),
        );
    }
    scene
}

/// Columns, width of a panel, height of a page for a number of panels.
pub(super) fn panels(n: usize) -> (usize, f64, u32) {
    let columns = if n == 1 { 1 } else { 2 };
    let rows = u32::try_from(n.div_ceil(columns)).unwrap_or(1);
    (columns, if columns == 1 { 1100.0 } else { 560.0 }, 130 + 290 * rows)
}

/// Upper left corner of a panel.
pub(super) fn corner(place: usize, columns: usize, width: f64) -> (f64, f64) {
    let (column, row) = (real(place % columns), real(place / columns));
    (95.0 + column * (width + 10.0), 150.0 + row * 290.0)
}

fn darker((r, g, b): Colour) -> Colour {
    let darken = |c: u8| u8::try_from(u16::from(c) * 3 / 4).unwrap_or(c);
    (darken(r), darken(g), darken(b))
}

/// Three nested bands of one hue and the median.
pub(super) fn spread(scene: &mut Scene, x: &AxisScale, y: &AxisScale, fan: &Fan, colour: Colour) {
    let at = |place: usize, value: f64| (x.at(real(place)), y.at(value));
    for (low, high, alpha) in [(0, 4, 0.16), (1, 3, 0.28)] {
        let upper = fan.iter().enumerate().map(|(i, q)| at(i, q[high]));
        let lower = fan.iter().enumerate().rev().map(|(i, q)| at(i, q[low]));
        scene.area(upper.chain(lower).collect(), colour, alpha);
    }
    if fan.len() == 1 {
        let (left, level) = at(0, fan[0][2]);
        scene.line(vec![(left, level), (left + 30.0, level)], colour, 2.4);
        return;
    }
    scene.line(fan.iter().enumerate().map(|(i, q)| at(i, q[2])).collect(), colour, 2.4);
}
