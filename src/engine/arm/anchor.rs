//! Where the baseline stood at the scenario's start: responses are measured from there.

use crate::tile::{Lanes, TILE};

/// The drives at the start of the scenario, a tile at a time.
#[derive(Clone, Debug)]
pub(crate) struct AnchorTile {
    pub volume: Lanes,
    pub quality: Lanes,
    pub stewardship: Lanes,
    /// Points of measured quality that are paid for.
    pub paid: Lanes,
    /// Points of openness to new patients.
    pub access: Lanes,
    /// Expected pay, $ a year.
    pub pay: Lanes,
    /// Measures to attend to, over 57.
    pub measures: Lanes,
    /// Gap between value revenue and value pay, as far as it is seen.
    pub gap_seen: Lanes,
}

impl AnchorTile {
    pub(crate) const EMPTY: AnchorTile = AnchorTile {
        volume: [0.0; TILE],
        quality: [0.0; TILE],
        stewardship: [0.0; TILE],
        paid: [0.0; TILE],
        access: [0.0; TILE],
        pay: [0.0; TILE],
        measures: [0.0; TILE],
        gap_seen: [0.0; TILE],
    };
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
}
