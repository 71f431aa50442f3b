//! A span of physicians in a year, as steps 2 to 4 see it.

use super::incentive::Incentive;
use super::tile_meeting::TileMeeting;
use crate::tile::{Span, TILE};

/// Lanes that steps 2 to 4 take through the year together: a whole tile. By eights, which a pass that
/// keeps intermediate values in registers would want, a physician-year costs 2.5 % more instructions
/// today.
pub(crate) const WIDTH: usize = TILE;

/// A span of physicians in a year.
#[derive(Clone, Copy)]
pub(crate) struct SpanYear<'a, const N: usize> {
    /// What its tile meets.
    pub y: &'a TileMeeting<'a>,
    /// What pays its tile.
    pub i: &'a Incentive<'a>,
    pub span: Span<N>,
}
