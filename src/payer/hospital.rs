//! What hospital programmes share: an adjustment of base payments that follows the composite, paid with every
//! discharge of a federal fiscal year.

use super::family::Family;
use super::{Category, Experience, Forecast, Payoff, ProgrammeYears, Year};
use crate::terms::{PaidOver, PaymentUnit, Piecewise, Settlement, SettlementRule};
use crate::units::Cents;

/// A programme that adjusts a hospital's payments. An attributed life is a discharge.
pub(super) trait Hospital {
    /// Performance years in which the programme runs.
    const RUNS: ProgrammeYears;

    /// What is paid or, below zero, taken for a year, $, by the composite of the contract's physicians.
    fn reward(&self, year: &Year) -> Piecewise;

    /// The numbers that decided, for a reader.
    fn decided_by(&self, e: &Experience) -> Vec<SettlementRule>;
}

impl<H: Hospital> Family for H {
    const UNIT: PaymentUnit = PaymentUnit::Episode;
    const PROGRAMME: ProgrammeYears = H::RUNS;

    fn category(&self) -> Category {
        Category::Performance
    }

    fn counts_people(&self) -> bool {
        false
    }

    fn paid_over(&self) -> PaidOver {
        PaidOver::FiscalYear
    }

    fn payoff(&self, forecast: &Forecast) -> Payoff {
        Payoff::of_reward(self.reward(&forecast.year))
    }

    fn settle(&self, e: &Experience) -> Settlement {
        Settlement::adjustment(Cents::round(self.reward(&e.year).value(e.quality)))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![SettlementRule::fiscal_year("paid with the discharges of", e.year.fiscal_year)];
        rules.extend(self.decided_by(e));
        rules
    }
}
