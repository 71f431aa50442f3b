//! Fair-market-value cap.
//!
//! # What it pays
//! Nothing: all sources of pay are stacked, and what lies above the cap is not paid.
//!
//! # Formula
//! `P = min(sum of all sources, cap × FTE × (1 + growth)^years)`. The cut is taken from passed-through savings first,
//! then from quality, service, volume and panel pay, and last from time pay.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Nothing above the cap: every incentive is muted by the chance of reaching it.
//!
//! # Revenue
//! Professional and technical: none.
//!
//! # Payment unit
//! None: it limits all of them together.
//!
//! # Edge cases
//! Pay exactly at the cap is not cut. What is cut from pools goes back to the system. Whoever is on the
//! plan for a part of the year, after another without a cap, has all pay of the year cut to the cap of a
//! whole one; `of = "part"` cuts the pay of that part to its part of the cap instead, and leaves pool
//! money, which is of the year, free.
//!
//! # Law and market notes
//! A practice convention, not a legal line: CMS rejects survey percentiles as proof or disproof of
//! fair market value (PYA 2020).
//!
//! # Sources
//! Compensation note §7.1 step 11, L3 and L4.
//!
//! # Example
//! ```toml
//! [plan.orthopedics]
//! fair_market_value = { cap_per_fte = 900000 }
//! [[plan.orthopedics.pay]]
//! wrvu = { tiers = [{ rate = 70 }] }
//! ```

use super::{PayClass, Record, Statement, Status};
use crate::math::grown;
use crate::schema::{keywords, number, parameters, required, word};
use crate::units::{Cents, SignedShare, UsdPerYear};

parameters! {
    /// All sources of pay together, at most this.
    pub struct FairMarketValue {
        /// The cap in dollars a year per 1.0 FTE.
        cap_per_fte: UsdPerYear = required();
        /// Yearly growth of the cap: an opinion names a figure, and holds until the next one.
        growth: SignedShare = number(0.0).range(-0.2, 0.2).because("the figure of an opinion does not grow by itself");
        /// What the cap binds when a physician is on the plan for a part of the year only.
        of: CapOf = word("year");
    }
}

keywords! {
    /// What a cap on pay binds.
    pub enum CapOf {
        /// All pay of the year, at the cap of those of its plans that have one.
        Year = "year",
        /// Pay on the plan for the part of the year on it; what another plan without a cap pays is free.
        Part = "part",
    }
}

/// Order in which a cut is taken.
const CUT_ORDER: [PayClass; PayClass::COUNT] =
    [PayClass::Cost, PayClass::Quality, PayClass::Service, PayClass::Volume, PayClass::Panel, PayClass::Time];

impl FairMarketValue {
    /// What the catalogue says of it.
    pub const RECORD: Record = Record {
        model: 0,
        status: Status::Mechanic,
        formula: "P = min(sum of all sources, cap x FTE), of the year or of the part of it on the plan",
        rewards: "nothing above the cap",
        professional: "none",
        technical: "none",
        unit: None,
        law: "practice, not law: CMS rejects survey percentiles as proof or disproof",
        sources: "PYA 2020",
    };

    /// Dollars that it allows a full-time physician in a year, counted from the scenario's start.
    #[must_use]
    pub fn allows(&self, year: usize) -> f64 {
        self.cap_per_fte.0 * grown(self.growth.0, year)
    }

    /// Cuts a statement to `cap`, and returns what was cut from each class.
    #[inline(always)]
    pub fn cut(cap: Cents, statement: &mut Statement) -> Statement {
        let mut over = (statement.total() - cap).positive();
        let mut cut = Statement::default();
        for class in CUT_ORDER {
            let part = over.min(statement.of(class).positive());
            statement.add(class, -part);
            cut.add(class, part);
            over -= part;
        }
        cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_passed_through_money_first() {
        let mut statement = Statement::default();
        statement.add(PayClass::Time, Cents(20_000_000));
        statement.add(PayClass::Quality, Cents(1_000_000));
        statement.add(PayClass::Cost, Cents(3_000_000));
        // 240,000 against a cap of 205,000: 35,000 over, 30,000 from cost and 5,000 from quality.
        let cut = FairMarketValue::cut(Cents(20_500_000), &mut statement);
        assert_eq!((cut.of(PayClass::Cost), cut.of(PayClass::Quality)), (Cents(3_000_000), Cents(500_000)));
        assert_eq!(statement.total(), Cents(20_500_000));
    }

    #[test]
    fn below_the_cap_nothing_happens() {
        let mut statement = Statement::default();
        statement.add(PayClass::Time, Cents(100));
        assert_eq!(FairMarketValue::cut(Cents(100), &mut statement).total(), Cents::ZERO);
        assert_eq!(statement.total(), Cents(100));
    }
}
