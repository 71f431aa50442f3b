//! Where does a saved dollar stop, what reaches physicians, and what is left of the programme?
//!
//! Gross savings of all contracts in years with savings, with rewards, are followed through gates, the programme and its
//! costs to the margin of the programme. Each flow is counted once, whole: not what of it value money happened to cover.

use super::disclosure::Disclosure;
use super::words::arm_in_words;
use crate::engine::{Outcome, Scope};
use crate::ledger::{ContractFlow, SystemFlow};
use crate::model::Model;

/// A place where part of a saved dollar stops.
#[derive(Clone, Copy, Debug)]
pub struct DollarStop {
    /// Its name.
    pub name: &'static str,
    /// Flows of contracts that stop there.
    pub contracts: &'static [ContractFlow],
    /// Flows of contracts that come back there.
    pub back: &'static [ContractFlow],
    /// Flows of the system that stop there.
    pub system: &'static [SystemFlow],
}

const fn stop(
    name: &'static str,
    contracts: &'static [ContractFlow],
    system: &'static [SystemFlow],
) -> DollarStop {
    DollarStop { name, contracts, back: &[], system }
}

/// Where a dollar can stop, in order; what does not stop anywhere is left of the programme.
pub const STOPS: [DollarStop; 14] = [
    stop("payer keeps", &[ContractFlow::PayerKeeps], &[]),
    stop("below minimum", &[ContractFlow::BelowMinimum], &[]),
    stop("quality", &[ContractFlow::Quality], &[]),
    stop("sequestration", &[ContractFlow::Sequestration], &[]),
    stop("cap", &[ContractFlow::Cap], &[]),
    DollarStop {
        name: "programme cost less fees",
        contracts: &[],
        back: &[ContractFlow::Fees],
        system: &[SystemFlow::ProgrammeCost, SystemFlow::ReportingCost, SystemFlow::SecurityFees],
    },
    stop("losses and penalties", &[ContractFlow::Owed, ContractFlow::Penalty], &[]),
    stop("policies and reporting", &[], &[SystemFlow::PolicyCost, SystemFlow::ReportingBurden]),
    stop("infrastructure", &[], &[SystemFlow::ValueToInfrastructure]),
    stop("redesigned care", &[], &[SystemFlow::ValueToRedesign]),
    stop("staff", &[], &[SystemFlow::ValueToStaff]),
    stop("kept on the way", &[], &[SystemFlow::ValueToHops]),
    stop("physicians", &[], &[SystemFlow::PoolsPaid]),
    stop("facility margin lost", &[], &[SystemFlow::FacilityLost]),
];

/// Place of the physicians among [`STOPS`].
pub const PHYSICIANS: usize = 12;

/// Place of the facility margin lost among [`STOPS`].
const FACILITY: usize = 13;

/// One arm's dollar.
#[derive(Clone, Debug, PartialEq)]
pub struct DollarFall {
    /// The arm.
    pub arm: usize,
    /// Savings in years with savings and rewards, of all contracts over all years; mean, $.
    pub saved: f64,
    /// What stops at each of [`STOPS`]; mean over trials, $.
    pub stopped: [f64; STOPS.len()],
}

impl DollarFall {
    /// What is left of the programme: the margin of the programme, but for what audits take back of earlier years, $.
    #[must_use]
    pub fn left(&self) -> f64 {
        self.saved - self.stopped.iter().sum::<f64>()
    }

    /// Dollars as a part of what was saved; nothing where nothing was.
    #[must_use]
    pub fn part(&self, dollars: f64) -> f64 {
        if self.saved > 0.0 { dollars / self.saved } else { 0.0 }
    }
}

/// Flows that make up what is saved: savings in years with savings, and rewards.
const SAVED: [ContractFlow; 7] = [
    ContractFlow::PayerKeeps,
    ContractFlow::BelowMinimum,
    ContractFlow::Quality,
    ContractFlow::Sequestration,
    ContractFlow::Cap,
    ContractFlow::Earned,
    ContractFlow::Reward,
];

/// Whether every stop may be shown: what is left tells of them all together.
#[must_use]
pub fn shows_stops(may: &Disclosure) -> bool {
    STOPS.iter().flat_map(|stop| stop.system).all(|flow| may.shows_flow(*flow))
}

/// The dollar of every arm, the baseline first.
#[must_use]
pub fn dollar_falls(model: &Model, outcome: &Outcome) -> Vec<DollarFall> {
    (0..model.arms.len()).map(|arm| fall(model, outcome, arm)).collect()
}

fn fall(model: &Model, outcome: &Outcome, arm: usize) -> DollarFall {
    let mut fall = DollarFall { arm, saved: 0.0, stopped: [0.0; STOPS.len()] };
    for year in 0..model.years {
        let rows = outcome.of(arm, year).rows().filter(|found| found.row.scope == Scope::Flow);
        let flows: Vec<f64> = rows.map(|found| found.summary.mean).collect();
        let (of_contracts, of_system) = flows.split_at(flows.len() - SystemFlow::ALL.len());
        let contracts = |flow: &ContractFlow| -> f64 {
            of_contracts.iter().skip(*flow as usize).step_by(ContractFlow::ALL.len()).sum()
        };
        fall.saved += SAVED.iter().map(contracts).sum::<f64>();
        for (stopped, stop) in fall.stopped.iter_mut().zip(&STOPS) {
            let here: f64 = stop.contracts.iter().map(contracts).sum();
            let back: f64 = stop.back.iter().map(contracts).sum();
            let system: f64 = stop.system.iter().map(|flow| of_system[*flow as usize]).sum();
            *stopped += here - back + system;
        }
    }
    fall
}

/// What is less than a twentieth of a cent is nothing.
pub const SEEN: f64 = 0.0005;

/// Cents of a dollar in words.
#[must_use]
pub fn cents(part: f64) -> String {
    match part * 100.0 {
        nothing if nothing.abs() < 0.05 => "0 ¢".to_owned(),
        cents if cents.abs() >= 9.95 => format!("{cents:.0} ¢"),
        cents => format!("{cents:.1} ¢"),
    }
}

/// What reaches physicians and what is left of the programme, today and where each is most.
#[must_use]
pub fn dollar_finding(model: &Model, falls: &[DollarFall]) -> String {
    let Some(today) = falls.first() else { return String::new() };
    if falls.iter().all(|fall| fall.saved <= 0.0) {
        return "Nothing is saved under any arm".to_owned();
    }
    let reached = |fall: &DollarFall| fall.part(fall.stopped[PHYSICIANS]);
    let left = |fall: &DollarFall| fall.part(fall.left());
    let now = format!(
        "Of a saved dollar {} reaches physicians{} and {} is left of the programme ({} is facility margin lost)",
        cents(reached(today)),
        if falls.len() > 1 { " today" } else { "" },
        cents(left(today)),
        cents(today.part(today.stopped[FACILITY]))
    );
    let most = |of: &dyn Fn(&DollarFall) -> f64| {
        falls.iter().fold(today, |best, fall| if of(fall) > of(best) + SEEN { fall } else { best })
    };
    let (passes, keeps) = (most(&reached), most(&left));
    let name = |fall: &DollarFall| arm_in_words(model, fall.arm);
    let passed = || format!("{}, with {} left", cents(reached(passes)), cents(left(passes)));
    let kept = cents(left(keeps));
    match (passes.arm, keeps.arm) {
        (0, 0) if falls.len() == 1 => now,
        (0, 0) => format!("{now}; no variant passes on or leaves more"),
        (one, other) if one == other => {
            format!("{now}. Most of both is under {}: {}", name(passes), passed())
        }
        (0, _) => format!("{now}. Most is left under {}: {kept}", name(keeps)),
        (_, 0) => format!("{now}. Most reaches physicians under {}: {}", name(passes), passed()),
        _ => format!(
            "{now}. Most to physicians: {} ({}); most left: {} ({kept})",
            name(passes),
            passed(),
            name(keeps)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stops_have_the_places_that_charts_name() {
        assert_eq!((STOPS[PHYSICIANS].name, STOPS[FACILITY].name), ("physicians", "facility margin lost"));
    }

    #[test]
    fn no_flow_stops_twice() {
        let system: Vec<_> = STOPS.iter().flat_map(|stop| stop.system).map(|flow| *flow as usize).collect();
        let contracts: Vec<_> =
            STOPS.iter().flat_map(|s| s.contracts.iter().chain(s.back)).map(|flow| *flow as usize).collect();
        for mut places in [system, contracts] {
            let n = places.len();
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), n);
        }
    }

    /// 100 saved: 40 kept by the payer, 75 of facility margin lost: 15 less than nothing is left.
    #[test]
    fn what_is_left_may_be_below_zero() {
        let mut fall = DollarFall { arm: 0, saved: 100.0, stopped: [0.0; STOPS.len()] };
        (fall.stopped[0], fall.stopped[FACILITY]) = (40.0, 75.0);
        assert_eq!((fall.left(), fall.part(fall.left())), (-15.0, -0.15));
        assert_eq!(
            [-0.15, 0.0, -0.0001, 0.064, -0.051].map(cents),
            ["-15 ¢", "0 ¢", "0 ¢", "6.4 ¢", "-5.1 ¢"]
        );
        assert_eq!(DollarFall { saved: 0.0, ..fall }.part(3.0), 0.0);
    }
}
