//! The system's accounts: lines that add up to its margin, and the bars of a bridge from one margin to another.

use super::flows::{ContractFlow, SystemFlow};

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
            SystemFlow::WithholdReturned,
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

/// What the lines add up to.
pub const MARGIN_LINE: &str = "margin of the system";

/// A bar of the bridge from one margin to another: some lines of the accounts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BridgeBar {
    /// Its name, short enough for the foot of a bar.
    pub name: &'static str,
    /// Its lines, by their places in [`ACCOUNTS`].
    pub lines: &'static [usize],
}

/// The system's accounts in the bars of a bridge: every line stands in exactly one, so the bars of a change add up to
/// the change of the margin.
pub const BRIDGE: &[BridgeBar] = &[
    BridgeBar {
        name: "contracts",
        lines: &[place("savings earned and rewards"), place("losses, penalties and audits")],
    },
    BridgeBar { name: "fees, capitation", lines: &[place("capitation"), place("care management fees")] },
    BridgeBar {
        name: "own volume",
        lines: &[place("professional revenue"), place("facility margin on own work")],
    },
    BridgeBar { name: "avoided care", lines: &[place("facility margin lost on care avoided")] },
    BridgeBar { name: "programme", lines: &[place("programme cost")] },
    BridgeBar {
        name: "infrastructure, staff",
        lines: &[
            place("care management infrastructure, redesigned care and staff"),
            place("kept on the way to physicians"),
        ],
    },
    BridgeBar { name: "pools paid", lines: &[place("pools paid to physicians")] },
    BridgeBar {
        name: "other pay",
        lines: &[place("other pay of physicians"), place("pay repaid or forfeited")],
    },
    BridgeBar {
        name: "on top of pay",
        lines: &[
            place("payroll tax"),
            place("benefits and retirement"),
            place("malpractice cover"),
            place("cover for positions left empty"),
        ],
    },
    BridgeBar { name: "turnover", lines: &[place("replacing physicians who left")] },
    BridgeBar { name: "practice", lines: &[place("practice expense")] },
    BridgeBar { name: "reporting", lines: &[place("reporting beyond the start's")] },
    BridgeBar { name: "policies", lines: &[place("policies")] },
];

/// Place of the line of the accounts that is called so; a name that is none does not compile.
const fn place(name: &str) -> usize {
    let mut line = 0;
    while !is_same(ACCOUNTS[line].name, name) {
        line += 1;
    }
    line
}

/// Whether two names are the same, in a constant.
const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut k = 0;
    while k < one.len() {
        if one[k] != other[k] {
            return false;
        }
        k += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::CascadeNode;

    /// Whether a flow leads into the system's own books or out of them: what is left of those is the margin.
    fn crosses((from, to): (CascadeNode, CascadeNode)) -> bool {
        use CascadeNode::{FixedPools, Margin, Pools, System, Value, Withhold};
        let is_inside = |node| [System, Value, Pools, FixedPools, Withhold].contains(&node);
        is_inside(from) != is_inside(to) && ![from, to].contains(&Margin)
    }

    #[test]
    fn every_flow_that_moves_the_margin_stands_in_exactly_one_line() {
        let in_lines = |found: &dyn Fn(&AccountLine) -> bool| ACCOUNTS.iter().filter(|l| found(l)).count();
        for flow in SystemFlow::ALL {
            let lines = in_lines(&|line| line.system.contains(flow));
            assert_eq!(lines, usize::from(crosses(flow.ends())), "{}", flow.purpose());
        }
        for flow in ContractFlow::ALL {
            let lines = in_lines(&|line| line.contracts.contains(flow));
            assert_eq!(lines, usize::from(crosses(flow.ends())), "{}", flow.purpose());
        }
        let uses = |flow| crosses(SystemFlow::ends(flow));
        assert!(
            uses(SystemFlow::PoolsPaid) && !uses(SystemFlow::ValueToProgramme) && !uses(SystemFlow::Margin)
        );
    }

    #[test]
    fn every_line_stands_in_exactly_one_bar_of_the_bridge() {
        let mut lines: Vec<usize> = BRIDGE.iter().flat_map(|bar| bar.lines).copied().collect();
        lines.sort_unstable();
        assert_eq!(lines, (0..ACCOUNTS.len()).collect::<Vec<_>>());
        for bar in BRIDGE {
            assert!(!bar.lines.is_empty() && bar.name.len() <= 22, "{}", bar.name);
            assert_eq!(BRIDGE.iter().filter(|other| other.name == bar.name).count(), 1);
        }
        let of = |name: &str| BRIDGE.iter().find(|bar| bar.name == name).map(|bar| bar.lines);
        assert_eq!(
            of("contracts").map(|lines| lines.iter().map(|l| ACCOUNTS[*l].name).collect::<Vec<_>>()),
            Some(vec!["savings earned and rewards", "losses, penalties and audits"])
        );
    }
}
