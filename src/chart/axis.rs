//! Scales and ticks.

use super::palette::{GRID, MUTED};
use super::scene::{Scene, TextAnchor, plain};
use crate::units::real;

/// Values along a stretch of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct AxisScale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl AxisScale {
    /// Values from `low` to `high` between two places of the page.
    pub(super) fn new((low, high): (f64, f64), (from, to): (f64, f64)) -> AxisScale {
        let high = if high > low { high } else { low + 1.0 };
        AxisScale { low, high, from, to }
    }

    /// The place of a value; values beyond the ends stay at them.
    pub(super) fn at(&self, value: f64) -> f64 {
        let part = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + part * (self.to - self.from)
    }

    /// Whether a value lies beyond the ends.
    pub(super) fn is_beyond(&self, value: f64) -> bool {
        value < self.low || value > self.high
    }
}

/// Round values that cover a range: at most `most` of them.
pub(super) fn ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let rough = ((high - low) / real(most.max(1))).max(1e-12);
    let magnitude = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|m| m * magnitude)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(10.0 * magnitude);
    let mut values = Vec::new();
    let mut value = (low / step).ceil() * step;
    // Where all lies at one great value, a step is too small to come from it to the next.
    while value <= high + step * 1e-9 && value + step > value {
        values.push(if value.abs() < step * 1e-9 { 0.0 } else { value });
        value += step;
    }
    values
}

/// Light lines across a panel at round values, with labels at its left.
pub(super) fn levels(
    scene: &mut Scene,
    scale: &AxisScale,
    values: &[f64],
    left: f64,
    right: f64,
    label: impl Fn(f64) -> String,
) {
    for value in values {
        let y = scale.at(*value);
        scene.line(vec![(left, y), (right, y)], GRID, 1.0);
        scene.words((left - 8.0, y), &label(*value), TextAnchor::End, plain(12.0, MUTED));
    }
}

/// Years under a panel: the first, the last and some between.
pub(super) fn years(scene: &mut Scene, scale: &AxisScale, first: u16, n: usize, y: f64) {
    let step = n.div_ceil(5).max(1);
    for place in (0..n).filter(|p| p % step == 0 || (*p == n - 1 && (n - 1) % step > step / 2)) {
        let x = scale.at(real(place));
        let year = u64::from(first) + place as u64;
        scene.words((x, y), &year.to_string(), TextAnchor::Middle, plain(12.0, MUTED));
    }
}

/// Dollars in words short enough for an axis.
pub(super) fn dollars(value: f64) -> String {
    let (sign, size) = (if value <= -0.5 { "-" } else { "" }, value.abs());
    if size >= 999_500.0 {
        let millions = size / 1e6;
        if (millions - millions.round()).abs() < 0.05 || millions >= 99.5 {
            format!("{sign}${millions:.0}M")
        } else {
            format!("{sign}${millions:.1}M")
        }
    } else if size >= 999.5 {
        format!("{sign}${:.0}k", size / 1e3)
    } else {
        format!("{sign}${size:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_range() {
        assert_eq!(ticks(0.0, 10.0, 5), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks(-1.0, 1.0, 4), [-1.0, -0.5, 0.0, 0.5, 1.0]);
        assert_eq!(ticks(0.0, 7.3e6, 4), [0.0, 2e6, 4e6, 6e6]);
    }

    #[test]
    fn ticks_end_where_there_is_no_range() {
        assert_eq!(ticks(12_345_678.9, 12_345_678.9, 5), [] as [f64; 0]);
        assert_eq!(ticks(0.0, 0.0, 5), [0.0]);
        assert_eq!(ticks(f64::NAN, 1.0, 5), [] as [f64; 0]);
        assert_eq!(ticks(0.0, f64::INFINITY, 5), [] as [f64; 0]);
    }

    #[test]
    fn dollars_are_short() {
        assert_eq!([-0.4, -0.6].map(dollars), ["$0", "-$1"]);
        let texts = [0.0, 950.0, 12_345.0, 999_600.0, 2_500_000.0, -140e6].map(dollars);
        assert_eq!(texts, ["$0", "$950", "$12k", "$1M", "$2.5M", "-$140M"]);
    }
}
