//! The state of one contract from year to year.

use crate::behaviour::EffortStock;
use crate::engine::luck::{CarryOver, ContractLuck, MarketLuck};
use crate::math::power;
use crate::model::{Practice, Scenario};
use crate::payer::{BASE_YEARS, Contract, History, Year};
use crate::terms::{ClauseState, Security};
use crate::units::Cents;

/// The state of one contract.
#[derive(Debug, Clone)]
pub(crate) struct ContractState {
    /// Spending on record.
    pub history: History,
    /// Index of national growth over base and performance years.
    pub national: Vec<f64>,
    /// Index of regional growth.
    pub regional: Vec<f64>,
    /// Part taken off the cost of care last year.
    pub effect: f64,
    /// What the organisation has built up.
    pub effort: EffortStock,
    /// Mean measured quality over attributed lives, as expected.
    pub quality: f64,
    /// Risk score over what it would be without response, by coding since the last rebasing.
    pub coding: f64,
    /// Advances not yet taken back.
    pub advance: Cents,
    /// What secures its losses.
    pub security: Security,
    /// Luck in the cost of care of the last year, standardised.
    pub luck: f64,
    /// Lasting level of the cost of care above what the scenario states, as a share of it.
    pub level: f64,
    /// What clauses have done to the agreement.
    pub clauses: ClauseState,
    /// What audits of earlier years take back, by the year that bears it.
    pub recovered: Vec<Cents>,
    /// Whether the system would have signed on its plan alone, where it decides about staying.
    pub signs: bool,
}

/// What a contract meets as a trial begins: its place among the arm's own contracts, and its luck.
pub(crate) struct ContractStart<'a> {
    pub place: usize,
    pub contract: &'a Contract,
    pub luck: &'a ContractLuck,
    pub market: &'a MarketLuck,
}

impl ContractState {
    pub(crate) fn new(years: usize) -> ContractState {
        ContractState {
            history: History::new([0.0; BASE_YEARS], years),
            national: vec![1.0; BASE_YEARS + years],
            regional: vec![1.0; BASE_YEARS + years],
            effect: 0.0,
            effort: EffortStock::default(),
            quality: 0.0,
            coding: 1.0,
            advance: Cents::ZERO,
            security: Security::default(),
            luck: 0.0,
            level: 0.0,
            clauses: ClauseState::NEW,
            recovered: vec![Cents::ZERO; years],
            signs: true,
        }
    }

    /// A trial begins: the base years happen.
    pub(crate) fn restart(&mut self, scenario: &Scenario, practice: &Practice, start: &ContractStart<'_>) {
        let ContractStart { place, contract, luck, market } = *start;
        self.grow(contract, market, scenario.chance.regional_sd.0);
        let lives = contract.lives(practice.lives[place], 1.0);
        let carry = CarryOver::of(scenario, contract);
        let noise = contract.noise() * carry.yearly_noise(scenario.chance.spending_noise.0, lives);
        let base = std::array::from_fn(|k| {
            let chance = luck.base_spending(k, lives);
            self.luck = if k == 0 { chance } else { carry.next(self.luck, chance) };
            contract.spending.0 * self.regional[k] * (1.0 + noise * self.luck)
        });
        self.history.restart(base);
        self.effect = 0.0;
        self.effort = EffortStock::default();
        self.level = 0.0;
        self.coding = 1.0;
        self.advance = Cents::ZERO;
        self.security = Security::default();
        self.clauses = ClauseState::NEW;
        self.recovered.fill(Cents::ZERO);
        self.signs = true;
        self.quality = mean_quality(practice, place);
    }

    /// Takes over the people of another contract, with what is on record of them and what is owed of advances; this
    /// one counts so many times what the other counts.
    pub(crate) fn take_over(&mut self, before: &mut ContractState, counts: f64) {
        self.history.take_over(&before.history, counts);
        (self.luck, self.level) = (before.luck, before.level);
        (self.effect, self.quality) = (before.effect, before.quality);
        self.effort = before.effort;
        self.advance += std::mem::take(&mut before.advance);
    }

    /// What secures the losses of a year that runs: as it stands, or by the cost of care of the year before.
    pub(crate) fn secured(&self, contract: &Contract, year: &Year, runs: bool) -> Option<Cents> {
        let cost = contract.spending.0 * self.regional[BASE_YEARS + year.index - 1];
        let amount = contract.secured(year, cost).filter(|_| runs)?;
        Some(if self.security.amount > Cents::ZERO { self.security.amount } else { amount })
    }

    /// Indices of growth over base and performance years.
    fn grow(&mut self, contract: &Contract, market: &MarketLuck, regional_sd: f64) {
        let trend = 1.0 + contract.trend.0;
        for year in 0..self.national.len() {
            if year < BASE_YEARS {
                #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "0 to 2")]
                let back = (BASE_YEARS - 1 - year) as i32;
                let index = power(trend, -back);
                (self.national[year], self.regional[year]) = (index, index);
            } else {
                let [national, regional] = market[year - BASE_YEARS];
                let growth = trend + contract.trend_sd.0 * national;
                self.national[year] = self.national[year - 1] * growth;
                self.regional[year] = self.regional[year - 1] * (growth + regional_sd * regional);
            }
        }
    }
}

/// Mean measured quality of a contract's physicians over its attributed lives.
fn mean_quality(practice: &Practice, contract: usize) -> f64 {
    let mut total = 0.0;
    for (k, tile) in practice.tiles.iter().enumerate() {
        let lives = &practice.contracts_of(k)[contract].lives;
        total += lives.iter().zip(&tile.quality).map(|(n, q)| n * q).sum::<f64>();
    }
    if practice.lives[contract] > 0.0 { total / practice.lives[contract] } else { 0.75 }
}
