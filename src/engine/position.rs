//! Who sits where: a tile of positions, each with the physician in it and what has become of them.

use crate::tile::{Lanes, TILE};

/// A tile of positions.
#[derive(Debug, Clone)]
pub(crate) struct PositionTile {
    /// Plan in force at the end of the year.
    pub plan: [u8; TILE],
    /// Plan in force at the beginning of the year.
    pub before: [u8; TILE],
    /// The plans of both, as a set of places.
    pub in_force: u128,
    /// Part of the presence that falls under `plan`; the rest falls under `before`.
    pub late: Lanes,
    /// Part of the year that somebody is in the position.
    pub present: Lanes,
    /// Year in which the present physician was hired, counted from the start; negative for those
    /// on the roster.
    pub joined: [i16; TILE],
    /// Part of the position's work that the present physician does: new hires build up.
    pub ramp: Lanes,
    /// Lanes whose physician was hired in the last years and still builds up.
    pub building_up: u32,
    /// Month of the next renewal, counted from the start.
    pub renews: [i32; TILE],
    /// Years between renewals.
    pub term_years: [u8; TILE],
    /// Plan in force when the trial began.
    pub first_plan: [u8; TILE],
    /// Line of sight.
    pub sight: Lanes,
    /// Points of measured quality above the roster's.
    pub quality: Lanes,
    /// Volume as a multiple of the roster's.
    pub volume: Lanes,
    /// Points of measured quality that are documentation alone.
    pub documented: Lanes,
    /// Points of unmeasured quality above the start's.
    pub unmeasured: Lanes,
    /// Pay that has come to be expected, at the start's prices; zero before it is known.
    pub expected_pay: Lanes,
    /// Odds of leaving, as multiples of what age alone gives.
    pub moving: Lanes,
    /// The same of stopping.
    pub stopping: Lanes,
    /// The highest of those odds.
    pub highest_odds: f64,
    /// Part added to the cost of care of a physician's patients by leaving beyond what age alone
    /// gives.
    pub lost_continuity: Lanes,
    /// Part of the cost of care under influence that practice took off last year.
    pub taken: Lanes,
    /// Year in which a redesign moved the present physician to `plan`, counted from the start; the
    /// smallest number for those it has not moved.
    pub converted: [i16; TILE],
}

impl PositionTile {
    /// Nobody in any position.
    pub(crate) const EMPTY: PositionTile = PositionTile {
        plan: [0; TILE],
        before: [0; TILE],
        in_force: 1,
        late: [1.0; TILE],
        present: [0.0; TILE],
        joined: [-1; TILE],
        ramp: [1.0; TILE],
        building_up: 0,
        renews: [i32::MAX; TILE],
        term_years: [3; TILE],
        first_plan: [0; TILE],
        sight: [0.0; TILE],
        quality: [0.0; TILE],
        volume: [1.0; TILE],
        documented: [0.0; TILE],
        unmeasured: [0.0; TILE],
        expected_pay: [0.0; TILE],
        moving: [1.0; TILE],
        stopping: [1.0; TILE],
        highest_odds: 1.0,
        lost_continuity: [0.0; TILE],
        taken: [0.0; TILE],
        converted: [i16::MIN; TILE],
    };

    /// Works out which plans are in force.
    #[inline(always)]
    pub(crate) fn note_plans(&mut self) {
        let one = |plan: u8| 1_u128 << plan;
        let first = self.plan[0];
        let others = self.plan.iter().chain(&self.before).fold(0, |bits, plan| bits | (plan ^ first));
        self.in_force = if others == 0 {
            one(first)
        } else {
            self.plan.iter().chain(&self.before).fold(0, |set, plan| set | one(*plan))
        };
    }

    /// The plans that somebody of the tile is under, by place.
    #[inline(always)]
    pub(crate) fn plans(&self) -> impl Iterator<Item = usize> + use<> {
        let mut set = self.in_force;
        std::iter::from_fn(move || {
            let place = set.trailing_zeros() as usize;
            set &= set.wrapping_sub(1);
            (place < 128).then_some(place)
        })
    }

    /// Whether somebody of the tile is under a plan.
    #[inline(always)]
    pub(crate) fn is_on(&self, place: usize) -> bool {
        self.in_force & (1_u128 << place) != 0
    }

    /// Part of the year that each lane spends in the position under one plan.
    #[inline(always)]
    pub(crate) fn portions(&self, place: usize, portion: &mut Lanes) {
        for lane in 0..TILE {
            let late = if usize::from(self.plan[lane]) == place { self.late[lane] } else { 0.0 };
            let early = if usize::from(self.before[lane]) == place { 1.0 - self.late[lane] } else { 0.0 };
            portion[lane] = self.present[lane] * (late + early);
        }
    }
}
