//! Charts: pure functions from results to pictures. Titles say the finding, axes say the unit, and every figure stands
//! in a table beside the picture.
//!
//! A chart draws onto a [`Scene`] in units of about a pixel of a page; `svg` and `bitmap` render it. Colours are those
//! of Okabe and Ito, which survive colour blindness, and every arm has a marker of its own, which survives print.

mod arms;
mod axis;
#[cfg(feature = "replay")]
mod backtest;
mod bitmap;
mod cash;
mod chain;
mod clause_bearers;
mod clause_prices;
mod earn_curve;
mod frontier;
mod gap;
mod heat;
mod incentive_curve;
mod levers;
mod margin_bridge;
mod mark;
mod next_hour;
mod palette;
mod panels;
mod pay_and_productivity;
mod redesigns;
#[cfg(feature = "replay")]
mod replay;
mod saved_dollar;
mod scene;
mod sensitivity;
mod specialties;
mod svg;
mod sweep;
mod sweep_lines;
mod sweep_map;
mod value_share;
mod winners_losers;

#[cfg(feature = "replay")]
pub use backtest::forecasts;
pub use clause_bearers::clause_bearers;
pub use clause_prices::clause_prices;
pub use redesigns::redesigns;
#[cfg(feature = "replay")]
pub use replay::Settlements;
pub use scene::{DrawError, Scene};
pub use sensitivity::sensitivity_charts;
pub use sweep::swept_pictures;

use crate::report::{Report, RunTable};
use scene::Medium;

/// Makes the enum of charts from their list, in the order of reports:
/// `Variant: file = "name of its files", "what it shows", "how to read it";`. A chart's file draws it, and holds the
/// table of its figures; it has nothing to draw when the run has nothing for it: no variant to compare, no contract
/// that shares savings.
macro_rules! charts {
    ($( $(#[doc = $doc:literal])+ $variant:ident: $file:ident = $name:literal, $caption:literal, $reading:literal; )+) => {
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

            /// How to read it.
            #[must_use]
            pub const fn reading(self) -> &'static str {
                match self { $( Chart::$variant => $reading, )+ }
            }

            /// The table of its figures: `charts/` and its name.
            #[must_use]
            pub const fn table(self) -> &'static RunTable {
                match self { $( Chart::$variant => &$file::TABLE, )+ }
            }

            /// Draws it; `None` when the run has nothing for it, or it would show single persons and may not.
            #[must_use]
            pub fn draw(self, report: &Report<'_>) -> Option<Scene> {
                self.in_medium(report, Medium::FILE)
            }

            /// Draws it for a page that says its finding and what it shows itself, in larger letters.
            #[must_use]
            pub fn on_page(self, report: &Report<'_>) -> Option<Scene> {
                self.in_medium(report, Medium::PAGE)
            }

            fn in_medium(self, report: &Report<'_>, medium: Medium) -> Option<Scene> {
                if !report.shows(self.table().table.whom) {
                    return None;
                }
                let scene: Option<Scene> = match self { $( Chart::$variant => $file::draw(report, medium).into(), )+ };
                Some(scene?.described(self.reading()))
            }
        }
    };
}

charts! {
    /// What the next hour pays, lever by lever.
    NextHour: next_hour = "next_hour",
        "what one more hour of each lever pays in the last year, by specialty and arm, with what it is worth",
        "A panel is a specialty, or a field of medicine where specialties are many; a row is what the hour is spent on; a point is an arm, the pale bar what the hour is worth to those who pay for care. A point far left of its bar is an hour that pay does not ask for.";
    /// A dollar of avoided care on its way from payer to physician.
    AvoidedDollar: chain = "avoided_dollar",
        "what payers, the system and the physician have of a dollar of avoided care in the last year, arm by arm",
        "A panel is an arm. Bars below the line are losses: where the system's is, no pay plan can mend the chain. The gauge is the part of care under contract; its mark is where the system's bar turns.";
    /// Own cents of a dollar avoided, physician by physician and year by year.
    Heat: heat = "own_cents_by_physician_and_year",
        "what each physician keeps of a dollar of care avoided, year by year and arm by arm",
        "A row is a physician, a column a year, a map an arm; specialties stand together, and rows in the same order in every map. Grey is nothing (less than a quarter of a cent), darker blue is more, orange to brown is a loss: visits not made would have paid more than is kept.";
    /// What each arm does to the system's whole margin.
    MarginBridge: margin_bridge = "margin_bridge",
        "the change of the system's margin over all years, part by part, arm by arm",
        "Each row is an arm: from nothing at the left every bar adds or takes, and the last one is the change of the margin, with its 95 % interval. A part is what lines of the accounts change by together; small ones are put together.";
    /// What each arm saves against what it leaves to the system.
    Frontier: frontier = "frontier",
        "change of the system's margin against change of true savings over all years, and who loses pay",
        "Each number is an arm, today at nothing and nothing. Right is more saved, up is more left to the system; no other arm is at least as far up and right of one that is ringed. The larger the circle, the more physicians lose 5 % of pay or more.";
    /// The programme's cash by month.
    Cash: cash = "cash",
        "the programme's cash cumulated by month, with its trough and the month in which it is made up",
        "A panel is an arm: the line is the mean, the band the middle 90 % of futures. What is earned in a year is paid in a later one, so cash dips before it rises.";
    /// Where a saved dollar stops, and what is left of the programme.
    SavedDollar: saved_dollar = "saved_dollar",
        "where a dollar of savings and rewards stops, and what is left of the programme, arm by arm, over all years",
        "Each row is an arm's saved dollar; every bar takes away what stops there. Facility margin lost is what the system no longer earns on the care that was avoided. The last bar is what is left of the programme, below the line where it costs the system more than it brings; visits no longer made and other pay are not in it: the bridge shows the system's whole margin.";
    /// Who gains and who loses, variant by variant.
    WinnersLosers: winners_losers = "winners_and_losers",
        "change in pay of physicians against today by specialty and reason, over all years and in the worst one",
        "Each row is a specialty: left of the line are those who lose, right those who gain, as high as they are many, in the colour of what moves their pay most. At the left the mean of all years, at the right each physician's worst year. The black diamond is the mean of the specialty.";
    /// Pay beside productivity.
    PayProductivity: pay_and_productivity = "pay_and_productivity",
        "percentile of pay against percentile of work in the last year, with the flags of a committee",
        "Each point is a physician. Above the broken line pay stands higher among colleagues than work does. A flag says what a committee would do: nothing, document, or have it valued.";
    /// Shares of pay for value and volume, by specialty.
    ValueShare: value_share = "value_share_by_specialty",
        "value share and volume share of pay by specialty in the last year, with the published shares",
        "Each point is an arm. The upright strokes are what physician organisations reported, over all of them, those that do not pay for it counted as nothing.";
    /// Both sides of the gap between contracts and pay.
    Gap: gap = "both_sides_of_the_gap",
        "share of revenue under value terms against value share of pay, year by year",
        "A panel is an arm. The distance between the solid lines is the gap, measured by today's contracts, so that leaving a contract is no progress; the broken line is the arm's own mix of contracts.";
    /// Levers side by side, arm below arm.
    Levers: levers = "levers_side_by_side",
        "change of true savings, pay and margin over all years, arm by arm, where a scenario has three variants or more",
        "Each row is an arm, in the scenario's order; right of the line is more than today. Bars are the 95 % interval of simulation.";
    /// What the next dollar saved pays, by distance to each threshold.
    NextDollarSaved: incentive_curve = "next_dollar_saved",
        "what the next dollar saved is expected to pay the system, what it keeps of it and what reaches physicians, against savings, contract by contract",
        "A panel is a contract: today's, then those of the arm in which most reaches physicians. Above, what is paid in all; below, what the next dollar is expected to pay. Grey is where it pays nothing once the year is over, a broken line a jump with its size, the upright line where the year is foreseen. The lines are smooth since a year's luck is still to come: near a jump each dollar raises the chance of it.";
    /// Chance to earn and expected receipts of each contract against true savings.
    EarnCurve: earn_curve = "earn_curve",
        "chance to earn and expected receipts of each value-based contract against true savings, in the first year",
        "Above, how likely the contract pays or takes; below, what it is expected to pay. At 0 nothing was saved: what is paid there is luck and the benchmark's level. Broken lines are gates, thin ones what would be paid without luck.";
}

impl Chart {
    /// The chart whose files have a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Chart> {
        Chart::ALL.iter().copied().find(|chart| chart.file() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Chart;

    #[test]
    fn a_chart_and_its_table_have_one_name() {
        for chart in Chart::ALL {
            let table = &chart.table().table;
            assert_eq!(table.name, format!("charts/{}", chart.file()));
            assert_eq!(Chart::named(chart.file()), Some(*chart));
            assert!(!table.columns.is_empty() && chart.reading().ends_with('.'));
        }
        assert_eq!(Chart::named("charts"), None);
    }
}
