//! Accounts of the cascade: every flow of a performance year by where it comes from, where it goes
//! and what it is for, and the identities that tie them together.

use crate::terms::Settlement;
use crate::units::Cents;

/// A flow that each contract has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContractFlow {
    /// Professional revenue.
    Professional,
    /// Care-management fees.
    Fees,
    /// The payer's part of savings.
    PayerKeeps,
    /// Savings below the minimum savings rate.
    BelowMinimum,
    /// Savings lost to quality.
    Quality,
    /// Savings lost to sequestration.
    Sequestration,
    /// Savings above the cap.
    Cap,
    /// Savings earned by the system.
    Earned,
    /// The payer's part of losses.
    PayerBears,
    /// Losses owed by the system.
    Owed,
    /// Capitation: paid for each person and month.
    Capitation,
    /// Paid for quality or reporting.
    Reward,
    /// Taken for quality or reporting.
    Penalty,
    /// Taken back of an earlier year after an audit.
    Recovered,
}

/// A flow of the system as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemFlow {
    /// Facility margin that accompanies physicians' own work.
    Facility,
    /// Facility margin lost on care avoided (negative when more care is given).
    FacilityLost,
    /// Value money used for programme cost.
    ValueToProgramme,
    /// Value money used for losses on other contracts.
    ValueToLosses,
    /// Value money put into the reserve.
    ValueToReserve,
    /// Value money for infrastructure.
    ValueToInfrastructure,
    /// Value money for staff.
    ValueToStaff,
    /// Value money that others keep on its way to the physicians' pools.
    ValueToHops,
    /// Value money for physicians' pools.
    ValueToPools,
    /// Value money kept as margin.
    ValueToMargin,
    /// Pool money paid to physicians.
    PoolsPaid,
    /// Pool money that nobody was eligible for, or that the cap on pay sent back.
    PoolsReturned,
    /// Losses paid from the reserve.
    LossesFromReserve,
    /// Time pay.
    TimePay,
    /// Volume pay.
    VolumePay,
    /// Quality pay.
    QualityPay,
    /// Pay for cost of care that does not come from pools: gainsharing, referral accounts.
    CostPay,
    /// Panel pay.
    PanelPay,
    /// Service pay.
    ServicePay,
    /// Value pay repaid by physicians who left soon after earning it.
    PayRepaid,
    /// Earned, and held back until it vests; part of the pay above.
    PayDeferred,
    /// Held back in earlier years, vested and paid out.
    PayVested,
    /// Held back in earlier years, and lost by physicians who left before it vested.
    PayForfeited,
    /// Paid on draws beyond what was earned; part of time pay.
    DrawsAdvanced,
    /// Taken from what was earned, for earlier advances; volume pay is what is left.
    DrawsRecouped,
    /// Advances forgiven.
    DrawsForgiven,
    /// Advances that those who left, or moved to another plan, had not earned.
    DrawsLeft,
    /// Practice expense without physician pay.
    PracticeExpense,
    /// Programme cost, without reporting.
    ProgrammeCost,
    /// Cost of reporting under contracts.
    ReportingCost,
    /// Cost of policies: transparency, redesign.
    PolicyCost,
    /// Cost of replacing physicians who left.
    TurnoverCost,
    /// What is left of everything: the system's margin.
    Margin,
}

impl ContractFlow {
    /// Every flow, in order.
    pub const ALL: [ContractFlow; 14] = [
        ContractFlow::Professional,
        ContractFlow::Fees,
        ContractFlow::PayerKeeps,
        ContractFlow::BelowMinimum,
        ContractFlow::Quality,
        ContractFlow::Sequestration,
        ContractFlow::Cap,
        ContractFlow::Earned,
        ContractFlow::PayerBears,
        ContractFlow::Owed,
        ContractFlow::Capitation,
        ContractFlow::Reward,
        ContractFlow::Penalty,
        ContractFlow::Recovered,
    ];

    /// From, to, purpose; `contract` stands for its name.
    #[must_use]
    pub fn describe(self, contract: &str) -> (String, String, &'static str) {
        let payer = format!("payer:{contract}");
        let savings = format!("savings:{contract}");
        let system = "system".to_owned();
        match self {
            ContractFlow::Professional => (payer, system, "professional revenue"),
            ContractFlow::Fees => (payer, system, "care management fees"),
            ContractFlow::PayerKeeps => (savings, payer, "kept by the payer"),
            ContractFlow::BelowMinimum => (savings, "forfeited".to_owned(), "below the minimum savings rate"),
            ContractFlow::Quality => (savings, "forfeited".to_owned(), "quality"),
            ContractFlow::Sequestration => (savings, "forfeited".to_owned(), "sequestration"),
            ContractFlow::Cap => (savings, "forfeited".to_owned(), "cap"),
            ContractFlow::Earned => (savings, "value".to_owned(), "earned by the system"),
            ContractFlow::PayerBears => (payer, format!("losses:{contract}"), "losses borne by the payer"),
            ContractFlow::Owed => (system, payer, "losses owed by the system"),
            ContractFlow::Capitation => (payer, system, "capitation"),
            ContractFlow::Reward => (payer, "value".to_owned(), "rewards for quality or reporting"),
            ContractFlow::Penalty => (system, payer, "penalties for quality or reporting"),
            ContractFlow::Recovered => (system, payer, "taken back of an earlier year after an audit"),
        }
    }
}

impl SystemFlow {
    /// Every flow, in order.
    pub const ALL: [SystemFlow; 33] = [
        SystemFlow::Facility,
        SystemFlow::FacilityLost,
        SystemFlow::ValueToProgramme,
        SystemFlow::ValueToLosses,
        SystemFlow::ValueToReserve,
        SystemFlow::ValueToInfrastructure,
        SystemFlow::ValueToStaff,
        SystemFlow::ValueToHops,
        SystemFlow::ValueToPools,
        SystemFlow::ValueToMargin,
        SystemFlow::PoolsPaid,
        SystemFlow::PoolsReturned,
        SystemFlow::LossesFromReserve,
        SystemFlow::TimePay,
        SystemFlow::VolumePay,
        SystemFlow::QualityPay,
        SystemFlow::CostPay,
        SystemFlow::PanelPay,
        SystemFlow::ServicePay,
        SystemFlow::PayRepaid,
        SystemFlow::PayDeferred,
        SystemFlow::PayVested,
        SystemFlow::PayForfeited,
        SystemFlow::DrawsAdvanced,
        SystemFlow::DrawsRecouped,
        SystemFlow::DrawsForgiven,
        SystemFlow::DrawsLeft,
        SystemFlow::PracticeExpense,
        SystemFlow::ProgrammeCost,
        SystemFlow::ReportingCost,
        SystemFlow::PolicyCost,
        SystemFlow::TurnoverCost,
        SystemFlow::Margin,
    ];

    /// From, to, purpose.
    #[must_use]
    pub const fn describe(self) -> (&'static str, &'static str, &'static str) {
        match self {
            SystemFlow::Facility => ("facility", "system", "facility margin on own work"),
            SystemFlow::FacilityLost => ("system", "facility", "facility margin lost on care avoided"),
            SystemFlow::ValueToProgramme => ("value", "programme", "programme cost"),
            SystemFlow::ValueToLosses => ("value", "losses", "losses on other contracts"),
            SystemFlow::ValueToReserve => ("value", "reserve", "reserve"),
            SystemFlow::ValueToInfrastructure => {
                ("value", "infrastructure", "care management infrastructure")
            }
            SystemFlow::ValueToStaff => ("value", "staff", "staff who are not physicians"),
            SystemFlow::ValueToHops => ("value", "hops", "kept on the way to physicians"),
            SystemFlow::ValueToPools => ("value", "pools", "physicians' pools"),
            SystemFlow::ValueToMargin => ("value", "system", "kept as margin"),
            SystemFlow::PoolsPaid => ("pools", "physicians", "passed-through savings"),
            SystemFlow::PoolsReturned => {
                ("pools", "system", "returned: nobody eligible, or above the cap on pay")
            }
            SystemFlow::LossesFromReserve => ("reserve", "losses", "losses paid from the reserve"),
            SystemFlow::TimePay => ("system", "physicians", "time pay"),
            SystemFlow::VolumePay => ("system", "physicians", "volume pay"),
            SystemFlow::QualityPay => ("system", "physicians", "quality pay"),
            SystemFlow::CostPay => ("system", "physicians", "pay for cost of care, not from pools"),
            SystemFlow::PanelPay => ("system", "physicians", "panel pay"),
            SystemFlow::ServicePay => ("system", "physicians", "service pay"),
            SystemFlow::PayRepaid => ("physicians", "system", "value pay repaid on leaving"),
            SystemFlow::PayDeferred => ("physicians", "deferred", "pay held back until it vests"),
            SystemFlow::PayVested => ("deferred", "physicians", "deferred pay vested and paid out"),
            SystemFlow::PayForfeited => ("deferred", "system", "deferred pay forfeited on leaving"),
            SystemFlow::DrawsAdvanced => ("draws", "physicians", "advanced on draws, part of time pay"),
            SystemFlow::DrawsRecouped => ("physicians", "draws", "advances recouped from volume pay"),
            SystemFlow::DrawsForgiven => ("draws", "forgiven", "advances forgiven"),
            SystemFlow::DrawsLeft => ("draws", "left", "advances left unpaid"),
            SystemFlow::PracticeExpense => ("system", "practice", "practice expense"),
            SystemFlow::ProgrammeCost => ("system", "programme", "programme cost beyond fees"),
            SystemFlow::ReportingCost => ("system", "reporting", "cost of reporting under contracts"),
            SystemFlow::PolicyCost => ("system", "policy", "transparency, redesign, authorisation, honesty"),
            SystemFlow::TurnoverCost => ("system", "replacement", "replacing physicians who left"),
            SystemFlow::Margin => ("system", "margin", "what is left of everything"),
        }
    }
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
        let back = self.system(SystemFlow::PayRepaid) + self.system(SystemFlow::PayForfeited);
        self.revenue() + back - self.uses()
    }

    /// Everything that comes in: the sources.
    #[must_use]
    pub fn revenue(&self) -> Cents {
        self.over_contracts(ContractFlow::Professional)
            + self.over_contracts(ContractFlow::Fees)
            + self.over_contracts(ContractFlow::Capitation)
            + self.over_contracts(ContractFlow::Reward)
            + self.over_contracts(ContractFlow::Earned)
            + self.system(SystemFlow::Facility)
    }

    fn uses(&self) -> Cents {
        [
            SystemFlow::FacilityLost,
            SystemFlow::ValueToInfrastructure,
            SystemFlow::ValueToStaff,
            SystemFlow::ValueToHops,
            SystemFlow::PoolsPaid,
            SystemFlow::TimePay,
            SystemFlow::VolumePay,
            SystemFlow::QualityPay,
            SystemFlow::CostPay,
            SystemFlow::PanelPay,
            SystemFlow::ServicePay,
            SystemFlow::PracticeExpense,
            SystemFlow::ProgrammeCost,
            SystemFlow::ReportingCost,
            SystemFlow::PolicyCost,
            SystemFlow::TurnoverCost,
        ]
        .into_iter()
        .map(|flow| self.system(flow))
        .sum::<Cents>()
            + self.over_contracts(ContractFlow::Owed)
            + self.over_contracts(ContractFlow::Penalty)
            + self.over_contracts(ContractFlow::Recovered)
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
            + of(SystemFlow::ValueToStaff)
            + of(SystemFlow::ValueToHops)
            + of(SystemFlow::ValueToPools)
            + of(SystemFlow::ValueToMargin);
        balance(
            "earned and rewards = programme + losses + reserve + infrastructure + staff + hops + pools + margin",
            over(ContractFlow::Earned) + over(ContractFlow::Reward),
            used,
        )?;
        let pools = of(SystemFlow::PoolsPaid) + of(SystemFlow::PoolsReturned);
        balance("pools = paid to physicians + returned", of(SystemFlow::ValueToPools), pools)?;
        let pay = of(SystemFlow::PoolsPaid)
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
    fn a_cent_astray_is_named() {
        assert_eq!(year().check(Cents(101), Cents(615)).unwrap_err().by, Cents(1));
        let fault = year().check(Cents(100), Cents(614)).unwrap_err();
        assert_eq!(fault.to_string(), "pay by class = sum of statements: off by $0.01");
        let mut lost = year();
        lost.post_system(SystemFlow::PoolsPaid, Cents(1));
        assert!(lost.check(Cents(100), Cents(615)).is_err());
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
