//! Own cents of a dollar of care avoided, physician by physician and year by year: a map for each arm, on which the
//! years run across and the physicians of a specialty stand together.

use super::arms::{pointed_at, shown, with_left_out};
use super::palette::{Colour, INK, MUTED, between};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use super::specialties::ordered;
use crate::decision::{Keepers, arm_in_words, keepers, own_part};
use crate::engine::Outcome;
use crate::model::Model;
use crate::order::Ordered;
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, always, columns, shared};
use crate::units::{CalendarYear, real, thousands};
use std::collections::BTreeMap;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/own_cents_by_physician_and_year",
        about: "own part of a dollar of care avoided: the figures of the chart beside it",
        row: "arm, physician and year, physicians in the author's order",
        whom: Whom::Persons,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, who: (&'a str, &'a str), year: CalendarYear, part: f64);
    shared::ARM => arm,
    shared::SPECIALTY => who.0,
    shared::PHYSICIAN_ID => who.1,
    shared::YEAR => u64::from(year.0),
    Column::number("own_part_of_avoided_dollar", "$ per $", "what the physician is expected to be paid of a dollar of care avoided for own patients, less what visits not made would have paid; mean of trials")
        => part,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let Report { model, outcome, .. } = report;
    for (place, arm) in model.arms.iter().enumerate() {
        for physician in &model.author_order {
            let who = &model.physicians[*physician];
            for year in 0..model.years {
                if let Some(part) = own_part(&outcome.of(place, year), *physician) {
                    each(&cells(&arm.name, (&who.specialty, &who.id), model.start.plus(year), part))?;
                }
            }
        }
    }
    Ok(())
}

/// Rows of a map at most: beyond, a row is the mean of neighbours.
const MOST_ROWS: usize = 400;
/// Shades on each side of nothing.
const SHADES: i32 = 12;
/// Colours of nothing, of the most that is kept, and of the most that is lost. From lost to kept they darken, so that
/// the order survives grey print.
const NOTHING: Colour = (226, 227, 226);
const HALF_KEPT: Colour = (86, 154, 204);
const KEPT_MOST: Colour = (8, 48, 107);
const HALF_LOST: Colour = (230, 145, 56);
const LOST_MOST: Colour = (127, 59, 8);
/// Less than this of a dollar is nothing, at any scale.
const NEXT_TO_NOTHING: f64 = 0.0025;

/// A row of the map: the physicians whose mean it shows.
struct MapRow {
    places: Vec<usize>,
}

/// A specialty's rows.
struct MapBlock {
    title: String,
    rows: Vec<MapRow>,
}

/// Own parts by arm, year and place.
struct OwnParts(Vec<Vec<Vec<Option<f64>>>>);

impl OwnParts {
    fn of(model: &Model, outcome: &Outcome, arms: usize) -> OwnParts {
        let year = |arm, year| {
            let results = outcome.of(arm, year);
            (0..model.len()).map(|place| own_part(&results, place)).collect()
        };
        OwnParts((0..arms).map(|arm| (0..model.years).map(|y| year(arm, y)).collect()).collect())
    }

    /// Mean of a row in an arm and year; nothing where the arm has none of its physicians.
    fn mean(&self, (arm, year): (usize, usize), row: &MapRow) -> Option<f64> {
        let values: Vec<f64> = row.places.iter().filter_map(|place| self.0[arm][year][*place]).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / real(values.len()))
    }

    fn all(&self) -> impl Iterator<Item = f64> {
        self.0.iter().flatten().flatten().flatten().copied()
    }
}

/// The rows of the map: specialties in the order of charts, physicians by what they keep at the end in the arm that
/// reaches most, neighbours together where there are too many.
fn blocks(model: &Model, parts: &OwnParts, by: usize) -> Vec<MapBlock> {
    let everyone = model.len().max(1);
    let last = model.years - 1;
    let mut blocks = Vec::new();
    for specialty in ordered(model) {
        let mut places: Vec<usize> = model
            .author_order
            .iter()
            .copied()
            .filter(|place| model.physicians[*place].specialty == specialty.name)
            .collect();
        let value = |place: usize| {
            let years = parts.0[by].iter().map(|year| year[place].unwrap_or(f64::MIN));
            (parts.0[by][last][place].unwrap_or(f64::MIN), years.sum::<f64>())
        };
        places.order_by(|a, b| {
            let ((a, first), (b, second)) = (value(*a), value(*b));
            b.total_cmp(&a).then(second.total_cmp(&first))
        });
        let count = places.len();
        let n =
            if everyone > MOST_ROWS { (count * MOST_ROWS / everyone).clamp(1, count.max(1)) } else { count };
        let rows =
            (0..n).map(|row| MapRow { places: places[row * count / n..(row + 1) * count / n].to_vec() });
        let title = format!("{} ({})", specialty.words(), thousands(count as u64));
        blocks.push(MapBlock { title, rows: rows.collect() });
    }
    blocks
}

/// The scale of colours: the part of a dollar at its ends.
#[derive(Clone, Copy)]
struct Shade {
    most: f64,
}

impl Shade {
    /// As far as all but one in two hundred values reach, rounded up; at least a cent.
    fn of(parts: &OwnParts) -> Shade {
        let mut sizes: Vec<f64> = parts.all().map(f64::abs).collect();
        sizes.sort_by(f64::total_cmp);
        let reach =
            sizes.get((sizes.len() * 199 / 200).min(sizes.len().saturating_sub(1))).copied().unwrap_or(0.0);
        let ends = [0.01, 0.02, 0.03, 0.05, 0.08, 0.10, 0.15, 0.20, 0.30, 0.50, 1.0];
        Shade { most: ends.into_iter().find(|end| *end >= reach).unwrap_or_else(|| reach.ceil()) }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a shade between two ends")]
    fn step(self, part: f64) -> i32 {
        if part.abs() < NEXT_TO_NOTHING {
            return 0;
        }
        (part / self.most * f64::from(SHADES)).round().clamp(-f64::from(SHADES), f64::from(SHADES)) as i32
    }

    fn colour(step: i32) -> Colour {
        let part = f64::from(step.abs()) / f64::from(SHADES);
        match step {
            ..0 if part < 0.5 => between(NOTHING, HALF_LOST, 2.0 * part),
            ..0 => between(HALF_LOST, LOST_MOST, 2.0 * part - 1.0),
            _ if part < 0.5 => between(NOTHING, HALF_KEPT, 2.0 * part),
            _ => between(HALF_KEPT, KEPT_MOST, 2.0 * part - 1.0),
        }
    }
}

/// Where everything stands.
struct MapPage {
    columns: usize,
    pitch: f64,
    left: f64,
    width: f64,
    height: f64,
    /// Top and height of each block, from the top of a map.
    blocks: Vec<(f64, f64)>,
    ids: bool,
}

/// Top of the first map, and what a row of maps needs beside their height.
const TOP: f64 = 160.0;
const AROUND: f64 = 84.0;
/// Room for names of specialties, and for identifiers.
const NAMES: f64 = 196.0;
const IDS: f64 = 74.0;
/// Least height of a row whose identifier is printed.
const PRINTED: f64 = 11.0;

impl MapPage {
    fn of(arms: usize, blocks: &[MapBlock]) -> MapPage {
        let rows: usize = blocks.iter().map(|block| block.rows.len()).sum();
        let row = (640.0 / real(rows.max(1))).clamp(1.6, 16.0);
        let ids = row >= PRINTED;
        let mut top = 0.0;
        let placed: Vec<(f64, f64)> = blocks
            .iter()
            .map(|block| {
                let height = (row * real(block.rows.len())).max(14.0);
                let at = top;
                top += height + 4.0;
                (at, height)
            })
            .collect();
        let columns = if arms > 6 { arms.div_ceil(2) } else { arms.max(1) };
        let left = NAMES + if ids { IDS } else { 0.0 };
        let pitch = (1170.0 - left) / real(columns);
        let width = (pitch - 14.0).min(420.0);
        MapPage { columns, pitch: pitch.min(width + 14.0), left, width, height: top, blocks: placed, ids }
    }

    fn corner(&self, place: usize) -> (f64, f64) {
        let (column, row) = (real(place % self.columns), real(place / self.columns));
        (self.left + column * self.pitch, TOP + row * (self.height + AROUND))
    }
}

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, .. } = report;
    if model.is_empty() {
        return None;
    }
    let arms = shown(model);
    let counts = keepers(model, outcome, arms);
    let parts = OwnParts::of(model, outcome, arms);
    let by = if counts.most() < arms { counts.most() } else { 0 };
    let blocks = blocks(model, &parts, by);
    let layout = MapPage::of(arms, &blocks);
    let mut about = format!(
        "Cents that a physician is expected to be paid of a dollar of care avoided for own patients, less what visits not made would have paid; mean of {} futures. A row is a physician, a column a year",
        thousands(outcome.trials)
    );
    if model.len() > MOST_ROWS {
        about = about
            .replace("A row is a physician", "A row is the mean of neighbouring physicians of a specialty");
    }
    let bands = real(arms.div_ceil(layout.columns));
    let height = whole_pixels(TOP + bands * (layout.height + AROUND) + 34.0);
    let mut scene = Scene::titled(
        medium,
        1200,
        height,
        &counts.finding(|arm| arm_in_words(model, arm)),
        &with_left_out(about, model),
    );
    let shade = Shade::of(&parts);
    for arm in 0..arms {
        let corner = layout.corner(arm);
        if arm % layout.columns == 0 {
            if arm > 0 {
                scene.cut(corner.1 - 62.0);
            }
            labels(&mut scene, model, &blocks, (&layout, corner.1));
        }
        head(&mut scene, model, &counts, (arm, &layout, corner));
        map(&mut scene, &parts, (arm, &blocks, model.years), shade, (&layout, corner));
        tell(&mut scene, (model, &parts), (arm, &blocks), (&layout, corner));
        foot(&mut scene, model, &layout, corner);
    }
    key(&mut scene, &parts, shade, f64::from(height) - 44.0);
    Some(scene)
}

/// Names of specialties, and identifiers where rows are high enough.
fn labels(scene: &mut Scene, model: &Model, blocks: &[MapBlock], (layout, top): (&MapPage, f64)) {
    for (block, (at, height)) in blocks.iter().zip(&layout.blocks) {
        let y = top + at + height / 2.0;
        let title = scene.fitted(&block.title, NAMES - 16.0, 1, plain(12.5, INK)).concat();
        scene.words((NAMES - 10.0, y), &title, TextAnchor::End, plain(12.5, INK));
        if layout.ids {
            let each = height / real(block.rows.len().max(1));
            for (place, row) in block.rows.iter().enumerate() {
                let id = row.places.first().map_or("", |place| model.physicians[*place].id.as_str());
                let text = scene.fitted(id, IDS - 8.0, 1, plain(10.5, MUTED)).concat();
                let y = top + at + each * (real(place) + 0.5);
                scene.words((layout.left - 6.0, y), &text, TextAnchor::End, plain(10.5, MUTED));
            }
        }
    }
}

fn head(
    scene: &mut Scene,
    model: &Model,
    counts: &Keepers,
    (arm, layout, (left, top)): (usize, &MapPage, (f64, f64)),
) {
    let title = scene.fitted(&model.arms[arm].title, layout.width, 2, bold(13.0, INK));
    for (line, text) in title.iter().rev().enumerate() {
        scene.words(
            (left, top - 30.0 - scene.leading(16.0, 13.0) * real(line)),
            text,
            TextAnchor::Start,
            bold(13.0, INK),
        );
    }
    let count = counts.arms[arm];
    let text = format!("{} of {} keep 1 ¢ or more", thousands(count.keep as u64), thousands(count.of as u64));
    let text = scene.fitted(&text, layout.width + 8.0, 1, plain(11.5, MUTED)).concat();
    scene.words((left, top - 12.0), &text, TextAnchor::Start, plain(11.5, MUTED));
}

/// One arm's map: runs of equal shade along the years are one rectangle, and all of a shade are one shape.
fn map(
    scene: &mut Scene,
    parts: &OwnParts,
    (arm, blocks, years): (usize, &[MapBlock], usize),
    shade: Shade,
    (layout, (left, top)): (&MapPage, (f64, f64)),
) {
    let across = layout.width / real(years);
    let mut by_shade: BTreeMap<i32, Vec<[(f64, f64); 2]>> = BTreeMap::new();
    for (block, (at, height)) in blocks.iter().zip(&layout.blocks) {
        let each = height / real(block.rows.len().max(1));
        for (place, row) in block.rows.iter().enumerate() {
            let (from, to) = (top + at + each * real(place), top + at + each * (real(place) + 1.0));
            let steps: Vec<Option<i32>> =
                (0..years).map(|year| parts.mean((arm, year), row).map(|part| shade.step(part))).collect();
            let mut year = 0;
            while year < years {
                let run = steps[year..].iter().take_while(|step| **step == steps[year]).count();
                if let Some(step) = steps[year] {
                    let corners =
                        [(left + across * real(year), from), (left + across * real(year + run), to)];
                    add(by_shade.entry(step).or_default(), corners);
                }
                year += run;
            }
        }
    }
    for (step, boxes) in by_shade {
        scene.tiles(&boxes, Shade::colour(step));
    }
}

/// Says on a page what stands at each place of a map: of each physician and year where rows are high enough to be pointed
/// at, else the mean of each specialty and year.
fn tell(
    scene: &mut Scene,
    (model, parts): (&Model, &OwnParts),
    (arm, blocks): (usize, &[MapBlock]),
    (layout, (left, top)): (&MapPage, (f64, f64)),
) {
    let (title, across) = (pointed_at(model, arm), layout.width / real(model.years));
    for (block, (at, height)) in blocks.iter().zip(&layout.blocks) {
        let whole = MapRow { places: block.rows.iter().flat_map(|row| row.places.clone()).collect() };
        let rows = if layout.ids { &block.rows[..] } else { std::slice::from_ref(&whole) };
        let each = height / real(rows.len().max(1));
        for (place, row) in rows.iter().enumerate() {
            let of = match &row.places[..] {
                [only] => model.physicians[*only].id.clone(),
                _ => format!("mean of {}", block.title),
            };
            let upper = top + at + each * real(place);
            for year in 0..model.years {
                let Some(part) = parts.mean((arm, year), row) else { continue };
                let (from, cents) = (left + across * real(year), (1e4 * part).round() / 100.0 + 0.0);
                let said = format!(
                    "{title}, {of}, {}: {cents:.2} ¢ of a dollar of care avoided",
                    model.start.plus(year)
                );
                scene.cell((from, upper), (from + across, upper + each), said);
            }
        }
    }
}

/// Adds a rectangle to those of its shade; one that continues the last one downwards makes it longer.
fn add(boxes: &mut Vec<[(f64, f64); 2]>, corners: [(f64, f64); 2]) {
    let [from, to] = corners;
    match boxes
        .iter_mut()
        .rev()
        .take(16)
        .find(|[above, below]| above.0 == from.0 && below.0 == to.0 && (below.1 - from.1).abs() < 1e-6)
    {
        Some(above) => above[1] = to,
        None => boxes.push(corners),
    }
}

/// Years under a map: the first, the last, and some between where there is room.
fn foot(scene: &mut Scene, model: &Model, layout: &MapPage, (left, top): (f64, f64)) {
    let across = layout.width / real(model.years);
    let most = if layout.width > 220.0 { 4 } else { 2 };
    let step = (model.years - 1).max(1).div_ceil(most - 1).max(1);
    let mut places: Vec<usize> = (0..model.years).step_by(step).collect();
    if !(model.years - 1).is_multiple_of(step) && real((model.years - 1) % step) * across > 36.0 {
        places.push(model.years - 1);
    }
    for place in places {
        let year = model.start.plus(place).to_string();
        let x = left + across * (real(place) + 0.5);
        scene.words((x, top + layout.height + 12.0), &year, TextAnchor::Middle, plain(11.5, MUTED));
    }
}

/// What the colours mean.
fn key(scene: &mut Scene, parts: &OwnParts, shade: Shade, y: f64) {
    let lowest = parts.all().map(|part| shade.step(part)).min().unwrap_or(0).min(0);
    let first = if lowest > -SHADES / 3 { lowest } else { -SHADES };
    let width = 18.0;
    let at = |step: i32| NAMES + width * f64::from(step - first);
    for step in first..=SHADES {
        scene.tiles(&[[(at(step), y), (at(step) + width, y + 14.0)]], Shade::colour(step));
    }
    let cents = |part: f64| format!("{:.1} ¢", 100.0 * part).replace(".0 ¢", " ¢").replace('-', "−");
    let mut ends = vec![(0, cents(0.0)), (SHADES / 2, cents(shade.most / 2.0)), (SHADES, cents(shade.most))];
    if first == -SHADES {
        ends.push((-SHADES / 2, cents(-shade.most / 2.0)));
        ends.push((-SHADES, cents(-shade.most)));
    } else if first < -1 {
        ends.push((first, cents(shade.most * f64::from(first) / f64::from(SHADES))));
    }
    let beyond = parts.all().any(|part| part.abs() > shade.most * 1.04);
    for (step, mut text) in ends {
        if beyond && step.abs() == SHADES {
            text += if step > 0 { " or more" } else { " or less" };
        }
        let anchor = if step == SHADES && beyond { TextAnchor::Start } else { TextAnchor::Middle };
        let shift = if step == SHADES && beyond { 0.0 } else { width / 2.0 };
        scene.words((at(step) + shift, y + 26.0), &text, anchor, plain(11.5, MUTED));
    }
    let text = "own cents of a dollar of care avoided";
    scene.words((at(SHADES) + width + 14.0, y + 7.0), text, TextAnchor::Start, plain(12.0, MUTED));
}
