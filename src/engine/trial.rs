//! One arm in one trial: its parameters at the values drawn, and its state from year to year.

use super::balances::BalanceTile;
use super::carry::CarryOver;
use super::clawback::RepayableTile;
use super::deferral::DeferredTile;
use super::luck::{ContractLuck, MarketLuck};
use crate::behaviour::{DoseScale, Evidence, Leanings, Odds, Workforce};
use crate::entity::Month;
use crate::math::power;
use crate::model::{Arm, Model, Practice, Scenario, When};
use crate::pay::Plan;
use crate::payer::{BASE_YEARS, History, LineOfBusiness};
use crate::terms::ClauseState;
use crate::tile::{Lanes, TILE, tiles};
use crate::units::Cents;

/// What an arm looks up and never changes.
#[derive(Debug)]
pub(super) struct ArmFrame<'m> {
    /// The arm.
    pub arm: &'m Arm,
    /// For each of its contracts, the place of its name in the model.
    pub contracts: Vec<usize>,
    /// For each of its contracts, the place of its line of business.
    pub lines: Vec<usize>,
    /// For each of its contracts, performance years behind it at the start.
    pub ages: Vec<usize>,
    /// For each plan, the pools it gives a share in.
    pub plan_pools: Vec<Vec<usize>>,
    /// For each plan, the redesign that replaces it.
    pub redesign: Vec<Option<usize>>,
    /// For each redesign, the plan that takes over.
    pub successor: Vec<u8>,
    /// Everyone's state at the start.
    pub start: Vec<StateTile>,
    /// For each position, years between renewals.
    pub terms: Vec<[u8; TILE]>,
    /// Whether what is uncertain is the same as in the baseline.
    pub draws_as_baseline: bool,
}

/// One arm's parameters in one trial.
#[derive(Debug, Clone)]
pub(super) struct TrialTerms {
    /// The scenario at the values drawn.
    pub scenario: Scenario,
    /// The roster's columns, where they depend on values drawn.
    pub practice: Option<Practice>,
    /// What of the response follows from the values drawn.
    pub felt: Option<Felt>,
    /// Chances of leaving by age.
    pub hazards: Hazards,
}

/// Derived from the evidence, once per trial.
#[derive(Debug, Clone)]
pub(super) struct Felt {
    /// The evidence.
    pub evidence: Evidence,
    /// `1/b₀` of individual stewardship.
    pub per_share: f64,
    /// The dose function.
    pub dose: DoseScale,
    /// Part of the way to its target that quality goes in a year.
    pub quality_step: f64,
    /// What each plan asks of attention.
    pub plans: Vec<PlanFelt>,
    /// Part of the way to its target that unmeasured quality goes in a year.
    pub unmeasured_step: f64,
    /// Weight of quality pay by the reliability of what is measured.
    pub trust: f64,
    /// What makes people leave before, and after, the gap is stated honestly.
    leanings: [Leanings; 2],
    /// Month in which it is stated.
    stated_from: f64,
}

impl Felt {
    /// What makes people leave in a year.
    #[expect(clippy::cast_precision_loss, reason = "months of the horizon")]
    pub(super) fn leanings(&self, year: usize) -> &Leanings {
        &self.leanings[usize::from((12 * year) as f64 >= self.stated_from)]
    }
}

/// How a plan is felt, whatever it pays.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlanFelt {
    /// Attention left for each measure.
    pub attention: f64,
    /// Weight of its quality pay by the way it is framed.
    pub framing: f64,
    /// Measures to attend to, over 57.
    pub measures: f64,
}

impl PlanFelt {
    /// Nobody responds.
    pub(super) const NOTHING: PlanFelt = PlanFelt { attention: 0.0, framing: 1.0, measures: 0.0 };
}

/// Chances of leaving by age, worked out once per trial.
#[derive(Debug, Clone)]
pub(super) struct Hazards {
    moving: [f64; 121],
    stopping: [f64; 121],
    /// The highest of both together.
    pub highest: f64,
}

impl Hazards {
    const NONE: Hazards = Hazards { moving: [0.0; 121], stopping: [0.0; 121], highest: 0.0 };

    fn new(workforce: &Workforce) -> Hazards {
        let mut hazards = Hazards::NONE;
        for age in 0..hazards.moving.len() {
            #[expect(clippy::cast_precision_loss, reason = "an age")]
            let years = age as f64;
            hazards.moving[age] = workforce.moving(years);
            hazards.stopping[age] = workforce.stopping(years);
            hazards.highest = hazards.highest.max(hazards.moving[age] + hazards.stopping[age]);
        }
        hazards
    }

    /// Yearly chance of leaving at an age and at odds.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an age, clamped")]
    pub(super) fn at(&self, age: f64, odds: Odds) -> f64 {
        let place = (age.clamp(0.0, 120.0)) as usize;
        odds.moving * self.moving[place] + odds.stopping * self.stopping[place]
    }
}

/// The state of a tile of positions.
#[derive(Debug, Clone)]
pub(super) struct StateTile {
    /// Plan in force at the end of the year.
    pub plan: [u8; TILE],
    /// Plan in force at the beginning of the year.
    pub before: [u8; TILE],
    /// The plans of both, as a set of places.
    pub in_force: u128,
    /// Part of the presence that falls under `plan`; the rest falls under `before`.
    pub late: Lanes,
    /// Part of the year that somebody is in the position.
    pub present: Lanes,
    /// Year in which the present physician was hired, counted from the start; negative for those
    /// on the roster.
    pub joined: [i16; TILE],
    /// Part of the position's work that the present physician does: new hires build up.
    pub ramp: Lanes,
    /// Lanes whose physician was hired in the last years and still builds up.
    pub building_up: u32,
    /// Month of the next renewal, counted from the start.
    pub renews: [i32; TILE],
    /// Line of sight.
    pub sight: Lanes,
    /// Points of measured quality above the roster's.
    pub quality: Lanes,
    /// Volume as a multiple of the roster's.
    pub volume: Lanes,
    /// Points of measured quality that are documentation alone.
    pub documented: Lanes,
    /// Points of unmeasured quality above the start's.
    pub unmeasured: Lanes,
    /// Pay that has come to be expected, at the start's prices; zero before it is known.
    pub expected_pay: Lanes,
    /// Odds of leaving, as multiples of what age alone gives.
    pub moving: Lanes,
    /// The same of stopping.
    pub stopping: Lanes,
    /// The highest of those odds.
    pub highest_odds: f64,
    /// Part added to the cost of care of a physician's patients by leaving beyond what age alone
    /// gives.
    pub lost_continuity: Lanes,
    /// Part of the cost of care under influence that practice took off last year.
    pub taken: Lanes,
    /// Year in which a redesign moved the present physician to `plan`, counted from the start; the
    /// smallest number for those it has not moved.
    pub converted: [i16; TILE],
}

/// The state of one contract.
#[derive(Debug, Clone)]
pub(super) struct ContractState {
    /// Spending on record.
    pub history: History,
    /// Index of national growth over base and performance years.
    pub national: Vec<f64>,
    /// Index of regional growth.
    pub regional: Vec<f64>,
    /// Part taken off the cost of care by the physicians of the roster, last year.
    pub effect: f64,
    /// Mean measured quality over attributed lives, as expected.
    pub quality: f64,
    /// Risk score over what it would be without response, by coding since the last rebasing.
    pub coding: f64,
    /// Advances not yet taken back.
    pub advance: Cents,
    /// Luck in the cost of care of the last year, standardised.
    pub luck: f64,
    /// What clauses have done to the agreement.
    pub clauses: ClauseState,
    /// What audits of earlier years take back, by the year that bears it.
    pub recovered: Vec<Cents>,
}

/// The state of one arm.
#[derive(Debug, Clone)]
pub(super) struct ArmState {
    /// Positions.
    pub tiles: Vec<StateTile>,
    /// Value pay that would be repaid on leaving; empty when no plan has a clawback.
    pub repayable: Vec<RepayableTile>,
    /// Pay that waits to vest; empty when no plan holds any back.
    pub deferred: Vec<DeferredTile>,
    /// What agreements carry over the years; empty when no plan carries anything.
    pub balances: Vec<BalanceTile>,
    /// Contracts.
    pub contracts: Vec<ContractState>,
    /// Balance of the reserve.
    pub reserve: Cents,
    /// The system's margin last year as a share of its revenue; nothing before the first year ends.
    pub last_margin: Option<f64>,
    /// Programme cash by month.
    pub cash: Vec<Cents>,
    /// Totals over the years so far.
    pub totals: Totals,
}

/// Totals over the years of a trial.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Totals {
    pub programme_margin: Cents,
    pub earned: Cents,
    pub passed: Cents,
    pub gross: Cents,
    pub pay: Cents,
    pub true_savings: f64,
    pub years_earned: u32,
    pub contract_years: u32,
}

/// Months after the horizon in which settlements and payouts still arrive.
const RUN_OFF_MONTHS: usize = 72;

impl<'m> ArmFrame<'m> {
    pub(super) fn new(model: &Model, arm: &'m Arm) -> ArmFrame<'m> {
        let scenario = &arm.scenario;
        let start = Month { year: model.start.0, month: 1 };
        let plan_place = |name: &str| u8::try_from(scenario.plan.index(name).unwrap_or(0)).unwrap_or(0);
        let mut redesign = vec![None; scenario.plan.len()];
        for (i, change) in scenario.redesign.iter().enumerate() {
            redesign[usize::from(plan_place(&change.from))] = Some(i);
        }
        let mut tiles_at_start = vec![StateTile::EMPTY; tiles(model.len())];
        let mut terms = vec![[3; TILE]; tiles(model.len())];
        for (place, physician) in arm.roster.iter().enumerate() {
            let Some(physician) = physician else { continue };
            let (k, lane) = (place / TILE, place % TILE);
            let tile = &mut tiles_at_start[k];
            tile.plan[lane] = plan_place(&physician.plan);
            tile.present[lane] = 1.0;
            let tenure = (start.index() - physician.hired.index()).div_euclid(12).max(0);
            tile.joined[lane] = i16::try_from(-tenure.max(1)).unwrap_or(i16::MIN);
            let renews = physician.renewals.next(start).index() - start.index();
            tile.renews[lane] = i32::try_from(renews).unwrap_or(i32::MAX);
            terms[k][lane] = physician.renewals.term_years;
        }
        ArmFrame {
            arm,
            contracts: scenario
                .contract
                .names()
                .map(|name| model.contract_names.iter().position(|n| n == name).unwrap_or(0))
                .collect(),
            lines: scenario
                .contract
                .values()
                .map(|c| LineOfBusiness::ALL.iter().position(|line| *line == c.line).unwrap_or(0))
                .collect(),
            ages: scenario
                .contract
                .values()
                .map(|c| {
                    usize::try_from(
                        scenario
                            .run
                            .start_year
                            .saturating_sub(c.first_year.unwrap_or(scenario.run.start_year)),
                    )
                    .unwrap_or(0)
                })
                .collect(),
            plan_pools: scenario
                .plan
                .values()
                .map(|plan| plan.pools().filter_map(|pool| scenario.allocation.pool.index(pool)).collect())
                .collect(),
            successor: scenario.redesign.iter().map(|change| plan_place(&change.to)).collect(),
            redesign,
            start: tiles_at_start,
            terms,
            draws_as_baseline: arm.drawn == model.arms[0].drawn && arm.copula == model.arms[0].copula,
        }
    }

    /// The redesign of a plan that is in force at a month, if it applies to such an occasion.
    pub(super) fn redesigned(&self, scenario: &Scenario, plan: u8, month: f64, hired: bool) -> Option<u8> {
        let place = self.redesign[usize::from(plan)]?;
        let change = &scenario.redesign[place];
        let applies = hired || change.when != When::Hire;
        (applies && month >= change.effective()).then(|| self.successor[place])
    }
}

impl StateTile {
    /// Works out which plans are in force.
    #[inline(always)]
    pub(super) fn note_plans(&mut self) {
        let one = |plan: u8| 1_u128 << plan;
        let first = self.plan[0];
        let others = self.plan.iter().chain(&self.before).fold(0, |bits, plan| bits | (plan ^ first));
        self.in_force = if others == 0 {
            one(first)
        } else {
            self.plan.iter().chain(&self.before).fold(0, |set, plan| set | one(*plan))
        };
    }

    pub(super) const EMPTY: StateTile = StateTile {
        plan: [0; TILE],
        before: [0; TILE],
        in_force: 1,
        late: [1.0; TILE],
        present: [0.0; TILE],
        joined: [-1; TILE],
        ramp: [1.0; TILE],
        building_up: 0,
        renews: [i32::MAX; TILE],
        sight: [0.0; TILE],
        quality: [0.0; TILE],
        volume: [1.0; TILE],
        documented: [0.0; TILE],
        unmeasured: [0.0; TILE],
        expected_pay: [0.0; TILE],
        moving: [1.0; TILE],
        stopping: [1.0; TILE],
        highest_odds: 1.0,
        lost_continuity: [0.0; TILE],
        taken: [0.0; TILE],
        converted: [i16::MIN; TILE],
    };
}

impl TrialTerms {
    pub(super) fn new(arm: &Arm) -> TrialTerms {
        TrialTerms { scenario: arm.scenario.clone(), practice: None, felt: None, hazards: Hazards::NONE }
    }

    /// Takes over the values drawn for a trial.
    pub(super) fn draw(&mut self, arm: &Arm, values: &[f64]) {
        arm.set(&mut self.scenario, values);
        if arm.practice_is_drawn {
            self.practice = Some(arm.lay_out(&self.scenario));
        }
        self.hazards = Hazards::new(&self.scenario.workforce);
        self.felt = self.scenario.behaviour.evidence().map(|evidence| Felt {
            per_share: evidence.stewardship_per_share(),
            dose: DoseScale::new(evidence.dose_exponent.0),
            quality_step: evidence.quality_step(),
            plans: self
                .scenario
                .plan
                .values()
                .map(|plan| PlanFelt {
                    attention: evidence.attention_to(plan.measures.0),
                    framing: 1.0 + (evidence.loss_framing.0 - 1.0) * plan.quality_at_risk(),
                    measures: plan.measures.0 / 57.0,
                })
                .collect(),
            unmeasured_step: evidence.unmeasured_step(),
            trust: evidence.trust(self.scenario.chance.quality_reliability()),
            leanings: [false, true].map(|honest| evidence.retention.leanings(honest)),
            stated_from: self.scenario.policy.honesty.as_ref().map_or(f64::INFINITY, |h| h.lead_months.0),
            evidence: evidence.clone(),
        });
    }

    /// The roster's columns in this trial.
    pub(super) fn practice<'a>(&'a self, arm: &'a Arm) -> &'a Practice {
        self.practice.as_ref().unwrap_or(&arm.practice)
    }
}

impl ArmState {
    pub(super) fn new(frame: &ArmFrame<'_>, years: usize) -> ArmState {
        let scenario = &frame.arm.scenario;
        ArmState {
            tiles: frame.start.clone(),
            repayable: if scenario.plan.values().any(|plan| plan.clawback.is_some()) {
                vec![RepayableTile::EMPTY; frame.start.len()]
            } else {
                Vec::new()
            },
            deferred: if scenario.plan.values().any(|plan| plan.deferral.is_some()) {
                vec![DeferredTile::EMPTY; frame.start.len()]
            } else {
                Vec::new()
            },
            balances: if scenario.plan.values().any(Plan::carries) {
                vec![BalanceTile::NEW; frame.start.len()]
            } else {
                Vec::new()
            },
            contracts: scenario
                .contract
                .values()
                .map(|_| ContractState {
                    history: History::new([0.0; BASE_YEARS], years),
                    national: vec![1.0; BASE_YEARS + years],
                    regional: vec![1.0; BASE_YEARS + years],
                    effect: 0.0,
                    quality: 0.0,
                    coding: 1.0,
                    advance: Cents::ZERO,
                    luck: 0.0,
                    clauses: ClauseState::NEW,
                    recovered: vec![Cents::ZERO; years],
                })
                .collect(),
            reserve: Cents::ZERO,
            last_margin: None,
            cash: vec![Cents::ZERO; 12 * years + RUN_OFF_MONTHS],
            totals: Totals::default(),
        }
    }

    /// Starts a trial.
    pub(super) fn restart(
        &mut self,
        frame: &ArmFrame<'_>,
        terms: &TrialTerms,
        luck: &[ContractLuck],
        markets: &[MarketLuck],
    ) {
        self.tiles.clone_from_slice(&frame.start);
        let sight = terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.sight_now.0);
        for tile in &mut self.tiles {
            tile.sight = [sight; TILE];
        }
        self.reserve = Cents::ZERO;
        self.last_margin = None;
        self.repayable.fill(RepayableTile::EMPTY);
        self.deferred.fill(DeferredTile::EMPTY);
        self.balances.fill(BalanceTile::NEW);
        self.cash.fill(Cents::ZERO);
        self.totals = Totals::default();
        let practice = terms.practice(frame.arm);
        for (c, (state, contract)) in
            self.contracts.iter_mut().zip(terms.scenario.contract.values()).enumerate()
        {
            let market = &markets[frame.lines[c]];
            let luck = &luck[frame.contracts[c]];
            let trend = 1.0 + contract.trend.0;
            for year in 0..state.national.len() {
                if year < BASE_YEARS {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "0 to 2")]
                    let back = (BASE_YEARS - 1 - year) as i32;
                    let index = power(trend, -back);
                    (state.national[year], state.regional[year]) = (index, index);
                } else {
                    let [national, regional] = market[year - BASE_YEARS];
                    let growth = trend + contract.trend_sd.0 * national;
                    state.national[year] = state.national[year - 1] * growth;
                    state.regional[year] =
                        state.regional[year - 1] * (growth + terms.scenario.chance.regional_sd.0 * regional);
                }
            }
            let lives = contract.lives(practice.lives[c], 1.0);
            let carry = CarryOver::of(&terms.scenario, contract);
            let noise = contract.noise() * carry.yearly_noise(terms.scenario.chance.spending_noise.0, lives);
            let base = std::array::from_fn(|k| {
                let chance = luck.base_spending(k, lives);
                state.luck = if k == 0 { chance } else { carry.next(state.luck, chance) };
                contract.spending.0 * state.regional[k] * (1.0 + noise * state.luck)
            });
            state.history.restart(base);
            state.effect = 0.0;
            state.coding = 1.0;
            state.advance = Cents::ZERO;
            state.clauses = ClauseState::NEW;
            state.recovered.fill(Cents::ZERO);
            state.quality = mean_quality(practice, c);
        }
    }
}

impl ArmState {
    /// Programme cash of a calendar year of the horizon, as far as it is known.
    pub(super) fn cash_of(&self, year: usize) -> Cents {
        self.cash[12 * year..12 * (year + 1)].iter().copied().sum()
    }
}

/// Mean measured quality of a contract's physicians over its attributed lives.
pub(super) fn mean_quality(practice: &Practice, contract: usize) -> f64 {
    let mut total = 0.0;
    for (k, tile) in practice.tiles.iter().enumerate() {
        let lives = &practice.contracts_of(k)[contract].lives;
        total += lives.iter().zip(&tile.quality).map(|(n, q)| n * q).sum::<f64>();
    }
    if practice.lives[contract] > 0.0 { total / practice.lives[contract] } else { 0.75 }
}
