//! What agreements carry from one year to the next: draws, salaries and targets that follow last year's
//! work.

use super::{Account, Closing};
use crate::engine::position::PositionTile;
use crate::ledger::{CascadeNode, Imbalance, Ledger, SystemFlow};
use crate::model::Scenario;
use crate::pay::{CarriedTile, Plan, WorkTile};
use crate::tile::{Lanes, TILE, choose, columns};
use crate::units::Cents;

/// What the agreements of a tile of positions carry.
#[derive(Debug, Clone)]
pub(crate) struct BalanceTile {
    /// What the year began with.
    pub now: CarriedTile,
    /// How it moved.
    pub moved: Moved,
    /// Whether anything was owed on draws in this year or the last, so that money is looked at.
    owes: bool,
}

columns! {
    /// How what is carried moved in a year.
    pub(crate) struct Moved {
        /// What the next year begins with, unless the physician leaves.
        pub next: CarriedTile = CarriedTile::NEW,
        /// Whether money was reckoned.
        pub reckoned: bool = false,
        /// Paid on draws beyond what was earned.
        pub advanced: [Cents; TILE] = [Cents::ZERO; TILE],
        /// Taken from what was earned, for earlier advances.
        pub recouped: [Cents; TILE] = [Cents::ZERO; TILE],
        /// No longer owed, though not earned.
        pub forgiven: [Cents; TILE] = [Cents::ZERO; TILE],
        /// Owed by whoever left the position.
        pub left: [Cents; TILE] = [Cents::ZERO; TILE],
        /// Owed under a plan that another has replaced.
        pub ended: [Cents; TILE] = [Cents::ZERO; TILE],
    }
}

impl BalanceTile {
    /// New agreements.
    pub(crate) const NEW: BalanceTile =
        BalanceTile { now: CarriedTile::NEW, moved: Moved::EMPTY, owes: false };

    /// Opens the books of a year: those hired in it begin anew. Most tiles owe nothing; then money is left alone.
    fn open(&mut self, hired: u32) {
        self.owes |= self.moved.reckoned;
        if self.owes {
            self.now = std::mem::replace(&mut self.moved, Moved::EMPTY).next;
            self.owes = self.now.owes();
        } else {
            self.now.follow(&mut self.moved.next);
        }
        for lane in (0..TILE).filter(|lane| hired >> lane & 1 == 1) {
            self.moved.left[lane] = self.now.owed[lane];
            self.now.renew(lane);
        }
    }

    /// Whether any money stood or moved in the year.
    fn has_money(&self) -> bool {
        self.owes || self.moved.reckoned
    }

    /// How a draw moved, where anything was owed at any time of the year.
    fn story(&self, lane: usize) -> Option<DrawStory> {
        let moved = &self.moved;
        let story = DrawStory {
            owed: self.now.owed[lane],
            advanced: moved.advanced[lane],
            recouped: moved.recouped[lane],
            forgiven: moved.forgiven[lane],
            ended: moved.ended[lane],
            owed_after: moved.next.owed[lane],
            left: moved.left[lane],
        };
        let any = [story.owed, story.advanced, story.left].iter().any(|money| *money != Cents::ZERO);
        any.then_some(story)
    }
}

impl Moved {
    /// Takes note of what a year under a plan, by its place, leaves; `covered` is the part of the time
    /// under its guarantee.
    #[inline(always)]
    pub(crate) fn note(
        &mut self,
        (place, plan): (usize, &Plan),
        positions: &PositionTile,
        work: &WorkTile<'_>,
        covered: Option<&Lanes>,
    ) {
        let CarriedTile { mut last_wrvu, mut last_quality, .. } = self.next;
        for lane in 0..TILE {
            let ends = usize::from(positions.plan[lane]) == place;
            let counted = work.wrvu[lane] * (1.0 + work.schedule[lane]);
            let per_fte = counted / work.clinical_fte[lane].max(1e-6);
            last_wrvu[lane] = choose(ends, per_fte, last_wrvu[lane]);
            last_quality[lane] = choose(ends, work.quality[lane], last_quality[lane]);
        }
        (self.next.last_wrvu, self.next.last_quality) = (last_wrvu, last_quality);
        if plan.carries_levels_alone() {
            let mut levels = [1.0; TILE];
            plan.next_levels(work, &mut levels);
            for lane in 0..TILE {
                let ends = usize::from(positions.plan[lane]) == place;
                self.next.level[lane] = choose(ends, levels[lane], self.next.level[lane]);
            }
        } else if plan.carries() {
            self.reckon((place, plan), positions, work, covered);
        }
    }

    /// Reckons, lane by lane, what a plan carries beside the level of a salary.
    #[inline(never)]
    fn reckon(
        &mut self,
        (place, plan): (usize, &Plan),
        positions: &PositionTile,
        work: &WorkTile<'_>,
        covered: Option<&Lanes>,
    ) {
        self.reckoned = true;
        for lane in 0..TILE {
            let ends = usize::from(positions.plan[lane]) == place;
            if !ends && usize::from(positions.before[lane]) != place {
                continue;
            }
            let reckoned = plan.reckon_lane(work, lane, covered);
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

/// How a draw stood and moved in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DrawStory {
    /// Owed when the year began.
    pub owed: Cents,
    /// Paid beyond what was earned.
    pub advanced: Cents,
    /// Taken from what was earned, for earlier advances.
    pub recouped: Cents,
    /// Forgiven.
    pub forgiven: Cents,
    /// Left unpaid, since another plan took the place of the draw's.
    pub ended: Cents,
    /// Owed when the year ended.
    pub owed_after: Cents,
    /// Left unpaid by whoever was in the position before; no part of the above.
    pub left: Cents,
}

/// The account of what agreements carry themselves.
#[derive(Debug, Clone)]
pub(crate) struct DrawAccount {
    pub tiles: Vec<BalanceTile>,
    /// Owed when the last year closed.
    before: Cents,
}

impl DrawAccount {
    /// All that is owed on draws.
    fn owed(&self) -> Cents {
        self.tiles.iter().filter(|tile| tile.has_money()).flat_map(|tile| tile.moved.next.owed).sum()
    }

    /// How a physician's draw moved, where anything was owed at any time of the year.
    pub(crate) fn story(&self, (tile, lane): (usize, usize)) -> Option<DrawStory> {
        self.tiles[tile].story(lane)
    }
}

impl Account for DrawAccount {
    fn of(scenario: &Scenario, tiles: usize) -> Option<DrawAccount> {
        let any = scenario.plan.values().any(|plan| plan.carries() || plan.needs().last_year);
        any.then(|| DrawAccount { tiles: vec![BalanceTile::NEW; tiles], before: Cents::ZERO })
    }

    fn open(&mut self, positions: &[PositionTile], _: &mut Ledger) {
        self.before = self.owed();
        for (tile, positions) in self.tiles.iter_mut().zip(positions) {
            tile.open(positions.left());
        }
    }

    fn close(&mut self, _: &Closing<'_>, ledger: &mut Ledger) -> Result<(), Imbalance> {
        let all = |lanes: &[Cents; TILE]| lanes.iter().copied().sum::<Cents>();
        for BalanceTile { moved, .. } in self.tiles.iter().filter(|tile| tile.has_money()) {
            ledger.post_system(SystemFlow::DrawsAdvanced, all(&moved.advanced));
            ledger.post_system(SystemFlow::DrawsRecouped, all(&moved.recouped));
            ledger.post_system(SystemFlow::DrawsForgiven, all(&moved.forgiven));
            ledger.post_system(SystemFlow::DrawsLeft, all(&moved.left) + all(&moved.ended));
        }
        ledger.check_held(CascadeNode::Draws, self.before, self.owed())
    }
}
