//! A span of physicians in a year, as steps 2 to 4 see it.

use super::incentive::Incentive;
use super::tile_meeting::TileMeeting;
use crate::tile::Span;

/// A span of physicians in a year.
#[derive(Clone, Copy)]
pub(crate) struct SpanYear<'a, const N: usize> {
    /// What its tile meets.
    pub y: &'a TileMeeting<'a>,
    /// What pays its tile.
    pub i: &'a Incentive<'a>,
    pub span: Span<N>,
}
