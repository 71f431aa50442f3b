//! Misalignment of physicians over the years: how it is spread across people.

use super::axis::{AxisScale, levels, ticks, years};
use super::palette::{INK, LOST, MUTED, REFERENCE, arm};
use super::revenue_and_pay::{corner, panels, spread};
use super::scene::{Scene, TextAnchor, bold, plain};
use crate::engine::{Metric, Outcome};
use crate::model::Model;
use crate::report::Report;
use crate::units::{real, thousands};

/// Quantiles across physicians of their mean index, by year.
fn across(model: &Model, outcome: &Outcome, arm: usize) -> Vec<[f64; 5]> {
    (0..model.years)
        .map(|year| {
            let results = outcome.of(arm, year);
            let mut values: Vec<f64> =
                present(model, arm).map(|place| results.at_place(place, Metric::Misalignment).mean).collect();
            values.sort_by(f64::total_cmp);
            crate::stats::QUANTILES.map(|share| at_share(&values, share))
        })
        .collect()
}

/// Places of the physicians that an arm has.
pub(super) fn present(model: &Model, arm: usize) -> impl Iterator<Item = usize> + '_ {
    model.arms[arm].roster.iter().enumerate().filter(|(_, p)| p.is_some()).map(|(place, _)| place)
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a list of physicians"
)]
fn at_share(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len().max(1) - 1) as f64;
    sorted.get(place.round() as usize).copied().unwrap_or(1.0)
}

pub(super) fn draw(report: &Report<'_>) -> Scene {
    let Report { model, outcome, .. } = report;
    let fans: Vec<Vec<[f64; 5]>> = (0..model.arms.len()).map(|a| across(model, outcome, a)).collect();
    let end = |f: &Vec<[f64; 5]>| f.last().map_or(1.0, |q| q[2]);
    let best = (0..fans.len()).min_by(|a, b| end(&fans[*a]).total_cmp(&end(&fans[*b]))).unwrap_or(0);
    let last = model.start.plus(model.years - 1);
    let finding = if best == 0 {
        format!(
            "The typical physician's misalignment is {:.2} in {last}: 1 is no better than a flat salary",
            end(&fans[0])
        )
    } else {
        format!(
            "Typical misalignment in {last}: {:.2} in the baseline, {:.2} under “{}”",
            end(&fans[0]),
            end(&fans[best]),
            model.arms[best].title
        )
    };
    let shown = format!(
        "Misalignment index of each physician (mean of {} trials): median, middle half and middle 90 % of physicians. 0 aligned, 1 flat salary",
        thousands(outcome.trials)
    );
    let (columns, width, height) = panels(fans.len());
    let mut scene = Scene::titled(1200, height, &finding, &shown);
    let highest = fans.iter().flatten().map(|q| q[4]).fold(1.05, f64::max).min(2.0);
    let lowest = fans.iter().flatten().map(|q| q[0]).fold(0.95, f64::min).max(0.0);
    let room = 0.06 * (highest - lowest);
    let (low, high) = (lowest - room, highest + room);
    for (place, fan) in fans.iter().enumerate() {
        let (left, top) = corner(place, columns, width);
        let (right, bottom) = (left + width - 120.0, top + 205.0);
        scene.words((left, top - 22.0), &model.arms[place].title, TextAnchor::Start, bold(15.0, INK));
        let y = AxisScale::new((low, high), (bottom, top));
        let x = AxisScale::new((0.0, real((model.years - 1).max(1))), (left, right));
        levels(&mut scene, &y, &ticks(low, high, 5), left, right, |v| format!("{v:.2}"));
        spread(&mut scene, &x, &y, fan, arm(place));
        scene.dashed((left, y.at(1.0)), (right, y.at(1.0)), REFERENCE, 1.4);
        scene.words((right + 8.0, y.at(1.0)), "flat salary", TextAnchor::Start, plain(12.0, MUTED));
        let label = y.at(end(fan));
        // Beside the line of a flat salary the value steps aside, not away.
        let clear = match label - y.at(1.0) {
            apart if apart.abs() > 13.0 => label,
            below if below > 0.0 => y.at(1.0) + 14.0,
            _ => y.at(1.0) - 14.0,
        };
        scene.words((right + 8.0, clear), &format!("{:.2}", end(fan)), TextAnchor::Start, bold(13.0, INK));
        years(&mut scene, &x, model.start.0, model.years, bottom + 16.0);
    }
    if fans.iter().flatten().any(|q| q[4] > 2.0) {
        scene.words((95.0, f64::from(height) - 18.0), "Cut off at 2.", TextAnchor::Start, plain(12.0, LOST));
    }
    scene
}
