//! Steps 5 and 6: payers settle, the system allocates.

use super::carry::CarryOver;
use super::expectations::{Expectations, Start, grown};
use super::luck::ContractLuck;
use super::response::PracticeSums;
use super::trial::{ArmFrame, ArmState, TrialTerms};
use crate::ledger::{ContractFlow, Ledger, SystemFlow};
use crate::payer::{BASE_YEARS, Experience, Market};
use crate::system::{Uses, ValueMoney};
use crate::terms::{Audit, Settlement, Struck};
use crate::units::Cents;

/// One contract's settled year.
#[derive(Clone, Copy, Debug, Default)]
pub struct SettledContract {
    /// Attributed lives.
    pub lives: f64,
    /// Part taken off the cost of care.
    pub effect: f64,
    /// True savings, $.
    pub true_savings: f64,
    /// Quality score.
    pub quality: f64,
    /// Spending per person without any response or luck.
    pub expected_spending: f64,
    /// Spending per person.
    pub spending: f64,
    /// Benchmark per person.
    pub benchmark: f64,
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
pub(super) struct SettledYear {
    /// Contracts, in the arm's order.
    pub contracts: Vec<SettledContract>,
    /// Where value money went.
    pub uses: Uses,
    /// What the waterfall began with.
    pub value: ValueMoney,
    /// Programme cost beyond fees.
    pub programme_cost: Cents,
    /// Care-management fees.
    pub fees: Cents,
}

impl SettledYear {
    /// True savings over all contracts, $.
    pub(super) fn true_savings(&self) -> f64 {
        self.contracts.iter().map(|c| c.true_savings).sum()
    }

    /// Gross savings over all contracts.
    pub(super) fn gross(&self) -> Cents {
        self.contracts.iter().map(|c| c.settlement.gross()).sum()
    }
}

/// Settles every contract of an arm and runs the waterfall.
#[expect(clippy::too_many_arguments, reason = "the facts of one arm-year")]
pub(super) fn settle(
    frame: &ArmFrame<'_>,
    terms: &TrialTerms,
    expectations: &Expectations,
    luck: &[ContractLuck],
    sums: &[PracticeSums],
    start: &Start,
    t: usize,
    state: &mut ArmState,
    ledger: &mut Ledger,
    settled: &mut SettledYear,
) {
    let scenario = &terms.scenario;
    let practice = terms.practice(frame.arm);
    settled.contracts.clear();
    let mut value =
        ValueMoney { reserve: state.reserve, last_margin: state.last_margin, ..ValueMoney::default() };
    let mut fees_all = Cents::ZERO;
    let mut cost_beyond = Cents::ZERO;
    let mut reporting = Cents::ZERO;
    for (c, contract) in scenario.contract.values().enumerate() {
        let own = &mut state.contracts[c];
        let place = frame.contracts[c];
        let year = expectations.contracts[c].year;
        let lives = year.lives;
        let carry = CarryOver::of(scenario, contract);
        own.luck = carry.next(own.luck, luck[place].spending(t, lives));
        let [_, z_quality, z_forecast] = luck[place].years[t];
        let expected = contract.spending.0 * own.regional[BASE_YEARS + t];
        let effect = if lives > 0.0 { contract.attribution.reach() * sums[c].effect / lives } else { 0.0 };
        let noise = contract.noise() * carry.yearly_noise(scenario.chance.spending_noise.0, lives);
        let cost = contract.attribution.cost() - effect;
        let spending = expected * cost * (1.0 + noise * own.luck).max(0.0);
        let mean_quality =
            if practice.lives[c] > 0.0 { sums[c].quality / practice.lives[c] } else { own.quality };
        let quality = (mean_quality + contract.quality_sd.0 * z_quality).clamp(0.0, 1.0);
        let mut result = SettledContract {
            lives,
            effect,
            quality,
            expected_spending: expected,
            spending,
            true_savings: expected * effect * lives,
            runs: own.clauses.runs(t),
            ..SettledContract::default()
        };
        let professional = sums[c].wrvu * expectations.populations[c].price;
        ledger.post(place, ContractFlow::Professional, Cents::round(professional));
        let capitation = if result.runs { 12.0 * contract.terms.capitation(&year) * lives } else { 0.0 };
        ledger.post(place, ContractFlow::Capitation, Cents::round(capitation));
        if result.runs && contract.terms.settles() {
            let market =
                Market { national: &own.national, regional: &own.regional, level: contract.spending.0 };
            let missed = contract.terms.forecast_exposure() * contract.forecast_error.0 * z_forecast;
            result.benchmark = contract.terms.benchmark(&year, &own.history, &market) * (1.0 + missed);
            let experience = Experience {
                year,
                benchmark: result.benchmark * lives,
                spending: spending * lives,
                quality,
                professional,
            };
            let (struck_by, error) = &luck[place].clauses[t];
            (result.settlement, result.struck) = contract.settle(&experience, struck_by, &mut own.clauses);
            result.provisional = contract.provisional(&experience, &result.struck, *error);
            let later = t + contract.clauses.audit.as_ref().map_or(0, Audit::years_later);
            // What is claimed after the horizon stands in its last year: it is owed all the same.
            let last = own.recovered.len() - 1;
            own.recovered[later.min(last)] += result.struck.recovered;
            result.professional = professional;
            let growth = grown(scenario.outlook.expense_growth.0, t);
            let cost = Cents::round(contract.programme_cost(lives) * growth);
            let fees = Cents::round(contract.fees(lives));
            reporting += Cents::round(contract.clauses.reporting_cost() * growth);
            ledger.settle(place, &result.settlement);
            ledger.post(place, ContractFlow::Fees, fees);
            value.earned += result.settlement.received();
            value.owed += result.settlement.due();
            value.benchmarks += result.settlement.benchmark;
            fees_all += fees;
            cost_beyond += cost;
            own.history.record(spending, result.benchmark - spending);
            if let Some(felt) = &terms.felt {
                let slope = expectations.contracts[c].outlook.per_benchmark_dollar;
                let start = start.coding.get(place).copied().unwrap_or(0.0);
                own.coding *= 1.0 + felt.evidence.coding_growth(slope) - start;
            }
            if contract.terms.rebase_every() == Some(year.agreement_year) {
                own.history.rebase();
                own.clauses.renew();
                own.coding = 1.0;
            }
        }
        if !result.runs || !contract.terms.is_value_based() {
            result.true_savings = 0.0;
        }
        result.recovered = own.recovered[t];
        ledger.post(place, ContractFlow::Recovered, result.recovered);
        value.owed += result.recovered;
        own.effect = effect;
        own.quality = mean_quality;
        settled.contracts.push(result);
    }
    settled.fees = fees_all;
    settled.programme_cost = cost_beyond;
    value.programme_cost = (cost_beyond - fees_all).positive();
    settled.value = value;
    settled.uses = scenario.allocation.allocate(&value, t);
    post_uses(ledger, &settled.uses, cost_beyond, reporting);
    state.reserve += settled.uses.reserve - settled.uses.from_reserve;
}

/// Posts where value money went, and what programmes cost, reporting apart.
fn post_uses(ledger: &mut Ledger, uses: &Uses, cost: Cents, reporting: Cents) {
    for (flow, amount) in [
        (SystemFlow::ValueToProgramme, uses.programme),
        (SystemFlow::ValueToLosses, uses.losses),
        (SystemFlow::ValueToReserve, uses.reserve),
        (SystemFlow::ValueToInfrastructure, uses.infrastructure),
        (SystemFlow::ValueToStaff, uses.staff),
        (SystemFlow::ValueToHops, uses.hops),
        (SystemFlow::ValueToPools, uses.physicians),
        (SystemFlow::ValueToMargin, uses.margin),
        (SystemFlow::LossesFromReserve, uses.from_reserve),
        (SystemFlow::ProgrammeCost, cost - reporting),
        (SystemFlow::ReportingCost, reporting),
    ] {
        ledger.post_system(flow, amount);
    }
}
