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
            Cell::Short(value, decimals) => Some(plain(*value, *decimals).parse().unwrap_or(*value)),
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
            Cell::Short(value, decimals) => {
                to.serialize_f64(plain(*value, *decimals).parse().unwrap_or(*value))
            }
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
    plain(value, decimals(unit)).parse().unwrap_or(value)
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
    let start = text.len();
    let _ = write!(text, "{value:.decimals$}");
    let written = &text.as_bytes()[start..];
    if written[0] == b'-' && written.iter().all(|b| matches!(b, b'-' | b'0' | b'.')) {
        text.remove(start);
    }
}

/// The same without zeros at the end of its decimals.
fn push_short(value: f64, decimals: usize, text: &mut String) {
    let start = text.len();
    push_plain(value, decimals, text);
    if text[start..].contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
