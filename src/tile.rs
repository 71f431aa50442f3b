//! The unit of work of the hot loop: a tile of physicians side by side.
//!
//! Formulas are written for one physician. The engine applies them to the lanes of a tile in a
//! plain loop, which the compiler turns into vector instructions. A tile is small enough that
//! everything about its physicians for one year stays in the nearest cache.

/// Physicians in a tile. A multiple of 8, the widest vector of doubles there is.
pub const TILE: usize = 32;

/// One fact about each physician of a tile.
pub type Lanes = [f64; TILE];

/// Declares a tile of columns with what each begins with: `field: Type = value,`. `EMPTY` is the tile of
/// these values.
macro_rules! columns {
    (
        $(#[$about:meta])*
        $visible:vis struct $name:ident {
            $( $(#[$meaning:meta])* $seen:vis $column:ident: $type:ty = $empty:expr, )+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug)]
        $visible struct $name { $( $(#[$meaning])* $seen $column: $type, )+ }

        impl $name {
            /// As it begins.
            $visible const EMPTY: $name = $name { $( $column: $empty, )+ };
        }
    };
}

pub(crate) use columns;

/// Number of tiles that hold `n` physicians; the last may be partly empty.
#[must_use]
pub const fn tiles(n: usize) -> usize {
    n.div_ceil(TILE)
}

/// Sum of a tile in a fixed order: neighbours eight apart first, then halves. The order never
/// depends on the processor, so neither do the bits.
#[inline(always)]
#[must_use]
pub fn sum(lanes: &Lanes) -> f64 {
    fold(&eights(lanes))
}

/// The lanes of a tile added up eight apart.
#[inline(always)]
#[must_use]
pub fn eights(lanes: &Lanes) -> [f64; 8] {
    let mut sums = [0.0; 8];
    for (j, slot) in sums.iter_mut().enumerate() {
        *slot = (lanes[j] + lanes[8 + j]) + (lanes[16 + j] + lanes[24 + j]);
    }
    sums
}

#[expect(clippy::many_single_char_names, reason = "eight lanes")]
/// Eight running sums added up, halves first.
#[inline(always)]
#[must_use]
pub fn fold(sums: &[f64; 8]) -> f64 {
    let [a, b, c, d, e, f, g, h] = *sums;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// The highest lane of a tile without NaN.
#[inline(always)]
#[must_use]
pub fn highest(lanes: &Lanes) -> f64 {
    let mut tops = [f64::NEG_INFINITY; 8];
    for (j, top) in tops.iter_mut().enumerate() {
        *top = lanes[j].max(lanes[8 + j]).max(lanes[16 + j].max(lanes[24 + j]));
    }
    tops.into_iter().fold(f64::NEG_INFINITY, f64::max)
}

const _: () = assert!(TILE == 32, "`eights` adds four groups of eight");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_lane_wherever_it_stands() {
        for place in 0..TILE {
            let mut lanes: Lanes = std::array::from_fn(|lane| -1.0 - lane as f64);
            lanes[place] = -0.5;
            assert_eq!(highest(&lanes), -0.5, "lane {place}");
        }
    }
}
