//! What each arm foresees, where every year turns out as expected: its settlements, and what its physicians are
//! paid by.

use super::replayed::Unexplained;
use crate::engine::arm::ArmFrame;
use crate::engine::run::{Reached, Shared, Worker};
use crate::engine::year::{CapTile, ForeseenSettlement, Incentive, TileMeeting, carried_by};
use crate::model::Model;
use crate::pay::Outlook;
use crate::tile::TILE;

/// A physician as the last year is expected.
#[derive(Clone, Debug)]
pub struct ForeseenMember {
    /// Place in the model.
    pub place: usize,
    /// The plan of most of the year, by its place among the arm's.
    pub plan: usize,
    /// The work that it pays for, and how uncertain that is.
    pub outlook: Outlook,
    /// Part of the time under the plan's guarantee.
    pub covered: f64,
    /// Part of the physicians' money that is expected to be the physician's.
    pub pool_part: f64,
    /// What reaches the physician of a dollar in the physicians' money that own savings brought: more, where a pool is
    /// divided by savings.
    pub own_part: f64,
    /// What pools are expected to pay, $.
    pub pools: f64,
    /// The most that may be paid from all sources, $.
    pub most: f64,
    /// Pay that goes with the visits not made, $ for each dollar of care avoided.
    pub visits: f64,
}

/// What one arm foresees.
#[derive(Clone, Debug, Default)]
pub struct ForeseenArm {
    /// By the contract's place among the arm's own: its last year with a settlement, counted from 0, and what is
    /// foreseen of it; `None` for one that never settles.
    pub contracts: Vec<Option<(usize, ForeseenSettlement)>>,
    /// Everyone at work in the last year.
    pub members: Vec<ForeseenMember>,
}

/// What each arm foresees, in the order of the arms, with every number that is drawn at its centre and every year as
/// expected.
///
/// # Errors
///
/// [`Unexplained`], a fault of the program.
pub fn foreseen_by_arm(model: &Model) -> Result<Vec<ForeseenArm>, Unexplained> {
    let certain = model.without_chance();
    let shared = Shared::new(&certain);
    let mut worker = Worker::new(&shared);
    worker.books.expectations.is_told = true;
    let mut found: Vec<ForeseenArm> = vec![ForeseenArm::default(); certain.arms.len()];
    worker.advance(&shared, 0, 1, |reached, worker| {
        let Reached::Year { arm, year } = reached else { return };
        let own = &mut found[arm];
        let contracts = &worker.books.expectations.contracts;
        own.contracts.resize(contracts.len(), None);
        for (slot, contract) in own.contracts.iter_mut().zip(contracts) {
            *slot = contract.foreseen.map(|foreseen| (year, foreseen)).or(*slot);
        }
        if year + 1 == certain.years {
            own.members = members(&certain, &shared.frames[arm], worker, (arm, year));
        }
    })?;
    Ok(found)
}

/// Everyone at work in a year.
fn members(
    model: &Model,
    frame: &ArmFrame<'_>,
    worker: &Worker,
    (arm, year): (usize, usize),
) -> Vec<ForeseenMember> {
    let (terms, state) = (worker.terms_of(arm), &worker.states[0]);
    let expectations = &worker.books.expectations;
    let practice = terms.practice(frame.arm, year);
    let worth = expectations.worth_of_pools.max(1e-9);
    let stewardship = terms.scenario.value.stewardship_wrvu.0;
    let mut all = Vec::new();
    for (k, positions) in state.tiles.iter().enumerate() {
        let y = TileMeeting {
            arch: worker.arch,
            terms,
            plan_pools: &frame.plan_pools,
            expectations,
            practice: &practice.tiles[k],
            contracts: practice.contracts_of(k),
            points: practice.points_of(k),
            carried: carried_by(state.accounts.draws.as_ref(), k),
            stated_months: practice.months.get(k),
            parts: practice.parts_of(k),
            month_luck: None,
            baseline: None,
            unshared: 0,
            year,
            looks: true,
            tile: k,
        };
        let mut i = Incentive::of_work(&y);
        let mut cap = CapTile::OPEN;
        i.expect(&y, positions, &mut cap);
        let mut turned: Vec<TurnedToPlan> = Vec::new();
        for place in positions.plans() {
            let mut portion = [0.0; TILE];
            positions.portions(place, &mut portion);
            let on = i.turn_to(&y, positions, place, &portion);
            turned.push((
                place,
                portion,
                on.cover().copied(),
                (0..TILE).map(|lane| i.outlook.lane(lane)).collect(),
            ));
        }
        let most = cap.most();
        for lane in 0..TILE.min(model.len() - TILE * k) {
            let of_lane = |one: &&TurnedToPlan| one.1[lane];
            let Some(own) = turned.iter().max_by(|a, b| of_lane(a).total_cmp(&of_lane(b))) else { continue };
            if own.1[lane] <= 0.0 {
                continue;
            }
            let (outlook, present) = (own.3[lane], positions.present[lane].max(1e-9));
            let per_wrvu = i.expected.lane(lane).per_wrvu / present + i.pools.per_wrvu[lane];
            let work = i.outlook.work.wrvu[lane] * present;
            let own_dollar = |one: &TurnedToPlan| attributed(&y, one.0, one.3[lane].work.fte);
            let by_savings: f64 = turned.iter().map(|one| one.1[lane] * own_dollar(one)).sum();
            let spending = i.influence.spending[lane];
            all.push(ForeseenMember {
                place: TILE * k + lane,
                plan: own.0,
                outlook,
                covered: own.2.map_or(0.0, |cover| cover[lane]),
                pool_part: (i.pools.part[lane] - by_savings).max(0.0) / worth,
                own_part: i.pools.part[lane] / worth,
                pools: i.pools.expected[lane],
                most: most[lane],
                visits: if spending > 1.0 { stewardship * work * per_wrvu / spending } else { 0.0 },
            });
        }
    }
    all
}

/// Part of a dollar in the physicians' money that pools of a plan give to whose savings it is, beyond what they give a
/// member of so many FTE of anybody's, worth today.
fn attributed(y: &TileMeeting<'_>, plan: usize, fte: f64) -> f64 {
    let pools = y.plan_pools[plan].iter().map(|pool| &y.expectations.pools[*pool]);
    pools.map(|pool| pool.share * (pool.attribution - pool.evenly * fte)).sum()
}

/// A tile turned to a plan: the plan's place, the part of the year on it, who is under its guarantee, and everyone's work.
type TurnedToPlan = (usize, [f64; TILE], Option<[f64; TILE]>, Vec<Outlook>);
