//! What an arm looks up and never changes.

use super::persons::Persons;
use crate::engine::position::PositionTile;
use crate::entity::{Date, Physician, Stay};
use crate::model::{Arm, Model, Scenario, Tenure, When};
use crate::payer::LineOfBusiness;
use crate::tile::{TILE, tiles};
use crate::units::real;

/// What an arm looks up and never changes.
#[derive(Debug)]
pub(crate) struct ArmFrame<'m> {
    /// The arm.
    pub arm: &'m Arm,
    /// For each of its contracts, the place of its name in the model.
    pub contracts: Vec<usize>,
    /// For each of its contracts, the place of its line of business.
    pub lines: Vec<usize>,
    /// For each of its contracts, when it runs and what it follows.
    pub tenures: Vec<Tenure>,
    /// For each of its contracts, performance years behind it at the start.
    pub ages: Vec<usize>,
    /// For each plan, the pools it gives a share in.
    pub plan_pools: Vec<Vec<usize>>,
    /// For each plan, the redesign that replaces it.
    pub redesign: Vec<Option<usize>>,
    /// For each redesign, the plan that takes over.
    pub successor: Vec<u8>,
    /// Everyone's state at the start.
    pub start: Vec<PositionTile>,
    /// Positions that the baseline does not have, lanes as bits, tile by tile; empty where there are none.
    pub added: Vec<u32>,
    /// Positions that only one of the arm and the baseline has, likewise: nothing to compare pay with.
    pub unshared: Vec<u32>,
    /// Those who hold several positions.
    pub persons: Persons,
    /// What dates in advance do to positions, year by year.
    pub dated: Vec<Vec<Dated>>,
    /// Whether what is uncertain is the same as in the baseline.
    pub draws_as_baseline: bool,
}

impl<'m> ArmFrame<'m> {
    pub(crate) fn new(model: &Model, arm: &'m Arm) -> ArmFrame<'m> {
        let scenario = &arm.scenario;
        let mut redesign = vec![None; scenario.plan.len()];
        for (i, change) in scenario.redesign.iter().enumerate() {
            redesign[usize::from(plan_place(scenario, &change.from))] = Some(i);
        }
        let contracts = scenario.contract.names();
        ArmFrame {
            arm,
            contracts: contracts.map(|name| place_of(&model.contract_names, name)).collect(),
            lines: scenario.contract.values().map(|c| place_of(LineOfBusiness::ALL, &c.line)).collect(),
            tenures: scenario.tenures(),
            ages: scenario.ages(),
            plan_pools: scenario
                .plan
                .values()
                .map(|plan| plan.pools().filter_map(|pool| scenario.allocation.pool.index(pool)).collect())
                .collect(),
            successor: scenario.redesign.iter().map(|change| plan_place(scenario, &change.to)).collect(),
            redesign,
            start: seats(model, arm),
            added: positions(model, arm, |own, baseline| own && !baseline),
            unshared: positions(model, arm, |own, baseline| own != baseline),
            persons: Persons::of(arm, tiles(model.len())),
            dated: (0..model.years).map(|year| dated(model, arm, year)).collect(),
            draws_as_baseline: arm.drawn == model.arms[0].drawn && arm.copula == model.arms[0].copula,
        }
    }

    /// The redesign of a plan that is in force at a month, if it applies to such an occasion.
    pub(crate) fn redesigned(&self, scenario: &Scenario, plan: u8, month: f64, hired: bool) -> Option<u8> {
        let place = self.redesign[usize::from(plan)]?;
        let change = &scenario.redesign[place];
        let applies = hired || change.when != When::Hire;
        (applies && month >= change.effective(scenario.run.start())).then(|| self.successor[place])
    }
}

/// The place of what is known to stand in a list.
fn place_of<T: PartialEq<U>, U: ?Sized>(list: &[T], one: &U) -> usize {
    list.iter().position(|other| other == one).unwrap_or(0)
}

fn plan_place(scenario: &Scenario, name: &str) -> u8 {
    u8::try_from(scenario.plan.index(name).unwrap_or(0)).unwrap_or(0)
}

/// Everyone's state at the start.
fn seats(model: &Model, arm: &Arm) -> Vec<PositionTile> {
    let start = model.start.0;
    let mut seats = vec![PositionTile::EMPTY; tiles(model.len())];
    for (place, physician) in arm.roster.iter().enumerate() {
        let Some(physician) = physician else { continue };
        let (k, lane) = (place / TILE, place % TILE);
        let tile = &mut seats[k];
        tile.plan[lane] = plan_place(&arm.scenario, &physician.plan);
        tile.present[lane] = 1.0;
        tile.hired[lane] = physician.hired.months_from(start);
        tile.renews[lane] = physician.renewals.next(Date::month(start, 1)).months_from(start);
        tile.term_years[lane] = physician.renewals.term_years;
        tile.first_plan[lane] = tile.plan[lane];
        // Leave in the year before: agreements whose year began in it know of it.
        if let Some((from, to)) = physician.career.leave_from.zip(physician.career.leave_to) {
            let month = |date: Date| (date.months_from(start) + 12.0).clamp(0.0, 12.0);
            (tile.leave[lane], tile.back[lane]) = (month(from), month(to));
            tile.partial |= 1 << lane;
        }
    }
    seats
}

/// Positions by whether an arm and the baseline have them, lanes as bits, tile by tile; empty where there are
/// none.
fn positions(model: &Model, arm: &Arm, which: impl Fn(bool, bool) -> bool) -> Vec<u32> {
    let mut found = vec![0; tiles(model.len())];
    let both = arm.roster.iter().zip(&model.arms[0].roster).enumerate();
    for (place, _) in both.filter(|(_, (own, baseline))| which(own.is_some(), baseline.is_some())) {
        found[place / TILE] |= 1 << (place % TILE);
    }
    if found.iter().all(|lanes| *lanes == 0) { Vec::new() } else { found }
}

/// What dates in advance do to a position in a year.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dated {
    /// The position.
    pub tile: usize,
    pub lane: usize,
    /// Where its months are spent.
    pub stay: Stay,
    /// The plan it moves to, and the month of the year in which it does.
    pub moves: Option<(u8, f64)>,
}

/// What dates in advance do to positions in a year, counted from the start.
fn dated(model: &Model, arm: &Arm, year: usize) -> Vec<Dated> {
    let start = model.start.0;
    let first = 12.0 * real(year);
    let one = |(place, physician): (usize, &Option<Physician>)| {
        let physician = physician.as_ref().filter(|p| p.is_dated(start))?;
        let stay = physician.stay(start, year)?;
        let mut to_come = physician.plans_to_come(start);
        let moves = to_come.find(|(month, _)| *month >= first && *month < first + 12.0);
        let moves = moves.map(|(month, plan)| (plan_place(&arm.scenario, plan), month - first));
        let changes = moves.is_some() || stay != Stay::WHOLE;
        changes.then_some(Dated { tile: place / TILE, lane: place % TILE, stay, moves })
    };
    arm.roster.iter().enumerate().filter_map(one).collect()
}
