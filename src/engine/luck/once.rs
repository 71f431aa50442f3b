//! What a trial draws once, of contracts, lines of business and parameters: the draws of a stream side by side.

use crate::random::{Draws, EntityKey, in_stratum, strata};
use crate::tile::{TILE, columns};
use pulp::{Arch, NullaryFnOnce};

/// One draw: of whom, in which year, and which block of the generator.
#[derive(Clone, Copy, Debug)]
pub(super) struct DrawPlace {
    pub entity: EntityKey,
    pub year: u64,
    pub block: u64,
}

columns! {
    /// So many draws.
    struct PlaceTile {
        entity: [u64; TILE] = [0; TILE],
        year: [u64; TILE] = [0; TILE],
        block: [u64; TILE] = [0; TILE],
    }
}

/// The words of draws of one stream in a trial, in the order of their places: what
/// [`Draws::trial_words`] gives one by one.
pub(super) fn trial_words(
    arch: Arch,
    draws: &Draws,
    trial: u64,
    places: impl Iterator<Item = DrawPlace>,
) -> impl Iterator<Item = [u64; 4]> {
    let (mut all, mut count) = (Vec::new(), 0);
    let (mut tile, mut words) = (PlaceTile::EMPTY, [[0; TILE]; 4]);
    let mut hand_on = |tile: &PlaceTile, count: usize| {
        arch.dispatch(DrawPlaces { draws, trial, places: tile, words: &mut words });
        all.extend((0..count).map(|lane| std::array::from_fn(|place| words[place][lane])));
    };
    for DrawPlace { entity, year, block } in places {
        (tile.entity[count], tile.year[count], tile.block[count]) = (entity.0, year, block);
        count += 1;
        if count == TILE {
            hand_on(&tile, count);
            count = 0;
        }
    }
    if count > 0 {
        hand_on(&tile, count);
    }
    all.into_iter()
}

struct DrawPlaces<'a> {
    draws: &'a Draws,
    trial: u64,
    places: &'a PlaceTile,
    words: &'a mut [[u64; TILE]; 4],
}

impl NullaryFnOnce for DrawPlaces<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let DrawPlaces { draws, trial, places: PlaceTile { entity, year, block }, words } = self;
        let mut own = [0; TILE];
        for lane in 0..TILE {
            let keys =
                draws.strata_keys_side_by_side(EntityKey(entity[lane]), trial, year[lane], block[lane]);
            own[lane] = strata(keys, trial);
        }
        for lane in 0..TILE {
            let drawn = draws.words_side_by_side(EntityKey(entity[lane]), trial, year[lane], block[lane]);
            for (place, words) in words.iter_mut().enumerate() {
                words[lane] = in_stratum(drawn[place], own[lane], place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Seed, Stream};

    #[test]
    fn side_by_side_as_one_by_one() {
        let draws = Draws::open(Seed(5), Stream::Contract);
        let places =
            || (0..77_u64).map(|i| DrawPlace { entity: EntityKey(i * 7_919), year: i % 12, block: i % 3 });
        for trial in [0, 31, 32, 9_001] {
            let found: Vec<[u64; 4]> = trial_words(Arch::new(), &draws, trial, places()).collect();
            let one = |at: DrawPlace| draws.trial_words(at.entity, trial, at.year, at.block);
            assert_eq!(found, places().map(one).collect::<Vec<_>>());
        }
        assert_eq!(trial_words(Arch::new(), &draws, 0, places().take(0)).count(), 0);
    }
}
