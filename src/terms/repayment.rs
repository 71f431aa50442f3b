//! Security for losses: what stands before a two-sided year begins, so that the payer is sure to be repaid.
//!
//! Medicare asks for it of every two-sided ACO, as money in escrow, as a bank's letter of credit or as a surety
//! bond. Escrow parks the amount from the first day and gives it back when the risk is over: no profit and no
//! loss, but cash that is not there. A letter or a bond parks nothing and costs a fee each year. Either is
//! drawn on for losses only. The system's own reserve (`allocation.reserve`) is another thing: filled from later
//! savings, as the system pleases.

use crate::schema::{Grade, ReadTable, keywords, optional, parameters, required};
use crate::units::{Cents, Share};

keywords! {
    /// What secures the repayment of losses.
    pub enum SecurityForm {
        /// Money parked with a bank until the risk is over.
        Escrow = "escrow",
        /// A bank's promise to pay on demand.
        LetterOfCredit = "letter_of_credit",
        /// A surety's promise to pay.
        SuretyBond = "surety_bond",
    }
}

parameters! {
    /// Security for losses, in place before the first two-sided year.
    pub struct Repayment {
        /// What secures it.
        form: SecurityForm = required();
        /// Part of a year's cost of care of the attributed people. In the Shared Savings Program 0.5 % when left
        /// out; any other contract states what it asks for.
        of_benchmark: Option<Share> = optional().range(0.0, 0.5)
            .from(Grade::Published, "0.5 % of benchmark expenditures since the rule for CY2022 halved it (42 CFR 425.204(f)(4), NAACOS); 1 % before (guidance of 2021), and a page of 2026 still says about 1 % (Wakely): sources disagree; LEAD 2 to 4 % (Wakely 2026)");
        /// Part of participants' Part A and B revenue, where the terms state it (`participant_revenue`): the lesser
        /// amount is secured. In the Shared Savings Program 1 % when left out.
        of_revenue: Option<Share> = optional().range(0.0, 0.5)
            .from(Grade::Published, "1 % of participants' Part A and B revenue since CY2022, 2 % before (42 CFR 425.204(f)(4), NAACOS)");
        /// Yearly fee for a letter of credit or a bond, as a part of the amount; escrow has none.
        fee: Option<Share> = optional().range(0.0, 0.5)
            .from(Grade::Published, "about 1 % a year for a letter of credit (goldleafsurety.com), 1 to 10 % for an ACO's bond (a broker's page): state yours");
    }
    check Repayment::check
}

impl Repayment {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let escrow = self.form == SecurityForm::Escrow;
        if escrow && self.fee.is_some() {
            table.problem("fee", "found a fee for money in escrow, which costs none; remove it, or write form = \"letter_of_credit\" or \"surety_bond\"");
        }
        if !escrow && self.fee.is_none() {
            table.problem(
                "fee",
                format!(
                    "missing; a {} costs a fee each year: write it as a part of the amount, about 0.01 for a letter of credit and 0.01 to 0.1 for a bond",
                    self.form.key().replace('_', " ")
                ),
            );
        }
    }

    /// What is secured: so much of a year's cost of care, or so much of participants' revenue where that is known
    /// and less.
    ///
    /// ```
    /// use cascade::{terms::Repayment, units::Cents};
    /// // Half a percent of $300M is $1.5M; 1 % of $120M revenue is less, $1.2M.
    /// assert_eq!(Repayment::secured(300e6, 0.005, None), Cents(150_000_000));
    /// assert_eq!(Repayment::secured(300e6, 0.005, Some((120e6, 0.01))), Cents(120_000_000));
    /// ```
    #[must_use]
    pub fn secured(cost_of_care: f64, part: f64, revenue: Option<(f64, f64)>) -> Cents {
        let of_cost = part * cost_of_care;
        Cents::round(revenue.map_or(of_cost, |(revenue, part)| of_cost.min(part * revenue)))
    }

    /// The fee of a year for an amount.
    #[must_use]
    pub fn fee_on(&self, amount: Cents) -> Cents {
        self.fee.map_or(Cents::ZERO, |fee| amount.share(fee.0))
    }

    /// Whether the amount is parked as money.
    #[must_use]
    pub fn parks(&self) -> bool {
        self.form == SecurityForm::Escrow
    }
}

/// The security of one contract: what stands, and what of it is parked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Security {
    /// What is secured; nothing while no two-sided year stands.
    pub amount: Cents,
    /// What is parked in escrow.
    pub parked: Cents,
}

/// How a contract's security moved in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SecurityMoved {
    /// What is secured in the year.
    pub amount: Cents,
    /// Parked as the year before ended.
    pub before: Cents,
    /// Parked before the year began: the first time, with its first day.
    pub opened: Cents,
    /// Put back after last year's loss was paid from it.
    pub refilled: Cents,
    /// Given back, the risk being over.
    pub released: Cents,
    /// Taken for the year's loss.
    pub drawn: Cents,
    /// The year's fee.
    pub fee: Cents,
    /// Parked when the year's loss is paid.
    pub left: Cents,
}

impl Security {
    /// Before a year: security is opened or topped up to `amount` where the year is two-sided, and released where
    /// it is not. What `stood` already before the scenario began moves no money.
    #[must_use]
    pub fn begin(&mut self, terms: &Repayment, amount: Option<Cents>, stood: bool) -> SecurityMoved {
        let mut moved = SecurityMoved { before: self.parked, ..SecurityMoved::default() };
        let Some(amount) = amount else {
            moved.released = self.parked;
            *self = Security::default();
            return moved;
        };
        if self.amount == Cents::ZERO {
            self.amount = amount;
            if terms.parks() && stood {
                (self.parked, moved.before) = (amount, amount);
            } else if terms.parks() {
                moved.opened = amount;
            }
        } else if terms.parks() {
            moved.refilled = self.amount - self.parked;
        }
        self.parked += moved.opened + moved.refilled;
        moved.amount = self.amount;
        moved.fee = terms.fee_on(self.amount);
        moved.left = self.parked;
        moved
    }

    /// The year is settled: a loss is paid from what is parked, as far as it goes.
    pub fn settle(&mut self, loss: Cents, moved: &mut SecurityMoved) {
        moved.drawn = loss.positive().min(self.parked);
        self.parked -= moved.drawn;
        moved.left = self.parked;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(form: SecurityForm, fee: Option<f64>) -> Repayment {
        Repayment { form, of_benchmark: None, of_revenue: None, fee: fee.map(Share) }
    }

    #[test]
    fn escrow_is_parked_drawn_refilled_and_released() {
        // 1.5M parked; a loss of 0.6M takes 0.6M and it is put back; a loss of 2M takes all of it; then the risk is
        // over and nothing is left to release, or, after a year without a loss, all of it.
        let escrow = terms(SecurityForm::Escrow, None);
        let amount = Some(Cents(150_000_000));
        let mut own = Security::default();
        let mut first = own.begin(&escrow, amount, false);
        assert_eq!((first.opened, first.fee), (Cents(150_000_000), Cents::ZERO));
        own.settle(Cents(60_000_000), &mut first);
        assert_eq!((first.drawn, first.left), (Cents(60_000_000), Cents(90_000_000)));
        let mut second = own.begin(&escrow, amount, false);
        assert_eq!((second.opened, second.refilled), (Cents::ZERO, Cents(60_000_000)));
        own.settle(Cents(200_000_000), &mut second);
        assert_eq!((second.drawn, second.left), (Cents(150_000_000), Cents::ZERO));
        let mut third = own.begin(&escrow, amount, false);
        own.settle(Cents(-5), &mut third);
        assert_eq!(
            (third.refilled, third.drawn, third.left),
            (Cents(150_000_000), Cents::ZERO, Cents(150_000_000))
        );
        assert_eq!(own.begin(&escrow, None, false).released, Cents(150_000_000));
        assert_eq!(own, Security::default());
    }

    #[test]
    fn a_letter_of_credit_parks_nothing_and_costs_a_fee() {
        // 1 % of 1.5M is 15,000 a year, loss or not.
        let letter = terms(SecurityForm::LetterOfCredit, Some(0.01));
        let mut own = Security::default();
        for loss in [0, 60_000_000] {
            let mut moved = own.begin(&letter, Some(Cents(150_000_000)), false);
            own.settle(Cents(loss), &mut moved);
            let still = SecurityMoved { amount: moved.amount, fee: moved.fee, ..SecurityMoved::default() };
            assert_eq!((moved, moved.fee), (still, Cents(1_500_000)));
        }
    }

    #[test]
    fn what_stood_before_moves_no_money() {
        let escrow = terms(SecurityForm::Escrow, None);
        let mut own = Security::default();
        let moved = own.begin(&escrow, Some(Cents(100)), true);
        assert_eq!((moved.opened, moved.left, own.parked), (Cents::ZERO, Cents(100), Cents(100)));
    }
}
