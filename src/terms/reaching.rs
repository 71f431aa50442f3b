//! When a score, a rate or an amount of work has reached a line: exactly at it, it has.
//!
//! Lines are written in decimals (a gate of 0.8), and what meets them is worked out in binary: a mean over
//! patients, a product with growth, a score read off a gauge. The last of sixteen digits must not decide
//! whether a bonus is paid, so what lies within a billionth of a line has reached it. Money is compared in
//! cents instead (`Sharing::settle`).
//!
//! # Sources
//! Assumption: agreements say "at or above" and are read to a few decimals at most; a billionth is far
//! below what any of them prints and far above what arithmetic loses.

/// Part of a line, or of one, within which a value counts as having reached it.
pub const SAME: f64 = 1e-9;

/// Whether a value has reached a line.
///
/// ```
/// use cascade::terms::reaches;
/// let mean = (0.7 + 0.8 + 0.9) / 3.0; // a little below 0.8 in binary
/// assert!(reaches(mean, 0.8) && reaches(0.8, 0.8) && !reaches(0.799_999, 0.8));
/// assert!(reaches(6_999.999_999_999, 7_000.0) && !reaches(6_999.99, 7_000.0));
/// ```
#[inline(always)]
#[must_use]
pub fn reaches(value: f64, line: f64) -> bool {
    value >= line - SAME * line.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_at_a_line_it_is_reached_however_it_was_worked_out() {
        // 0.1 + 0.2 lies above 0.3 in binary, 0.8 × 3 / 3 may lie below; either is at the line.
        assert!(reaches(0.1 + 0.2, 0.3) && reaches(0.3, 0.1 + 0.2));
        // The nearest score that anybody prints, a ten-thousandth of a point, is not.
        assert!(!reaches(0.799_999, 0.8));
        // Lines below zero and at infinity.
        assert!(reaches(-0.02, -0.02) && reaches(-0.02 - 1e-12, -0.02) && !reaches(-0.021, -0.02));
        assert!(reaches(-1.0, f64::NEG_INFINITY));
    }
}
