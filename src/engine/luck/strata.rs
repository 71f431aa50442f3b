//! The keys of the strata that physicians' draws of a block of trials lie in, worked out once for the block and year.

use crate::random::{Draws, EntityKey, HALVES, STRATA, strata};
use crate::tile::TILE;
use pulp::{Arch, NullaryFnOnce};

/// The strata of the four words of each lane, packed as [`crate::random::strata`] has them.
pub(super) type TileStrata = [u32; TILE];

/// The keys of one block of the generator of a tile of physicians.
#[derive(Clone, Copy, Debug)]
pub(super) struct TileKeys([[u32; TILE]; HALVES]);

impl TileKeys {
    const NONE: TileKeys = TileKeys([[0; TILE]; HALVES]);

    /// The strata of a trial.
    #[inline(always)]
    pub(super) fn strata(&self, trial: u64) -> TileStrata {
        let mut found = [0; TILE];
        for (lane, own) in found.iter_mut().enumerate() {
            *own = strata(std::array::from_fn(|half| self.0[half][lane]), trial);
        }
        found
    }
}

/// What physicians draw their luck for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DrawnAt {
    pub arch: Arch,
    pub trial: u64,
    /// The year, or four years that are drawn at once, counted by fours.
    pub year: u64,
}

/// Whose keys, of which stream and for what.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyedBy<'a> {
    pub at: DrawnAt,
    pub draws: &'a Draws,
    pub physicians: &'a [[EntityKey; TILE]],
}

/// The keys of all physicians in one year, or four, of one block of trials, block of the generator by block, tile by tile.
#[derive(Clone, Debug, Default)]
pub(super) struct YearKeys {
    /// Block of trials and year.
    of: Option<[u64; 2]>,
    keys: Vec<TileKeys>,
}

impl YearKeys {
    /// The keys in a trial's block: those that are there, or new ones. `blocks` are those of the generator.
    pub(super) fn of(&mut self, by: KeyedBy<'_>, blocks: impl Iterator<Item = u64>) -> &[TileKeys] {
        let own = Some([by.at.trial / STRATA, by.at.year]);
        if self.of != own {
            self.of = own;
            self.keys.clear();
            for block in blocks {
                for keys in by.physicians {
                    let mut tile = TileKeys::NONE;
                    by.at.arch.dispatch(DrawKeys { by, block, keys, tile: &mut tile });
                    self.keys.push(tile);
                }
            }
        }
        &self.keys
    }
}

struct DrawKeys<'a> {
    by: KeyedBy<'a>,
    block: u64,
    keys: &'a [EntityKey; TILE],
    tile: &'a mut TileKeys,
}

impl NullaryFnOnce for DrawKeys<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let DrawKeys { by, block, keys, tile } = self;
        for lane in 0..TILE {
            let own = by.draws.strata_keys_side_by_side(keys[lane], by.at.trial, by.at.year, block);
            for (half, key) in tile.0.iter_mut().zip(own) {
                half[lane] = key;
            }
        }
    }
}

/// What keeps the keys of the streams that physicians draw from.
#[derive(Clone, Debug, Default)]
pub(crate) struct LuckKeys {
    pub(super) practice: YearKeys,
    pub(super) months: YearKeys,
    pub(super) attributed: YearKeys,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Seed, Stream, in_stratum};

    #[test]
    fn side_by_side_as_one_by_one() {
        let draws = Draws::open(Seed(5), Stream::Month);
        let names: [EntityKey; TILE] = std::array::from_fn(|lane| EntityKey(77 * lane as u64));
        let (mut kept, arch) = (YearKeys::default(), Arch::new());
        for (trial, year) in [(0, 0), (31, 0), (32, 0), (33, 2), (9_000, 2), (1, 0)] {
            let at = DrawnAt { arch, trial, year };
            let keys = kept.of(KeyedBy { at, draws: &draws, physicians: &[names, names] }, 0..3);
            assert_eq!(keys.len(), 6);
            for (block, pair) in keys.chunks(2).enumerate() {
                let strata = pair[1].strata(trial);
                for lane in 0..TILE {
                    let words = draws.words(names[lane], trial, year, block as u64);
                    let own: [u64; 4] = std::array::from_fn(|w| in_stratum(words[w], strata[lane], w));
                    assert_eq!(own, draws.trial_words(names[lane], trial, year, block as u64));
                }
            }
        }
    }
}
