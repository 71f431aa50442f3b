//! One contract's year before it happens: where the agreement stands, its population, what it is
//! expected to pay.

use super::expectations::{ForeseenSettlement, Outlooks, Population};
use super::meeting::Meeting;
use crate::engine::arm::{ArmState, ContractState};
use crate::engine::luck::{CarryOver, Wander};
use crate::math::grown;
use crate::payer::{
    BASE_YEARS, BenchmarkBasis, Contract, ContractOutlook, Forecast, Market, QualityOutlook, Year,
};

/// One contract's year before it happens.
pub(crate) struct Ahead<'a> {
    m: &'a Meeting<'a>,
    /// Place among the arm's own contracts.
    place: usize,
    pub contract: &'a Contract,
    own: &'a ContractState,
    /// Where the agreement stands.
    pub year: Year,
    /// Whether it has begun, and neither its programme nor anybody has ended it.
    pub runs: bool,
}

/// Whether the contract at a place has begun, and neither its programme nor anybody has ended it.
pub(crate) fn runs(m: &Meeting<'_>, state: &ArmState, place: usize) -> bool {
    m.frame.tenures[place].runs(m.year) && state.contracts[place].clauses.runs(m.year)
}

impl<'a> Ahead<'a> {
    /// The year of the contract at a place among the arm's own.
    pub(crate) fn of(m: &'a Meeting<'a>, state: &'a ArmState, place: usize) -> Ahead<'a> {
        let contract = &m.terms.scenario.contract.0[place].1;
        let own = &state.contracts[place];
        let tenure = &m.frame.tenures[place];
        let lives = if tenure.has_people(m.year) {
            contract.lives(m.practice().lives[place], grown(contract.lives_growth.0, m.year))
        } else {
            0.0
        };
        let mut year = contract.year(m.terms.scenario.run.start(), m.year, lives);
        year.risk_ratio *= own.coding;
        Ahead { m, place, contract, own, year, runs: runs(m, state, place) }
    }

    /// Whether there will be anything to settle.
    pub(crate) fn settles(&self) -> bool {
        self.runs && self.contract.terms.settles()
    }

    /// Its patients, before anything is known of receipts.
    pub(crate) fn population(&self) -> Population {
        let (contract, own, t) = (self.contract, self.own, self.m.year);
        let market_growth = 1.0 + contract.trend.0;
        let index = own.regional[BASE_YEARS + t - 1] * market_growth;
        let scenario = &self.m.terms.scenario;
        let prices = contract.price_factor(scenario.run.start(), t, scenario.outlook.price_growth.0);
        Population {
            spending: contract.spending.0 * index * (contract.attribution.cost() - own.effect),
            realised: contract.spending.0 * own.regional[BASE_YEARS + t],
            own_care: [index, own.regional[BASE_YEARS + t]]
                .map(|index| contract.spending.0 * index * contract.attribution.cost()),
            price: contract.price_in_force(self.runs) * prices,
            fee: 12.0 * contract.fees_in_force(self.runs, &self.year),
            reach: 1.0,
            ..Population::default()
        }
    }

    /// What is known of the settlement before the year.
    pub(crate) fn forecast(&self, population: &Population) -> Forecast {
        let (scenario, contract) = (&self.m.terms.scenario, self.contract);
        let (benchmark, basis) = self.benchmark(&self.year);
        let carry = CarryOver::of(scenario, contract);
        let noise = contract.noise() * carry.yearly_noise(scenario.chance.spending_noise.0, self.year.lives);
        // Who was dear last year is on record; the rest of a year's luck is not known yet.
        let (known, rest) = carry.foreseen(self.own.luck);
        let luck = noise * rest;
        // The lasting level too: what the year adds to it is not.
        let wander = Wander::of(scenario, contract);
        let known = wander.next(self.own.level, 0.0, self.year.lives) + noise * known;
        let wandering = wander.variance(self.year.lives);
        let exposed = contract.terms.forecast_exposure();
        let (growth, missed) = (exposed * contract.trend_sd.0, exposed * contract.forecast_error.0);
        let work = self.m.practice().work[self.place];
        Forecast {
            year: Year { basis, ..self.year },
            benchmark: benchmark * self.year.lives,
            savings_rate: 1.0 - population.spending * (1.0 + known) / benchmark.max(1.0),
            savings_sd: (luck * luck + wandering + growth * growth + missed * missed).sqrt(),
            quality: QualityOutlook { mean: self.own.quality, sd: contract.quality_sd.0 },
            professional: work * population.price * grown(scenario.outlook.wrvu_growth.0, self.m.year + 1),
        }
    }

    /// What the programme costs beyond the fees it brings, $: pools begin above it.
    fn cost_before_pools(&self) -> f64 {
        let (scenario, contract, lives) = (&self.m.terms.scenario, self.contract, self.year.lives);
        // As it will be settled: prices of programmes grow, fees as the contract says.
        let growth = grown(scenario.outlook.expense_growth.0, self.m.year);
        let secured = contract.repayment.as_ref().zip(self.own.secured(contract, &self.year, self.runs));
        let fee = secured.map_or(0.0, |(terms, amount)| terms.fee_on(amount).dollars());
        (contract.programme_cost(lives) * growth + fee - contract.fees(lives, self.m.year)).max(0.0)
    }

    /// The same as it is told of a year: what the contract's pools go by.
    pub(crate) fn foreseen(
        &self,
        forecast: &Forecast,
        passed_on: f64,
        last_margin: Option<f64>,
    ) -> ForeseenSettlement {
        let breaker = self.m.terms.scenario.allocation.circuit_breaker.as_ref();
        ForeseenSettlement {
            forecast: *forecast,
            clauses: self.own.clauses,
            passed_on,
            cost: self.cost_before_pools(),
            floor: breaker.and_then(|breaker| breaker.uncertain(last_margin)),
        }
    }

    /// What it is expected to pay the system, and the pools once programme cost is met.
    pub(crate) fn outlooks(&self, forecast: &Forecast, passed_on: f64, last_margin: Option<f64>) -> Outlooks {
        let (scenario, contract) = (&self.m.terms.scenario, self.contract);
        let payoff = contract.payoff(forecast, &self.own.clauses);
        let receipts = ContractOutlook::of(&payoff, forecast);
        let planned = contract.planned_savings.0;
        let per_planned_dollar = ContractOutlook::per_planned_dollar(&payoff, forecast, planned);
        if passed_on <= 0.0 {
            return Outlooks { receipts, per_planned_dollar, ..Outlooks::default() };
        }
        let cost = self.cost_before_pools();
        let breaker = scenario.allocation.circuit_breaker.as_ref();
        let pools = match breaker.and_then(|breaker| breaker.uncertain(last_margin)) {
            Some((floor, kept)) => ContractOutlook::above_floor(&payoff, cost, floor, kept, forecast),
            None => ContractOutlook::above(&payoff, cost, forecast),
        };
        Outlooks { receipts, pools, per_planned_dollar }
    }

    /// Part of a further percent of risk score that the benchmark counts, where a dollar of it is worth anything:
    /// nothing above a cap on risk, or where scores move no benchmark.
    pub(crate) fn room(&self, outlook: &ContractOutlook) -> f64 {
        if outlook.per_benchmark_dollar == 0.0 {
            return 0.0;
        }
        let more = Year { risk_ratio: self.year.risk_ratio * 1.01, ..self.year };
        let (now, then) = (self.benchmark(&self.year).0, self.benchmark(&more).0);
        ((then / now.max(1e-9) - 1.0) / 0.01).clamp(0.0, 1.0)
    }

    /// Benchmark per person as expected before the year's growth is known, and what it rests on.
    fn benchmark(&self, year: &Year) -> (f64, BenchmarkBasis) {
        let growth = 1.0 + self.contract.trend.0;
        // Growth of this year is not known yet: the trend takes its place.
        let place = BASE_YEARS + self.m.year;
        let foreseen = |index: &[f64]| -> Vec<f64> {
            index[..place].iter().copied().chain([index[place - 1] * growth]).collect()
        };
        let (national, regional) = (foreseen(&self.own.national), foreseen(&self.own.regional));
        let market = Market { national: &national, regional: &regional, level: self.contract.spending.0 };
        self.contract.terms.strike(year, &self.own.history, &market)
    }
}
