//! Deferral of pay until it vests.
//!
//! # What it pays
//! Nothing: a part of a year's pay is held back when it is earned, paid out when it vests, and lost to
//! whoever leaves first.
//!
//! # Formula
//! Held back at the end of year `t`: `share × max(0, B)`, `B` the year's value pay (never more than all
//! pay) or all pay. With `n` years: a cliff pays all of it at the end of year `t + n`, graded vesting an
//! `n`th at the end of each of the years `t + 1` to `t + n`, as long as the physician is still there.
//! What has not vested when the physician leaves is forfeited to the system.
//!
//! # Parameters
//! Below, with unit, range, default and source. No published shares or schedules were found for value
//! pay.
//!
//! # What it rewards
//! Staying until it vests. Behaviour does not respond to it: what keeps physicians
//! (`behaviour::retention`) is pay, its surprises, work, measures and the gap that is seen; it has no
//! place for money not yet vested, and no estimate was found to make one. Nor is pay that is held back
//! felt to be worth less.
//!
//! # Revenue
//! Professional: none of its own; what is forfeited reaches the system's margin, not its programme.
//! Technical: none.
//!
//! # Payment unit
//! An overlay without a unit of its own.
//!
//! # Edge cases
//! Pay, its cap and a guarantee count what is earned; the system's margin bears it in that year. Cash
//! by month is that of the programme, which knows pool money alone and counts it as gone when it is
//! divided, held back or not. Who leaves does so when a performance year begins, so whoever was there
//! to the end of a year has what vests then. Reasons for leaving are not told apart: retirement and
//! death forfeit as well, though many agreements vest then. Terms are those of the plan in force at the
//! end of the year in which pay was earned; another plan later does not change them. A successor begins
//! with nothing held, and so does everyone in the first year. What is held earns nothing. Refused: with
//! a clawback (it would take back what has not been paid); all pay of a plan with a draw (which pays
//! before it is earned); value pay of a plan that pays none.
//!
//! # Law and market notes
//! Questions to counsel, recalled and not read, tested by no rule of law here: whether section 409A of
//! the tax code leaves the schedule alone (pay within 2½ months after the year of vesting is commonly
//! outside it), section 457(f) where the employer is tax-exempt, whether wage law of the state lets
//! earned pay be forfeited, and, where a rabbi trust holds the money, that it stays open to the system's
//! creditors: here what has vested is always paid.
//!
//! # Sources
//! Compensation mechanics (not a row of the 17): a vesting schedule with forfeiture on leaving stands
//! after clawback in the order of settlement.
//!
//! # Example
//! ```toml
//! [plan.family_medicine]
//! deferral = { share = 0.2, of = "value", years = 3, vests = "graded" }
//! [[plan.family_medicine.pay]]
//! quality_bonus = { per_fte = 20000 }
//! ```

use super::{Record, Statement, Status};
use crate::schema::{keywords, number, parameters, required, word};
use crate::units::{Cents, Share, apportion};

keywords! {
    /// Which pay is held back in part.
    pub enum DeferredPay {
        /// Pay for quality and cost of care.
        Value = "value",
        /// All pay.
        All = "all",
    }
}

keywords! {
    /// How pay that is held back vests.
    pub enum Vesting {
        /// All at once, at the end of the last year.
        Cliff = "cliff",
        /// In equal parts, at the end of each year.
        Graded = "graded",
    }
}

parameters! {
    /// Part of pay that is held back and paid to those who stay.
    pub struct Deferral {
        /// Part of that pay that is held back.
        share: Share = required();
        /// Which pay.
        of: DeferredPay = word("value");
        /// Years after the performance year until all of it has vested.
        years: u64 = number(3.0).range(1.0, 5.0).because("retention money is commonly tied for about three years; no source");
        /// How it vests.
        vests: Vesting = word("cliff");
    }
}

impl Deferral {
    /// Most years until all has vested.
    pub const YEARS: usize = 5;

    /// What the catalogue says of it.
    pub const RECORD: Record = Record {
        model: 0,
        status: Status::Mechanic,
        formula: "held back: share x pay of year t; paid at the end of year t + n, or an nth in each of the n years after t; lost on leaving first",
        rewards: "staying until it vests; behaviour does not respond to it",
        professional: "what is forfeited reaches the system's margin",
        technical: "none",
        unit: None,
        law: "questions to counsel, recalled: sections 409A and 457(f) of the tax code, wage law on forfeiting earned pay, a rabbi trust",
        sources: "compensation mechanics; no published schedules for value pay were found",
    };

    /// What of a year's pay is held back.
    #[must_use]
    pub fn held_back(&self, earned: &Statement) -> Cents {
        let all = earned.total();
        let base = match self.of {
            DeferredPay::Value => earned.value().min(all),
            DeferredPay::All => all,
        };
        base.positive().share(self.share.0)
    }

    /// What of `held` vests at the end of the first, second, … year after the performance year; the
    /// parts add up to it.
    #[must_use]
    pub fn vesting(&self, held: Cents) -> [Cents; Deferral::YEARS] {
        let years = usize::try_from(self.years).unwrap_or(Deferral::YEARS).clamp(1, Deferral::YEARS);
        let weights: [f64; Deferral::YEARS] = std::array::from_fn(|year| match self.vests {
            Vesting::Cliff => f64::from(u8::from(year + 1 == years)),
            Vesting::Graded => f64::from(u8::from(year < years)),
        });
        let mut parts = [Cents::ZERO; Deferral::YEARS];
        apportion(held, &weights, &mut parts);
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::PayClass;

    fn rule(of: DeferredPay, years: u64, vests: Vesting) -> Deferral {
        Deferral { share: Share(0.2), of, years, vests }
    }

    fn earned(time: i64, quality: i64, cost: i64) -> Statement {
        let mut statement = Statement::default();
        for (class, cents) in [(PayClass::Time, time), (PayClass::Quality, quality), (PayClass::Cost, cost)] {
            statement.add(class, Cents(cents));
        }
        statement
    }

    #[test]
    fn a_fifth_of_the_pay_it_names() {
        // 200,000 of salary, 12,345.67 of quality, 20,000 of savings: a fifth of 32,345.67 is 6,469.134,
        // of all 232,345.67 it is 46,469.134.
        let year = earned(20_000_000, 1_234_567, 2_000_000);
        let held = |of| rule(of, 3, Vesting::Cliff).held_back(&year);
        assert_eq!((held(DeferredPay::Value), held(DeferredPay::All)), (Cents(646_913), Cents(4_646_913)));
    }

    #[test]
    fn never_from_a_loss_nor_from_more_than_was_paid() {
        let held = |year| rule(DeferredPay::Value, 3, Vesting::Cliff).held_back(&year);
        // Value pay of 100 less 130.
        assert_eq!(held(earned(50_000, 10_000, -13_000)), Cents::ZERO);
        // 100 of value pay, of which other lines leave 40: a fifth of 40.
        assert_eq!(held(earned(-6_000, 10_000, 0)), Cents(800));
    }

    #[test]
    fn a_cliff_and_equal_parts_to_the_cent() {
        let of = |years, vests| rule(DeferredPay::All, years, vests).vesting(Cents(2_000_000)).map(|c| c.0);
        assert_eq!(of(3, Vesting::Cliff), [0, 0, 2_000_000, 0, 0]);
        // Boundaries 6,666.67 and 13,333.33 of 20,000.
        assert_eq!(of(3, Vesting::Graded), [666_667, 666_666, 666_667, 0, 0]);
        assert_eq!(of(5, Vesting::Graded), [400_000; 5]);
        // One year is the same both ways.
        assert_eq!(of(1, Vesting::Cliff), of(1, Vesting::Graded));
        assert_eq!(
            rule(DeferredPay::All, 4, Vesting::Graded).vesting(Cents(1)).into_iter().sum::<Cents>(),
            Cents(1)
        );
    }
}
