//! What a run has counted, part by part, to be put down and taken up again.
//!
//! Each part knows which blocks of trials it holds, so that parts need not be put down at the same moment: a block
//! that some of them hold and others do not is simulated again, and added to those that lack it.

use super::best::BestArms;
use super::segment::Segment;
use super::whole::WholeTrials;
use crate::engine::BLOCK;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Blocks of trials, by their places counted from 0: all below one, and some beyond it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BlockSet {
    below: u64,
    beyond: BTreeSet<u64>,
}

impl BlockSet {
    /// The first so many.
    pub(crate) fn first(blocks: u64) -> BlockSet {
        BlockSet { below: blocks, beyond: BTreeSet::new() }
    }

    /// Adds a block; whether it was not there.
    pub(crate) fn insert(&mut self, block: u64) -> bool {
        if block < self.below || self.beyond.contains(&block) {
            return false;
        }
        if block > self.below {
            return self.beyond.insert(block);
        }
        self.below += 1;
        while self.beyond.remove(&self.below) {
            self.below += 1;
        }
        true
    }

    /// Whether a block is there.
    pub(crate) fn contains(&self, block: u64) -> bool {
        block < self.below || self.beyond.contains(&block)
    }

    /// The first block that is missing.
    pub(crate) fn first_missing(&self) -> u64 {
        self.below
    }

    /// The blocks that both hold.
    fn both(&self, other: &BlockSet) -> BlockSet {
        let mut both = BlockSet::first(self.below.min(other.below));
        for block in both.below..self.below.max(other.below) {
            if self.contains(block) && other.contains(block) {
                both.insert(block);
            }
        }
        for block in self.beyond.iter().filter(|block| other.contains(**block)) {
            both.insert(*block);
        }
        both
    }

    /// The blocks that all hold; none where there is nobody.
    pub(crate) fn of_all(mut sets: impl Iterator<Item = BlockSet>) -> BlockSet {
        let first = sets.next().unwrap_or_default();
        sets.fold(first, |both, set| both.both(&set))
    }

    /// How many of so many trials they hold.
    pub(crate) fn trials(&self, of: u64) -> u64 {
        let each = BLOCK as u64;
        let up_to = |block: u64| block.saturating_mul(each).min(of);
        up_to(self.below) + self.beyond.iter().map(|block| up_to(block + 1) - up_to(*block)).sum::<u64>()
    }
}

/// What was counted, with the blocks that it holds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Tallied<T> {
    pub blocks: BlockSet,
    pub of: T,
}

impl<T> Tallied<T> {
    /// What the first so many blocks came to.
    pub(crate) fn of_first(blocks: u64, of: T) -> Tallied<T> {
        Tallied { blocks: BlockSet::first(blocks), of }
    }
}

/// An arm's year, the whole trials of an arm, or in how many trials each arm is best.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum PartKind<Year, Trials, Best> {
    Year(Year),
    Trials(Trials),
    Best(Best),
}

/// A part of what a run has counted so far, as it is.
#[derive(Serialize)]
pub struct PartSoFar<'a>(
    pub(crate) PartKind<&'a Tallied<Segment>, &'a Tallied<WholeTrials>, &'a Tallied<BestArms>>,
);

/// A part of what a run had counted.
#[derive(Deserialize)]
pub struct TallyPart(pub(crate) PartKind<Tallied<Segment>, Tallied<WholeTrials>, Tallied<BestArms>>);

impl PartSoFar<'_> {
    /// The blocks that it holds.
    pub(crate) fn blocks(&self) -> &BlockSet {
        match &self.0 {
            PartKind::Year(part) => &part.blocks,
            PartKind::Trials(part) => &part.blocks,
            PartKind::Best(part) => &part.blocks,
        }
    }
}

impl TallyPart {
    /// The same, lent.
    pub(crate) fn lent(&self) -> PartSoFar<'_> {
        PartSoFar(match &self.0 {
            PartKind::Year(part) => PartKind::Year(part),
            PartKind::Trials(part) => PartKind::Trials(part),
            PartKind::Best(part) => PartKind::Best(part),
        })
    }
}

impl fmt::Debug for PartSoFar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.blocks())
    }
}

impl fmt::Debug for TallyPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lent().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(blocks: &[u64]) -> BlockSet {
        let mut set = BlockSet::default();
        for block in blocks {
            assert!(set.insert(*block), "{block} of {blocks:?}");
            assert!(!set.insert(*block), "{block} of {blocks:?}");
        }
        set
    }

    #[test]
    fn blocks_close_ranks() {
        let some = set(&[2, 0, 5, 1, 4]);
        assert_eq!(some, BlockSet { below: 3, beyond: BTreeSet::from([4, 5]) });
        assert_eq!(some.first_missing(), 3);
        assert_eq!(set(&[2, 0, 5, 1, 4, 3]), BlockSet::first(6));
        let there: Vec<u64> = (0..8).filter(|block| some.contains(*block)).collect();
        assert_eq!(there, [0, 1, 2, 4, 5]);
    }

    #[test]
    fn what_all_hold() {
        let all = || [set(&[0, 1, 2, 4, 5, 9]), set(&[0, 2, 5, 4]), set(&[5, 0, 1, 2, 3, 4])].into_iter();
        assert_eq!(BlockSet::of_all(all()), set(&[0, 2, 4, 5]));
        assert_eq!(BlockSet::of_all(all().take(1)), set(&[0, 1, 2, 4, 5, 9]));
        assert_eq!(BlockSet::of_all(std::iter::empty()), BlockSet::default());
    }

    #[test]
    fn the_last_block_may_be_short() {
        // 32 each, but of 100 trials the fourth block has four.
        assert_eq!(set(&[0, 1]).trials(100), 64);
        assert_eq!(set(&[0, 2, 3]).trials(100), 68);
        assert_eq!(BlockSet::first(4).trials(100), 100);
        assert_eq!(BlockSet::default().trials(100), 0);
    }
}
