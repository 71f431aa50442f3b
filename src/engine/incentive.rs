//! Step 2, second half: what pays a tile of physicians, and how far that is from value.

use super::balances::{BalanceTile, bring};
use super::expectations::{Expectations, PoolYear, Population};
use super::grouping::GroupYear;
use super::members::Brought;
use super::metric::Metric;
use super::response::YearTile;
use super::transition::held;
use super::trial::{PlanFelt, StateTile, TrialTerms};
use crate::alignment::{Gradients, LeverFacts, alignment, gradients};
use crate::behaviour::Stimulus;
use crate::entity::Levers;
use crate::model::{ContractTile, PracticeTile};
use crate::pay::{MarginTile, Needs, OutlookTile, Plan, WorkTile};
use crate::system::Member;
use crate::terms::excess;
use crate::tile::{Lanes, TILE};

/// What one tile meets in a year.
pub(super) struct TileYear<'a> {
    pub terms: &'a TrialTerms,
    pub plan_pools: &'a [Vec<usize>],
    pub expectations: &'a Expectations,
    pub practice: &'a PracticeTile,
    pub contracts: &'a [ContractTile],
    /// What agreements carry, where any do.
    pub balance: Option<&'a BalanceTile>,
    pub year: usize,
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
pub(super) struct Influence {
    pub price: Lanes,
    pub spending: Lanes,
    pub contracted: Lanes,
    pub saved: Lanes,
    pub documented: Lanes,
    pub quality: Lanes,
    pub fees: Lanes,
    pub pass_saved: Lanes,
    pub pass_documented: Lanes,
    pub pass_quality: Lanes,
    pub value_revenue: Lanes,
}

impl Influence {
    const NOTHING: Influence = Influence {
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

    #[inline(always)]
    fn add(&mut self, populations: &[Population], contracts: &[ContractTile]) {
        // Eight lanes over all populations at a time: the sums stay in registers.
        for first in (0..TILE).step_by(8) {
            for (p, own) in populations.iter().zip(contracts) {
                for lane in first..first + 8 {
                    let spending = own.influence[lane] * p.spending;
                    let benchmark = own.influence[lane] * p.benchmark;
                    let lives = own.lives[lane];
                    self.spending[lane] += spending;
                    self.contracted[lane] += p.value_based * spending;
                    self.saved[lane] += p.slope * spending;
                    self.documented[lane] += p.benchmark_slope * benchmark;
                    self.quality[lane] += p.quality_slope * lives;
                    self.fees[lane] += p.fee * lives;
                    self.pass_saved[lane] += p.pass_saved * spending;
                    self.pass_documented[lane] += p.pass_benchmark * benchmark;
                    self.pass_quality[lane] += p.pass_quality * lives;
                    self.price[lane] += p.price * own.revenue_share[lane];
                    self.value_revenue[lane] += p.value_based * own.revenue_share[lane];
                }
            }
        }
    }
}

/// What pools mean to the physicians of a tile.
pub(super) struct PoolShare {
    /// Own part of a dollar in the physicians' money that their savings brought.
    pub part: Lanes,
    /// The same as it is felt.
    pub felt: Lanes,
    pub expected: Lanes,
    pub per_wrvu: Lanes,
    pub per_patient: Lanes,
    pub per_quality: Lanes,
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
    fn add(&mut self, pool: &PoolYear, portion: &Lanes, member: impl Fn(usize) -> Member) {
        for lane in 0..TILE {
            let member = member(lane);
            let part = pool.per_unit.part(&member);
            self.part[lane] += pool.share * (part + pool.attribution * portion[lane]);
            self.felt[lane] += pool.share * pool.felt * portion[lane];
            self.expected[lane] += pool.expected * part;
            self.per_wrvu[lane] += pool.expected * pool.per_unit.wrvu * portion[lane];
            self.per_patient[lane] += pool.expected * pool.per_unit.panel * portion[lane];
            self.per_quality[lane] += pool.expected * pool.per_unit.quality * member.fte * portion[lane];
        }
    }

    /// Adds the pool of a group.
    #[inline(always)]
    fn add_group(&mut self, group: &GroupYear, price: &Lanes, member: impl Fn(usize) -> Member) {
        for lane in 0..TILE {
            let share = group.share_of(&member(lane), price[lane]);
            self.expected[lane] += share.pay;
            self.per_wrvu[lane] += share.per_wrvu;
            self.per_patient[lane] += share.per_patient;
            self.per_quality[lane] += share.per_quality;
        }
    }
}

/// Expected work of a tile at annual rates.
#[inline(always)]
fn expected_work<'a>(y: &TileYear<'a>, state: &StateTile, outlook: &mut OutlookTile<'a>) {
    let cv = y.terms.scenario.chance.wrvu_cv.0;
    for lane in 0..TILE {
        let wrvu = y.practice.wrvu[lane] * y.expectations.work_growth * state.ramp[lane] * state.volume[lane];
        outlook.work.wrvu[lane] = wrvu;
        outlook.wrvu_sd[lane] = cv * wrvu;
        outlook.work.quality[lane] = (y.practice.quality[lane] + 0.01 * state.quality[lane]).clamp(0.0, 1.0);
    }
}

/// Facts that only some components need, as expected, in dollars of the plan's price level.
#[inline(always)]
fn foresee_needs<'a>(
    needs: Needs,
    index: f64,
    y: &TileYear<'a>,
    state: &StateTile,
    influence: &Influence,
    work: &mut WorkTile<'a>,
) {
    let per_index = 1.0 / index;
    if needs.collections {
        for lane in 0..TILE {
            work.collected_per_wrvu[lane] = influence.price[lane] * per_index;
        }
    }
    if needs.cost {
        for lane in 0..TILE {
            work.spending[lane] = influence.spending[lane] * per_index;
        }
        work.taken = state.taken;
        work.cost_sd = &y.practice.cost_sd;
    }
}

/// Everything about a tile's incentives.
pub(super) struct Incentive<'a> {
    pub outlook: OutlookTile<'a>,
    pub expected: MarginTile,
    pub pools: PoolShare,
    pub influence: Influence,
    pub attention: Lanes,
    pub framing: Lanes,
    pub measures: Lanes,
    pub clinic_hours: Lanes,
    pub service_hours: Lanes,
}

impl<'a> Incentive<'a> {
    /// Nothing yet, at the expected work of a tile. It is large: it is worked out where it lies, not
    /// handed about.
    #[inline(always)]
    pub(super) fn of_work(y: &TileYear<'a>) -> Incentive<'a> {
        Incentive {
            outlook: OutlookTile {
                work: WorkTile { bonus_cut: y.expectations.bonus_cut, ..y.practice.work() },
                wrvu_sd: [0.0; TILE],
                quality_sd: &y.practice.quality_sd,
                worth_next_year: y.terms.felt.as_ref().map_or(1.0, |felt| felt.evidence.patience.0),
            },
            expected: MarginTile::EMPTY,
            pools: PoolShare::EMPTY,
            influence: Influence::NOTHING,
            attention: [0.0; TILE],
            framing: [0.0; TILE],
            measures: [0.0; TILE],
            clinic_hours: [0.0; TILE],
            service_hours: [0.0; TILE],
        }
    }

    /// Works out what pays a tile.
    #[inline(always)]
    pub(super) fn work_out(&mut self, y: &TileYear<'a>, state: &StateTile) {
        self.influence.add(&y.expectations.populations, y.contracts);
        expected_work(y, state, &mut self.outlook);
        let mut cap = [0.0; TILE];
        let mut capped = false;
        for place in state.plans() {
            let plan = &y.terms.scenario.plan.0[place].1;
            let mut portion = [0.0; TILE];
            state.portions(place, &mut portion);
            self.add_pools(y, place, &portion);
            self.add_attention(y, place, &portion);
            let index = y.expectations.index_of(plan, y.year);
            let most = plan.cap_per_fte();
            capped |= plan.fair_market_value.is_some();
            for lane in 0..TILE {
                self.outlook.work.portion[lane] = portion[lane] * index;
                cap[lane] += self.outlook.work.portion[lane] * y.practice.fte[lane] * most;
            }
            self.add_plan(y, state, place, &portion, index);
        }
        if capped {
            self.mute_above(&cap);
        }
    }

    /// Adds what pools mean to those on a plan.
    #[inline(always)]
    fn add_pools(&mut self, y: &TileYear<'a>, place: usize, portion: &Lanes) {
        let work = &self.outlook.work;
        let brought = Brought { wrvu: &work.wrvu, quality: &work.quality, savings: &NO_SAVINGS };
        let member = |lane: usize| brought.member(y.practice, portion, lane);
        for pool in &y.plan_pools[place] {
            self.pools.add(&y.expectations.pools[*pool], portion, member);
        }
        for group in y.expectations.groups.iter().filter(|group| group.plan == place) {
            self.pools.add_group(group, &self.influence.price, member);
        }
    }

    /// Adds what a plan asks of attention and of time.
    #[inline(always)]
    fn add_attention(&mut self, y: &TileYear<'a>, place: usize, portion: &Lanes) {
        let felt = y.terms.felt.as_ref().map_or(PlanFelt::NOTHING, |felt| felt.plans[place]);
        let (service, clinic) = y.terms.scenario.plan.0[place].1.service_hours();
        for lane in 0..TILE {
            self.attention[lane] += portion[lane] * felt.attention;
            self.framing[lane] += portion[lane] * felt.framing;
            self.measures[lane] += portion[lane] * felt.measures;
            self.service_hours[lane] += portion[lane] * service;
            self.clinic_hours[lane] += portion[lane] * clinic;
        }
    }

    /// Adds what a plan is expected to pay.
    #[inline(always)]
    fn add_plan(&mut self, y: &TileYear<'a>, state: &StateTile, place: usize, portion: &Lanes, index: f64) {
        let plan = &y.terms.scenario.plan.0[place].1;
        let needs = plan.needs();
        let (influence, outlook) = (&self.influence, &mut self.outlook);
        if let Some(balance) = y.balance {
            bring(&balance.now, state, place, index, &mut outlook.work);
        }
        foresee_needs(needs, index, y, state, influence, &mut outlook.work);
        y.expectations.schedule.write(plan, place, y.practice, &mut outlook.work.schedule);
        if needs.group {
            y.expectations.group_quality[place].write(portion, &mut outlook.work);
        }
        let mut cover = [0.0; TILE];
        let cover = covered(plan, state, y.year, &mut cover).then_some(&cover);
        if let Some(held) = held(y.terms, plan, place, state, y.year) {
            foresee_needs(needs.or(held.old.needs()), index, y, state, influence, &mut outlook.work);
            let mut own = MarginTile::EMPTY;
            plan.expect_tile(outlook, cover, &mut own);
            held.expect(outlook, &own, &mut self.expected);
        } else {
            plan.expect_tile(outlook, cover, &mut self.expected);
        }
    }
}

/// Nobody's own savings are known in advance.
static NO_SAVINGS: Lanes = [0.0; TILE];

impl Incentive<'_> {
    /// Lets the cap on all sources of pay act on what is expected: `E[min(P, cap)]` with `P` normal
    /// by the luck of work, so that every slope holds only as far as pay is below the cap.
    #[inline(always)]
    fn mute_above(&mut self, cap: &Lanes) {
        for first in (0..TILE).step_by(8) {
            let lanes = first..first + 8;
            if lanes.clone().all(|lane| self.is_far_below(cap, lane)) {
                continue;
            }
            for lane in lanes {
                let (pay, sd) = self.pay_and_sd(lane);
                let over = excess(pay, sd, cap[lane]);
                let below = 1.0 - over.chance;
                self.expected.cut(lane, over.value, below);
                for slope in [
                    &mut self.pools.part,
                    &mut self.pools.felt,
                    &mut self.pools.per_wrvu,
                    &mut self.pools.per_patient,
                    &mut self.pools.per_quality,
                ] {
                    slope[lane] *= below;
                }
            }
        }
    }

    /// Expected pay of one lane from all sources, and its standard deviation by the luck of work.
    #[inline(always)]
    fn pay_and_sd(&self, lane: usize) -> (f64, f64) {
        let margin = self.expected.lane(lane);
        let per_wrvu = margin.per_wrvu + self.pools.per_wrvu[lane];
        (margin.pay + self.pools.expected[lane], per_wrvu.abs() * self.outlook.wrvu_sd[lane])
    }

    /// Whether the cap is so far above expected pay that it cuts less than a double can tell:
    /// beyond 8.5 standard deviations, `Φ` is below 1e-17.
    #[inline(always)]
    fn is_far_below(&self, cap: &Lanes, lane: usize) -> bool {
        let (pay, sd) = self.pay_and_sd(lane);
        pay + 8.5 * sd < cap[lane]
    }
}

/// The incentive of one lane as behaviour meets it.
#[inline(always)]
pub(super) fn stimulus(y: &TileYear<'_>, i: &Incentive<'_>, state: &StateTile, lane: usize) -> Stimulus {
    let margin = i.expected.lane(lane);
    let present = state.present[lane].max(1e-9);
    let pay = (margin.pay + i.pools.expected[lane]).max(1.0);
    let wrvu = i.outlook.work.wrvu[lane];
    let rate = (margin.per_wrvu + margin.per_wrvu_later) / present + i.pools.per_wrvu[lane];
    let contracted = i.influence.contracted[lane].max(1.0);
    Stimulus {
        volume_share: rate * wrvu * present / pay,
        rate_ratio: rate / (y.practice.market_rate[lane] * y.expectations.pay_index),
        quality_share: 0.20
            * y.terms.felt.as_ref().map_or(1.0, |felt| felt.trust)
            * (i.framing[lane] / present * margin.per_quality + i.pools.per_quality[lane])
            / pay,
        panel_share: y.practice.panel[lane] * (margin.per_patient + i.pools.per_patient[lane]) / pay,
        saved_share: (i.pools.felt[lane] * i.influence.pass_saved[lane] / contracted
            + margin.per_saved / i.influence.spending[lane].max(1.0))
            / present,
        sight: state.sight[lane],
    }
}

/// What the levers of one lane move.
#[inline(always)]
fn lever_facts(y: &TileYear<'_>, i: &Incentive<'_>, state: &StateTile, lane: usize) -> LeverFacts {
    let present = state.present[lane];
    let mut margin = i.expected.lane(lane);
    margin.per_wrvu = (margin.per_wrvu + margin.per_wrvu_later) / present.max(1e-9);
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
        own_saved: i.pools.part[lane] * i.influence.pass_saved[lane] + margin.per_saved,
        own_documented: i.pools.part[lane] * i.influence.pass_documented[lane] + margin.per_risk,
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
    let mut i = Incentive::of_work(y);
    i.work_out(y, state);
    let facts = lever_facts(y, &i, state, lane);
    Probed {
        gradients: gradients(&y.terms.scenario.value, &y.expectations.slopes, &facts),
        ease: y.practice.ease.map(|lanes| lanes[lane]),
        stimulus: stimulus(y, &i, state, lane),
        expected_wrvu: i.outlook.work.wrvu[lane],
    }
}

/// Step 2's finding: how far the agreement is from value, and where.
#[inline(always)]
pub(super) fn measure_alignment(y: &TileYear<'_>, i: &Incentive<'_>, state: &StateTile, done: &mut YearTile) {
    let worth = &y.terms.scenario.value;
    let strength = worth.target_strength.0.max(1e-3);
    let undiscounted = 1.0 / y.expectations.worth_of_pools.max(1e-9);
    for lane in 0..TILE {
        let facts = lever_facts(y, i, state, lane);
        let g = gradients(worth, &y.expectations.slopes, &facts);
        let ease = y.practice.ease.map(|lanes| lanes[lane]);
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
            (facts.own_saved - facts.margin.per_saved) * undiscounted / i.influence.contracted[lane].max(1.0),
        );
        set(Metric::AlignmentGap, i.influence.value_revenue[lane]);
    }
}
