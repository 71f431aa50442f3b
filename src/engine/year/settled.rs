//! What payers settled, and what the system made of it.

use crate::payer::BenchmarkBasis;
use crate::system::{Uses, ValueMoney};
use crate::terms::{Decision, SecurityMoved, Settlement, Struck};
use crate::units::Cents;

/// One contract's settled year.
#[derive(Clone, Copy, Debug, Default)]
pub struct SettledContract {
    /// Attributed lives.
    pub lives: f64,
    /// Part taken off the cost of care.
    pub effect: f64,
    /// Of that, by the organisation itself, beyond what the scenario's spending holds.
    pub by_organisation: f64,
    /// True savings, $.
    pub true_savings: f64,
    /// Of those, what the organisation takes off the cost of care of people attributed to clinicians who are not on the
    /// roster, $; physicians' own make up the rest.
    pub saved_elsewhere: f64,
    /// Cost of care that the organisation avoids on patients of clinicians who are not on the roster, $.
    pub avoided_elsewhere: f64,
    /// Quality score.
    pub quality: f64,
    /// Spending per person without any response or luck.
    pub expected_spending: f64,
    /// Spending per person.
    pub spending: f64,
    /// Benchmark per person.
    pub benchmark: f64,
    /// What it rests on.
    pub basis: BenchmarkBasis,
    /// Professional revenue paid service by service, $.
    pub professional: f64,
    /// The settlement.
    pub settlement: Settlement,
    /// Whether the agreement runs: nobody has ended it before this year.
    pub runs: bool,
    /// What clauses of change did.
    pub struck: Struck,
    /// What an interim settlement paid, below zero took.
    pub provisional: Cents,
    /// What audits take back of earlier years and this year bears.
    pub recovered: Cents,
    /// How the security for its losses moved.
    pub security: SecurityMoved,
    /// What was decided about staying, where the question was raised.
    pub decision: Option<Decision>,
}

impl SettledContract {
    /// People attributed to the agreement: nobody once it has ended.
    #[must_use]
    pub fn attributed(&self) -> f64 {
        if self.runs { self.lives } else { 0.0 }
    }

    /// Spending of the attributed people in dollars, as far as the agreement counts it where it
    /// settles: with costs cut off as the benchmark beside it has them.
    #[must_use]
    pub fn counted_spending(&self) -> f64 {
        if self.settlement.benchmark > Cents::ZERO {
            self.settlement.spending.dollars()
        } else {
            self.spending * self.attributed()
        }
    }
}

/// The settled year of an arm.
#[derive(Clone, Debug, Default)]
pub(crate) struct SettledYear {
    /// Contracts, in the arm's order.
    pub contracts: Vec<SettledContract>,
    /// Where value money went.
    pub uses: Uses,
    /// What the waterfall began with.
    pub value: ValueMoney,
    /// Programme cost, reporting included.
    pub programme_cost: Cents,
    /// Cost of reporting under contracts.
    pub reporting: Cents,
    /// Care-management fees.
    pub fees: Cents,
    /// Fees for securities, part of programme cost.
    pub security_fees: Cents,
}

impl SettledYear {
    /// Begins a year with what the waterfall has from the year before.
    pub(crate) fn begin(&mut self, reserve: Cents, last_margin: Option<f64>) {
        self.contracts.clear();
        self.value = ValueMoney { reserve, last_margin, ..ValueMoney::default() };
        self.programme_cost = Cents::ZERO;
        self.reporting = Cents::ZERO;
        self.fees = Cents::ZERO;
        self.security_fees = Cents::ZERO;
    }

    /// True savings over all contracts, $.
    pub(crate) fn true_savings(&self) -> f64 {
        self.contracts.iter().map(|c| c.true_savings).sum()
    }

    /// True savings under contracts that paid nothing for the year, $.
    pub(crate) fn saved_unpaid(&self) -> f64 {
        let unpaid = |c: &&SettledContract| c.settlement.received() == Cents::ZERO;
        self.contracts.iter().filter(unpaid).map(|c| c.true_savings.max(0.0)).sum()
    }

    /// Securities over all contracts.
    pub(crate) fn securities(&self) -> impl Iterator<Item = &SecurityMoved> {
        self.contracts.iter().map(|contract| &contract.security)
    }

    /// Gross savings over all contracts.
    pub(crate) fn gross(&self) -> Cents {
        self.contracts.iter().map(|c| c.settlement.gross()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Settlement;

    /// $40 saved and paid for, $30 saved and below the minimum, $20 saved with a quality reward, $10 more spent and
    /// nothing paid: $30 went unpaid.
    #[test]
    fn what_was_saved_and_not_paid_for() {
        let of = |true_savings: f64, earned: i64, reward: i64| SettledContract {
            true_savings,
            settlement: Settlement { earned: Cents(earned), reward: Cents(reward), ..Settlement::default() },
            ..SettledContract::default()
        };
        let contracts = vec![of(40.0, 1_000, 0), of(30.0, 0, 0), of(20.0, 0, 500), of(-10.0, 0, 0)];
        let year = SettledYear { contracts, ..SettledYear::default() };
        assert!((year.saved_unpaid() - 30.0).abs() < 1e-12);
        assert!((year.true_savings() - 80.0).abs() < 1e-12);
    }
}
