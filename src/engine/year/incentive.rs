//! Step 2, second half: what pays a tile of physicians.

use super::caps::{CapTile, mute_part};
use super::expectations::{BudgetYear, PoolYear, Population};
use super::facts::{KnownSoFar, OnPlan, work_of};
use super::groups::GroupYear;
use super::members::{Brought, NO_SAVINGS};
use super::tile_meeting::{TileMeeting, WIDTH};
use crate::behaviour::Stimulus;
use crate::engine::arm::PlanFelt;
use crate::engine::position::PositionTile;
use crate::model::ContractTile;
use crate::pay::{Capitation, Margin, MarginTile, Moves, OutlookTile, Plan};
use crate::system::Member;
use crate::terms::excess;
use crate::tile::{EIGHT, Eights, Lanes, Span, TILE};

/// Sums over the populations of one tile.
pub(crate) struct Influence {
    pub price: Lanes,
    pub spending: Lanes,
    pub contracted: Lanes,
    pub saved: Lanes,
    pub documented: Lanes,
    pub quality: Lanes,
    /// What contracts pay for quality higher by 1 of all whose care it reaches.
    pub quality_reached: Lanes,
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
        quality_reached: [0.0; TILE],
        fees: [0.0; TILE],
        pass_saved: [0.0; TILE],
        pass_documented: [0.0; TILE],
        pass_quality: [0.0; TILE],
        value_revenue: [0.0; TILE],
    };

    /// Adds all populations for an eight: the sums stay in registers.
    #[inline(always)]
    fn add(&mut self, populations: &[Population], contracts: &[ContractTile], span: Span<EIGHT>) {
        for (p, own) in populations.iter().zip(contracts) {
            for lane in span.lanes() {
                let spending = own.influence[lane] * p.spending;
                let benchmark = own.influence[lane] * p.benchmark;
                let lives = own.lives[lane];
                self.spending[lane] += spending;
                self.contracted[lane] += p.value_based * spending;
                self.saved[lane] += p.slope * spending;
                self.documented[lane] += p.benchmark_slope * benchmark;
                self.quality[lane] += p.quality_slope * lives;
                self.quality_reached[lane] += p.quality_slope * own.reached[lane];
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

/// What pools mean to the physicians of a tile.
pub(crate) struct PoolShare {
    /// Own part of a dollar in the physicians' money that their savings brought.
    pub part: Lanes,
    /// The same as it is felt.
    pub felt: Lanes,
    pub expected: Lanes,
    pub per_wrvu: Lanes,
    pub per_patient: Lanes,
    pub per_quality: Lanes,
    /// Of that, from contracts' money.
    pub passed_quality: Lanes,
}

impl PoolShare {
    const EMPTY: PoolShare = PoolShare {
        part: [0.0; TILE],
        felt: [0.0; TILE],
        expected: [0.0; TILE],
        per_wrvu: [0.0; TILE],
        per_patient: [0.0; TILE],
        per_quality: [0.0; TILE],
        passed_quality: [0.0; TILE],
    };

    /// Adds a pool that a span is a member of for a portion of the year.
    #[inline(always)]
    fn add<const N: usize>(
        &mut self,
        pool: &PoolYear,
        portion: &Lanes,
        member: impl Fn(usize) -> Member,
        span: Span<N>,
    ) {
        for lane in span.lanes() {
            let member = member(lane);
            let part = pool.per_unit.part(&member);
            // Of a dollar of one's own, that weight gives one all, whatever it gives while nothing is known.
            let known = (pool.attribution - pool.evenly * member.fte) * portion[lane];
            self.part[lane] += pool.share * (part + known);
            self.felt[lane] += pool.share * pool.felt * portion[lane];
            self.expected[lane] += pool.expected * part;
            self.per_wrvu[lane] += pool.expected * pool.per_unit.wrvu * portion[lane];
            self.per_patient[lane] += pool.expected * pool.per_unit.panel * portion[lane];
            let quality = pool.expected * pool.per_unit.quality * member.fte * portion[lane];
            self.per_quality[lane] += quality;
            self.passed_quality[lane] += quality;
        }
    }

    /// Adds what points bring in a pool. They stand on the roster: nothing moves them.
    #[inline(always)]
    fn add_points<const N: usize>(
        &mut self,
        pool: &PoolYear,
        portion: &Lanes,
        points: &Lanes,
        span: Span<N>,
    ) {
        let money = pool.expected + pool.fixed.map_or(0.0, |fixed| fixed.money);
        for lane in span.lanes() {
            let part = pool.per_unit.points * points[lane] * portion[lane];
            self.part[lane] += pool.share * part;
            self.expected[lane] += money * part;
        }
    }

    /// Adds the pool of a group, or one of fixed dollars.
    #[inline(always)]
    fn add_group<const N: usize>(
        &mut self,
        group: &GroupYear,
        price: &Lanes,
        member: impl Fn(usize) -> Member,
        span: Span<N>,
    ) {
        for lane in span.lanes() {
            let share = group.share_of(&member(lane), price[lane]);
            self.expected[lane] += share.pay;
            self.per_wrvu[lane] += share.per_wrvu;
            self.per_patient[lane] += share.per_patient;
            self.per_quality[lane] += share.per_quality;
        }
    }
}

/// Everything about a tile's incentives.
pub(crate) struct Incentive<'a> {
    pub outlook: OutlookTile<'a>,
    pub expected: MarginTile,
    pub pools: PoolShare,
    pub influence: Influence,
    pub attention: Lanes,
    pub framing: Lanes,
    pub measures: Lanes,
    pub service_hours: Lanes,
}

impl<'a> Incentive<'a> {
    /// Nothing yet, at the expected work of a tile. It is large: it is worked out where it lies, not
    /// handed about.
    #[inline(always)]
    pub(crate) fn of_work(y: &TileMeeting<'a>) -> Incentive<'a> {
        Incentive {
            outlook: OutlookTile {
                work: work_of(y, &[0.0; TILE], &[0.0; TILE]),
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
            service_hours: [0.0; TILE],
        }
    }

    /// Works out what pays a tile.
    #[inline(always)]
    pub(crate) fn work_out(&mut self, y: &TileMeeting<'a>, positions: &PositionTile) {
        let mut cap = CapTile::OPEN;
        self.expect(y, positions, &mut cap);
        let united = y.expectations.united.get(y.tile);
        if cap.any {
            if let Some(united) = united {
                cap.lift(united.lanes);
            }
            let most = cap.most();
            for eight in Span::each() {
                self.mute_above(&most, eight);
            }
        }
        if let Some(united) = united.filter(|united| united.lanes != 0) {
            for lane in 0..TILE {
                self.cut(lane, united.over[lane], united.below[lane]);
            }
        }
    }

    /// Adds up what a tile's patients cost and bring, whoever pays for it.
    #[inline(always)]
    pub(crate) fn look_at_populations(&mut self, y: &TileMeeting<'a>) {
        for eight in Span::each() {
            self.influence.add(&y.expectations.populations, y.contracts, eight);
        }
    }

    /// Works out what pays a tile before any cap on all of it, and adds those caps to `cap`.
    #[inline(always)]
    pub(crate) fn expect(&mut self, y: &TileMeeting<'a>, positions: &PositionTile, cap: &mut CapTile) {
        self.look_at_populations(y);
        for span in Span::<WIDTH>::each() {
            self.expect_work(y, positions, span);
        }
        for place in positions.plans() {
            let mut portion = [0.0; TILE];
            positions.portions(place, &mut portion);
            for span in Span::<WIDTH>::each() {
                self.add_pools(y, place, &portion, span);
                self.add_attention(y, place, &portion, span);
            }
            let on = self.turn_to(y, positions, place, &portion);
            cap.add(on.plan.fair_market_value.as_ref(), y.year, &portion, self.outlook.work.fte);
            self.add_plan(y, &on, &portion);
            for budget in y.expectations.budgets.iter().filter(|budget| budget.plan == place) {
                self.add_budget(on.plan, budget, &portion);
            }
        }
        if cap.any {
            cap.less_elsewhere(y, positions);
        }
    }

    /// Expected work at annual rates.
    #[inline(always)]
    fn expect_work<const N: usize>(&mut self, y: &TileMeeting<'a>, positions: &PositionTile, span: Span<N>) {
        let cv = y.terms.scenario.chance.wrvu_cv.0;
        let outlook = &mut self.outlook;
        for lane in span.lanes() {
            let wrvu = y.practice.wrvu[lane]
                * y.expectations.work_growth
                * positions.ramp[lane]
                * positions.volume[lane]
                * positions.clinic[lane];
            outlook.work.wrvu[lane] = wrvu;
            outlook.wrvu_sd[lane] = cv * wrvu;
            let quality = y.practice.quality[lane] + 0.01 * positions.quality[lane];
            outlook.work.quality[lane] = quality.clamp(0.0, 1.0);
        }
    }

    /// Adds what pools mean to those on a plan.
    #[inline(always)]
    fn add_pools<const N: usize>(
        &mut self,
        y: &TileMeeting<'a>,
        place: usize,
        portion: &Lanes,
        span: Span<N>,
    ) {
        let work = &self.outlook.work;
        let brought = Brought { wrvu: &work.wrvu, quality: &work.quality, savings: &NO_SAVINGS };
        let member = |lane: usize| brought.member(y.practice, portion, lane);
        for pool in &y.plan_pools[place] {
            let year = &y.expectations.pools[*pool];
            match &year.fixed {
                None => self.pools.add(year, portion, member, span),
                Some(fixed) => self.pools.add_group(fixed, &self.influence.price, member, span),
            }
            if let Some(points) = y.points.get(*pool).filter(|_| year.per_unit.points > 0.0) {
                self.pools.add_points(year, portion, points, span);
            }
        }
        for group in y.expectations.groups.iter().filter(|group| group.plan == place) {
            self.pools.add_group(group, &self.influence.price, member, span);
        }
    }

    /// Adds what a plan asks of attention and of time.
    #[inline(always)]
    fn add_attention<const N: usize>(
        &mut self,
        y: &TileMeeting<'a>,
        place: usize,
        portion: &Lanes,
        span: Span<N>,
    ) {
        let felt = y.terms.felt.as_ref().map_or(PlanFelt::NOTHING, |felt| felt.plans[place]);
        let (service, _) = y.terms.hours[place];
        for lane in span.lanes() {
            self.attention[lane] += portion[lane] * felt.attention;
            self.framing[lane] += portion[lane] * felt.framing;
            self.measures[lane] += portion[lane] * felt.measures;
            self.service_hours[lane] += portion[lane] * service;
        }
    }

    /// Turns the expected work to a plan.
    #[inline(always)]
    pub(crate) fn turn_to(
        &mut self,
        y: &TileMeeting<'a>,
        positions: &PositionTile,
        place: usize,
        portion: &Lanes,
    ) -> OnPlan<'a> {
        let Influence { price, spending, .. } = &self.influence;
        let seen =
            KnownSoFar { price, spending, cost_luck: None, group_quality: &y.expectations.group_quality };
        OnPlan::turn(y, positions, place, portion, seen, &mut self.outlook.work)
    }

    /// Adds what a group's withhold against a budget is expected to return, by members.
    #[inline(never)]
    fn add_budget(&mut self, plan: &Plan, of_all: &BudgetYear, portion: &Lanes) {
        let Some((terms, budget)) = plan.pooled_withhold() else { return };
        let margin = &of_all.margin;
        for lane in 0..TILE {
            let work = self.outlook.work.lane(lane);
            let year = terms.care_year(budget, &work).times(work.portion);
            let part = portion[lane] * work.panel * of_all.per_member;
            let coded = terms.coded.0
                * (margin.per_withheld * year.withheld + margin.per_capitation * year.capitation);
            let own = Margin {
                pay: part * margin.pay,
                // Everything that members share grows with the panel, and one's own part of it.
                per_patient: portion[lane] * of_all.per_member * margin.pay,
                per_saved: part * margin.per_saved * work.portion * Capitation::reached(budget, &work),
                per_risk: part * coded,
                ..Margin::default()
            };
            self.expected.add(lane, 1.0, &own, Moves { saved: true, ..Moves::PANEL });
        }
    }

    /// Adds what a plan is expected to pay.
    #[inline(always)]
    fn add_plan(&mut self, y: &TileMeeting<'a>, on: &OnPlan<'a>, portion: &Lanes) {
        let (outlook, expected) = (&self.outlook, &mut self.expected);
        if on.held.is_none() && on.part_cap().is_none() {
            on.plan.expect_tile(y.arch, outlook, on.cover(), expected);
            return;
        }
        let mut own = MarginTile::EMPTY;
        on.plan.expect_tile(y.arch, outlook, on.cover(), &mut own);
        if let Some(held) = &on.held {
            own = held.expect(y.arch, outlook, &own);
        }
        if let Some(cap) = on.part_cap() {
            mute_part(cap, y.year, portion, outlook, &mut own);
        }
        expected.add_eights(Eights::ALL, &own, Moves::ALL);
    }
}

impl Incentive<'_> {
    /// Lets the cap on all sources of pay act on what is expected: `E[min(P, cap)]` with `P` normal
    /// by the luck of work, so that every slope holds only as far as pay is below the cap.
    #[inline(always)]
    fn mute_above(&mut self, cap: &Lanes, span: Span<EIGHT>) {
        if span.lanes().all(|lane| self.is_far_below(cap, lane)) {
            return;
        }
        for lane in span.lanes() {
            let (pay, sd) = self.pay_and_sd(lane);
            let over = excess(pay, sd, cap[lane]);
            self.cut(lane, over.value, 1.0 - over.chance);
        }
    }

    /// Takes what is expected `over` a cap off one lane, and leaves the part `below` of every slope.
    #[inline(always)]
    fn cut(&mut self, lane: usize, over: f64, below: f64) {
        self.expected.cut(lane, over, below);
        for slope in [
            &mut self.pools.part,
            &mut self.pools.felt,
            &mut self.pools.per_wrvu,
            &mut self.pools.per_patient,
            &mut self.pools.per_quality,
            &mut self.pools.passed_quality,
        ] {
            slope[lane] *= below;
        }
    }

    /// Expected pay of one lane from all sources, and its standard deviation by the luck of work.
    #[inline(always)]
    pub(crate) fn pay_and_sd(&self, lane: usize) -> (f64, f64) {
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

/// The incentive of one lane as behaviour meets it; `trust` is the weight of quality pay by the
/// reliability of what is measured. (A condition in here would keep loops from being vectorised.)
#[inline(always)]
pub(crate) fn stimulus(
    y: &TileMeeting<'_>,
    i: &Incentive<'_>,
    positions: &PositionTile,
    trust: f64,
    lane: usize,
) -> Stimulus {
    let margin = i.expected.lane(lane);
    let present = positions.present[lane].max(1e-9);
    let pay = (margin.pay + i.pools.expected[lane]).max(1.0);
    let wrvu = i.outlook.work.wrvu[lane];
    let contracted = i.influence.contracted[lane].max(1.0);
    // A division each would cost as much as all else here.
    let (per_pay, per_present) = (1.0 / pay, 1.0 / present);
    let rate = (margin.per_wrvu + margin.per_wrvu_later) * per_present + i.pools.per_wrvu[lane];
    let passed_quality = i.pools.passed_quality[lane];
    let per_quality = margin.per_quality + margin.per_quality_felt;
    Stimulus {
        volume_share: rate * wrvu * present * per_pay,
        rate_ratio: rate / (y.practice.market_rate[lane] * y.expectations.pay_index),
        quality_share: 0.20
            * trust
            * (i.framing[lane] * per_present * per_quality + (i.pools.per_quality[lane] - passed_quality))
            * per_pay,
        passed_quality_share: 0.20 * trust * passed_quality * per_pay,
        panel_share: y.practice.panel[lane] * (margin.per_patient + i.pools.per_patient[lane]) * per_pay,
        saved_share: margin.per_saved / i.influence.spending[lane].max(1.0) * per_present,
        passed_saved_share: i.pools.felt[lane] * i.influence.pass_saved[lane] / contracted * per_present,
        coded_share: margin.per_risk * per_pay,
        passed_coded_share: i.pools.felt[lane] * i.influence.pass_documented[lane] * per_pay,
        sight: positions.sight[lane],
        plan_sight: positions.plan_sight[lane],
    }
}
