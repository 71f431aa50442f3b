//! Who bears what clauses cost: what each party gains and loses without them, stacked, clause by clause.

use super::axis::{AxisScale, dollars, ticks};
use super::clause_prices::{changed, title};
use super::palette::{Colour, GRID, INK, KEPT, LOST, MUTED, REACHED, REFERENCE, RETAINED};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::negotiation::price::{BearerKind, ClausePrice, ClausePrices, PATCH};
use crate::units::{real, thousands};

/// Height of a row.
const ROW: f64 = 50.0;

/// Top of the first, and ends of the plot.
const TOP: f64 = 165.0;
const LEFT: f64 = 400.0;
const RIGHT: f64 = 1150.0;

/// The parties, each with its name and colour.
const PARTIES: [(BearerKind, &str, Colour); 5] = [
    (BearerKind::System, "the system", RETAINED),
    (BearerKind::Physicians, "physicians and pools", REACHED),
    (BearerKind::Others, "others it pays", KEPT),
    (BearerKind::Facility, "payers of facility care", MUTED),
    (BearerKind::Payer, "payers of contracts", LOST),
];

/// The picture of who bears prices; none where nothing was changed to price it.
#[must_use]
pub fn clause_bearers(found: &ClausePrices) -> Option<Scene> {
    let rows = changed(found);
    let is_patch = rows.first()?.clause == PATCH;
    let finding = finding(&rows, is_patch);
    let how = if is_patch { "by the patch" } else { "without the clause" };
    let shown = format!(
        "Gains right and losses left of the line {how}, over {} years, mean of {} futures; both sides are as long, since what one party loses another gains",
        found.years,
        thousands(found.trials)
    );
    let height = whole_pixels(TOP + ROW * real(rows.len()) + 60.0);
    let mut scene = Scene::titled(Medium::FILE, 1200, height, &finding, &shown);
    legend(&mut scene);
    let bottom = TOP + ROW * real(rows.len());
    let most =
        rows.iter().map(|row| sides(row)).fold(1.0_f64, |most, (left, right)| most.max(left).max(right));
    let x = AxisScale::new((-1.08 * most, 1.08 * most), (LEFT, RIGHT));
    for value in ticks(-most, most, 6) {
        scene.line(vec![(x.at(value), TOP), (x.at(value), bottom)], GRID, 1.0);
        scene.words((x.at(value), bottom + 16.0), &dollars(value), TextAnchor::Middle, plain(12.0, MUTED));
    }
    scene.line(vec![(x.at(0.0), TOP), (x.at(0.0), bottom)], REFERENCE, 1.4);
    for (place, row) in rows.iter().enumerate() {
        let middle = TOP + ROW * (real(place) + 0.5);
        scene.paragraph((40.0, middle), &title(row), (330.0, 2), TextAnchor::Start, plain(13.0, INK));
        stacked(&mut scene, row, middle, &x);
    }
    Some(scene)
}

/// What the picture says: by which clause payers gain most, and what of it the system bears.
fn finding(rows: &[&ClausePrice], is_patch: bool) -> String {
    let most = rows
        .iter()
        .min_by(|one, other| gain(one, BearerKind::Payer).total_cmp(&gain(other, BearerKind::Payer)));
    let Some(row) = most else { return String::new() };
    let (payer, system) = (-gain(row, BearerKind::Payer), gain(row, BearerKind::System));
    if is_patch {
        return format!(
            "By the patch payers pay {} more, and the system keeps {} of it",
            dollars(payer),
            dollars(system)
        );
    }
    if payer < 0.5 {
        return "By no clause do payers gain".to_owned();
    }
    format!(
        "Payers gain most by {} under {}: {}; the system bears {}",
        row.title,
        row.contract,
        dollars(payer),
        dollars(system)
    )
}

/// What a kind of party gains.
fn gain(row: &ClausePrice, kind: BearerKind) -> f64 {
    let all = row.worth.iter().flat_map(|worth| &worth.bearers);
    all.filter(|bearer| bearer.kind == kind).map(|bearer| bearer.gain.value).sum()
}

/// What all that lose lose, and all that gain gain.
fn sides(row: &ClausePrice) -> (f64, f64) {
    PARTIES.iter().fold((0.0, 0.0), |(lost, gained), (kind, _, _)| {
        let own = gain(row, *kind);
        (lost + (-own).max(0.0), gained + own.max(0.0))
    })
}

fn legend(scene: &mut Scene) {
    let mut left = LEFT;
    for (_, name, colour) in PARTIES {
        scene.bar((left, 116.0), (left + 14.0, 130.0), colour, 1.0);
        scene.words((left + 20.0, 123.0), name, TextAnchor::Start, plain(12.5, INK));
        left += 36.0 + 6.1 * real(name.chars().count());
    }
}

fn stacked(scene: &mut Scene, row: &ClausePrice, middle: f64, x: &AxisScale) {
    let (mut lost, mut gained) = (0.0, 0.0);
    for (kind, name, colour) in PARTIES {
        let own = gain(row, kind);
        if own.abs() < 0.5 {
            continue;
        }
        let side = if own < 0.0 { &mut lost } else { &mut gained };
        let (from, to) = (*side, *side + own);
        *side = to;
        let (left, right) = (x.at(from.min(to)), x.at(from.max(to)));
        scene.bar((left, middle - 12.0), (right.max(left + 1.0), middle + 12.0), colour, 0.9);
        scene.tip(format!("{}: {name} {}", title(row), dollars(own)));
    }
    if gained > 0.0 {
        scene.words((x.at(gained) + 6.0, middle), &dollars(gained), TextAnchor::Start, bold(12.0, INK));
    } else {
        scene.words((x.at(0.0) + 6.0, middle), "nothing moves", TextAnchor::Start, plain(12.0, MUTED));
    }
}
