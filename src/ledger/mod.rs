//! Accounts of the cascade: every flow of a performance year by where it comes from, where it goes
//! and what it is for, and the identities that tie them together.

mod accounts;
mod flows;

pub use accounts::{ACCOUNTS, AccountLine, BRIDGE, BridgeBar, MARGIN_LINE};
pub use flows::{ContractFlow, SystemFlow, account_of};

use crate::terms::Settlement;
use crate::units::Cents;

/// One performance year's flows, in whole cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    contracts: usize,
    flows: Vec<Cents>,
}

/// The ledger does not balance: a fault of the program, never of the scenario.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{identity}: off by {by}")]
pub struct Imbalance {
    /// The identity that fails.
    pub identity: &'static str,
    /// By how much.
    pub by: Cents,
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn new(contracts: usize) -> Ledger {
        Ledger {
            contracts,
            flows: vec![Cents::ZERO; contracts * ContractFlow::ALL.len() + SystemFlow::ALL.len()],
        }
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.flows.fill(Cents::ZERO);
    }

    /// All flows: contract by contract, then those of the system.
    #[must_use]
    pub fn flows(&self) -> &[Cents] {
        &self.flows
    }

    /// Posts a flow of a contract.
    pub fn post(&mut self, contract: usize, flow: ContractFlow, amount: Cents) {
        self.flows[contract * ContractFlow::ALL.len() + flow as usize] += amount;
    }

    /// Posts a flow of the system.
    pub fn post_system(&mut self, flow: SystemFlow, amount: Cents) {
        let place = self.contracts * ContractFlow::ALL.len() + flow as usize;
        self.flows[place] += amount;
    }

    /// Posts a settlement.
    pub fn settle(&mut self, contract: usize, settlement: &Settlement) {
        self.post(contract, ContractFlow::PayerKeeps, settlement.payer_keeps);
        self.post(contract, ContractFlow::BelowMinimum, settlement.forfeited.minimum_savings_rate);
        self.post(contract, ContractFlow::Quality, settlement.forfeited.quality);
        self.post(contract, ContractFlow::Sequestration, settlement.forfeited.sequestration);
        self.post(contract, ContractFlow::Cap, settlement.forfeited.cap);
        self.post(contract, ContractFlow::Earned, settlement.earned);
        self.post(contract, ContractFlow::PayerBears, settlement.payer_bears);
        self.post(contract, ContractFlow::Owed, settlement.owed);
        self.post(contract, ContractFlow::Reward, settlement.reward);
        self.post(contract, ContractFlow::Penalty, settlement.penalty);
    }

    /// A flow of a contract.
    #[must_use]
    pub fn of(&self, contract: usize, flow: ContractFlow) -> Cents {
        self.flows[contract * ContractFlow::ALL.len() + flow as usize]
    }

    /// A flow over all contracts.
    #[must_use]
    pub fn over_contracts(&self, flow: ContractFlow) -> Cents {
        (0..self.contracts).map(|c| self.of(c, flow)).sum()
    }

    /// A flow of the system.
    #[must_use]
    pub fn system(&self, flow: SystemFlow) -> Cents {
        self.flows[self.contracts * ContractFlow::ALL.len() + flow as usize]
    }

    /// What is left of everything: sources less uses. Money that goes from one pocket of the system
    /// to another (reserve, value money kept, pool money returned) is not lost to it.
    #[must_use]
    pub fn margin(&self) -> Cents {
        ACCOUNTS.iter().map(|line| self.line(line)).sum()
    }

    /// A line of the system's accounts: what it adds to the margin, negative for what it takes.
    #[must_use]
    pub fn line(&self, line: &AccountLine) -> Cents {
        let contracts: Cents = line.contracts.iter().map(|flow| self.over_contracts(*flow)).sum();
        let amount = contracts + line.system.iter().map(|flow| self.system(*flow)).sum();
        if line.adds { amount } else { -amount }
    }

    /// Everything that comes in from outside: the sources.
    #[must_use]
    pub fn revenue(&self) -> Cents {
        ACCOUNTS.iter().filter(|line| line.is_revenue).map(|line| self.line(line)).sum()
    }

    /// Checks every identity of the year. `gross` is benchmark less spending over all contracts,
    /// `paid` the sum of all physicians' statements.
    ///
    /// # Errors
    ///
    /// The first identity that fails.
    pub fn check(&self, gross: Cents, paid: Cents) -> Result<(), Imbalance> {
        let over = |flow| self.over_contracts(flow);
        let of = |flow| self.system(flow);
        let place = over(ContractFlow::PayerKeeps)
            + over(ContractFlow::BelowMinimum)
            + over(ContractFlow::Quality)
            + over(ContractFlow::Sequestration)
            + over(ContractFlow::Cap)
            + over(ContractFlow::Earned)
            - over(ContractFlow::PayerBears)
            - over(ContractFlow::Owed);
        balance("gross savings = kept by payers + forfeited + earned − losses", gross, place)?;
        let used = of(SystemFlow::ValueToProgramme)
            + of(SystemFlow::ValueToLosses)
            + of(SystemFlow::ValueToReserve)
            + of(SystemFlow::ValueToInfrastructure)
            + of(SystemFlow::ValueToRedesign)
            + of(SystemFlow::ValueToStaff)
            + of(SystemFlow::ValueToHops)
            + of(SystemFlow::ValueToPools)
            + of(SystemFlow::ValueToMargin);
        balance(
            "earned and rewards = programme + losses + reserve + infrastructure + redesigned care + staff + hops + pools + margin",
            over(ContractFlow::Earned) + over(ContractFlow::Reward),
            used,
        )?;
        let pools = of(SystemFlow::PoolsPaid) + of(SystemFlow::PoolsReturned);
        balance("pools = paid to physicians + returned", of(SystemFlow::ValueToPools), pools)?;
        let funded = of(SystemFlow::FundedPaid) + of(SystemFlow::FundedReturned);
        balance("fixed pools = paid to physicians + returned", of(SystemFlow::PoolsFunded), funded)?;
        let withheld = of(SystemFlow::WithholdReturned) + of(SystemFlow::WithholdKept);
        balance("withheld against budgets = returned + taken", of(SystemFlow::WithholdHeld), withheld)?;
        let pay = of(SystemFlow::PoolsPaid)
            + of(SystemFlow::FundedPaid)
            + of(SystemFlow::TimePay)
            + of(SystemFlow::VolumePay)
            + of(SystemFlow::QualityPay)
            + of(SystemFlow::CostPay)
            + of(SystemFlow::PanelPay)
            + of(SystemFlow::ServicePay);
        balance("pay by class = sum of statements", pay, paid)?;
        balance("sources = uses + margin", self.margin(), of(SystemFlow::Margin))
    }

    /// Checks the account of draws: owed before and after the year.
    ///
    /// # Errors
    ///
    /// The movements do not lead from the one to the other.
    pub fn check_draws(&self, before: Cents, after: Cents) -> Result<(), Imbalance> {
        let of = |flow| self.system(flow);
        let moved = of(SystemFlow::DrawsAdvanced)
            - of(SystemFlow::DrawsRecouped)
            - of(SystemFlow::DrawsForgiven)
            - of(SystemFlow::DrawsLeft);
        balance(
            "draws owed + advanced - recouped - forgiven - left = draws owed after",
            before + moved,
            after,
        )
    }

    /// Checks the account of escrow: parked before and after the year.
    ///
    /// # Errors
    ///
    /// The movements do not lead from the one to the other.
    pub fn check_escrow(&self, before: Cents, after: Cents) -> Result<(), Imbalance> {
        let of = |flow| self.system(flow);
        let gone = of(SystemFlow::EscrowDrawn) + of(SystemFlow::EscrowReleased);
        balance(
            "in escrow + parked - drawn - released = in escrow after",
            before + of(SystemFlow::EscrowParked) - gone,
            after,
        )
    }

    /// Checks the account of deferred pay: held before and after the year.
    ///
    /// # Errors
    ///
    /// The movements do not lead from the one to the other.
    pub fn check_deferral(&self, before: Cents, after: Cents) -> Result<(), Imbalance> {
        let of = |flow| self.system(flow);
        let gone = of(SystemFlow::PayVested) + of(SystemFlow::PayForfeited);
        balance(
            "pay held + deferred - vested - forfeited = pay held after",
            before + of(SystemFlow::PayDeferred) - gone,
            after,
        )
    }
}

fn balance(identity: &'static str, left: Cents, right: Cents) -> Result<(), Imbalance> {
    if left == right { Ok(()) } else { Err(Imbalance { identity, by: left - right }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year() -> Ledger {
        let mut ledger = Ledger::new(1);
        ledger.post(0, ContractFlow::Professional, Cents(1_000));
        ledger.settle(0, &Settlement { payer_keeps: Cents(50), earned: Cents(50), ..Settlement::default() });
        ledger.post_system(SystemFlow::ValueToPools, Cents(20));
        ledger.post_system(SystemFlow::ValueToMargin, Cents(30));
        ledger.post_system(SystemFlow::PoolsPaid, Cents(15));
        ledger.post_system(SystemFlow::PoolsReturned, Cents(5));
        ledger.post_system(SystemFlow::VolumePay, Cents(600));
        let margin = ledger.margin();
        ledger.post_system(SystemFlow::Margin, margin);
        ledger
    }

    #[test]
    fn a_whole_year_balances() {
        let ledger = year();
        assert_eq!(ledger.system(SystemFlow::Margin), Cents(1_000 + 50 - 15 - 600));
        assert_eq!(ledger.check(Cents(100), Cents(615)), Ok(()));
    }

    #[test]
    fn what_employing_costs_and_what_reporting_costs_takes_from_the_margin() {
        for flow in [
            SystemFlow::PayrollTax,
            SystemFlow::Benefits,
            SystemFlow::Malpractice,
            SystemFlow::Cover,
            SystemFlow::ReportingBurden,
        ] {
            let mut ledger = year();
            ledger.post_system(flow, Cents(7));
            // 435 without it; the year no longer balances until the margin says so.
            assert_eq!(ledger.margin(), Cents(1_000 + 50 - 15 - 600 - 7));
            assert_eq!(ledger.check(Cents(100), Cents(615)).unwrap_err().by, Cents(-7));
            assert_eq!(ledger.revenue(), Cents(1_050));
        }
    }

    #[test]
    fn a_cent_astray_is_named() {
        assert_eq!(year().check(Cents(101), Cents(615)).unwrap_err().by, Cents(1));
        let fault = year().check(Cents(100), Cents(614)).unwrap_err();
        assert_eq!(fault.to_string(), "pay by class = sum of statements: off by $0.01");
        let mut short = year();
        short.post_system(SystemFlow::PoolsFunded, Cents(8));
        short.post_system(SystemFlow::FundedReturned, Cents(7));
        let fault = short.check(Cents(100), Cents(615)).unwrap_err();
        assert_eq!((fault.identity, fault.by), ("fixed pools = paid to physicians + returned", Cents(1)));
        let mut lost = year();
        lost.post_system(SystemFlow::PoolsPaid, Cents(1));
        assert!(lost.check(Cents(100), Cents(615)).is_err());
    }

    #[test]
    fn escrow_is_parked_drawn_and_given_back() {
        let mut ledger = Ledger::new(0);
        for (flow, cents) in
            [(SystemFlow::EscrowParked, 150), (SystemFlow::EscrowDrawn, 60), (SystemFlow::EscrowReleased, 40)]
        {
            ledger.post_system(flow, Cents(cents));
        }
        // 10 before, 150 more, 60 paid and 40 given back: 60; no profit and no loss.
        assert_eq!(ledger.check_escrow(Cents(10), Cents(60)), Ok(()));
        assert_eq!(ledger.check_escrow(Cents(10), Cents(61)).unwrap_err().by, Cents(-1));
        assert_eq!(ledger.margin(), Cents::ZERO);
        // A fee is a cost.
        ledger.post_system(SystemFlow::SecurityFees, Cents(3));
        assert_eq!(ledger.margin(), Cents(-3));
    }

    #[test]
    fn deferred_pay_is_held_paid_or_forfeited() {
        let mut ledger = Ledger::new(0);
        for (flow, cents) in
            [(SystemFlow::PayDeferred, 50), (SystemFlow::PayVested, 20), (SystemFlow::PayForfeited, 7)]
        {
            ledger.post_system(flow, Cents(cents));
        }
        // 100 held, 50 more, 20 paid out, 7 lost: 123; only what is lost reaches the margin.
        assert_eq!(ledger.check_deferral(Cents(100), Cents(123)), Ok(()));
        assert_eq!(ledger.check_deferral(Cents(100), Cents(122)).unwrap_err().by, Cents(1));
        assert_eq!(ledger.margin(), Cents(7));
    }
}
