//! Each physician as a point: squared distance from the bullseye is the misalignment index.

use super::misalignment::present;
use super::palette::{GRID, INK, LOST, MUTED, Marker, REACHED, REFERENCE, arm};
use super::scene::{Scene, TextAnchor, bold, plain};
use crate::engine::{Metric, Outcome};
use crate::model::Model;
use crate::report::Report;
use crate::units::real;

/// The part of the plane that a panel shows, in parts of full worth: its left end, how far it
/// reaches from there, and its height.
const LEFT: f64 = -0.25;
const REACH: f64 = 1.4;
const HEIGHT: f64 = 0.8;

/// One physician in the plane of worth and pay: along worth, and away from it.
fn point(model: &Model, outcome: &Outcome, a: usize, place: usize) -> (f64, f64) {
    let results = outcome.of(a, model.years - 1);
    let mean = |metric| results.at_place(place, metric).mean;
    let strength = model.arms[a].scenario.value.target_strength.0.max(1e-3);
    // M = 1 − 2x + r² and Mτ = 1 − 2x/τ + r²/τ², with x = r cos θ: two equations for x and r².
    let plain = mean(Metric::Misalignment) - 1.0;
    let aimed = strength * strength * (mean(Metric::TargetMisalignment) - 1.0);
    let along = if strength < 1.0 { -(plain - aimed) / (2.0 * (1.0 - strength)) } else { 0.0 };
    let squared = (plain + 2.0 * along).max(0.0);
    (along, (squared - along * along).max(0.0).sqrt())
}

pub(super) fn draw(report: &Report<'_>) -> Scene {
    let Report { model, outcome, .. } = report;
    let arms = model.arms.len();
    let points: Vec<Vec<(f64, f64)>> =
        (0..arms).map(|a| present(model, a).map(|p| point(model, outcome, a, p)).collect()).collect();
    let helped = |p: &(f64, f64)| (1.0 - p.0).powi(2) + p.1 * p.1 < 1.0;
    let count = |a: usize| points[a].iter().filter(|p| helped(p)).count();
    let best = (0..arms).max_by_key(|a| count(*a)).unwrap_or(0);
    let finding = if best == 0 {
        format!("{} of {} physicians are paid in a way that beats a flat salary", count(0), points[0].len())
    } else {
        format!(
            "{} of {} physicians are paid better than by flat salary today, {} under “{}”",
            count(0),
            points[0].len(),
            count(best),
            model.arms[best].title
        )
    };
    let last = model.start.plus(model.years - 1);
    let shown = format!(
        "Each physician in {last}: marginal pay along worth (across) and away from it (up), as parts of full worth. Circles: equal misalignment"
    );
    let columns = arms.min(2);
    let rows = arms.div_ceil(columns);
    let side = 1120.0 / real(columns.max(2));
    let unit = (side - 40.0) / REACH;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a page"
    )]
    let height = (150.0 + (unit * HEIGHT + 100.0) * rows as f64) as u32;
    let mut scene = Scene::titled(1200, height, &finding, &shown);
    for (a, own) in points.iter().enumerate() {
        let (column, row) = (real(a % columns), real(a / columns));
        let origin =
            (40.0 + side * column - unit * LEFT, 145.0 + (unit * HEIGHT + 100.0) * row + unit * HEIGHT);
        panel(&mut scene, own, origin, unit, a, &model.arms[a].title);
    }
    scene
}

fn panel(scene: &mut Scene, points: &[(f64, f64)], origin: (f64, f64), unit: f64, a: usize, title: &str) {
    let at = |x: f64, y: f64| {
        (origin.0 + unit * x.clamp(LEFT, LEFT + REACH), origin.1 - unit * y.clamp(0.0, HEIGHT))
    };
    scene.words(
        (origin.0 + LEFT * unit, origin.1 - HEIGHT * unit - 30.0),
        title,
        TextAnchor::Start,
        bold(14.0, INK),
    );
    for m in [0.25_f64, 0.5, 0.75, 1.0, 1.25] {
        arc(scene, &at, m.sqrt(), if m == 1.0 { REFERENCE } else { GRID });
        let top = at(1.0 - (m - HEIGHT * HEIGHT).max(0.0).sqrt(), m.sqrt().min(HEIGHT));
        scene.words((top.0 - 6.0, top.1 - 8.0), &format!("{m}"), TextAnchor::Middle, plain(11.0, MUTED));
    }
    scene.line(vec![at(LEFT, 0.0), at(LEFT + REACH, 0.0)], GRID, 1.2);
    let target = at(1.0, 0.0);
    scene.dot(target, 5.0, REACHED, 1.0, Marker::Diamond);
    scene.words((target.0, target.1 + 16.0), "aligned", TextAnchor::Middle, plain(11.5, REACHED));
    let flat = at(0.0, 0.0);
    scene.dot(flat, 4.0, INK, 1.0, Marker::Square);
    scene.words((flat.0, flat.1 + 16.0), "flat salary", TextAnchor::Middle, plain(11.5, MUTED));
    let beyond = |(x, y): &(f64, f64)| !(LEFT..=LEFT + REACH).contains(x) || *y > HEIGHT;
    for point in points {
        let (x, y) = *point;
        let better = (1.0 - x).powi(2) + y * y < 1.0;
        let (size, marker) = if beyond(point) { (4.0, Marker::Triangle) } else { (2.6, Marker::Circle) };
        scene.dot(at(x, y), size, if better { arm(a) } else { LOST }, 0.55, marker);
    }
    // A flat salary is as good as itself.
    let apart = |sign: f64| {
        let off = points.iter().map(|(x, y)| sign * ((1.0 - x).powi(2) + y * y - 1.0));
        off.filter(|off| *off > 1e-9).count()
    };
    let (better, worse) = (apart(-1.0), apart(1.0));
    let mut note = format!("{better} better than flat salary, {worse} worse");
    if better + worse < points.len() {
        note += &format!(", {} the same", points.len() - better - worse);
    }
    let outside = points.iter().filter(|point| beyond(point)).count();
    if outside > 0 {
        note += &format!("; {outside} beyond the picture, at its edge as triangles");
    }
    scene.words((origin.0 + LEFT * unit, origin.1 + 38.0), &note, TextAnchor::Start, plain(12.0, MUTED));
}

/// The upper half of a circle around the target, within the panel.
fn arc(scene: &mut Scene, at: &impl Fn(f64, f64) -> (f64, f64), radius: f64, colour: super::palette::Colour) {
    let mut run: Vec<(f64, f64)> = Vec::new();
    for step in 0..=360 {
        let angle = f64::from(step) * std::f64::consts::PI / 360.0;
        let (x, y) = (1.0 + radius * angle.cos(), radius * angle.sin());
        if (LEFT..=LEFT + REACH).contains(&x) && y <= HEIGHT {
            run.push(at(x, y));
        } else if run.len() > 1 {
            scene.line(std::mem::take(&mut run), colour, 1.2);
        } else {
            run.clear();
        }
    }
    if run.len() > 1 {
        scene.line(run, colour, 1.2);
    }
}
