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
        /// Month of the year from which somebody is in the position, and until which.
        pub begins: Lanes = [0.0; TILE],
        pub ends: Lanes = [12.0; TILE],
        /// Months of the year between which whoever is in it is on leave.
        pub leave: Lanes = [0.0; TILE],
        pub back: Lanes = [0.0; TILE],
        /// Lanes for which the year before was not a whole year on one plan, as bits.
        pub partial_before: u32 = 0,
        /// Months of the year before between which whoever was in it was on leave.
        pub left_before: Lanes = [0.0; TILE],
        pub back_before: Lanes = [0.0; TILE],
        /// Lanes whose position was closed by date in the year before, as bits.
        pub closed: u32 = 0,
        /// Month of the year from which `plan` is in force; whatever came before fell under `before`.
        pub changes: Lanes = [0.0; TILE],
        /// Lanes for which any of these is not a whole year on one plan, as bits.
        pub partial: u32 = 0,
        /// Month in which the present physician was hired, counted from the start; negative before it.
        pub hired: Lanes = [-120.0; TILE],
        /// Lanes that somebody was hired into as the page turned to this year, as bits.
        pub arrivals: u32 = 0,
        /// Lanes whose physician is not the roster's but has followed, as bits.
        pub successors: u32 = 0,
        /// Part of the position's work that the present physician does: new hires build up.
        pub ramp: Lanes = [1.0; TILE],
        /// Lanes whose physician was hired in the last years and still builds up.
        pub building_up: u32 = 0,
        /// Month of the next renewal, counted from the start.
        pub renews: Lanes = [f64::INFINITY; TILE],
        /// Years between renewals.
        pub term_years: [u8; TILE] = [3; TILE],
        /// Plan in force when the trial began.
        pub first_plan: [u8; TILE] = [0; TILE],
        /// Line of sight to the contracts: part of what their money makes of pay that is seen.
        pub sight: Lanes = [0.0; TILE],
        /// Line of sight to one's own plan.
        pub plan_sight: Lanes = [0.0; TILE],
        /// wRVUs as a multiple of the roster's by contracted hours out of clinic, more or fewer than at
        /// the start.
        pub clinic: Lanes = [1.0; TILE],
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
        /// What the present physician's plan paid when they had settled in, $ at the start's prices: what
        /// they compare later pay with. Zero for the roster's own, below zero for one who settles in.
        pub hired_pay: Lanes = [0.0; TILE],
        /// The same of measures to attend to, over 57.
        pub hired_measures: Lanes = [0.0; TILE],
        /// The same of the gap between value revenue and value pay, as far as it is seen.
        pub hired_gap: Lanes = [0.0; TILE],
        /// Part of what can be coded that was, by the physician's own doing, last year.
        pub coding: Lanes = [0.0; TILE],
        /// Relative change of the panel's risk scores by that since the start: it counts a year later.
        pub recoded: Lanes = [0.0; TILE],
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
        /// Month in which a redesign moved the present physician to `plan`, counted from the start;
        /// infinite for those it has not moved.
        pub converted: Lanes = [f64::INFINITY; TILE],
    }
}

impl PositionTile {
    /// Works out which plans are in force.
    #[inline(always)]
    pub(crate) fn note_plans(&mut self) {
        // Two halves of a set, for which there are vector instructions.
        let (mut low, mut high) = (0_u64, 0_u64);
        for plans in [&self.plan, &self.before] {
            for lane in 0..TILE {
                let one = 1_u64 << (plans[lane] & 63);
                let is_low = plans[lane] < 64;
                low |= if is_low { one } else { 0 };
                high |= if is_low { 0 } else { one };
            }
        }
        self.in_force = u128::from(high) << 64 | u128::from(low);
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

    /// Months of the year in the position between two of its months, without those on leave.
    #[inline(always)]
    pub(crate) fn months(&self, lane: usize, from: f64, until: f64) -> f64 {
        let (from, until) = (from.max(self.begins[lane]), until.min(self.ends[lane]));
        overlap((from, until), (0.0, 12.0)) - overlap((from, until), (self.leave[lane], self.back[lane]))
    }

    /// Part of the year in which a position that its physician has left waits for whoever follows.
    #[inline(always)]
    pub(crate) fn vacant(&self, lane: usize) -> f64 {
        let arrives = f64::from(self.arrivals >> lane & 1);
        arrives * self.begins[lane].min(self.ends[lane]) / 12.0
    }

    /// Lanes whose physician of the year before has left, as bits: somebody else was hired, or a date closed the
    /// position.
    #[inline(always)]
    pub(crate) fn left(&self) -> u32 {
        self.arrivals | self.closed
    }

    /// Works out presence and the part under each plan of a lane whose year is in parts.
    #[inline(always)]
    pub(crate) fn divide(&mut self, lane: usize) {
        self.partial |= 1 << lane;
        let all = self.months(lane, 0.0, 12.0);
        self.present[lane] = all / 12.0;
        self.late[lane] = if all > 0.0 { self.months(lane, self.changes[lane], 12.0) / all } else { 1.0 };
    }

    /// Begins a year: whole, on one plan, until something says otherwise.
    #[inline(always)]
    pub(crate) fn begin_year(&mut self, present: &Lanes) {
        self.before = self.plan;
        self.late = [1.0; TILE];
        self.present = *present;
        (self.arrivals, self.closed) = (0, 0);
        if self.partial_before != 0 {
            (self.left_before, self.back_before) = ([0.0; TILE], [0.0; TILE]);
        }
        self.partial_before = self.partial;
        if self.partial != 0 {
            (self.left_before, self.back_before) = (self.leave, self.back);
            for lane in 0..TILE {
                self.closed |= u32::from(self.ends[lane] < 12.0) << lane;
            }
            (self.begins, self.ends, self.changes) = ([0.0; TILE], [12.0; TILE], [0.0; TILE]);
            (self.leave, self.back, self.partial) = ([0.0; TILE], [0.0; TILE], 0);
        }
    }

    /// The months of the year that a lane spends under one plan: from, until.
    #[inline(always)]
    pub(crate) fn spell(&self, lane: usize, place: usize) -> (f64, f64) {
        let (now, before) = (usize::from(self.plan[lane]) == place, usize::from(self.before[lane]) == place);
        let from = if before { self.begins[lane] } else { self.changes[lane].max(self.begins[lane]) };
        let until = if now { self.ends[lane] } else { self.changes[lane].min(self.ends[lane]) };
        if now || before { (from, until) } else { (0.0, 0.0) }
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

/// Length of what two stretches of time share.
#[inline(always)]
pub(crate) fn overlap((a, b): (f64, f64), (from, until): (f64, f64)) -> f64 {
    (b.min(until) - a.max(from)).max(0.0)
}
