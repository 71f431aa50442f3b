//! A picture as a list of shapes, and its rendering.

use super::palette::{Colour, INK, MUTED, Marker, PAPER};
use crate::units::real;
use plotters::coord::Shift;
use plotters::prelude::{
    BitMapBackend, Circle, Color, DrawingArea, DrawingBackend, FontFamily, FontStyle, IntoDrawingArea,
    PathElement, Polygon, RGBAColor, Rectangle, SVGBackend, ShapeStyle, Text, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, register_font};
use std::fmt;
use std::sync::OnceLock;

const REGULAR: &[u8] = include_bytes!("font/Inter-Regular.otf");
const SEMIBOLD: &[u8] = include_bytes!("font/Inter-SemiBold.otf");
const FAMILY: &str = "Inter";

/// Steps of a vector drawing per unit of a scene: coordinates of the plotting library are whole
/// numbers, so it draws large and the `viewBox` scales down.
const VECTOR_STEPS: u32 = 8;
/// Pixels of a bitmap per unit of a scene.
const PIXELS: u32 = 2;
/// Drawn this many times larger and averaged, to smooth edges.
const OVERSAMPLING: u32 = 2;

/// Where a text sits relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextAnchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lettering {
    pub size: f64,
    pub colour: Colour,
    pub bold: bool,
}

pub(super) fn plain(size: f64, colour: Colour) -> Lettering {
    Lettering { size, colour, bold: false }
}

pub(super) fn bold(size: f64, colour: Colour) -> Lettering {
    Lettering { size, colour, bold: true }
}

#[derive(Clone, Debug)]
enum Mark {
    Line { points: Vec<(f64, f64)>, colour: Colour, alpha: f64, width: f64 },
    Area { points: Vec<(f64, f64)>, colour: Colour, alpha: f64 },
    Bar { from: (f64, f64), to: (f64, f64), colour: Colour, alpha: f64 },
    Dot { at: (f64, f64), radius: f64, colour: Colour, alpha: f64, marker: Marker },
    Words { at: (f64, f64), text: String, anchor: TextAnchor, lettering: Lettering },
}

/// A picture in units of about a pixel of a 1200-wide page.
#[derive(Clone, Debug)]
pub struct Scene {
    width: u32,
    height: u32,
    shapes: Vec<Mark>,
}

/// A picture that could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot draw the chart: {0}")]
pub struct DrawError(String);

impl Scene {
    /// An empty page with its finding as title and what is shown as subtitle.
    pub(super) fn titled(width: u32, height: u32, finding: &str, shown: &str) -> Scene {
        let mut scene = Scene { width, height, shapes: Vec::new() };
        let across = f64::from(width) - 80.0;
        scene.words((40.0, 44.0), finding, TextAnchor::Start, bold(fitting(finding, across, 23.0), INK));
        scene.words((40.0, 74.0), shown, TextAnchor::Start, plain(fitting(shown, across, 14.5), MUTED));
        scene
    }

    pub(super) fn line(&mut self, points: Vec<(f64, f64)>, colour: Colour, width: f64) {
        self.shapes.push(Mark::Line { points, colour, alpha: 1.0, width });
    }

    /// A broken line between two points.
    pub(super) fn dashed(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour, width: f64) {
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let (dash, gap) = (6.0, 5.0);
        let mut start = 0.0;
        while start < length {
            let end = (start + dash).min(length);
            let at = |d: f64| (from.0 + (to.0 - from.0) * d / length, from.1 + (to.1 - from.1) * d / length);
            self.line(vec![at(start), at(end)], colour, width);
            start += dash + gap;
        }
    }

    pub(super) fn area(&mut self, points: Vec<(f64, f64)>, colour: Colour, alpha: f64) {
        self.shapes.push(Mark::Area { points, colour, alpha });
    }

    pub(super) fn bar(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour, alpha: f64) {
        self.shapes.push(Mark::Bar { from, to, colour, alpha });
    }

    pub(super) fn dot(&mut self, at: (f64, f64), radius: f64, colour: Colour, alpha: f64, marker: Marker) {
        self.shapes.push(Mark::Dot { at, radius, colour, alpha, marker });
    }

    pub(super) fn words(&mut self, at: (f64, f64), text: &str, anchor: TextAnchor, lettering: Lettering) {
        self.shapes.push(Mark::Words { at, text: text.to_owned(), anchor, lettering });
    }

    /// Every text of the picture, in order: what a test or a reader who cannot see it goes by.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.shapes.iter().filter_map(|shape| match shape {
            Mark::Words { text, .. } => Some(text.as_str()),
            Mark::Line { .. } | Mark::Area { .. } | Mark::Bar { .. } | Mark::Dot { .. } => None,
        })
    }

    /// The picture as SVG.
    ///
    /// # Errors
    ///
    /// [`DrawError`] when the plotting library fails.
    pub fn svg(&self) -> Result<String, DrawError> {
        let (width, height) = (self.width * VECTOR_STEPS, self.height * VECTOR_STEPS);
        let mut text = String::new();
        self.render(SVGBackend::with_string(&mut text, (width, height)).into_drawing_area(), VECTOR_STEPS)?;
        let size = format!("width=\"{width}\" height=\"{height}\"");
        let shown = format!("width=\"{}\" height=\"{}\"", self.width, self.height);
        Ok(text.replacen(&size, &shown, 1).replace(
            &format!("font-family=\"{FAMILY}\""),
            "font-family=\"Inter, Helvetica Neue, Arial, sans-serif\"",
        ))
    }

    /// The picture as PNG.
    ///
    /// # Errors
    ///
    /// [`DrawError`] when the plotting library or the encoder fails.
    pub fn png(&self) -> Result<Vec<u8>, DrawError> {
        let scale = PIXELS * OVERSAMPLING;
        let (large_width, large_height) = (self.width * scale, self.height * scale);
        let mut large = vec![255_u8; (large_width * large_height * 3) as usize];
        self.render(
            BitMapBackend::with_buffer(&mut large, (large_width, large_height)).into_drawing_area(),
            scale,
        )?;
        let small = shrink(&large, large_width as usize, large_height as usize);
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width * PIXELS, self.height * PIXELS);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&small)?;
            writer.finish()
        });
        written.map_err(|error| DrawError(error.to_string()))?;
        Ok(bytes)
    }

    fn render<B: DrawingBackend>(&self, page: DrawingArea<B, Shift>, scale: u32) -> Result<(), DrawError> {
        register()?;
        let painter = Painter { page, scale: f64::from(scale) };
        painter.background()?;
        for shape in &self.shapes {
            painter.paint(shape)?;
        }
        painter.page.present().map_err(fail)
    }
}

/// The size of a text that may take so much room: `largest`, or less.
fn fitting(text: &str, room: f64, largest: f64) -> f64 {
    /// Width of a letter, on average, as a part of its size.
    const LETTER: f64 = 0.53;
    let letters = real(text.chars().count().max(1));
    largest.min(room / (LETTER * letters))
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

/// Averages squares of [`OVERSAMPLING`] pixels.
fn shrink(large: &[u8], width: usize, height: usize) -> Vec<u8> {
    let n = OVERSAMPLING as usize;
    let mut small = Vec::with_capacity(width / n * (height / n) * 3);
    for y in 0..height / n {
        for x in 0..width / n {
            for channel in 0..3 {
                let mut sum = 0_usize;
                for dy in 0..n {
                    for dx in 0..n {
                        sum += usize::from(large[((y * n + dy) * width + x * n + dx) * 3 + channel]);
                    }
                }
                small.push(u8::try_from(sum / (n * n)).unwrap_or(u8::MAX));
            }
        }
    }
    small
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

    fn background(&self) -> Result<(), DrawError> {
        self.page.fill(&colour(PAPER, 1.0)).map_err(fail)
    }

    fn paint(&self, shape: &Mark) -> Result<(), DrawError> {
        match shape {
            Mark::Line { points, colour: c, alpha, width } => {
                let style = ShapeStyle {
                    color: colour(*c, *alpha),
                    filled: false,
                    stroke_width: self.stroke(*width),
                };
                self.page.draw(&PathElement::new(self.points(points), style)).map_err(fail)
            }
            Mark::Area { points, colour: c, alpha } => {
                self.page.draw(&Polygon::new(self.points(points), colour(*c, *alpha))).map_err(fail)
            }
            Mark::Bar { from, to, colour: c, alpha } => {
                let bar = Rectangle::new([self.at(*from), self.at(*to)], colour(*c, *alpha).filled());
                self.page.draw(&bar).map_err(fail)
            }
            Mark::Dot { at, radius, colour: c, alpha, marker } => {
                self.dot(*at, *radius, colour(*c, *alpha), *marker)
            }
            Mark::Words { at, text, anchor, lettering } => self.write(*at, text, *anchor, *lettering),
        }
    }

    fn dot(&self, at: (f64, f64), radius: f64, c: RGBAColor, marker: Marker) -> Result<(), DrawError> {
        let (x, y) = at;
        let corners = |offsets: &[(f64, f64)]| -> Vec<(f64, f64)> {
            offsets.iter().map(|(dx, dy)| (x + dx * radius, y + dy * radius)).collect()
        };
        let outline = match marker {
            Marker::Circle => {
                #[expect(clippy::cast_possible_truncation, reason = "a radius on a page")]
                let size = (radius * self.scale).round() as i32;
                let style = ShapeStyle { color: c, filled: true, stroke_width: 0 };
                return self.page.draw(&Circle::new(self.at(at), size, style)).map_err(fail);
            }
            Marker::Square => corners(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
            Marker::Triangle => corners(&[(0.0, -1.15), (1.05, 0.8), (-1.05, 0.8)]),
            Marker::Diamond => corners(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
        };
        self.page.draw(&Polygon::new(self.points(&outline), c)).map_err(fail)
    }

    fn write(
        &self,
        at: (f64, f64),
        text: &str,
        anchor: TextAnchor,
        lettering: Lettering,
    ) -> Result<(), DrawError> {
        let Lettering { size, colour: c, bold } = lettering;
        let weight = if bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = FontDesc::new(FontFamily::Name(FAMILY), size * self.scale, weight);
        let across = match anchor {
            TextAnchor::Start => HPos::Left,
            TextAnchor::Middle => HPos::Center,
            TextAnchor::End => HPos::Right,
        };
        // The library centres the box of a line, which has more room above letters than below.
        let at = (at.0, at.1 + 0.09 * size);
        let ink = colour(c, 1.0);
        let style = TextStyle::from(font).color(&ink).pos(Pos::new(across, VPos::Center));
        self.page.draw(&Text::new(text.to_owned(), self.at(at), style)).map_err(fail)
    }
}

fn colour((r, g, b): Colour, alpha: f64) -> RGBAColor {
    RGBAColor(r, g, b, alpha)
}
