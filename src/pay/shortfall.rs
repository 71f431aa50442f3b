//! What becomes of a practice's expense that its collections do not cover.
//!
//! # Formula
//! With `x` collections less expense, a part of which is to be paid, and `d` what earlier years left:
//! kept, `P = max(0, x)`; paid in, `P = x`, which may be below zero; carried, `P = max(0, x − d)` and
//! `d' = max(0, d − x)`.
//!
//! # In expectation
//! `x` is normal by the luck of work: [`excess`]. A dollar that makes a carried shortfall smaller is paid
//! a year later, and worth that much less.

use crate::schema::keywords;
use crate::terms::excess;
use crate::units::Cents;

keywords! {
    /// What becomes of expense that collections do not cover.
    pub enum Shortfall {
        /// The system keeps it: pay does not fall below zero.
        Kept = "kept",
        /// It is carried into the next year, and comes off what is collected then.
        Carried = "carried",
        /// It is paid in: pay falls below zero.
        PaidIn = "paid_in",
    }
}

impl Shortfall {
    /// What is paid of a year's balance, and what is carried into the next; `carried` came into this one.
    #[must_use]
    pub fn settle(self, balance: Cents, carried: Cents) -> (Cents, Cents) {
        match self {
            Shortfall::Kept => (balance.positive(), Cents::ZERO),
            Shortfall::PaidIn => (balance, Cents::ZERO),
            Shortfall::Carried => {
                let left = balance - carried;
                (left.positive(), (-left).positive())
            }
        }
    }

    /// The same in expectation, and the part of one more dollar that is paid, from a balance with a
    /// standard deviation; a dollar of next year's is `worth` so much today.
    #[must_use]
    pub fn expect(self, (mean, sd): (f64, f64), carried: f64, worth: f64) -> (f64, f64) {
        match self {
            Shortfall::PaidIn => (mean, 1.0),
            Shortfall::Kept => {
                let above = excess(mean, sd, 0.0);
                (above.value, above.chance)
            }
            Shortfall::Carried => {
                let above = excess(mean, sd, carried);
                (above.value, above.chance + (1.0 - above.chance) * worth)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_years_of_a_practice() {
        // 100 short, 60 over, 90 over.
        let paid = |shortfall: Shortfall| {
            let mut carried = Cents::ZERO;
            [-100, 60, 90].map(|balance| {
                let (paid, after) = shortfall.settle(Cents(balance), carried);
                carried = after;
                paid.0
            })
        };
        assert_eq!(paid(Shortfall::Kept), [0, 60, 90]);
        assert_eq!(paid(Shortfall::PaidIn), [-100, 60, 90]);
        // 100 carried; 60 of them made good, 40 left; 90 less 40.
        assert_eq!(paid(Shortfall::Carried), [0, 0, 50]);
    }

    #[test]
    fn expectations_hand_worked() {
        // Even odds: sd / sqrt(2 pi), and half of a dollar; carried, the other half a year later.
        let (value, part) = Shortfall::Kept.expect((0.0, 1_000.0), 0.0, 0.9);
        assert!((value - 398.942_280_4).abs() < 1e-6 && (part - 0.5).abs() < 1e-12);
        let (value, part) = Shortfall::Carried.expect((300.0, 1_000.0), 300.0, 0.9);
        assert!((value - 398.942_280_4).abs() < 1e-6 && (part - 0.95).abs() < 1e-12);
        assert_eq!(Shortfall::PaidIn.expect((-50.0, 1_000.0), 0.0, 0.9), (-50.0, 1.0));
        // Without luck there is no doubt.
        let (value, part) = Shortfall::Kept.expect((-50.0, 0.0), 0.0, 0.9);
        assert!(value.abs() < 1e-12 && part < 1e-12);
    }
}
