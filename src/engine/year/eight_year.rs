//! An eight of physicians in a year, as steps 2 to 4 see it.

use super::incentive::Incentive;
use super::tile_meeting::TileMeeting;
use crate::tile::Eight;

/// An eight of physicians in a year.
#[derive(Clone, Copy)]
pub(crate) struct EightYear<'a> {
    /// What its tile meets.
    pub y: &'a TileMeeting<'a>,
    /// What pays its tile.
    pub i: &'a Incentive<'a>,
    pub eight: Eight,
}
