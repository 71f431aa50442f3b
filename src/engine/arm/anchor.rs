//! Where the baseline stood at the scenario's start: responses are measured from there.

use crate::behaviour::EffortStock;
use crate::tile::{Lanes, TILE, columns};

columns! {
    /// The drives at the start of the scenario, a tile at a time.
    pub(crate) struct AnchorTile {
        pub volume: Lanes = [0.0; TILE],
        pub quality: Lanes = [0.0; TILE],
        pub stewardship: Lanes = [0.0; TILE],
        /// Points of measured quality that are paid for.
        pub paid: Lanes = [0.0; TILE],
        /// Points of openness to new patients.
        pub access: Lanes = [0.0; TILE],
        /// Expected pay, $ a year.
        pub pay: Lanes = [0.0; TILE],
        /// Measures to attend to, over 57.
        pub measures: Lanes = [0.0; TILE],
        /// Gap between value revenue and value pay, as far as it is seen.
        pub gap_seen: Lanes = [0.0; TILE],
    }
}

/// The drives at the start of the scenario, and where the baseline's agreements stood.
#[derive(Clone, Debug)]
pub(crate) struct Anchors {
    /// Physicians.
    pub tiles: Vec<AnchorTile>,
    /// Agreements.
    pub start: Start,
}

/// Where the baseline's agreements stood at the scenario's start: responses are measured from there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Start {
    /// Professional revenue per wRVU over all work; zero before it is known.
    pub price: f64,
    /// Growth of risk scores by coding, by the contract's place in the model.
    pub coding: Vec<f64>,
    /// Measures to attend to, mean over positions.
    pub measures: f64,
    /// What the organisation has built up under agreements that are in force, by the contract's place in the model.
    pub effort: Vec<Option<EffortStock>>,
    /// What value money of the year before pays for care management, $; nothing before it is known.
    pub invested: Option<f64>,
}
