//! A sweep of two numbers: a map for each arm, with a line where it is worth nothing.

use super::arms::{shown, with_left_out};
use super::axis::{AxisScale, ticks};
use super::palette::{Colour, GRID, INK, KEPT, MUTED, Marker, PAPER, between};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use super::sweep_lines::{of_unit, short, tick};
use crate::analysis::{Estimate, Swept, SweptAgainst, SweptMeasure};
use crate::decision::{arm_in_words, measure_in_words, settings_in_words, sweep_finding, within_unit};
use crate::model::Model;
use crate::units::{capitalised, real, thousands};

/// Colours of nothing, of the most above it and of the most below: both ways they darken, so that the size survives grey
/// print, and the sign stands in the line.
const NOTHING: Colour = (240, 240, 238);
const HALF_ABOVE: Colour = (86, 154, 204);
const MOST_ABOVE: Colour = (8, 48, 107);
const HALF_BELOW: Colour = (230, 145, 56);
const MOST_BELOW: Colour = (127, 59, 8);

/// Where maps stand: their first, what a row of them needs beside their height, and their sizes.
const TOP: f64 = 165.0;
const AROUND: f64 = 110.0;
const LEFT: f64 = 110.0;
const HEIGHT: f64 = 260.0;

/// A measure in each cell of a map, by the places of its values; nothing where the cell cannot be.
struct SweepGrid {
    across: Vec<f64>,
    up: Vec<f64>,
    values: Vec<Vec<Option<Estimate>>>,
}

/// The values that a number takes, in order, each once.
fn levels_of(swept: &Swept, factor: usize) -> Vec<f64> {
    let mut values: Vec<f64> = swept.cells.iter().map(|cell| cell.settings[factor]).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// Whether the cells of two numbers are every combination of their values.
pub(super) fn is_grid(swept: &Swept) -> bool {
    let (across, up) = (levels_of(swept, 0).len(), levels_of(swept, 1).len());
    let mut cells: Vec<[u64; 2]> =
        swept.cells.iter().map(|cell| [cell.settings[0].to_bits(), cell.settings[1].to_bits()]).collect();
    cells.sort_unstable();
    cells.dedup();
    cells.len() == swept.cells.len() && cells.len() == across * up && across > 1 && up > 1
}

fn grid_of(swept: &Swept, column: usize) -> SweepGrid {
    let (across, up) = (levels_of(swept, 0), levels_of(swept, 1));
    let mut values = vec![vec![None; across.len()]; up.len()];
    for (_, cell) in swept.ran() {
        let place = |of: &[f64], value: f64| of.iter().position(|one| *one == value);
        if let (Some(x), Some(y)) = (place(&across, cell.settings[0]), place(&up, cell.settings[1])) {
            values[y][x] = Some(swept.against(&cell.values[column])).filter(|value| value.value.is_finite());
        }
    }
    SweepGrid { across, up, values }
}

/// Where the maps of a page stand.
struct MapsOnPage {
    columns: usize,
    pitch: f64,
    width: f64,
}

impl MapsOnPage {
    fn of(maps: usize) -> MapsOnPage {
        let columns = maps.clamp(1, 3);
        let pitch = 1150.0 / real(columns);
        MapsOnPage { columns, pitch, width: (pitch - LEFT).min(if maps == 1 { 820.0 } else { 560.0 }) }
    }

    fn height(&self, maps: usize) -> u32 {
        whole_pixels(TOP + real(maps.div_ceil(self.columns)) * (HEIGHT + AROUND) + 30.0)
    }

    fn corner(&self, place: usize) -> (f64, f64) {
        let (column, row) = (real(place % self.columns), real(place / self.columns));
        (LEFT + column * self.pitch, TOP + row * (HEIGHT + AROUND))
    }
}

/// What pictures of two numbers have in common: the page, its arms, and how far colours reach.
struct MapPicture {
    scene: Scene,
    page: MapsOnPage,
    arms: Vec<usize>,
    most: f64,
}

fn begin(model: &Model, swept: &Swept, measure: &SweptMeasure, what: &str) -> MapPicture {
    let (arms, still) = moved(model, swept, measure);
    let page = MapsOnPage::of(arms.len());
    let words = measure_in_words(model, measure);
    let against = match swept.compared() {
        SweptAgainst::Baseline => {
            format!("Change of {words} against today's agreements in the same cell, on the same luck")
        }
        SweptAgainst::Nothing => capitalised(&words),
    };
    let [x, y] = [0, 1].map(|place| swept.factors[place].place.clone() + &of_unit(swept.numbers[place].unit));
    let mut about =
        format!("{against}; mean of {} futures. Across: {x}; up: {y}. {what}", thousands(swept.trials));
    if !still.is_empty() {
        about += &format!(". The same in every cell, and not drawn: {}", still.join(", "));
    }
    let finding = sweep_finding(model, swept, measure);
    let scene =
        Scene::titled(Medium::FILE, 1200, page.height(arms.len()), &finding, &with_left_out(about, model));
    let columns = arms.iter().filter_map(|arm| measure.columns.get(*arm));
    let values =
        columns.flat_map(|column| swept.ran().map(|(_, cell)| swept.against(&cell.values[*column]).value));
    let most = values.filter(|value| value.is_finite()).fold(0.0_f64, |most, value| most.max(value.abs()));
    MapPicture { scene, page, arms, most: if most > 0.0 { most } else { 1.0 } }
}

/// The arms that are drawn, and of those that no cell moves the titles with their one value. Where no cell moves any, all
/// are drawn.
fn moved(model: &Model, swept: &Swept, measure: &SweptMeasure) -> (Vec<usize>, Vec<String>) {
    let all: Vec<usize> = swept.compared_arms().filter(|arm| *arm < shown(model)).collect();
    let own = |arm: usize| {
        let column = measure.columns.get(arm).copied();
        column
            .into_iter()
            .flat_map(|column| swept.ran().map(move |(_, cell)| swept.against(&cell.values[column]).value))
    };
    let is_still = |arm: &usize| own(*arm).all(|value| Some(value) == own(*arm).next());
    let (still, moved): (Vec<usize>, Vec<usize>) = all.iter().partition(|arm| is_still(arm));
    if moved.is_empty() {
        return (all, Vec::new());
    }
    let said = still.into_iter().filter_map(|arm| {
        let value = short(own(arm).next()?, measure.unit, swept.compared() == SweptAgainst::Baseline);
        Some(format!("{} ({value})", arm_in_words(model, arm)))
    });
    (moved, said.collect())
}

/// The colour of a value, where `most` is the largest on either side.
fn shade(value: f64, most: f64) -> Colour {
    let part = (value.abs() / most).min(1.0);
    let (half, end) = if value < 0.0 { (HALF_BELOW, MOST_BELOW) } else { (HALF_ABOVE, MOST_ABOVE) };
    if part < 0.5 { between(NOTHING, half, 2.0 * part) } else { between(half, end, 2.0 * part - 1.0) }
}

/// The map of every combination.
pub(super) fn map(model: &Model, swept: &Swept, measure: &SweptMeasure) -> Scene {
    let what =
        "The black line is where it is worth nothing, the ring what is stated, crossed cells cannot be";
    let mut picture = begin(model, swept, measure, what);
    let arms = picture.arms.clone();
    for (place, arm) in arms.iter().enumerate() {
        let Some(&column) = measure.columns.get(*arm) else { continue };
        let grid = grid_of(swept, column);
        let (left, top) = picture.page.corner(place);
        let frame = Frame { left, top, width: picture.page.width };
        head(&mut picture.scene, model, *arm, &frame);
        tiles(&mut picture, swept, (&grid, measure), &frame);
        contour(&mut picture.scene, &grid, &frame);
        figures(&mut picture, swept, (&grid, measure), &frame);
        ring(&mut picture.scene, swept, (&grid, *arm), &frame);
    }
    key(&mut picture, measure, swept);
    picture.scene
}

/// A map's place on the page.
struct Frame {
    left: f64,
    top: f64,
    width: f64,
}

impl Frame {
    /// The centre of a tile, or a place between centres.
    fn centre(&self, grid: &SweepGrid, (x, y): (f64, f64)) -> (f64, f64) {
        let (wide, high) = self.tile(grid);
        (self.left + wide * (x + 0.5), self.top + HEIGHT - high * (y + 0.5))
    }

    fn tile(&self, grid: &SweepGrid) -> (f64, f64) {
        (self.width / real(grid.across.len()), HEIGHT / real(grid.up.len()))
    }
}

fn head(scene: &mut Scene, model: &Model, arm: usize, frame: &Frame) {
    let title = scene.fitted(&model.arms[arm].title, frame.width, 2, bold(13.5, INK));
    for (line, text) in title.iter().rev().enumerate() {
        let y = frame.top - 16.0 - 16.0 * real(line);
        scene.words((frame.left, y), text, TextAnchor::Start, bold(13.5, INK));
    }
}

/// Tiles in their colours, with their figures where there is room, and the values along both sides.
fn tiles(
    picture: &mut MapPicture,
    swept: &Swept,
    (grid, measure): (&SweepGrid, &SweptMeasure),
    frame: &Frame,
) {
    let (wide, high) = frame.tile(grid);
    let signed = swept.compared() == SweptAgainst::Baseline;
    for (y, row) in grid.values.iter().enumerate() {
        for (x, value) in row.iter().enumerate() {
            let (at, down) = frame.centre(grid, (real(x), real(y)));
            let corners = [(at - wide / 2.0, down - high / 2.0), (at + wide / 2.0, down + high / 2.0)];
            let Some(value) = value else {
                let [from, to] = corners;
                picture.scene.tiles(&[corners], PAPER);
                picture.scene.line(vec![from, to], KEPT, 1.0);
                picture.scene.line(vec![(from.0, to.1), (to.0, from.1)], KEPT, 1.0);
                continue;
            };
            let colour = shade(value.value, picture.most);
            picture.scene.tiles(&[corners], colour);
            let words = [(0, grid.across[x]), (1, grid.up[y])]
                .map(|(factor, set)| format!("{} = {}", swept.factors[factor].place, tick(set)));
            let said = format!("{}: {}", words.join(", "), within_unit(value, measure.unit, signed));
            picture.scene.tip(said);
        }
    }
    let mut free = f64::NEG_INFINITY;
    for (x, value) in grid.across.iter().enumerate() {
        let (at, text) = (frame.centre(grid, (real(x), 0.0)).0, tick(*value));
        let half = 3.8 * real(text.chars().count());
        if at - half > free {
            picture.scene.words(
                (at, frame.top + HEIGHT + 13.0),
                &text,
                TextAnchor::Middle,
                plain(11.5, MUTED),
            );
            free = at + half;
        }
    }
    let step = if high < 13.0 { whole_pixels((13.0 / high).ceil()).max(1) as usize } else { 1 };
    for (y, value) in grid.up.iter().enumerate().step_by(step) {
        let down = frame.centre(grid, (0.0, real(y))).1;
        picture.scene.words((frame.left - 7.0, down), &tick(*value), TextAnchor::End, plain(11.5, MUTED));
    }
}

/// The figures of tiles where there is room, below their middle, where the line mostly is not.
fn figures(
    picture: &mut MapPicture,
    swept: &Swept,
    (grid, measure): (&SweepGrid, &SweptMeasure),
    frame: &Frame,
) {
    let (wide, high) = frame.tile(grid);
    if wide < 52.0 || high < 15.0 {
        return;
    }
    for (y, row) in grid.values.iter().enumerate() {
        for (x, value) in row.iter().enumerate() {
            let Some(value) = value else { continue };
            let ink = if value.value.abs() / picture.most > 0.62 { PAPER } else { INK };
            let text = short(value.value, measure.unit, swept.compared() == SweptAgainst::Baseline);
            let (at, down) = frame.centre(grid, (real(x), real(y)));
            let lower = if high > 34.0 { 0.28 * high } else { 0.0 };
            picture.scene.words((at, down + lower), &text, TextAnchor::Middle, plain(11.0, ink));
        }
    }
}

/// The line where a measure is nothing, straight within each square between four centres.
fn contour(scene: &mut Scene, grid: &SweepGrid, frame: &Frame) {
    for y in 1..grid.up.len() {
        for x in 1..grid.across.len() {
            let corner = |dx: usize, dy: usize| grid.values[y - 1 + dy][x - 1 + dx].map(|value| value.value);
            let (Some(a), Some(b), Some(c), Some(d)) =
                (corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1))
            else {
                continue;
            };
            for [from, to] in segments([a, b, c, d]) {
                let place = |(dx, dy): (f64, f64)| frame.centre(grid, (real(x - 1) + dx, real(y - 1) + dy));
                scene.line(vec![place(from), place(to)], INK, 2.4);
            }
        }
    }
}

/// Where a measure is nothing within a square: segments between its sides, from the values at its corners, counted from
/// the lower left one around by the right. Where all four sides are crossed, the mean of the corners says which two
/// belong together (marching squares; Lorensen and Cline, SIGGRAPH 1987, in two dimensions).
fn segments([a, b, c, d]: [f64; 4]) -> Vec<[(f64, f64); 2]> {
    let part = |from: f64, to: f64| ((from > 0.0) != (to > 0.0)).then(|| from / (from - to));
    let sides = [
        part(a, b).map(|part| (part, 0.0)),
        part(b, c).map(|part| (1.0, part)),
        part(d, c).map(|part| (part, 1.0)),
        part(a, d).map(|part| (0.0, part)),
    ];
    if let [Some(low), Some(right), Some(high), Some(left)] = sides {
        let middle_is_as_a = ((a + b + c + d) > 0.0) == (a > 0.0);
        return if middle_is_as_a {
            vec![[low, right], [left, high]]
        } else {
            vec![[low, left], [right, high]]
        };
    }
    let crossed: Vec<(f64, f64)> = sides.into_iter().flatten().collect();
    if let [from, to] = crossed[..] { vec![[from, to]] } else { Vec::new() }
}

/// A ring where an arm stands as it is stated, if that lies within the map.
fn ring(scene: &mut Scene, swept: &Swept, (grid, arm): (&SweepGrid, usize), frame: &Frame) {
    let place = |factor: usize, of: &[f64]| {
        let number = &swept.numbers[factor];
        // Of a number that is set in another arm alone, that arm's.
        let own = (0..number.stated.len()).find(|other| number.is_set[*other]);
        let stated = if number.is_set[arm] { number.stated[arm] } else { number.stated[own?] }?;
        place_among(of, stated)
    };
    if let (Some(x), Some(y)) = (place(0, &grid.across), place(1, &grid.up)) {
        let at = frame.centre(grid, (x, y));
        scene.ring(at, 8.0, PAPER, 5.0);
        scene.ring(at, 8.0, INK, 2.0);
    }
}

/// Where a value stands among values in order, from 0 for the first, between two of them in proportion; nothing beyond.
fn place_among(values: &[f64], value: f64) -> Option<f64> {
    if values.first() == Some(&value) {
        return Some(0.0);
    }
    let after = values.iter().position(|one| *one >= value).filter(|after| *after > 0)?;
    let (low, high) = (values[after - 1], values[after]);
    Some(real(after - 1) + (value - low) / (high - low))
}

/// What the colours mean.
fn key(picture: &mut MapPicture, measure: &SweptMeasure, swept: &Swept) {
    const STEPS: i32 = 24;
    const WIDTH: f64 = 13.0;
    let y = f64::from(picture.page.height(picture.arms.len())) - 48.0;
    for step in 0..=STEPS {
        let value = picture.most * (f64::from(2 * step) / f64::from(STEPS) - 1.0);
        let left = LEFT + WIDTH * f64::from(step);
        picture.scene.tiles(&[[(left, y), (left + WIDTH, y + 13.0)]], shade(value, picture.most));
    }
    let signed = swept.compared() == SweptAgainst::Baseline;
    for part in [-1.0, -0.5, 0.0, 0.5, 1.0] {
        let at = LEFT + WIDTH * (0.5 + f64::from(STEPS) * (part + 1.0) / 2.0);
        let text = short(picture.most * part, measure.unit, signed);
        picture.scene.words((at, y + 25.0), &text, TextAnchor::Middle, plain(11.5, MUTED));
    }
}

/// Points at the places of their settings, where they are not every combination.
pub(super) fn scatter(model: &Model, swept: &Swept, measure: &SweptMeasure) -> Scene {
    let mut picture =
        begin(model, swept, measure, "A point is a cell; ringed are those in which it is below nothing");
    let arms = picture.arms.clone();
    let signed = swept.compared() == SweptAgainst::Baseline;
    let ends = |factor: usize| {
        let values = levels_of(swept, factor);
        let (low, high) = (values[0], values[values.len() - 1]);
        let room = 0.04 * (high - low).max(1e-12);
        (low - room, high + room)
    };
    for (place, arm) in arms.iter().enumerate() {
        let Some(&column) = measure.columns.get(*arm) else { continue };
        let (left, top) = picture.page.corner(place);
        let frame = Frame { left, top, width: picture.page.width };
        head(&mut picture.scene, model, *arm, &frame);
        let x = AxisScale::new(ends(0), (left, left + frame.width));
        let y = AxisScale::new(ends(1), (top + HEIGHT, top));
        for value in ticks(ends(0).0, ends(0).1, 5) {
            let at = x.at(value);
            picture.scene.line(vec![(at, top), (at, top + HEIGHT)], GRID, 1.0);
            let text = tick(value);
            picture.scene.words((at, top + HEIGHT + 13.0), &text, TextAnchor::Middle, plain(11.5, MUTED));
        }
        for value in ticks(ends(1).0, ends(1).1, 5) {
            let down = y.at(value);
            picture.scene.line(vec![(left, down), (left + frame.width, down)], GRID, 1.0);
            picture.scene.words((left - 7.0, down), &tick(value), TextAnchor::End, plain(11.5, MUTED));
        }
        for (_, cell) in swept.ran() {
            let value = swept.against(&cell.values[column]);
            if !value.value.is_finite() {
                continue;
            }
            let at = (x.at(cell.settings[0]), y.at(cell.settings[1]));
            picture.scene.dot(at, 8.0, shade(value.value, picture.most), 1.0, Marker::Circle);
            let said =
                format!("{}: {}", settings_in_words(swept, cell), within_unit(&value, measure.unit, signed));
            picture.scene.tip(format!("{}, {said}", arm_in_words(model, *arm)));
            if value.value < 0.0 {
                picture.scene.ring(at, 8.0, INK, 1.8);
            }
        }
    }
    key(&mut picture, measure, swept);
    picture.scene
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_nothing_by_hand() {
        // Of a plane that rises from left to right, -1 to 3: a quarter of the way, upright.
        assert_eq!(segments([-1.0, 3.0, 3.0, -1.0]), [[(0.25, 0.0), (0.25, 1.0)]]);
        // Of one that rises upwards: level, from side to side.
        assert_eq!(segments([-1.0, -1.0, 1.0, 1.0]), [[(1.0, 0.5), (0.0, 0.5)]]);
        // Only the corner at the lower left lies below: cut off.
        assert_eq!(segments([-1.0, 1.0, 1.0, 1.0]), [[(0.5, 0.0), (0.0, 0.5)]]);
        assert_eq!(segments([1.0, 1.0, 1.0, 1.0]), Vec::<[(f64, f64); 2]>::new());
        // A saddle: two opposite corners above, more so than the others below, belong together.
        assert_eq!(
            segments([3.0, -1.0, 3.0, -1.0]),
            [[(0.75, 0.0), (1.0, 0.25)], [(0.0, 0.75), (0.25, 1.0)]]
        );
        assert_eq!(
            segments([1.0, -3.0, 1.0, -3.0]),
            [[(0.25, 0.0), (0.0, 0.25)], [(1.0, 0.75), (0.75, 1.0)]]
        );
    }

    #[test]
    fn a_value_stands_between_its_neighbours() {
        let values = [0.0, 0.2, 1.0];
        assert_eq!(
            [0.0, 0.1, 0.2, 0.6, 1.0].map(|v| place_among(&values, v)),
            [Some(0.0), Some(0.5), Some(1.0), Some(1.5), Some(2.0)]
        );
        assert_eq!([-0.1, 1.1].map(|v| place_among(&values, v)), [None, None]);
    }

    #[test]
    fn colours_darken_both_ways() {
        let grey = |(r, g, b): Colour| u32::from(r) + u32::from(g) + u32::from(b);
        let shades = [0.0, 0.25, 0.5, 0.75, 1.0].map(|part| grey(shade(part * 8.0, 8.0)));
        assert!(shades.windows(2).all(|pair| pair[0] > pair[1]), "{shades:?}");
        let shades = [0.0, 0.25, 0.5, 0.75, 1.0].map(|part| grey(shade(-part * 8.0, 8.0)));
        assert!(shades.windows(2).all(|pair| pair[0] > pair[1]), "{shades:?}");
        assert_eq!(shade(9.0, 8.0), MOST_ABOVE);
    }
}
