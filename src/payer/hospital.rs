//! What hospital programmes share: an adjustment of base payments that follows the composite, paid with every
//! discharge of a federal fiscal year.

use super::family::Family;
use super::{Category, Experience, Forecast, Payoff, ProgrammeYears, Year};
use crate::math::grown;
use crate::terms::{PaidOver, PaymentUnit, Piecewise, Settlement, SettlementRule};
use crate::units::{Cents, SignedShare, UsdPerYear};

/// A programme that adjusts a hospital's payments. An attributed life is a discharge.
pub(super) trait Hospital {
    /// Performance years in which the programme runs.
    const RUNS: ProgrammeYears;

    /// What is paid or, below zero, taken for a year, $, by the composite of the contract's physicians.
    fn reward(&self, year: &Year) -> Piecewise;

    /// The numbers that decided, for a reader.
    fn decided_by(&self, e: &Experience) -> Vec<SettlementRule>;
}

/// Base payments in a year, $: stated for the scenario's first.
pub(super) fn grown_base(base: UsdPerYear, growth: SignedShare, year: &Year) -> f64 {
    base.0 * grown(growth.0, year.index)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_payments_grow_from_the_first_year() {
        // $60M at 3 %: as stated in the first year, $63.654M in the third.
        let of = |index| grown_base(UsdPerYear(60e6), SignedShare(0.03), &Year { index, ..Year::FIRST });
        assert!((of(0) - 60e6).abs() < 1e-6 && (of(2) - 63.654e6).abs() < 1e-3);
    }
}
