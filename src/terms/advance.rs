//! Advances: money paid before it is earned, and taken back from what is earned later.

use crate::schema::{Grade, number, parameters};
use crate::units::{Cents, PerMemberMonth, UsdAmount};

parameters! {
    /// Advance investment payments of a contract: one at the start and one for each person, taken back
    /// from later savings.
    pub struct Advance {
        /// Paid at once in the first month.
        at_once: UsdAmount = number(250_000.0).from(Grade::Published, "$250,000 (42 CFR 425.630)");
        /// Paid for each attributed person and month in the first two years.
        per_person: PerMemberMonth = number(0.0).range(0.0, 15.0)
            .from(Grade::Recalled, "at most $45 a person and quarter, so $15 a month (42 CFR 425.630)");
        /// Most persons who are paid for.
        most_persons: u64 = number(10_000.0).range(0.0, 1e9).from(Grade::Published, "10,000 (42 CFR 425.630)");
    }
}

/// Years in which quarterly payments are made: eight quarters.
const YEARS: usize = 2;

impl Advance {
    /// What is advanced in year `index` of the contract, with `lives` attributed.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a number of persons")]
    pub fn paid(&self, index: usize, lives: f64) -> Cents {
        let once = if index == 0 { self.at_once.0 } else { 0.0 };
        let persons = lives.min(self.most_persons as f64);
        let quarterly = if index < YEARS { 12.0 * self.per_person.0 * persons } else { 0.0 };
        Cents::round(once + quarterly)
    }
}

/// What is taken back of a balance from what was earned: never more than either. A balance that is never
/// earned is never repaid.
///
/// ```
/// use cascade::{terms::taken_back, units::Cents};
/// assert_eq!(taken_back(Cents(25_000_000), Cents(10_000_000)), Cents(10_000_000));
/// assert_eq!(taken_back(Cents(5_000_000), Cents(10_000_000)), Cents(5_000_000));
/// assert_eq!(taken_back(Cents(5_000_000), Cents(-1)), Cents(0));
/// ```
#[must_use]
pub fn taken_back(balance: Cents, earned: Cents) -> Cents {
    balance.min(earned.positive())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_years_of_advances() {
        let advance =
            Advance { at_once: UsdAmount(250_000.0), per_person: PerMemberMonth(12.0), most_persons: 10_000 };
        // 250,000 + 12 × 12 × 8,000 = 1,402,000; then 12 × 12 × 10,000 = 1,440,000 for 12,000 persons;
        // then nothing.
        assert_eq!(advance.paid(0, 8_000.0), Cents(140_200_000));
        assert_eq!(advance.paid(1, 12_000.0), Cents(144_000_000));
        assert_eq!(advance.paid(2, 12_000.0), Cents::ZERO);
    }

    #[test]
    fn a_balance_runs_down_with_what_is_earned() {
        let mut balance = Cents(100);
        let mut kept = Vec::new();
        for earned in [0, 30, 80, 50] {
            let back = taken_back(balance, Cents(earned));
            balance -= back;
            kept.push(earned - back.0);
        }
        // 30 of 100, then the remaining 70 of 80, then everything is one's own.
        assert_eq!((balance, kept), (Cents::ZERO, vec![0, 0, 10, 50]));
    }
}
