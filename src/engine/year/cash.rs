//! The year closes: cash by month, and the totals of the trial.

use super::books::YearBooks;
use super::meeting::Meeting;
use super::settled::SettledContract;
use crate::engine::arm::ArmState;
use crate::ledger::SystemFlow;
use crate::payer::Contract;
use crate::terms::taken_back;
use crate::units::Cents;

/// Books cash and totals for the trial.
pub(crate) fn roll_forward(m: &Meeting<'_>, state: &mut ArmState, books: &YearBooks, paid: Cents) {
    book_cash(m, state, books);
    let ledger = &books.ledger;
    let revenue = ledger.revenue().dollars();
    state.last_margin = Some(ledger.system(SystemFlow::Margin).dollars() / revenue.max(0.01));
    let totals = &mut state.totals;
    totals.programme_margin += books.programme_margin();
    totals.earned += books.settled.value.earned;
    totals.passed += ledger.system(SystemFlow::PoolsPaid);
    totals.gross += books.settled.gross();
    totals.pay += paid;
    totals.true_savings += books.settled.true_savings();
    for (settled, contract) in books.settled.contracts.iter().zip(m.terms.scenario.contract.values()) {
        if settled.runs && contract.terms.is_value_based() {
            totals.contract_years += 1;
            totals.years_earned += u32::from(settled.settlement.received() > Cents::ZERO);
        }
    }
}

/// Books the programme's cash by month.
fn book_cash(m: &Meeting<'_>, state: &mut ArmState, books: &YearBooks) {
    let ledger = &books.ledger;
    let start = 12 * m.year;
    let running = books.settled.fees
        - books.settled.programme_cost
        - books.policy_cost
        - ledger.system(SystemFlow::FacilityLost);
    spread(&mut state.cash, start, running);
    let mut last_payment = 0;
    let contracts = books.settled.contracts.iter().zip(m.terms.scenario.contract.values());
    for (c, (settled, contract)) in contracts.enumerate() {
        let month = start + usize::from(contract.clock.payment().0);
        let net = settled.settlement.net();
        beside_the_final(&mut state.cash, start, contract, settled);
        if let Some(advance) = contract.advance.as_ref().filter(|_| settled.runs) {
            let paid = advance.paid(m.year, settled.lives);
            let owing = &mut state.contracts[c].advance;
            *owing += paid;
            let back = taken_back(*owing, net);
            *owing -= back;
            add_cash(&mut state.cash, start, paid);
            add_cash(&mut state.cash, month, -back);
        }
        if net == Cents::ZERO {
            continue;
        }
        add_cash(&mut state.cash, month, net);
        if net > Cents::ZERO {
            last_payment = last_payment.max(start + usize::from(contract.clock.payout().0));
        }
    }
    let shared = ledger.system(SystemFlow::PoolsPaid)
        + ledger.system(SystemFlow::ValueToInfrastructure)
        + ledger.system(SystemFlow::ValueToRedesign)
        + ledger.system(SystemFlow::ValueToStaff)
        + ledger.system(SystemFlow::ValueToHops);
    if shared > Cents::ZERO {
        add_cash(&mut state.cash, last_payment, -shared);
    }
}

/// Cash that moves before, or long after, the final payment, and what is trued up with it.
fn beside_the_final(cash: &mut [Cents], start: usize, contract: &Contract, settled: &SettledContract) {
    let month = start + usize::from(contract.clock.payment().0);
    if let Some(prepayment) = &contract.prepayment {
        let prepaid = prepayment.of(settled.settlement.benchmark);
        spread(cash, start, prepaid);
        add_cash(cash, month, -prepaid);
    }
    if let Some(interim) = &contract.interim {
        add_cash(cash, start + usize::from(interim.payment().0), settled.provisional);
        add_cash(cash, month, -settled.provisional);
    }
    if let Some(audit) = &contract.clauses.audit {
        add_cash(cash, month + usize::from(audit.delay().0), -settled.struck.recovered);
    }
}

/// Spreads cash evenly over a year that begins with a month.
fn spread(cash: &mut [Cents], start: usize, amount: Cents) {
    let mut given = Cents::ZERO;
    for month in 0..12 {
        #[expect(clippy::cast_precision_loss, reason = "a month")]
        let due = amount.share((month + 1) as f64 / 12.0);
        cash[start + month] += due - given;
        given = due;
    }
}

fn add_cash(cash: &mut [Cents], month: usize, amount: Cents) {
    let last = cash.len() - 1;
    cash[month.min(last)] += amount;
}

impl YearBooks {
    /// Margin of the programme in the year.
    pub(crate) fn programme_margin(&self) -> Cents {
        let of = |flow| self.ledger.system(flow);
        let settled = &self.settled;
        settled.value.earned - settled.value.owed + settled.fees
            - settled.programme_cost
            - self.policy_cost
            - of(SystemFlow::ValueToInfrastructure)
            - of(SystemFlow::ValueToRedesign)
            - of(SystemFlow::ValueToStaff)
            - of(SystemFlow::ValueToHops)
            - of(SystemFlow::PoolsPaid)
            - of(SystemFlow::FacilityLost)
    }
}
