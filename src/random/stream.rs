//! Streams, entities and the layout of draws over the generator's counter.

use super::philox::{philox, philox_side_by_side};
use super::strata::{HALVES, block_counter, halves, in_stratum, strata};
use crate::units::words;
use rand::TryRng;
use sha2::{Digest, Sha256};
use std::convert::Infallible;

/// The seed of a run: the only source of chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub u64);

words! {
    /// What a draw is for. Each stream is independent of every other, so a new one leaves all old
    /// draws as they were.
    #[derive(Hash, PartialOrd, Ord)]
    pub enum Stream {
        name: "The name that the stream's key is made from. Never changes.";
        /// A physician-year: work, measured quality, attributed cost, departure.
        Practice = "practice",
        /// A physician-year: how its work lies in the months.
        Month = "month",
        /// A contract-year: spending of the attributed population, its quality score, the forecast behind its benchmark.
        Contract = "contract",
        /// A contract's base years before the first performance year.
        BaseYear = "base_year",
        /// A market-year: spending growth in the nation and in the region.
        Market = "market",
        /// An uncertain parameter of the scenario, once per trial.
        Parameter = "parameter",
        /// A roster generated from cohorts, once per scenario.
        Cohort = "cohort",
        /// A person-year of a small population: cost of care.
        Person = "person",
        /// A contract-year: what clauses of change strike, and the error of an interim estimate.
        Clause = "clause",
        /// A contract-year: whether staying in it is put to the question, and what reports get wrong.
        Staying = "staying",
        /// A physician-year under one contract: cost of care of the patients attributed to the physician under it.
        Attribution = "attribution",
        /// Weights of trials, for intervals of what is estimated from them.
        Bootstrap = "bootstrap",
        /// Where a search begins.
        Proposal = "proposal",
        /// Points that fill a space evenly: a sweep, a sensitivity, the start of a search.
        Design = "design",
    }
}

/// A name as the generator sees it: the first eight bytes, little-endian, of its SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityKey(pub u64);

impl EntityKey {
    /// The key of a physician, a contract, a market or a parameter, by its name.
    #[must_use]
    pub fn of(name: &str) -> EntityKey {
        let digest = Sha256::digest(name.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        EntityKey(u64::from_le_bytes(first))
    }
}

/// One stream of a run, ready to draw from.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    key: [u64; 2],
}

impl Draws {
    /// Opens a stream.
    #[must_use]
    pub fn open(seed: Seed, stream: Stream) -> Draws {
        Draws { key: [seed.0, EntityKey::of(stream.name()).0] }
    }

    /// Opens another stream of the same kind, independent of it: number 0 is the stream itself.
    #[must_use]
    pub fn replicate(seed: Seed, stream: Stream, number: u64) -> Draws {
        if number == 0 {
            return Draws::open(seed, stream);
        }
        Draws { key: [seed.0, EntityKey::of(&format!("{}#{number}", stream.name())).0] }
    }

    /// The four words of `block` for an entity in a year (0 is the first) of a trial (0 is the
    /// first).
    #[inline(always)]
    #[must_use]
    pub fn words(&self, entity: EntityKey, trial: u64, year: u64, block: u64) -> [u64; 4] {
        philox([block, entity.0, trial, year], self.key)
    }

    /// [`Draws::words`] for a loop over many entities, which the compiler then vectorises.
    #[inline(always)]
    #[must_use]
    pub fn words_side_by_side(&self, entity: EntityKey, trial: u64, year: u64, block: u64) -> [u64; 4] {
        philox_side_by_side([block, entity.0, trial, year], self.key)
    }

    /// What keys the permutations of the strata of [`Draws::trial_words`]: the same for all trials of a block of
    /// [`STRATA`](super::STRATA).
    #[inline(always)]
    pub(crate) fn strata_keys(&self, entity: EntityKey, trial: u64, year: u64, block: u64) -> [u32; HALVES] {
        halves(self.words(entity, block_counter(trial), year, block))
    }

    /// [`Draws::strata_keys`] for a loop over many entities.
    #[inline(always)]
    pub(crate) fn strata_keys_side_by_side(
        &self,
        entity: EntityKey,
        trial: u64,
        year: u64,
        block: u64,
    ) -> [u32; HALVES] {
        halves(self.words_side_by_side(entity, block_counter(trial), year, block))
    }

    /// [`Draws::words`] of a trial of a run: each with its stratum in the place of its highest five bits, so that over
    /// the trials of a block, [`STRATA`](super::STRATA) from a multiple of it on, each word lies once in each
    /// thirty-second of the unit interval. A draw alone has the law that it always had.
    ///
    /// ```
    /// use cascade::random::{Draws, EntityKey, Seed, Stream, unit};
    ///
    /// let parameter = Draws::open(Seed(1), Stream::Parameter);
    /// let own = |trial| unit(parameter.trial_words(EntityKey::of("contract.aco.trend"), trial, 0, 0)[0]);
    /// let mut strata: Vec<f64> = (64..96).map(|trial| (32.0 * own(trial)).floor()).collect();
    /// strata.sort_by(f64::total_cmp);
    /// assert_eq!(strata, (0..32).map(f64::from).collect::<Vec<_>>());
    /// ```
    #[must_use]
    pub fn trial_words(&self, entity: EntityKey, trial: u64, year: u64, block: u64) -> [u64; 4] {
        let words = self.words(entity, trial, year, block);
        let strata = strata(self.strata_keys(entity, trial, year, block), trial);
        std::array::from_fn(|place| in_stratum(words[place], strata, place))
    }

    /// Standard normals for an entity in a year of a trial, as many as there is room for in
    /// `out`: word by word, block after block.
    pub fn normals(&self, entity: EntityKey, trial: u64, year: u64, out: &mut [f64]) {
        for (block, chunk) in out.chunks_mut(4).enumerate() {
            for (slot, word) in chunk.iter_mut().zip(self.words(entity, trial, year, block as u64)) {
                *slot = crate::math::normal_quantile(unit(word));
            }
        }
    }

    /// A generator for `rand`'s distributions, reading one entity's words in order.
    #[must_use]
    pub fn generator(&self, entity: EntityKey) -> KeyedRng {
        KeyedRng { draws: *self, entity, block: 0, words: [0; 4], left: 0 }
    }
}

/// A uniform strictly between 0 and 1 from a word: its top 52 bits, centred.
///
/// ```
/// use cascade::random::unit;
/// assert_eq!(unit(0), 0.5 / 4_503_599_627_370_496.0);
/// assert!(unit(u64::MAX) < 1.0);
/// ```
#[inline(always)]
#[must_use]
pub fn unit(word: u64) -> f64 {
    const ONE: u64 = 0x3FF0_0000_0000_0000;
    const HALF_STEP: f64 = 0.5 / 4_503_599_627_370_496.0;
    (f64::from_bits((word >> 12) | ONE) - 1.0) + HALF_STEP
}

/// A sequence of words of one entity, as a generator of the `rand` family.
#[derive(Clone, Debug)]
pub struct KeyedRng {
    draws: Draws,
    entity: EntityKey,
    block: u64,
    words: [u64; 4],
    left: usize,
}

impl KeyedRng {
    fn next(&mut self) -> u64 {
        if self.left == 0 {
            self.words = self.draws.words(self.entity, 0, 0, self.block);
            self.block += 1;
            self.left = 4;
        }
        self.left -= 1;
        self.words[3 - self.left]
    }
}

impl TryRng for KeyedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        for chunk in dst.chunks_mut(8) {
            let bytes = self.next().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::normal_quantile;

    #[test]
    fn keys_are_the_head_of_sha256() {
        // Python: int.from_bytes(hashlib.sha256(b"practice").digest()[:8], "little")
        assert_eq!(EntityKey::of("practice"), EntityKey(11_407_132_940_955_592_621));
        assert_eq!(EntityKey::of("P001"), EntityKey(14_937_313_093_506_571_999));
    }

    #[test]
    fn a_draw_can_be_taken_again_in_numpy() {
        // docs/RANDOM.md, run with numpy 2 and scipy: seed 20260101, physician P001, trial 41,
        // year 3.
        let words = Draws::open(Seed(20_260_101), Stream::Practice).words(EntityKey::of("P001"), 41, 3, 0);
        assert_eq!(words, [0x8871a57c9def9c56, 0x22abb52e31517f5f, 0xcac5bcb34754b3a8, 0x62750fe920f38b4a]);
        let normals = words.map(|w| normal_quantile(unit(w)));
        let scipy = [0.08277331717749709, -1.1010725007988897, 0.8136586262955925, -0.29342482389833974];
        for (ours, theirs) in normals.iter().zip(scipy) {
            assert!((ours - theirs).abs() < 1e-15, "{ours} against {theirs}");
        }
        assert_eq!(unit(words[0]), 0.5329841069450921);
    }

    #[test]
    fn a_draw_of_a_trial_can_be_taken_again_in_numpy() {
        // docs/RANDOM.md, as above.
        let words =
            Draws::open(Seed(20_260_101), Stream::Practice).trial_words(EntityKey::of("P001"), 41, 3, 0);
        assert_eq!(words, [0xf4438d2be4ef7ce2, 0x39155da9718a8bfa, 0x1e562de59a3aa59d, 0xd313a87f49079c5a]);
        let normals = words.map(|w| normal_quantile(unit(w)));
        let scipy = [1.686557378313872, -0.762159969428403, -1.1825060079570822, 0.9327238264989701];
        for (ours, theirs) in normals.iter().zip(scipy) {
            assert!((ours - theirs).abs() < 2e-15, "{ours} against {theirs}");
        }
        assert_eq!(unit(words[0]), 0.9541557533420341);
    }

    #[test]
    fn streams_have_distinct_keys() {
        let mut keys: Vec<_> = Stream::ALL.iter().map(|s| EntityKey::of(s.name())).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), Stream::ALL.len());
    }
}
