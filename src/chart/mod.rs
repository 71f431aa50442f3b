//! Charts: pure functions from results to pictures. Titles say the finding, axes say the unit.
//!
//! A chart draws onto a [`Scene`] in fractions of a page; only `scene` knows the plotting library,
//! the font and the resolution. Colours are those of Okabe and Ito, which survive colour blindness,
//! and every arm has a marker of its own, which survives print.

mod axis;
mod bullseye;
mod earn_curve;
mod misalignment;
mod palette;
mod replay;
mod revenue_and_pay;
mod saved_dollar;
mod scene;
mod value_share;
mod winners_losers;

pub use replay::Settlements;
pub use scene::{DrawError, Scene};

use crate::engine::Outcome;
use crate::model::Model;

/// The charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chart {
    /// Where a saved dollar stops, arm by arm.
    SavedDollar,
    /// Value share of pay by specialty.
    ValueShare,
    /// Value revenue against value pay over the years.
    RevenueAndPay,
    /// Misalignment of physicians over the years.
    Misalignment,
    /// Misalignment of each physician in the last year, as distance from a bullseye.
    Bullseye,
    /// Who gains and who loses, variant by variant.
    WinnersLosers,
    /// Chance to earn and expected receipts of each contract against true savings.
    EarnCurve,
}

impl Chart {
    /// Every chart.
    pub const ALL: [Chart; 7] = [
        Chart::SavedDollar,
        Chart::ValueShare,
        Chart::RevenueAndPay,
        Chart::Misalignment,
        Chart::Bullseye,
        Chart::WinnersLosers,
        Chart::EarnCurve,
    ];

    /// Name of its files, without ending.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Chart::SavedDollar => "saved_dollar",
            Chart::ValueShare => "value_share_by_specialty",
            Chart::RevenueAndPay => "value_revenue_and_pay",
            Chart::Misalignment => "misalignment_over_years",
            Chart::Bullseye => "misalignment_bullseye",
            Chart::WinnersLosers => "winners_and_losers",
            Chart::EarnCurve => "earn_curve",
        }
    }

    /// What it shows.
    #[must_use]
    pub const fn caption(self) -> &'static str {
        match self {
            Chart::SavedDollar => "where a dollar of gross savings stops, arm by arm, over all years",
            Chart::ValueShare => {
                "value share of pay by specialty in the last year, with the published shares"
            }
            Chart::RevenueAndPay => {
                "value revenue of the system against value pay of its physicians, year by year"
            }
            Chart::Misalignment => "misalignment index of physicians, year by year",
            Chart::Bullseye => "marginal pay of each physician against worth, in the last year",
            Chart::EarnCurve => {
                "chance to earn and expected receipts of each value-based contract against true savings, in the first year"
            }
            Chart::WinnersLosers => "change in pay per physician against the baseline in the last year",
        }
    }

    /// Draws it. `None` when the run has nothing for it: no variant to compare, no contract that shares savings.
    #[must_use]
    pub fn draw(self, model: &Model, outcome: &Outcome) -> Option<Scene> {
        match self {
            Chart::SavedDollar => Some(saved_dollar::draw(model, outcome)),
            Chart::ValueShare => Some(value_share::draw(model, outcome)),
            Chart::RevenueAndPay => Some(revenue_and_pay::draw(model, outcome)),
            Chart::Misalignment => Some(misalignment::draw(model, outcome)),
            Chart::Bullseye => Some(bullseye::draw(model, outcome)),
            Chart::WinnersLosers => winners_losers::draw(model, outcome),
            Chart::EarnCurve => earn_curve::draw(model, outcome),
        }
    }
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
