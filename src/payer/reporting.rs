//! Fee-for-service with reporting.
//!
//! # What it pays
//! Fees as before; a bonus for reporting enough data, or a penalty for not reporting enough.
//!
//! # Formula
//! With `completeness ≥ required`: `reward × professional revenue`; below it:
//! `−penalty × professional revenue`. What is reported does not matter.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! The reporting, once, at the line of completeness; and volume, as fee-for-service does. Neither
//! quality nor cost.
//!
//! # Edge cases
//! A system that reports enough earns the reward whatever its quality: the slope in quality is zero.
//! What reporting costs is the contract's `programme_fixed_cost`; it is often more than the reward.
//!
//! # Law and market notes
//! The last Medicare programme of this kind for clinicians, PQRS, took 2 % from those who did not
//! report; hospital inpatient and outpatient reporting take a part of the yearly update.
//!
//! # Sources
//! 42 CFR 414.90 (PQRS) for the penalty, recalled; 75 % completeness from the eCQM reporting
//! incentive of 42 CFR 425.512. HCP-LAN category 2B.
//!
//! # Example
//! ```toml
//! [contract.book]
//! programme_fixed_cost = 60000
//! [contract.book.terms.reporting]
//! completeness = 0.8
//! penalty = 0.02
//! ```

use super::family::Family;
use super::{Category, Experience, Forecast, Payoff};
use crate::schema::{Grade, number, parameters};
use crate::terms::{PaymentUnit, Piecewise, Settlement, SettlementRule, reaches};
use crate::units::{Cents, Share};

parameters! {
    /// Fee-for-service with a reward or penalty for reporting.
    pub struct Reporting {
        /// Share of eligible cases whose data are reported.
        completeness: Share = number(0.80).because("a system that reports, with some gaps");
        /// Share of eligible cases that counts as reported.
        required: Share = number(0.75).from(Grade::Published, "75 % data completeness (42 CFR 425.512, eCQM incentive)");
        /// Paid for complete reporting, as a share of professional revenue.
        reward: Share = number(0.0).range(0.0, 0.2).because("reporting programmes of today punish rather than reward");
        /// Taken for incomplete reporting, as a share of professional revenue.
        penalty: Share = number(0.02).range(0.0, 0.2).from(Grade::Recalled, "2 % under PQRS (42 CFR 414.90)");
    }
}

impl Reporting {
    /// Reward, or below zero penalty, as a share of professional revenue.
    #[must_use]
    pub fn adjustment(&self) -> f64 {
        if reaches(self.completeness.0, self.required.0) { self.reward.0 } else { -self.penalty.0 }
    }
}

impl Family for Reporting {
    const UNIT: PaymentUnit = PaymentUnit::Service;

    fn category(&self) -> Category {
        Category::Reporting
    }

    fn payoff(&self, forecast: &Forecast) -> Payoff {
        Payoff::of_reward(Piecewise::flat(self.adjustment() * forecast.professional))
    }

    fn settle(&self, e: &Experience) -> Settlement {
        Settlement::adjustment(Cents::round(self.adjustment() * e.professional))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        vec![
            SettlementRule::dollars("professional revenue", e.professional),
            SettlementRule::share("completeness of reporting", self.completeness.0),
            SettlementRule::share("completeness required", self.required.0),
            SettlementRule::share("adjustment of professional revenue", self.adjustment()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::Year;

    fn net(completeness: f64, quality: f64) -> Cents {
        let terms = Reporting {
            completeness: Share(completeness),
            required: Share(0.75),
            reward: Share(0.005),
            penalty: Share(0.02),
        };
        let year = Year { lives: 500.0, ..Year::FIRST };
        terms
            .settle(&Experience { year, benchmark: 0.0, spending: 0.0, quality, professional: 1_234_567.89 })
            .net()
    }

    #[test]
    fn only_completeness_counts() {
        // 0.5 % of 1,234,567.89 = 6,172.84; 2 % = 24,691.36. At the line it is complete.
        assert_eq!(net(0.75, 0.2), Cents(617_284));
        assert_eq!(net(0.75, 0.99), Cents(617_284));
        assert_eq!(net(0.749, 0.99), Cents(-2_469_136));
    }
}
