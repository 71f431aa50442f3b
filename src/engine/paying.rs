//! Step 7: pools are divided, plans pay, the cap cuts, statements are measured.

use super::balances::{BalanceTile, bring};
use super::expectations::Expectations;
use super::grouping::{Group, GroupQuality};
use super::incentive::covered;
use super::luck::LuckTile;
use super::members::Brought;
use super::metric::Metric;
use super::response::YearTile;
use super::transition::held;
use super::trial::{StateTile, TrialTerms};
use crate::model::PracticeTile;
use crate::pay::{FairMarketValue, Needs, PayClass, StatementTile, WorkTile};
use crate::system::{Member, PerUnit};
use crate::tile::{Lanes, TILE};
use crate::units::Cents;
use pulp::NullaryFnOnce;

/// A pool being divided: whole cents, the boundaries between neighbours rounded, so that what is
/// given adds up to the pool. See [`crate::units::apportion`].
#[derive(Clone, Debug)]
pub(super) struct PoolDivision {
    /// The money.
    pub money: Cents,
    /// Parts per unit.
    pub per_unit: PerUnit,
    /// Sum of all parts, in 2^-40ths.
    pub total: i64,
    /// Parts so far.
    running: i64,
    /// Money so far.
    given: Cents,
}

/// One over the resolution of a member's part of a pool.
const PART_QUANTA: f64 = 1_099_511_627_776.0;

impl PoolDivision {
    pub(super) fn new(money: Cents, per_unit: PerUnit) -> PoolDivision {
        PoolDivision { money, per_unit, total: 0, running: 0, given: Cents::ZERO }
    }

    /// One member's money, when the pool is divided again from the beginning.
    pub(super) fn share_of(&self, parts: &[[i64; TILE]], tile: usize, lane: usize) -> Cents {
        let mut again = PoolDivision { running: 0, given: Cents::ZERO, ..self.clone() };
        let mut pay = Cents::ZERO;
        for part in parts.iter().flatten().take(tile * TILE + lane + 1) {
            pay = again.next(*part);
        }
        pay
    }

    /// The next member's money.
    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "parts add up to about 2^40")]
    fn next(&mut self, part: i64) -> Cents {
        if self.total == 0 {
            return Cents::ZERO;
        }
        self.running += part;
        let boundary = if self.running >= self.total {
            self.money
        } else {
            Cents::round(self.money.dollars() * (self.running as f64 / self.total as f64))
        };
        let share = boundary - self.given;
        self.given = boundary;
        share
    }
}

/// A member's part of a pool in whole quanta.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "a part is at most 1")]
fn quantised(per_unit: &PerUnit, member: &Member) -> i64 {
    (per_unit.part(member) * PART_QUANTA) as i64
}

/// The members of a pool in one tile, by their part of it.
#[inline(always)]
pub(super) fn parts(
    division: &PoolDivision,
    member_of: &[bool],
    practice: &PracticeTile,
    state: &StateTile,
    done: &YearTile,
    savings: &Lanes,
    parts: &mut [i64; TILE],
) {
    *parts = [0; TILE];
    let brought = Brought { wrvu: &done.wrvu, quality: &done.quality, savings };
    for place in state.plans().filter(|place| member_of[*place]) {
        let mut portion = [0.0; TILE];
        state.portions(place, &mut portion);
        for lane in 0..TILE {
            parts[lane] += quantised(&division.per_unit, &brought.member(practice, &portion, lane));
        }
    }
}

/// Pays a tile: plans, then pools, then the cap; then measures. Its output is what the cap cut from
/// pool money.
pub(super) struct PayStep<'a> {
    pub terms: &'a TrialTerms,
    pub expectations: &'a Expectations,
    pub luck: &'a LuckTile,
    pub practice: &'a PracticeTile,
    pub state: &'a StateTile,
    /// What agreements carry, where any do.
    pub balance: Option<&'a mut BalanceTile>,
    pub done: &'a mut YearTile,
    pub year: usize,
    pub pools: &'a mut [(PoolDivision, Vec<[i64; TILE]>)],
    pub groups: &'a mut [Group],
    pub group_quality: &'a [GroupQuality],
    pub tile: usize,
    /// Whether any plan has a cap.
    pub capped: bool,
    /// Pay of the same positions in the baseline arm.
    pub baseline: &'a [Cents; TILE],
    pub statement: &'a mut StatementTile,
}

impl NullaryFnOnce for PayStep<'_> {
    type Output = Cents;

    #[inline(always)]
    fn call(self) -> Cents {
        let PayStep {
            terms,
            expectations,
            luck,
            practice,
            state,
            balance,
            done,
            year,
            pools,
            groups,
            group_quality,
            tile,
            capped,
            baseline,
            statement,
        } = self;
        let mut cap = [0.0; TILE];
        pay_plans(
            terms,
            expectations,
            group_quality,
            luck,
            practice,
            state,
            balance,
            done,
            year,
            capped,
            &mut cap,
            statement,
        );
        for group in groups.iter_mut() {
            let line = statement.line_mut(PayClass::Volume);
            for (pay, part) in line.iter_mut().zip(&group.parts[tile]) {
                *pay += group.division.next(*part);
            }
        }
        let mut pooled = [Cents::ZERO; TILE];
        for (division, parts) in pools.iter_mut() {
            for (pay, part) in pooled.iter_mut().zip(&parts[tile]) {
                *pay += division.next(*part);
            }
        }
        if !pools.is_empty() {
            let line = statement.line_mut(PayClass::Cost);
            for (pay, pooled) in line.iter_mut().zip(&pooled) {
                *pay += *pooled;
            }
        }
        let returned = if capped { cut(&cap, &pooled, statement) } else { Cents::ZERO };
        measure(practice, statement, baseline, done);
        returned
    }
}

/// What plans pay, and the cap on all pay.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the facts of one tile-year")]
fn pay_plans(
    terms: &TrialTerms,
    expectations: &Expectations,
    group_quality: &[GroupQuality],
    luck: &LuckTile,
    practice: &PracticeTile,
    state: &StateTile,
    balance: Option<&mut BalanceTile>,
    done: &YearTile,
    year: usize,
    capped: bool,
    cap: &mut Lanes,
    statement: &mut StatementTile,
) {
    *statement = StatementTile::EMPTY;
    let (now, mut moved) = balance.map(|own| (&own.now, &mut own.moved)).unzip();
    let mut work = work_of(practice, expectations, done);
    for place in state.plans() {
        let plan = &terms.scenario.plan.0[place].1;
        let needs = plan.needs();
        state.portions(place, &mut work.portion);
        if needs.group {
            let portion = work.portion;
            group_quality[place].write(&portion, &mut work);
        }
        let index = expectations.index_of(plan, year);
        for portion in &mut work.portion {
            *portion *= index;
        }
        if capped {
            let most = plan.cap_per_fte();
            for lane in 0..TILE {
                cap[lane] += work.portion[lane] * practice.fte[lane] * most;
            }
        }
        know_needs(needs, index, luck, practice, state, done, &mut work);
        expectations.schedule.write(plan, place, practice, &mut work.schedule);
        let mut cover = [0.0; TILE];
        let covers = covered(plan, state, year, &mut cover);
        if let (Some(now), Some(moved)) = (now, moved.as_deref_mut()) {
            bring(now, state, place, index, &mut work);
            moved.note(plan, place, state, &work, &cover);
        }
        let cover = covers.then_some(&cover);
        if let Some(held) = held(terms, plan, place, state, year) {
            let needs = needs.or(held.old.needs());
            know_needs(needs, index, luck, practice, state, done, &mut work);
            let mut own = StatementTile::EMPTY;
            plan.pay_tile(&work, cover, &mut own);
            held.top_up(&work, &mut own);
            statement.add(&own);
        } else {
            plan.pay_tile(&work, cover, statement);
        }
    }
}

/// The year's work of a tile, on no plan yet.
#[inline(always)]
pub(super) fn work_of<'a>(
    practice: &'a PracticeTile,
    expectations: &Expectations,
    done: &YearTile,
) -> WorkTile<'a> {
    WorkTile { wrvu: done.wrvu, quality: done.quality, bonus_cut: expectations.bonus_cut, ..practice.work() }
}

/// Facts that only some components need, in dollars of the plan's price level.
#[inline(always)]
pub(super) fn know_needs<'a>(
    needs: Needs,
    pay_index: f64,
    luck: &LuckTile,
    practice: &'a PracticeTile,
    state: &StateTile,
    done: &YearTile,
    work: &mut WorkTile<'a>,
) {
    let per_index = 1.0 / pay_index;
    if needs.collections {
        for lane in 0..TILE {
            work.collected_per_wrvu[lane] = done.price[lane] * per_index;
        }
    }
    if needs.cost {
        for lane in 0..TILE {
            work.spending[lane] = done.spending[lane] * per_index;
        }
        work.taken = state.taken;
        work.cost_luck = luck.cost;
        work.cost_sd = &practice.cost_sd;
    }
}

/// Cuts statements to the cap; returns what was cut from pool money, which goes before other pay for
/// cost of care.
#[inline(always)]
fn cut(cap: &Lanes, pooled: &[Cents; TILE], statement: &mut StatementTile) -> Cents {
    let totals = statement.totals();
    let mut returned = Cents::ZERO;
    for lane in 0..TILE {
        let most = Cents::round(cap[lane]);
        if totals[lane] > most {
            let mut one = statement.lane(lane);
            returned += FairMarketValue::cut(most, &mut one).of(PayClass::Cost).min(pooled[lane]);
            statement.set(lane, &one);
        }
    }
    returned
}

/// Writes a tile's statements into what is measured; `baseline` is the pay of the same positions in
/// the baseline arm.
#[inline(always)]
fn measure(
    practice: &PracticeTile,
    statement: &StatementTile,
    baseline: &[Cents; TILE],
    done: &mut YearTile,
) {
    let totals = statement.totals();
    let [time, volume, quality, cost, service] =
        [PayClass::Time, PayClass::Volume, PayClass::Quality, PayClass::Cost, PayClass::Service]
            .map(|class| statement.line(class));
    let saved = &done.saved;
    let m = &mut done.measured;
    for lane in 0..TILE {
        let pay = totals[lane].dollars();
        let value = (quality[lane] + cost[lane]).dollars();
        let volume_pay = volume[lane].dollars();
        let per_dollar = 1.0 / pay.max(0.01);
        m[Metric::Pay.place()][lane] = pay;
        m[Metric::PayChange.place()][lane] = (totals[lane] - baseline[lane]).dollars();
        m[Metric::ValuePay.place()][lane] = value;
        m[Metric::TimePay.place()][lane] = time[lane].dollars();
        m[Metric::VolumePay.place()][lane] = volume_pay;
        m[Metric::QualityPay.place()][lane] = quality[lane].dollars();
        m[Metric::PassThroughPay.place()][lane] = cost[lane].dollars();
        m[Metric::ServicePay.place()][lane] = service[lane].dollars();
        m[Metric::VolumeShare.place()][lane] = volume_pay * per_dollar;
        let share = value * per_dollar;
        m[Metric::ValueShare.place()][lane] = share;
        let gap = &mut m[Metric::AlignmentGap.place()][lane];
        *gap = 100.0 * (*gap - practice.present[lane] * share);
        m[Metric::UnpaidValue.place()][lane] = if saved[lane] > 0.0 && value <= 0.0 { 1.0 } else { 0.0 };
    }
}
