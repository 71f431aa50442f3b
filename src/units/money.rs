//! Money: whole cents inside the model, decimals where a person reads.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// 1.5 × 2^52: adding it to a double below 2^51 leaves the nearest integer in the low bits,
/// rounded half to even, on every processor alike.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// A payment in whole US cents.
///
/// Sums are exact. A payment is rounded once, half to even, where the contract rounds; see
/// [`Cents::round`].
///
/// ```
/// use cascade::units::Cents;
/// assert_eq!(Cents::round(12.345), Cents(1234)); // 1,234.5 cents: half to even
/// assert_eq!(Cents::round(-0.015), Cents(-2));
/// assert_eq!(Cents(150) + Cents(-50), Cents(100));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i64);

/// The nearest whole number, half to even, of a value below 2^51 in size; vectorises.
#[inline(always)]
#[must_use]
#[expect(
    clippy::cast_possible_wrap,
    reason = "the difference of two bit patterns below 2^63 is the signed integer itself"
)]
pub fn nearest(x: f64) -> i64 {
    (x + ROUNDER).to_bits().wrapping_sub(ROUNDER.to_bits()) as i64
}

/// The same as a double.
#[inline(always)]
pub(crate) fn nearest_whole(x: f64) -> f64 {
    (x + ROUNDER) - ROUNDER
}

impl Cents {
    /// No money.
    pub const ZERO: Cents = Cents(0);

    /// Rounds dollars to whole cents, half to even.
    ///
    /// Valid below 22 trillion dollars, far above any health system; a scenario's bounds keep
    /// amounts there.
    #[inline(always)]
    #[must_use]
    pub fn round(dollars: f64) -> Cents {
        Cents(nearest(dollars * 100.0))
    }

    /// The same money in dollars; exact to within one part in 2^53.
    #[inline(always)]
    #[must_use]
    pub fn dollars(self) -> f64 {
        self.count() / 100.0
    }

    /// The number of cents as a double: exact, and cheap in a vector loop.
    #[inline(always)]
    #[must_use]
    #[expect(clippy::cast_sign_loss, reason = "two's complement is what the sum of bit patterns needs")]
    pub fn count(self) -> f64 {
        f64::from_bits((self.0 as u64).wrapping_add(ROUNDER.to_bits())) - ROUNDER
    }

    /// The larger of two payments.
    #[must_use]
    pub fn max(self, other: Cents) -> Cents {
        Cents(self.0.max(other.0))
    }

    /// The smaller of two payments.
    #[must_use]
    pub fn min(self, other: Cents) -> Cents {
        Cents(self.0.min(other.0))
    }

    /// What part of a whole this is; 0 of a whole that is not above zero.
    #[must_use]
    pub fn share_of(self, whole: Cents) -> f64 {
        if whole.0 > 0 { self.count() / whole.count() } else { 0.0 }
    }

    /// The part above zero.
    #[must_use]
    pub fn positive(self) -> Cents {
        self.max(Cents::ZERO)
    }

    /// A share of this money, rounded once. `share` may be any finite number.
    #[must_use]
    pub fn share(self, share: f64) -> Cents {
        Cents::round(self.dollars() * share)
    }

    /// The exact amount for the eye.
    #[must_use]
    pub fn usd(self) -> Usd {
        Usd(Decimal::new(self.0, 2))
    }
}

impl Add for Cents {
    type Output = Cents;
    #[inline(always)]
    fn add(self, other: Cents) -> Cents {
        Cents(self.0 + other.0)
    }
}

impl Sub for Cents {
    type Output = Cents;
    #[inline(always)]
    fn sub(self, other: Cents) -> Cents {
        Cents(self.0 - other.0)
    }
}

impl Neg for Cents {
    type Output = Cents;
    fn neg(self) -> Cents {
        Cents(-self.0)
    }
}

impl AddAssign for Cents {
    #[inline(always)]
    fn add_assign(&mut self, other: Cents) {
        self.0 += other.0;
    }
}

impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Cents) {
        self.0 -= other.0;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(iter: I) -> Cents {
        iter.fold(Cents::ZERO, Add::add)
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.usd().fmt(f)
    }
}

/// US dollars as a person writes them: an exact decimal, shown with thousands separators.
///
/// ```
/// use cascade::units::{Cents, Usd};
/// assert_eq!(Cents(123_456_789).usd().to_string(), "$1,234,567.89");
/// assert_eq!(Cents(-5).usd().to_string(), "-$0.05");
/// assert_eq!(Usd::parse("250000.5").unwrap().cents(), Some(Cents(25_000_050)));
/// assert!(Usd::parse("$5").is_none());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Usd(pub Decimal);

impl Usd {
    /// Reads a plain decimal number of dollars: no sign of currency, no thousands separators.
    #[must_use]
    pub fn parse(text: &str) -> Option<Usd> {
        let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
        if !plain {
            return None;
        }
        text.parse().ok().map(Usd)
    }

    /// The nearest whole number of cents, half to even; `None` beyond the range of [`Cents`].
    #[must_use]
    pub fn cents(self) -> Option<Cents> {
        (self.0 * Decimal::ONE_HUNDRED).round_dp(0).to_i64().map(Cents)
    }
}

impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = self.0.round_dp(2);
        let text = format!("{:.2}", rounded.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, "00"));
        let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
        f.pad(&format!("{sign}${}.{fraction}", super::set_apart(whole)))
    }
}

/// Dollars without cents.
///
/// ```
/// assert_eq!(cascade::units::whole_dollars(-1_234.4), "-$1,234");
/// ```
#[must_use]
pub fn whole_dollars(amount: f64) -> String {
    Cents::round(amount.round()).to_string().trim_end_matches(".00").to_owned()
}

/// Dollars short enough for a sentence: `$22.6M`, `-$940k`, `$1.01B`.
#[must_use]
pub fn short_dollars(value: f64) -> String {
    let (sign, size) = (if value <= -0.5 { "-" } else { "" }, value.abs());
    if size >= 99.95e9 {
        format!("{sign}${:.0}B", size / 1e9)
    } else if size >= 9.995e9 {
        format!("{sign}${:.1}B", size / 1e9)
    } else if size >= 999.5e6 {
        format!("{sign}${:.2}B", size / 1e9)
    } else if size >= 99.95e6 {
        format!("{sign}${:.0}M", size / 1e6)
    } else if size >= 999_500.0 {
        format!("{sign}${:.1}M", size / 1e6)
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
    fn rounding_is_half_to_even_and_symmetric() {
        // 0.5 and 2.5 cents are exact in binary only as multiples of 1/8 dollar.
        for (dollars, cents) in [
            (0.125, 12),
            (0.375, 38),
            (-0.125, -12),
            (-0.375, -38),
            (0.0, 0),
            (1_000_000_000.01, 100_000_000_001),
        ] {
            assert_eq!(Cents::round(dollars), Cents(cents), "{dollars}");
        }
    }

    #[test]
    fn cents_survive_the_way_to_doubles_and_back() {
        for cents in [0, 1, -1, 99, 123_456_789_012, -2_000_000_000_000_000] {
            assert_eq!(Cents(cents).count() as i64, cents);
            assert_eq!(Cents::round(Cents(cents).dollars()), Cents(cents));
        }
    }
}
