//! The facts that a plan pays by, put together here and nowhere else: for what is expected, for what is
//! paid, for statements, and for the old plan that a floor goes by.

use super::done::DoneTile;
use super::groups::GroupQuality;
use super::months::{agreement_year, calendar, stated_pace};
use super::tile_meeting::TileMeeting;
use super::transition::{Held, held};
use crate::engine::luck::LuckTile;
use crate::engine::position::PositionTile;
use crate::pay::{CapOf, CarriedTile, FairMarketValue, Needs, Plan, WorkTile};
use crate::tile::{Eights, Lanes, TILE, choose, highest};

/// What is known of a tile's year beside its wRVUs and quality: foreseen, or done.
#[derive(Clone, Copy)]
pub(crate) struct KnownSoFar<'s> {
    /// Professional revenue per wRVU.
    pub price: &'s Lanes,
    /// Cost of care under influence, $.
    pub spending: &'s Lanes,
    /// Luck of the cost of care; nothing before it is known.
    pub cost_luck: Option<&'s Lanes>,
    /// Measured quality of the members of each plan.
    pub group_quality: &'s [GroupQuality],
}

impl<'s> KnownSoFar<'s> {
    /// What is known of a year that is over: what a wRVU brought, and what care cost.
    pub(crate) fn over(
        (price, spending): (&'s Lanes, &'s Lanes),
        luck: &'s LuckTile,
        group_quality: &'s [GroupQuality],
    ) -> KnownSoFar<'s> {
        KnownSoFar { price, spending, cost_luck: Some(&luck.cost), group_quality }
    }
}

impl DoneTile {
    /// What is known of a year that is over.
    pub(crate) fn seen<'s>(
        &'s self,
        luck: &'s LuckTile,
        group_quality: &'s [GroupQuality],
    ) -> KnownSoFar<'s> {
        KnownSoFar::over((&self.price, &self.spending), luck, group_quality)
    }
}

/// A plan as the tile meets it in a year. The facts of its members stand in the work that was turned to
/// it.
pub(crate) struct OnPlan<'a> {
    pub plan: &'a Plan,
    /// Multiple of its dollar amounts.
    pub index: f64,
    /// What holds of the pay of an old plan.
    pub held: Option<Box<Held<'a>>>,
    cover: Lanes,
    covers: bool,
}

/// The year's work of a tile, on no plan yet.
#[inline(always)]
pub(crate) fn work_of<'a>(y: &TileMeeting<'a>, wrvu: &Lanes, quality: &Lanes) -> WorkTile<'a> {
    WorkTile { wrvu: *wrvu, quality: *quality, bonus_cut: y.expectations.bonus_cut, ..y.practice.work() }
}

impl<'a> OnPlan<'a> {
    /// Turns the work of a tile to the plan at a place; `portion` is the part of the year on it.
    #[inline(always)]
    pub(crate) fn turn(
        y: &TileMeeting<'a>,
        positions: &PositionTile,
        place: usize,
        portion: &Lanes,
        seen: KnownSoFar<'_>,
        work: &mut WorkTile<'a>,
    ) -> OnPlan<'a> {
        let plan = &y.terms.scenario.plan.0[place].1;
        let index = y.expectations.index_of(plan, y.year);
        let held = held(y.terms, plan, place, positions, y.year);
        let own = y.terms.needs[place];
        let needs = held.as_ref().map_or(own, |held| own.or(held.old.needs()));
        for lane in 0..TILE {
            work.portion[lane] = portion[lane] * index;
        }
        // An agreement's own year may hold a part of the calendar year before.
        work.eights = if plan.year_begins == 1 { Eights::with_any(portion) } else { Eights::ALL };
        if own.group {
            seen.group_quality[place].write(portion, work);
        }
        if let Some(carried) = y.carried {
            (work.carried, work.carries, work.pay_index) = (carried, begun(positions, place), index);
            if needs.last_year {
                recall(y, positions, carried, work);
            }
        }
        if needs.served {
            served(positions, y.year, &mut work.served);
        }
        look_up(y, needs, index, positions, seen, work);
        y.expectations.schedule.write(plan, place, y.practice, &mut work.schedule);
        (work.calendar, work.agreement_year) = (None, None);
        if !y.parts.is_empty() || (y.stated_months.is_some() && positions.partial != 0) {
            meet_part(y, positions, place, work);
        }
        if plan.year_begins != 1 {
            work.agreement_year = Some(Box::new(agreement_year(y, positions, (place, plan), work)));
        }
        if needs.months {
            let over = seen.cost_luck.is_some();
            let months =
                calendar(y, positions, (place, plan.guarantee.as_ref()), (over, work.on_part.as_deref()));
            work.calendar = Some(Box::new(months));
        }
        let mut on = OnPlan { plan, index, held, cover: [0.0; TILE], covers: false };
        on.covers = covered(plan, place, positions, y.year, &mut on.cover);
        on
    }

    /// Turns work to a plan that nobody is on yet, in the place of the one it was turned to: the
    /// group's mean is one's own, and nothing is carried.
    pub(crate) fn shadow(
        y: &TileMeeting<'a>,
        positions: &PositionTile,
        place: usize,
        portion: &Lanes,
        seen: KnownSoFar<'_>,
        work: &mut WorkTile<'a>,
    ) -> OnPlan<'a> {
        let plan = &y.terms.scenario.plan.0[place].1;
        let index = y.expectations.index_of(plan, y.year);
        for lane in 0..TILE {
            work.portion[lane] = portion[lane] * index;
        }
        work.eights = Eights::ALL;
        (work.group_quality, work.group_part, work.group_felt) = (work.quality, [1.0; TILE], 0.0);
        (work.carries, work.pay_index) = (0, index);
        (work.calendar, work.agreement_year) = (None, None);
        look_up(y, y.terms.needs[place], index, positions, seen, work);
        y.expectations.schedule.write(plan, place, y.practice, &mut work.schedule);
        OnPlan { plan, index, held: None, cover: [0.0; TILE], covers: false }
    }

    /// Part of the time under the plan's guarantee, where anybody has any.
    #[inline(always)]
    pub(crate) fn cover(&self) -> Option<&Lanes> {
        self.covers.then_some(&self.cover)
    }

    /// The cap on what the plan pays for a part of the year, if it has one.
    #[inline(always)]
    pub(crate) fn part_cap(&self) -> Option<&'a FairMarketValue> {
        self.plan.fair_market_value.as_ref().filter(|cap| cap.of == CapOf::Part)
    }
}

/// Turns work to what the roster says of the part of the year on the plan at a place.
#[inline(never)]
fn meet_part<'a>(y: &TileMeeting<'a>, positions: &PositionTile, place: usize, work: &mut WorkTile<'a>) {
    if let Some(before) = work.on_part.take() {
        for lane in 0..TILE {
            work.wrvu[lane] /= before[lane];
        }
    }
    let part = y.parts.iter().find(|part| part.plan == place);
    let facts = part.map_or(y.practice, |part| &part.facts);
    let WorkTile { fte, clinical_fte, panel, base_salary, duties, said, .. } = facts.work();
    (work.fte, work.clinical_fte, work.panel, work.base_salary) = (fte, clinical_fte, panel, base_salary);
    (work.duties, work.said) = (duties, said);
    let mut pace = part.map_or([1.0; TILE], |part| part.work);
    if let Some(months) = y.stated_months {
        stated_pace(positions, place, months, &mut pace);
    }
    for lane in 0..TILE {
        work.wrvu[lane] *= pace[lane];
    }
    work.on_part = Some(Box::new(pace));
}

/// One's own year before: as it was done; before the first year, as the roster tells it of those who are on
/// it.
fn recall<'a>(y: &TileMeeting<'a>, positions: &PositionTile, carried: &CarriedTile, work: &mut WorkTile<'a>) {
    (work.last_wrvu, work.last_quality) = (carried.last_wrvu, carried.last_quality);
    if y.year > 0 {
        return;
    }
    let practice = y.practice;
    for lane in (0..TILE).filter(|lane| positions.hired[*lane] < 0.0) {
        work.last_wrvu[lane] = practice.wrvu[lane] / practice.clinical_fte[lane].max(1e-6);
        work.last_quality[lane] = practice.quality[lane];
    }
}

/// Months since hire when the year ends.
fn served(positions: &PositionTile, year: usize, served: &mut Lanes) {
    #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
    let end = 12.0 * (year + 1) as f64;
    for lane in 0..TILE {
        served[lane] = (end - positions.hired[lane]).max(0.0);
    }
}

/// The lanes that were on a plan when the year began, as bits: their agreement carries.
#[inline(always)]
fn begun(positions: &PositionTile, place: usize) -> u32 {
    let mut begun = 0;
    for lane in 0..TILE {
        begun |= u32::from(usize::from(positions.before[lane]) == place) << lane;
    }
    begun
}

/// A part of a year that nobody holds a position for: below a day.
const MOMENT: f64 = 1e-3;

/// Facts that only some components need, in dollars of the plan's price level.
#[inline(always)]
fn look_up<'a>(
    y: &TileMeeting<'a>,
    needs: Needs,
    pay_index: f64,
    positions: &PositionTile,
    seen: KnownSoFar<'_>,
    work: &mut WorkTile<'a>,
) {
    let per_index = 1.0 / pay_index;
    // Lives of a position that is held for a part of the year stand for that part; a year's are asked for.
    let held = &y.practice.held;
    if needs.collections {
        for lane in 0..TILE {
            work.collected_per_wrvu[lane] = seen.price[lane] * per_index;
        }
    }
    if needs.cost {
        for lane in 0..TILE {
            work.spending[lane] = seen.spending[lane] * per_index / held[lane].max(MOMENT);
        }
        work.taken = positions.taken;
        if let Some(luck) = seen.cost_luck {
            work.cost_luck = *luck;
        }
        work.cost_sd = &y.practice.cost_sd;
    }
    if needs.coded {
        work.recoded = positions.recoded;
    }
    if needs.members {
        work.members_cost = members_cost(y, seen.cost_luck.is_some());
        for lane in 0..TILE {
            work.members_cost[lane] *= per_index / held[lane].max(MOMENT);
        }
        (work.dearer, work.social) = (&y.practice.dearer, &y.practice.social);
        work.missed = y.terms.scenario.measurement.cost_missed.0;
    }
}

/// Cost of care of the whole panel of each of a tile at the average style without any response, $: expected
/// before the year, or as prices came out.
pub(crate) fn members_cost(y: &TileMeeting<'_>, over: bool) -> Lanes {
    let mut cost = [0.0; TILE];
    for (population, own) in y.expectations.populations.iter().zip(y.contracts) {
        for lane in 0..TILE {
            cost[lane] += own.lives[lane] * population.own_care[usize::from(over)];
        }
    }
    cost
}

/// Part of the time under a plan's guarantee, for each lane; false when nobody has any.
#[inline(always)]
fn covered(plan: &Plan, place: usize, positions: &PositionTile, year: usize, covered: &mut Lanes) -> bool {
    let Some(guarantee) = &plan.guarantee else { return false };
    #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
    let first = 12.0 * year as f64;
    let mut part = [0.0; TILE];
    for lane in 0..TILE {
        let (from, until) = guarantee.covers(positions.hired[lane] - first);
        let spell = positions.spell(lane, place);
        let months = positions.months(lane, spell.0, spell.1);
        let under = positions.months(lane, spell.0.max(from), spell.1.min(until));
        // Nobody's months are below zero, so that one question is enough.
        part[lane] = choose(months.min(until) > 0.0, under / months.max(1e-9), 0.0);
    }
    *covered = part;
    highest(covered) > 0.0
}
