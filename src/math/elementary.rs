//! Exponential and logarithm.

/// 1.5 × 2^52; see `units::money`.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts, the first with enough trailing zeros that multiples are exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// e to the power `x`, for `x` in [-700, 700]; beyond, the nearest end of that range is used.
///
/// Range reduction to |r| ≤ ln 2 / 2 and a minimax polynomial of degree 11 (Remez, for the relative error, its first
/// two coefficients held at 1), which is off by less than 4e-17.
#[inline(always)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    const SECOND_TO_NINTH: [f64; 8] = [
        0.500_000_000_000_000_4,
        0.166_666_666_666_671_7,
        0.041_666_666_666_595_2,
        0.008_333_333_332_922_916,
        0.001_388_888_892_622_788,
        0.000_198_412_708_777_856_16,
        0.000_024_801_510_390_926_323,
        2.755_628_842_980_681_9e-6,
    ];
    const TENTH_ON: [f64; 2] = [2.762_450_034_595_843e-7, 2.542_362_236_735_137_3e-8];
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    // 1 + r is added last: it carries the accuracy.
    let r2 = r * r;
    let r4 = r2 * r2;
    let tail = TENTH_ON[0] + TENTH_ON[1] * r;
    let sum = 1.0 + (r + r2 * (septic(&SECOND_TO_NINTH, r, r2, r4) + tail * (r4 * r4)));
    let exponent = shifted.to_bits().wrapping_sub(ROUNDER.to_bits());
    f64::from_bits(sum.to_bits().wrapping_add(exponent << 52))
}

/// Natural logarithm of a positive normal number; smaller arguments count as the smallest normal.
///
/// The reduction and minimax polynomial of the classic Sun `fdlibm`, without its branches.
#[inline(always)]
#[must_use]
#[expect(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    reason = "exponent arithmetic on the bit pattern, in the letters of the source"
)]
pub fn ln(x: f64) -> f64 {
    const SQRT_HALF: u64 = 0x3FE6_A09E_667F_3BCD;
    const TERMS: [f64; 7] = [
        6.666_666_666_666_735e-1,
        3.999_999_999_940_942e-1,
        2.857_142_874_366_239e-1,
        2.222_219_843_214_978_4e-1,
        1.818_357_216_161_805e-1,
        1.531_383_769_920_937_3e-1,
        1.479_819_860_511_658_6e-1,
    ];
    let bits = x.max(f64::MIN_POSITIVE).to_bits();
    let exponent = (bits.wrapping_sub(SQRT_HALF) as i64) >> 52;
    let mantissa = f64::from_bits(bits.wrapping_sub((exponent << 52) as u64));
    let k = f64::from_bits((exponent as u64).wrapping_add(ROUNDER.to_bits())) - ROUNDER;
    let f = mantissa - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let z2 = z * z;
    let series = sextic(&TERMS, z, z2, z2 * z2);
    let half_square = 0.5 * f * f;
    k * LN2_HIGH - ((half_square - (s * (half_square + series * z) + k * LN2_LOW)) - f)
}

/// `base` to the power `exponent`, for positive `base`: `exp(exponent · ln base)`.
///
/// The error grows with the size of the result's logarithm; below 1e3 it stays under 1e-13
/// relative, which is all the model needs.
#[inline(always)]
#[must_use]
pub fn powf(base: f64, exponent: f64) -> f64 {
    exp(exponent * ln(base))
}

/// A polynomial of degree 6, lowest coefficient first, by pairs.
#[inline(always)]
pub(super) fn sextic(c: &[f64; 7], x: f64, x2: f64, x4: f64) -> f64 {
    let low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
    low + ((c[4] + c[5] * x) + c[6] * x2) * x4
}

/// A polynomial of degree 7, lowest coefficient first, by pairs: shorter chains of dependent operations than
/// Horner's rule.
#[inline(always)]
pub(super) fn septic(c: &[f64; 8], x: f64, x2: f64, x4: f64) -> f64 {
    let low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
    let high = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
    low + high * x4
}

/// `base` to a whole power, by repeated squaring; below zero the reciprocal of the positive power.
///
/// The standard library leaves the order of multiplications, and so the last bits of its `powi`, open.
///
/// ```
/// use cascade::math::power;
/// // 1.5² = 2.25; 2⁻³ = 1/8.
/// assert_eq!((power(1.5, 2), power(2.0, -3), power(0.0, 0)), (2.25, 0.125, 1.0));
/// ```
#[must_use]
pub fn power(base: f64, exponent: i32) -> f64 {
    let (mut square, mut left, mut product) = (base, exponent.unsigned_abs(), 1.0);
    while left > 0 {
        if left & 1 == 1 {
            product *= square;
        }
        square *= square;
        left >>= 1;
    }
    if exponent < 0 { 1.0 / product } else { product }
}

/// What has become of 1 after so many years of growth by `rate` a year.
///
/// ```
/// use cascade::math::grown;
/// assert_eq!((grown(0.5, 2), grown(0.5, 0)), (2.25, 1.0));
/// ```
#[must_use]
pub fn grown(rate: f64, years: usize) -> f64 {
    power(1.0 + rate, i32::try_from(years).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units_apart(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    #[test]
    fn exp_is_within_two_units_in_the_last_place() {
        for i in -70_000..=70_000 {
            let x = f64::from(i) * 0.01;
            assert!(units_apart(exp(x), libm::exp(x)) <= 2, "exp({x})");
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-1e9), exp(-700.0));
    }

    #[test]
    fn ln_is_within_two_units_in_the_last_place() {
        for i in 1..200_000 {
            let x = f64::from(i) * 1.3e-3;
            let (ours, theirs) = (ln(x), libm::log(x));
            assert!((ours - theirs).abs() <= 4.0 * f64::EPSILON * theirs.abs().max(1e-2), "ln({x})");
        }
        assert_eq!(ln(1.0), 0.0);
        assert_eq!(ln(0.0), ln(f64::MIN_POSITIVE));
    }

    #[test]
    fn powers_agree_with_libm() {
        for (base, exponent) in [(0.06, 0.5), (50.0, -0.6), (1.07, 10.0), (0.01, 0.81)] {
            let theirs = libm::pow(base, exponent);
            assert!((powf(base, exponent) / theirs - 1.0).abs() < 1e-14, "{base}^{exponent}");
        }
    }

    #[test]
    fn whole_powers_agree_with_libm() {
        for base in [0.93, 1.0, 1.045, -1.5] {
            for exponent in -40..=40 {
                let theirs = libm::pow(base, f64::from(exponent));
                assert!((power(base, exponent) / theirs - 1.0).abs() < 1e-14, "{base}^{exponent}");
            }
        }
        // Thirty years at 1 %: 1.01³⁰ = 1.347 848 915...
        assert!((power(1.01, 30) - 1.347_848_915_332_9).abs() < 1e-12);
        assert_eq!(power(1.0, i32::MIN), 1.0);
        assert_eq!(power(1.04, i32::MAX), f64::INFINITY);
    }
}
