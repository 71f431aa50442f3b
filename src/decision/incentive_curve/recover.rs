//! The straight pieces of a law that is only known by asking it.
//!
//! Between two numbers that an agreement states nothing jumps, and most is straight. So the range is cut at those
//! numbers and at even steps, and what is not straight within a step is halved until it is: a jump ends in a step that
//! is as narrow as arithmetic allows, a kink where two lines meet.

use crate::terms::{Piece, Piecewise};

/// Even steps of a range, beside what is stated.
const STEPS: u32 = 64;
/// Part of a range that a jump is narrowed to.
const NARROW: f64 = 1e-9;
/// Times that a law is asked at most for one range: one that is curved is followed by short lines.
const MOST_ASKED: usize = 40_000;

/// A stretch on which a law is straight, with the places where it was asked.
struct StraightPart {
    from: f64,
    to: f64,
    asked: Vec<(f64, f64)>,
}

impl StraightPart {
    /// The line through its first and its last place.
    fn line(&self) -> (f64, f64) {
        let (first, last) = (self.asked[0], self.asked[self.asked.len() - 1]);
        let slope = (last.1 - first.1) / (last.0 - first.0);
        (first.1 - slope * first.0, slope)
    }

    /// Whether all places lie on that line, but for what a figure may be off by.
    fn is_straight(&self, off: f64) -> bool {
        let (intercept, slope) = self.line();
        self.asked.iter().all(|(at, value)| (intercept + slope * at - value).abs() <= off)
    }

    /// Both, where they are one line.
    fn joined(&self, next: &StraightPart, off: f64) -> Option<StraightPart> {
        let asked = self.asked.iter().chain(&next.asked).copied().collect();
        let both = StraightPart { from: self.from, to: next.to, asked };
        both.is_straight(off).then_some(both)
    }
}

/// Takes a law apart.
struct LawParts<'a> {
    law: &'a dyn Fn(f64) -> f64,
    narrow: f64,
    off: f64,
    asked: usize,
    found: Vec<StraightPart>,
}

impl LawParts<'_> {
    fn split(&mut self, from: f64, to: f64) {
        let width = to - from;
        let inside = [1e-6, 0.29, 0.5, 0.73, 1.0 - 1e-6].map(|part| from + part * width);
        self.asked += inside.len();
        let asked = inside.map(|at| (at, (self.law)(at))).to_vec();
        let one = StraightPart { from, to, asked };
        let is_spent = self.asked > MOST_ASKED;
        if one.is_straight(self.off) || is_spent {
            let joined = self.found.last().and_then(|before| before.joined(&one, self.off));
            match joined {
                Some(both) => {
                    self.found.pop();
                    self.found.push(both);
                }
                None => self.found.push(one),
            }
        } else if width > self.narrow {
            let middle = from + 0.5 * width;
            self.split(from, middle);
            self.split(middle, to);
        }
    }
}

/// The pieces of a law on a range. It is asked at even steps and around every number that is `stated` for the axis;
/// its figures may be `off` by some dollars, as rounding to the cent is. Beyond the range the outer pieces go on.
pub(super) fn pieces_of(
    law: &dyn Fn(f64) -> f64,
    (low, high): (f64, f64),
    stated: &[f64],
    off: f64,
) -> Piecewise {
    let even = (0..=STEPS).map(|step| low + (high - low) * f64::from(step) / f64::from(STEPS));
    let mut cuts: Vec<f64> =
        even.chain(stated.iter().copied().filter(|at| low < *at && *at < high)).collect();
    cuts.sort_by(f64::total_cmp);
    let narrow = NARROW * (high - low);
    cuts.dedup_by(|next, before| *next - *before < 4.0 * narrow);
    let mut parts = LawParts { law, narrow, off, asked: 0, found: Vec::new() };
    for pair in cuts.windows(2) {
        parts.split(pair[0], pair[1]);
    }
    // What is left of a kink or a jump is too narrow to be a stretch of its own.
    let wide: Vec<&StraightPart> =
        parts.found.iter().filter(|one| one.to - one.from > 1e4 * narrow).collect();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut end = low;
    for one in wide {
        let (intercept, slope) = one.line();
        let Some(before) = pieces.last_mut() else {
            pieces.push(Piece { from: f64::NEG_INFINITY, intercept, slope });
            end = one.to;
            continue;
        };
        let meet = (before.intercept - intercept) / (slope - before.slope);
        let margin = 1e5 * narrow;
        let is_kink = meet.is_finite() && end - margin <= meet && meet <= one.from + margin;
        let from = if is_kink { meet } else { stated_near(stated, (end, one.from)) };
        pieces.push(Piece { from, intercept, slope });
        end = one.to;
    }
    if pieces.is_empty() {
        return Piecewise::flat(law(0.5 * (low + high)));
    }
    Piecewise::new(pieces)
}

/// The stated number between two stretches, else the middle between them.
fn stated_near(stated: &[f64], (end, begin): (f64, f64)) -> f64 {
    let near = 1e-9_f64.max(begin - end);
    let found = stated.iter().copied().find(|at| end - near <= *at && *at <= begin + near);
    found.unwrap_or(0.5 * (end + begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing to 0.62, a jump to 12,000 there, then 500 a point to 0.8, in cents.
    fn gated(at: f64) -> f64 {
        let paid = if at < 0.62 { 0.0 } else { 12_000.0 + 50_000.0 * (at.min(0.8) - 0.62) };
        (paid * 100.0_f64).round() / 100.0
    }

    #[test]
    fn a_jump_and_a_kink_are_found_where_they_are() {
        for stated in [vec![], vec![0.62, 0.8]] {
            let found = pieces_of(&gated, (0.0, 1.0), &stated, 0.02);
            let pieces = found.pieces();
            assert_eq!(pieces.len(), 3, "{pieces:?}");
            assert!((pieces[1].from - 0.62).abs() < 1e-7 && (pieces[2].from - 0.8).abs() < 1e-5);
            assert_eq!(pieces[0].slope, 0.0);
            assert!((pieces[1].slope - 50_000.0).abs() < 1.0 && pieces[2].slope == 0.0);
            assert!((found.value(0.7) - 16_000.0).abs() < 0.05);
        }
    }

    #[test]
    fn a_narrow_step_is_found_where_it_is_stated() {
        // A ten-thousandth wide: between 0.500 03 and 0.500 13, far from any even step's quarter.
        let narrow = |at: f64| if (0.500_03..0.500_13).contains(&at) { 1_000.0 } else { 0.0 };
        let found = pieces_of(&narrow, (0.0, 1.0), &[0.500_03, 0.500_13], 0.02);
        let starts: Vec<f64> = found.pieces().iter().skip(1).map(|piece| piece.from).collect();
        assert_eq!(starts, [0.500_03, 0.500_13]);
    }

    #[test]
    fn a_line_is_one_piece_and_a_curve_ends() {
        let line = pieces_of(&|at| 3.0 - 2.0 * at, (-1.0, 2.0), &[0.1], 1e-9);
        assert_eq!(line.pieces().len(), 1);
        assert!((line.pieces()[0].slope + 2.0).abs() < 1e-12);
        let curve = pieces_of(&|at| 1e6 * at * at, (0.0, 1.0), &[], 0.02);
        assert!((curve.value(0.5) - 250_000.0).abs() < 1.0);
    }
}
