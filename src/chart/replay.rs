//! Replayed against published settlements, on logarithmic axes.

use super::axis::{AxisScale, dollars};
use super::palette::{GRID, INK, LOST, MUTED, Marker, REACHED, REFERENCE, RETAINED};
use super::scene::{Medium, Scene, TextAnchor, plain};
use crate::replay::{ReplayReport, Settled};
use crate::units::thousands;
use std::collections::BTreeSet;

/// Steps that points are told apart by, in a power of ten: finer than a printed point.
const STEPS: f64 = 120.0;
/// Points kept at most: a picture cannot show more.
const MOST: usize = 60_000;

/// The points of the picture, gathered as rows are settled; no more than a picture can show.
#[derive(Clone, Debug, Default)]
pub struct Settlements {
    points: BTreeSet<Point>,
    nothing: u64,
    one_sided: u64,
}

/// A settlement: whether CMS was owed, whether it matches, published and replayed in [`STEPS`].
type Point = (bool, bool, i32, i32);

#[expect(clippy::cast_possible_truncation, reason = "the logarithm of dollars")]
fn steps(dollars: f64) -> i32 {
    (dollars.abs().log10() * STEPS).round() as i32
}

impl Settlements {
    /// Takes a settled row.
    pub fn add(&mut self, row: &Settled) {
        let (replayed, published) = (row.replayed.dollars(), row.published);
        if replayed.abs() < 1.0 && published.abs() < 1.0 {
            self.nothing += 1;
        } else if replayed.abs() < 1.0 || published.abs() < 1.0 || (replayed < 0.0) != (published < 0.0) {
            self.one_sided += 1;
        } else if self.points.len() < MOST {
            self.points.insert((published < 0.0, row.matches(), steps(published), steps(replayed)));
        }
    }

    /// The picture: the identity, every settlement, the ones that do not match by name.
    #[must_use]
    pub fn draw(&self, report: &ReplayReport, programme: &str) -> Scene {
        let all = report.all();
        #[expect(clippy::cast_precision_loss, reason = "counts of settlements")]
        let part = 100.0 * all.matched as f64 / all.rows.max(1) as f64;
        let finding = format!(
            "{part:.1} % of {} settlements come out within 0.1 % of what CMS paid; {} of {} payments do",
            thousands(all.rows),
            thousands(all.paid_matched),
            thousands(all.paid)
        );
        let years: Vec<u16> = report.years().map(|(year, _)| year).collect();
        let shown = format!(
            "{programme}, {}–{}: settled again by the contract code of the engine, against what was published; $, logarithmic",
            years.first().unwrap_or(&0),
            years.last().unwrap_or(&0)
        );
        let mut scene = Scene::titled(Medium::FILE, 1000, 960, &finding, &shown);
        let sizes = self.points.iter().flat_map(|(_, _, x, y)| [*x, *y]);
        let (low, high) = sizes.fold((i32::MAX, i32::MIN), |(l, h), v| (l.min(v), h.max(v)));
        let (low, high) = if low > high { (480.0, 960.0) } else { (f64::from(low), f64::from(high)) };
        let range = ((low / STEPS).floor(), (high / STEPS).ceil());
        let x = AxisScale::new(range, (110.0, 950.0));
        let y = AxisScale::new(range, (870.0, 130.0));
        axes(&mut scene, &x, &y, range);
        for matched in [true, false] {
            for (owed, _, across, up) in self.points.iter().filter(|point| point.1 == matched) {
                let at = (x.at(f64::from(*across) / STEPS), y.at(f64::from(*up) / STEPS));
                let (colour, marker) = match (matched, owed) {
                    (false, _) => (LOST, Marker::Diamond),
                    (true, true) => (RETAINED, Marker::Square),
                    (true, false) => (REACHED, Marker::Circle),
                };
                scene.dot(
                    at,
                    if matched { 2.8 } else { 6.0 },
                    colour,
                    if matched { 0.6 } else { 1.0 },
                    marker,
                );
            }
        }
        names(&mut scene, report, &x, &y);
        self.legend(&mut scene, report);
        scene
    }

    fn legend(&self, scene: &mut Scene, report: &ReplayReport) {
        let all = report.all();
        let entries = [
            (
                REACHED,
                Marker::Circle,
                format!("{} of {} paid", thousands(all.paid_matched), thousands(all.paid)),
            ),
            (
                RETAINED,
                Marker::Square,
                format!("{} of {} owed, by size", thousands(all.owed_matched), thousands(all.owed)),
            ),
            (LOST, Marker::Diamond, format!("{} unmatched", thousands(all.rows - all.matched))),
        ];
        for ((colour, marker, text), line) in entries.into_iter().zip([0.0, 24.0, 48.0]) {
            scene.dot((140.0, 152.0 + line), 5.0, colour, 1.0, marker);
            scene.words((154.0, 152.0 + line), &text, TextAnchor::Start, plain(13.5, INK));
        }
        let mut rest = format!("{} settle to nothing on both sides", thousands(self.nothing));
        if self.one_sided > 0 {
            rest += &format!("; {} to nothing, or the other sign, on one: not shown", self.one_sided);
        }
        scene.words((140.0, 224.0), &rest, TextAnchor::Start, plain(12.5, MUTED));
    }
}

fn axes(scene: &mut Scene, x: &AxisScale, y: &AxisScale, (low, high): (f64, f64)) {
    let mut power = low;
    while power <= high + 1e-9 {
        let text = dollars(10_f64.powf(power));
        scene.line(vec![(x.at(low), y.at(power)), (x.at(high), y.at(power))], GRID, 1.0);
        scene.line(vec![(x.at(power), y.at(low)), (x.at(power), y.at(high))], GRID, 1.0);
        scene.words((x.at(low) - 10.0, y.at(power)), &text, TextAnchor::End, plain(12.0, MUTED));
        scene.words((x.at(power), y.at(low) + 18.0), &text, TextAnchor::Middle, plain(12.0, MUTED));
        power += 1.0;
    }
    scene.dashed((x.at(low), y.at(low)), (x.at(high), y.at(high)), REFERENCE, 1.6);
    scene.words((x.at(high), y.at(low) + 40.0), "published", TextAnchor::End, plain(13.0, MUTED));
    scene.words((40.0, y.at(high) - 22.0), "replayed", TextAnchor::Start, plain(13.0, MUTED));
}

/// Names the unmatched, where they are few.
fn names(scene: &mut Scene, report: &ReplayReport, x: &AxisScale, y: &AxisScale) {
    let few = report.unmatched().iter().filter(|row| row.published * row.replayed > 0.0);
    if few.clone().count() <= 12 {
        for row in few {
            let at = (x.at(row.published.abs().log10()), y.at(row.replayed.abs().log10()));
            let text = format!("{} {}", row.aco, row.year);
            scene.words((at.0 - 10.0, at.1 - 11.0), &text, TextAnchor::End, plain(12.0, LOST));
        }
    }
}
