//! Intervals of 95 % for what a finite number of trials leaves open.

/// Standard normal quantile of a two-sided 95 % interval.
pub const TWO_SIDED_95: f64 = 1.959_963_984_540_054;

/// Quantiles of Student's t for a two-sided 95 % interval, by degrees of freedom from 1: printed tables.
const STUDENT: [f64; 10] = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

/// The quantile of Student's t for a two-sided 95 % interval, to four digits or more: for up to ten degrees of
/// freedom from printed tables, beyond them by Fisher's expansion around the normal quantile z,
/// `z + (z³ + z)/4ν + (5z⁵ + 16z³ + 3z)/96ν² + (3z⁷ + 19z⁵ + 17z³ − 15z)/384ν³` (Abramowitz & Stegun 26.7.5;
/// recalled).
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "degrees of freedom far below 2^53")]
pub fn student_95(freedom: u64) -> f64 {
    let known = usize::try_from(freedom.max(1) - 1).ok().and_then(|place| STUDENT.get(place));
    known.copied().unwrap_or_else(|| {
        let (z, nu) = (TWO_SIDED_95, freedom as f64);
        let z3 = z * z * z;
        let (z5, z7) = (z3 * z * z, z3 * z3 * z);
        let first = (z3 + z) / 4.0;
        let second = (5.0 * z5 + 16.0 * z3 + 3.0 * z) / 96.0;
        let third = (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / 384.0;
        z + first / nu + second / (nu * nu) + third / (nu * nu * nu)
    })
}

/// Wilson's 95 % interval of a chance of which `n` trials found the share `p`: the chances whose own normal
/// interval holds `p`,
/// `(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)`.
/// It is never zero wide: of none in n it leaves 0 to z²/(n + z²), which is 3.84/(n + 3.84).
///
/// # Source
/// Wilson 1927 (Journal of the American Statistical Association 22:209); recommended over the usual interval
/// by Brown, Cai & `DasGupta` 2001 (Statistical Science 16:101). Of values anywhere between 0 and 1, whose variance
/// is at most p(1 − p), it is wide enough.
#[must_use]
pub fn wilson(p: f64, n: f64) -> (f64, f64) {
    let (p, n, z2) = (p.clamp(0.0, 1.0), n.max(1.0), TWO_SIDED_95 * TWO_SIDED_95);
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = TWO_SIDED_95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    // What is certain by the formula is not left to rounding.
    let low = if p == 0.0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if p == 1.0 { 1.0 } else { (middle + half).min(1.0) };
    (low, high)
}

/// The 95 % interval of a difference of two chances met by the same `n` trials, of which `mean` was found with a
/// mean square of `square`: Wald's interval after a trial more that differs either way. With `b` and `c` trials
/// that differ up and down, `square` is (b + c)/n and `mean` is (b − c)/n, so that
/// `p₁ = (b + 1)/(n + 2)`, `p₂ = (c + 1)/(n + 2)` and the interval is `p₁ − p₂ ± z √((p₁ + p₂ − (p₁ − p₂)²)/(n + 2))`.
/// Where no trial differs it leaves ± z √2/(n + 2).
///
/// # Source
/// Bonett & Price 2012 (Journal of Educational and Behavioral Statistics 37:479); recalled.
#[must_use]
pub fn paired(mean: f64, square: f64, n: f64) -> (f64, f64) {
    let n = n.max(1.0);
    let up = (0.5 * n * (square + mean) + 1.0) / (n + 2.0);
    let down = (0.5 * n * (square - mean) + 1.0) / (n + 2.0);
    let middle = up - down;
    let half = TWO_SIDED_95 * ((up + down - middle * middle).max(0.0) / (n + 2.0)).sqrt();
    ((middle - half).max(-1.0), (middle + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two numbers that agree to the digits worked out by hand.
    fn close(found: (f64, f64), expected: (f64, f64)) {
        let off = (found.0 - expected.0).abs().max((found.1 - expected.1).abs());
        assert!(off < 6e-7, "{found:?} is not {expected:?}");
    }

    #[test]
    fn a_chance_that_was_never_met_is_not_nothing() {
        // 0 of 2,000: z² = 3.841459, 3.841459/2,003.841459 = 0.00191705.
        close(wilson(0.0, 2_000.0), (0.0, 0.001_917));
        // 2,000 of 2,000: the mirror.
        close(wilson(1.0, 2_000.0), (0.998_083, 1.0));
        // Of one trial: 3.841459/4.841459 = 0.793451.
        close(wilson(0.0, 1.0), (0.0, 0.793_451));
    }

    #[test]
    fn wilson_by_hand() {
        // 3 of 10: middle (0.3 + 0.19207294)/1.3841459 = 0.49207294/1.3841459 = 0.35550655; half
        // 1.959964 √(0.021 + 3.841459/400)/1.3841459 = 1.959964 × √0.03060365 / 1.3841459
        // = 1.959964 × 0.17493898/1.3841459 = 0.24771532.
        close(wilson(0.3, 10.0), (0.107_791, 0.603_222));
        // 5 of 10 is symmetric: half 1.959964 √(0.025 + 0.00960365)/1.3841459 = 1.959964 × 0.18602056/1.3841459.
        close(wilson(0.5, 10.0), (0.236_593, 0.763_407));
    }

    #[test]
    fn paired_by_hand() {
        // No trial of 2,000 differs: ± 1.959964 × √2/2,002 = 0.00138452.
        close(paired(0.0, 0.0, 2_000.0), (-0.001_385, 0.001_385));
        // Of 98 trials 5 up and 2 down: p₁ = 6/100, p₂ = 3/100; 0.03 ± 1.959964 √(0.0891/100) = ± 0.05850419.
        close(paired(3.0 / 98.0, 7.0 / 98.0, 98.0), (-0.028_504, 0.088_504));
    }

    #[test]
    fn student_by_table() {
        assert_eq!((student_95(1), student_95(10)), (12.706, 2.228));
        // Printed tables: 11, 20, 31, 60 degrees of freedom.
        for (freedom, printed) in [(11, 2.201), (20, 2.086), (31, 2.040), (60, 2.000)] {
            assert!((student_95(freedom) - printed).abs() < 6e-4, "{freedom}: {}", student_95(freedom));
        }
        assert!((student_95(1_000_000) - TWO_SIDED_95).abs() < 1e-5);
        assert_eq!(student_95(0), student_95(1));
    }
}
