//! A sweep of one number: a panel for each measure, a line for each arm, with what chance leaves open around it.

use super::arms::{legend, legend_height, pointed_at, shown, with_left_out};
use super::axis::{AxisScale, dollars, levels, ticks};
use super::palette::{GRID, INK, MUTED, REFERENCE, arm as colour_of, marker};
use super::panels::Panels;
use super::scene::{Medium, Scene, TextAnchor, bold, plain};
use crate::analysis::{Estimate, Swept, SweptAgainst, SweptMeasure};
use crate::decision::{digits, measure_in_words, sweep_finding, swept_in_unit, within_unit};
use crate::model::Model;
use crate::order::Ordered;
use crate::units::{capitalised, real, thousands};

/// Panels at most: further measures stand in the table.
const PANELS: usize = 6;
/// Room between title and panels for the legend.
const LEGEND: f64 = 118.0;

/// Where values of the number stand along a panel.
struct Along {
    scale: AxisScale,
    log: bool,
}

impl Along {
    fn at(&self, value: f64) -> f64 {
        self.scale.at(if self.log { value.ln() } else { value })
    }
}

/// One arm's line of a panel: values of the number in order, each with the measure.
type SweepLine = Vec<(f64, Estimate)>;

pub(super) fn lines(model: &Model, swept: &Swept, measures: &[SweptMeasure]) -> Scene {
    let drawn = &measures[..measures.len().min(PANELS)];
    let panels = Panels::of(drawn.len(), 20.0);
    let finding = drawn.first().map_or_else(String::new, |first| sweep_finding(model, swept, first));
    let height = f64::from(panels.height(drawn.len())) + legend_height(model, Medium::FILE) + 34.0;
    let about = about(model, swept, measures.len() - drawn.len());
    let mut scene = Scene::titled(Medium::FILE, 1200, super::scene::whole_pixels(height), &finding, &about);
    legend(&mut scene, model, LEGEND);
    let lower = legend_height(model, Medium::FILE) + 10.0;
    for (place, measure) in drawn.iter().enumerate() {
        let ((left, right), (top, bottom)) = panels.plot(place);
        panel(&mut scene, (model, swept, measure), ((left, right), (top + lower, bottom + lower)));
    }
    scene
}

fn about(model: &Model, swept: &Swept, left_out: usize) -> String {
    let against = match swept.compared() {
        SweptAgainst::Baseline => "Change against today's agreements at the same value, on the same luck",
        SweptAgainst::Nothing => "Each measure",
    };
    let factor = &swept.factors[0];
    let scale = if factor.is_log() { ", on a scale of equal factors" } else { "" };
    let mut said = format!(
        "{against}; mean of {} futures with its 95 % interval. Across: {}{}{scale}. Broken lines stand at what is stated",
        thousands(swept.trials),
        factor.place,
        of_unit(swept.numbers[0].unit)
    );
    if left_out > 0 {
        said += &format!(". {left_out} further measures stand in sweep.csv");
    }
    with_left_out(said, model)
}

/// A unit behind a name; nothing where there is none.
pub(super) fn of_unit(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" ({unit})") }
}

/// One measure.
fn panel(
    scene: &mut Scene,
    (model, swept, measure): (&Model, &Swept, &SweptMeasure),
    ((left, right), (top, bottom)): ((f64, f64), (f64, f64)),
) {
    let arms: Vec<usize> = swept.compared_arms().filter(|arm| *arm < shown(model)).collect();
    let lines: Vec<(usize, SweepLine)> =
        arms.iter().map(|arm| (*arm, line_of(swept, measure, *arm))).collect();
    let title = capitalised(&measure_in_words(model, measure));
    let title = scene.fitted(&title, right - left + 20.0, 1, bold(15.0, INK)).concat();
    scene.words((left, top - 16.0), &title, TextAnchor::Start, bold(15.0, INK));
    let signed = swept.compared() == SweptAgainst::Baseline;
    let y = AxisScale::new(reach(&lines, signed), (bottom, top));
    let (low, high) = reach(&lines, signed);
    let label = |value: f64| short(value, measure.unit, signed);
    levels(scene, &y, &ticks(low, high, 5), left, right, label);
    let x = along(swept, (left, right));
    feet(scene, swept, &x, (top, bottom));
    if low <= 0.0 && high >= 0.0 {
        scene.line(
            vec![(left, y.at(0.0)), (right, y.at(0.0))],
            if signed { colour_of(0) } else { REFERENCE },
            1.8,
        );
    }
    stated(scene, swept, &x, (top, bottom));
    for (arm, line) in &lines {
        let points: Vec<(f64, f64)> = line.iter().map(|(at, value)| (x.at(*at), y.at(value.value))).collect();
        let upper = line.iter().map(|(at, value)| (x.at(*at), y.at(value.interval().1)));
        let lower = line.iter().rev().map(|(at, value)| (x.at(*at), y.at(value.interval().0)));
        scene.area(upper.chain(lower).collect(), colour_of(*arm), 0.18);
        scene.line(points.clone(), colour_of(*arm), 2.4);
        for (point, (at, value)) in points.iter().zip(line) {
            scene.dot(*point, 4.5, colour_of(*arm), 1.0, marker(*arm));
            let said = format!(
                "{}, {} = {}: {}",
                pointed_at(model, *arm),
                swept.factors[0].place,
                tick(*at),
                within_unit(value, measure.unit, signed)
            );
            scene.tip(said);
        }
    }
}

/// A value of a number, as an axis has it.
pub(super) fn tick(value: f64) -> String {
    digits(value, 6)
}

/// A figure short enough for an axis.
pub(super) fn short(value: f64, unit: &str, signed: bool) -> String {
    match unit {
        "$" => dollars(value),
        _ => swept_in_unit(value, unit, signed).replace(".0 ", " "),
    }
}

fn line_of(swept: &Swept, measure: &SweptMeasure, arm: usize) -> SweepLine {
    let Some(&column) = measure.columns.get(arm) else { return Vec::new() };
    let mut line: SweepLine = swept
        .ran()
        .map(|(_, cell)| (cell.settings[0], swept.against(&cell.values[column])))
        .filter(|(_, value)| value.value.is_finite())
        .map(|(at, value)| (at, Estimate { se: if value.se.is_finite() { value.se } else { 0.0 }, ..value }))
        .collect();
    line.order_by(|a, b| a.0.total_cmp(&b.0));
    line
}

/// From which to which value a panel reaches: all intervals, with some room, and nothing where changes are shown.
fn reach(lines: &[(usize, SweepLine)], with_nothing: bool) -> (f64, f64) {
    let values = || lines.iter().flat_map(|(_, line)| line.iter().map(|(_, value)| value.interval()));
    let start = if with_nothing { (0.0, 0.0) } else { (f64::INFINITY, f64::NEG_INFINITY) };
    let (low, high) = values().fold(start, |(low, high), (from, to)| (low.min(from), high.max(to)));
    if !low.is_finite() || !high.is_finite() {
        return (0.0, 1.0);
    }
    let room = 0.06 * (high - low);
    if room > 0.0 {
        (low - room, high + room)
    } else {
        (low - 0.5 * low.abs().max(1.0), high + 0.5 * high.abs().max(1.0))
    }
}

/// The values that cells have, from end to end of a panel.
fn along(swept: &Swept, (left, right): (f64, f64)) -> Along {
    let log = swept.factors[0].is_log();
    let values = swept.cells.iter().map(|cell| cell.settings[0]);
    let values = values.map(|value| if log { value.ln() } else { value });
    let (low, high) = values
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let room = 0.03 * (high - low);
    let range = if room > 0.0 { (low - room, high + room) } else { (low - 0.5, high + 0.5) };
    Along { scale: AxisScale::new(range, (left, right)), log }
}

/// Values under a panel: those of the cells while they are few, else round ones.
fn feet(scene: &mut Scene, swept: &Swept, x: &Along, (top, bottom): (f64, f64)) {
    let mut values: Vec<f64> = swept.cells.iter().map(|cell| cell.settings[0]).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    if values.len() > 9 && !x.log {
        let (low, high) = (values[0], values[values.len() - 1]);
        values = ticks(low, high, 6);
    }
    let mut free = f64::NEG_INFINITY;
    for value in values {
        let at = x.at(value);
        scene.line(vec![(at, bottom), (at, bottom + 5.0)], REFERENCE, 1.0);
        scene.line(vec![(at, top), (at, bottom)], GRID, 0.6);
        let text = tick(value);
        let half = 4.0 * real(text.chars().count());
        if at - half > free {
            scene.words((at, bottom + 16.0), &text, TextAnchor::Middle, plain(12.0, MUTED));
            free = at + half;
        }
    }
}

/// What the number is as stated, in the arms where cells set it.
fn stated(scene: &mut Scene, swept: &Swept, x: &Along, (top, bottom): (f64, f64)) {
    let number = &swept.numbers[0];
    let mut marked: Vec<f64> = Vec::new();
    for value in
        number.stated.iter().zip(&number.is_set).filter(|(_, is_set)| **is_set).filter_map(|(v, _)| *v)
    {
        let inner =
            if x.log { value > 0.0 && !x.scale.is_beyond(value.ln()) } else { !x.scale.is_beyond(value) };
        if inner && !marked.contains(&value) {
            scene.dashed((x.at(value), top), (x.at(value), bottom), INK, 1.2);
            if marked.is_empty() {
                scene.words(
                    (x.at(value) + 5.0, top + 8.0),
                    "as stated",
                    TextAnchor::Start,
                    plain(11.5, MUTED),
                );
            }
            marked.push(value);
        }
    }
}
