//! What the record holds of an ACO's year, as far as a forecast of the next one goes by it.

use crate::payer::{AcoStanding, Level, QualityStatus, Rulebook};
use crate::terms::Sharing;

/// An ACO's year in the record of the Shared Savings Program.
#[derive(Clone, Debug, PartialEq)]
pub struct AcoYear {
    /// Performance year.
    pub year: u16,
    /// The ACO's identifier, as the record has it.
    pub aco: String,
    /// Track or level.
    pub level: Level,
    /// Year in which the agreement began, where the record says.
    pub start: Option<u16>,
    /// Performance year of the agreement, 1 for its first.
    pub agreement_year: usize,
    /// Assigned beneficiaries.
    pub lives: f64,
    /// Updated benchmark in total, $.
    pub benchmark: f64,
    /// Expenditure in total, $.
    pub expenditure: f64,
    /// What was paid, $; below zero what was owed.
    pub paid: f64,
    /// Minimum rate that was elected; `None` is the scale by size.
    pub elected_rate: Option<f64>,
    /// Quality score, where the record has one.
    pub quality: Option<f64>,
    /// Whether the agreement grants half the rate below the minimum.
    pub half_rate: bool,
}

impl AcoYear {
    /// Gross savings as a share of the benchmark.
    #[must_use]
    pub fn rate(&self) -> f64 {
        (self.benchmark - self.expenditure) / self.benchmark
    }

    /// The sharing rules of this year as they could be foreseen: the contract as agreed, size and
    /// quality of the year `before`, the quality standard met.
    #[must_use]
    pub fn foreseen(&self, before: &AcoYear) -> Sharing {
        Rulebook::of(self.year).sharing(&AcoStanding {
            level: self.level,
            agreement_year: self.agreement_year,
            lives: before.lives,
            elected_rate: self.elected_rate,
            status: QualityStatus::Met,
            quality: before.quality.unwrap_or(1.0),
            low_revenue: self.half_rate,
            participant_revenue: None,
        })
    }
}
