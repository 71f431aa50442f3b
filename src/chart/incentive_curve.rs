//! What the next dollar saved pays, by how far the year stands from each threshold, contract by contract.
//!
//! A panel is a contract of an arm: above, what is paid in all, as the law says and as expected; below, what the next
//! dollar saved is expected to pay the system, what of it the system keeps, and what reaches physicians.

use super::axis::{AxisScale, dollars, levels, ticks};
use super::palette::{GRID, INK, LOST, MUTED, REACHED, REFERENCE, RETAINED};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::{
    CurveAxis, CurvePoint, CurveReceiver, FeatureKind, IncentiveCurve, arm_in_words, dead_band_finding,
    name_in_words, short_dollars,
};
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, columns, shared};
use crate::units::real;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/next_dollar_saved",
        about: "what the next dollar saved pays the system, what it keeps of it and what reaches physicians, against gross savings: the figures of the chart beside it",
        row: "arm and contract shown, and rate of savings; two where the law turns",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given,
    rows,
};

columns! { (arm: &'a str, contract: &'a str, point: &CurvePoint, kept: Option<f64>, physicians: Option<f64>);
    shared::ARM => arm,
    Column::text("contract", "name of the contract") => contract,
    Column::number("savings", "share", "gross savings over the benchmark") => point.at,
    Column::number("paid", "$", "what the system receives when the year turns out so") => point.paid,
    Column::number("expected", "$", "what it is expected to receive when the year is expected so") => point.expected,
    Column::number("to_system", "$ a dollar", "what the next dollar saved is expected to pay the system") => point.expected_slope,
    Column::number("kept", "$ a dollar", "what of it the system is expected to keep after pools and the margin on the care avoided") => kept,
    Column::number("to_physicians", "$ a dollar", "what of it is expected to reach physicians") => physicians,
}

/// Panels at most.
const MOST: usize = 6;
/// Savings drawn at least, as shares of the benchmark.
const SHOWN: (f64, f64) = (-0.05, 0.10);

/// A contract of an arm with what it pays by savings.
struct SavedPanel<'a> {
    system: &'a IncentiveCurve,
    kept: Option<&'a IncentiveCurve>,
    physicians: Option<&'a IncentiveCurve>,
}

/// Today's contracts, then those of the arm in which most of a dollar reaches physicians, where any does.
fn panels<'a>(report: &'a Report<'_>) -> Vec<SavedPanel<'a>> {
    let curves = report.incentive_curves();
    let saved = |receiver| {
        curves
            .iter()
            .filter(move |c| c.axis == CurveAxis::Savings && c.receiver == receiver && !c.points.is_empty())
    };
    let like = |receiver, own: &IncentiveCurve| {
        saved(receiver).find(|curve| curve.arm == own.arm && curve.contract == own.contract)
    };
    let most = saved(CurveReceiver::Physicians)
        .filter(|curve| curve.arm > 0)
        .max_by(|a, b| a.foreseen_slope().total_cmp(&b.foreseen_slope()))
        .map(|curve| curve.arm);
    let arms = [Some(0), most].into_iter().flatten();
    let of = |arm| saved(CurveReceiver::System).filter(move |curve| curve.arm == arm);
    let panel = |system: &'a IncentiveCurve| SavedPanel {
        system,
        kept: like(CurveReceiver::SystemKept, system),
        physicians: like(CurveReceiver::Physicians, system),
    };
    arms.flat_map(of).map(panel).take(MOST).collect()
}

fn given(report: &Report<'_>) -> bool {
    !panels(report).is_empty()
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for panel in panels(report) {
        let arm = &report.model.arms[panel.system.arm].name;
        let contract = panel.system.contract.as_deref().unwrap_or_default();
        for point in &panel.system.points {
            let at = |curve: Option<&IncentiveCurve>| slope_at(curve, point.at);
            each(&cells(arm, contract, point, at(panel.kept), at(panel.physicians)))?;
        }
    }
    Ok(())
}

/// What the next dollar is expected to pay at a place, between the places that are known.
fn slope_at(curve: Option<&IncentiveCurve>, at: f64) -> Option<f64> {
    let points = &curve?.points;
    let after = points.iter().find(|point| point.at >= at)?;
    let before = points.iter().rev().find(|point| point.at <= at)?;
    let part = if after.at > before.at { (at - before.at) / (after.at - before.at) } else { 0.0 };
    Some(before.expected_slope + part * (after.expected_slope - before.expected_slope))
}

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let panels = panels(report);
    let first = panels.first()?;
    let finding = dead_band_finding(report.model, report.incentive_curves()).map_or_else(
        || {
            let slope = first.system.foreseen_slope();
            let named = name_in_words(first.system.contract.as_deref().unwrap_or_default());
            format!("The next dollar saved under “{named}” is expected to pay the system {}", cents(slope))
        },
        |found| found.sentence.trim_end_matches('.').to_owned(),
    );
    let shown = "What contracts pay by savings, and what the next dollar saved is expected to pay, in the last year of each: in closed form over the noise that is foreseen";
    let columns = panels.len().min(2);
    let height = whole_pixels(120.0 + ROW * real(panels.len().div_ceil(columns)));
    let mut scene = Scene::titled(medium, 1200, height, &finding, shown);
    for (place, panel) in panels.iter().enumerate() {
        let width = 1120.0 / real(columns);
        let left = 100.0 + width * real(place % columns);
        let top = 140.0 + ROW * real(place / columns);
        draw_panel(&mut scene, report, panel, (left, left + width - 165.0), top);
        if place.is_multiple_of(columns) && place > 0 {
            scene.cut(top - 48.0);
        }
    }
    Some(scene)
}

/// Height of a row of panels; of what is paid in all, and of what the next dollar pays.
const ROW: f64 = 515.0;
const UPPER: (f64, f64) = (14.0, 164.0);
const LOWER: (f64, f64) = (208.0, 388.0);

fn draw_panel(
    scene: &mut Scene,
    report: &Report<'_>,
    panel: &SavedPanel<'_>,
    (left, right): (f64, f64),
    top: f64,
) {
    let own = panel.system;
    let low = SHOWN.0.min(own.foreseen - 3.0 * own.sd).max(own.points[0].at);
    let high = SHOWN.1.max(own.foreseen + 3.0 * own.sd).min(own.points[own.points.len() - 1].at);
    let x = AxisScale::new((low, high), (left, right));
    let seen: Vec<&CurvePoint> = own.points.iter().filter(|p| !x.is_beyond(p.at)).collect();
    let name = format!(
        "{}, {}, {}",
        name_in_words(own.contract.as_deref().unwrap_or_default()),
        own.year,
        arm_in_words(report.model, own.arm)
    );
    scene.words((left, top - 30.0), &name, TextAnchor::Start, bold(15.0, INK));

    let both = seen.iter().flat_map(|p| [p.paid, p.expected]);
    let (least, most) =
        both.fold((0.0_f64, 1.0_f64), |(least, most), paid| (least.min(paid), most.max(paid)));
    let paid = AxisScale::new((least * 1.05, most * 1.05), (top + UPPER.1, top + UPPER.0));
    levels(scene, &paid, &ticks(least * 1.05, most * 1.05, 4), left, right, dollars);
    scene.words(
        (left, top + 184.0),
        "paid to the system; thin: when the year turns out so",
        TextAnchor::Start,
        plain(12.0, MUTED),
    );

    let slopes = [Some(own), panel.kept, panel.physicians].into_iter().flatten();
    let (least, most) = slopes
        .flat_map(|curve| curve.points.iter().filter(|p| !x.is_beyond(p.at)))
        .fold((0.0_f64, 0.1_f64), |(least, most), p| {
            (least.min(p.expected_slope), most.max(p.expected_slope))
        });
    let next = AxisScale::new((least * 1.08, most * 1.08), (top + LOWER.1, top + LOWER.0));
    levels(scene, &next, &ticks(least * 1.08, most * 1.08, 5), left, right, cents);
    scene.line(vec![(left, next.at(0.0)), (right, next.at(0.0))], REFERENCE, 1.2);

    mark_features(scene, own, &x, top);
    let line = |of: &dyn Fn(&CurvePoint) -> f64, scale: &AxisScale| -> Vec<(f64, f64)> {
        seen.iter().map(|point| (x.at(point.at), scale.at(of(point)))).collect()
    };
    scene.line(line(&|point| point.paid, &paid), REFERENCE, 1.4);
    let expected = line(&|point| point.expected, &paid);
    end_words(scene, &expected, "expected", REACHED, 0.0);
    scene.line(expected, REACHED, 2.6);

    let mut ends: Vec<f64> = Vec::new();
    let lines = [
        (Some(own), "to the system", REACHED),
        (panel.kept, "kept by it", LOST),
        (panel.physicians, "to physicians", RETAINED),
    ];
    for (curve, words, colour) in lines {
        let Some(curve) = curve else { continue };
        let shown = curve.points.iter().filter(|point| !x.is_beyond(point.at));
        let points: Vec<(f64, f64)> = shown.map(|p| (x.at(p.at), next.at(p.expected_slope))).collect();
        let Some(end) = points.last().map(|point| point.1) else { continue };
        // Names of lines that end together stand one below the other.
        let clash = ends.iter().filter(|other| (**other - end).abs() < 15.0).count();
        ends.push(end);
        end_words(scene, &points, words, colour, 16.0 * real(clash));
        scene.line(points, colour, 2.4);
    }
    foot(scene, panel, &x, (left, right), top);
}

/// Names a line at its right end.
fn end_words(
    scene: &mut Scene,
    points: &[(f64, f64)],
    words: &str,
    colour: super::palette::Colour,
    lower: f64,
) {
    if let Some(end) = points.last() {
        scene.words((end.0 + 6.0, end.1 + lower), words, TextAnchor::Start, bold(12.5, colour));
    }
}

/// What is found: stretches that pay nothing are shaded, jumps are named with their size.
fn mark_features(scene: &mut Scene, own: &IncentiveCurve, x: &AxisScale, top: f64) {
    for found in own.features.iter().filter(|one| one.kind == FeatureKind::Zero) {
        let edges = (x.at(found.from), x.at(found.to));
        if edges.1 - edges.0 < 2.0 {
            continue;
        }
        for (upper, lower) in [UPPER, LOWER] {
            scene.bar((edges.0, top + upper), (edges.1, top + lower), GRID, 0.55);
        }
        if edges.1 - edges.0 > 90.0 {
            let at = (edges.0 + 6.0, top + UPPER.0 + 12.0);
            scene.words(at, "pays nothing", TextAnchor::Start, plain(11.5, MUTED));
        }
    }
    let mut last = f64::NEG_INFINITY;
    for found in own.features.iter().filter(|one| one.kind == FeatureKind::Cliff && !x.is_beyond(one.from)) {
        let at = x.at(found.from);
        for (upper, lower) in [UPPER, LOWER] {
            scene.dashed((at, top + upper), (at, top + lower), LOST, 1.3);
        }
        let sign = if found.dollars > 0.0 { "+" } else { "" };
        let text = format!("{sign}{} at {}", short_dollars(found.dollars), percent(found.from));
        // Two jumps next to each other are named one above the other.
        let higher = if at - last < 120.0 { 14.0 } else { 0.0 };
        last = at;
        scene.words((at, top + 2.0 - higher), &text, TextAnchor::Middle, plain(11.5, LOST));
    }
}

/// The axis, where the year is foreseen, and what is said at each place.
fn foot(scene: &mut Scene, panel: &SavedPanel<'_>, x: &AxisScale, (left, right): (f64, f64), top: f64) {
    let own = panel.system;
    let at = x.at(own.foreseen);
    for (upper, lower) in [UPPER, LOWER] {
        scene.line(vec![(at, top + upper), (at, top + lower)], INK, 1.4);
    }
    let text = format!("foreseen {}", percent(own.foreseen));
    scene.words((at, top + LOWER.1 + 34.0), &text, TextAnchor::Middle, bold(12.0, INK));
    let (first, last) = (own.points[0].at, own.points[own.points.len() - 1].at);
    for value in ticks(first, last, 14).into_iter().filter(|value| !x.is_beyond(*value)) {
        let Some(slope) = slope_at(Some(own), value) else { continue };
        let also = |curve, words: &str| {
            slope_at(curve, value).map_or_else(String::new, |slope| format!(", {} {words}", cents(slope)))
        };
        let said = format!(
            "{} savings: the next dollar saved is expected to pay the system {}{}{}",
            percent(value),
            cents(slope),
            also(panel.kept, "kept by it"),
            also(panel.physicians, "to physicians")
        );
        let half = 0.002;
        scene.spot((x.at(value - half), top + UPPER.0), (x.at(value + half), top + LOWER.1), said);
        scene.words(
            (x.at(value), top + LOWER.1 + 16.0),
            &percent(value),
            TextAnchor::Middle,
            plain(12.0, MUTED),
        );
    }
    scene.words(
        (left, top + 402.0 + 34.0),
        "expected of the next dollar saved",
        TextAnchor::Start,
        plain(12.0, MUTED),
    );
    scene.words(
        (right, top + 402.0 + 34.0),
        "gross savings, share of benchmark",
        TextAnchor::End,
        plain(12.0, MUTED),
    );
}

fn percent(share: f64) -> String {
    let text = format!("{:.1} %", 100.0 * share + 0.0);
    text.replace(".0 %", " %").replace("-0 %", "0 %")
}

fn cents(part: f64) -> String {
    format!("{:.0} ¢", (100.0 * part).round() + 0.0)
}
