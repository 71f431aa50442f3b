//! What it is worth to know numbers before an arm is chosen.

use super::NAMES;
use crate::analysis::estimators::Spanned;
use crate::analysis::{Driver, InformationRow, Sensitivity};
use crate::chart::axis::{AxisScale, dollars, ticks};
use crate::chart::palette::{Colour, GRID, INK, KEPT, MUTED, REACHED, RETAINED};
use crate::chart::scene::{Medium, Scene, TextAnchor, plain, whole_pixels};
use crate::decision::{knowing_finding, short_dollars, worth_knowing, years_in_words};
use crate::model::Model;
use crate::order::Ordered;
use crate::units::real;

/// Numbers that are drawn at most.
const MOST: usize = 12;
const ROW: f64 = 30.0;
const TOP: f64 = 140.0;
const PLOT: (f64, f64) = (390.0, 1060.0);
const TOLD: f64 = 1165.0;

pub(super) fn worth(found: &Sensitivity, model: &Model) -> Option<Scene> {
    let information = found.information.as_ref()?;
    // Where nothing is worth anything there is nothing to draw.
    let finding =
        knowing_finding(found).filter(|_| information.rows.iter().any(|row| row.worth.value >= 0.5))?;
    let mut rows: Vec<(String, Spanned, Colour)> = Vec::new();
    rows.extend(information.rows.first().map(|all| ("all that is varied".to_owned(), all.worth, KEPT)));
    let groups = information.rows.iter().filter(|row| matches!(row.driver, Driver::Groups(_)));
    let mut groups: Vec<&InformationRow> = groups.filter(|row| row.worth.value > 0.0).collect();
    groups.order_by(|a, b| b.worth.value.total_cmp(&a.worth.value));
    let name = |row: &InformationRow| row.driver.name(&found.inputs);
    rows.extend(groups.into_iter().map(|row| (format!("group {}", name(row)), row.worth, RETAINED)));
    rows.extend(worth_knowing(found).into_iter().take(MOST).map(|row| (name(row), row.worth, REACHED)));
    let shown = format!(
        "What it would be worth to know uncertain numbers before an arm is chosen by the system's margin, {}, $: all, by group and one by one, with 95 % intervals. Luck stays unknown; to know it, too, would be worth {}",
        years_in_words(model),
        short_dollars(information.with_luck.value)
    );
    let bottom = TOP + ROW * real(rows.len());
    let mut scene = Scene::titled(Medium::FILE, 1200, whole_pixels(bottom + 50.0), &finding, &shown);
    let most = rows.iter().fold(0.0_f64, |most, (_, of, _)| most.max(of.value).max(of.high)).max(1.0);
    let x = AxisScale::new((0.0, most), PLOT);
    for value in ticks(0.0, most, 6) {
        scene.line(vec![(x.at(value), TOP), (x.at(value), bottom)], GRID, 1.0);
        scene.words((x.at(value), bottom + 16.0), &dollars(value), TextAnchor::Middle, plain(12.0, MUTED));
    }
    for (place, (name, of, colour)) in rows.iter().enumerate() {
        let y = TOP + ROW * (real(place) + 0.5);
        let text = scene.fitted(name, NAMES.1 - NAMES.0, 1, plain(13.0, INK)).concat();
        scene.words((NAMES.0, y), &text, TextAnchor::Start, plain(13.0, INK));
        scene.bar((x.at(0.0), y - 8.0), (x.at(of.value), y + 8.0), *colour, 0.9);
        let said = [of.value, of.low, of.high].map(short_dollars);
        scene.tip(format!("{name}: {} ({} to {})", said[0], said[1], said[2]));
        scene.line(vec![(x.at(of.low), y), (x.at(of.high), y)], INK, 1.6);
        scene.words((TOLD, y), &said[0], TextAnchor::End, plain(13.0, INK));
    }
    Some(scene)
}
