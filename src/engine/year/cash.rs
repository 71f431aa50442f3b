//! The year closes: cash by month, and the totals of the trial.

use super::books::YearBooks;
use super::meeting::Meeting;
use super::settled::SettledContract;
use crate::engine::arm::{ArmState, RUN_OFF_MONTHS};
use crate::ledger::{ACCOUNTS, SystemFlow};
use crate::math::grown;
use crate::payer::Contract;
use crate::terms::{SecurityMoved, taken_back};
use crate::units::Cents;

/// Books cash and totals for the trial.
pub(crate) fn roll_forward(m: &Meeting<'_>, state: &mut ArmState, books: &YearBooks, paid: Cents) {
    book_cash(m, state, books);
    let ledger = &books.ledger;
    let revenue = ledger.revenue().dollars();
    state.last_margin = Some(ledger.system(SystemFlow::Margin).dollars() / revenue.max(0.01));
    let totals = &mut state.totals;
    let margins = [books.programme_margin(), ledger.system(SystemFlow::Margin), paid];
    totals.programme_margin += margins[0];
    totals.margin += margins[1];
    let later = grown(m.terms.scenario.outlook.discount_rate.0, m.year);
    for (worth, money) in totals.worth.iter_mut().zip(margins) {
        *worth += money.dollars() / later;
    }
    for (place, line) in ACCOUNTS.iter().enumerate() {
        let amount = ledger.line(line);
        totals.lines[place] += amount;
        totals.lines_worth[place] += amount.dollars() / later;
    }
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
    for (paid, statement) in state.paid.iter_mut().zip(&books.statements) {
        for (sum, pay) in paid.iter_mut().zip(statement.totals()) {
            *sum += pay;
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
        - ledger.system(SystemFlow::ReportingBurden)
        - ledger.system(SystemFlow::FacilityLost);
    spread(&mut state.cash, (start, start + 11), running);
    let mut last_payment = 0;
    let contracts = books.settled.contracts.iter().zip(m.terms.scenario.contract.values());
    for (c, (settled, contract)) in contracts.enumerate() {
        let months = contract.payments();
        let [first, last] = [*months.start(), *months.end()].map(|month| start + usize::from(month));
        let net = settled.settlement.net();
        beside_the_final(&mut state.cash, start, contract, settled);
        in_escrow(&mut state.cash, start, contract, &settled.security);
        if settled.runs {
            let first = contract.begins(m.terms.scenario.run.start());
            let since = usize::from(books.expectations.contracts[c].year.calendar.0.saturating_sub(first.0));
            let paid =
                contract.advance.as_ref().map_or(Cents::ZERO, |advance| advance.paid(since, settled.lives));
            let owing = &mut state.contracts[c].advance;
            *owing += paid;
            let tenure = &m.frame.tenures[c];
            // What is still owed when nobody takes over is called in (42 CFR 425.630).
            let is_called = tenure.to == Some(m.year) && tenure.successor.is_none();
            let back = if is_called { *owing } else { taken_back(*owing, net) };
            *owing -= back;
            add_cash(&mut state.cash, start, paid);
            add_cash(&mut state.cash, last, -back);
        }
        if net == Cents::ZERO {
            continue;
        }
        spread(&mut state.cash, (first, last), net);
        if net > Cents::ZERO {
            last_payment = last_payment.max(start + usize::from(contract.payout().0));
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
    let month = start + usize::from(*contract.payments().end());
    if let Some(prepayment) = &contract.prepayment {
        let prepaid = prepayment.of(settled.settlement.benchmark);
        spread(cash, (start, start + 11), prepaid);
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

/// Months after a payment in which what was taken from escrow is put back: 90 days (42 CFR 425.204(f)).
const REFILL: usize = 3;
/// Months after a year without risk begins until escrow is given back: the tail that the programme keeps.
const TAIL: usize = 12;

/// Cash that is parked in escrow, pays losses, is put back and is given back. What still stands when the horizon
/// ends is given back after it, as if the risk ended with it.
fn in_escrow(cash: &mut [Cents], start: usize, contract: &Contract, moved: &SecurityMoved) {
    let payment = usize::from(contract.clock.payment().0);
    let last_payment = (start + payment).saturating_sub(12);
    add_cash(cash, start, -moved.opened);
    add_cash(cash, last_payment + REFILL, -moved.refilled);
    add_cash(cash, start + payment, moved.drawn);
    add_cash(cash, (start + TAIL).max(last_payment), moved.released);
    if start + 12 + RUN_OFF_MONTHS == cash.len() {
        add_cash(cash, (start + 12 + TAIL).max(start + payment), moved.left);
    }
}

/// Spreads cash evenly over the months from a first to a last.
fn spread(cash: &mut [Cents], (first, last): (usize, usize), amount: Cents) {
    let mut given = Cents::ZERO;
    for month in first..=last {
        #[expect(clippy::cast_precision_loss, reason = "months of a year")]
        let due = amount.share((month + 1 - first) as f64 / (last + 1 - first) as f64);
        add_cash(cash, month, due - given);
        given = due;
    }
}

/// What is still owed of an advance is called in with the last payment of a year.
pub(super) fn call_in(cash: &mut [Cents], year: usize, contract: &Contract, owing: Cents) {
    add_cash(cash, 12 * year + usize::from(*contract.payments().end()), -owing);
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
            - of(SystemFlow::ReportingBurden)
            - of(SystemFlow::ValueToInfrastructure)
            - of(SystemFlow::ValueToRedesign)
            - of(SystemFlow::ValueToStaff)
            - of(SystemFlow::ValueToHops)
            - of(SystemFlow::PoolsPaid)
            - of(SystemFlow::FacilityLost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 cents from the month 2 to 4: 33, 34 and 33; what falls beyond the end stands in the last month.
    #[test]
    fn what_is_spread_is_neither_more_nor_less() {
        let mut cash = [Cents::ZERO; 6];
        spread(&mut cash, (2, 4), Cents(100));
        assert_eq!(cash.map(|c| c.0), [0, 0, 33, 34, 33, 0]);
        spread(&mut cash, (4, 8), Cents(-50));
        assert_eq!(cash.map(|c| c.0), [0, 0, 33, 34, 23, -40]);
    }
}
