//! Quinn's eight payment units, and who bears which risk when a contract and a plan each pay on one.
//!
//! Spending is a product of eight factors: periods × beneficiaries per period × recipients per
//! beneficiary × episodes per recipient × days per episode × services per day × cost per service ×
//! charges per dollar of cost. A payment on one unit moves with that factor and all before it, and
//! leaves every later factor with whoever is paid. So risk follows from the unit alone.
//!
//! # Sources
//! Quinn K. The 8 basic payment methods in health care. Ann Intern Med 2015;163(4):300–306, for the
//! units and their order. The chain of factors and the table of gains are derived from it.

use crate::schema::keywords;
use crate::units::words;

keywords! {
    /// What a payment is counted in, in Quinn's order: risk moves from the one who is paid to the
    /// one who pays.
    pub enum PaymentUnit {
        /// A period of time, whatever happens in it: budget, salary.
        TimePeriod = "time_period",
        /// A person enrolled or attributed, treated or not: capitation, panel pay.
        Beneficiary = "beneficiary",
        /// A person who is treated: contact capitation.
        Recipient = "recipient",
        /// An episode of care: case rate, bundle.
        Episode = "episode",
        /// A day: per diem, call coverage.
        Day = "day",
        /// A service: fee schedule, wRVU pay.
        Service = "service",
        /// A dollar of cost: cost reimbursement.
        Cost = "cost",
        /// A dollar of charges or collections: percentage of revenue.
        Charges = "charges",
    }
}

words! {
    /// Who bears a factor of spending rising.
    pub enum Bearer {
        word: "In words.";
        /// The payer pays for more of it; it passes through to the physician.
        Payer = "payer",
        /// The payer pays nothing more and the physician is paid for more of it: the system loses.
        SystemLoses = "system (loses when it rises)",
        /// The payer pays for more of it and the physician is not: the system gains, the physician
        /// gives the time.
        SystemGains = "system (gains when it rises)",
        /// Nobody pays for more of it: the physician bears it.
        Physician = "physician",
    }
}

impl PaymentUnit {
    /// Quinn's own number of the method, 1 to 8.
    #[must_use]
    pub const fn number(self) -> usize {
        self as usize + 1
    }

    /// Usual names of the method.
    #[must_use]
    pub const fn common_name(self) -> &'static str {
        match self {
            PaymentUnit::TimePeriod => "budget, salary",
            PaymentUnit::Beneficiary => "capitation, panel pay, shared savings on a population",
            PaymentUnit::Recipient => "contact capitation, carve-out",
            PaymentUnit::Episode => "case rate, DRG, bundle",
            PaymentUnit::Day => "per diem, call coverage",
            PaymentUnit::Service => "fee schedule, wRVU pay",
            PaymentUnit::Cost => "cost reimbursement",
            PaymentUnit::Charges => "percentage of charges or collections",
        }
    }

    /// The factor of spending that the unit adds to the one before it.
    #[must_use]
    pub const fn factor(self) -> &'static str {
        match self {
            PaymentUnit::TimePeriod => "periods",
            PaymentUnit::Beneficiary => "beneficiaries per period",
            PaymentUnit::Recipient => "recipients per beneficiary",
            PaymentUnit::Episode => "episodes per recipient",
            PaymentUnit::Day => "days per episode",
            PaymentUnit::Service => "services per day",
            PaymentUnit::Cost => "cost per service",
            PaymentUnit::Charges => "charges per dollar of cost",
        }
    }

    /// How whoever is paid gains at the margin.
    #[must_use]
    pub const fn gains_by(self) -> &'static str {
        match self {
            PaymentUnit::TimePeriod => "nothing but more periods",
            PaymentUnit::Beneficiary => "enrolling or attracting people",
            PaymentUnit::Recipient => "treating more people",
            PaymentUnit::Episode => "more episodes",
            PaymentUnit::Day => "more days",
            PaymentUnit::Service => "more services",
            PaymentUnit::Cost => "more cost",
            PaymentUnit::Charges => "higher charges",
        }
    }

    /// Whether a payment on this unit moves with a factor.
    #[must_use]
    pub fn moves_with(self, factor: PaymentUnit) -> bool {
        factor <= self
    }

    /// Who bears a factor when the contract pays on `self` and the plan on `plan`.
    ///
    /// ```
    /// use cascade::terms::{Bearer, PaymentUnit};
    /// // Shared savings above, wRVU pay below: more services a day are the system's loss.
    /// let bearer = PaymentUnit::Beneficiary.bearer(PaymentUnit::Service, PaymentUnit::Service);
    /// assert_eq!(bearer, Bearer::SystemLoses);
    /// ```
    #[must_use]
    pub fn bearer(self, plan: PaymentUnit, factor: PaymentUnit) -> Bearer {
        match (self.moves_with(factor), plan.moves_with(factor)) {
            (true, true) => Bearer::Payer,
            (false, true) => Bearer::SystemLoses,
            (true, false) => Bearer::SystemGains,
            (false, false) => Bearer::Physician,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn risk_moves_from_the_paid_to_the_payer_along_the_list() {
        // A salary moves with one factor, capitation with two, …, charges with all eight.
        let moved = PaymentUnit::ALL
            .iter()
            .map(|unit| PaymentUnit::ALL.iter().filter(|factor| unit.moves_with(**factor)).count());
        assert_eq!(moved.collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(PaymentUnit::Episode.number(), 4);
    }

    #[test]
    fn the_same_unit_on_both_sides_leaves_nothing_with_the_system() {
        for unit in PaymentUnit::ALL {
            for factor in PaymentUnit::ALL {
                let bearer = unit.bearer(*unit, *factor);
                assert!(matches!(bearer, Bearer::Payer | Bearer::Physician), "{unit:?} {factor:?}");
            }
        }
    }

    #[test]
    fn hand_worked_pairs() {
        use PaymentUnit::{Beneficiary, Charges, Cost, Service, TimePeriod};
        // Fee-for-service above a salary: the system gains from services, the payer bears none of
        // the cost of one.
        assert_eq!(Service.bearer(TimePeriod, Service), Bearer::SystemGains);
        assert_eq!(Service.bearer(TimePeriod, Cost), Bearer::Physician);
        assert_eq!(Service.bearer(Service, Service), Bearer::Payer);
        // A population budget above a percentage of collections.
        assert_eq!(Beneficiary.bearer(Charges, Beneficiary), Bearer::Payer);
        assert_eq!(Beneficiary.bearer(Charges, Cost), Bearer::SystemLoses);
    }
}
