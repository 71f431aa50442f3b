//! A picture as a list of shapes on a page that is as high as its title needs.

use super::bitmap::{png, width_of};
use super::mark::{Mark, PictureSpot, ShapeTip, Stroke};
use super::palette::{Colour, INK, MUTED, Marker};
use super::svg::{SvgPlace, svg, window};
use crate::units::real;

pub use super::bitmap::DrawError;
pub(super) use super::mark::{Lettering, TextAnchor, bold, plain};

/// Left edge of titles, and the room that a page leaves at its right.
const MARGIN: f64 = 40.0;
/// Heights of the lines of titles and of what they show.
const TITLE: f64 = 28.0;
const SHOWN: f64 = 19.0;
/// Room above a picture without a title.
const ABOVE: f64 = 12.0;

/// Where a picture is read. A file of its own is looked at in full size; a page shows it smaller among words, says its
/// title and what it shows above it, and so has larger letters and higher rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Medium {
    /// By how much heights of lines are larger than in a file.
    larger: f64,
    /// Heights of the picture over those in a file.
    rows: f64,
    /// Whether the title stands in the picture.
    titled: bool,
}

impl Medium {
    pub(super) const FILE: Medium = Medium { larger: 0.0, rows: 1.0, titled: true };
    pub(super) const PAGE: Medium = Medium { larger: 5.0, rows: 1.2, titled: false };

    /// Letters as they are here.
    pub(super) fn lettering(self, of: Lettering) -> Lettering {
        Lettering { size: of.size + self.larger, ..of }
    }

    /// How much larger letters of a size are here.
    pub(super) fn growth(self, size: f64) -> f64 {
        (size + self.larger) / size
    }
}

/// A picture in units of about a pixel of a 1200-wide page.
#[derive(Clone, Debug)]
pub struct Scene {
    medium: Medium,
    width: u32,
    height: u32,
    finding: String,
    shown: String,
    about: String,
    shapes: Vec<Mark>,
    /// How far everything below the title stands lower than on a page with a title of one line.
    lower: f64,
    /// What is said of shapes when they are pointed at: from which to before which, in the order of drawing.
    tips: Vec<ShapeTip>,
    /// Places where nothing is drawn that says its figure itself, such as a year along a line.
    spots: Vec<PictureSpot>,
    /// Heights at which paper may cut the picture.
    cuts: Vec<f64>,
}

impl Scene {
    /// An empty page with its finding as title and what is shown as subtitle, each in as many lines as it needs. The
    /// page grows by lines beyond the first, and all that is drawn after stands lower by as much.
    pub(super) fn titled(medium: Medium, width: u32, height: u32, finding: &str, shown: &str) -> Scene {
        let mut scene = Scene {
            medium,
            width,
            height: whole_pixels(f64::from(height) * medium.rows),
            finding: finding.to_owned(),
            shown: shown.to_owned(),
            about: shown.to_owned(),
            shapes: Vec::new(),
            lower: 0.0,
            tips: Vec::new(),
            spots: Vec::new(),
            cuts: Vec::new(),
        };
        if !medium.titled {
            return scene;
        }
        let across = f64::from(width) - 2.0 * MARGIN;
        let titles = balanced(finding, across, bold(23.0, INK));
        for (line, text) in titles.iter().enumerate() {
            let y = 44.0 + TITLE * real(line);
            scene.words((MARGIN, y), text, TextAnchor::Start, bold(23.0, INK));
        }
        let titled = TITLE * real(titles.len().saturating_sub(1));
        let below = 74.0 + titled;
        let lines = balanced(shown, across, plain(14.5, MUTED));
        for (line, text) in lines.iter().enumerate() {
            let y = below + SHOWN * real(line);
            scene.words((MARGIN, y), text, TextAnchor::Start, plain(14.5, MUTED));
        }
        scene.lower = titled + SHOWN * real(lines.len().saturating_sub(1));
        scene.height += whole_pixels(scene.lower.ceil());
        scene
    }

    /// With more of what it shows and how to read it, for those who do not see it.
    #[must_use]
    pub(super) fn described(mut self, more: &str) -> Scene {
        self.about += if self.about.ends_with('.') { " " } else { ". " };
        self.about += more;
        self
    }

    /// What it finds: its title.
    #[must_use]
    pub fn finding(&self) -> &str {
        &self.finding
    }

    /// What it shows: its subtitle.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Where it is read.
    pub(super) fn medium(&self) -> Medium {
        self.medium
    }

    /// How much larger letters of a size are than in a file.
    pub(super) fn growth(&self, size: f64) -> f64 {
        self.medium.growth(size)
    }

    /// The distance between lines of letters of a size.
    pub(super) fn leading(&self, in_file: f64, size: f64) -> f64 {
        in_file * self.growth(size) / self.medium.rows
    }

    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (x, y * self.medium.rows + self.lower)
    }

    fn places(&self, points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
        points.into_iter().map(|point| self.place(point)).collect()
    }

    pub(super) fn line(&mut self, points: Vec<(f64, f64)>, colour: Colour, width: f64) {
        self.stroke(points, colour, width, &[]);
    }

    /// A line through points with strokes and gaps.
    pub(super) fn stroke(
        &mut self,
        points: Vec<(f64, f64)>,
        colour: Colour,
        width: f64,
        dash: &'static [f64],
    ) {
        let points = self.places(points);
        self.shapes.push(Mark::Line(Stroke { points, colour, width, dash }));
    }

    /// A broken line between two points.
    pub(super) fn dashed(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour, width: f64) {
        self.stroke(vec![from, to], colour, width, &[6.0, 5.0]);
    }

    pub(super) fn area(&mut self, points: Vec<(f64, f64)>, colour: Colour, alpha: f64) {
        let points = self.places(points);
        self.shapes.push(Mark::Area { points, colour, alpha });
    }

    pub(super) fn bar(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour, alpha: f64) {
        let (from, to) = (self.place(from), self.place(to));
        self.shapes.push(Mark::Bar { from, to, colour, alpha });
    }

    /// Many rectangles of one colour.
    pub(super) fn tiles(&mut self, boxes: &[[(f64, f64); 2]], colour: Colour) {
        let boxes = boxes.iter().map(|corners| corners.map(|corner| self.place(corner))).collect();
        self.shapes.push(Mark::Tiles { boxes, colour });
    }

    pub(super) fn dot(&mut self, at: (f64, f64), radius: f64, colour: Colour, alpha: f64, marker: Marker) {
        let at = self.place(at);
        self.shapes.push(Mark::Dot { at, radius, colour, alpha, marker });
    }

    /// A ring of points around one.
    pub(super) fn ring(&mut self, (x, y): (f64, f64), radius: f64, colour: Colour, width: f64) {
        let turn = |k: i32| std::f64::consts::TAU * f64::from(k) / 48.0;
        let down = radius / self.medium.rows;
        let points = (0..=48).map(|k| (x + radius * turn(k).cos(), y + down * turn(k).sin())).collect();
        self.line(points, colour, width);
    }

    pub(super) fn words(&mut self, at: (f64, f64), text: &str, anchor: TextAnchor, lettering: Lettering) {
        let (at, lettering) = (self.place(at), self.medium.lettering(lettering));
        self.shapes.push(Mark::Words { at, text: text.to_owned(), anchor, lettering });
    }

    /// How many shapes there are: where the next one will stand.
    pub(super) fn drawn(&self) -> usize {
        self.shapes.len()
    }

    /// Says of the last shape what it shows.
    pub(super) fn tip(&mut self, text: impl Into<String>) {
        self.tip_from(self.shapes.len().saturating_sub(1), text);
    }

    /// Says of all shapes from one on what they show. Of shapes of which something is said already nothing more is.
    pub(super) fn tip_from(&mut self, first: usize, text: impl Into<String>) {
        let first = first.max(self.tips.last().map_or(0, |tip| tip.shapes.end));
        let shapes = first..self.shapes.len();
        if !shapes.is_empty() {
            self.tips.push(ShapeTip { shapes, text: text.into() });
        }
    }

    /// Says what stands at a place, by two opposite corners, where no shape of its own does.
    pub(super) fn spot(&mut self, from: (f64, f64), to: (f64, f64), text: impl Into<String>) {
        let (from, to) = (self.place(from), self.place(to));
        self.spots.push(PictureSpot { from, to, text: text.into(), in_file: true });
    }

    /// The same on a page alone, of one of many places.
    pub(super) fn cell(&mut self, from: (f64, f64), to: (f64, f64), text: String) {
        let (from, to) = (self.place(from), self.place(to));
        self.spots.push(PictureSpot { from, to, text, in_file: false });
    }

    /// Paper may cut the picture at a height: nothing stands across it.
    pub(super) fn cut(&mut self, y: f64) {
        self.cuts.push(self.place((0.0, y)).1);
    }

    /// A text in lines no wider than `room`, at most `most` of them, the last one cut where there is more; the lines
    /// are set around the height of `at`.
    pub(super) fn paragraph(
        &mut self,
        at: (f64, f64),
        text: &str,
        (room, most): (f64, usize),
        anchor: TextAnchor,
        lettering: Lettering,
    ) {
        let lines = self.fitted(text, room, most, lettering);
        let height = self.leading(1.22 * lettering.size, lettering.size);
        let top = at.1 - height * real(lines.len().saturating_sub(1)) / 2.0;
        for (line, words) in lines.iter().enumerate() {
            self.words((at.0, top + height * real(line)), words, anchor, lettering);
        }
    }

    /// A text in at most so many lines of a width, as its letters are here; what does not fit is cut, and an ellipsis
    /// says so.
    pub(super) fn fitted(&self, text: &str, room: f64, most: usize, lettering: Lettering) -> Vec<String> {
        fitted(text, room, most, self.medium.lettering(lettering))
    }

    /// Every text of the picture, the finding first and whole: what a test or a reader who cannot see it goes by.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let words = self.shapes.iter().filter_map(|shape| match shape {
            Mark::Words { text, .. } => Some(text.as_str()),
            Mark::Line(_) | Mark::Area { .. } | Mark::Bar { .. } | Mark::Tiles { .. } | Mark::Dot { .. } => {
                None
            }
        });
        std::iter::once(self.finding.as_str()).chain(words)
    }

    /// The picture as SVG: text stays text, and `title` and `desc` say what it finds and shows.
    #[must_use]
    pub fn svg(&self) -> String {
        self.placed(SvgPlace::File)
    }

    /// The same within a page, as wide as there is room, without the title; identifiers in it begin with `name`.
    #[must_use]
    pub fn inline(&self, name: &str) -> String {
        self.placed(SvgPlace::Page(name))
    }

    /// The parts in which a picture of [`Scene::inline`] stands on paper, each as high as `most` where it can be cut so;
    /// none where it is no higher. They show what stands in the page under its name.
    #[must_use]
    pub fn slices(&self, name: &str, most: f64) -> Vec<String> {
        parts(self.span(), &self.cuts, most)
            .into_iter()
            .map(|(from, to)| window(name, f64::from(self.width), (from, to)))
            .collect()
    }

    /// From which height to which there is anything: all of it, where the title stands in the picture.
    fn span(&self) -> (f64, f64) {
        let top = if self.medium.titled { None } else { self.shapes.iter().map(Mark::top).reduce(f64::min) };
        (top.map_or(0.0, |top| (top - ABOVE).floor()), f64::from(self.height))
    }

    fn placed(&self, place: SvgPlace<'_>) -> String {
        svg(
            (self.width, self.span()),
            (&self.finding, &self.about),
            (&self.shapes, &self.tips, &self.spots),
            place,
        )
    }

    /// The picture as PNG.
    ///
    /// # Errors
    ///
    /// [`DrawError`] when the plotting library or the encoder fails.
    pub fn png(&self) -> Result<Vec<u8>, DrawError> {
        png((self.width, self.height), &self.shapes)
    }
}

/// A height in whole pixels.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page")]
pub(super) fn whole_pixels(height: f64) -> u32 {
    height as u32
}

/// The parts of a height, cut at the last place before each is higher than `most`; none where all of it is not.
fn parts((mut from, height): (f64, f64), cuts: &[f64], most: f64) -> Vec<(f64, f64)> {
    let mut all = Vec::new();
    while height - from > most {
        let beyond = || cuts.iter().copied().filter(|cut| *cut > from + 1.0 && *cut < height);
        let within = beyond().filter(|cut| cut - from <= most).reduce(f64::max);
        let Some(to) = within.or_else(|| beyond().reduce(f64::min)) else { break };
        all.push((from, to));
        from = to;
    }
    if !all.is_empty() {
        all.push((from, height));
    }
    all
}

/// A text in lines no wider than `room`, broken between words.
pub(super) fn wrapped(text: &str, room: f64, lettering: Lettering) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if width_of(&longer, lettering) <= room {
                *line = longer;
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

/// A text in as few lines as a width allows, all about as long: no word is left alone on the last.
fn balanced(text: &str, room: f64, lettering: Lettering) -> Vec<String> {
    let mut best = wrapped(text, room, lettering);
    let n = best.len();
    for part in (12..20).rev() {
        let narrower = wrapped(text, room * f64::from(part) / 20.0, lettering);
        if n < 2 || narrower.len() > n {
            break;
        }
        best = narrower;
    }
    best
}

/// A text in at most so many lines of a width; what does not fit is cut, and an ellipsis says so.
pub(super) fn fitted(text: &str, room: f64, most: usize, lettering: Lettering) -> Vec<String> {
    let mut lines = wrapped(text, room, lettering);
    let more = lines.len() > most.max(1);
    lines.truncate(most.max(1));
    let last = lines.len().saturating_sub(1);
    for (place, line) in lines.iter_mut().enumerate() {
        if more && place == last {
            line.push('…');
        }
        while width_of(line, lettering) > room && line.chars().count() > 2 {
            let letters = line.chars().count() - 2;
            *line = line.chars().take(letters).collect::<String>().trim_end().to_owned() + "…";
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_finding_takes_more_lines_and_moves_the_rest_down() {
        let short = Scene::titled(Medium::FILE, 1200, 400, "A finding", "What is shown");
        let finding = "In 2035 the best-paid hour of a family physician under the redesign of everything is coding, \
            which pays $734; care management pays $104 and a visit $28";
        let mut long = Scene::titled(Medium::FILE, 1200, 400, finding, "What is shown");
        assert_eq!((short.height, long.height), (400, 428));
        long.bar((0.0, 100.0), (10.0, 110.0), INK, 1.0);
        assert!(matches!(long.shapes.last(), Some(Mark::Bar { from, .. }) if from.1 == 128.0));
        assert_eq!(long.texts().next(), Some(finding));
        let lines: Vec<&str> = long.texts().skip(1).take(2).collect();
        assert_eq!(lines.join(" "), finding, "no word is lost and none shrinks");
        assert!(lines.iter().all(|line| width_of(line, bold(23.0, INK)) <= 1120.0));
    }

    #[test]
    fn paper_cuts_between_panels() {
        let cuts = [300.0, 600.0, 900.0];
        assert_eq!(parts((0.0, 1200.0), &cuts, 700.0), [(0.0, 600.0), (600.0, 1200.0)]);
        assert_eq!(parts((0.0, 700.0), &cuts, 700.0), []);
        // A panel higher than paper stays whole.
        assert_eq!(parts((0.0, 1200.0), &[800.0], 700.0), [(0.0, 800.0), (800.0, 1200.0)]);
        assert_eq!(parts((0.0, 1200.0), &[], 700.0), []);
    }

    #[test]
    fn what_does_not_fit_is_cut_and_says_so() {
        let style = plain(13.0, INK);
        let lines =
            fitted("Pass-through by attribution of whatever is saved over the years", 110.0, 2, style);
        assert_eq!(lines.len(), 2);
        assert!(
            lines[1].ends_with('…') && lines.iter().all(|line| width_of(line, style) <= 110.0),
            "{lines:?}"
        );
        assert_eq!(fitted("Redesign", 110.0, 2, style), ["Redesign"]);
        let word = fitted("Donaudampfschifffahrtsgesellschaft", 60.0, 2, style);
        assert!(word.len() == 1 && word[0].ends_with('…') && width_of(&word[0], style) <= 60.0, "{word:?}");
    }
}
