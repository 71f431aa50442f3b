//! What each arm saves against what it leaves to the system, and who loses.

use super::arms::{pointed_at, shown, with_left_out};
use super::axis::{AxisScale, dollars, ticks};
use super::palette::{GRID, INK, MUTED, Marker, REFERENCE, arm, marker};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::{FrontierPoint, frontier, frontier_finding, short_dollars, years_in_words};
use crate::engine::{HorizonMetric, Scope};
use crate::order::Ordered;
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, always, columns, shared};
use crate::stats::Summary;
use crate::units::{real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/frontier",
        about: "what each arm saves and leaves to the system over all years, against the baseline on the same luck: the figures of the chart beside it",
        row: "arm",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, of: &FrontierPoint);
    shared::ARM => arm,
    Column::number("savings", "$", "mean change of true savings over all years") => of.savings.mean,
    Column::number("savings_ci_low", "$", "lower end of its 95 % interval") => of.savings.low(),
    Column::number("savings_ci_high", "$", "upper end of it") => of.savings.high(),
    Column::number("margin", "$", "mean change of the system's margin over all years") => of.margin.mean,
    Column::number("margin_ci_low", "$", "lower end of its 95 % interval") => of.margin.low(),
    Column::number("margin_ci_high", "$", "upper end of it") => of.margin.high(),
    Column::number("losers", "share", "mean share of physicians whose pay over all years is at least 5 % below the baseline's") => of.losers.mean,
    Column::flag("not_beaten", "whether no other arm is as good on both and better on one, by means to the dollar") => of.is_unbeaten,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for point in frontier(report.model, report.outcome) {
        each(&cells(&report.model.arms[point.arm].name, &point))?;
    }
    Ok(())
}

/// Left and right of the plot, and of the list beside it.
const PLOT: (f64, f64) = (95.0, 720.0);
const LIST: (f64, f64) = (770.0, 1170.0);
const TOP: f64 = 140.0;
const ROW: f64 = 44.0;

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, .. } = report;
    let mut points = frontier(model, outcome);
    if points.len() < 2 {
        return None;
    }
    let losers = HorizonMetric::Losers.definition().name;
    let told =
        (0..points.len()).all(|arm| report.disclosure.shows_measure(arm, Scope::System, "all", losers));
    if !told {
        for point in &mut points {
            point.losers.mean = f64::NAN;
        }
    }
    let drawn = &points[..shown(model)];
    let bottom = TOP + (ROW * real(drawn.len()) + 30.0).max(440.0);
    let height = whole_pixels(bottom + 65.0);
    let (finding, about) = (frontier_finding(model, drawn), with_left_out(about(report, told), model));
    let mut scene = Scene::titled(medium, 1200, height, &finding, &about);
    let x = scale(drawn, |point| point.savings, PLOT);
    let y = scale(drawn, |point| point.margin, (bottom, TOP));
    axes(&mut scene, &x, &y, bottom);
    let scales = (&x.0, &y.0);
    // The largest first, so that none hides another.
    let mut order: Vec<&FrontierPoint> = drawn.iter().collect();
    order.order_by(|a, b| b.losers.mean.total_cmp(&a.losers.mean));
    for point in &order {
        scene.dot(place_of(point, scales), radius(point), arm(point.arm), 0.22, Marker::Circle);
    }
    let mut numbers: Vec<(f64, f64)> = Vec::new();
    for point in &order {
        let first = scene.drawn();
        bubble(&mut scene, point, scales);
        let place = free(&numbers, place_of(point, scales));
        numbers.push(place);
        scene.words(place, &(point.arm + 1).to_string(), TextAnchor::Middle, bold(14.0, INK));
        scene.tip_from(first, said(&pointed_at(model, point.arm), point, told));
    }
    list(&mut scene, report, drawn);
    Some(scene)
}

/// What is shown; circles alike where it is not told how many lose.
fn about(report: &Report<'_>, told: bool) -> String {
    let circles = if told {
        "The larger the circle, the more physicians lose 5 % of pay or more; ringed"
    } else {
        "How many lose pay is hidden: fewer physicians than may be shown; ringed"
    };
    format!(
        "Change of the system's margin against change of true savings, {}, on the luck of today's agreements, which stand at nothing and nothing; mean of {} futures, crosses: 95 % intervals. {circles}: not beaten on both",
        years_in_words(report.model),
        thousands(report.outcome.trials)
    )
}

/// An arm where it is pointed at.
fn said(name: &str, point: &FrontierPoint, told: bool) -> String {
    let (saved, margin) = (short_dollars(point.savings.mean), short_dollars(point.margin.mean));
    let losers = if told {
        format!("; {:.0} % of physicians lose 5 % of pay or more", 100.0 * point.losers.mean)
    } else {
        String::new()
    };
    format!("{name}, all years against today: true savings {saved}, margin {margin}{losers}")
}

/// A scale with its range.
type Ranged = (AxisScale, (f64, f64));

/// A scale that holds every interval and nothing, with some room.
fn scale(points: &[FrontierPoint], of: impl Fn(&FrontierPoint) -> Summary, ends: (f64, f64)) -> Ranged {
    let each = points.iter().map(|point| {
        let found = of(point);
        found.interval().unwrap_or((found.mean, found.mean))
    });
    let (low, high) = each.fold((0.0_f64, 0.0_f64), |(l, h), (low, high)| (l.min(low), h.max(high)));
    let room = 0.10 * (high - low).max(1.0);
    let range = (low - room, high + room);
    (AxisScale::new(range, ends), range)
}

fn axes(scene: &mut Scene, x: &Ranged, y: &Ranged, bottom: f64) {
    for value in ticks(x.1.0, x.1.1, 6) {
        scene.line(vec![(x.0.at(value), TOP), (x.0.at(value), bottom)], GRID, 1.0);
        scene.words((x.0.at(value), bottom + 16.0), &dollars(value), TextAnchor::Middle, plain(12.0, MUTED));
    }
    for value in ticks(y.1.0, y.1.1, 6) {
        scene.line(vec![(PLOT.0, y.0.at(value)), (PLOT.1, y.0.at(value))], GRID, 1.0);
        scene.words((PLOT.0 - 8.0, y.0.at(value)), &dollars(value), TextAnchor::End, plain(12.0, MUTED));
    }
    scene.line(vec![(x.0.at(0.0), TOP), (x.0.at(0.0), bottom)], REFERENCE, 1.4);
    scene.line(vec![(PLOT.0, y.0.at(0.0)), (PLOT.1, y.0.at(0.0))], REFERENCE, 1.4);
    let under = (PLOT.1, bottom + 38.0);
    scene.words(under, "change of true savings over all years, $", TextAnchor::End, plain(12.5, MUTED));
    let above = (PLOT.0 - 55.0, TOP - 18.0);
    scene.words(
        above,
        "change of the system's margin over all years, $",
        TextAnchor::Start,
        plain(12.5, MUTED),
    );
}

/// Radius of the circle of an arm, whose area grows with the share of physicians who lose.
fn radius(point: &FrontierPoint) -> f64 {
    let losers = if point.losers.mean.is_nan() { 0.0 } else { point.losers.mean };
    8.0 + 42.0 * losers.clamp(0.0, 1.0).sqrt()
}

/// Where an arm stands.
fn place_of(point: &FrontierPoint, (x, y): (&AxisScale, &AxisScale)) -> (f64, f64) {
    (x.at(point.savings.mean), y.at(point.margin.mean))
}

fn bubble(scene: &mut Scene, point: &FrontierPoint, (x, y): (&AxisScale, &AxisScale)) {
    let at = place_of(point, (x, y));
    if let Some((low, high)) = point.savings.interval() {
        scene.line(vec![(x.at(low), at.1), (x.at(high), at.1)], INK, 1.5);
    }
    if let Some((low, high)) = point.margin.interval() {
        scene.line(vec![(at.0, y.at(low)), (at.0, y.at(high))], INK, 1.5);
    }
    if point.is_unbeaten {
        scene.ring(at, radius(point), INK, 1.8);
    }
    scene.dot(at, 6.0, arm(point.arm), 1.0, marker(point.arm));
}

/// A place beside a point that no other number has.
fn free(taken: &[(f64, f64)], (x, y): (f64, f64)) -> (f64, f64) {
    const STEPS: [(f64, f64); 8] = [
        (13.0, -14.0),
        (-13.0, -14.0),
        (13.0, 15.0),
        (-13.0, 15.0),
        (29.0, -14.0),
        (-29.0, -14.0),
        (29.0, 15.0),
        (-29.0, 15.0),
    ];
    let clear = |(a, b): &(f64, f64)| taken.iter().all(|(c, d)| (a - c).abs() > 15.0 || (b - d).abs() > 14.0);
    let places = STEPS.map(|(dx, dy)| (x + dx, y + dy));
    places.iter().copied().find(clear).unwrap_or(places[0])
}

/// The arms with their numbers.
fn list(scene: &mut Scene, report: &Report<'_>, points: &[FrontierPoint]) {
    let columns = [LIST.1 - 150.0, LIST.1 - 75.0, LIST.1];
    for (right, name) in columns.iter().zip(["savings", "margin", "lose 5 %"]) {
        scene.words((*right, TOP - 18.0), name, TextAnchor::End, plain(12.5, MUTED));
    }
    for (place, point) in points.iter().enumerate() {
        let y = TOP + ROW * (real(place) + 0.5);
        scene.dot((LIST.0 + 24.0, y), 6.0, arm(point.arm), 1.0, marker(point.arm));
        let number = (point.arm + 1).to_string();
        scene.words((LIST.0 + 10.0, y), &number, TextAnchor::End, bold(13.5, INK));
        let lettering = if point.is_unbeaten { bold(13.0, INK) } else { plain(13.0, INK) };
        let title = &report.model.arms[point.arm].title;
        scene.paragraph((LIST.0 + 38.0, y), title, (155.0, 2), TextAnchor::Start, lettering);
        let said = |value: f64| if point.arm == 0 { "0".to_owned() } else { short_dollars(value) };
        let losers = match point.losers.mean {
            hidden if hidden.is_nan() => "hidden".to_owned(),
            share => format!("{:.0} %", 100.0 * share),
        };
        for (right, text) in columns.iter().zip([said(point.savings.mean), said(point.margin.mean), losers]) {
            scene.words((*right, y), &text, TextAnchor::End, plain(13.0, INK));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_arms_at_one_place_do_not_cover_each_other() {
        let mut taken = Vec::new();
        for _ in 0..6 {
            let place = free(&taken, (100.0, 100.0));
            assert!(!taken.contains(&place));
            taken.push(place);
        }
    }
}
