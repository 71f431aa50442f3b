//! What hospital programmes share: an adjustment of base payments that follows the composite.

use super::family::Family;
use super::{Category, Experience, Forecast, Payoff};
use crate::terms::{PaymentUnit, Piecewise, Settlement, SettlementRule};
use crate::units::Cents;

/// A programme that adjusts a hospital's payments. An attributed life is a discharge.
pub(super) trait Hospital {
    /// What is paid or, below zero, taken, $, by the composite of the contract's physicians.
    fn reward(&self) -> Piecewise;

    /// The numbers that decided, for a reader.
    fn decided_by(&self, e: &Experience) -> Vec<SettlementRule>;
}

impl<H: Hospital> Family for H {
    const UNIT: PaymentUnit = PaymentUnit::Episode;

    fn category(&self) -> Category {
        Category::Performance
    }

    fn counts_people(&self) -> bool {
        false
    }

    fn payoff(&self, _: &Forecast) -> Payoff {
        Payoff::of_reward(self.reward())
    }

    fn settle(&self, e: &Experience) -> Settlement {
        Settlement::adjustment(Cents::round(self.reward().value(e.quality)))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        self.decided_by(e)
    }
}
