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
        /// Paid hours a week that transform care, which the roster's cost of care already holds.
        pub service_hours: Lanes = [0.0; TILE],
        /// Paid hours a week out of clinic, which the roster's wRVUs are without.
        pub clinic_hours: Lanes = [0.0; TILE],
        /// Part of what can be coded that is, by the physician's own doing.
        pub coding: Lanes = [0.0; TILE],
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

impl AnchorTile {
    /// Every column.
    fn columns(&mut self) -> [&mut Lanes; 11] {
        [
            &mut self.volume,
            &mut self.quality,
            &mut self.stewardship,
            &mut self.paid,
            &mut self.access,
            &mut self.pay,
            &mut self.measures,
            &mut self.gap_seen,
            &mut self.service_hours,
            &mut self.clinic_hours,
            &mut self.coding,
        ]
    }
}

impl Anchors {
    /// Nothing yet, for so many tiles.
    pub(crate) fn nothing(tiles: usize) -> Anchors {
        Anchors { tiles: vec![AnchorTile::EMPTY; tiles], start: Start::default() }
    }

    /// Keeps what was found for positions that the arm adds (lanes as bits, tile by tile) and takes all
    /// else over from the baseline.
    pub(crate) fn add_to(&mut self, baseline: &Anchors, added: &[u32]) {
        self.start.clone_from(&baseline.start);
        for ((own, theirs), lanes) in self.tiles.iter_mut().zip(&baseline.tiles).zip(added) {
            let mut whole = theirs.clone();
            for (to, from) in whole.columns().into_iter().zip(own.columns()) {
                for lane in (0..TILE).filter(|lane| lanes >> lane & 1 == 1) {
                    to[lane] = from[lane];
                }
            }
            *own = whole;
        }
    }
}

/// Where the baseline's agreements stood at the scenario's start: responses are measured from there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Start {
    /// Professional revenue per wRVU over all work; zero before it is known.
    pub price: f64,
    /// Part of what can be coded that is, by the contract's place in the model: by the organisation and its
    /// physicians, whatever a cap leaves room for.
    pub coding: Vec<f64>,
    /// Measures reported under the contracts in force, over all physicians, per clinical FTE.
    pub measures: f64,
    /// What the organisation has built up under agreements that are in force, by the contract's place in the model.
    pub effort: Vec<Option<EffortStock>>,
    /// What value money of the year before pays for care management, $; nothing before it is known.
    pub invested: Option<f64>,
    /// Whether any plan of the baseline asks for paid hours.
    pub hours: bool,
}
