//! The programme's cash, cumulated month by month, with its trough and the month in which it is made up.

use super::arms::{pointed_at, shown, with_left_out};
use super::axis::{AxisScale, dollars, levels, ticks, years};
use super::palette::{Colour, INK, MUTED, Marker, REFERENCE, arm};
use super::panels::Panels;
use super::scene::{Medium, Scene, TextAnchor, bold, plain};
use crate::decision::{
    CashPath, cash_finding, cash_paths, last_cash_move, month_in_words, short_dollars, whole_percent,
};
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, columns, shared};
use crate::stats::Summary;
use crate::units::{CalendarYear, real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/cash",
        about: "the programme's cash cumulated to the end of each month, through all that is booked after the horizon: the figures of the chart beside it",
        row: "arm and month",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |report| report.disclosure.shows_cash(),
    rows,
};

columns! { (arm: &'a str, month: usize, cash: &Summary, mark: Option<&'static str>);
    shared::ARM => arm,
    Column::whole("month", "month, the first January 1") => month as u64,
    Column::number("mean", "$", "cumulated cash, mean over trials") => cash.mean,
    Column::number("p05", "$", "5th percentile over trials") => cash.quantiles.map(|q| q[0]),
    Column::number("p50", "$", "median over trials") => cash.quantiles.map(|q| q[2]),
    Column::number("p95", "$", "95th percentile over trials") => cash.quantiles.map(|q| q[4]),
    Column::text("mark", "`trough` where the mean is lowest, `back` from where on it is not below zero any more") => mark,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for path in cash_paths(report.model, report.outcome) {
        let name = &report.model.arms[path.arm].name;
        let (trough, back) = (path.trough().map(|(month, _)| month), path.back());
        for (place, cash) in path.months.iter().enumerate() {
            let month = Some(place + 1);
            let mark = match month {
                month if month == trough => Some("trough"),
                month if month == back && trough.is_some() => Some("back"),
                _ => None,
            };
            each(&cells(name, place + 1, cash, mark))?;
        }
    }
    Ok(())
}

/// Room for what is said at the right of a plot.
const BESIDE: f64 = 30.0;

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, .. } = report;
    let paths = cash_paths(model, outcome);
    // No programme, no cash.
    let moves = |path: &CashPath| path.months.iter().any(|month| month.mean.abs() >= 0.5 || month.sd >= 0.5);
    if !report.disclosure.shows_cash() || !paths.iter().any(moves) {
        return None;
    }
    let drawn = &paths[..shown(model)];
    let about = format!(
        "Programme cash cumulated by month, with settlements in the month in which they are paid: mean and middle 90 % of {} futures. Down: lowest month of the mean, which single futures fall below; up: the mean is back above zero for good; broken grey: today's mean; dashed upright: the horizon ends, what is left is paid out",
        thousands(outcome.trials)
    );
    let months = last_cash_move(drawn, 12 * model.years);
    let panels = Panels::of(drawn.len(), BESIDE);
    let finding = cash_finding(model, drawn);
    let mut scene =
        Scene::titled(medium, 1200, panels.height(drawn.len()), &finding, &with_left_out(about, model));
    let ends = drawn.iter().flat_map(|path| &path.months).filter_map(|month| month.quantiles);
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), q| (low.min(q[0]), high.max(q[4])));
    let room = 0.06 * (high - low).max(1.0);
    for (place, path) in drawn.iter().enumerate() {
        let (across, down) = panels.plot(place);
        let y = AxisScale::new((low - room, high + room), (down.1, down.0));
        levels(&mut scene, &y, &ticks(low - room, high + room, 5), across.0, across.1, dollars);
        let title = &model.arms[path.arm].title;
        let room = (across.1 - across.0, 2);
        scene.paragraph((across.0, down.0 - 26.0), title, room, TextAnchor::Start, bold(15.0, INK));
        // Cash begins at nothing, so the lower left corner is free.
        let never = format!("never even: {} of futures", whole_percent(path.never.mean));
        scene.words((across.0 + 6.0, down.1 - 10.0), &never, TextAnchor::Start, plain(12.0, MUTED));
        let x = AxisScale::new((0.0, real(months)), across);
        let horizon = x.at(real(12 * model.years));
        scene.dashed((horizon, down.0), (horizon, down.1), REFERENCE, 1.0);
        let whole = AxisScale::new((0.0, real(months) / 12.0), across);
        years(&mut scene, &whole, model.start.0, model.years, down.1 + 16.0);
        if place > 0 {
            let points = line(&drawn[0], months, &x, &y);
            scene.stroke(points, REFERENCE, 1.6, &[5.0, 4.0]);
        }
        band(&mut scene, &path.months[..months], &x, &y, arm(path.arm));
        scene.line(vec![(across.0, y.at(0.0)), (across.1, y.at(0.0))], INK, 1.0);
        scene.line(line(path, months, &x, &y), arm(path.arm), 2.4);
        marks(&mut scene, (model.start, path), (&x, &y), across);
        panels.cut(place).into_iter().for_each(|y| scene.cut(y));
        for month in (12..=months).step_by(12) {
            let found = &path.months[month - 1];
            let range = found.quantiles.map_or_else(String::new, |q| {
                format!(", nine in ten futures {} to {}", dollars(q[0]), dollars(q[4]))
            });
            let said = format!(
                "{}, end of {}: mean {}{range}",
                pointed_at(model, path.arm),
                model.start.plus(month / 12 - 1),
                dollars(found.mean)
            );
            scene.spot((x.at(real(month - 12)), down.0), (x.at(real(month)), down.1), said);
        }
    }
    Some(scene)
}

/// The mean, from nothing on.
fn line(path: &CashPath, months: usize, x: &AxisScale, y: &AxisScale) -> Vec<(f64, f64)> {
    let months = path.months[..months]
        .iter()
        .enumerate()
        .map(|(place, month)| (x.at(real(place + 1)), y.at(month.mean)));
    std::iter::once((x.at(0.0), y.at(0.0))).chain(months).collect()
}

/// The middle 90 % of trials.
fn band(scene: &mut Scene, months: &[Summary], x: &AxisScale, y: &AxisScale, colour: Colour) {
    let at = |which: usize| {
        let each = months.iter().enumerate();
        let points = each
            .filter_map(move |(place, month)| Some((x.at(real(place + 1)), y.at(month.quantiles?[which]))));
        points.collect::<Vec<(f64, f64)>>()
    };
    let start = (x.at(0.0), y.at(0.0));
    let upper = std::iter::once(start).chain(at(4));
    scene.area(upper.chain(at(0).into_iter().rev()).collect(), colour, 0.20);
}

/// Trough and month from which it is made up, with what they are.
fn marks(
    scene: &mut Scene,
    (start, path): (CalendarYear, &CashPath),
    (x, y): (&AxisScale, &AxisScale),
    (left, right): (f64, f64),
) {
    let Some((month, mean)) = path.trough() else { return };
    let mut mark = |month: usize, value: f64, marker: Marker, lift: f64, text: &str| {
        let at = (x.at(real(month)), y.at(value));
        scene.dot(at, 6.0, INK, 1.0, marker);
        let half = 3.4 * scene.growth(12.0) * real(text.chars().count());
        let middle = at.0.clamp(left + half, right - half);
        scene.words((middle, at.1 + lift), text, TextAnchor::Middle, plain(12.0, INK));
    };
    mark(
        month,
        mean,
        Marker::Nabla,
        17.0,
        &format!("{}, {}", short_dollars(mean), month_in_words(start, month)),
    );
    if let Some(back) = path.back() {
        let value = path.months[back - 1].mean;
        mark(back, value, Marker::Triangle, -16.0, &format!("back from {}", month_in_words(start, back)));
    }
}
