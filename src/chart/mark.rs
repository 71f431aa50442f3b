//! What a picture is made of.

use super::palette::{Colour, Marker};
use std::ops::Range;

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

/// A line through points; `dash` are its strokes and gaps, none where it is unbroken.
#[derive(Clone, Debug)]
pub(super) struct Stroke {
    pub points: Vec<(f64, f64)>,
    pub colour: Colour,
    pub width: f64,
    pub dash: &'static [f64],
}

/// A shape of a picture, in its units.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    Line(Stroke),
    Area {
        points: Vec<(f64, f64)>,
        colour: Colour,
        alpha: f64,
    },
    /// A rectangle by two opposite corners.
    Bar {
        from: (f64, f64),
        to: (f64, f64),
        colour: Colour,
        alpha: f64,
    },
    /// Many rectangles of one colour, by two opposite corners.
    Tiles {
        boxes: Vec<[(f64, f64); 2]>,
        colour: Colour,
    },
    Dot {
        at: (f64, f64),
        radius: f64,
        colour: Colour,
        alpha: f64,
        marker: Marker,
    },
    Words {
        at: (f64, f64),
        text: String,
        anchor: TextAnchor,
        lettering: Lettering,
    },
}

impl Mark {
    /// Its upper end.
    pub(super) fn top(&self) -> f64 {
        self.ends().0
    }

    /// Its upper and its lower end, without the width of lines.
    fn ends(&self) -> (f64, f64) {
        let of = |points: &mut dyn Iterator<Item = f64>| {
            points.fold((f64::INFINITY, f64::NEG_INFINITY), |(top, end), y| (top.min(y), end.max(y)))
        };
        match self {
            Mark::Line(Stroke { points, .. }) | Mark::Area { points, .. } => {
                of(&mut points.iter().map(|point| point.1))
            }
            Mark::Bar { from, to, .. } => (from.1.min(to.1), from.1.max(to.1)),
            Mark::Tiles { boxes, .. } => of(&mut boxes.iter().flatten().map(|corner| corner.1)),
            Mark::Dot { at, radius, .. } => (at.1 - radius, at.1 + radius),
            Mark::Words { at, lettering, .. } => (at.1 - lettering.size / 2.0, at.1 + lettering.size / 2.0),
        }
    }

    /// Whether any of it may lie between two heights: generously, since letters and outlines reach beyond their ends.
    pub(super) fn may_lie_between(&self, top: f64, end: f64) -> bool {
        let reach = match self {
            Mark::Line(Stroke { width, .. }) => 2.0 + width,
            Mark::Dot { radius, .. } => 4.0 + radius,
            Mark::Words { lettering, .. } => lettering.size,
            Mark::Area { .. } | Mark::Bar { .. } | Mark::Tiles { .. } => 2.0,
        };
        let (own_top, own_end) = self.ends();
        own_top - reach <= end && own_end + reach >= top
    }
}

/// What is said of some shapes when they are pointed at.
#[derive(Clone, Debug)]
pub(super) struct ShapeTip {
    /// The shapes, by their places.
    pub shapes: Range<usize>,
    /// What they show: of whom, in which year, the figure with its unit.
    pub text: String,
}

/// A place of which something is said when it is pointed at, by two opposite corners.
#[derive(Clone, Debug)]
pub(super) struct PictureSpot {
    pub from: (f64, f64),
    pub to: (f64, f64),
    pub text: String,
    /// Whether a file says it, too: one of many does not.
    pub in_file: bool,
}

impl Stroke {
    /// The strokes of a broken line, one after another; the line itself when it is unbroken.
    pub(super) fn pieces(&self) -> Vec<Vec<(f64, f64)>> {
        if self.dash.iter().sum::<f64>() <= 0.0 {
            return vec![self.points.clone()];
        }
        let mut pieces = Vec::new();
        let (mut place, mut left) = (0, self.dash[0]);
        let mut piece: Vec<(f64, f64)> = self.points.first().copied().into_iter().collect();
        for pair in self.points.windows(2) {
            let (mut from, to) = (pair[0], pair[1]);
            let mut rest = (to.0 - from.0).hypot(to.1 - from.1);
            while rest > left {
                let part = left / rest;
                from = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
                rest -= left;
                if place % 2 == 0 {
                    piece.push(from);
                    pieces.push(std::mem::take(&mut piece));
                } else {
                    piece = vec![from];
                }
                place += 1;
                left = self.dash[place % self.dash.len()];
            }
            left -= rest;
            if place % 2 == 0 {
                piece.push(to);
            }
        }
        if piece.len() > 1 {
            pieces.push(piece);
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_goes_on_around_a_corner() {
        let line = |dash| Stroke {
            points: vec![(0.0, 0.0), (4.0, 0.0), (4.0, 5.0)],
            colour: (0, 0, 0),
            width: 1.0,
            dash,
        };
        // Strokes of 3 and gaps of 2 along 9: 0 to 3, 5 to 8; the last gap ends with the line.
        let pieces = line(&[3.0, 2.0]).pieces();
        assert_eq!(pieces, [vec![(0.0, 0.0), (3.0, 0.0)], vec![(4.0, 1.0), (4.0, 4.0)]]);
        // A stroke of 6 bends with the line.
        assert_eq!(line(&[6.0, 9.0]).pieces(), [vec![(0.0, 0.0), (4.0, 0.0), (4.0, 2.0)]]);
        assert_eq!(line(&[]).pieces().len(), 1);
    }
}
