//! A forecast that can lose: for every ACO and year of the public record, the distribution of its savings rate
//! and payment from what was known before the year, scored against what came out.
//!
//! What was known: rates, sizes and agreements of earlier years, and the contract of the year itself (track,
//! elected minimum, start of its agreement). Parameters of luck are estimated from earlier years alone, by maximum
//! likelihood on a window that grows year by year; forecasts go through the contract code that settles every
//! simulated contract. docs/BACKTEST.md says how, and what fails.

mod comparator;
mod estimate;
mod filter;
mod forecast;
mod law;
mod minimum;
mod panel;
mod payment;
mod scores;
mod student;

pub use estimate::LearnedLaw;
pub use law::LuckLaw;
pub use scores::{BINS, PaidBin, ScoredRow, Scores};

use crate::replay::AcoYear;
use forecast::YearAhead;
use panel::RecordPanel;
use std::collections::BTreeMap;

/// Fewest earlier pairs of years that a forecast is made from.
pub const FEWEST_PAIRS: usize = 400;

/// A year that was forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastYear {
    /// What the years before it taught.
    pub learned: LearnedLaw,
    /// Pairs of consecutive years before it.
    pub earlier_pairs: usize,
    /// Scores.
    pub scores: Scores,
}

/// What a backtest found.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtest {
    /// Years, in order.
    pub years: BTreeMap<u16, ForecastYear>,
    /// Years with a year before them that were not forecast, with their earlier pairs.
    pub too_early: BTreeMap<u16, usize>,
    /// Every forecast.
    pub rows: Vec<ScoredRow>,
    /// Scores of all.
    pub pooled: Scores,
    /// How often a chance to be paid came true.
    pub reliability: Vec<PaidBin>,
    /// Rows of the record that repeat an ACO's year: the first one counted.
    pub repeated: usize,
    panel: RecordPanel,
}

/// Forecasts every year that has a year before it and [`FEWEST_PAIRS`] earlier pairs; `crosswalk` leads from
/// identifiers to 2017 to those since.
#[must_use]
pub fn backtest(rows: &[AcoYear], crosswalk: &BTreeMap<String, String>) -> Backtest {
    let panel = RecordPanel::of(rows, crosswalk);
    let mut found = Backtest {
        years: BTreeMap::new(),
        too_early: BTreeMap::new(),
        rows: Vec::new(),
        pooled: Scores::default(),
        reliability: Vec::new(),
        repeated: panel.repeated,
        panel: RecordPanel::default(),
    };
    let mut earlier = Vec::new();
    let mut start = LuckLaw::thought();
    for year in panel.years.keys() {
        let pairs = panel.pairs(*year);
        if pairs.is_empty() {
            continue;
        }
        if earlier.len() >= FEWEST_PAIRS {
            let ahead = YearAhead::of(rows, &panel, *year, &earlier, start);
            start = ahead.learned().law.point();
            let scored = ahead.scored(&pairs);
            let scores = Scores::of(&scored, |_| true);
            let learned = *ahead.learned();
            found.years.insert(*year, ForecastYear { learned, earlier_pairs: earlier.len(), scores });
            found.rows.extend(scored);
        } else {
            found.too_early.insert(*year, earlier.len());
        }
        earlier.extend(pairs);
    }
    found.pooled = Scores::of(&found.rows, |_| true);
    found.reliability = scores::reliability(&found.rows);
    found.panel = panel;
    found
}

/// A parameter of luck by the whole record: its name, its value, its standard error where it has one.
pub type LuckEstimate = (&'static str, f64, Option<f64>);

impl Backtest {
    /// What the whole record teaches: the law, and each parameter with its standard error. Nothing was
    /// forecast by it.
    #[must_use]
    pub fn whole_record(&self) -> (LearnedLaw, Vec<LuckEstimate>) {
        let start = self.years.values().last().map_or_else(LuckLaw::thought, |year| year.learned.law.point());
        let learned = estimate::learn(&self.panel, u16::MAX, start);
        let errors = estimate::errors(&self.panel, u16::MAX, &learned.law);
        let named = learned.law.named().into_iter().enumerate();
        let estimates = named.map(|(k, (name, value))| (name, value, errors.map(|errors| errors[k])));
        (learned, estimates.collect())
    }
}
