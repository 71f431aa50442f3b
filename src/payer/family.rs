//! What every contract family supplies.

use super::{Experience, Forecast, History, Market, Payoff, Year};
use crate::schema::keywords;
use crate::terms::{PaymentUnit, Rule, Settlement};

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

    /// Category of the HCP-LAN framework.
    fn category(&self) -> Category;

    /// Spending benchmark per person, from the record of spending and the market's growth up to
    /// this year; 0 without one.
    fn benchmark(&self, _: &Year, _: &History, _: &Market<'_>) -> f64 {
        0.0
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
    fn rules(&self, _: &Experience) -> Vec<Rule> {
        Vec::new()
    }

    /// Part of the benchmark's growth from base to performance year that does not follow actual
    /// growth: the exposure to a wrong forecast.
    fn forecast_exposure(&self) -> f64 {
        0.0
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
