//! Accounts of the cascade: every flow of a performance year by where it comes from, where it goes
//! and what it is for, and the identities that tie them together.

use crate::terms::Settlement;
use crate::units::Cents;

/// Makes an enum of flows from their list: `Variant = from => to, purpose;`.
macro_rules! flows {
    ($(#[doc = $about:literal])+ pub enum $name:ident {
        $( $(#[doc = $doc:literal])+ $variant:ident = $from:literal => $to:literal, $purpose:literal; )+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $( $(#[doc = $doc])+ $variant, )+ }

        impl $name {
            /// Every flow, in order.
            pub const ALL: &'static [$name] = &[ $( $name::$variant, )+ ];

            /// From, to, purpose; an account that ends in a colon is one of each contract.
            #[must_use]
            pub const fn describe(self) -> (&'static str, &'static str, &'static str) {
                match self { $( $name::$variant => ($from, $to, $purpose), )+ }
            }
        }
    };
}

flows! {
    /// A flow that each contract has.
    pub enum ContractFlow {
        /// Professional revenue.
        Professional = "payer:" => "system", "professional revenue";
        /// Care-management fees.
        Fees = "payer:" => "system", "care management fees";
        /// The payer's part of savings.
        PayerKeeps = "savings:" => "payer:", "kept by the payer";
        /// Savings below the minimum savings rate.
        BelowMinimum = "savings:" => "forfeited", "below the minimum savings rate";
        /// Savings lost to quality.
        Quality = "savings:" => "forfeited", "quality";
        /// Savings lost to sequestration.
        Sequestration = "savings:" => "forfeited", "sequestration";
        /// Savings above the cap.
        Cap = "savings:" => "forfeited", "cap";
        /// Savings earned by the system.
        Earned = "savings:" => "value", "earned by the system";
        /// The payer's part of losses.
        PayerBears = "payer:" => "losses:", "losses borne by the payer";
        /// Losses owed by the system.
        Owed = "system" => "payer:", "losses owed by the system";
        /// Capitation: paid for each person and month.
        Capitation = "payer:" => "system", "capitation";
        /// Paid for quality or reporting.
        Reward = "payer:" => "value", "rewards for quality or reporting";
        /// Taken for quality or reporting.
        Penalty = "system" => "payer:", "penalties for quality or reporting";
        /// Taken back of an earlier year after an audit.
        Recovered = "system" => "payer:", "taken back of an earlier year after an audit";
    }
}

flows! {
    /// A flow of the system as a whole.
    pub enum SystemFlow {
        /// Facility margin that accompanies physicians' own work.
        Facility = "facility" => "system", "facility margin on own work";
        /// Facility margin lost on care avoided (negative when more care is given).
        FacilityLost = "system" => "facility", "facility margin lost on care avoided";
        /// Value money used for programme cost.
        ValueToProgramme = "value" => "programme", "programme cost";
        /// Value money used for losses on other contracts.
        ValueToLosses = "value" => "losses", "losses on other contracts";
        /// Value money put into the reserve.
        ValueToReserve = "value" => "reserve", "reserve";
        /// Value money for infrastructure.
        ValueToInfrastructure = "value" => "infrastructure", "care management infrastructure";
        /// Value money for redesigned care processes and resources.
        ValueToRedesign = "value" => "redesigned care", "redesigned care processes and resources";
        /// Value money for staff.
        ValueToStaff = "value" => "staff", "staff who are not physicians";
        /// Value money that others keep on its way to the physicians' pools.
        ValueToHops = "value" => "hops", "kept on the way to physicians";
        /// Value money for physicians' pools.
        ValueToPools = "value" => "pools", "physicians' pools";
        /// Value money kept as margin.
        ValueToMargin = "value" => "system", "kept as margin";
        /// Pool money paid to physicians.
        PoolsPaid = "pools" => "physicians", "passed-through savings";
        /// Pool money that nobody was eligible for, or that the cap on pay sent back.
        PoolsReturned = "pools" => "system", "returned: nobody eligible, or above the cap on pay";
        /// Put into pools of fixed dollars by the system itself.
        PoolsFunded = "system" => "fixed pools", "put into pools of fixed dollars";
        /// Paid to physicians from pools of fixed dollars.
        FundedPaid = "fixed pools" => "physicians", "pools of fixed dollars";
        /// Of pools of fixed dollars: what nobody was eligible for, or that the cap on pay sent back.
        FundedReturned = "fixed pools" => "system", "returned of fixed dollars: nobody eligible, or above the cap on pay";
        /// Withheld of a group's capitation against a budget for its members' care.
        WithholdHeld = "system" => "withhold", "withheld against budgets of groups";
        /// Returned of it; part of pay for cost of care, before any cap on pay.
        WithholdReturned = "withhold" => "physicians", "withhold returned by members, part of pay for cost of care";
        /// Taken by care that cost more than its budget.
        WithholdKept = "withhold" => "system", "withhold taken by care above its budget";
        /// Losses paid from the reserve.
        LossesFromReserve = "reserve" => "losses", "losses paid from the reserve";
        /// Time pay.
        TimePay = "system" => "physicians", "time pay";
        /// Volume pay.
        VolumePay = "system" => "physicians", "volume pay";
        /// Quality pay.
        QualityPay = "system" => "physicians", "quality pay";
        /// Pay for cost of care that does not come from pools: gainsharing, referral accounts.
        CostPay = "system" => "physicians", "pay for cost of care, not from pools";
        /// Panel pay.
        PanelPay = "system" => "physicians", "panel pay";
        /// Service pay.
        ServicePay = "system" => "physicians", "service pay";
        /// Value pay repaid by physicians who left soon after earning it.
        PayRepaid = "physicians" => "system", "value pay repaid on leaving";
        /// Earned, and held back until it vests; part of the pay above.
        PayDeferred = "physicians" => "deferred", "pay held back until it vests";
        /// Held back in earlier years, vested and paid out.
        PayVested = "deferred" => "physicians", "deferred pay vested and paid out";
        /// Held back in earlier years, and lost by physicians who left before it vested.
        PayForfeited = "deferred" => "system", "deferred pay forfeited on leaving";
        /// Paid on draws beyond what was earned; part of time pay.
        DrawsAdvanced = "draws" => "physicians", "advanced on draws, part of time pay";
        /// Taken from what was earned, for earlier advances; volume pay is what is left.
        DrawsRecouped = "physicians" => "draws", "advances recouped from volume pay";
        /// Advances forgiven.
        DrawsForgiven = "draws" => "forgiven", "advances forgiven";
        /// Advances that those who left, or moved to another plan, had not earned.
        DrawsLeft = "draws" => "left", "advances left unpaid";
        /// Payroll tax of the employer on pay.
        PayrollTax = "system" => "payroll tax", "payroll tax of the employer";
        /// Benefits of physicians, retirement plans among them.
        Benefits = "system" => "benefits", "benefits and retirement of physicians";
        /// Malpractice cover of physicians.
        Malpractice = "system" => "malpractice", "malpractice cover";
        /// Locum tenens and advanced practice staff in positions that their physicians have left.
        Cover = "system" => "cover", "cover for positions left empty";
        /// Practice expense without physicians' pay and what employing them costs.
        PracticeExpense = "system" => "practice", "practice expense";
        /// Reporting of quality measures beyond what practice expense holds (negative when contracts have gone).
        ReportingBurden = "system" => "reporting", "reporting measures beyond those of the start";
        /// Programme cost, without reporting.
        ProgrammeCost = "system" => "programme", "programme cost beyond fees";
        /// Cost of reporting under contracts.
        ReportingCost = "system" => "reporting", "cost of reporting under contracts";
        /// Fees for what secures losses: letters of credit, bonds.
        SecurityFees = "system" => "security", "fees for letters of credit and bonds that secure losses";
        /// Parked in escrow as security for losses.
        EscrowParked = "system" => "escrow", "parked in escrow as security for losses";
        /// Losses paid from escrow; part of what is owed.
        EscrowDrawn = "escrow" => "losses", "losses paid from escrow";
        /// Given back from escrow when the risk is over.
        EscrowReleased = "escrow" => "system", "given back from escrow";
        /// Cost of policies: transparency, redesign.
        PolicyCost = "system" => "policy", "transparency, redesign, authorisation, honesty";
        /// Cost of replacing physicians who left.
        TurnoverCost = "system" => "replacement", "replacing physicians who left";
        /// What is left of everything: the system's margin.
        Margin = "system" => "margin", "what is left of everything";
    }
}

/// A line of the system's accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountLine {
    /// Its name.
    pub name: &'static str,
    /// Flows of contracts that it adds up.
    pub contracts: &'static [ContractFlow],
    /// Flows of the system that it adds up.
    pub system: &'static [SystemFlow],
    /// Whether they add to the margin; else they take from it.
    pub adds: bool,
    /// Whether it is revenue: adds, and comes from outside.
    pub is_revenue: bool,
}

/// A source: revenue.
const fn source(
    name: &'static str,
    contracts: &'static [ContractFlow],
    system: &'static [SystemFlow],
) -> AccountLine {
    AccountLine { name, contracts, system, adds: true, is_revenue: true }
}

/// A use.
const fn used(
    name: &'static str,
    contracts: &'static [ContractFlow],
    system: &'static [SystemFlow],
) -> AccountLine {
    AccountLine { name, contracts, system, adds: false, is_revenue: false }
}

/// The system's accounts, line by line: every flow that moves the margin stands in exactly one line, and the
/// lines add up to the margin.
pub const ACCOUNTS: [AccountLine; 21] = [
    source("professional revenue", &[ContractFlow::Professional], &[]),
    source("capitation", &[ContractFlow::Capitation], &[]),
    source("facility margin on own work", &[], &[SystemFlow::Facility]),
    source("care management fees", &[ContractFlow::Fees], &[]),
    source("savings earned and rewards", &[ContractFlow::Earned, ContractFlow::Reward], &[]),
    used(
        "losses, penalties and audits",
        &[ContractFlow::Owed, ContractFlow::Penalty, ContractFlow::Recovered],
        &[],
    ),
    used("facility margin lost on care avoided", &[], &[SystemFlow::FacilityLost]),
    used(
        "programme cost",
        &[],
        &[SystemFlow::ProgrammeCost, SystemFlow::ReportingCost, SystemFlow::SecurityFees],
    ),
    used("reporting beyond the start's", &[], &[SystemFlow::ReportingBurden]),
    used(
        "care management infrastructure, redesigned care and staff",
        &[],
        &[SystemFlow::ValueToInfrastructure, SystemFlow::ValueToRedesign, SystemFlow::ValueToStaff],
    ),
    used("kept on the way to physicians", &[], &[SystemFlow::ValueToHops]),
    used("pools paid to physicians", &[], &[SystemFlow::PoolsPaid, SystemFlow::FundedPaid]),
    used(
        "other pay of physicians",
        &[],
        &[
            SystemFlow::TimePay,
            SystemFlow::VolumePay,
            SystemFlow::QualityPay,
            SystemFlow::CostPay,
            SystemFlow::PanelPay,
            SystemFlow::ServicePay,
        ],
    ),
    AccountLine {
        name: "pay repaid or forfeited",
        contracts: &[],
        system: &[SystemFlow::PayRepaid, SystemFlow::PayForfeited],
        adds: true,
        is_revenue: false,
    },
    used("payroll tax", &[], &[SystemFlow::PayrollTax]),
    used("benefits and retirement", &[], &[SystemFlow::Benefits]),
    used("malpractice cover", &[], &[SystemFlow::Malpractice]),
    used("cover for positions left empty", &[], &[SystemFlow::Cover]),
    used("replacing physicians who left", &[], &[SystemFlow::TurnoverCost]),
    used("practice expense", &[], &[SystemFlow::PracticeExpense]),
    used("policies", &[], &[SystemFlow::PolicyCost]),
];

/// An account as [`ContractFlow::describe`] names it, of the contract called so.
#[must_use]
pub fn account_of(account: &str, contract: &str) -> String {
    account.to_owned() + if account.ends_with(':') { contract } else { "" }
}

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
    fn every_flow_stands_in_one_line_of_the_accounts_at_most() {
        let in_lines = |found: &dyn Fn(&AccountLine) -> bool| ACCOUNTS.iter().filter(|l| found(l)).count();
        for flow in SystemFlow::ALL {
            let (from, to, purpose) = flow.describe();
            let lines = in_lines(&|line| line.system.contains(flow));
            // Out of the system to somebody outside it: a use.
            let outside = !["fixed pools", "withhold", "escrow", "margin"].contains(&to);
            assert_eq!(lines >= 1, lines == 1, "{purpose}");
            assert!(from != "system" || !outside || lines == 1, "{purpose} is in {lines} lines");
        }
        for flow in ContractFlow::ALL {
            let (from, to, purpose) = flow.describe();
            let lines = in_lines(&|line| line.contracts.contains(flow));
            let moves = from == "system" || to == "system" || to == "value";
            assert_eq!(lines, usize::from(moves), "{purpose}");
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
