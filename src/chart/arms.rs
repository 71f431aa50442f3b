//! The arms of a run in a chart: which are shown, their legend, and panels of one arm each.

use super::bitmap::width_of;
use super::palette::{INK, MOST_ARMS, arm, marker};
use super::scene::{Medium, Scene, TextAnchor, fitted, plain};
use crate::model::Model;
use crate::report::Report;
use crate::units::{real, shortened};

/// How many arms a chart shows: as many as it tells apart, the baseline first.
pub(super) fn shown(model: &Model) -> usize {
    model.arms.len().min(MOST_ARMS)
}

/// Places of the physicians that an arm has.
pub(super) fn present(model: &Model, arm: usize) -> impl Iterator<Item = usize> + '_ {
    model.arms[arm].roster.iter().enumerate().filter(|(_, p)| p.is_some()).map(|(place, _)| place)
}

/// What a chart says of arms that it leaves out.
pub(super) fn left_out(model: &Model) -> Option<String> {
    let rest = model.arms.len() - shown(model);
    let arms = if rest == 1 { "arm is" } else { "arms are" };
    (rest > 0).then(|| {
        format!(
            "The first {MOST_ARMS} arms are shown; {rest} further {arms} left out, and stand in the table."
        )
    })
}

/// What a chart of specialties says of those that may not be shown; nothing where all may.
pub(super) fn hidden_groups(report: &Report<'_>) -> String {
    let hidden = report.disclosure.withheld().filter(|of| of.specialties.hidden > 0);
    hidden.map_or_else(String::new, |of| {
        format!(
            ". {} of {} specialties are hidden: figures of fewer than {} physicians would follow from them",
            of.specialties.hidden, of.specialties.of, of.least
        )
    })
}

/// What is shown, with what is left out.
pub(super) fn with_left_out(shown: String, model: &Model) -> String {
    match left_out(model) {
        Some(rest) => format!("{shown}. {rest}"),
        None => shown,
    }
}

/// Left and right edge of a legend, height of one of its rows, and what an entry needs beside its title.
const EDGES: (f64, f64) = (48.0, 1160.0);
/// Height of a row of a legend.
const ROW: f64 = 22.0;
const AROUND: f64 = 34.0;
const LONGEST_ENTRY: f64 = 330.0;

/// Where each entry of a legend stands: its row, its place across, its title.
fn entries(titles: &[&str], medium: Medium) -> Vec<(usize, f64, String)> {
    let style = medium.lettering(plain(13.0, INK));
    let (mut row, mut x) = (0, EDGES.0);
    let mut placed = Vec::new();
    for title in titles {
        let text = fitted(title, LONGEST_ENTRY, 1, style).concat();
        let width = width_of(&text, style) + AROUND;
        if x + width > EDGES.1 && x > EDGES.0 {
            (row, x) = (row + 1, EDGES.0);
        }
        placed.push((row, x, text));
        x += width;
    }
    placed
}

/// Height of the legend of the arms.
pub(super) fn legend_height(model: &Model, medium: Medium) -> f64 {
    let last = entries(&titles(model), medium).last().map_or(0, |entry| entry.0);
    ROW * (real(last) + 1.0)
}

/// The arms in rows, each with its marker, the first row at a height.
pub(super) fn legend(scene: &mut Scene, model: &Model, y: f64) {
    for (place, (row, x, title)) in entries(&titles(model), scene.medium()).into_iter().enumerate() {
        let y = y + ROW * real(row);
        scene.dot((x, y), 6.0, arm(place), 1.0, marker(place));
        scene.words((x + 13.0, y), &title, TextAnchor::Start, plain(13.0, INK));
    }
}

fn titles(model: &Model) -> Vec<&str> {
    model.arms[..shown(model)].iter().map(|arm| arm.title.as_str()).collect()
}

/// An arm's title where it is pointed at.
pub(super) fn pointed_at(model: &Model, place: usize) -> String {
    shortened(&model.arms[place].title, 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legend_flows_into_rows_and_cuts_what_is_too_long() {
        let long =
            "A variant whose title goes on and on, as titles of variants may, up to two hundred letters";
        let placed = entries(&["Today", long, long, long, long], Medium::FILE);
        assert_eq!(placed.iter().map(|entry| entry.0).collect::<Vec<_>>(), [0, 0, 0, 1, 1]);
        assert!(placed[1].2.ends_with('…') && placed[0].2 == "Today");
        for (row, x, text) in &placed {
            assert!(x + width_of(text, plain(13.0, INK)) + 13.0 <= EDGES.1, "row {row}: {text}");
        }
    }
}
