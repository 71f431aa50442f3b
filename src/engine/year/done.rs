//! What a tile of physicians did in a year.

#![allow(clippy::large_stack_arrays, reason = "a constant that buffers are filled with")]

use super::contract_mix::ContractMix;
use super::reasons::PaidTile;
use crate::engine::measure::Metric;
use crate::tile::{EightSums, Lanes, TILE, columns};

columns! {
    /// What a tile of physicians did in a year.
    pub(crate) struct DoneTile {
        /// wRVUs at an annual rate.
        pub wrvu: Lanes = [0.0; TILE],
        /// wRVUs of the year that others did while the position was empty.
        pub covered: Lanes = [0.0; TILE],
        /// Measured quality.
        pub quality: Lanes = [0.0; TILE],
        /// Cost of care under influence, $, at what was expected without response.
        pub spending: Lanes = [0.0; TILE],
        /// True savings on all patients under value-based contracts, whether these count them or not, $.
        pub saved: Lanes = [0.0; TILE],
        /// Facility margin that moves with the cost of care of all patients, beyond that on own work, $.
        pub facility_moved: Lanes = [0.0; TILE],
        /// Professional revenue per wRVU.
        pub price: Lanes = [0.0; TILE],
        /// How much of it lies under contracts.
        pub mix: ContractMix<TILE> = ContractMix::NOTHING,
        /// What they were paid, as reasons for a change tell it apart.
        pub paid: PaidTile = PaidTile::EMPTY,
        /// What is measured, by [`Metric`].
        pub measured: [Lanes; Metric::COUNT] = [[0.0; TILE]; Metric::COUNT],
    }
}

/// Sums over the roster that settlements need, by population.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PracticeSums {
    /// Influenced lives times the part taken off their cost of care.
    pub effect: f64,
    /// Attributed lives times measured quality.
    pub quality: f64,
    /// wRVUs done for these patients.
    pub wrvu: f64,
}

/// The same over one tile, span by span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PopulationSums {
    pub effect: EightSums,
    pub quality: EightSums,
    pub wrvu: EightSums,
}

impl PopulationSums {
    pub(crate) const ZERO: PopulationSums =
        PopulationSums { effect: EightSums::ZERO, quality: EightSums::ZERO, wrvu: EightSums::ZERO };
}

impl PracticeSums {
    /// Adds a tile.
    pub(crate) fn add(&mut self, tile: &PopulationSums) {
        self.effect += tile.effect.total();
        self.quality += tile.quality.total();
        self.wrvu += tile.wrvu.total();
    }
}
