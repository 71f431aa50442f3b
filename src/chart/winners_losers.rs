//! Who gains and who loses: change in pay of each physician, sorted.

use super::arms::present;
use super::axis::{AxisScale, levels, ticks};
use super::palette::{INK, LOST, MUTED, REACHED, REFERENCE};
use super::scene::{Scene, TextAnchor, bold, plain};
use crate::engine::{Metric, Outcome};
use crate::model::Model;
use crate::report::{Column, Report, Rows, RunTable, Table, always, columns, shared};
use crate::units::{real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/winners_and_losers",
        about: "change in pay of each physician in the last year: the figures of the chart beside it",
        row: "arm beside the baseline and physician",
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, id: &'a str, change: f64, before: f64);
    shared::ARM => arm,
    shared::PHYSICIAN_ID => id,
    Column::number("change", "$", "mean change in pay against the baseline on the same luck") => change,
    Column::number("baseline_pay", "$", "mean pay in the baseline") => before,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let Report { model, outcome, .. } = report;
    for arm in 1..model.arms.len() {
        let results = outcome.of(arm, model.years - 1);
        for place in present(model, arm) {
            let change = results.at_place(place, Metric::PayChange).mean;
            let before = results.at_place(place, Metric::Pay).mean - change;
            each(&cells(&model.arms[arm].name, &model.physicians[place].id, change, before))?;
        }
    }
    Ok(())
}

/// One physician's change: mean, and the middle 90 % of trials, as parts of baseline pay.
struct Change {
    mean: f64,
    low: f64,
    high: f64,
}

fn changes(model: &Model, outcome: &Outcome, arm: usize) -> Vec<Change> {
    let results = outcome.of(arm, model.years - 1);
    let mut list: Vec<Change> = present(model, arm)
        .map(|place| {
            let change = results.at_place(place, Metric::PayChange);
            let before = (results.at_place(place, Metric::Pay).mean - change.mean).max(1.0);
            let [low, .., high] = change.quantiles.unwrap_or_default();
            Change { mean: change.mean / before, low: low / before, high: high / before }
        })
        .collect();
    list.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    list
}

pub(super) fn draw(report: &Report<'_>) -> Option<Scene> {
    let Report { model, outcome, .. } = report;
    if model.arms.len() < 2 {
        return None;
    }
    let all: Vec<Vec<Change>> = (1..model.arms.len()).map(|arm| changes(model, outcome, arm)).collect();
    let losing = |list: &[Change]| list.iter().filter(|c| c.mean <= -0.05).count();
    let worst = (0..all.len()).max_by_key(|i| losing(&all[*i])).unwrap_or(0);
    let last = model.start.plus(model.years - 1);
    let finding = if losing(&all[worst]) == 0 {
        format!("No physician is expected to lose 5 % of pay or more in {last} under any variant")
    } else {
        format!(
            "{} of {} physicians are expected to lose 5 % of pay or more in {last} under “{}”",
            losing(&all[worst]),
            all[worst].len(),
            model.arms[worst + 1].title
        )
    };
    let shown = format!(
        "Change in pay against the baseline on the same luck, as a share of baseline pay, physicians sorted; bars: mean, whiskers: middle 90 % of {} trials",
        thousands(outcome.trials)
    );
    let row = 250.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a page"
    )]
    let height = (130.0 + row * all.len() as f64) as u32;
    let mut scene = Scene::titled(1200, height, &finding, &shown);
    let highest = all.iter().flatten().map(|c| c.mean.max(c.high.min(0.6))).fold(0.05, f64::max);
    let lowest = all.iter().flatten().map(|c| c.mean.min(c.low.max(-0.6))).fold(-0.05, f64::min);
    let range = (lowest * 1.05, highest * 1.05);
    for (place, list) in all.iter().enumerate() {
        let top = 140.0 + row * real(place);
        panel(&mut scene, list, &model.arms[place + 1].title, top, top + row - 70.0, range);
    }
    Some(scene)
}

/// A change in words.
fn change(part: f64) -> String {
    if part == 0.0 { "0 %".to_owned() } else { format!("{:+.0} %", part * 100.0) }
}

fn panel(scene: &mut Scene, list: &[Change], title: &str, top: f64, bottom: f64, range: (f64, f64)) {
    let (left, right) = (95.0, 1165.0);
    let y = AxisScale::new(range, (bottom, top));
    let gain = list.iter().filter(|c| c.mean > 0.0005).count();
    let lose = list.iter().filter(|c| c.mean < -0.0005).count();
    scene.words((left, top - 20.0), title, TextAnchor::Start, bold(15.0, INK));
    let counts = format!("{gain} gain, {lose} lose, {} as before", list.len() - gain - lose);
    scene.words((right, top - 20.0), &counts, TextAnchor::End, plain(13.0, MUTED));
    levels(scene, &y, &ticks(range.0, range.1, 5), left, right, change);
    let width = (right - left) / real(list.len().max(1));
    for (place, change) in list.iter().enumerate() {
        let x = left + width * real(place);
        let colour = if change.mean < 0.0 { LOST } else { REACHED };
        let middle = x + width / 2.0;
        scene.line(
            vec![(middle, y.at(change.low)), (middle, y.at(change.high))],
            REFERENCE,
            (width * 0.3).clamp(0.3, 1.2),
        );
        let (from, to) = (y.at(change.mean.max(0.0)), y.at(change.mean.min(0.0)));
        if to - from > 0.3 {
            scene.bar((x + width * 0.12, from), (x + width * 0.88, to), colour, 0.85);
        }
    }
    scene.line(vec![(left, y.at(0.0)), (right, y.at(0.0))], INK, 1.0);
    let cut = |c: &Change| y.is_beyond(c.low) || y.is_beyond(c.high);
    if list.iter().any(cut) {
        scene.words(
            (right, bottom + 14.0),
            "whiskers are cut off at the edge of the panel",
            TextAnchor::End,
            plain(11.5, MUTED),
        );
    }
}
