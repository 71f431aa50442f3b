//! What members bring into a pool.

use crate::engine::position::PositionTile;
use crate::model::{Practice, PracticeTile};
use crate::system::{Member, PoolFacts};
use crate::tile::{Lanes, TILE, sum};

/// Savings, where none are divided.
pub(crate) static NO_SAVINGS: Lanes = [0.0; TILE];

/// What a tile brings into a pool: done, or expected.
#[derive(Clone, Copy)]
pub(crate) struct Brought<'a> {
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
    pub(crate) fn member(&self, practice: &PracticeTile, portion: &Lanes, lane: usize) -> Member {
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
    pub(crate) fn facts(&self, practice: &PracticeTile, portion: &Lanes) -> PoolFacts {
        let of = |value: &dyn Fn(usize) -> f64| over(portion, value);
        PoolFacts {
            members: of(&|_| 1.0),
            fte: of(&|lane| practice.fte[lane]),
            wrvu: of(&|lane| self.wrvu[lane]),
            panel: of(&|lane| practice.panel[lane]),
            quality: of(&|lane| practice.fte[lane] * self.quality[lane]),
            savings: of(&|lane| self.savings[lane]),
            points: 0.0,
        }
    }

    /// Adds a tile's members to the facts of the pools their plans name.
    #[inline(always)]
    pub(crate) fn gather(
        &self,
        plan_pools: &[Vec<usize>],
        (practice, k): (&Practice, usize),
        state: &PositionTile,
        facts: &mut [PoolFacts],
    ) {
        for place in state.plans().filter(|place| !plan_pools[*place].is_empty()) {
            let mut portion = [0.0; TILE];
            state.portions(place, &mut portion);
            let here = self.facts(&practice.tiles[k], &portion);
            for pool in &plan_pools[place] {
                facts[*pool] += here;
                if let Some(points) = practice.points_of(k).get(*pool) {
                    facts[*pool].points += over(&portion, |lane| points[lane]);
                }
            }
        }
    }
}

/// Sum over a tile of a value for the portion of the year.
#[inline(always)]
pub(crate) fn over(portion: &Lanes, value: impl Fn(usize) -> f64) -> f64 {
    let mut lanes = [0.0; TILE];
    for (lane, slot) in lanes.iter_mut().enumerate() {
        *slot = portion[lane] * value(lane);
    }
    sum(&lanes)
}
