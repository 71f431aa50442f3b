//! Pay that is held back until it vests: what is held, paid out and forfeited.

use super::trial::{ArmState, StateTile};
use crate::ledger::{Imbalance, Ledger, SystemFlow};
use crate::model::Scenario;
use crate::pay::{Deferral, StatementTile};
use crate::tile::TILE;
use crate::units::{CalendarYear, Cents};

/// Cents of each lane.
type Money = [Cents; TILE];

/// What those in a tile of positions wait for, and how it moved this year.
#[derive(Debug, Clone)]
pub(super) struct DeferredTile {
    /// What vests at the end of the next year (first place), the one after, and so on; within it, what
    /// vests one year after it was earned, two years after, and so on.
    due: [[Money; Deferral::YEARS]; Deferral::YEARS],
    /// Held back this year.
    deferred: Money,
    /// Paid out this year: what was earned one year before, two years before, and so on.
    vested: [Money; Deferral::YEARS],
    /// Forfeited by whoever left the position as this year began.
    forfeited: Money,
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
    /// Nothing held.
    pub(super) const EMPTY: DeferredTile = DeferredTile {
        due: [[[Cents::ZERO; TILE]; Deferral::YEARS]; Deferral::YEARS],
        deferred: [Cents::ZERO; TILE],
        vested: [[Cents::ZERO; TILE]; Deferral::YEARS],
        forfeited: [Cents::ZERO; TILE],
    };

    /// Takes what those who left as the page turned to `year` had not waited for.
    fn open(&mut self, state: &StateTile, year: usize) {
        let now = i16::try_from(year).unwrap_or(i16::MAX);
        self.forfeited = [Cents::ZERO; TILE];
        for lane in 0..TILE {
            if state.joined[lane] == now {
                for money in self.due.iter_mut().flatten() {
                    self.forfeited[lane] += std::mem::take(&mut money[lane]);
                }
            }
        }
    }

    /// Pays out what vests as a year ends, and holds back of its pay under the plans in force then.
    fn close(&mut self, scenario: &Scenario, state: &StateTile, earned: &StatementTile) {
        self.vested = std::mem::replace(&mut self.due[0], [[Cents::ZERO; TILE]; Deferral::YEARS]);
        self.due.rotate_left(1);
        self.deferred = [Cents::ZERO; TILE];
        for lane in 0..TILE {
            let (_, plan) = &scenario.plan.0[usize::from(state.plan[lane])];
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
    pub(super) fn story(&self, start: CalendarYear, year: usize, lane: usize) -> Option<DeferralStory> {
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

/// All that an arm's physicians wait for.
fn held(state: &ArmState) -> Cents {
    state.deferred.iter().map(DeferredTile::held).sum()
}

/// Opens the books of a year; returns what was held when the last one closed.
pub(super) fn open(state: &mut ArmState, year: usize) -> Cents {
    let before = held(state);
    for (deferred, tile) in state.deferred.iter_mut().zip(&state.tiles) {
        deferred.open(tile, year);
    }
    before
}

/// Holds back of a year's pay and pays out what vests, posts it, and checks that what was held at the
/// beginning and these movements give what is held at the end.
pub(super) fn close(
    state: &mut ArmState,
    scenario: &Scenario,
    earned: &[StatementTile],
    before: Cents,
    ledger: &mut Ledger,
) -> Result<(), Imbalance> {
    for ((own, tile), statement) in state.deferred.iter_mut().zip(&state.tiles).zip(earned) {
        own.close(scenario, tile, statement);
        let all = |money: &Money| money.iter().copied().sum::<Cents>();
        ledger.post_system(SystemFlow::PayDeferred, all(&own.deferred));
        ledger.post_system(SystemFlow::PayVested, own.vested.iter().map(all).sum());
        ledger.post_system(SystemFlow::PayForfeited, all(&own.forfeited));
    }
    ledger.check_deferral(before, held(state))
}
