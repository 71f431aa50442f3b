//! Who sits where: a tile of positions, each with the physician in it and what has become of them.

use crate::tile::{Lanes, TILE, columns};

columns! {
    /// A tile of positions.
    pub(crate) struct PositionTile {
        /// Plan in force at the end of the year.
        pub plan: [u8; TILE] = [0; TILE],
        /// Plan in force at the beginning of the year.
        pub before: [u8; TILE] = [0; TILE],
        /// The plans of both, as a set of places.
        pub in_force: u128 = 1,
        /// Part of the presence that falls under `plan`; the rest falls under `before`.
        pub late: Lanes = [1.0; TILE],
        /// Part of the year that somebody is in the position.
        pub present: Lanes = [0.0; TILE],
        /// Year in which the present physician was hired, counted from the start; negative for those
        /// on the roster.
        pub joined: [i16; TILE] = [-1; TILE],
        /// Part of the position's work that the present physician does: new hires build up.
        pub ramp: Lanes = [1.0; TILE],
        /// Lanes whose physician was hired in the last years and still builds up.
        pub building_up: u32 = 0,
        /// Month of the next renewal, counted from the start.
        pub renews: [i32; TILE] = [i32::MAX; TILE],
        /// Years between renewals.
        pub term_years: [u8; TILE] = [3; TILE],
        /// Plan in force when the trial began.
        pub first_plan: [u8; TILE] = [0; TILE],
        /// Line of sight.
        pub sight: Lanes = [0.0; TILE],
        /// Points of measured quality above the roster's.
        pub quality: Lanes = [0.0; TILE],
        /// Volume as a multiple of the roster's.
        pub volume: Lanes = [1.0; TILE],
        /// Points of measured quality that are documentation alone.
        pub documented: Lanes = [0.0; TILE],
        /// Points of unmeasured quality above the start's.
        pub unmeasured: Lanes = [0.0; TILE],
        /// Pay that has come to be expected, at the start's prices; zero before it is known.
        pub expected_pay: Lanes = [0.0; TILE],
        /// Odds of leaving, as multiples of what age alone gives.
        pub moving: Lanes = [1.0; TILE],
        /// The same of stopping.
        pub stopping: Lanes = [1.0; TILE],
        /// The highest of those odds.
        pub highest_odds: f64 = 1.0,
        /// Part added to the cost of care of a physician's patients by leaving beyond what age alone
        /// gives.
        pub lost_continuity: Lanes = [0.0; TILE],
        /// Part of the cost of care under influence that practice took off last year.
        pub taken: Lanes = [0.0; TILE],
        /// Year in which a redesign moved the present physician to `plan`, counted from the start; the
        /// smallest number for those it has not moved.
        pub converted: [i16; TILE] = [i16::MIN; TILE],
    }
}

impl PositionTile {
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
