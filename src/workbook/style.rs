//! How cells look: number formats by unit, headers, totals, words.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Dollars that are shown to the cent, since they are to add up.
pub(super) const TO_THE_CENT: &str = "$ and ¢";

/// Cents of a dollar: dollars per dollar are shown so.
pub(super) const CENTS_OF_A_DOLLAR: &str = "¢";

/// The number format of each unit; a unit that is not among them is shown in three decimals.
const PATTERNS: &[(&str, &str)] = &[
    ("$", "$#,##0;-$#,##0"),
    (TO_THE_CENT, "$#,##0.00;-$#,##0.00"),
    ("$ per hour", "$#,##0;-$#,##0"),
    ("$ per $", "0.0\" ¢\""),
    (CENTS_OF_A_DOLLAR, "0.0\" ¢\""),
    ("%", "0.0\" %\""),
    ("share", "0.0%"),
    ("chance", "0.0%"),
    ("share of variance", "0.0%"),
    ("% of attainable", "0.0\" %\""),
    ("points", "0.0\" pts\""),
    ("wRVU", "#,##0"),
    ("FTE", "0.00"),
    ("people", "#,##0"),
    ("physicians", "#,##0.0"),
    ("contracts", "0.00"),
    ("months", "0.0"),
    ("index", "0.000"),
    (YEAR, "0"),
    (WHOLE, "#,##0"),
    (AS_STATED, "General"),
    (PLAIN, "0.000"),
];

/// What a column of years is shown by.
pub(super) const YEAR: &str = "year";

/// What counts are shown by.
pub(super) const WHOLE: &str = "count";

/// A number as a scenario states it.
pub(super) const AS_STATED: &str = "as stated";

/// What any other number is shown by.
const PLAIN: &str = "number";

/// The number format of a unit.
pub(super) fn pattern(unit: &str) -> &'static str {
    PATTERNS[place(unit)].1
}

/// Place of a unit among [`PATTERNS`].
fn place(unit: &str) -> usize {
    PATTERNS.iter().position(|(own, _)| *own == unit).unwrap_or(PATTERNS.len() - 1)
}

/// Whether the number format shows the unit, so that a heading need not.
pub(super) fn shows_unit(unit: &str) -> bool {
    !matches!(unit, "wRVU" | "FTE" | "index" | "months" | "people" | "$ per hour" | "ratio")
}

/// A number as it stands in a cell of a unit: dollars per dollar become cents.
pub(super) fn scaled(value: f64, unit: &str) -> f64 {
    if unit == "$ per $" { (value * 1e8).round() / 1e6 } else { value }
}

/// The formats of a workbook.
#[derive(Debug)]
pub(super) struct BookStyles {
    /// A sheet's title.
    pub title: Format,
    /// What stands below it.
    pub note: Format,
    /// Headings of columns.
    pub header: Format,
    /// The same over numbers.
    pub number_header: Format,
    /// Names and identifiers: text, whatever it looks like.
    pub text: Format,
    /// Words of any length, in as many lines as they need.
    pub words: Format,
    /// Words that stand for a number that is not shown.
    pub instead: Format,
    /// Labels of the read-me.
    pub label: Format,
    /// Links within the workbook.
    pub link: Format,
    /// Numbers, in the order of [`PATTERNS`].
    numbers: Vec<Format>,
    /// The same in a row of totals.
    totals: Vec<Format>,
    /// Words in a row of totals.
    pub total: Format,
}

/// Blue of headings.
const HEAD: Color = Color::RGB(0x1F_3A_5F);
/// Grey of notes.
const MUTED: Color = Color::RGB(0x50_58_62);
/// Blue of links.
const LINK: Color = Color::RGB(0x00_5A_9C);

impl BookStyles {
    /// Every format.
    pub(super) fn new() -> BookStyles {
        let base = || Format::new().set_align(FormatAlign::Top);
        let total = |format: Format| format.set_bold().set_border_top(FormatBorder::Thin);
        // Years stand at the left, as names do.
        let number = |(unit, pattern): &(&str, &str)| {
            let format = base().set_num_format(*pattern);
            if *unit == YEAR { format.set_align(FormatAlign::Left) } else { format }
        };
        let header = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(HEAD)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_border_right(FormatBorder::Thin)
            .set_border_right_color(Color::White);
        BookStyles {
            title: base().set_bold().set_font_size(15).set_font_color(HEAD),
            note: base().set_font_color(MUTED),
            number_header: header.clone().set_align(FormatAlign::Right),
            header: header.set_align(FormatAlign::Left),
            text: base().set_num_format("@"),
            words: base().set_text_wrap(),
            instead: base().set_font_color(MUTED).set_align(FormatAlign::Right),
            label: base().set_bold().set_font_color(HEAD),
            link: base().set_font_color(LINK).set_underline(rust_xlsxwriter::FormatUnderline::Single),
            numbers: PATTERNS.iter().map(number).collect(),
            totals: PATTERNS.iter().map(|one| total(number(one))).collect(),
            total: total(base().set_num_format("@")),
        }
    }

    /// The format of a unit's numbers.
    pub(super) fn number(&self, unit: &str, is_total: bool) -> &Format {
        let all = if is_total { &self.totals } else { &self.numbers };
        &all[place(unit)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_have_their_formats() {
        assert_eq!(pattern("share"), "0.0%");
        assert_eq!(pattern("something else"), "0.000");
        assert_eq!([scaled(-0.0021, "$ per $"), scaled(0.5, "share")], [-0.21, 0.5]);
    }
}
