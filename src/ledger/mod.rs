//! Accounts of the cascade: every flow of a performance year by where it comes from, where it goes
//! and what it is for, and the identities that tie them together.

mod accounts;
mod flows;
mod nodes;

pub use accounts::{ACCOUNTS, AccountLine, BRIDGE, BridgeBar, MARGIN_LINE};
pub use flows::{ContractFlow, SystemFlow, account_of};
pub use nodes::{AccountKind, CascadeNode};

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
        let gross = settlement.gross();
        self.post(contract, ContractFlow::Saved, gross.positive());
        self.post(contract, ContractFlow::Lost, (-gross).positive());
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

    /// What physicians earned in the year, from whatever source.
    #[must_use]
    pub fn pay(&self) -> Cents {
        let earned = [
            SystemFlow::PoolsPaid,
            SystemFlow::FundedPaid,
            SystemFlow::WithholdReturned,
            SystemFlow::TimePay,
            SystemFlow::VolumePay,
            SystemFlow::QualityPay,
            SystemFlow::CostPay,
            SystemFlow::PanelPay,
            SystemFlow::ServicePay,
        ];
        earned.into_iter().map(|flow| self.system(flow)).sum()
    }

    /// Posts what is left when everything else is posted: what physicians take home, and the margin.
    pub fn close(&mut self) {
        let of = |flow| self.system(flow);
        let home =
            self.pay() - of(SystemFlow::PayRepaid) - of(SystemFlow::PayDeferred) + of(SystemFlow::PayVested);
        self.post_system(SystemFlow::TakenHome, home);
        self.post_system(SystemFlow::Margin, self.margin());
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

    /// Checks every identity of the year: of each account through which money passes, what comes in goes out; of those
    /// of contracts, of each by itself. `gross` is benchmark less spending over all contracts, `paid` the sum of all
    /// physicians' statements.
    ///
    /// # Errors
    ///
    /// The first identity that fails.
    pub fn check(&self, gross: Cents, paid: Cents) -> Result<(), Imbalance> {
        let over = |flow| self.over_contracts(flow);
        balance("gross savings = saved - lost", gross, over(ContractFlow::Saved) - over(ContractFlow::Lost))?;
        balance("pay by class = sum of statements", self.pay(), paid)?;
        let mut all = Balances::EMPTY;
        for contract in 0..self.contracts {
            for flow in ContractFlow::ALL {
                all.moves(flow.ends(), self.of(contract, *flow));
            }
            all.is_empty(CascadeNode::Savings)?;
            all.is_empty(CascadeNode::Losses)?;
        }
        for flow in SystemFlow::ALL {
            all.moves(flow.ends(), self.system(*flow));
        }
        let mut passed = CascadeNode::ALL.iter().filter(|node| node.kind() == AccountKind::Passes);
        passed.try_for_each(|node| all.is_empty(*node))
    }

    /// Checks an account that holds something from one year to the next: what it held before the year and after it.
    ///
    /// # Errors
    ///
    /// The movements do not lead from the one to the other.
    pub fn check_held(&self, node: CascadeNode, before: Cents, after: Cents) -> Result<(), Imbalance> {
        let mut all = Balances::EMPTY;
        for flow in SystemFlow::ALL {
            all.moves(flow.ends(), self.system(*flow));
        }
        balance(node.identity(), all.of(node), after - before)
    }
}

/// What flows leave in each account.
struct Balances([Cents; CascadeNode::COUNT]);

impl Balances {
    const EMPTY: Balances = Balances([Cents::ZERO; CascadeNode::COUNT]);

    /// Money moves from one account to another.
    fn moves(&mut self, (from, to): (CascadeNode, CascadeNode), amount: Cents) {
        self.0[from as usize] -= amount;
        self.0[to as usize] += amount;
    }

    /// What is in an account.
    fn of(&self, node: CascadeNode) -> Cents {
        self.0[node as usize]
    }

    /// Nothing is left in an account.
    fn is_empty(&self, node: CascadeNode) -> Result<(), Imbalance> {
        balance(node.identity(), self.of(node), Cents::ZERO)
    }
}

fn balance(identity: &'static str, left: Cents, right: Cents) -> Result<(), Imbalance> {
    if left == right { Ok(()) } else { Err(Imbalance { identity, by: left - right }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Forfeited;

    fn usd(dollars: i64) -> Cents {
        Cents(100 * dollars)
    }

    /// A year with every flow, in dollars, worked by hand.
    ///
    /// Contract 0 saved 1,000: the payer keeps 400, gates take 60 + 50 + 30 + 20, and 440 are earned. Contract 1 lost 500:
    /// the payer bears 200, the system owes 300. With a reward of 60, value money is 500: 90 programme, 80 losses, 30
    /// reserve, 40 infrastructure, 20 redesigned care, 10 staff, 15 kept on the way, 150 pools, 65 margin.
    fn year() -> Ledger {
        let mut ledger = Ledger::new(2);
        let saved = Settlement {
            benchmark: usd(10_000),
            spending: usd(9_000),
            payer_keeps: usd(400),
            forfeited: Forfeited {
                minimum_savings_rate: usd(60),
                quality: usd(50),
                sequestration: usd(30),
                cap: usd(20),
            },
            earned: usd(440),
            reward: usd(60),
            ..Settlement::default()
        };
        let lost = Settlement {
            benchmark: usd(5_000),
            spending: usd(5_500),
            payer_bears: usd(200),
            owed: usd(300),
            penalty: usd(25),
            ..Settlement::default()
        };
        ledger.settle(0, &saved);
        ledger.settle(1, &lost);
        ledger.post(0, ContractFlow::Professional, usd(3_000));
        ledger.post(1, ContractFlow::Fees, usd(100));
        ledger.post(1, ContractFlow::Capitation, usd(700));
        ledger.post(1, ContractFlow::Recovered, usd(35));
        for (flow, dollars) in [
            (SystemFlow::Facility, 900),
            (SystemFlow::FacilityLost, 110),
            (SystemFlow::ValueToProgramme, 90),
            (SystemFlow::ValueToLosses, 80),
            (SystemFlow::ValueToReserve, 30),
            (SystemFlow::ValueToInfrastructure, 40),
            (SystemFlow::ValueToRedesign, 20),
            (SystemFlow::ValueToStaff, 10),
            (SystemFlow::ValueToHops, 15),
            (SystemFlow::ValueToPools, 150),
            (SystemFlow::ValueToMargin, 65),
            (SystemFlow::PoolsPaid, 140),
            (SystemFlow::PoolsReturned, 10),
            (SystemFlow::PoolsFunded, 70),
            (SystemFlow::FundedPaid, 50),
            (SystemFlow::FundedReturned, 20),
            (SystemFlow::WithholdHeld, 45),
            (SystemFlow::WithholdReturned, 33),
            (SystemFlow::WithholdKept, 12),
            (SystemFlow::ReserveFilled, 30),
            (SystemFlow::LossesFromReserve, 44),
            (SystemFlow::TimePay, 1_000),
            (SystemFlow::VolumePay, 800),
            (SystemFlow::QualityPay, 60),
            (SystemFlow::CostPay, 7),
            (SystemFlow::PanelPay, 90),
            (SystemFlow::ServicePay, 20),
            (SystemFlow::PayRepaid, 6),
            (SystemFlow::PayDeferred, 50),
            (SystemFlow::PayVested, 18),
            (SystemFlow::PayForfeited, 7),
            (SystemFlow::DrawsAdvanced, 120),
            (SystemFlow::DrawsRecouped, 70),
            (SystemFlow::DrawsForgiven, 5),
            (SystemFlow::DrawsLeft, 15),
            (SystemFlow::PayrollTax, 130),
            (SystemFlow::Benefits, 210),
            (SystemFlow::Malpractice, 40),
            (SystemFlow::Cover, 75),
            (SystemFlow::PracticeExpense, 650),
            (SystemFlow::ReportingBurden, 16),
            (SystemFlow::ProgrammeCost, 170),
            (SystemFlow::ReportingCost, 9),
            (SystemFlow::SecurityFees, 3),
            (SystemFlow::EscrowParked, 150),
            (SystemFlow::EscrowDrawn, 60),
            (SystemFlow::EscrowReleased, 40),
            (SystemFlow::PolicyCost, 13),
            (SystemFlow::TurnoverCost, 55),
        ] {
            ledger.post_system(flow, usd(dollars));
        }
        ledger.close();
        ledger
    }

    /// Pay: 140 of pools, 50 of fixed dollars, 33 of withholds, 1,977 by class.
    const PAID: i64 = 2_200;

    /// 3,000 + 700 + 900 + 100 + 500 = 5,200 come in. 360 owed, 110 facility margin, 182 programme, 16 reporting, 70
    /// and 15 of value money, 2,200 pay less 13, 455 on top of it, 55, 650 and 13: 4,113 go out.
    const LEFT: i64 = 1_087;

    #[test]
    fn a_year_with_every_flow_adds_up_at_every_account() {
        let ledger = year();
        assert_eq!(ledger.revenue(), usd(5_200));
        assert_eq!(ledger.system(SystemFlow::Margin), usd(LEFT));
        // 2,200 earned, 6 repaid, 50 held back, 18 paid out.
        assert_eq!(ledger.system(SystemFlow::TakenHome), usd(2_162));
        assert_eq!(ledger.check(usd(500), usd(PAID)), Ok(()));
        // Every flow is in it: one that is forgotten here would prove nothing.
        assert!(SystemFlow::ALL.iter().all(|flow| ledger.system(*flow) != Cents::ZERO));
        assert!(ContractFlow::ALL.iter().all(|flow| ledger.over_contracts(*flow) != Cents::ZERO));
    }

    #[test]
    fn what_is_held_moves_by_what_comes_in_and_goes_out() {
        let ledger = year();
        for (node, before, after) in [
            (CascadeNode::Reserve, 100, 100 + 30 - 44),
            (CascadeNode::Escrow, 10, 10 + 150 - 60 - 40),
            (CascadeNode::Deferred, 200, 200 + 50 - 18 - 7),
            (CascadeNode::Draws, 300, 300 + 120 - 70 - 5 - 15),
        ] {
            assert_eq!(node.kind(), AccountKind::Holds);
            assert_eq!(ledger.check_held(node, usd(before), usd(after)), Ok(()), "{node:?}");
            let fault = ledger.check_held(node, usd(before), usd(after) + Cents(1)).unwrap_err();
            assert_eq!(fault.by, Cents(-1), "{node:?}");
        }
        assert_eq!(CascadeNode::ALL.iter().filter(|node| node.kind() == AccountKind::Holds).count(), 4);
    }

    #[test]
    fn money_that_only_changes_pockets_moves_no_margin() {
        for flow in [
            SystemFlow::ReserveFilled,
            SystemFlow::LossesFromReserve,
            SystemFlow::EscrowParked,
            SystemFlow::EscrowDrawn,
            SystemFlow::EscrowReleased,
            SystemFlow::DrawsAdvanced,
            SystemFlow::DrawsLeft,
            SystemFlow::PayVested,
        ] {
            let mut ledger = Ledger::new(0);
            ledger.post_system(flow, Cents(5));
            assert_eq!((ledger.margin(), ledger.pay()), (Cents::ZERO, Cents::ZERO), "{}", flow.purpose());
        }
    }

    #[test]
    fn what_employing_costs_and_what_reporting_costs_takes_from_the_margin() {
        for flow in [
            SystemFlow::PayrollTax,
            SystemFlow::Benefits,
            SystemFlow::Malpractice,
            SystemFlow::Cover,
            SystemFlow::ReportingBurden,
            SystemFlow::SecurityFees,
        ] {
            let mut ledger = year();
            ledger.post_system(flow, Cents(7));
            // The year no longer balances until the margin says so.
            assert_eq!(ledger.margin(), usd(LEFT) - Cents(7));
            assert_eq!(ledger.check(usd(500), usd(PAID)).unwrap_err().by, Cents(-7));
            assert_eq!(ledger.revenue(), usd(5_200));
        }
    }

    #[test]
    fn a_cent_astray_is_named_at_the_account_where_it_is_missing() {
        let of = |astray: &dyn Fn(&mut Ledger)| {
            let mut ledger = year();
            astray(&mut ledger);
            ledger.check(usd(500), usd(PAID)).unwrap_err().to_string()
        };
        assert_eq!(year().check(usd(501), usd(PAID)).unwrap_err().by, usd(1));
        let fault = year().check(usd(500), usd(PAID) - Cents(1)).unwrap_err();
        assert_eq!(fault.to_string(), "pay by class = sum of statements: off by $0.01");
        for (flow, said) in [
            (SystemFlow::ValueToMargin, "account `system`: in = out: off by $0.01"),
            (SystemFlow::PoolsReturned, "account `system`: in = out: off by $0.01"),
            (SystemFlow::ValueToStaff, "account `value`: in = out: off by -$0.01"),
            (SystemFlow::PoolsFunded, "account `system`: in = out: off by -$0.01"),
            (SystemFlow::WithholdKept, "account `system`: in = out: off by $0.01"),
            (SystemFlow::PayRepaid, "account `system`: in = out: off by $0.01"),
            (SystemFlow::TakenHome, "account `physicians`: in = out: off by -$0.01"),
            (SystemFlow::PayVested, "account `physicians`: in = out: off by $0.01"),
        ] {
            assert_eq!(of(&|ledger| ledger.post_system(flow, Cents(1))), said, "{}", flow.purpose());
        }
        let pooled = |ledger: &mut Ledger| {
            ledger.post_system(SystemFlow::ValueToPools, Cents(1));
            ledger.post_system(SystemFlow::ValueToMargin, Cents(-1));
            ledger.post_system(SystemFlow::Margin, Cents(-1));
        };
        assert_eq!(of(&pooled), "account `pools`: in = out: off by $0.01");
        // Two contracts that are off by the same amount do not make up for each other.
        let swapped = |ledger: &mut Ledger| {
            ledger.post(0, ContractFlow::PayerKeeps, Cents(1));
            ledger.post(1, ContractFlow::PayerKeeps, Cents(-1));
        };
        assert_eq!(of(&swapped), "account `savings:`: in = out: off by -$0.01");
        let borne = |ledger: &mut Ledger| ledger.post(1, ContractFlow::PayerBears, Cents(2));
        assert_eq!(of(&borne), "account `losses:`: in = out: off by $0.02");
    }

    #[test]
    fn no_two_flows_of_one_kind_say_the_same() {
        let all = SystemFlow::ALL.iter().map(|flow| flow.purpose());
        let purposes: std::collections::BTreeSet<_> = all.collect();
        assert_eq!(purposes.len(), SystemFlow::ALL.len());
        // An account that nothing leads to or from would be a name without a meaning.
        for node in CascadeNode::ALL {
            let touches = |(from, to)| from == *node || to == *node;
            let found = ContractFlow::ALL.iter().any(|flow| touches(flow.ends()))
                || SystemFlow::ALL.iter().any(|flow| touches(flow.ends()));
            assert!(found, "{node:?}");
        }
    }
}
