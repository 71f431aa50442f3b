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

/// Lanes of the widest vector of doubles there is.
pub const EIGHT: usize = 8;

/// `N` neighbouring lanes of a tile. What a year does to a physician is written for a span, of an eight
/// or of a whole tile; who composes it says how wide. `N` divides the tile into whole eights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<const N: usize>(usize);

impl<const N: usize> Span<N> {
    const FITS: () = assert!(N.is_multiple_of(EIGHT) && TILE.is_multiple_of(N), "whole eights of a tile");

    /// The spans of a tile, in order.
    #[inline(always)]
    pub fn each() -> impl Iterator<Item = Span<N>> {
        let () = Span::<N>::FITS;
        (0..TILE).step_by(N).map(Span)
    }

    /// Its first lane. The mask changes nothing; it tells the compiler that every lane is in the tile.
    #[inline(always)]
    const fn first(self) -> usize {
        self.0 & (TILE - N)
    }

    /// Its lanes.
    #[inline(always)]
    #[must_use]
    pub const fn lanes(self) -> std::ops::Range<usize> {
        self.first()..self.first() + N
    }

    /// Its lane `j` of `N`.
    #[inline(always)]
    #[must_use]
    pub const fn lane(self, j: usize) -> usize {
        self.first() + j
    }

    /// Its part of a tile.
    #[inline(always)]
    #[must_use]
    pub fn of<T: Copy>(self, lanes: &[T; TILE]) -> [T; N] {
        std::array::from_fn(|j| lanes[self.lane(j)])
    }

    /// Writes its part of a tile.
    #[inline(always)]
    pub fn write<T: Copy>(self, lanes: &mut [T; TILE], values: &[T; N]) {
        lanes[self.lanes()].copy_from_slice(values);
    }
}

/// Neighbouring eights of a tile: those that somebody is in, with any between them. Plans are looked at only there,
/// since a tile holds the members of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eights {
    first: u8,
    end: u8,
}

impl Eights {
    /// The whole tile.
    pub const ALL: Eights = Eights { first: 0, end: 4 };

    /// From the first eight to the last in which a lane is not zero; none where all are.
    ///
    /// ```
    /// use cascade::tile::{Eights, TILE};
    /// let mut portion = [0.0; TILE];
    /// (portion[9], portion[20]) = (1.0, 0.5);
    /// assert_eq!(Eights::with_any(&portion).lanes(), 8..24);
    /// assert!(Eights::with_any(&[0.0; TILE]).lanes().is_empty());
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn with_any(lanes: &Lanes) -> Eights {
        let mut any = [false; TILE / EIGHT];
        for (any, eight) in any.iter_mut().zip(lanes.chunks_exact(EIGHT)) {
            *any = eight.iter().fold(0.0, |sum: f64, value| sum + value.abs()) > 0.0;
        }
        let mut found = Eights { first: 0, end: 0 };
        for (place, any) in (0..).zip(any) {
            if any {
                found = Eights { first: if found.end == 0 { place } else { found.first }, end: place + 1 };
            }
        }
        found
    }

    /// Their lanes: whole eights, within the tile.
    #[inline(always)]
    #[must_use]
    pub const fn lanes(self) -> std::ops::Range<usize> {
        let (first, end) = (self.first as usize * EIGHT, self.end as usize * EIGHT);
        (if first < TILE { first } else { TILE })..(if end < TILE { end } else { TILE })
    }
}

/// One of two values, without a branch: both are worked out, and lanes that choose differently stay side by side.
///
/// ```
/// use cascade::tile::choose;
/// assert_eq!((choose(true, 1.5, -2.0), choose(false, 1.5, -2.0)), (1.5, -2.0));
/// ```
#[inline(always)]
#[must_use]
pub fn choose(first: bool, one: f64, other: f64) -> f64 {
    let mask = 0_u64.wrapping_sub(u64::from(first));
    f64::from_bits(other.to_bits() ^ ((one.to_bits() ^ other.to_bits()) & mask))
}

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

/// A sum over a tile that is added up eight by eight, in the order of [`sum`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EightSums {
    /// The first two eights, and the last two.
    halves: [[f64; EIGHT]; 2],
}

impl EightSums {
    /// Nothing yet.
    pub const ZERO: EightSums = EightSums { halves: [[0.0; EIGHT]; 2] };

    /// Adds a span; each lane of a tile once, in order.
    #[inline(always)]
    pub fn add<const N: usize>(&mut self, span: Span<N>, values: &[f64; N]) {
        for (k, eight) in values.chunks_exact(EIGHT).enumerate() {
            let half = &mut self.halves[(span.first() + k * EIGHT) / (TILE / 2)];
            for (sum, value) in half.iter_mut().zip(eight) {
                *sum += *value;
            }
        }
    }

    /// The sum of all.
    #[inline(always)]
    #[must_use]
    pub fn total(&self) -> f64 {
        let [first, last] = &self.halves;
        fold(&std::array::from_fn(|j| first[j] + last[j]))
    }
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
    fn spans_cover_a_tile_once() {
        let lanes: Vec<usize> = Span::<8>::each().flat_map(Span::lanes).collect();
        assert_eq!(lanes, (0..TILE).collect::<Vec<_>>());
        assert_eq!(Span::<TILE>::each().count(), 1);
        let tile: Lanes = std::array::from_fn(|lane| lane as f64);
        let mut again = [0.0; TILE];
        for (k, span) in Span::<8>::each().enumerate() {
            assert_eq!(span.of(&tile)[3], (8 * k + 3) as f64);
            span.write(&mut again, &span.of(&tile));
        }
        assert_eq!(again, tile);
    }

    fn sum_by<const N: usize>(lanes: &Lanes) -> f64 {
        let mut sums = EightSums::ZERO;
        for span in Span::<N>::each() {
            sums.add(span, &span.of(lanes));
        }
        sums.total()
    }

    #[test]
    fn sums_by_spans_have_the_bits_of_the_sum() {
        let lanes: Lanes = std::array::from_fn(|lane| 1.0 / (lane as f64 + 3.0));
        assert_eq!([sum_by::<8>(&lanes), sum_by::<16>(&lanes), sum_by::<TILE>(&lanes)], [sum(&lanes); 3]);
    }

    #[test]
    fn the_highest_lane_wherever_it_stands() {
        for place in 0..TILE {
            let mut lanes: Lanes = std::array::from_fn(|lane| -1.0 - lane as f64);
            lanes[place] = -0.5;
            assert_eq!(highest(&lanes), -0.5, "lane {place}");
        }
    }
}
