//! Who is on which plan for which part of the year, and what they bring into a pool.

use super::trial::{ArmState, StateTile};
use crate::model::PracticeTile;
use crate::system::{Member, PoolFacts};
use crate::tile::{Lanes, TILE, sum};

impl StateTile {
    /// The plans that somebody of the tile is under, by place.
    #[inline(always)]
    pub(super) fn plans(&self) -> impl Iterator<Item = usize> + use<> {
        let mut set = self.in_force;
        std::iter::from_fn(move || {
            let place = set.trailing_zeros() as usize;
            set &= set.wrapping_sub(1);
            (place < 128).then_some(place)
        })
    }

    /// Whether somebody of the tile is under a plan.
    #[inline(always)]
    pub(super) fn is_on(&self, place: usize) -> bool {
        self.in_force & (1_u128 << place) != 0
    }

    /// Part of the year that each lane spends in the position under one plan.
    #[inline(always)]
    pub(super) fn portions(&self, place: usize, portion: &mut Lanes) {
        for lane in 0..TILE {
            let late = if usize::from(self.plan[lane]) == place { self.late[lane] } else { 0.0 };
            let early = if usize::from(self.before[lane]) == place { 1.0 - self.late[lane] } else { 0.0 };
            portion[lane] = self.present[lane] * (late + early);
        }
    }
}

impl ArmState {
    /// The tiles that somebody under a plan is in, by place.
    pub(super) fn tiles_on(&self, plan: usize) -> impl Iterator<Item = (usize, &StateTile)> {
        self.tiles.iter().enumerate().filter(move |(_, tile)| tile.is_on(plan))
    }
}

/// What a tile brings into a pool: done, or expected.
#[derive(Clone, Copy)]
pub(super) struct Brought<'a> {
    /// wRVUs at an annual rate.
    pub wrvu: &'a Lanes,
    /// Measured quality.
    pub quality: &'a Lanes,
    /// Savings attributed to each physician, above zero.
    pub savings: &'a Lanes,
}

impl Brought<'_> {
    /// One lane as a member for a portion of the year.
    #[inline(always)]
    pub(super) fn member(&self, practice: &PracticeTile, portion: &Lanes, lane: usize) -> Member {
        Member {
            portion: portion[lane],
            fte: practice.fte[lane],
            wrvu: portion[lane] * self.wrvu[lane],
            panel: practice.panel[lane],
            quality: self.quality[lane],
            savings: portion[lane] * self.savings[lane],
        }
    }

    /// All lanes together.
    #[inline(always)]
    pub(super) fn facts(&self, practice: &PracticeTile, portion: &Lanes) -> PoolFacts {
        let of = |value: &dyn Fn(usize) -> f64| over(portion, value);
        PoolFacts {
            members: of(&|_| 1.0),
            fte: of(&|lane| practice.fte[lane]),
            wrvu: of(&|lane| self.wrvu[lane]),
            panel: of(&|lane| practice.panel[lane]),
            quality: of(&|lane| practice.fte[lane] * self.quality[lane]),
            savings: of(&|lane| self.savings[lane]),
        }
    }

    /// Adds a tile's members to the facts of the pools their plans name.
    #[inline(always)]
    pub(super) fn gather(
        &self,
        plan_pools: &[Vec<usize>],
        practice: &PracticeTile,
        state: &StateTile,
        facts: &mut [PoolFacts],
    ) {
        for place in state.plans().filter(|place| !plan_pools[*place].is_empty()) {
            let mut portion = [0.0; TILE];
            state.portions(place, &mut portion);
            let here = self.facts(practice, &portion);
            for pool in &plan_pools[place] {
                facts[*pool] += here;
            }
        }
    }
}

/// Sum over a tile of a value for the portion of the year.
#[inline(always)]
pub(super) fn over(portion: &Lanes, value: impl Fn(usize) -> f64) -> f64 {
    let mut lanes = [0.0; TILE];
    for (lane, slot) in lanes.iter_mut().enumerate() {
        *slot = portion[lane] * value(lane);
    }
    sum(&lanes)
}
