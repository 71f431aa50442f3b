//! The Philox4x64-10 counter-based generator.

const MULTIPLIERS: [u64; 2] = [0xD2E7_470E_E14C_6C93, 0xCA5A_8263_9512_1157];
const WEYL: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xBB67_AE85_84CA_A73B];
const ROUNDS: usize = 10;

/// Four random words for a counter and a key.
///
/// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. The
/// tests hold the published answers of Random123, which NumPy's `Philox` gives too.
#[inline(always)]
#[must_use]
pub fn philox(counter: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    let mut c = counter;
    let mut k = key;
    for round in 0..ROUNDS {
        if round > 0 {
            k = [k[0].wrapping_add(WEYL[0]), k[1].wrapping_add(WEYL[1])];
        }
        let (high0, low0) = product(MULTIPLIERS[0], c[0]);
        let (high1, low1) = product(MULTIPLIERS[1], c[2]);
        c = [high1 ^ c[1] ^ k[0], low1, high0 ^ c[3] ^ k[1], low0];
    }
    c
}

/// [`philox`] for a loop over many counters: the same words, made of halves of 32 bits from the first round to the last.
/// There is no product of 128 bits in it, and none for the compiler to find: each would keep the loop from being
/// vectorised.
#[inline(always)]
#[must_use]
pub(super) fn philox_side_by_side(counter: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    let mut c = counter.map(Halves::of);
    // Written out: a loop this long inside another is kept, and keeps that from being vectorised.
    c = round_by_halves(c, key, 0);
    c = round_by_halves(c, key, 1);
    c = round_by_halves(c, key, 2);
    c = round_by_halves(c, key, 3);
    c = round_by_halves(c, key, 4);
    c = round_by_halves(c, key, 5);
    c = round_by_halves(c, key, 6);
    c = round_by_halves(c, key, 7);
    c = round_by_halves(c, key, 8);
    c = round_by_halves(c, key, 9);
    c.map(Halves::whole)
}

/// One round, counted from 0.
#[inline(always)]
fn round_by_halves(c: [Halves; 4], key: [u64; 2], round: u64) -> [Halves; 4] {
    let key = |place: usize| Halves::of(key[place].wrapping_add(WEYL[place].wrapping_mul(round)));
    let (high0, low0) = Halves::of(MULTIPLIERS[0]).times(c[0]);
    let (high1, low1) = Halves::of(MULTIPLIERS[1]).times(c[2]);
    [high1.xor(c[1]).xor(key(0)), low1, high0.xor(c[3]).xor(key(1)), low0]
}

/// A word as its high and its low half, each below 2^32.
#[derive(Clone, Copy)]
struct Halves {
    high: u64,
    low: u64,
}

impl Halves {
    #[inline(always)]
    fn of(word: u64) -> Halves {
        Halves { high: word >> 32, low: word & LOW }
    }

    #[inline(always)]
    fn whole(self) -> u64 {
        self.high << 32 | self.low
    }

    #[inline(always)]
    fn xor(self, other: Halves) -> Halves {
        Halves { high: self.high ^ other.high, low: self.low ^ other.low }
    }

    /// High and low word of a product, from four products of halves.
    #[inline(always)]
    fn times(self, other: Halves) -> (Halves, Halves) {
        // Each sum stays below 2^64: (2^32 − 1)² + 2 (2^32 − 1) = 2^64 − 1.
        let least = self.low * other.low;
        let middle = self.high * other.low + (least >> 32);
        let carried = self.low * other.high + (middle & LOW);
        let high = self.high * other.high + (middle >> 32) + (carried >> 32);
        (Halves::of(high), Halves { high: carried & LOW, low: least & LOW })
    }
}

/// The low half of a word.
const LOW: u64 = 0xFFFF_FFFF;

/// High and low half of a 128-bit product.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the low half is what is asked for")]
fn product(a: u64, b: u64) -> (u64, u64) {
    let wide = u128::from(a) * u128::from(b);
    ((wide >> 64) as u64, wide as u64)
}

#[cfg(test)]
mod tests {
    use super::{Halves, philox, philox_side_by_side, product};

    #[test]
    fn published_answers() {
        // Random123 kat_vectors, philox4x64 10 rounds.
        assert_eq!(
            philox([0; 4], [0; 2]),
            [0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b]
        );
        assert_eq!(
            philox([u64::MAX; 4], [u64::MAX; 2]),
            [0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0]
        );
        assert_eq!(
            philox(
                [0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89],
                [0x452821e638d01377, 0xbe5466cf34e90c6c]
            ),
            [0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6]
        );
    }

    #[test]
    fn agrees_with_numpy() {
        // numpy 2: Philox(key=[20260101, 7], counter = (0, 1, 2, 3) - 1).random_raw(4)
        assert_eq!(
            philox([0, 1, 2, 3], [20_260_101, 7]),
            [0x898fb87bba98fa38, 0x135fdd4a658d6401, 0x642625f653a561d4, 0x48453e5a997f57c0]
        );
    }

    #[test]
    fn halves_multiply_like_the_whole() {
        let hard = [0, 1, u64::MAX, u64::MAX - 1, 1 << 32, (1 << 32) - 1, 0xFFFF_FFFF_0000_0000];
        for a in hard {
            for b in hard {
                let (high, low) = Halves::of(a).times(Halves::of(b));
                assert_eq!((high.whole(), low.whole()), product(a, b), "{a:x} times {b:x}");
            }
        }
    }

    #[test]
    fn the_same_words_side_by_side() {
        for i in 0..1_000_u64 {
            let counter = [i, i.wrapping_mul(0x9E37_79B9_7F4A_7C15), u64::MAX - i, i << 33];
            let key = [i.rotate_right(7), !i];
            assert_eq!(philox_side_by_side(counter, key), philox(counter, key), "{i}");
        }
    }
}
