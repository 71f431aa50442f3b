//! What an arm meets in a year of a trial.

use super::baseline::BaselineTile;
use crate::engine::arm::{Anchors, ArmFrame, TrialTerms};
use crate::engine::luck::{ContractLuck, LuckTile};
use crate::model::Practice;
use crate::tile::Lanes;
use pulp::Arch;

/// What an arm meets in a year of a trial.
pub(crate) struct Meeting<'a> {
    pub arch: Arch,
    pub frame: &'a ArmFrame<'a>,
    pub terms: &'a TrialTerms,
    pub physicians: &'a [LuckTile],
    /// The luck of months, a tile at a time; empty unless a plan asks for it.
    pub months: &'a [[Lanes; 12]],
    pub contracts: &'a [ContractLuck],
    pub anchors: &'a Anchors,
    /// What everyone had in the baseline arm, tile by tile; nothing for the baseline itself.
    pub baseline: &'a [BaselineTile],
    /// The year, counted from the start.
    pub year: usize,
    /// Whether anybody reads what alignment measures: slopes that neither physicians nor readers look at are not
    /// worked out.
    pub looks: bool,
}

impl<'a> Meeting<'a> {
    /// The roster's columns in this year of this trial.
    pub(crate) fn practice(&self) -> &'a Practice {
        self.terms.practice(self.frame.arm, self.year)
    }

    /// Everyone, as the roster begins with them.
    pub(crate) fn everyone(&self) -> &'a Practice {
        self.terms.everyone(self.frame.arm)
    }
}
