//! Withholds against a budget for the care of everyone's members on one plan.

use super::division::PoolDivision;
use super::done::DoneTile;
use super::expectations::{BudgetYear, Expectations};
use super::facts::{KnownSoFar, OnPlan, work_of};
use super::groups::GroupQuality;
use super::meeting::Meeting;
use super::members::{Brought, NO_SAVINGS};
use super::tile_meeting::TileMeeting;
use crate::engine::arm::ArmState;
use crate::engine::position::PositionTile;
use crate::ledger::{Ledger, SystemFlow};
use crate::pay::{Capitation, CareBudget, CareYear};
use crate::system::PerUnit;
use crate::tile::{Lanes, TILE};
use crate::units::Cents;

/// A group's withhold being returned.
#[derive(Clone, Debug)]
pub(crate) struct BudgetDivision {
    /// The plan, by place.
    pub plan: usize,
    /// The year of everyone on it.
    pub year: CareYear,
    /// What is returned of the withhold.
    pub returned: Cents,
    /// The division of that, and of what the cost fell short of the budget by, by members.
    pub division: PoolDivision,
}

/// Everyone on a plan together.
#[derive(Clone, Copy, Debug, Default)]
struct Together {
    year: CareYear,
    /// Variance of the cost by the luck of who falls ill.
    variance: f64,
    /// Members, by the part of the year.
    members: f64,
}

impl Together {
    /// Adds those of a tile who are on the plan at a place, with their wRVUs and quality.
    fn add(
        &mut self,
        y: &TileMeeting<'_>,
        positions: &PositionTile,
        (place, (terms, budget)): OnBudget<'_>,
        (wrvu, quality): (&Lanes, &Lanes),
        seen: KnownSoFar<'_>,
    ) {
        let mut portion = [0.0; TILE];
        positions.portions(place, &mut portion);
        let mut work = work_of(y, wrvu, quality);
        OnPlan::turn(y, positions, place, &portion, seen, &mut work);
        for lane in 0..TILE {
            let own = work.lane(lane);
            self.year.add(&terms.care_year(budget, &own).times(own.portion));
            let sd = own.portion * budget.part.0 * own.members_cost * own.cost_sd;
            self.variance += sd * sd;
            self.members += portion[lane] * own.panel;
        }
    }
}

/// A plan with a withhold against a budget of the group, by place.
type OnBudget<'a> = (usize, (&'a Capitation, &'a CareBudget));

/// Those plans.
fn plans<'a>(m: &'a Meeting<'_>) -> impl Iterator<Item = OnBudget<'a>> {
    let plans = m.terms.scenario.plan.values().enumerate();
    plans.filter_map(|(place, plan)| Some((place, plan.pooled_withhold()?)))
}

/// What withholds against a group's budget are expected to return.
pub(crate) fn foresee(m: &Meeting<'_>, state: &ArmState, e: &Expectations) -> Vec<BudgetYear> {
    let expected = |plan: OnBudget<'_>| {
        let (place, (_, budget)) = plan;
        let mut all = Together::default();
        for (k, positions) in state.tiles_on(place) {
            let y = TileMeeting::of(m, e, None, k);
            let spending = under_influence(&y);
            let seen = KnownSoFar {
                price: &NO_SAVINGS,
                spending: &spending,
                cost_luck: None,
                group_quality: &e.group_quality,
            };
            all.add(&y, positions, plan, (&y.practice.wrvu, &y.practice.quality), seen);
        }
        let margin = budget.expect(&all.year, all.variance.sqrt());
        BudgetYear { plan: place, per_member: 1.0 / all.members.max(1.0), margin }
    };
    plans(m).map(expected).collect()
}

/// Expected cost of care under the influence of each of a tile.
fn under_influence(y: &TileMeeting<'_>) -> Lanes {
    let mut spending = [0.0; TILE];
    for (population, own) in y.expectations.populations.iter().zip(y.contracts) {
        for lane in 0..TILE {
            spending[lane] += own.influence[lane] * population.spending;
        }
    }
    spending
}

/// Prepares what every group's withhold returns after the year.
pub(crate) fn divide(
    m: &Meeting<'_>,
    state: &ArmState,
    (e, done): (&Expectations, &[DoneTile]),
    group_quality: &[GroupQuality],
) -> Vec<BudgetDivision> {
    let one = |plan: OnBudget<'_>| {
        let (place, (_, budget)) = plan;
        let mut all = Together::default();
        for (k, positions) in state.tiles_on(place) {
            let y = TileMeeting::of(m, e, None, k);
            let seen = done[k].seen(&m.physicians[k], group_quality);
            all.add(&y, positions, plan, (&done[k].wrvu, &done[k].quality), seen);
        }
        let (returned, surplus) = budget.returns(&all.year);
        let (returned, surplus) = (Cents::round(returned), Cents::round(surplus));
        let by_members =
            PerUnit { panel: if all.members > 0.0 { 1.0 / all.members } else { 0.0 }, ..PerUnit::default() };
        let mut division = PoolDivision::new(returned + surplus, by_members, state.tiles.len());
        for (k, positions) in state.tiles_on(place) {
            let brought = Brought { wrvu: &done[k].wrvu, quality: &done[k].quality, savings: &NO_SAVINGS };
            let belongs = |plan| plan == place;
            division.enter(k, &m.practice().tiles[k], positions, (&brought, None), belongs);
        }
        BudgetDivision { plan: place, year: all.year, returned, division }
    };
    plans(m).map(one).collect()
}

/// Posts what was withheld, and what became of it. Leaves in `cost` what is pay for cost of care from elsewhere.
pub(crate) fn post(budgets: &[BudgetDivision], cost: &mut Cents, ledger: &mut Ledger) {
    for budget in budgets.iter().filter(|budget| !budget.division.is_nobodys()) {
        let held = Cents::round(budget.year.withheld);
        *cost -= budget.returned;
        for (flow, amount) in [
            (SystemFlow::WithholdHeld, held),
            (SystemFlow::WithholdReturned, budget.returned),
            (SystemFlow::WithholdKept, held - budget.returned),
        ] {
            ledger.post_system(flow, amount);
        }
    }
}
