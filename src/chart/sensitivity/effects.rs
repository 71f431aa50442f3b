//! Elementary effects: how far a number moves the result, against how unevenly.

use crate::analysis::{ArmContrast, Driver, Sensitivity, SensitivityMethod};
use crate::chart::axis::{AxisScale, ticks};
use crate::chart::palette::{GRID, INK, MUTED, Marker, REACHED, REFERENCE};
use crate::chart::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::{in_unit, result_in_words};
use crate::model::Model;
use crate::order::Ordered;
use crate::units::{capitalised, real};

/// Numbers that are named at most.
const MOST: usize = 20;
const TOP: f64 = 150.0;
const BOTTOM: f64 = 640.0;
const PLOT: (f64, f64) = (110.0, 640.0);
/// The list: numbers, and the right ends of its columns.
const LIST: (f64, f64) = (690.0, 1165.0);
const ROW: f64 = 24.0;

/// A number with how far it moves the result and how unevenly.
struct MovedByInput {
    name: String,
    mu_star: f64,
    sigma: f64,
}

pub(super) fn elementary(found: &Sensitivity, model: &Model, contrast: ArmContrast) -> Scene {
    let mut all: Vec<MovedByInput> = (0..found.inputs.all.len())
        .filter_map(|input| {
            let figure = |statistic| {
                found.figure(
                    (0, contrast),
                    SensitivityMethod::Morris,
                    &Driver::Inputs(vec![input]),
                    statistic,
                )
            };
            let (mu_star, sigma) = (figure("mu_star")?.value, figure("sigma")?.value);
            Some(MovedByInput { name: found.inputs.all[input].name.clone(), mu_star, sigma })
        })
        .collect();
    all.order_by(|a, b| b.mu_star.total_cmp(&a.mu_star));
    all.truncate(MOST);
    let unit = found.outputs.measures[0].unit;
    let finding = all.first().filter(|first| first.mu_star > 0.0).map_or_else(
        || "No number that is varied moves the result".to_owned(),
        |first| {
            let steady = if first.sigma > first.mu_star {
                "by amounts that hang on the others and on luck"
            } else {
                "by much the same wherever the others stand"
            };
            format!(
                "{} moves it furthest, {} over all its range, {steady}",
                first.name,
                in_unit(first.mu_star, unit)
            )
        },
    );
    let shown = format!(
        "{}: mean size of what a move over all of a number's range changes, against the spread of it between futures. Above the line it hangs on the others more than on itself",
        capitalised(&result_in_words(found, model, 0, contrast))
    );
    let bottom = BOTTOM.max(TOP + ROW * real(all.len()) + 10.0);
    let mut scene = Scene::titled(Medium::FILE, 1200, whole_pixels(bottom + 70.0), &finding, &shown);
    let most = all.iter().fold(0.0_f64, |most, one| most.max(one.mu_star).max(one.sigma)).max(1e-9) * 1.08;
    let (x, y) = (AxisScale::new((0.0, most), PLOT), AxisScale::new((0.0, most), (bottom, TOP)));
    for value in ticks(0.0, most, 5) {
        scene.line(vec![(x.at(value), TOP), (x.at(value), bottom)], GRID, 1.0);
        scene.line(vec![(PLOT.0, y.at(value)), (PLOT.1, y.at(value))], GRID, 1.0);
        let text = in_unit(value, unit);
        scene.words((x.at(value), bottom + 16.0), &text, TextAnchor::Middle, plain(12.0, MUTED));
        scene.words((PLOT.0 - 8.0, y.at(value)), &text, TextAnchor::End, plain(12.0, MUTED));
    }
    scene.dashed((x.at(0.0), y.at(0.0)), (x.at(most), y.at(most)), REFERENCE, 1.4);
    let under = (PLOT.1, bottom + 40.0);
    scene.words(under, "mean size of the effect (mu*)", TextAnchor::End, plain(12.5, MUTED));
    scene.words((40.0, TOP - 18.0), "spread of the effect (sigma)", TextAnchor::Start, plain(12.5, MUTED));
    points(&mut scene, &all, (&x, &y), unit);
    scene
}

fn points(scene: &mut Scene, all: &[MovedByInput], (x, y): (&AxisScale, &AxisScale), unit: &str) {
    let columns = [LIST.1 - 90.0, LIST.1];
    for (right, name) in columns.iter().zip(["mu*", "sigma"]) {
        scene.words((*right, TOP - 18.0), name, TextAnchor::End, plain(12.5, MUTED));
    }
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (place, one) in all.iter().enumerate() {
        let at = (x.at(one.mu_star), y.at(one.sigma));
        scene.dot(at, 5.0, REACHED, 0.8, Marker::Circle);
        scene.tip(format!(
            "{}: mu* {}, sigma {}",
            one.name,
            in_unit(one.mu_star, unit),
            in_unit(one.sigma, unit)
        ));
        let beside = (at.0 + 8.0, at.1 - 9.0);
        let is_free = taken.iter().all(|(a, b)| (a - beside.0).abs() > 15.0 || (b - beside.1).abs() > 12.0);
        if is_free {
            taken.push(beside);
            scene.words(beside, &(place + 1).to_string(), TextAnchor::Start, bold(12.0, INK));
        }
        let row = TOP + ROW * (real(place) + 0.5);
        scene.words((LIST.0, row), &(place + 1).to_string(), TextAnchor::End, bold(12.5, INK));
        let name = scene.fitted(&one.name, columns[0] - LIST.0 - 75.0, 1, plain(12.5, INK)).concat();
        scene.words((LIST.0 + 10.0, row), &name, TextAnchor::Start, plain(12.5, INK));
        for (right, value) in columns.iter().zip([one.mu_star, one.sigma]) {
            scene.words((*right, row), &in_unit(value, unit), TextAnchor::End, plain(12.5, INK));
        }
    }
}
