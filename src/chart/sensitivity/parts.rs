//! Parts of the variance: alone, and with others, each with its interval; numbers above, groups below.

use super::NAMES;
use crate::analysis::estimators::Spanned;
use crate::analysis::{ArmContrast, Driver, Sensitivity, SensitivityMethod};
use crate::chart::axis::AxisScale;
use crate::chart::palette::{GRID, INK, KEPT, MUTED, REACHED};
use crate::chart::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::{drivers_finding, ranked_drivers, result_in_words};
use crate::model::Model;
use crate::order::Ordered;
use crate::units::{capitalised, real};

/// Numbers that are drawn at most.
const MOST: usize = 15;
const ROW: f64 = 30.0;
const TOP: f64 = 150.0;
const HEAD: f64 = 52.0;
const PLOT: (f64, f64) = (390.0, 1020.0);
/// Where figures are told: alone, and with others.
const TOLD: [f64; 2] = [1090.0, 1165.0];

/// A driver with what it explains alone and with others.
type PartsOf = (String, Spanned, Spanned);

pub(super) fn variance(found: &Sensitivity, model: &Model, contrast: ArmContrast) -> Scene {
    let finding = drivers_finding(found, 0, contrast);
    let shown = format!(
        "{}: part of the variance over futures that a number explains alone (dark) and takes part in (pale), with 95 % intervals. Luck is all that the future brings, with the uncertain numbers that are not varied",
        capitalised(&result_in_words(found, model, 0, contrast))
    );
    let ranked = ranked_drivers(found, 0, contrast);
    let told = |driver: &Driver, name: &str| {
        if *driver == Driver::Luck { "luck, and what is not varied".to_owned() } else { name.to_owned() }
    };
    let singles: Vec<PartsOf> = ranked
        .iter()
        .filter(|one| one.with_others.value != 0.0)
        .take(MOST)
        .map(|one| (told(&one.driver, &one.name), one.alone, one.with_others))
        .collect();
    let groups = groups(found, contrast);
    let more = if groups.is_empty() { 0.0 } else { HEAD + ROW * real(groups.len()) };
    let height = TOP + ROW * real(singles.len()) + more + 60.0;
    let mut scene = Scene::titled(Medium::FILE, 1200, whole_pixels(height), &finding, &shown);
    let bottom = panel(&mut scene, "Numbers", &singles, TOP);
    if !groups.is_empty() {
        panel(&mut scene, "Groups of numbers", &groups, bottom + HEAD);
    }
    scene
}

/// Groups with what they explain, the most influential first.
fn groups(found: &Sensitivity, contrast: ArmContrast) -> Vec<PartsOf> {
    let sobol = SensitivityMethod::Sobol;
    let totals = found.rows.iter().filter(|row| {
        let is_own = row.measure == 0 && row.contrast == contrast && row.method == sobol;
        is_own && row.statistic == "total" && matches!(row.driver, Driver::Groups(_))
    });
    let parts = totals.filter_map(|row| {
        let alone = found.figure((0, contrast), sobol, &row.driver, "first_order")?;
        Some((row.driver.name(&found.inputs), alone, row.figure))
    });
    let mut all: Vec<PartsOf> = parts.collect();
    all.order_by(|a, b| b.2.value.total_cmp(&a.2.value));
    all
}

fn panel(scene: &mut Scene, title: &str, rows: &[PartsOf], top: f64) -> f64 {
    let bottom = top + ROW * real(rows.len());
    let x = AxisScale::new((0.0, 1.0), PLOT);
    scene.words((NAMES.0, top - 16.0), title, TextAnchor::Start, bold(14.0, INK));
    for (right, name) in TOLD.iter().zip(["alone", "with others"]) {
        scene.words((*right, top - 16.0), name, TextAnchor::End, plain(12.0, MUTED));
    }
    for part in [0.0, 0.25, 0.5, 0.75, 1.0] {
        scene.line(vec![(x.at(part), top), (x.at(part), bottom)], GRID, 1.0);
        let text = format!("{:.0} %", 100.0 * part);
        scene.words((x.at(part), bottom + 14.0), &text, TextAnchor::Middle, plain(12.0, MUTED));
    }
    for (place, (name, alone, with_others)) in rows.iter().enumerate() {
        let y = top + ROW * (real(place) + 0.5);
        let first = scene.drawn();
        let text = scene.fitted(name, NAMES.1 - NAMES.0, 1, plain(13.0, INK)).concat();
        scene.words((NAMES.0, y), &text, TextAnchor::Start, plain(13.0, INK));
        for (of, colour, half) in [(with_others, KEPT, 9.0), (alone, REACHED, 5.0)] {
            scene.bar((x.at(0.0), y - half), (x.at(of.value), y + half), colour, 1.0);
        }
        for (of, lower, width) in [(with_others, 7.0, 1.2), (alone, 0.0, 1.6)] {
            scene.line(vec![(x.at(of.low), y + lower), (x.at(of.high), y + lower)], INK, width);
        }
        for (right, of) in TOLD.iter().zip([alone, with_others]) {
            let text = format!("{:.0} %", 100.0 * of.value.clamp(0.0, 1.0));
            scene.words((*right, y), &text, TextAnchor::End, plain(13.0, INK));
        }
        let said = |of: &Spanned| {
            format!("{:.1} % ({:.1} to {:.1})", 100.0 * of.value, 100.0 * of.low, 100.0 * of.high)
        };
        scene.tip_from(first, format!("{name}: alone {}, with others {}", said(alone), said(with_others)));
    }
    bottom
}
