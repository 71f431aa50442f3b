//! Payer → system: what a contract owes or is owed for a performance year.
//!
//! One file per contract family, each opening with the same headings. A family answers four
//! questions: what is the spending benchmark of this year, which sharing rules hold at this quality,
//! what do quality and luck make of them in expectation, and when does the agreement rebase. The one
//! exhaustive match over families is in this file.
//!
//! Rules are pure: chance reaches them as numbers.

pub mod benchmark;
mod contract;
mod fee_for_service;
mod history;
mod mssp;
mod outlook;
mod shared_savings;

pub use contract::{Contract, Line};
pub use fee_for_service::FeeForService;
pub use history::{BASE_YEARS, History, Market};
pub use mssp::{Level, Mssp, QualityStatus, Stratum};
pub use outlook::{Case, Outlook, QualityOutlook};
pub use shared_savings::SharedSavings;

use crate::schema::choices;
use crate::terms::{Settlement, Sharing};
use crate::units::Cents;

choices! {
    /// The contract families.
    pub enum Terms {
        /// Fee-for-service: the book that everything else is layered on.
        FeeForService(FeeForService) = "fee_for_service",
        /// Medicare Shared Savings Program, BASIC levels A to E and ENHANCED.
        Mssp(Mssp) = "mssp",
        /// Commercial shared savings, one- or two-sided.
        SharedSavings(SharedSavings) = "shared_savings",
    }
}

/// What a family needs to know about the year it settles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Year {
    /// Years since the scenario's first performance year, 0 for the first.
    pub index: usize,
    /// Performance year of the agreement in force, 1 for its first.
    pub agreement_year: usize,
    /// Agreement period, 1 for the first.
    pub agreement: usize,
    /// Attributed lives.
    pub lives: f64,
    /// Risk score against the base years.
    pub risk_ratio: f64,
}

impl Terms {
    /// Whether payment depends on quality or cost of care: categories 3 and 4 of the HCP-LAN
    /// framework.
    #[must_use]
    pub fn is_value_based(&self) -> bool {
        match self {
            Terms::FeeForService(_) => false,
            Terms::Mssp(_) | Terms::SharedSavings(_) => true,
        }
    }

    /// Spending benchmark per person, from the record of spending and the market's growth up to
    /// this year.
    #[must_use]
    pub fn benchmark(&self, year: &Year, history: &History, market: &Market) -> f64 {
        match self {
            Terms::FeeForService(_) => 0.0,
            Terms::Mssp(terms) => terms.benchmark(year, history, market),
            Terms::SharedSavings(terms) => terms.benchmark(year, history, market),
        }
    }

    /// The sharing rules at a quality score (0 to 1) and a benchmark in total.
    #[must_use]
    pub fn sharing(&self, year: &Year, quality: f64, benchmark: f64) -> Option<Sharing> {
        match self {
            Terms::FeeForService(_) => None,
            Terms::Mssp(terms) => Some(terms.sharing(year, terms.status(quality), quality, benchmark)),
            Terms::SharedSavings(terms) => Some(terms.sharing(quality)),
        }
    }

    /// The sharing rules that uncertain quality may lead to, with their chances.
    #[must_use]
    pub fn cases(&self, year: &Year, quality: QualityOutlook, benchmark: f64) -> Vec<Case> {
        match self {
            Terms::FeeForService(_) => Vec::new(),
            Terms::Mssp(terms) => terms.cases(year, quality, benchmark),
            Terms::SharedSavings(terms) => terms.cases(quality),
        }
    }

    /// Part of the benchmark's growth from base to performance year that does not follow actual
    /// growth: the exposure to a wrong forecast.
    #[must_use]
    pub fn forecast_exposure(&self) -> f64 {
        match self {
            Terms::FeeForService(_) => 0.0,
            Terms::Mssp(_) => mssp::ACPT_WEIGHT,
            Terms::SharedSavings(terms) => terms.benchmark.forecast_exposure(),
        }
    }

    /// Years between rebasings; `None` never rebases.
    #[must_use]
    pub fn rebase_every(&self) -> Option<usize> {
        match self {
            Terms::FeeForService(_) => None,
            Terms::Mssp(terms) => Some(terms.rebase_every()),
            Terms::SharedSavings(terms) => terms.rebase_every(),
        }
    }

    /// Settles a performance year.
    #[must_use]
    pub fn settle(&self, year: &Year, quality: f64, benchmark: f64, spending: f64) -> Settlement {
        let Some(sharing) = self.sharing(year, quality, benchmark) else { return Settlement::default() };
        sharing.settle(Cents::round(benchmark), Cents::round(spending))
    }
}
