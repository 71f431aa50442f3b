//! One contract's year.

use super::replayed::{Moment, Unexplained, YearAgain, not_there, replay};
use crate::engine::arm::ArmFrame;
use crate::engine::year::{SettledContract, SettledYear};
use crate::model::Model;
use crate::payer::{Experience, Year};
use crate::system::{Allocation, Uses, ValueMoney, along};
use crate::terms::{Decision, SettlementRule};
use crate::units::{CalendarYear, Cents, MonthOffset};

/// Where a year stands in the time in which a contract runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContractPhase {
    /// It runs.
    Runs {
        /// The contract that it took over from.
        predecessor: Option<String>,
    },
    /// It has not begun.
    Waits {
        /// Its first year.
        first: CalendarYear,
        /// The contract that it will take over from.
        predecessor: Option<String>,
    },
    /// Its programme is over, or the time it was agreed for.
    Over {
        /// Its last year.
        last: CalendarYear,
        /// Whether it was the programme that ended.
        programme: bool,
        /// The contract that took over from it.
        successor: Option<String>,
    },
    /// One of its parties has ended it.
    Left {
        /// Its last year, where the system left by its own choice.
        by_choice_after: Option<CalendarYear>,
    },
}

/// One contract's year.
#[derive(Clone, Debug)]
pub struct ContractYearStory {
    /// Arm.
    pub arm: String,
    /// Performance year.
    pub year: CalendarYear,
    /// Trial, counted from 1.
    pub trial: u64,
    /// The contract.
    pub contract: String,
    /// Payer.
    pub payer: String,
    /// The family's key.
    pub family: &'static str,
    /// Where the agreement stands.
    pub agreement: Year,
    /// Which agreement it is of those that the parties have had, 1 for the first.
    pub period: usize,
    /// The settled year.
    pub settled: SettledContract,
    /// Whether there is anything to settle beside fees.
    pub settles: bool,
    /// Whether it runs, and if not, why.
    pub phase: ContractPhase,
    /// The track or level of the year, where the terms know several.
    pub in_force: Option<&'static str>,
    /// The numbers that decided the settlement.
    pub rules: Vec<SettlementRule>,
    /// What was decided about staying after the year, where the question was raised.
    pub decision: Option<Decision>,
    /// Expected receipts per dollar saved, before the year.
    pub slope: f64,
    /// Calendar year and month in which money moves, or begins to move with every claim of a year.
    pub paid: (CalendarYear, u16),
    /// Calendar year and month of the last of it.
    pub paid_until: (CalendarYear, u16),
    /// Calendar year and month of the interim settlement, if there is one.
    pub interim: Option<(CalendarYear, u16)>,
    /// What is prepaid during the year and trued up with the final payment.
    pub prepaid: Cents,
    /// What of each person's cost the stated spending counts, where people are counted.
    pub basis: Option<String>,
    /// What secures losses, in words, where the contract states it.
    pub security: Option<&'static str>,
    /// What the waterfall of all contracts began with.
    pub value: ValueMoney,
    /// Where it went.
    pub uses: Uses,
    /// What each hop kept of the physicians' share, by its name.
    pub hops: Vec<(String, Cents)>,
    /// Part of the physicians' share that the circuit breaker let through.
    pub pools_cut: f64,
}

/// What each hop kept of the physicians' share.
fn kept_by_hops(allocation: &Allocation, uses: &Uses) -> Vec<(String, Cents)> {
    let (kept, _) = along(&allocation.hops, uses.physicians + uses.hops);
    allocation.hops.iter().map(|hop| hop.name.clone()).zip(kept).collect()
}

/// Explains one contract's year, by the contract's place among the arm's own contracts; arm, trial and
/// year count from 0. [`Model::directory`] finds places by name.
///
/// # Errors
///
/// [`Unexplained::Unknown`] for what the model does not have; otherwise a fault of the program.
pub fn explain_contract(
    model: &Model,
    arm: usize,
    trial: u64,
    year: usize,
    contract: usize,
) -> Result<ContractYearStory, Unexplained> {
    let (model, moment) = (model.on(trial), Moment { arm, trial, year });
    let own = model.arms.get(arm).map_or(0, |arm| arm.scenario.contract.len());
    if contract >= own {
        return Err(not_there("contract", contract, own));
    }
    replay(model, moment, None, |year| tell(model, year, moment, contract))
}

/// Where a year stands in the time in which a contract runs.
fn phase(
    frame: &ArmFrame<'_>,
    year: usize,
    contract: usize,
    (runs, left_after): (bool, Option<usize>),
) -> ContractPhase {
    let (tenure, scenario) = (&frame.tenures[contract], &frame.arm.scenario);
    let named = |place: Option<usize>| place.map(|place| scenario.contract.0[place].0.to_string());
    let (predecessor, successor) = (named(tenure.predecessor), named(tenure.successor));
    let start = scenario.run.start();
    match tenure.to {
        _ if runs => ContractPhase::Runs { predecessor },
        _ if year < tenure.from => ContractPhase::Waits { first: start.plus(tenure.from), predecessor },
        Some(to) if to < year => {
            let programme = scenario.contract.0[contract].1.last_year.is_none();
            ContractPhase::Over { last: start.plus(to), programme, successor }
        }
        _ => ContractPhase::Left { by_choice_after: left_after.map(|last| start.plus(last)) },
    }
}

fn tell(model: &Model, replayed: &YearAgain<'_>, moment: Moment, contract: usize) -> ContractYearStory {
    let YearAgain { frame, terms, state, books, .. } = replayed;
    let (name, own) = &terms.scenario.contract.0[contract];
    let SettledYear { contracts, uses, value, .. } = &books.settled;
    let settled = contracts[contract];
    let expected = &books.expectations.contracts[contract];
    let performance = model.start.plus(moment.year);
    let left_after = state.contracts[contract].clauses.left_after();
    let months = own.payments();
    let breaker = terms.scenario.allocation.circuit_breaker.as_ref();
    ContractYearStory {
        arm: frame.arm.name.clone(),
        year: performance,
        trial: moment.trial + 1,
        contract: name.to_string(),
        payer: own.payer.clone(),
        family: own.terms.key(),
        agreement: expected.year,
        period: own.terms.period(&expected.year),
        settled,
        settles: settled.runs && own.terms.settles(),
        in_force: own.terms.in_force(&expected.year),
        phase: phase(frame, moment.year, contract, (settled.runs, left_after)),
        rules: own.rules(
            &Experience {
                year: Year { basis: settled.basis, ..expected.year },
                benchmark: settled.benchmark * settled.lives,
                spending: settled.spending * settled.lives,
                quality: settled.quality,
                professional: settled.professional,
            },
            &settled.struck,
        ),
        decision: settled.decision,
        slope: expected.outlook.per_saved_dollar,
        paid: MonthOffset(*months.start()).calendar(performance),
        paid_until: MonthOffset(*months.end()).calendar(performance),
        interim: own.interim.as_ref().map(|interim| interim.payment().calendar(performance)),
        prepaid: own.prepayment.as_ref().map_or(Cents::ZERO, |p| p.of(settled.settlement.benchmark)),
        basis: own.basis(),
        security: own.repayment.as_ref().map(|security| security.form.key()),
        value: *value,
        uses: *uses,
        hops: kept_by_hops(&terms.scenario.allocation, uses),
        pools_cut: breaker.map_or(1.0, |breaker| breaker.part(value.last_margin, value.result())),
    }
}
