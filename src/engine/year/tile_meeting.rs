//! What a tile of physicians meets in a year.

use super::baseline::BaselineTile;
use super::expectations::Expectations;
use super::meeting::Meeting;
use crate::engine::account::DrawAccount;
use crate::engine::arm::TrialTerms;
use crate::model::{ContractTile, OnPart, PracticeTile};
use crate::pay::CarriedTile;
use crate::tile::{Lanes, TILE};
use pulp::Arch;

/// Lanes that steps 2 to 4 take through the year together: a whole tile. By eights, which a pass that
/// keeps intermediate values in registers would want, a physician-year costs 2.5 % more instructions
/// today.
pub(crate) const WIDTH: usize = TILE;

/// What a tile of physicians meets in a year.
pub(crate) struct TileMeeting<'a> {
    pub arch: Arch,
    pub terms: &'a TrialTerms,
    pub plan_pools: &'a [Vec<usize>],
    pub expectations: &'a Expectations,
    pub practice: &'a PracticeTile,
    pub contracts: &'a [ContractTile],
    /// Points of the tile's physicians, pool by pool; nothing where the roster has none.
    pub points: &'a [Lanes],
    /// What agreements brought into the year, where any carry anything.
    pub carried: Option<&'a CarriedTile>,
    /// How fast each month is worked, where the roster states it for anybody; below zero where it does not.
    pub stated_months: Option<&'a [Lanes; 12]>,
    /// Parts of the year on a plan that differ from the year.
    pub parts: &'a [OnPart],
    /// The luck of months, where any plan asks for it: standard normals.
    pub month_luck: Option<&'a [Lanes; 12]>,
    /// What the baseline had; nothing for the baseline itself.
    pub baseline: Option<&'a BaselineTile>,
    /// Lanes, as bits, that the arm and the baseline do not share.
    pub unshared: u32,
    /// The year, counted from the start.
    pub year: usize,
    /// Whether anybody reads what alignment measures.
    pub looks: bool,
    /// The tile, counted from 0.
    pub tile: usize,
}

impl<'a> TileMeeting<'a> {
    /// What tile `k` meets.
    pub(crate) fn of(
        m: &Meeting<'a>,
        expectations: &'a Expectations,
        carried: Option<&'a CarriedTile>,
        k: usize,
    ) -> TileMeeting<'a> {
        let practice = m.practice();
        TileMeeting {
            arch: m.arch,
            terms: m.terms,
            plan_pools: &m.frame.plan_pools,
            expectations,
            practice: &practice.tiles[k],
            contracts: practice.contracts_of(k),
            points: practice.points_of(k),
            carried,
            stated_months: practice.months.get(k),
            parts: practice.parts_of(k),
            month_luck: m.months.get(k),
            baseline: m.baseline.get(k),
            unshared: m.frame.unshared.get(k).copied().unwrap_or(0),
            year: m.year,
            looks: m.looks,
            tile: k,
        }
    }
}

/// What the agreements of tile `k` brought into the year.
pub(crate) fn carried_by(draws: Option<&DrawAccount>, k: usize) -> Option<&CarriedTile> {
    draws.map(|draws| &draws.tiles[k].now)
}
