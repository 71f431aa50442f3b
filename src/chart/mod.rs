//! Charts: pure functions from results to pictures. Titles say the finding, axes say the unit.
//!
//! A chart draws onto a [`Scene`] in fractions of a page; only `scene` knows the plotting library,
//! the font and the resolution. Colours are those of Okabe and Ito, which survive colour blindness,
//! and every arm has a marker of its own, which survives print.

mod axis;
#[cfg(feature = "replay")]
mod backtest;
mod bullseye;
mod earn_curve;
mod levers;
mod misalignment;
mod palette;
#[cfg(feature = "replay")]
mod replay;
mod revenue_and_pay;
mod saved_dollar;
mod scene;
mod value_share;
mod winners_losers;

#[cfg(feature = "replay")]
pub use backtest::forecasts;
#[cfg(feature = "replay")]
pub use replay::Settlements;
pub use scene::{DrawError, Scene};

use crate::report::Report;

/// Makes the enum of charts from their list, in the order of reports:
/// `Variant: file = "name of its files", "what it shows";`. A chart's file draws it; it has nothing to draw
/// when the run has nothing for it: no variant to compare, no contract that shares savings.
macro_rules! charts {
    ($( $(#[doc = $doc:literal])+ $variant:ident: $file:ident = $name:literal, $caption:literal; )+) => {
        /// The charts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Chart { $( $(#[doc = $doc])+ $variant, )+ }

        impl Chart {
            /// Every chart.
            pub const ALL: &'static [Chart] = &[ $( Chart::$variant, )+ ];

            /// Name of its files, without ending.
            #[must_use]
            pub const fn file(self) -> &'static str {
                match self { $( Chart::$variant => $name, )+ }
            }

            /// What it shows.
            #[must_use]
            pub const fn caption(self) -> &'static str {
                match self { $( Chart::$variant => $caption, )+ }
            }

            /// Draws it; `None` when the run has nothing for it.
            #[must_use]
            pub fn draw(self, report: &Report<'_>) -> Option<Scene> {
                match self { $( Chart::$variant => $file::draw(report).into(), )+ }
            }
        }
    };
}

charts! {
    /// Where a saved dollar stops, arm by arm.
    SavedDollar: saved_dollar = "saved_dollar",
        "where a dollar of gross savings stops, arm by arm, over all years";
    /// Value share of pay by specialty.
    ValueShare: value_share = "value_share_by_specialty",
        "value share of pay by specialty in the last year, with the published shares";
    /// Value revenue against value pay over the years.
    RevenueAndPay: revenue_and_pay = "value_revenue_and_pay",
        "value revenue of the system against value pay of its physicians, year by year";
    /// Misalignment of physicians over the years.
    Misalignment: misalignment = "misalignment_over_years",
        "misalignment index of physicians, year by year";
    /// Misalignment of each physician in the last year, as distance from a bullseye.
    Bullseye: bullseye = "misalignment_bullseye",
        "marginal pay of each physician against worth, in the last year";
    /// Who gains and who loses, variant by variant.
    WinnersLosers: winners_losers = "winners_and_losers",
        "change in pay per physician against the baseline in the last year";
    /// Levers side by side, arm below arm.
    Levers: levers = "levers_side_by_side",
        "change of true savings, pay and margin over all years, arm by arm, where a scenario has three variants or more";
    /// Chance to earn and expected receipts of each contract against true savings.
    EarnCurve: earn_curve = "earn_curve",
        "chance to earn and expected receipts of each value-based contract against true savings, in the first year";
}

/// Words in lines of at most `width` letters.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
