//! A performance year: where it stands in its agreement, how it is expected, how it turned out.

use super::RuleSet;
use crate::units::CalendarYear;

/// Where a performance year stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Year {
    /// Years since the scenario's first performance year, 0 for the first.
    pub index: usize,
    /// The calendar year of it, which decides the rules.
    pub calendar: CalendarYear,
    /// The federal fiscal year in which hospital programmes pay for it.
    pub fiscal_year: CalendarYear,
    /// The dated set of rules the scenario goes by.
    pub rules: RuleSet,
    /// Performance year of the agreement in force, 1 for its first.
    pub agreement_year: usize,
    /// Agreement period, 1 for the first.
    pub agreement: usize,
    /// Attributed lives.
    pub lives: f64,
    /// Risk score against the base years.
    pub risk_ratio: f64,
    /// Last performance year of the agreement, where it has one.
    pub ends: Option<CalendarYear>,
    /// What the benchmark rests on, once it is struck.
    pub basis: BenchmarkBasis,
}

/// What a benchmark rests on, beside its amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BenchmarkBasis {
    /// What was added to the historical benchmark per person, with its name; none where nothing is said of it.
    pub adjustment: Option<(&'static str, f64)>,
    /// The benchmark over which a loss is tested again, as a part of the benchmark; 1 where there is none.
    pub retest: f64,
}

impl Default for BenchmarkBasis {
    fn default() -> BenchmarkBasis {
        BenchmarkBasis::NONE
    }
}

impl BenchmarkBasis {
    /// Nothing to say beside the amount.
    pub const NONE: BenchmarkBasis = BenchmarkBasis { adjustment: None, retest: 1.0 };
}

impl Year {
    /// The calendar year in which the agreement in force began.
    #[must_use]
    pub fn began(&self) -> CalendarYear {
        let since = u16::try_from(self.agreement_year - 1).unwrap_or(0);
        CalendarYear(self.calendar.0.saturating_sub(since))
    }

    /// Whether the agreement still runs so many years later.
    #[must_use]
    pub fn runs_after(&self, years: u16) -> bool {
        self.ends.is_none_or(|ends| self.calendar.0.saturating_add(years) <= ends.0)
    }

    /// The first year of an agreement that begins with the scenario in 2026, under final rules.
    pub const FIRST: Year = Year {
        index: 0,
        calendar: CalendarYear(2026),
        fiscal_year: CalendarYear(2028),
        rules: RuleSet::Final,
        agreement_year: 1,
        agreement: 1,
        lives: 1.0,
        risk_ratio: 1.0,
        ends: None,
        basis: BenchmarkBasis::NONE,
    };
}

/// The quality score as it is expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QualityOutlook {
    /// Expected score, 0 to 1.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

/// A performance year before it happens, over all attributed lives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// Where it stands.
    pub year: Year,
    /// Spending benchmark, $.
    pub benchmark: f64,
    /// Expected gross savings, as a share of the benchmark.
    pub savings_rate: f64,
    /// Standard deviation of that share.
    pub savings_sd: f64,
    /// The quality score.
    pub quality: QualityOutlook,
    /// Professional revenue under the contract, $.
    pub professional: f64,
}

/// A performance year as it turned out, over all attributed lives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Experience {
    /// Where it stands.
    pub year: Year,
    /// Spending benchmark, $.
    pub benchmark: f64,
    /// Spending, $.
    pub spending: f64,
    /// Quality score, 0 to 1.
    pub quality: f64,
    /// Professional revenue under the contract, $.
    pub professional: f64,
}
