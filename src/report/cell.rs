//! One value of a table: what it is, how many decimals its unit has, how it reads as plain text.

use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt::Write;

/// A value in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing: not known, not kept, or no finite number.
    Empty,
    /// Words or a name.
    Text(Cow<'a, str>),
    /// A count or a year.
    Whole(u64),
    /// A finite number in its unit, which decides its decimals.
    Number(f64, &'static str),
    /// A finite number with so many decimals at most, and without zeros at their end.
    Short(f64, usize),
    /// Yes or no.
    Flag(bool),
}

/// What can stand in a cell.
pub trait IntoCell<'a> {
    /// The cell, in the unit of its column where it has none of its own.
    fn cell(self, unit: &'static str) -> Cell<'a>;
}

impl<'a> IntoCell<'a> for &'a str {
    fn cell(self, _: &'static str) -> Cell<'a> {
        Cell::Text(Cow::Borrowed(self))
    }
}

impl IntoCell<'_> for String {
    fn cell(self, _: &'static str) -> Cell<'static> {
        Cell::Text(Cow::Owned(self))
    }
}

impl IntoCell<'_> for u64 {
    fn cell(self, _: &'static str) -> Cell<'static> {
        Cell::Whole(self)
    }
}

impl IntoCell<'_> for bool {
    fn cell(self, _: &'static str) -> Cell<'static> {
        Cell::Flag(self)
    }
}

impl IntoCell<'_> for f64 {
    fn cell(self, unit: &'static str) -> Cell<'static> {
        if self.is_finite() { Cell::Number(self, unit) } else { Cell::Empty }
    }
}

/// A number whose unit stands in its row.
impl IntoCell<'_> for (f64, &'static str) {
    fn cell(self, _: &'static str) -> Cell<'static> {
        self.0.cell(self.1)
    }
}

/// A number in so many decimals at most, whatever its unit: where a table has many rows, as many as tell them apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RoundedTo(pub(super) f64, pub(super) usize);

impl IntoCell<'_> for RoundedTo {
    fn cell(self, _: &'static str) -> Cell<'static> {
        if self.0.is_finite() { Cell::Short(self.0, self.1) } else { Cell::Empty }
    }
}

impl<'a, V: IntoCell<'a>> IntoCell<'a> for Option<V> {
    fn cell(self, unit: &'static str) -> Cell<'a> {
        self.map_or(Cell::Empty, |value| value.cell(unit))
    }
}

impl Cell<'_> {
    /// The number in it, rounded as it is written everywhere, so that formats agree; `None` where there is none.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell::Number(value, unit) => Some(rounded(*value, unit)),
            Cell::Short(value, decimals) => Some(rounded_to(*value, *decimals)),
            #[expect(clippy::cast_precision_loss, reason = "counts and years")]
            Cell::Whole(number) => Some(*number as f64),
            Cell::Empty | Cell::Text(_) | Cell::Flag(_) => None,
        }
    }

    /// Adds the plain text: numbers with the decimals of their unit, flags as 1 and 0.
    ///
    /// ```
    /// use cascade::report::Cell;
    /// let mut text = String::new();
    /// Cell::Number(0.0953, "share").push(&mut text);
    /// assert_eq!(text, "0.095300");
    /// ```
    pub fn push(&self, text: &mut String) {
        match self {
            Cell::Empty => {}
            Cell::Text(words) => text.push_str(words),
            Cell::Whole(number) => drop(write!(text, "{number}")),
            Cell::Number(value, unit) => push_plain(*value, decimals(unit), text),
            Cell::Short(value, decimals) => push_short(*value, *decimals, text),
            Cell::Flag(yes) => text.push(if *yes { '1' } else { '0' }),
        }
    }
}

/// As JSON: numbers rounded as they are written elsewhere, so that formats agree; nothing as `null`.
impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Empty => to.serialize_none(),
            Cell::Text(words) => to.serialize_str(words),
            Cell::Whole(number) => to.serialize_u64(*number),
            Cell::Number(value, unit) => to.serialize_f64(rounded(*value, unit)),
            Cell::Short(value, decimals) => to.serialize_f64(rounded_to(*value, *decimals)),
            Cell::Flag(yes) => to.serialize_bool(*yes),
        }
    }
}

/// Decimals that a unit is written with.
fn decimals(unit: &str) -> usize {
    match unit {
        "$" | "wRVU" => 2,
        "people" | "physicians" | "months" => 3,
        "points" | "share of variance" => 4,
        _ => 6,
    }
}

/// A number as its unit is written: dollars to the cent.
pub(super) fn rounded(value: f64, unit: &str) -> f64 {
    rounded_to(value, decimals(unit))
}

/// A number with so many decimals, as whoever reads its text has it.
#[expect(
    clippy::cast_precision_loss,
    reason = "whole numbers below 2^53, of which the quotient is the nearest double"
)]
fn rounded_to(value: f64, decimals: usize) -> f64 {
    match FixedDigits::of(value, decimals) {
        Some(FixedDigits { is_negative, whole, .. }) => {
            let size = whole as f64 / POWERS[decimals] as f64;
            if is_negative { -size } else { size }
        }
        None => plain(value, decimals).parse().unwrap_or(value),
    }
}

/// A number with so many decimals and no negative zero.
///
/// ```
/// use cascade::report::plain;
/// assert_eq!((plain(-0.001, 2), plain(2.5, 3)), ("0.00".to_owned(), "2.500".to_owned()));
/// ```
#[must_use]
pub fn plain(value: f64, decimals: usize) -> String {
    let mut text = String::new();
    push_plain(value, decimals, &mut text);
    text
}

fn push_plain(value: f64, decimals: usize, text: &mut String) {
    if let Some(digits) = FixedDigits::of(value, decimals) {
        return digits.push(false, text);
    }
    let start = text.len();
    let _ = write!(text, "{value:.decimals$}");
    let written = &text.as_bytes()[start..];
    if written[0] == b'-' && written.iter().all(|b| matches!(b, b'-' | b'0' | b'.')) {
        text.remove(start);
    }
}

/// The same without zeros at the end of its decimals.
fn push_short(value: f64, decimals: usize, text: &mut String) {
    if let Some(digits) = FixedDigits::of(value, decimals) {
        return digits.push(true, text);
    }
    let start = text.len();
    push_plain(value, decimals, text);
    if text[start..].contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
}

/// Powers of ten by which numbers become whole.
const POWERS: [u64; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/// A number rounded to some decimals, as digits: what the standard library writes of it, made faster, for
/// numbers of ordinary size that do not lie halfway between two.
#[derive(Clone, Copy, Debug)]
struct FixedDigits {
    is_negative: bool,
    /// Its size, times the power of ten of its decimals.
    whole: u64,
    decimals: usize,
}

impl FixedDigits {
    /// The digits of a number, where they are certain.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number from 0 to below 2^43"
    )]
    fn of(value: f64, decimals: usize) -> Option<FixedDigits> {
        /// Below it the product is off by less than 2^-10.
        const LARGEST: f64 = (1_u64 << 43) as f64;
        /// Products this near to halfway are left to whoever knows every digit.
        const UNSURE: f64 = 1.0 / 512.0;
        let product = value.abs() * *POWERS.get(decimals)? as f64;
        // Neither infinite nor no number.
        if product.is_nan() || product >= LARGEST {
            return None;
        }
        let below = product as u64;
        let rest = product - below as f64;
        if (rest - 0.5).abs() < UNSURE {
            return None;
        }
        let whole = below + u64::from(rest > 0.5);
        Some(FixedDigits { is_negative: value < 0.0 && whole > 0, whole, decimals })
    }

    /// Writes them, with or without zeros at the end of decimals.
    fn push(self, is_short: bool, text: &mut String) {
        let (mut left, mut decimals) = (self.whole, self.decimals);
        while is_short && decimals > 0 && left.is_multiple_of(10) {
            (left, decimals) = (left / 10, decimals - 1);
        }
        // The last digit stands last: 14 of them at most, a point and a sign.
        let mut bytes = [b'0'; 24];
        let mut at = bytes.len();
        let mut written = 0;
        while left > 0 || written <= decimals {
            if written == decimals && decimals > 0 {
                at -= 1;
                bytes[at] = b'.';
            }
            at -= 1;
            bytes[at] = b'0' + (left % 10).to_le_bytes()[0];
            left /= 10;
            written += 1;
        }
        if self.is_negative {
            at -= 1;
            bytes[at] = b'-';
        }
        text.push_str(std::str::from_utf8(&bytes[at..]).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_standard_library() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let check = |value: f64| {
            for decimals in 0..=7 {
                let long = format!("{value:.decimals$}");
                let is_zero = long.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
                let long = if is_zero { long.trim_start_matches('-') } else { &long };
                assert_eq!(plain(value, decimals), long);
                let mut short = String::new();
                push_short(value, decimals, &mut short);
                let expected =
                    if decimals > 0 { long.trim_end_matches('0').trim_end_matches('.') } else { long };
                assert_eq!(short, expected);
                assert_eq!(rounded_to(value, decimals), long.parse::<f64>().unwrap(), "{value} {decimals}");
            }
        };
        for _ in 0..20_000 {
            let (bits, few) = (next(), next());
            check((bits >> 11) as f64 / (few % 1_000_000 + 1) as f64 / 1e9);
            check(-((bits >> 40) as f64) / (1_u64 << (few % 40)) as f64);
            // Halfway, and as near to it as a double comes.
            let half = (bits >> 30) as f64 / 2_000.0;
            for value in [half, half.next_up(), half.next_down(), -half] {
                check(value);
            }
        }
        for value in [
            0.0,
            -0.0,
            0.5,
            1.5,
            2.5,
            0.05,
            0.125,
            9.995,
            999_999.5,
            1e-9,
            1e12,
            1e15,
            -1e22,
            8_796_093.022_207,
        ] {
            check(value);
        }
    }

    #[test]
    fn numbers_in_their_units() {
        let text = |cell: Cell<'_>| {
            let mut text = String::new();
            cell.push(&mut text);
            text
        };
        assert_eq!(text((-0.001).cell("$")), "0.00");
        assert_eq!(text((1234.5, "points").cell("")), "1234.5000");
        assert_eq!(text(f64::NAN.cell("$")), "");
        assert_eq!(text(Some(true).cell("")), "1");
        assert_eq!(text(None::<f64>.cell("$")), "");
        for (value, decimals, short) in [
            (0.0, 3, "0"),
            (-0.0004, 3, "0"),
            (1.25, 3, "1.25"),
            (-120.0, 0, "-120"),
            (1_000.0, 2, "1000"),
            (0.5, 0, "0"),
        ] {
            assert_eq!(text(RoundedTo(value, decimals).cell("$")), short);
        }
        assert_eq!(text(RoundedTo(f64::NAN, 1).cell("$")), "");
        // What JSON rounds to is what the others write.
        let json = serde_json::to_string(&[1234.565.cell("$"), f64::INFINITY.cell("$")]).unwrap();
        assert_eq!(json, format!("[{},null]", text(1234.565.cell("$"))));
    }
}
