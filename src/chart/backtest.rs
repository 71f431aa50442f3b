//! Whether forecasts are right as often as they say: where outcomes fell, and how often a chance came true.

use super::axis::{AxisScale, levels};
use super::palette::{INK, KEPT, MUTED, Marker, REACHED, REFERENCE};
use super::scene::{Medium, Scene, TextAnchor, bold, plain};
use crate::analysis::{BINS, Backtest, PaidBin};
use crate::units::{real, thousands};

/// Left and right of the two panels, their top and their bottom.
const PANELS: [(f64, f64); 2] = [(100.0, 580.0), (700.0, 1160.0)];
const TOP: f64 = 140.0;
const BOTTOM: f64 = 560.0;

/// The picture of a backtest.
#[must_use]
pub fn forecasts(found: &Backtest, programme: &str) -> Scene {
    let pooled = &found.pooled;
    let finding = format!(
        "{:.1} % of {} savings rates fell within the central 90 % of their forecast, {:.1} % within the central half",
        100.0 * pooled.cover_90,
        thousands(pooled.rows),
        100.0 * pooled.cover_50
    );
    let years: Vec<String> = found.years.keys().map(u16::to_string).collect();
    let shown = format!("{programme}, {}: each forecast from the years before it", years.join(", "));
    let mut scene = Scene::titled(Medium::FILE, 1200, 660, &finding, &shown);
    outcomes(&mut scene, &pooled.pit, pooled.rows);
    chances(&mut scene, &found.reliability);
    scene
}

/// Parts of outcomes in each tenth of the forecast: level where forecasts are right.
fn outcomes(scene: &mut Scene, pit: &[f64; BINS], rows: u64) {
    let (left, right) = PANELS[0];
    let most = pit.iter().fold(0.2, |most: f64, part| most.max(*part));
    let y = AxisScale::new((0.0, most), (BOTTOM, TOP));
    let x = AxisScale::new((0.0, 1.0), (left, right));
    scene.words(
        (left, TOP - 24.0),
        "Where outcomes fell in their forecast",
        TextAnchor::Start,
        bold(15.0, INK),
    );
    levels(scene, &y, &[0.0, 0.05, 0.1, 0.15, 0.2], left, right, |part| format!("{:.0} %", 100.0 * part));
    for (bin, part) in pit.iter().enumerate() {
        let (from, to) = (real(bin) / real(BINS), real(bin + 1) / real(BINS));
        scene.bar((x.at(from) + 2.0, y.at(*part)), (x.at(to) - 2.0, y.at(0.0)), REACHED, 0.8);
    }
    let level = 1.0 / real(BINS);
    scene.dashed((left, y.at(level)), (right, y.at(level)), REFERENCE, 1.6);
    #[expect(clippy::cast_precision_loss, reason = "counts of forecasts")]
    let chance = 2.0 * (level * (1.0 - level) / (rows.max(1) as f64)).sqrt();
    for edge in [level - chance, level + chance] {
        scene.line(vec![(left, y.at(edge)), (right, y.at(edge))], KEPT, 1.2);
    }
    for part in [0.0, 0.25, 0.5, 0.75, 1.0] {
        scene.words((x.at(part), BOTTOM + 18.0), &format!("{part}"), TextAnchor::Middle, plain(12.0, MUTED));
    }
    let note =
        "probability, by the forecast, of a rate at or below; grey: two standard errors around a tenth";
    scene.words((left, BOTTOM + 44.0), note, TextAnchor::Start, plain(12.0, MUTED));
}

/// How often a chance to be paid came true.
fn chances(scene: &mut Scene, bins: &[PaidBin]) {
    let (left, right) = PANELS[1];
    let y = AxisScale::new((0.0, 1.0), (BOTTOM, TOP));
    let x = AxisScale::new((0.0, 1.0), (left, right));
    scene.words(
        (left, TOP - 24.0),
        "Chance to be paid, and how often it came true",
        TextAnchor::Start,
        bold(15.0, INK),
    );
    let parts = [0.0, 0.25, 0.5, 0.75, 1.0];
    levels(scene, &y, &parts, left, right, |part| format!("{:.0} %", 100.0 * part));
    scene.dashed((left, BOTTOM), (right, TOP), REFERENCE, 1.6);
    for bin in bins {
        #[expect(clippy::cast_precision_loss, reason = "counts of forecasts")]
        let n = bin.rows as f64;
        let error = 2.0 * (bin.expected * (1.0 - bin.expected) / n).sqrt();
        let across = x.at(bin.expected);
        scene.line(vec![(across, y.at(bin.paid - error)), (across, y.at(bin.paid + error))], KEPT, 1.6);
        scene.dot((across, y.at(bin.paid)), 5.0, REACHED, 1.0, Marker::Circle);
        scene.words(
            (across + 9.0, y.at(bin.paid) + 14.0),
            &thousands(bin.rows),
            TextAnchor::Start,
            plain(11.0, MUTED),
        );
    }
    for part in parts {
        let text = format!("{:.0} %", 100.0 * part);
        scene.words((x.at(part), BOTTOM + 18.0), &text, TextAnchor::Middle, plain(12.0, MUTED));
    }
    let note = "forecast chance; number of forecasts beside the point; grey: two standard errors";
    scene.words((left, BOTTOM + 44.0), note, TextAnchor::Start, plain(12.0, MUTED));
}
