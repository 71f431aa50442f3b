//! The unit of work of the hot loop: a tile of physicians side by side.
//!
//! Formulas are written for one physician. The engine applies them to the lanes of a tile in a
//! plain loop, which the compiler turns into vector instructions. A tile is small enough that
//! everything about its physicians for one year stays in the nearest cache.

/// Physicians in a tile. A multiple of 8, the widest vector of doubles there is.
pub const TILE: usize = 32;

/// One fact about each physician of a tile.
pub type Lanes = [f64; TILE];

/// Number of tiles that hold `n` physicians; the last may be partly empty.
#[must_use]
pub const fn tiles(n: usize) -> usize {
    n.div_ceil(TILE)
}

/// Sum of a tile in a fixed order: eight running sums, then those from left to right. The order
/// never depends on the processor, so neither do the bits.
#[inline(always)]
#[must_use]
pub fn sum(lanes: &Lanes) -> f64 {
    let mut partial = [0.0; 8];
    for chunk in lanes.chunks_exact(8) {
        for (slot, value) in partial.iter_mut().zip(chunk) {
            *slot += value;
        }
    }
    partial.iter().sum()
}
