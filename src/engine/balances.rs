//! What agreements carry from one year to the next: draws, salaries that follow last year's work.

use super::trial::{ArmState, StateTile};
use crate::ledger::{Imbalance, Ledger, SystemFlow};
use crate::pay::{Carried, CarriedTile, Plan, WorkTile};
use crate::tile::{Lanes, TILE};
use crate::units::Cents;

/// What the agreements of a tile of positions carry.
#[derive(Debug, Clone)]
pub(super) struct BalanceTile {
    /// What the year began with.
    pub now: CarriedTile,
    /// How it moved.
    pub moved: Moved,
}

/// How what is carried moved in a year.
#[derive(Debug, Clone)]
pub(super) struct Moved {
    /// What the next year begins with, unless the physician leaves.
    pub next: CarriedTile,
    /// Paid on draws beyond what was earned.
    pub advanced: [Cents; TILE],
    /// Taken from what was earned, for earlier advances.
    pub recouped: [Cents; TILE],
    /// No longer owed, though not earned.
    pub forgiven: [Cents; TILE],
    /// Owed by whoever left the position.
    pub left: [Cents; TILE],
    /// Owed under a plan that another has replaced.
    pub ended: [Cents; TILE],
}

/// Brings what is carried into the work of a tile under a plan: to the lanes that were on it when the
/// year began.
#[inline(always)]
pub(super) fn bring<'a>(
    now: &'a CarriedTile,
    state: &StateTile,
    place: usize,
    index: f64,
    work: &mut WorkTile<'a>,
) {
    let mut begun = 0;
    for lane in 0..TILE {
        begun |= u32::from(usize::from(state.before[lane]) == place) << lane;
    }
    (work.carried, work.carries, work.pay_index) = (now, begun, index);
}

impl BalanceTile {
    /// New agreements.
    pub(super) const NEW: BalanceTile = BalanceTile { now: CarriedTile::NEW, moved: Moved::NOTHING };

    /// Opens the books of `year`: whoever was hired in it begins anew.
    fn open(&mut self, state: &StateTile, year: usize) {
        let joined = i16::try_from(year).unwrap_or(i16::MAX);
        self.now = std::mem::replace(&mut self.moved, Moved::NOTHING).next;
        for lane in 0..TILE {
            if state.joined[lane] == joined {
                self.moved.left[lane] = self.now.owed[lane];
                self.now.set(lane, &Carried::NEW);
            }
        }
    }
}

impl Moved {
    const NOTHING: Moved = Moved {
        next: CarriedTile::NEW,
        advanced: [Cents::ZERO; TILE],
        recouped: [Cents::ZERO; TILE],
        forgiven: [Cents::ZERO; TILE],
        left: [Cents::ZERO; TILE],
        ended: [Cents::ZERO; TILE],
    };

    /// Takes note of what a year under a plan leaves; `covered` is the part of the time under its
    /// guarantee.
    #[inline(always)]
    pub(super) fn note(
        &mut self,
        plan: &Plan,
        place: usize,
        state: &StateTile,
        work: &WorkTile<'_>,
        covered: &Lanes,
    ) {
        if !plan.carries() {
            return;
        }
        for lane in 0..TILE {
            let ends = usize::from(state.plan[lane]) == place;
            if !ends && usize::from(state.before[lane]) != place {
                continue;
            }
            let reckoned = plan.reckon(&work.lane(lane), covered[lane]);
            self.advanced[lane] += reckoned.advanced;
            self.recouped[lane] += reckoned.recouped;
            self.forgiven[lane] += reckoned.forgiven;
            if ends {
                self.next.set(lane, &reckoned.next);
            } else {
                self.ended[lane] = reckoned.next.owed;
            }
        }
    }
}

/// All that is owed on draws.
fn owed(state: &ArmState) -> Cents {
    state.balances.iter().flat_map(|tile| tile.moved.next.owed).sum()
}

/// Opens the books of a year; returns what was owed on draws when the last one closed.
pub(super) fn open(state: &mut ArmState, year: usize) -> Cents {
    let before = owed(state);
    for (balance, tile) in state.balances.iter_mut().zip(&state.tiles) {
        balance.open(tile, year);
    }
    before
}

/// Posts how draws moved, and checks that what was owed at the beginning and these movements give
/// what is owed at the end.
pub(super) fn close(state: &ArmState, before: Cents, ledger: &mut Ledger) -> Result<(), Imbalance> {
    for BalanceTile { moved, .. } in &state.balances {
        let all = |lanes: &[Cents; TILE]| lanes.iter().copied().sum::<Cents>();
        ledger.post_system(SystemFlow::DrawsAdvanced, all(&moved.advanced));
        ledger.post_system(SystemFlow::DrawsRecouped, all(&moved.recouped));
        ledger.post_system(SystemFlow::DrawsForgiven, all(&moved.forgiven));
        ledger.post_system(SystemFlow::DrawsLeft, all(&moved.left) + all(&moved.ended));
    }
    ledger.check_draws(before, owed(state))
}
