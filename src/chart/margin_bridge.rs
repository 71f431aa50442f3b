//! What each arm does to the system's whole margin, part by part: one bridge for each variant.

use super::arms::{pointed_at, shown, with_left_out};
use super::axis::AxisScale;
use super::palette::{Colour, GRID, INK, LOST, MUTED, REACHED};
use super::saved_dollar::{Columns, row_title};
use super::scene::{Lettering, Medium, Scene, TextAnchor, whole_pixels};
use crate::decision::{MarginBridge, margin_bridges, margin_finding, short_dollars, years_in_words};
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, always, columns, shared};
use crate::stats::Summary;
use crate::units::{real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/margin_bridge",
        about: "the change of the system's margin against the baseline on the same luck over all years, part by part: the figures of the chart beside it. Within an arm the parts add up to `change of the margin`; the chart puts parts together that are too small to be seen",
        row: "arm beside the baseline and part of the change",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, part: &'static str, mean: f64, total: Option<&Summary>, better: Option<f64>);
    shared::ARM => arm,
    Column::text("part", "part of the change: lines of `accounts` together") => part,
    Column::number("mean", "$", "what it adds to the margin, negative for what it takes; mean over trials") => mean,
    Column { unit: "$", ..shared::CI_LOW } => total.and_then(|total| Some(total.interval()?.0)),
    Column { unit: "$", ..shared::CI_HIGH } => total.and_then(|total| Some(total.interval()?.1)),
    Column::number("better", "chance", "share of trials in which the margin is above the baseline's") => better,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for bridge in margin_bridges(report.model, report.outcome, &report.disclosure) {
        let arm = &report.model.arms[bridge.arm].name;
        for part in &bridge.parts {
            each(&cells(arm, part.name, part.mean, None, None))?;
        }
        each(&cells(arm, TOTAL, bridge.total.mean, Some(&bridge.total), Some(bridge.better)))?;
    }
    Ok(())
}

/// The name of the sum.
const TOTAL: &str = "change of the margin";

/// Parts below this share of the largest bar are put together.
const SMALL: f64 = 0.02;
/// Top of the first arm's part of the page, height of each, and of its bridge.
const FIRST: f64 = 165.0;
const ROW: f64 = 158.0;
const FALL: f64 = 100.0;

/// A column of the picture: parts of the bridge, by their places.
struct BridgeColumn {
    name: String,
    parts: Vec<usize>,
}

impl BridgeColumn {
    fn of(&self, bridge: &MarginBridge) -> f64 {
        self.parts.iter().map(|part| bridge.parts[*part].mean).sum()
    }
}

/// Parts that can be seen in some arm, and the others together, with how many they are.
fn columns_of(bridges: &[MarginBridge]) -> Vec<BridgeColumn> {
    let n = bridges.first().map_or(0, |bridge| bridge.parts.len());
    let size = |part: usize| bridges.iter().map(|bridge| bridge.parts[part].mean.abs()).fold(0.0, f64::max);
    let largest =
        (0..n).map(size).chain(bridges.iter().map(|bridge| bridge.total.mean.abs())).fold(0.0, f64::max);
    let named = |part: usize| bridges.first().map_or("", |bridge| bridge.parts[part].name);
    let is_small = |part: &usize| size(*part) < SMALL * largest;
    let moving: Vec<usize> = (0..n).filter(|part| size(*part) >= 0.5).collect();
    let mut small: Vec<usize> = moving.iter().copied().filter(is_small).collect();
    if small.len() == 1 {
        // One alone keeps its name and its place.
        small.clear();
    }
    let alone = moving.into_iter().filter(|part| !small.contains(part));
    let mut columns: Vec<BridgeColumn> =
        alone.map(|part| BridgeColumn { name: named(part).to_owned(), parts: vec![part] }).collect();
    if !small.is_empty() {
        columns.push(BridgeColumn { name: format!("other ({} parts)", small.len()), parts: small });
    }
    columns
}

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, .. } = report;
    let bridges = margin_bridges(model, outcome, &report.disclosure);
    if bridges.is_empty() {
        return None;
    }
    let drawn = &bridges[..bridges.len().min(shown(model) - 1)];
    let about = format!(
        "Change of the system's margin against today on the same luck, {}, part by part, mean of {} futures; whiskers: 95 % interval of the sum; %: futures better than today",
        years_in_words(model),
        thousands(outcome.trials)
    );
    let height = whole_pixels(FIRST + ROW * real(drawn.len()) + 35.0);
    let mut scene =
        Scene::titled(medium, 1200, height, &margin_finding(model, drawn), &with_left_out(about, model));
    let parts = columns_of(drawn);
    let columns = Columns { n: parts.len() + 1 };
    let names = parts.iter().map(|column| column.name.as_str()).chain([TOTAL]);
    columns.labels(&mut scene, names.clone(), 120.0);
    columns.labels(&mut scene, names, f64::from(height) - 46.0);
    let range = drawn
        .iter()
        .flat_map(|bridge| reached(bridge, &parts))
        .fold((0.0_f64, 0.0_f64), |(low, high), at| (low.min(at), high.max(at)));
    for (place, bridge) in drawn.iter().enumerate() {
        let top = FIRST + ROW * real(place) + 10.0;
        let y = AxisScale::new(range, (top + FALL, top));
        let better = format!("better in {:.0} %", 100.0 * bridge.better);
        row_title(&mut scene, &model.arms[bridge.arm].title, &better, top + FALL / 2.0);
        draw_bridge(&mut scene, (&pointed_at(model, bridge.arm), bridge), &parts, columns, &y);
        scene.cut(top + ROW - 26.0);
    }
    Some(scene)
}

/// Every height that a bridge reaches.
fn reached(bridge: &MarginBridge, parts: &[BridgeColumn]) -> Vec<f64> {
    let mut level = 0.0;
    let mut all: Vec<f64> = parts
        .iter()
        .map(|part| {
            level += part.of(bridge);
            level
        })
        .collect();
    let (low, high) = bridge.total.interval().unwrap_or((bridge.total.mean, bridge.total.mean));
    all.extend([low, high]);
    all
}

fn draw_bridge(
    scene: &mut Scene,
    (arm, bridge): (&str, &MarginBridge),
    parts: &[BridgeColumn],
    columns: Columns,
    y: &AxisScale,
) {
    let zero = y.at(0.0);
    scene.line(vec![(Columns::LEFT, zero), (Columns::RIGHT, zero)], GRID, 1.0);
    if bridge.is_nothing() {
        let at = (Columns::LEFT + 8.0, zero - 12.0);
        scene.words(at, "no change", TextAnchor::Start, super::scene::plain(12.5, MUTED));
        return;
    }
    let name = |place: usize| parts.get(place).map_or(TOTAL, |part| part.name.as_str());
    let mut bar = |place: usize, (from, to): (f64, f64), colour: Colour, is_bold: bool, clear: f64| {
        let (left, right) = columns.ends(place);
        let (top, bottom) = (y.at(from.max(to)), y.at(from.min(to)));
        scene.bar((left, top), (right, bottom.max(top + 1.0)), colour, 1.0);
        scene.tip(format!("{arm}, all years against today: {} {}", name(place), short_dollars(to - from)));
        let at = if to < from { bottom + 11.0 + clear } else { top - 9.0 - clear };
        let amount = short_dollars(to - from);
        let text = if to - from >= 0.5 { format!("+{amount}") } else { amount };
        let lettering = Lettering { size: 12.0, colour: INK, bold: is_bold };
        scene.words((columns.middle(place), at), &text, TextAnchor::Middle, lettering);
    };
    let mut level = 0.0;
    let mut joints = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let amount = part.of(bridge);
        let moves = amount.abs() >= 0.5;
        if moves {
            bar(place, (level, level + amount), if amount < 0.0 { LOST } else { REACHED }, false, 0.0);
        }
        joints.push((level, moves));
        level += amount;
    }
    joints.push((level, true));
    let total = bridge.total;
    let (low, high) = total.interval().unwrap_or((total.mean, total.mean));
    let clear = (y.at(low) - y.at(high)) / 2.0;
    bar(parts.len(), (0.0, total.mean), MUTED, true, clear);
    let middle = columns.middle(parts.len());
    if high - low > 1.0 {
        scene.line(vec![(middle, y.at(low)), (middle, y.at(high))], INK, 1.6);
        for end in [low, high] {
            scene.line(vec![(middle - 5.0, y.at(end)), (middle + 5.0, y.at(end))], INK, 1.6);
        }
    }
    columns.joints(scene, y, &joints);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::BridgePart;
    use crate::stats::Summary;

    fn bridge(means: [f64; 4]) -> MarginBridge {
        let names = ["a", "b", "c", "d"];
        let parts = names.iter().zip(means).map(|(name, mean)| BridgePart { name, mean }).collect();
        let total = Summary { mean: means.iter().sum(), ..Summary::default() };
        MarginBridge { arm: 1, parts, total, better: 0.0 }
    }

    #[test]
    fn small_parts_are_put_together_and_nothing_is_lost() {
        // Of 1,000 a part below 20 is small: b and c together, 10; d is seen in the second arm.
        let bridges = [bridge([1_000.0, 15.0, -5.0, 0.0]), bridge([100.0, 0.0, 0.0, -50.0])];
        let columns = columns_of(&bridges);
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["a", "d", "other (2 parts)"]);
        assert_eq!(columns.iter().map(|column| column.of(&bridges[0])).sum::<f64>(), 1_010.0);
        assert_eq!(columns[2].of(&bridges[0]), 10.0);
        // One small part keeps its name.
        let columns = columns_of(&[bridge([1_000.0, 15.0, 0.0, 0.0])]);
        assert_eq!(columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }
}
