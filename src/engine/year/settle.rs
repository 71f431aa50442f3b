//! Step 5: payers settle.

use super::books::YearBooks;
use super::coding;
use super::done::PracticeSums;
use super::expectations::{ContractYear, Population};
use super::meeting::Meeting;
use super::settled::{SettledContract, SettledYear};
use crate::behaviour::uncoded_at_most;
use crate::engine::arm::{ArmState, ContractState};
use crate::engine::luck::{CarryOver, ContractLuck, Wander};
use crate::ledger::{ContractFlow, Ledger};
use crate::math::grown;
use crate::payer::{BASE_YEARS, Contract, Experience, Market, Year};
use crate::terms::Audit;
use crate::units::Cents;

/// Every contract compares spending with its benchmark and settles.
pub(crate) fn settle(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks) {
    let YearBooks { expectations, sums, settled, ledger, .. } = books;
    settled.begin(state.reserve, state.last_margin);
    let coded_by_physicians =
        coding::of_physicians(m.practice(), state.tiles.iter().map(|tile| &tile.coding));
    for (place, contract) in m.terms.scenario.contract.values().enumerate() {
        let case = Settling {
            m,
            contract,
            place,
            in_model: m.frame.contracts[place],
            before: &expectations.contracts[place],
            population: &expectations.populations[place],
            sums: &sums[place],
            lives_of_roster: m.practice().lives[place],
            coded_by_physicians,
        };
        let settled_contract = case.settle(&mut state.contracts[place], settled, ledger);
        settled.contracts.push(settled_contract);
    }
}

/// Contracts that begin next year, when this one's books are closed: their base years are the last three on
/// record, of the contract that they take over from where there is one.
pub(crate) fn hand_over(m: &Meeting<'_>, states: &mut [ContractState]) {
    let contracts = &m.terms.scenario.contract.0;
    for (place, tenure) in m.frame.tenures.iter().enumerate().filter(|(_, tenure)| tenure.from == m.year + 1)
    {
        if let Some(before) = tenure.predecessor {
            // Each counts what a person costs in its own way.
            let counts = contracts[place].1.spending.0 / contracts[before].1.spending.0;
            if let Ok([next, before]) = states.get_disjoint_mut([place, before]) {
                next.take_over(before, counts);
            }
        }
        states[place].history.rebase();
    }
}

/// One contract's year as it is settled.
struct Settling<'a> {
    m: &'a Meeting<'a>,
    contract: &'a Contract,
    /// Place among all contracts of the model.
    in_model: usize,
    /// Its place among the arm's own.
    place: usize,
    before: &'a ContractYear,
    population: &'a Population,
    sums: &'a PracticeSums,
    /// Attributed lives of the roster.
    lives_of_roster: f64,
    /// Part of what can be coded that physicians code.
    coded_by_physicians: f64,
}

impl Settling<'_> {
    fn luck(&self) -> &ContractLuck {
        &self.m.contracts[self.in_model]
    }

    fn lives(&self) -> f64 {
        self.before.year.lives
    }

    /// Most that is taken off the cost of care.
    fn most(&self) -> f64 {
        self.m.terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.most.0)
    }

    /// Settles, and moves the contract's state on.
    fn settle(
        &self,
        own: &mut ContractState,
        settled: &mut SettledYear,
        ledger: &mut Ledger,
    ) -> SettledContract {
        let mean_quality =
            if self.lives_of_roster > 0.0 { self.sums.quality / self.lives_of_roster } else { own.quality };
        let mut result = self.happen(own, mean_quality);
        let stands = self.secure(own, &mut result);
        let professional = self.sums.wrvu * self.population.price;
        ledger.post(self.in_model, ContractFlow::Professional, Cents::round(professional));
        let capitation = if result.runs {
            12.0 * self.contract.terms.capitation(&self.before.year) * self.lives()
        } else {
            0.0
        };
        ledger.post(self.in_model, ContractFlow::Capitation, Cents::round(capitation));
        if result.runs && self.contract.terms.settles() {
            result.professional = professional;
            self.strike(own, &mut result);
            self.account_for(&result, settled, ledger);
            own.history.assign(self.lives());
            own.history.record(result.spending, result.benchmark - result.spending);
            self.code_and_rebase(own);
        } else {
            own.history.record(result.spending, 0.0);
        }
        if stands {
            own.security.settle(-result.settlement.net(), &mut result.security);
        }
        if !result.runs || !self.contract.terms.is_value_based() {
            (result.true_savings, result.saved_elsewhere) = (0.0, 0.0);
        }
        result.recovered = own.recovered[self.m.year];
        ledger.post(self.in_model, ContractFlow::Recovered, result.recovered);
        settled.value.owed += result.recovered;
        own.effect = result.effect;
        [_, own.effort] = self.before.effort;
        own.quality = mean_quality;
        result
    }

    /// What care cost and what quality was measured.
    fn happen(&self, own: &mut ContractState, mean_quality: f64) -> SettledContract {
        let (scenario, contract, lives) = (&self.m.terms.scenario, self.contract, self.lives());
        let t = self.m.year;
        let carry = CarryOver::of(scenario, contract);
        own.luck = carry.next(own.luck, self.luck().spending(t, lives));
        let [_, z_quality, _, z_level] = self.luck().years[t];
        own.level = Wander::of(scenario, contract).next(own.level, z_level, lives);
        let expected = contract.spending.0 * own.regional[BASE_YEARS + t];
        // The organisation works on everybody's patients, each physician on their own.
        let others = self.lives() - self.lives_of_roster;
        let by_organisation = self.population.organisation.min(self.most());
        let all = self.sums.effect + others * by_organisation;
        let reach = contract.attribution.reach();
        let effect = if lives > 0.0 { reach * all / lives } else { 0.0 };
        let noise = contract.noise() * carry.yearly_noise(scenario.chance.spending_noise.0, lives);
        let cost = contract.attribution.cost() - effect;
        SettledContract {
            lives,
            effect,
            by_organisation: reach * by_organisation,
            quality: (mean_quality + contract.quality_sd.0 * z_quality).clamp(0.0, 1.0),
            expected_spending: expected,
            spending: expected * cost * (1.0 + own.level + noise * own.luck).max(0.0),
            true_savings: expected * effect * lives,
            saved_elsewhere: expected * reach * others * by_organisation,
            avoided_elsewhere: self.population.realised * by_organisation * others.max(0.0),
            runs: self.before.runs,
            ..SettledContract::default()
        }
    }

    /// Security for the year's losses is opened, topped up or released before anything is settled; whether it
    /// stands.
    fn secure(&self, own: &mut ContractState, result: &mut SettledContract) -> bool {
        let Some(terms) = &self.contract.repayment else { return false };
        let (year, t) = (&self.before.year, self.m.year);
        let amount = own.secured(self.contract, year, result.runs);
        // An agreement that was already at risk in the year before the start was secured then.
        let stood = t == 0 && year.agreement_year > 1 && {
            let before = Year { agreement_year: year.agreement_year - 1, ..*year };
            self.contract.is_at_risk(&before)
        };
        result.security = own.security.begin(terms, amount, stood);
        amount.is_some()
    }

    /// The benchmark, the settlement, and what clauses do to it.
    fn strike(&self, own: &mut ContractState, result: &mut SettledContract) {
        let (contract, t) = (self.contract, self.m.year);
        let [_, _, z_forecast, _] = self.luck().years[t];
        let market = Market { national: &own.national, regional: &own.regional, level: contract.spending.0 };
        let missed = contract.terms.forecast_exposure() * contract.forecast_error.0 * z_forecast;
        let (struck, basis) = contract.terms.strike(&self.before.year, &own.history, &market);
        result.benchmark = struck * (1.0 + missed);
        result.basis = basis;
        let experience = Experience {
            year: Year { basis, ..self.before.year },
            benchmark: result.benchmark * self.lives(),
            spending: result.spending * self.lives(),
            quality: result.quality,
            professional: result.professional,
        };
        let (struck_by, error) = &self.luck().clauses[t];
        (result.settlement, result.struck) = contract.settle(&experience, struck_by, &mut own.clauses);
        result.provisional = contract.provisional(&experience, &result.struck, *error);
        let later = t + contract.clauses.audit.as_ref().map_or(0, Audit::years_later);
        // What is claimed after the horizon stands in its last year: it is owed all the same.
        let last = own.recovered.len() - 1;
        own.recovered[later.min(last)] += result.struck.recovered;
    }

    /// Posts a settlement and what the programme costs.
    fn account_for(&self, result: &SettledContract, settled: &mut SettledYear, ledger: &mut Ledger) {
        let (contract, lives) = (self.contract, self.lives());
        let growth = grown(self.m.terms.scenario.outlook.expense_growth.0, self.m.year);
        let fees = Cents::round(contract.fees(lives, self.m.year));
        settled.reporting += Cents::round(contract.clauses.reporting_cost() * growth);
        settled.programme_cost += Cents::round(contract.programme_cost(lives) * growth);
        settled.programme_cost += result.security.fee;
        settled.security_fees += result.security.fee;
        settled.fees += fees;
        settled.value.earned += result.settlement.received();
        settled.value.owed += result.settlement.due();
        settled.value.benchmarks += result.settlement.benchmark;
        ledger.settle(self.in_model, &result.settlement);
        ledger.post(self.in_model, ContractFlow::Fees, fees);
    }

    /// Coding answers what a benchmark dollar is worth; an agreement that ends its term is rebased.
    fn code_and_rebase(&self, own: &mut ContractState) {
        let contract = (self.place, self.contract);
        let growth = coding::growth(self.m, contract, self.before, self.coded_by_physicians);
        own.coding = uncoded_at_most(own.coding * (1.0 + growth), self.contract.is_full_risk_premium());
        if self.contract.terms.rebase_every() == Some(self.before.year.agreement_year) {
            own.history.rebase();
            own.clauses.renew();
            own.coding = 1.0;
        }
    }
}
