//! Steps 2 to 4: what pays, what physicians do about it, and what comes of it.

use super::luck::LuckTile;
use super::metric::Metric;
use super::trial::{ArmFrame, ArmState, Felt, StateTile, TrialTerms, yearly_noise};
use crate::alignment::{Gradients, LeverFacts, SystemSlopes, alignment, gradients};
use crate::behaviour::{Drive, Stimulus, cost_drive, organisation_effect, quality_drive, volume_drive};
use crate::entity::Levers;
use crate::math::exp;
use crate::model::{ContractTile, PracticeTile};
use crate::pay::{MarginTile, OutlookTile, Plan, WorkTile};
use crate::payer::{BASE_YEARS, Market, Outlook, QualityOutlook, Year};
use crate::system::{Member, PerUnit, PoolFacts};
use crate::tile::{Lanes, TILE, sum};
use pulp::NullaryFnOnce;

/// One population in one year, as physicians and system expect it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Population {
    /// Expected cost of care of one person.
    pub spending: f64,
    /// Cost of care of one person at this year's prices, without any response: known once the year
    /// is over.
    realised: f64,
    /// Expected benchmark of one person.
    benchmark: f64,
    /// Professional revenue per wRVU.
    pub price: f64,
    /// Fees per person and year.
    fee: f64,
    /// Expected receipts per dollar saved.
    pub slope: f64,
    /// Expected receipts per benchmark dollar, zero where a cap on risk leaves no room.
    benchmark_slope: f64,
    /// Expected receipts for quality higher by 1, per attributed person.
    quality_slope: f64,
    /// The same three as they reach the physicians' pools.
    pass_saved: f64,
    pass_benchmark: f64,
    pass_quality: f64,
    /// 1 under a value-based contract.
    value_based: f64,
    /// Part of an individual's change in practice that reaches these patients.
    reach: f64,
    /// Part the organisation itself takes off the cost of care this year.
    pub organisation: f64,
}

/// One pool in one year, as its members expect it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PoolYear {
    /// Parts per unit of each criterion, as last divided.
    per_unit: PerUnit,
    /// Expected money, worth today.
    expected: f64,
    /// Share of the physicians' money, worth today per dollar.
    share: f64,
    /// Weight of individually attributed savings.
    attribution: f64,
    /// How much of the pool's incentive its members feel.
    felt: f64,
}

/// A contract's year before it happens.
#[derive(Clone, Copy, Debug)]
pub(super) struct ContractYear {
    /// Where the agreement stands.
    pub year: Year,
    /// What it is expected to pay.
    pub outlook: Outlook,
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
    /// What a dollar from a pool is worth today.
    pub worth_of_pools: f64,
    /// What does not differ between physicians.
    pub slopes: SystemSlopes,
    /// Growth of wRVUs since the start.
    pub work_growth: f64,
    /// Growth of pay rates since the start.
    pub pay_index: f64,
}

/// Yearly growth of the cost of care of patients under no contract: the default trend of contracts.
const UNCONTRACTED_TREND: f64 = 0.04;

/// Powers of yearly growth.
pub(super) fn grown(rate: f64, years: usize) -> f64 {
    (1.0 + rate).powi(i32::try_from(years).unwrap_or(i32::MAX))
}

impl Expectations {
    /// What an arm expects of a year.
    pub(super) fn form(
        &mut self,
        frame: &ArmFrame<'_>,
        terms: &TrialTerms,
        state: &ArmState,
        pools: &[PoolFacts],
        t: usize,
    ) {
        let scenario = &terms.scenario;
        let practice = terms.practice(frame.arm);
        self.contracts.clear();
        self.populations.clear();
        let reserve_is_full = scenario.allocation.reserve.is_none();
        let passed_on = scenario.allocation.passed_on(reserve_is_full);
        let mut expected_pools = 0.0;
        let mut longest_wait: f64 = 0.0;
        for (c, contract) in scenario.contract.values().enumerate() {
            let own = &state.contracts[c];
            let lives = contract.lives(practice.lives[c], grown(contract.lives_growth.0, t));
            let year = contract.year(t, frame.ages[c], lives);
            let market_growth = 1.0 + contract.trend.0;
            let index = own.regional[BASE_YEARS + t - 1] * market_growth;
            let spending = contract.spending.0 * index * (1.0 - own.effect);
            let mut population = Population {
                spending,
                realised: contract.spending.0 * own.regional[BASE_YEARS + t],
                price: contract.price_per_wrvu.0 * grown(scenario.outlook.price_growth.0, t),
                fee: 12.0 * contract.care_management_fee.0,
                reach: 1.0,
                ..Population::default()
            };
            let mut outlook = Outlook::default();
            if contract.terms.is_value_based() {
                let benchmark = expected_benchmark(terms, state, c, &year, t);
                let total = benchmark * lives;
                let luck = yearly_noise(scenario.chance.spending_noise.0, lives);
                let forecast = contract.terms.forecast_exposure() * contract.trend_sd.0;
                let sd = (luck * luck + forecast * forecast).sqrt();
                let mean = 1.0 - spending / benchmark.max(1.0);
                let quality = QualityOutlook { mean: own.quality, sd: contract.quality_sd.0 };
                let cases = contract.terms.cases(&year, quality, total);
                outlook = Outlook::of(&cases, total, mean, sd);
                let cost = contract.programme_cost(lives) - contract.fees(lives);
                let pools = if passed_on > 0.0 {
                    Outlook::above(&cases, cost.max(0.0) / total.max(1.0), total, mean, sd)
                } else {
                    Outlook::default()
                };
                population.benchmark = benchmark;
                population.value_based = 1.0;
                population.slope = outlook.per_saved_dollar;
                population.benchmark_slope = outlook.per_benchmark_dollar;
                population.quality_slope = outlook.per_quality / lives.max(1.0);
                population.pass_saved = passed_on * pools.per_saved_dollar;
                population.pass_benchmark = passed_on * pools.per_benchmark_dollar;
                population.pass_quality = passed_on * pools.per_quality / lives.max(1.0);
                expected_pools += passed_on * pools.receipts;
                longest_wait = longest_wait.max(contract.clock.delay_years());
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
        self.organise(frame, terms, t, &practice.lives);
        self.pool(terms, pools, expected_pools, longest_wait);
        self.slopes = SystemSlopes {
            margin_lost: scenario.system.margin_lost(),
            volume_to_cost: terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.volume_to_cost.0),
            transformation: terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.transformation.0),
        };
        self.work_growth = grown(scenario.outlook.wrvu_growth.0, t + 1);
        self.pay_index = grown(scenario.outlook.pay_growth.0, t);
    }

    /// The organisation's own effect on each contract's patients: from its gain on them and, by
    /// spill-over of practice style, from its gain over all patients.
    fn organise(&mut self, frame: &ArmFrame<'_>, terms: &TrialTerms, t: usize, lives: &[f64]) {
        let Some(felt) = &terms.felt else { return };
        let lost = terms.scenario.system.margin_lost();
        let dollars = |p: &Population, c: usize| p.spending * lives[c];
        let total: f64 = self.populations.iter().enumerate().map(|(c, p)| dollars(p, c)).sum();
        let shared: f64 = self.populations.iter().enumerate().map(|(c, p)| p.slope * dollars(p, c)).sum();
        let overall = if total > 0.0 { shared / total - lost } else { 0.0 };
        let spill = felt.evidence.spill_over.0;
        for (c, population) in self.populations.iter_mut().enumerate() {
            if population.value_based > 0.0 {
                let gain = (1.0 - spill) * (population.slope - lost) + spill * overall;
                #[expect(clippy::cast_precision_loss, reason = "years of the horizon")]
                let (now, age) = (t as f64, frame.ages[c] as f64);
                population.organisation = organisation_effect(&felt.evidence, gain, now, age);
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

/// What a tile of physicians did in a year.
#[derive(Clone, Debug)]
pub(super) struct YearTile {
    /// wRVUs at an annual rate.
    pub wrvu: Lanes,
    /// Measured quality.
    pub quality: Lanes,
    /// Cost of care under influence, $, at what was expected without response.
    pub spending: Lanes,
    /// True savings under value-based contracts, $.
    pub saved: Lanes,
    /// Change of the cost of care, all patients, $.
    pub changed: Lanes,
    /// Professional revenue per wRVU.
    pub price: Lanes,
    /// What is measured, by [`Metric`].
    pub measured: [Lanes; Metric::COUNT],
}

impl YearTile {
    pub(super) const EMPTY: YearTile = YearTile {
        wrvu: [0.0; TILE],
        quality: [0.0; TILE],
        spending: [0.0; TILE],
        saved: [0.0; TILE],
        changed: [0.0; TILE],
        price: [0.0; TILE],
        measured: [[0.0; TILE]; Metric::COUNT],
    };
}

/// The drives at the start of the scenario, a tile at a time.
#[derive(Clone, Debug)]
pub(super) struct AnchorTile {
    volume: Lanes,
    quality: Lanes,
    stewardship: Lanes,
}

impl AnchorTile {
    pub(super) const EMPTY: AnchorTile =
        AnchorTile { volume: [0.0; TILE], quality: [0.0; TILE], stewardship: [0.0; TILE] };
}

/// Sums over the roster that settlements need, by population.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PracticeSums {
    /// Influenced lives times the part taken off their cost of care.
    pub effect: f64,
    /// Attributed lives times measured quality.
    pub quality: f64,
    /// wRVUs done for these patients.
    pub wrvu: f64,
}

/// What one tile meets in a year.
pub(super) struct TileYear<'a> {
    pub terms: &'a TrialTerms,
    pub plan_pools: &'a [Vec<usize>],
    pub expectations: &'a Expectations,
    pub practice: &'a PracticeTile,
    pub contracts: &'a [ContractTile],
    pub year: usize,
}

/// Part of the year that each lane spends in the position under one plan.
#[inline(always)]
pub(super) fn portions(state: &StateTile, plan: u8, portion: &mut Lanes) {
    for lane in 0..TILE {
        let late = if state.plan[lane] == plan { state.late[lane] } else { 0.0 };
        let early = if state.before[lane] == plan { 1.0 - state.late[lane] } else { 0.0 };
        portion[lane] = state.present[lane] * (late + early);
    }
}

/// Part of the time under a plan's guarantee, for each lane; false when nobody has any.
#[inline(always)]
pub(super) fn covered(plan: &Plan, state: &StateTile, year: usize, covered: &mut Lanes) -> bool {
    let Some(guarantee) = &plan.guarantee else { return false };
    let now = i16::try_from(year).unwrap_or(i16::MAX);
    let mut any = false;
    for lane in 0..TILE {
        covered[lane] = guarantee.covers(f64::from(now - state.joined[lane]));
        any |= covered[lane] > 0.0;
    }
    any
}

/// Sums over the populations of one tile.
struct Influence {
    price: Lanes,
    spending: Lanes,
    contracted: Lanes,
    saved: Lanes,
    documented: Lanes,
    quality: Lanes,
    fees: Lanes,
    pass_saved: Lanes,
    pass_documented: Lanes,
    pass_quality: Lanes,
    value_revenue: Lanes,
}

#[inline(always)]
fn influence(populations: &[Population], contracts: &[ContractTile]) -> Influence {
    let mut sums = Influence {
        price: [0.0; TILE],
        spending: [0.0; TILE],
        contracted: [0.0; TILE],
        saved: [0.0; TILE],
        documented: [0.0; TILE],
        quality: [0.0; TILE],
        fees: [0.0; TILE],
        pass_saved: [0.0; TILE],
        pass_documented: [0.0; TILE],
        pass_quality: [0.0; TILE],
        value_revenue: [0.0; TILE],
    };
    for (p, own) in populations.iter().zip(contracts) {
        for lane in 0..TILE {
            let spending = own.influence[lane] * p.spending;
            let benchmark = own.influence[lane] * p.benchmark;
            let lives = own.lives[lane];
            sums.spending[lane] += spending;
            sums.contracted[lane] += p.value_based * spending;
            sums.saved[lane] += p.slope * spending;
            sums.documented[lane] += p.benchmark_slope * benchmark;
            sums.quality[lane] += p.quality_slope * lives;
            sums.fees[lane] += p.fee * lives;
            sums.pass_saved[lane] += p.pass_saved * spending;
            sums.pass_documented[lane] += p.pass_benchmark * benchmark;
            sums.pass_quality[lane] += p.pass_quality * lives;
            sums.price[lane] += p.price * own.revenue_share[lane];
            sums.value_revenue[lane] += p.value_based * own.revenue_share[lane];
        }
    }
    sums
}

/// What pools mean to the physicians of a tile.
struct PoolShare {
    /// Own part of a dollar in the physicians' money that their savings brought.
    part: Lanes,
    /// The same as it is felt.
    felt: Lanes,
    expected: Lanes,
    per_wrvu: Lanes,
    per_patient: Lanes,
    per_quality: Lanes,
}

impl PoolShare {
    const EMPTY: PoolShare = PoolShare {
        part: [0.0; TILE],
        felt: [0.0; TILE],
        expected: [0.0; TILE],
        per_wrvu: [0.0; TILE],
        per_patient: [0.0; TILE],
        per_quality: [0.0; TILE],
    };

    /// Adds a pool that a lane is a member of for a portion of the year.
    #[inline(always)]
    fn add(&mut self, pool: &PoolYear, portion: &Lanes, work: &WorkTile) {
        for lane in 0..TILE {
            let member = Member {
                portion: portion[lane],
                fte: work.fte[lane],
                wrvu: portion[lane] * work.wrvu[lane],
                panel: work.panel[lane],
                quality: work.quality[lane],
                savings: 0.0,
            };
            let part = pool.per_unit.part(&member);
            self.part[lane] += pool.share * (part + pool.attribution * portion[lane]);
            self.felt[lane] += pool.share * pool.felt * portion[lane];
            self.expected[lane] += pool.expected * part;
            self.per_wrvu[lane] += pool.expected * pool.per_unit.wrvu * portion[lane];
            self.per_patient[lane] += pool.expected * pool.per_unit.panel * portion[lane];
            self.per_quality[lane] += pool.expected * pool.per_unit.quality * member.fte * portion[lane];
        }
    }
}

/// Expected work of a tile at annual rates.
#[inline(always)]
fn expected_work(y: &TileYear<'_>, state: &StateTile, outlook: &mut OutlookTile) {
    let cv = y.terms.scenario.chance.wrvu_cv.0;
    for lane in 0..TILE {
        let wrvu = y.practice.wrvu[lane] * y.expectations.work_growth * state.ramp[lane] * state.volume[lane];
        outlook.work.wrvu[lane] = wrvu;
        outlook.wrvu_sd[lane] = cv * wrvu;
        outlook.work.quality[lane] = (y.practice.quality[lane] + 0.01 * state.quality[lane]).clamp(0.0, 1.0);
    }
    outlook.quality_sd = y.practice.quality_sd;
    outlook.work.fte = y.practice.fte;
    outlook.work.clinical_fte = y.practice.clinical_fte;
    outlook.work.panel = y.practice.panel;
    outlook.work.base_salary = y.practice.base_salary;
}

/// Everything about a tile's incentives.
struct Incentive {
    outlook: OutlookTile,
    expected: MarginTile,
    pools: PoolShare,
    influence: Influence,
    attention: Lanes,
    clinic_hours: Lanes,
    service_hours: Lanes,
}

#[inline(always)]
fn incentive(y: &TileYear<'_>, state: &StateTile) -> Incentive {
    let mut i = Incentive {
        outlook: OutlookTile::EMPTY,
        expected: MarginTile::EMPTY,
        pools: PoolShare::EMPTY,
        influence: influence(&y.expectations.populations, y.contracts),
        attention: [0.0; TILE],
        clinic_hours: [0.0; TILE],
        service_hours: [0.0; TILE],
    };
    expected_work(y, state, &mut i.outlook);
    let mut set = state.in_force;
    let mut cover = [0.0; TILE];
    while set != 0 {
        let place = set.trailing_zeros() as usize;
        set &= set - 1;
        let plan = &y.terms.scenario.plan.0[place].1;
        let mut portion = [0.0; TILE];
        #[expect(clippy::cast_possible_truncation, reason = "at most 128 plans")]
        portions(state, place as u8, &mut portion);
        for pool in &y.plan_pools[place] {
            i.pools.add(&y.expectations.pools[*pool], &portion, &i.outlook.work);
        }
        let attention = y.terms.felt.as_ref().map_or(0.0, |felt| felt.attention[place]);
        let (service, clinic) = plan.service_hours();
        for lane in 0..TILE {
            i.attention[lane] += portion[lane] * attention;
            i.service_hours[lane] += portion[lane] * service;
            i.clinic_hours[lane] += portion[lane] * clinic;
            i.outlook.work.portion[lane] = portion[lane] * y.expectations.pay_index;
        }
        let covers = covered(plan, state, y.year, &mut cover);
        plan.expect_tile(&i.outlook, covers.then_some(&cover), &mut i.expected);
    }
    i
}

/// The incentive of one lane as behaviour meets it.
#[inline(always)]
fn stimulus(y: &TileYear<'_>, i: &Incentive, state: &StateTile, lane: usize) -> Stimulus {
    let margin = i.expected.lane(lane);
    let present = state.present[lane].max(1e-9);
    let pay = (margin.pay + i.pools.expected[lane]).max(1.0);
    let wrvu = i.outlook.work.wrvu[lane];
    let rate = margin.per_wrvu / present + i.pools.per_wrvu[lane];
    let contracted = i.influence.contracted[lane].max(1.0);
    Stimulus {
        volume_share: rate * wrvu * present / pay,
        rate_ratio: rate / (y.practice.market_rate[lane] * y.expectations.pay_index),
        quality_share: 0.20 * (margin.per_quality + i.pools.per_quality[lane]) / pay,
        saved_share: i.pools.felt[lane] * i.influence.pass_saved[lane] / contracted / present,
        sight: state.sight[lane],
    }
}

#[inline(always)]
fn drive(felt: &Felt, attention: f64, room: f64, stimulus: &Stimulus) -> Drive {
    let (paid_quality, other_quality) = quality_drive(&felt.evidence, &felt.dose, attention, room, stimulus);
    Drive {
        volume: volume_drive(&felt.evidence, stimulus),
        paid_quality,
        other_quality,
        // The wait is already in what pools are worth today.
        stewardship: cost_drive(felt.evidence.stewardship_ceiling.0, felt.per_share, 1.0, stimulus),
    }
}

/// The drives of a tile under the conditions of the scenario's start.
pub(super) struct AnchorStep<'a> {
    pub y: TileYear<'a>,
    pub state: &'a StateTile,
    pub anchor: &'a mut AnchorTile,
}

impl NullaryFnOnce for AnchorStep<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let AnchorStep { y, state, anchor } = self;
        let Some(felt) = &y.terms.felt else { return };
        let i = incentive(&y, state);
        for lane in 0..TILE {
            let stimulus = stimulus(&y, &i, state, lane);
            let drive = drive(felt, i.attention[lane], y.practice.quality_room[lane], &stimulus);
            anchor.volume[lane] = drive.volume;
            anchor.quality[lane] = drive.paid_quality + drive.other_quality;
            anchor.stewardship[lane] = drive.stewardship;
        }
    }
}

/// Steps 2 to 4 for a tile.
pub(super) struct RespondStep<'a> {
    pub y: TileYear<'a>,
    pub luck: &'a LuckTile,
    pub anchor: &'a AnchorTile,
    pub state: &'a mut StateTile,
    pub done: &'a mut YearTile,
    pub sums: &'a mut [PracticeSums],
}

impl NullaryFnOnce for RespondStep<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let RespondStep { y, luck, anchor, state, done, sums } = self;
        let i = incentive(&y, state);
        measure_alignment(&y, &i, state, done);
        let mut individual = [0.0; TILE];
        let mut log_volume = [0.0; TILE];
        if let Some(felt) = &y.terms.felt {
            for lane in 0..TILE {
                let stimulus = stimulus(&y, &i, state, lane);
                let drive = drive(felt, i.attention[lane], y.practice.quality_room[lane], &stimulus);
                log_volume[lane] = drive.volume - anchor.volume[lane];
                let target = drive.paid_quality + drive.other_quality - anchor.quality[lane];
                state.quality[lane] += felt.quality_step * (target - state.quality[lane]);
                individual[lane] = drive.stewardship - anchor.stewardship[lane]
                    + felt.evidence.transformation.0 * i.service_hours[lane];
                let clinic = 1.0 - (i.clinic_hours[lane] / 40.0).min(0.9);
                state.volume[lane] = exp(log_volume[lane]) * clinic;
            }
        }
        practise(&y, &i, luck, state, &individual, &log_volume, done, sums);
    }
}

/// What the levers of one lane move.
#[inline(always)]
fn lever_facts(y: &TileYear<'_>, i: &Incentive, state: &StateTile, lane: usize) -> LeverFacts {
    let present = state.present[lane];
    let mut margin = i.expected.lane(lane);
    margin.per_wrvu /= present.max(1e-9);
    LeverFacts {
        wrvu: i.outlook.work.wrvu[lane] * present,
        panel: y.practice.panel[lane],
        price: i.influence.price[lane],
        technical: y.practice.technical[lane],
        spending: i.influence.spending[lane],
        system_saved: i.influence.saved[lane],
        system_documented: i.influence.documented[lane],
        system_quality: i.influence.quality[lane],
        fees: i.influence.fees[lane],
        own_saved: i.pools.part[lane] * i.influence.pass_saved[lane],
        own_documented: i.pools.part[lane] * i.influence.pass_documented[lane],
        own_quality: i.pools.part[lane] * i.influence.pass_quality[lane] + i.pools.per_quality[lane],
        pool_per_wrvu: i.pools.per_wrvu[lane],
        pool_per_patient: i.pools.per_patient[lane],
        margin,
    }
}

/// One physician's incentives in full, for explanations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probed {
    /// The three gradients.
    pub gradients: Gradients,
    /// 1 over the effort of each lever.
    pub ease: Levers,
    /// The incentive as behaviour meets it.
    pub stimulus: Stimulus,
    /// wRVUs expected at an annual rate.
    pub expected_wrvu: f64,
}

/// Looks at the incentives of one lane before it responds to them.
pub(super) fn probe(y: &TileYear<'_>, state: &StateTile, lane: usize) -> Probed {
    let i = incentive(y, state);
    let facts = lever_facts(y, &i, state, lane);
    Probed {
        gradients: gradients(&y.terms.scenario.value, &y.expectations.slopes, &facts),
        ease: std::array::from_fn(|lever| y.practice.ease[lever][lane]),
        stimulus: stimulus(y, &i, state, lane),
        expected_wrvu: i.outlook.work.wrvu[lane],
    }
}

/// Step 2's finding: how far the agreement is from value, and where.
#[inline(always)]
fn measure_alignment(y: &TileYear<'_>, i: &Incentive, state: &StateTile, done: &mut YearTile) {
    let worth = &y.terms.scenario.value;
    let strength = worth.target_strength.0.max(1e-3);
    let undiscounted = 1.0 / y.expectations.worth_of_pools.max(1e-9);
    for lane in 0..TILE {
        let facts = lever_facts(y, i, state, lane);
        let g = gradients(worth, &y.expectations.slopes, &facts);
        let ease = std::array::from_fn(|lever| y.practice.ease[lever][lane]);
        let whole = alignment(&g.value, &g.pay, &ease);
        let contract = alignment(&g.value, &g.system, &ease);
        let employment = alignment(&g.system, &g.pay, &ease);
        let here = y.practice.present[lane];
        let kept = whole.intensity / strength;
        let mut set = |metric: Metric, value: f64| done.measured[metric.place()][lane] = here * value;
        set(Metric::Misalignment, whole.misalignment);
        set(Metric::Distortion, whole.distortion);
        set(Metric::Strength, whole.strength);
        set(Metric::Recoverable, whole.recoverable);
        set(Metric::ContractMisalignment, contract.misalignment);
        set(Metric::EmploymentMisalignment, employment.misalignment);
        set(Metric::TargetMisalignment, 1.0 - 2.0 * whole.cosine * kept + kept * kept);
        set(
            Metric::MarginalPassThrough,
            facts.own_saved * undiscounted / i.influence.contracted[lane].max(1.0),
        );
        set(Metric::AlignmentGap, i.influence.value_revenue[lane]);
    }
}

/// Step 4: what comes of it.
#[expect(clippy::too_many_arguments, reason = "the facts of one tile-year")]
#[inline(always)]
fn practise(
    y: &TileYear<'_>,
    i: &Incentive,
    luck: &LuckTile,
    state: &StateTile,
    individual: &Lanes,
    log_volume: &Lanes,
    done: &mut YearTile,
    sums: &mut [PracticeSums],
) {
    let cv = y.terms.scenario.chance.wrvu_cv.0;
    let (induced, most) = y
        .terms
        .felt
        .as_ref()
        .map_or((0.0, 0.0), |felt| (felt.evidence.volume_to_cost.0, felt.evidence.most.0));
    for lane in 0..TILE {
        // What was expected was worked out at last year's volume; this year's response moves it.
        let mean = y.practice.wrvu[lane] * y.expectations.work_growth * state.ramp[lane] * state.volume[lane];
        done.wrvu[lane] = (mean * (1.0 + cv * luck.work[lane])).max(0.0);
        let quality = y.practice.quality[lane] + 0.01 * state.quality[lane];
        done.quality[lane] = (quality + y.practice.quality_sd[lane] * luck.quality[lane]).clamp(0.0, 1.0);
        done.price[lane] = i.influence.price[lane];
        done.spending[lane] = i.influence.spending[lane];
    }
    let mut saved = [0.0; TILE];
    let mut changed = [0.0; TILE];
    for ((p, own), sum_here) in y.expectations.populations.iter().zip(y.contracts).zip(sums) {
        let mut effects = [0.0; TILE];
        let mut qualities = [0.0; TILE];
        let mut work = [0.0; TILE];
        for lane in 0..TILE {
            let taken = (p.reach * individual[lane] + p.organisation).min(most);
            let effect = taken - induced * log_volume[lane];
            let people = own.influence[lane];
            effects[lane] = people * effect;
            qualities[lane] = own.lives[lane] * done.quality[lane];
            work[lane] = own.revenue_share[lane] * done.wrvu[lane] * state.present[lane];
            saved[lane] += p.value_based * p.realised * people * effect;
            changed[lane] -= p.realised * people * effect;
        }
        sum_here.effect += sum(&effects);
        sum_here.quality += sum(&qualities);
        sum_here.wrvu += sum(&work);
    }
    done.saved = saved;
    done.changed = changed;
    done.measured[Metric::TrueSavings.place()] = saved;
    done.measured[Metric::Quality.place()] = done.quality;
    for lane in 0..TILE {
        done.measured[Metric::Wrvu.place()][lane] = done.wrvu[lane] * state.present[lane];
    }
}

/// Adds a tile's members to the facts of the pools their plans name.
#[inline(always)]
pub(super) fn gather_pools(
    plan_pools: &[Vec<usize>],
    practice: &PracticeTile,
    state: &StateTile,
    wrvu: &Lanes,
    quality: &Lanes,
    savings: &Lanes,
    facts: &mut [PoolFacts],
) {
    let mut set = state.in_force;
    while set != 0 {
        let place = set.trailing_zeros() as usize;
        set &= set - 1;
        if plan_pools[place].is_empty() {
            continue;
        }
        let mut portion = [0.0; TILE];
        #[expect(clippy::cast_possible_truncation, reason = "at most 128 plans")]
        portions(state, place as u8, &mut portion);
        let of = |value: &dyn Fn(usize) -> f64| {
            let mut lanes = [0.0; TILE];
            for (lane, slot) in lanes.iter_mut().enumerate() {
                *slot = portion[lane] * value(lane);
            }
            sum(&lanes)
        };
        let here = PoolFacts {
            members: of(&|_| 1.0),
            fte: of(&|lane| practice.fte[lane]),
            wrvu: of(&|lane| wrvu[lane]),
            panel: of(&|lane| practice.panel[lane]),
            quality: of(&|lane| practice.fte[lane] * quality[lane]),
            savings: of(&|lane| savings[lane]),
        };
        for pool in &plan_pools[place] {
            let all = &mut facts[*pool];
            all.members += here.members;
            all.fte += here.fte;
            all.wrvu += here.wrvu;
            all.panel += here.panel;
            all.quality += here.quality;
            all.savings += here.savings;
        }
    }
}
