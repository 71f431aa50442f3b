//! Blocks of trials as Latin hypercubes: where among the strata of its block each draw of a trial lies.
//!
//! Of the [`STRATA`] trials of a block each draw lies in another of as many strata of the same chance, by a keyed
//! permutation of its own: what is added up over the block's trials then misses the chance of single draws that a
//! figure adds up, and keeps only what draws do together (`McKay`, Beckman & Conover 1979; Stein 1987; recalled). The
//! permutation is a function of (seed, stream, entity, block of trials, year, word) alone, so that a draw is still
//! what its identity says, and nobody else moves it.
//!
//! The permutation of word `w` takes five rounds over the place of the trial in its block. In each a byte of the key
//! is mixed in, five bits and then three: `x ← (x xor bits)·3 mod 32`, `x ← x xor ⌊x/8⌋`. Five bits are mixed in at
//! the end, so that each place is taken by each stratum equally often; pairs of places are taken by pairs of strata
//! equally often within about 1 %, which is all that the variance of a mean depends on. The bytes are those of six
//! halves of 32 bits, low half first, of the first three words of a block of the generator that no draw reads; byte
//! `w` is that of word `w`, and the four are worked out side by side in one number.

/// Trials of a block, and strata of each draw in it.
pub const STRATA: u64 = 32;

/// Halves of words that the four permutations of a block of the generator are keyed by.
pub(crate) const HALVES: usize = 6;

/// Of the trial's place in a counter: that it is a block of trials whose permutations are keyed.
const IS_BLOCK: u64 = 1 << 63;

/// The same bits in each of four bytes.
const fn each(bits: u32) -> u32 {
    bits * 0x0101_0101
}

/// What stands in the trial's place of the counter of the keys of its block.
#[inline(always)]
pub(super) fn block_counter(trial: u64) -> u64 {
    IS_BLOCK | (trial / STRATA)
}

/// The keys of a block from four words.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "halves are what is asked for")]
pub(super) fn halves(words: [u64; 4]) -> [u32; HALVES] {
    std::array::from_fn(|half| (words[half / 2] >> (32 * (half % 2))) as u32)
}

/// The strata of the four words of a trial, word by word from the lowest byte on, by the keys of its block.
#[inline(always)]
#[allow(clippy::cast_possible_truncation, reason = "below 32")]
pub(crate) fn strata(keys: [u32; HALVES], trial: u64) -> u32 {
    let mut x = each((trial % STRATA) as u32);
    for key in &keys[..HALVES - 1] {
        x = mixed(x ^ (key & each(31)));
        x = mixed(x ^ ((key >> 5) & each(7)));
    }
    x ^ (keys[HALVES - 1] & each(31))
}

/// One round of the permutation, in each byte: a product and a shift, both of which can be undone.
#[inline(always)]
fn mixed(x: u32) -> u32 {
    let x = (x + (x << 1)) & each(31);
    x ^ ((x >> 3) & each(3))
}

/// A word with its stratum in the place of its highest five bits: `(stratum + word)/32` of the unit interval.
#[inline(always)]
#[must_use]
pub(crate) fn in_stratum(word: u64, strata: u32, place: usize) -> u64 {
    ((u64::from(strata) >> (8 * place)) << 59) | (word >> 5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Draws, EntityKey, Seed, Stream};

    fn keys(number: u64) -> [u32; HALVES] {
        Draws::open(Seed(number), Stream::Practice).strata_keys(EntityKey(7), 0, 0, 0)
    }

    fn of(strata: u32, word: usize) -> usize {
        (strata >> (8 * word)) as usize & 31
    }

    #[test]
    fn each_word_takes_each_stratum_once() {
        let hard = [[0; HALVES], [u32::MAX; HALVES], [0x1F1F_1F1F; HALVES], [0xE0E0_E0E0; HALVES]];
        for keys in (0..20_000).map(keys).chain(hard) {
            let mut taken = [0_u32; 4];
            for trial in 64..96 {
                let strata = strata(keys, trial);
                assert_eq!(strata & !each(31), 0);
                for (word, taken) in taken.iter_mut().enumerate() {
                    *taken |= 1 << of(strata, word);
                }
            }
            assert_eq!(taken, [u32::MAX; 4], "{keys:x?}");
        }
    }

    /// Chi square of where one place goes, 31 degrees of freedom, and of where two go, 991: mean the degrees, standard
    /// deviation the root of twice as many. The first is exact but for chance; pairs may lie 1.5 % off beyond it, which
    /// over 200,000 keys adds 0.015² × 200,000 = 45.
    #[test]
    fn places_and_pairs_of_places_go_everywhere() {
        let all: Vec<[u32; HALVES]> = (0..50_000).map(keys).collect();
        for pair in [[0, 1], [0, 16], [3, 12], [5, 26], [30, 31]] {
            let (mut once, mut both) = ([0.0; 32], vec![0.0; 1_024]);
            for keys in &all {
                let found = pair.map(|place| strata(*keys, place));
                for word in 0..4 {
                    let [a, b] = found.map(|strata| of(strata, word));
                    once[a] += 1.0;
                    both[32 * a + b] += 1.0;
                }
            }
            let square = |counts: &mut dyn Iterator<Item = f64>, cells: f64| -> f64 {
                let expected = 200_000.0 / cells;
                counts.map(|count| (count - expected) * (count - expected) / expected).sum()
            };
            let single = square(&mut once.iter().copied(), 32.0);
            assert!(single < 31.0 + 5.0 * 62.0_f64.sqrt(), "{pair:?}: {single}");
            let apart = both.iter().enumerate().filter(|(at, _)| at / 32 != at % 32);
            let double = square(&mut apart.map(|(_, count)| *count), 992.0);
            assert!(double < 991.0 + 45.0 + 5.0 * 1_982.0_f64.sqrt(), "{pair:?}: {double}");
        }
    }

    #[test]
    fn words_of_one_block_go_their_own_ways() {
        // Of two independent permutations the strata agree in one place of 32 on average, with variance 1: over 20,000
        // blocks within 5/√20,000.
        let mut agree = [0.0; 4];
        for number in 0..20_000 {
            let keys = keys(number);
            for trial in 0..32 {
                let strata = strata(keys, trial);
                for (word, agree) in agree.iter_mut().enumerate() {
                    *agree += f64::from(u8::from(of(strata, word) == of(strata, (word + 1) % 4)));
                }
            }
        }
        assert!(agree.iter().all(|sum| (sum / 20_000.0 - 1.0).abs() < 0.036), "{agree:?}");
    }

    #[test]
    fn the_rest_of_the_word_lies_within_the_stratum() {
        let strata = 0x0102_1F03;
        assert_eq!(in_stratum(u64::MAX, strata, 0), 0x1FFF_FFFF_FFFF_FFFF);
        assert_eq!(in_stratum(0, strata, 1), 0xF800_0000_0000_0000);
        assert_eq!(in_stratum(32, strata, 3), 0x0800_0000_0000_0001);
    }
}
