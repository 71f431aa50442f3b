//! One number at a time at its two ends, both labelled with what it is there and what comes out.

use super::NAMES;
use crate::analysis::{ArmContrast, Sensitivity, TornadoBar};
use crate::chart::axis::{AxisScale, ticks};
use crate::chart::palette::{GRID, INK, KEPT, LOST, MUTED, REACHED, REFERENCE, RETAINED};
use crate::chart::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::{in_unit, result_in_words};
use crate::model::Model;
use crate::order::Ordered;
use crate::units::real;

/// Numbers that are drawn at most: those that move the result most.
const MOST: usize = 15;
const ROW: f64 = 34.0;
const TOP: f64 = 150.0;
/// Left and right of the bars with room for labels, and where the distance is told.
const PLOT: (f64, f64) = (510.0, 920.0);
const APART: f64 = 1165.0;

pub(super) fn tornado(found: &Sensitivity, model: &Model, contrast: ArmContrast) -> Scene {
    let own = |bar: &&TornadoBar| bar.measure == 0 && bar.contrast == contrast;
    let mut bars: Vec<&TornadoBar> = found.tornado.iter().filter(own).collect();
    bars.order_by(|a, b| b.swing.value.abs().total_cmp(&a.swing.value.abs()));
    bars.truncate(MOST);
    let unit = found.outputs.measures[0].unit;
    let result = result_in_words(found, model, 0, contrast);
    let finding = bars.first().filter(|bar| bar.swing.value != 0.0).map_or_else(
        || "No number that is varied moves the result".to_owned(),
        |bar| {
            let input = &found.inputs.all[bar.input];
            let side = |end: usize| {
                format!(
                    "{} where it is {}",
                    in_unit(bar.results[end].value, unit),
                    in_unit(bar.at[end], input.unit)
                )
            };
            format!("{} alone moves it most: {}, {}", input.name, side(0), side(1))
        },
    );
    let shown = format!(
        "{}: mean where one number is at its 5 % point (orange) and at its 95 % point (blue), all others as drawn; both ends on the same luck",
        crate::units::capitalised(&result)
    );
    let bottom = TOP + ROW * real(bars.len());
    let mut scene = Scene::titled(Medium::FILE, 1200, whole_pixels(bottom + 60.0), &finding, &shown);
    let Some(first) = bars.first() else { return scene };
    let values = bars.iter().flat_map(|bar| bar.results.map(|result| result.value));
    let (low, high) = values.fold((first.as_drawn.value, first.as_drawn.value), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let room = 0.02 * (high - low).max(1e-9);
    let x = AxisScale::new((low - room, high + room), PLOT);
    axis(&mut scene, &x, (low - room, high + room), (bottom, unit));
    scene.words((APART, TOP - 16.0), "apart, with error", TextAnchor::End, plain(12.0, MUTED));
    for (place, bar) in bars.iter().enumerate() {
        row(&mut scene, found, bar, (&x, TOP + ROW * (real(place) + 0.5)));
    }
    let middle = x.at(first.as_drawn.value);
    scene.line(vec![(middle, TOP - 4.0), (middle, bottom)], INK, 1.2);
    let said = format!("as drawn {}", in_unit(first.as_drawn.value, unit));
    scene.words((middle, TOP - 16.0), &said, TextAnchor::Middle, plain(12.0, INK));
    scene
}

fn axis(scene: &mut Scene, x: &AxisScale, (low, high): (f64, f64), (bottom, unit): (f64, &str)) {
    for value in ticks(low, high, 4) {
        let colour = if value == 0.0 { REFERENCE } else { GRID };
        scene.line(vec![(x.at(value), TOP), (x.at(value), bottom)], colour, 1.0);
        let text = in_unit(value, unit);
        scene.words((x.at(value), bottom + 16.0), &text, TextAnchor::Middle, plain(12.0, MUTED));
    }
    if !x.is_beyond(0.0) {
        scene.dashed((x.at(0.0), TOP), (x.at(0.0), bottom), LOST, 1.4);
    }
}

/// A bar from either end to what comes out as drawn.
fn row(scene: &mut Scene, found: &Sensitivity, bar: &TornadoBar, (x, y): (&AxisScale, f64)) {
    let input = &found.inputs.all[bar.input];
    let unit = found.outputs.measures[bar.measure].unit;
    let name = scene.fitted(&input.name, NAMES.1 - NAMES.0, 1, bold(13.0, INK)).concat();
    let first = scene.drawn();
    scene.words((NAMES.0, y), &name, TextAnchor::Start, bold(13.0, INK));
    let middle = x.at(bar.as_drawn.value);
    let ends = [0, 1].map(|end| x.at(bar.results[end].value));
    for (end, colour) in [(0, RETAINED), (1, REACHED)] {
        scene.bar((middle.min(ends[end]), y - 10.0), (middle.max(ends[end]), y + 10.0), colour, 0.85);
    }
    let label = |end: usize| {
        format!("{}: {}", in_unit(bar.at[end], input.unit), in_unit(bar.results[end].value, unit))
    };
    if bar.swing.value == 0.0 {
        scene.words((middle + 8.0, y), "moves nothing", TextAnchor::Start, plain(12.0, MUTED));
    } else {
        // The lesser result at the left, whichever end it is of.
        let (left, right) = if ends[0] <= ends[1] { (0, 1) } else { (1, 0) };
        let (from, to) = (ends[left].min(middle), ends[right].max(middle));
        scene.words((from - 7.0, y), &label(left), TextAnchor::End, plain(12.0, INK));
        scene.words((to + 7.0, y), &label(right), TextAnchor::Start, plain(12.0, INK));
        let half = 0.5 * (bar.swing.high - bar.swing.low);
        let apart = format!("{} ± {}", in_unit(bar.swing.value.abs(), unit), in_unit(half, unit));
        scene.words((APART, y), &apart, TextAnchor::End, plain(12.0, MUTED));
    }
    let said = format!("{}. {} and {}", input.meaning, label(0), label(1));
    scene.tip_from(first, said);
    scene.line(vec![(NAMES.0, y + ROW / 2.0), (APART, y + ROW / 2.0)], KEPT, 0.4);
}
