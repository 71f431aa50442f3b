//! Pay that is held back until it vests: what is held, paid out and forfeited.

use super::{Account, Closing};
use crate::engine::position::PositionTile;
use crate::ledger::{CascadeNode, Imbalance, Ledger, SystemFlow};
use crate::model::Scenario;
use crate::pay::{Deferral, StatementTile};
use crate::tile::{TILE, columns};
use crate::units::{CalendarYear, Cents};

/// Cents of each lane.
type Money = [Cents; TILE];

columns! {
    /// What those in a tile of positions wait for, and how it moved this year.
    struct DeferredTile {
        /// What vests at the end of the next year (first place), the one after, and so on; within it, what
        /// vests one year after it was earned, two years after, and so on.
        due: [[Money; Deferral::YEARS]; Deferral::YEARS] = [[[Cents::ZERO; TILE]; Deferral::YEARS]; Deferral::YEARS],
        /// Held back this year.
        deferred: Money = [Cents::ZERO; TILE],
        /// Paid out this year: what was earned one year before, two years before, and so on.
        vested: [Money; Deferral::YEARS] = [[Cents::ZERO; TILE]; Deferral::YEARS],
        /// Forfeited by whoever left the position as this year began.
        forfeited: Money = [Cents::ZERO; TILE],
    }
}

/// How a physician's deferred pay stood and moved in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeferralStory {
    /// Held back of this year's pay.
    pub deferred: Cents,
    /// Paid out at the end of this year, by the year in which it was earned.
    pub vested: Vec<(CalendarYear, Cents)>,
    /// Held at the end of this year: earned in the first year, paid at the end of the second if the
    /// physician stays.
    pub held: Vec<(CalendarYear, CalendarYear, Cents)>,
    /// Forfeited by whoever was in the position before; no part of the above.
    pub forfeited: Cents,
}

impl DeferredTile {
    /// Takes what those who left had not waited for.
    fn open(&mut self, left: u32) {
        self.forfeited = [Cents::ZERO; TILE];
        for lane in (0..TILE).filter(|lane| left >> lane & 1 == 1) {
            for money in self.due.iter_mut().flatten() {
                self.forfeited[lane] += std::mem::take(&mut money[lane]);
            }
        }
    }

    /// Pays out what vests as a year ends, and holds back of its pay under the plans in force then.
    fn close(&mut self, scenario: &Scenario, positions: &PositionTile, earned: &StatementTile) {
        self.vested = std::mem::replace(&mut self.due[0], [[Cents::ZERO; TILE]; Deferral::YEARS]);
        self.due.rotate_left(1);
        self.deferred = [Cents::ZERO; TILE];
        for lane in 0..TILE {
            let (_, plan) = &scenario.plan.0[usize::from(positions.plan[lane])];
            let Some(rule) = &plan.deferral else { continue };
            let held = rule.held_back(&earned.lane(lane));
            self.deferred[lane] = held;
            for (wait, part) in rule.vesting(held).into_iter().enumerate() {
                self.due[wait][wait][lane] = part;
            }
        }
    }

    /// All that is held.
    fn held(&self) -> Cents {
        self.due.iter().flatten().flatten().copied().sum()
    }

    /// What a lane's account says when `year` has ended; nothing if nothing was held, paid or lost.
    fn story(&self, start: CalendarYear, year: usize, lane: usize) -> Option<DeferralStory> {
        let some = |(_, money): &(usize, Cents)| *money != Cents::ZERO;
        let lanes = |waits: &[Money; Deferral::YEARS]| waits.map(|money| money[lane]);
        let vested = lanes(&self.vested).into_iter().enumerate().filter(some);
        let held = self.due.iter().enumerate().flat_map(|(k, waits)| {
            let own = lanes(waits).into_iter().enumerate().filter(some);
            own.map(move |(wait, money)| (k, wait, money))
        });
        let story = DeferralStory {
            deferred: self.deferred[lane],
            vested: vested.map(|(wait, money)| (start.plus(year.saturating_sub(wait + 1)), money)).collect(),
            held: held
                .map(|(k, wait, money)| {
                    (start.plus((year + k).saturating_sub(wait)), start.plus(year + k + 1), money)
                })
                .collect(),
            forfeited: self.forfeited[lane],
        };
        let any = story.deferred != Cents::ZERO || story.forfeited != Cents::ZERO;
        (any || !story.vested.is_empty() || !story.held.is_empty()).then_some(story)
    }
}

/// The account of pay that waits to vest.
#[derive(Debug, Clone)]
pub(crate) struct DeferralAccount {
    tiles: Vec<DeferredTile>,
    /// Held when the last year closed.
    before: Cents,
}

impl DeferralAccount {
    /// All that the arm's physicians wait for.
    fn held(&self) -> Cents {
        self.tiles.iter().map(DeferredTile::held).sum()
    }

    /// What a physician's account says when `year` has ended; nothing if nothing was held, paid or lost.
    pub(crate) fn story(
        &self,
        start: CalendarYear,
        year: usize,
        (tile, lane): (usize, usize),
    ) -> Option<DeferralStory> {
        self.tiles[tile].story(start, year, lane)
    }
}

impl Account for DeferralAccount {
    fn of(scenario: &Scenario, tiles: usize) -> Option<DeferralAccount> {
        let any = scenario.plan.values().any(|plan| plan.deferral.is_some());
        any.then(|| DeferralAccount { tiles: vec![DeferredTile::EMPTY; tiles], before: Cents::ZERO })
    }

    fn open(&mut self, positions: &[PositionTile], _: &mut Ledger) {
        self.before = self.held();
        for (tile, positions) in self.tiles.iter_mut().zip(positions) {
            tile.open(positions.left());
        }
    }

    fn close(&mut self, closing: &Closing<'_>, ledger: &mut Ledger) -> Result<(), Imbalance> {
        let all = |money: &Money| money.iter().copied().sum::<Cents>();
        for ((own, positions), earned) in self.tiles.iter_mut().zip(closing.positions).zip(closing.statements)
        {
            own.close(closing.scenario, positions, earned);
            ledger.post_system(SystemFlow::PayDeferred, all(&own.deferred));
            ledger.post_system(SystemFlow::PayVested, own.vested.iter().map(all).sum());
            ledger.post_system(SystemFlow::PayForfeited, all(&own.forfeited));
        }
        ledger.check_held(CascadeNode::Deferred, self.before, self.held())
    }
}
