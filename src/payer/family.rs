//! What every contract family supplies.

use super::{
    BenchmarkBasis, Experience, Forecast, History, Market, NotOffered, Payoff, ProgrammeYears, Year,
};
use crate::schema::keywords;
use crate::terms::{PaidOver, PaymentUnit, Settlement, SettlementRule};

keywords! {
    /// Category of the HCP-LAN framework of alternative payment models (2017 refresh).
    pub enum Category {
        /// 1: fee-for-service without a link to quality or value.
        FeeForService = "1",
        /// 2A: payments for infrastructure and operations.
        Infrastructure = "2a",
        /// 2B: pay for reporting.
        Reporting = "2b",
        /// 2C: pay for performance.
        Performance = "2c",
        /// 3A: shared savings, upside only.
        SharedSavings = "3a",
        /// 3B: shared savings with downside risk, episodes.
        SharedRisk = "3b",
        /// 4A: condition-specific population payment, primary-care capitation.
        PartialCapitation = "4a",
        /// 4B: comprehensive population payment.
        PopulationPayment = "4b",
    }
}

impl Category {
    /// Whether the category counts as value-based: 3 and 4. Pay for performance stands beside it.
    #[must_use]
    pub const fn is_value_based(self) -> bool {
        matches!(
            self,
            Category::SharedSavings
                | Category::SharedRisk
                | Category::PartialCapitation
                | Category::PopulationPayment
        )
    }
}

/// A family's rules. Never used as `dyn`: [`super::Terms`] forwards to it by one exhaustive match.
///
/// A family that says nothing about a question is answered as fee-for-service would be.
pub(super) trait Family {
    /// What the contract pays by. Shared savings sit on top of a fee schedule, but what they settle
    /// is a population's budget.
    const UNIT: PaymentUnit = PaymentUnit::Beneficiary;

    /// Performance years in which the programme runs.
    const PROGRAMME: ProgrammeYears = ProgrammeYears::OPEN;

    /// Category of the HCP-LAN framework.
    fn category(&self) -> Category;

    /// Performance years in which the programme runs on these terms.
    fn programme_years(&self) -> ProgrammeYears {
        Self::PROGRAMME
    }

    /// The track or level of a performance year, where the terms know several.
    fn in_force(&self, _: &Year) -> Option<&'static str> {
        None
    }

    /// What of these terms the programme does not offer in a performance year of its.
    fn not_offered(&self, _: &Year) -> Option<NotOffered> {
        None
    }

    /// Spending benchmark per person, from the record of spending and the market's growth up to
    /// this year; 0 without one.
    fn benchmark(&self, _: &Year, _: &History, _: &Market<'_>) -> f64 {
        0.0
    }

    /// Over which months its money moves.
    fn paid_over(&self) -> PaidOver {
        PaidOver::AtOnce
    }

    /// That benchmark, and what it rests on.
    fn strike(&self, year: &Year, history: &History, market: &Market<'_>) -> (f64, BenchmarkBasis) {
        (self.benchmark(year, history, market), BenchmarkBasis::NONE)
    }

    /// What the contract pays, as a function of what is still uncertain.
    fn payoff(&self, _: &Forecast) -> Payoff {
        Payoff::default()
    }

    /// Settles a year.
    fn settle(&self, _: &Experience) -> Settlement {
        Settlement::default()
    }

    /// The numbers that decided the settlement, for a reader.
    fn rules(&self, _: &Experience) -> Vec<SettlementRule> {
        Vec::new()
    }

    /// Part of the benchmark's growth from base to performance year that does not follow actual
    /// growth: the exposure to a wrong forecast.
    fn forecast_exposure(&self) -> f64 {
        0.0
    }

    /// Which agreement a year is in, of those that the parties have had, 1 for the first.
    fn period(&self, year: &Year) -> usize {
        year.agreement
    }

    /// Years between rebasings; `None` never rebases.
    fn rebase_every(&self) -> Option<usize> {
        None
    }

    /// Part of professional services that is still paid service by service.
    fn fee_share(&self) -> f64 {
        1.0
    }

    /// Paid for each attributed person and month whatever is done, $.
    fn capitation(&self, _: &Year) -> f64 {
        0.0
    }

    /// Whether its lives are people, whose cost is as skewed as people's; episodes are not.
    fn counts_people(&self) -> bool {
        true
    }

    /// Noise of the cost of care that is settled, as a multiple of that of a whole year's cost:
    /// below 1 where single costly cases are cut off, above 1 where few cases count. A person costs
    /// `spending` in the year before the first.
    fn noise(&self, _: f64) -> f64 {
        1.0
    }
}

/// Makes the enum of contract families from their list, `file::Type = "key",`, and the one match over
/// them that each question goes through.
macro_rules! families {
    ($( $(#[doc = $doc:literal])+ $file:ident::$type:ident = $key:literal, )+) => {
        $( pub use $file::$type; )+

        crate::schema::choices! {
            /// The contract families.
            pub enum Terms { $( $(#[doc = $doc])+ $type($type) = $key, )+ }
        }

        impl Terms {
            /// The unit that each family pays the system by, by key.
            pub const UNITS: &'static [(&'static str, PaymentUnit)] =
                &[ $( ($key, <$type as Family>::UNIT), )+ ];

            /// Performance years in which each family's programme runs, by key.
            pub const PROGRAMMES: &'static [(&'static str, ProgrammeYears)] =
                &[ $( ($key, <$type as Family>::PROGRAMME), )+ ];

            /// The track or level of a performance year, where the terms know several.
            #[must_use]
            pub fn in_force(&self, year: &Year) -> Option<&'static str> {
                match self { $( Terms::$type(family) => family.in_force(year), )+ }
            }

            /// What of these terms the programme does not offer in a performance year of its.
            #[must_use]
            pub fn not_offered(&self, year: &Year) -> Option<NotOffered> {
                match self { $( Terms::$type(family) => family.not_offered(year), )+ }
            }

            /// Category of the HCP-LAN framework.
            #[must_use]
            pub fn category(&self) -> Category {
                match self { $( Terms::$type(family) => family.category(), )+ }
            }

            /// Performance years in which the programme runs.
            #[must_use]
            pub fn programme_years(&self) -> ProgrammeYears {
                match self { $( Terms::$type(family) => family.programme_years(), )+ }
            }

            /// Whether payment depends on cost of care or replaces fees: categories 3 and 4 of the HCP-LAN
            /// framework.
            #[must_use]
            pub fn is_value_based(&self) -> bool {
                self.category().is_value_based()
            }

            /// Whether there is anything to settle beside fees.
            #[must_use]
            pub fn settles(&self) -> bool {
                self.category() != Category::FeeForService
            }

            /// Over which months its money moves.
            #[must_use]
            pub fn paid_over(&self) -> PaidOver {
                match self { $( Terms::$type(family) => family.paid_over(), )+ }
            }

            /// Spending benchmark per person, from the record of spending and the market's growth up to
            /// this year, 0 without one; and what it rests on.
            #[must_use]
            pub fn strike(
                &self,
                year: &Year,
                history: &History,
                market: &Market<'_>,
            ) -> (f64, BenchmarkBasis) {
                match self { $( Terms::$type(family) => family.strike(year, history, market), )+ }
            }

            /// What the contract pays, as a function of what is still uncertain before the year.
            #[must_use]
            pub fn payoff(&self, forecast: &Forecast) -> Payoff {
                match self { $( Terms::$type(family) => family.payoff(forecast), )+ }
            }

            /// Settles a performance year.
            #[must_use]
            pub fn settle(&self, experience: &Experience) -> Settlement {
                match self { $( Terms::$type(family) => family.settle(experience), )+ }
            }

            /// The numbers that decided a settlement, for a reader.
            #[must_use]
            pub fn rules(&self, experience: &Experience) -> Vec<SettlementRule> {
                match self { $( Terms::$type(family) => family.rules(experience), )+ }
            }

            /// Part of the benchmark's growth from base to performance year that does not follow actual
            /// growth: the exposure to a wrong forecast.
            #[must_use]
            pub fn forecast_exposure(&self) -> f64 {
                match self { $( Terms::$type(family) => family.forecast_exposure(), )+ }
            }

            /// Which agreement a year is in, of those that the parties have had, 1 for the first.
            #[must_use]
            pub fn period(&self, year: &Year) -> usize {
                match self { $( Terms::$type(family) => family.period(year), )+ }
            }

            /// Years between rebasings; `None` never rebases.
            #[must_use]
            pub fn rebase_every(&self) -> Option<usize> {
                match self { $( Terms::$type(family) => family.rebase_every(), )+ }
            }

            /// Part of professional services that is still paid service by service, 0 to 1.
            #[must_use]
            pub fn fee_share(&self) -> f64 {
                match self { $( Terms::$type(family) => family.fee_share(), )+ }
            }

            /// Paid for each attributed person and month whatever is done, $.
            #[must_use]
            pub fn capitation(&self, year: &Year) -> f64 {
                match self { $( Terms::$type(family) => family.capitation(year), )+ }
            }

            /// Whether its lives are people, rather than episodes.
            #[must_use]
            pub fn counts_people(&self) -> bool {
                match self { $( Terms::$type(family) => family.counts_people(), )+ }
            }

            /// Noise of the cost of care that is settled, as a multiple of that of a whole year's cost, when a
            /// person costs `spending` in the year before the first.
            #[must_use]
            pub fn noise(&self, spending: f64) -> f64 {
                match self { $( Terms::$type(family) => family.noise(spending), )+ }
            }
        }
    };
}

pub(super) use families;
