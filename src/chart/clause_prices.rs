//! What clauses cost: the mean with its error, and the bad futures, clause by clause.

use super::axis::{AxisScale, dollars, ticks};
use super::palette::{GRID, INK, LOST, MUTED, REACHED, REFERENCE};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::analysis::Estimate;
use crate::negotiation::price::{ALL_THERE, ClausePrice, ClausePrices, PATCH};
use crate::units::{capitalised, real, thousands};

/// Height of a row.
const ROW: f64 = 46.0;

/// Top of the first.
const TOP: f64 = 140.0;

/// The picture of prices; none where nothing was changed to price it.
#[must_use]
pub fn clause_prices(found: &ClausePrices) -> Option<Scene> {
    let rows = changed(found);
    let (first, values): (&ClausePrice, Vec<[Estimate; 2]>) =
        (rows.first()?, rows.iter().filter_map(|row| told(row)).collect());
    let is_patch = first.clause == PATCH;
    let worst = rows.iter().zip(&values).filter(|(row, _)| row.clause != ALL_THERE);
    let worst = worst.max_by(|one, other| one.1[0].value.total_cmp(&other.1[0].value));
    let finding = match worst {
        Some((_, own)) if is_patch => {
            format!("The patch brings the system {} over {} years", dollars(own[0].value), found.years)
        }
        Some((row, own)) if own[0].value >= 0.5 => format!(
            "{} under {} {}: {} over {} years",
            capitalised(row.title),
            row.contract,
            if row.puts_in { "would cost most" } else { "costs most" },
            dollars(own[0].value),
            found.years
        ),
        _ => "No clause costs anything in the mean".to_owned(),
    };
    let measured = if is_patch {
        "Margin of the system with the patch less without it"
    } else {
        "Margin (the programme's; the system's where a contract replaces fees) without the clause less with it"
    };
    let shown = format!(
        "{measured}, on the same luck, arm {}; {} futures; lines: 95 % interval of simulation",
        found.arm,
        thousands(found.trials)
    );
    let height = whole_pixels(TOP + ROW * real(rows.len()) + 60.0);
    let mut scene = Scene::titled(Medium::FILE, 1200, height, &finding, &shown);
    let bottom = TOP + ROW * real(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let middle = TOP + ROW * (real(place) + 0.5);
        scene.paragraph((40.0, middle), &title(row), (330.0, 2), TextAnchor::Start, plain(13.0, INK));
    }
    for (panel, (name, left)) in
        [("Mean of all futures", 400.0), ("Bad futures: 5th percentile", 800.0)].into_iter().enumerate()
    {
        let own: Vec<Estimate> = values.iter().map(|value| value[panel]).collect();
        scene.words((left, TOP - 24.0), name, TextAnchor::Start, bold(15.0, INK));
        bars(&mut scene, (&rows, &own), (left, left + 350.0), bottom);
    }
    let note = "right of the line: better without the clause";
    let note = if is_patch { "right of the line: better with the patch" } else { note };
    scene.words((1160.0, bottom + 44.0), note, TextAnchor::End, plain(12.0, MUTED));
    Some(scene)
}

/// Rows that something was changed for.
pub(super) fn changed(found: &ClausePrices) -> Vec<&ClausePrice> {
    found.rows.iter().filter(|row| !row.does.is_empty() && row.worth.is_some()).collect()
}

/// What a row is called beside the picture.
pub(super) fn title(row: &ClausePrice) -> String {
    if row.clause == PATCH {
        return capitalised(row.title);
    }
    let put_in = if row.puts_in { ", if put in" } else { "" };
    format!("{}: {}{put_in}", row.contract, row.title)
}

/// Mean and bad futures of a row.
fn told(row: &ClausePrice) -> Option<[Estimate; 2]> {
    let price = row.told()?;
    Some([price.price, price.p5_change])
}

/// Half of an interval; nothing where it is not known.
fn half(estimate: &Estimate) -> f64 {
    let (low, high) = estimate.interval();
    if estimate.se.is_finite() { (high - low) / 2.0 } else { 0.0 }
}

fn bars(
    scene: &mut Scene,
    (rows, values): (&[&ClausePrice], &[Estimate]),
    (left, right): (f64, f64),
    bottom: f64,
) {
    let low = values.iter().map(|one| one.value - half(one)).fold(0.0, f64::min);
    let high = values.iter().map(|one| one.value + half(one)).fold(0.0, f64::max);
    // Room for what is written at the ends of the longest bars.
    let room = 0.25 * (high - low).max(1.0);
    let (low_room, high_room) = (if low < 0.0 { room } else { 0.0 }, room);
    let x = AxisScale::new((low - low_room, high + high_room), (left, right));
    for value in ticks(low - low_room, high + high_room, 4) {
        scene.line(vec![(x.at(value), TOP), (x.at(value), bottom)], GRID, 1.0);
        scene.words((x.at(value), bottom + 16.0), &dollars(value), TextAnchor::Middle, plain(12.0, MUTED));
    }
    scene.line(vec![(x.at(0.0), TOP), (x.at(0.0), bottom)], REFERENCE, 1.4);
    for (place, (row, one)) in rows.iter().zip(values).enumerate() {
        let middle = TOP + ROW * (real(place) + 0.5);
        let (from, to) = (x.at(one.value.min(0.0)), x.at(one.value.max(0.0)));
        let colour = if one.value < 0.0 { LOST } else { REACHED };
        scene.bar((from, middle - 9.0), (to.max(from + 1.0), middle + 9.0), colour, 0.85);
        scene.tip(format!("{}: {}", title(row), dollars(one.value)));
        let half = half(one);
        if half > 0.0 {
            let ends = [x.at(one.value - half), x.at(one.value + half)];
            scene.line(vec![(ends[0], middle), (ends[1], middle)], INK, 1.6);
            for end in ends {
                scene.line(vec![(end, middle - 5.0), (end, middle + 5.0)], INK, 1.6);
            }
        }
        let (at, anchor) = if one.value < 0.0 {
            (x.at(one.value - half) - 6.0, TextAnchor::End)
        } else {
            (x.at(one.value + half) + 6.0, TextAnchor::Start)
        };
        scene.words((at, middle), &dollars(one.value), anchor, plain(12.0, INK));
    }
}
