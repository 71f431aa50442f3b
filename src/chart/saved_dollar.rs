//! Where a saved dollar stops, and what is left of the programme: one waterfall for each arm.

use super::arms::{pointed_at, shown, with_left_out};
use super::axis::AxisScale;
use super::palette::{Colour, GRID, INK, KEPT, LOST, MUTED, REACHED, RETAINED};
use super::scene::{Lettering, Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::{
    DollarFall, PHYSICIANS, SEEN, STOPS, cents, dollar_falls, dollar_finding, short_dollars, shows_stops,
    years_in_words,
};
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, columns, shared};
use crate::units::{real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/saved_dollar",
        about: "where a saved dollar stops, over all years: the figures of the chart beside it. Within an arm the amounts but `saved` add up to it",
        row: "arm and place where money stops",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |report| shows_stops(&report.disclosure),
    rows,
};

columns! { (arm: &'a str, stop: &'static str, amount: f64, part: f64);
    shared::ARM => arm,
    Column::text("stop", "`saved`, a place where money stops, or `left of the programme`: the programme's margin, but for what audits take back of earlier years") => stop,
    Column::number("amount", "$", "mean over trials, summed over all contracts and years; negative for what comes back") => amount,
    Column::number("part", "share", "part of what was saved; 0 where nothing was") => part,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for fall in dollar_falls(report.model, report.outcome) {
        let arm = &report.model.arms[fall.arm].name;
        let stops = STOPS.iter().map(|stop| stop.name).zip(fall.stopped);
        for (stop, amount) in [("saved", fall.saved)].into_iter().chain(stops).chain([(LEFT, fall.left())]) {
            each(&cells(arm, stop, amount, fall.part(amount)))?;
        }
    }
    Ok(())
}

/// The name of what does not stop anywhere.
const LEFT: &str = "left of the programme";

/// What the system is left with, where that is above nothing.
const LEFT_OVER: Colour = (0, 158, 115);

/// Colour of each of [`STOPS`]: kept by the payer, forfeited, costs, physicians, facility margin.
const COLOURS: [Colour; STOPS.len()] = [
    KEPT, LOST, LOST, LOST, LOST, RETAINED, RETAINED, RETAINED, RETAINED, RETAINED, RETAINED, RETAINED,
    REACHED, LOST,
];

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, disclosure, .. } = report;
    if !shows_stops(disclosure) {
        return None;
    }
    let falls = dollar_falls(model, outcome);
    let drawn = &falls[..shown(model)];
    let about = format!(
        "Savings of all contracts in years with savings (benchmark less spending) and rewards, {}; cents of each dollar, mean of {} futures. Left of the programme: its margin; visits no longer made and other pay are not in it (see the bridge of the system's margin)",
        years_in_words(model),
        thousands(outcome.trials)
    );
    // On a long page the columns are named at the top, too.
    let is_long = drawn.len() > 4;
    let first = if is_long { FIRST + 40.0 } else { FIRST };
    let height = whole_pixels(first + ROW * real(drawn.len()) + 55.0);
    let mut scene = Scene::titled(
        medium,
        1200,
        height,
        &dollar_finding(model, &falls[..falls.len().min(shown(model))]),
        &with_left_out(about, model),
    );
    // A stop that takes nothing from any arm's dollar has no column.
    let seen = |stop: &usize| drawn.iter().any(|fall| fall.part(fall.stopped[*stop]).abs() >= SEEN);
    let taken: Vec<usize> = (0..STOPS.len()).filter(|stop| *stop == PHYSICIANS || seen(stop)).collect();
    let columns = Columns { n: taken.len() + 2 };
    let lowest = drawn.iter().map(|fall| levels(fall).into_iter().fold(0.0, f64::min)).fold(0.0, f64::min);
    for (place, fall) in drawn.iter().enumerate() {
        let top = first + ROW * real(place);
        let y = AxisScale::new((lowest, 1.0), (top + FALL, top));
        let saved = format!("{} saved", short_dollars(fall.saved));
        row_title(&mut scene, &model.arms[fall.arm].title, &saved, top + FALL / 2.0);
        draw_fall(&mut scene, (&pointed_at(model, fall.arm), fall), &taken, columns, &y);
        scene.cut(top + ROW - 26.0);
    }
    let names: Vec<&str> =
        std::iter::once("saved").chain(taken.iter().map(|stop| STOPS[*stop].name)).chain([LEFT]).collect();
    if is_long {
        columns.labels(&mut scene, names.iter().copied(), 118.0);
    }
    columns.labels(&mut scene, names.into_iter(), f64::from(height) - 42.0);
    Some(scene)
}

/// Top of the first arm's part of the page, height of each, and of its waterfall.
const FIRST: f64 = 125.0;
const ROW: f64 = 170.0;
const FALL: f64 = 118.0;
/// What is left after each stop, and the facility margin with it.
fn levels(fall: &DollarFall) -> Vec<f64> {
    let mut level = 1.0;
    let each = fall.stopped.iter().map(|stopped| {
        level -= fall.part(*stopped);
        level
    });
    each.collect()
}

/// Columns side by side.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) n: usize,
}

impl Columns {
    pub(super) const LEFT: f64 = 195.0;
    pub(super) const RIGHT: f64 = 1170.0;

    fn width(self) -> f64 {
        (Columns::RIGHT - Columns::LEFT) / real(self.n)
    }

    /// Left and right end of a column.
    pub(super) fn ends(self, place: usize) -> (f64, f64) {
        let left = Columns::LEFT + self.width() * real(place);
        (left + 4.0, left + self.width() - 4.0)
    }

    pub(super) fn middle(self, place: usize) -> f64 {
        let (left, right) = self.ends(place);
        f64::midpoint(left, right)
    }

    /// Thin lines from bar to bar: each column's level before it, and whether it has a bar of its own.
    pub(super) fn joints(self, scene: &mut Scene, y: &AxisScale, levels: &[(f64, bool)]) {
        for (place, (level, has_bar)) in levels.iter().enumerate() {
            let (left, right) = self.ends(place);
            let from = if place == 0 { left } else { self.ends(place - 1).1 };
            let to = if *has_bar { left } else { right };
            scene.line(vec![(from, y.at(*level)), (to, y.at(*level))], MUTED, 0.8);
        }
    }

    /// Names of columns, around a height.
    pub(super) fn labels<'a>(self, scene: &mut Scene, names: impl Iterator<Item = &'a str>, y: f64) {
        let names: Vec<&str> = names.collect();
        // The larger letters of a page are as large as leaves each word whole.
        let whole = |size: &f64| {
            let fits = |word: &str| scene.fitted(word, self.width() - 4.0, 1, plain(*size, MUTED))[0] == word;
            names.iter().flat_map(|name| name.split_whitespace()).all(fits)
        };
        let on_page = [12.0, 11.0, 10.0, 9.0, 8.0].into_iter().find(whole).unwrap_or(8.0);
        let size = if scene.medium() == Medium::FILE { 12.0 } else { on_page };
        for (place, name) in names.into_iter().enumerate() {
            let at = (self.middle(place), y);
            scene.paragraph(at, name, (self.width() - 4.0, 3), TextAnchor::Middle, plain(size, MUTED));
        }
    }
}

fn draw_fall(
    scene: &mut Scene,
    (arm, fall): (&str, &DollarFall),
    taken: &[usize],
    columns: Columns,
    y: &AxisScale,
) {
    let zero = y.at(0.0);
    scene.line(vec![(Columns::LEFT, zero), (Columns::RIGHT, zero)], GRID, 1.0);
    if fall.saved <= 0.0 {
        let at = (Columns::LEFT + 8.0, zero - 12.0);
        scene.words(at, "nothing saved", TextAnchor::Start, plain(12.5, MUTED));
        return;
    }
    let name = |place: usize| match place {
        0 => "saved",
        place => taken.get(place - 1).map_or(LEFT, |stop| STOPS[*stop].name),
    };
    let mut value = |place: usize, (from, to): (f64, f64), colour: Colour, text: &str, is_bold: bool| {
        let (left, right) = columns.ends(place);
        let (top, bottom) = (y.at(from.max(to)), y.at(from.min(to)));
        if (from - to).abs() > 0.0 {
            scene.bar((left, top), (right, bottom.max(top + 1.0)), colour, 1.0);
            let part = if place == 0 { "$1.00".to_owned() } else { cents(from - to) };
            scene.tip(format!("{arm}, all years, of each saved dollar: {}, {part}", name(place)));
        }
        let lettering = Lettering { size: 12.5, colour: INK, bold: is_bold };
        let at = if from.max(to) <= 0.0 && from != to { bottom + 11.0 } else { top - 9.0 };
        scene.words((columns.middle(place), at), text, TextAnchor::Middle, lettering);
    };
    value(0, (1.0, 0.0), MUTED, "$1.00", true);
    let mut level = 1.0;
    let mut joints = vec![(1.0, true)];
    for (place, stop) in taken.iter().enumerate().map(|(i, stop)| (i + 1, *stop)) {
        let part = fall.part(fall.stopped[stop]);
        joints.push((level, part != 0.0));
        let text = if part.abs() >= SEEN || stop == PHYSICIANS { cents(part) } else { String::new() };
        value(place, (level, level - part), COLOURS[stop], &text, stop == PHYSICIANS);
        level -= part;
    }
    joints.push((level, true));
    let left = fall.part(fall.left());
    let colour = if left < 0.0 { LOST } else { LEFT_OVER };
    value(taken.len() + 1, (left, 0.0), colour, &cents(left), true);
    columns.joints(scene, y, &joints);
}

/// A row's title around a height, and below it a line of what it is about.
pub(super) fn row_title(scene: &mut Scene, title: &str, about: &str, middle: f64) {
    let lines = scene.fitted(title, 145.0, 4, bold(14.0, INK));
    let step = scene.leading(17.0, 14.0);
    let first = middle - step / 2.0 * real(lines.len());
    for (line, words) in lines.iter().enumerate() {
        scene.words((40.0, first + step * real(line)), words, TextAnchor::Start, bold(14.0, INK));
    }
    let below = first + step * real(lines.len()) + 3.0;
    scene.words((40.0, below), about, TextAnchor::Start, plain(12.5, MUTED));
}
