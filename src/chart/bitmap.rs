//! A picture as pixels, by the plotting library; and how wide its letters are.

use super::mark::{Lettering, Mark, Stroke, TextAnchor};
use super::palette::{Colour, Marker, PAPER};
use super::svg::outline;
use crate::units::{minus_signs, real};
use plotters::coord::Shift;
use plotters::prelude::{
    BitMapBackend, Circle, Color, DrawingArea, DrawingBackend, FontFamily, FontStyle, IntoDrawingArea,
    PathElement, Polygon, RGBAColor, Rectangle, ShapeStyle, Text, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, register_font};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingErrorKind, rasterizer};
use std::cell::RefCell;
use std::fmt;
use std::sync::OnceLock;

const REGULAR: &[u8] = include_bytes!("font/Inter-Regular.otf");
const SEMIBOLD: &[u8] = include_bytes!("font/Inter-SemiBold.otf");
const FAMILY: &str = "Inter";

/// Pixels of a bitmap per unit of a scene.
const PIXELS: u32 = 2;
/// Drawn this many times larger and averaged, to smooth edges.
const OVERSAMPLING: u32 = 2;
/// Units of a scene that are drawn at a time: the whole of a tall picture, drawn larger, would take a hundred megabytes.
const BAND: u32 = 128;

/// All three parts of the paper's colour are the same: it is laid without the library.
const BLANK: u8 = {
    assert!(PAPER.0 == PAPER.1 && PAPER.1 == PAPER.2);
    PAPER.0
};

/// How hard pixels are pressed: 9 is the most. At 3, without filters, which help photographs, a picture is 2 % larger than
/// at the usual 6 with them, and takes less than half the time.
const PRESSED: u8 = 3;

/// A picture that could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot draw the chart: {0}")]
pub struct DrawError(String);

thread_local! {
    /// Where a thread draws: as large for every picture, so that only the first has to ask for memory.
    static CANVAS: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A page with its shapes as PNG.
pub(super) fn png((width, height): (u32, u32), marks: &[Mark]) -> Result<Vec<u8>, DrawError> {
    let small = CANVAS.with_borrow_mut(|large| drawn((width, height), marks, (BAND, large)))?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width * PIXELS, height * PIXELS);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(PRESSED));
    encoder.set_filter(png::Filter::NoFilter);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&small)?;
        writer.finish()
    });
    written.map_err(|error| DrawError(error.to_string()))?;
    Ok(bytes)
}

/// The pixels of a page, drawn large first, band by band.
fn drawn(
    (width, height): (u32, u32),
    marks: &[Mark],
    (band, large): (u32, &mut Vec<u8>),
) -> Result<Vec<u8>, DrawError> {
    let scale = PIXELS * OVERSAMPLING;
    let mut small = Vec::with_capacity((width * height * PIXELS * PIXELS * 3) as usize);
    let row = (width * scale * 3) as usize;
    for top in (0..height).step_by(band as usize) {
        let rows = band.min(height - top);
        large.clear();
        large.resize(row * (rows * scale + 2 * MARGIN) as usize, BLANK);
        let page = PageBand {
            of_page: (width * scale, height * scale),
            above: (top * scale).cast_signed() - MARGIN.cast_signed(),
            pixels: BitMapBackend::with_buffer(large, (width * scale, rows * scale + 2 * MARGIN)),
        };
        let (from, to) = (f64::from(top), f64::from(top + rows));
        let here = marks.iter().filter(|mark| mark.may_lie_between(from, to));
        render(here, page.into_drawing_area(), scale)?;
        let margin = row * MARGIN as usize;
        shrink(&large[margin..large.len() - margin], (width * scale) as usize, &mut small);
    }
    Ok(small)
}

/// Rows above and below a band that are drawn and thrown away: the library is not exact about the last ones.
const MARGIN: u32 = 8;

/// A band of a page. Whatever is drawn is worked out for the whole page; only pixels are moved, so that a band shows what the
/// whole would show there.
struct PageBand<'a> {
    /// Size of the page.
    of_page: (u32, u32),
    /// Rows of the page above the band.
    above: i32,
    pixels: BitMapBackend<'a>,
}

type BitmapError<'a> = <BitMapBackend<'a> as DrawingBackend>::ErrorType;

impl PageBand<'_> {
    fn moved(&self, (x, y): BackendCoord) -> BackendCoord {
        (x, y - self.above)
    }
}

impl<'a> DrawingBackend for PageBand<'a> {
    type ErrorType = BitmapError<'a>;

    fn get_size(&self) -> (u32, u32) {
        self.of_page
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.pixels.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.pixels.present()
    }

    fn draw_pixel(
        &mut self,
        point: BackendCoord,
        color: BackendColor,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.pixels.draw_pixel(self.moved(point), color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        if (from.0 == to.0 || from.1 == to.1) && style.stroke_width() == 1 {
            return self.pixels.draw_line(self.moved(from), self.moved(to), style);
        }
        rasterizer::draw_line(self, from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        if fill {
            return self.pixels.draw_rect(self.moved(upper_left), self.moved(bottom_right), style, true);
        }
        rasterizer::draw_rect(self, upper_left, bottom_right, style, false)
    }
}

/// How wide a line of text is, in units of a scene.
pub(super) fn width_of(text: &str, lettering: Lettering) -> f64 {
    /// Measured larger than drawn: the library counts whole pixels.
    const LARGER: f64 = 8.0;
    /// Width of a letter, on average, as a part of its size.
    const LETTER: f64 = 0.43;
    // A font that is not known when it is asked for stays unknown: it is made known first.
    let measured = register().ok().and_then(|()| font(lettering, LARGER).box_size(text).ok());
    measured
        .map_or(LETTER * lettering.size * real(text.chars().count()), |(width, _)| f64::from(width) / LARGER)
}

fn font(lettering: Lettering, scale: f64) -> FontDesc<'static> {
    let weight = if lettering.bold { FontStyle::Bold } else { FontStyle::Normal };
    FontDesc::new(FontFamily::Name(FAMILY), lettering.size * scale, weight)
}

fn render<'m, B: DrawingBackend>(
    marks: impl Iterator<Item = &'m Mark>,
    page: DrawingArea<B, Shift>,
    scale: u32,
) -> Result<(), DrawError> {
    register()?;
    let painter = Painter { page, scale: f64::from(scale) };
    for mark in marks {
        painter.paint(mark)?;
    }
    painter.page.present().map_err(fail)
}

fn fail<E: fmt::Display>(error: E) -> DrawError {
    DrawError(error.to_string())
}

/// Makes the fonts known, once.
fn register() -> Result<(), DrawError> {
    static DONE: OnceLock<bool> = OnceLock::new();
    let good = DONE.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILY, FontStyle::Bold, SEMIBOLD).is_ok()
    });
    if *good { Ok(()) } else { Err(DrawError("the built-in font cannot be read".to_owned())) }
}

/// Averages squares of [`OVERSAMPLING`] pixels and adds what they come to. Rows with nothing on them are not looked into.
fn shrink(large: &[u8], width: usize, all: &mut Vec<u8>) {
    const { assert!(OVERSAMPLING == 2) };
    let above = all.len();
    all.resize(above + large.len() / 4, BLANK);
    let small = &mut all[above..];
    let blank = vec![BLANK; 2 * width * 3];
    // Of every pixel with the three around it to the right and below; every second one is taken.
    let mut means = vec![0; width * 3];
    let rows = large.chunks_exact(2 * width * 3).zip(small.chunks_exact_mut(width / 2 * 3));
    for (pair, row) in rows.filter(|(pair, _)| *pair != blank) {
        let (upper, lower) = pair.split_at(width * 3);
        let above = upper.iter().zip(&upper[3..]);
        let below = lower.iter().zip(&lower[3..]);
        for (mean, ((a, b), (c, d))) in means.iter_mut().zip(above.zip(below)) {
            let sum = u16::from(*a) + u16::from(*b) + u16::from(*c) + u16::from(*d);
            *mean = (sum / 4).to_le_bytes()[0];
        }
        for (pixel, two) in row.chunks_exact_mut(3).zip(means.chunks_exact(6)) {
            pixel.copy_from_slice(&two[..3]);
        }
    }
}

struct Painter<B: DrawingBackend> {
    page: DrawingArea<B, Shift>,
    scale: f64,
}

impl<B: DrawingBackend> Painter<B> {
    #[expect(clippy::cast_possible_truncation, reason = "coordinates of a page")]
    fn at(&self, (x, y): (f64, f64)) -> (i32, i32) {
        ((x * self.scale).round() as i32, (y * self.scale).round() as i32)
    }

    fn points(&self, points: &[(f64, f64)]) -> Vec<(i32, i32)> {
        points.iter().map(|p| self.at(*p)).collect()
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "widths of lines")]
    fn stroke(&self, width: f64) -> u32 {
        ((width * self.scale).round() as u32).max(1)
    }

    fn paint(&self, shape: &Mark) -> Result<(), DrawError> {
        match shape {
            Mark::Line(stroke) => self.line(stroke),
            Mark::Area { points, colour: c, alpha } => {
                self.page.draw(&Polygon::new(self.points(points), colour(*c, *alpha))).map_err(fail)
            }
            Mark::Bar { from, to, colour: c, alpha } => self.bar(*from, *to, colour(*c, *alpha)),
            Mark::Tiles { boxes, colour: c } => {
                boxes.iter().try_for_each(|[from, to]| self.bar(*from, *to, colour(*c, 1.0)))
            }
            Mark::Dot { at, radius, colour: c, alpha, marker } => {
                self.dot(*at, *radius, colour(*c, *alpha), *marker)
            }
            Mark::Words { at, text, anchor, lettering } => {
                self.write(*at, &minus_signs(text), *anchor, *lettering)
            }
        }
    }

    fn line(&self, stroke: &Stroke) -> Result<(), DrawError> {
        let style = ShapeStyle {
            color: colour(stroke.colour, 1.0),
            filled: false,
            stroke_width: self.stroke(stroke.width),
        };
        let mut pieces = stroke.pieces().into_iter();
        pieces
            .try_for_each(|piece| self.page.draw(&PathElement::new(self.points(&piece), style)).map_err(fail))
    }

    fn bar(&self, from: (f64, f64), to: (f64, f64), c: RGBAColor) -> Result<(), DrawError> {
        self.page.draw(&Rectangle::new([self.at(from), self.at(to)], c.filled())).map_err(fail)
    }

    fn dot(&self, at: (f64, f64), radius: f64, c: RGBAColor, marker: Marker) -> Result<(), DrawError> {
        let (x, y) = at;
        let paper = colour(PAPER, 1.0);
        if marker.corners().is_empty() {
            #[expect(clippy::cast_possible_truncation, reason = "a radius on a page")]
            let pixels = |radius: f64| (radius * self.scale).round() as i32;
            let disc = |radius: f64, c: RGBAColor| {
                let style = ShapeStyle { color: c, filled: true, stroke_width: 0 };
                self.page.draw(&Circle::new(self.at(at), pixels(radius), style)).map_err(fail)
            };
            if !marker.is_open() {
                return disc(radius, c);
            }
            disc(radius + outline(radius) / 2.0, c)?;
            return disc(radius - outline(radius) / 2.0, paper);
        }
        let shape = |part: f64, c: RGBAColor| {
            let corners =
                marker.corners().iter().map(|(dx, dy)| (x + dx * part * radius, y + dy * part * radius));
            self.page.draw(&Polygon::new(self.points(&corners.collect::<Vec<_>>()), c)).map_err(fail)
        };
        if !marker.is_open() {
            return shape(1.0, c);
        }
        // The library leaves out ends of thick closed lines: the outline is what a smaller shape leaves of a larger one.
        shape(1.22, c)?;
        shape(0.7, paper)
    }

    fn write(
        &self,
        at: (f64, f64),
        text: &str,
        anchor: TextAnchor,
        lettering: Lettering,
    ) -> Result<(), DrawError> {
        let across = match anchor {
            TextAnchor::Start => HPos::Left,
            TextAnchor::Middle => HPos::Center,
            TextAnchor::End => HPos::Right,
        };
        // The library centres the box of a line, which has more room above letters than below.
        let at = (at.0, at.1 + 0.09 * lettering.size);
        let ink = colour(lettering.colour, 1.0);
        let style =
            TextStyle::from(font(lettering, self.scale)).color(&ink).pos(Pos::new(across, VPos::Center));
        self.page.draw(&Text::new(text.to_owned(), self.at(at), style)).map_err(fail)
    }
}

fn colour((r, g, b): Colour, alpha: f64) -> RGBAColor {
    RGBAColor(r, g, b, alpha)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::mark::{bold, plain};

    #[test]
    fn squares_of_pixels_become_their_mean() {
        // Two squares side by side, three colours each: rows of four pixels.
        let upper = [0, 10, 255, 2, 20, 255, 100, 0, 0, 0, 0, 1];
        let lower = [4, 30, 255, 6, 43, 255, 0, 0, 0, 0, 0, 1];
        let mut small = Vec::new();
        shrink(&[upper, lower].concat(), 4, &mut small);
        assert_eq!(small, [3, 25, 255, 25, 0, 0]);
    }

    #[test]
    fn bands_show_what_the_whole_shows() {
        let ink = (10, 60, 120);
        let mut marks = Vec::new();
        for step in 0..12 {
            let y = 7.3 * f64::from(step) + 2.1;
            let points = vec![(3.0, y), (60.0, 88.0 - y), (97.0, y + 9.4)];
            marks.push(Mark::Area { points: points.clone(), colour: ink, alpha: 0.1 });
            marks.push(Mark::Line(Stroke { points, colour: ink, width: 1.7, dash: &[4.0, 3.0] }));
            marks.push(Mark::Bar { from: (70.0, y), to: (90.0, y + 3.3), colour: ink, alpha: 0.4 });
            marks.push(Mark::Tiles { boxes: vec![[(20.0, y), (23.0, y + 20.0)]], colour: ink });
            let markers =
                [Marker::Circle, Marker::Square, Marker::Cross, Marker::OpenCircle, Marker::OpenNabla];
            for (place, marker) in markers.into_iter().enumerate() {
                let at = (10.0 + 9.0 * real(place), y);
                marks.push(Mark::Dot { at, radius: 3.1, colour: ink, alpha: 0.8, marker });
            }
            let (at, text) = ((30.0, y), "gjÄ 125 %".to_owned());
            marks.push(Mark::Words { at, text, anchor: TextAnchor::Middle, lettering: bold(11.0, ink) });
        }
        let by = |band| drawn((100, 95), &marks, (band, &mut Vec::new())).unwrap();
        let whole = by(95);
        assert!(whole.iter().any(|part| *part != BLANK));
        for band in [1, 7, 32] {
            assert!(by(band) == whole, "bands of {band}");
        }
    }

    #[test]
    fn letters_are_as_wide_as_the_font_draws_them() {
        let ink = (0, 0, 0);
        let line = "Contract and redesign at renewal";
        let (narrow, wide) = (width_of(line, plain(14.0, ink)), width_of(line, bold(14.0, ink)));
        assert!(narrow > 0.3 * 14.0 * 32.0 && narrow < 0.55 * 14.0 * 32.0, "{narrow}");
        assert!(wide > narrow);
        assert!((width_of(line, plain(28.0, ink)) / narrow - 2.0).abs() < 0.02);
        assert!(width_of("iiii", plain(14.0, ink)) < width_of("MMMM", plain(14.0, ink)));
    }
}
