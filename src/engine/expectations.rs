//! Step 2, first half: what an arm expects of a year before it happens.

use super::carry::CarryOver;
use super::grouping::{GroupQuality, GroupYear};
use super::schedule::Schedule;
use super::trial::{ArmFrame, ArmState, TrialTerms};
use crate::alignment::SystemSlopes;
use crate::behaviour::organisation_effect;
use crate::math::power;
use crate::payer::{BASE_YEARS, Contract, ContractOutlook, Forecast, Market, QualityOutlook, Year};
use crate::system::{PerUnit, PoolFacts};

/// One population in one year, as physicians and system expect it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Population {
    /// Expected cost of care of one person.
    pub spending: f64,
    /// Cost of care of one person at this year's prices, without any response: known once the year
    /// is over.
    pub realised: f64,
    /// Expected benchmark of one person.
    pub benchmark: f64,
    /// Professional revenue per wRVU.
    pub price: f64,
    /// Fees per person and year.
    pub fee: f64,
    /// Expected receipts per dollar saved.
    pub slope: f64,
    /// Expected receipts per benchmark dollar, zero where a cap on risk leaves no room.
    pub benchmark_slope: f64,
    /// Expected receipts for quality higher by 1, per attributed person.
    pub quality_slope: f64,
    /// The same three as they reach the physicians' pools.
    pub pass_saved: f64,
    pub pass_benchmark: f64,
    pub pass_quality: f64,
    /// 1 under a value-based contract.
    pub value_based: f64,
    /// Part of an individual's change in practice that reaches these patients.
    pub reach: f64,
    /// Part the organisation itself takes off the cost of care this year.
    pub organisation: f64,
}

/// One pool in one year, as its members expect it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PoolYear {
    /// Parts per unit of each criterion, as last divided.
    pub per_unit: PerUnit,
    /// Expected money, worth today.
    pub expected: f64,
    /// Share of the physicians' money, worth today per dollar.
    pub share: f64,
    /// Weight of individually attributed savings.
    pub attribution: f64,
    /// How much of the pool's incentive its members feel.
    pub felt: f64,
}

/// A contract's year before it happens.
#[derive(Clone, Copy, Debug)]
pub(super) struct ContractYear {
    /// Where the agreement stands.
    pub year: Year,
    /// What it is expected to pay.
    pub outlook: ContractOutlook,
}

/// Everything an arm expects of a year.
#[derive(Clone, Debug, Default)]
pub(super) struct Expectations {
    /// Contracts in order.
    pub contracts: Vec<ContractYear>,
    /// Contracts in order, and patients under none.
    pub populations: Vec<Population>,
    /// Pools in order.
    pub pools: Vec<PoolYear>,
    /// The fee schedule.
    pub schedule: Schedule,
    /// Pools of groups.
    pub groups: Vec<GroupYear>,
    /// Measured quality of the members of each plan.
    pub group_quality: Vec<GroupQuality>,
    /// What a dollar from a pool is worth today.
    pub worth_of_pools: f64,
    /// What does not differ between physicians.
    pub slopes: SystemSlopes,
    /// Growth of wRVUs since the start.
    pub work_growth: f64,
    /// Growth of pay rates since the start.
    pub pay_index: f64,
    /// Part that the circuit breaker takes off quality bonuses.
    pub bonus_cut: f64,
    /// Professional revenue per wRVU over all work, at the start's prices.
    pub price: f64,
    /// Log change of volume by what payers pay.
    pub capacity: f64,
}

/// Where the baseline's agreements stood at the scenario's start: responses are measured from there.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    /// Professional revenue per wRVU over all work; zero before it is known.
    pub price: f64,
    /// Growth of risk scores by coding, by the contract's place in the model.
    pub coding: Vec<f64>,
    /// Measures to attend to, mean over positions.
    pub measures: f64,
}

impl Start {
    /// Takes note of the baseline's expectations of its first year.
    pub(super) fn note(&mut self, frame: &ArmFrame<'_>, terms: &TrialTerms, expectations: &Expectations) {
        self.price = expectations.price;
        self.coding.clear();
        for (place, contract) in frame.contracts.iter().zip(&expectations.contracts) {
            if self.coding.len() <= *place {
                self.coding.resize(place + 1, 0.0);
            }
            let slope = contract.outlook.per_benchmark_dollar;
            self.coding[*place] = terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.coding_growth(slope));
        }
    }
}

/// Yearly growth of the cost of care of patients under no contract: the default trend of contracts.
const UNCONTRACTED_TREND: f64 = 0.04;

/// Powers of yearly growth.
pub(super) fn grown(rate: f64, years: usize) -> f64 {
    power(1.0 + rate, i32::try_from(years).unwrap_or(i32::MAX))
}

impl Expectations {
    /// What an arm expects of a year.
    pub(super) fn form(
        &mut self,
        frame: &ArmFrame<'_>,
        terms: &TrialTerms,
        state: &ArmState,
        pools: &[PoolFacts],
        start: &Start,
        t: usize,
    ) {
        let scenario = &terms.scenario;
        let practice = terms.practice(frame.arm);
        self.contracts.clear();
        self.populations.clear();
        let reserve_is_full = scenario.allocation.reserve.is_none();
        let passed_on = scenario.allocation.passed_on(reserve_is_full, t, state.last_margin);
        let mut expected_pools = 0.0;
        let mut longest_wait: f64 = 0.0;
        for (c, contract) in scenario.contract.values().enumerate() {
            let own = &state.contracts[c];
            let lives = contract.lives(practice.lives[c], grown(contract.lives_growth.0, t));
            let mut year = contract.year(t, frame.ages[c], lives);
            year.risk_ratio *= own.coding;
            let market_growth = 1.0 + contract.trend.0;
            let index = own.regional[BASE_YEARS + t - 1] * market_growth;
            let spending = contract.spending.0 * index * (contract.attribution.cost() - own.effect);
            let runs = own.clauses.runs(t);
            let mut population = Population {
                spending,
                realised: contract.spending.0 * own.regional[BASE_YEARS + t],
                price: contract.price_in_force(runs) * grown(scenario.outlook.price_growth.0, t),
                fee: 12.0 * contract.fees_in_force(runs, &year),
                reach: 1.0,
                ..Population::default()
            };
            let mut outlook = ContractOutlook::default();
            if runs && contract.terms.settles() {
                let forecast = forecast(terms, state, contract, c, &year, &population, practice.work[c], t);
                let payoff = contract.payoff(&forecast, &own.clauses);
                outlook = ContractOutlook::of(&payoff, &forecast);
                // As it will be settled: prices of programmes grow, fees stand in the contract.
                let growth = grown(scenario.outlook.expense_growth.0, t);
                let cost = contract.programme_cost(lives) * growth - contract.fees(lives);
                let pools = if passed_on > 0.0 {
                    let breaker = scenario.allocation.circuit_breaker.as_ref();
                    match breaker.and_then(|breaker| breaker.uncertain(state.last_margin)) {
                        Some((floor, kept)) => {
                            ContractOutlook::above_floor(&payoff, cost.max(0.0), floor, kept, &forecast)
                        }
                        None => ContractOutlook::above(&payoff, cost.max(0.0), &forecast),
                    }
                } else {
                    ContractOutlook::default()
                };
                population.expect(&forecast, &outlook, &pools, passed_on, contract.attribution.reach());
                expected_pools += passed_on * pools.receipts;
                longest_wait = longest_wait.max(contract.clock.delay_years());
            }
            if runs && contract.terms.is_value_based() {
                population.value_based = 1.0;
            } else {
                population.reach = terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.spill_over.0);
            }
            self.contracts.push(ContractYear { year, outlook });
            self.populations.push(population);
        }
        let reach = terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.spill_over.0);
        let uncontracted = scenario.system.uncontracted_spending.0 * grown(UNCONTRACTED_TREND, t);
        self.populations.push(Population {
            spending: uncontracted,
            realised: uncontracted,
            reach,
            ..Population::default()
        });
        self.organise(frame, terms, t);
        self.pool(terms, pools, expected_pools, longest_wait);
        self.slopes = SystemSlopes {
            margin_lost: scenario.system.margin_lost(),
            volume_to_cost: terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.volume_to_cost.0),
            transformation: terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.transformation.0),
        };
        self.work_growth = grown(scenario.outlook.wrvu_growth.0, t + 1);
        self.pay_index = grown(scenario.outlook.pay_growth.0, t);
        let breaker = scenario.allocation.circuit_breaker.as_ref();
        self.bonus_cut = breaker.map_or(0.0, |breaker| breaker.off_bonuses(state.last_margin));
        self.schedule.form(terms, practice, state, t);
        self.price_work(terms, &practice.work, start, t);
    }

    /// What payers pay for work, and what it does to the system's capacity.
    fn price_work(&mut self, terms: &TrialTerms, work: &[f64], start: &Start, t: usize) {
        let contracts = terms.scenario.contract.values().zip(work);
        let total: f64 = work.iter().take(terms.scenario.contract.len()).sum();
        let paid: f64 = contracts.map(|(contract, work)| contract.price_per_wrvu.0 * work).sum();
        self.price = if total > 0.0 { paid / total } else { 0.0 };
        self.capacity = match &terms.felt {
            Some(felt) if start.price > 0.0 && self.price > 0.0 =>
            {
                #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
                felt.evidence.capacity(self.price / start.price, t as f64)
            }
            _ => 0.0,
        };
    }

    /// The organisation's own effect on each contract's patients, from its gain on them. Care
    /// management, referral choice and post-acute care are run contract by contract; practice style,
    /// which reaches every payer's patients, is the physicians' own channel.
    fn organise(&mut self, frame: &ArmFrame<'_>, terms: &TrialTerms, t: usize) {
        let Some(felt) = &terms.felt else { return };
        let lost = terms.scenario.system.margin_lost();
        let contracts = terms.scenario.contract.values();
        for ((population, age), contract) in self.populations.iter_mut().zip(&frame.ages).zip(contracts) {
            if population.value_based > 0.0 {
                #[expect(clippy::cast_precision_loss, reason = "years of the horizon")]
                let (now, age) = (t as f64, *age as f64);
                let whole = organisation_effect(&felt.evidence, population.slope - lost, now, age);
                population.organisation = contract.attribution.known() * whole;
            }
        }
    }

    fn pool(&mut self, terms: &TrialTerms, facts: &[PoolFacts], expected: f64, wait: f64) {
        self.pools.clear();
        let worth = terms.felt.as_ref().map_or(1.0, |felt| felt.evidence.worth_after(wait));
        self.worth_of_pools = worth;
        for (pool, facts) in terms.scenario.allocation.pool.values().zip(facts) {
            let attribution = pool.weights.attribution.0;
            let alone = terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.felt_in_pool(facts.members));
            self.pools.push(PoolYear {
                per_unit: pool.weights.per_unit(&PoolFacts { savings: 0.0, ..*facts }),
                expected: worth * pool.share.0 * expected,
                share: worth * pool.share.0,
                attribution,
                felt: (1.0 - attribution) * alone + attribution,
            });
        }
    }
}

impl Population {
    /// Takes over what a contract is expected to pay, and what of it reaches pools.
    /// Of a dollar saved on one's own patients, `seen` reaches the settlement.
    fn expect(
        &mut self,
        forecast: &Forecast,
        outlook: &ContractOutlook,
        pools: &ContractOutlook,
        passed_on: f64,
        seen: f64,
    ) {
        let lives = forecast.year.lives.max(1.0);
        self.benchmark = forecast.benchmark / lives;
        self.slope = seen * outlook.per_saved_dollar;
        self.benchmark_slope = outlook.per_benchmark_dollar;
        self.quality_slope = outlook.per_quality / lives;
        self.pass_saved = passed_on * seen * pools.per_saved_dollar;
        self.pass_benchmark = passed_on * pools.per_benchmark_dollar;
        self.pass_quality = passed_on * pools.per_quality / lives;
    }
}

/// A contract's year before it happens.
#[expect(clippy::too_many_arguments, reason = "the facts of one contract-year")]
fn forecast(
    terms: &TrialTerms,
    state: &ArmState,
    contract: &Contract,
    c: usize,
    year: &Year,
    population: &Population,
    work: f64,
    t: usize,
) -> Forecast {
    let scenario = &terms.scenario;
    let benchmark = expected_benchmark(terms, state, c, year, t);
    let carry = CarryOver::of(scenario, contract);
    let noise = contract.noise() * carry.yearly_noise(scenario.chance.spending_noise.0, year.lives);
    // Who was dear last year is on record; the rest of a year's luck is not known yet.
    let (known, rest) = carry.foreseen(state.contracts[c].luck);
    let luck = noise * rest;
    let exposed = contract.terms.forecast_exposure();
    let (growth, missed) = (exposed * contract.trend_sd.0, exposed * contract.forecast_error.0);
    Forecast {
        year: *year,
        benchmark: benchmark * year.lives,
        savings_rate: 1.0 - population.spending * (1.0 + noise * known) / benchmark.max(1.0),
        savings_sd: (luck * luck + growth * growth + missed * missed).sqrt(),
        quality: QualityOutlook { mean: state.contracts[c].quality, sd: contract.quality_sd.0 },
        professional: work * population.price * grown(scenario.outlook.wrvu_growth.0, t + 1),
    }
}

/// Benchmark per person as expected before the year's growth is known.
fn expected_benchmark(terms: &TrialTerms, state: &ArmState, c: usize, year: &Year, t: usize) -> f64 {
    let contract = &terms.scenario.contract.0[c].1;
    let own = &state.contracts[c];
    let growth = 1.0 + contract.trend.0;
    // Growth of this year is not known yet: the trend takes its place.
    let place = BASE_YEARS + t;
    let foreseen = |index: &[f64]| {
        let mut known: Vec<f64> = index[..place].to_vec();
        known.push(index[place - 1] * growth);
        known
    };
    let (national, regional) = (foreseen(&own.national), foreseen(&own.regional));
    let market = Market { national: &national, regional: &regional, level: contract.spending.0 };
    contract.terms.benchmark(year, &own.history, &market)
}
