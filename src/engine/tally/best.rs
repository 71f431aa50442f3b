//! In how many trials each arm is the best of all, by what arms are ranked by.
//!
//! Best in the mean and best in most futures are two things, and the second needs all arms of a trial beside one
//! another: no table of arms holds it. Counts are whole numbers, so that neither threads nor batches change them.

use crate::engine::BLOCK;
use crate::engine::arm::ArmState;
use crate::engine::measure::HorizonMetric;
use crate::stats::Fingerprint;
use serde::{Deserialize, Serialize};

/// What an arm came to in a trial, by what arms are ranked by.
pub(crate) type RankedBy = [f64; RANKED.len()];

/// What arms are ranked by; more of it is better.
const RANKED: [HorizonMetric; 3] =
    [HorizonMetric::SystemMargin, HorizonMetric::SystemMarginWorth, HorizonMetric::TrueSavings];

/// In how many trials each arm is the best of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BestArms {
    /// By measure of [`RANKED`], then arm.
    trials: [Vec<u64>; RANKED.len()],
    /// Squares of the counts of whole blocks, added up, and the counts of a last block that is not whole, likewise.
    squares: [Vec<u64>; RANKED.len()],
    rest: [Vec<u64>; RANKED.len()],
}

/// In how many trials an arm is best, for the error of the chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BestCount {
    pub trials: u64,
    /// Of whole blocks: squares of counts added up, and trials.
    pub squares: u64,
    pub in_whole: u64,
}

impl BestArms {
    /// Before any trial.
    pub(crate) fn new(arms: usize) -> BestArms {
        let none = || std::array::from_fn(|_| vec![0; arms]);
        BestArms { trials: none(), squares: none(), rest: none() }
    }

    /// Whether it counts so many arms.
    pub(crate) fn is_of(&self, arms: usize) -> bool {
        [&self.trials, &self.squares, &self.rest].into_iter().flatten().all(|counts| counts.len() == arms)
    }

    /// Counts the trials of a block: by arm, the baseline first, then trial what they came to. Where several are best
    /// none is.
    pub(crate) fn add(&mut self, arms: &[Vec<RankedBy>]) {
        let trials = arms.first().map_or(0, Vec::len);
        let mut found: [Vec<u64>; RANKED.len()] =
            std::array::from_fn(|place| vec![0; self.trials[place].len()]);
        for trial in 0..trials {
            for (place, counts) in found.iter_mut().enumerate() {
                if let Some(arm) = only_best(arms.iter().map(|own| own[trial][place])) {
                    counts[arm] += 1;
                }
            }
        }
        self.add_counts(&found, trials == BLOCK);
    }

    fn add_counts(&mut self, found: &[Vec<u64>; RANKED.len()], is_whole: bool) {
        for (place, counts) in found.iter().enumerate() {
            for (arm, count) in counts.iter().enumerate() {
                self.trials[place][arm] += count;
                if is_whole {
                    self.squares[place][arm] += count * count;
                } else {
                    self.rest[place][arm] += count;
                }
            }
        }
    }

    /// In how many trials each arm is the best of all, in the order of arms; `None` where arms are not ranked by the
    /// measure.
    pub(crate) fn counts(&self, metric: HorizonMetric) -> Option<Vec<BestCount>> {
        let place = RANKED.iter().position(|ranked| *ranked == metric)?;
        let each = self.trials[place].iter().zip(&self.squares[place]).zip(&self.rest[place]);
        let count = |((trials, squares), rest): ((&u64, &u64), &u64)| BestCount {
            trials: *trials,
            squares: *squares,
            in_whole: trials - rest,
        };
        Some(each.map(count).collect())
    }

    /// Gives the counts to a fingerprint, measure by measure and arm by arm.
    pub(crate) fn mark(&self, into: &mut Fingerprint) {
        for trials in self.trials.iter().flatten() {
            into.count(*trials);
        }
    }
}

/// What an arm is ranked by at the end of a trial.
pub(crate) fn ranked(state: &ArmState) -> RankedBy {
    let totals = &state.totals;
    [totals.margin.dollars(), totals.worth[1], totals.true_savings]
}

/// The place of the greatest of some values, if there is but one.
fn only_best(values: impl Iterator<Item = f64>) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    let mut alone = true;
    for (place, value) in values.enumerate() {
        match best {
            Some((_, most)) if value < most => {}
            Some((_, most)) if value == most => alone = false,
            _ => (best, alone) = (Some((place, value)), true),
        }
    }
    best.filter(|_| alone).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_alone_is_best() {
        assert_eq!(only_best([1.0, 3.0, 2.0].into_iter()), Some(1));
        assert_eq!(only_best([-4.0, -3.0, -3.5].into_iter()), Some(1));
        assert_eq!(only_best([7.0].into_iter()), Some(0));
        assert_eq!(only_best(std::iter::empty()), None);
    }

    #[test]
    fn where_two_are_best_none_is() {
        assert_eq!(only_best([3.0, 1.0, 3.0].into_iter()), None);
        // Two alike below the best do not matter, nor do two that a third outdoes afterwards.
        assert_eq!(only_best([1.0, 1.0, 2.0].into_iter()), Some(2));
        assert_eq!(only_best([0.0, -0.0].into_iter()), None);
    }

    #[test]
    fn what_arms_are_not_ranked_by_has_no_best() {
        let none = BestArms::new(2);
        let nothing = BestCount { trials: 0, squares: 0, in_whole: 0 };
        assert_eq!(none.counts(HorizonMetric::TrueSavings), Some(vec![nothing; 2]));
        assert_eq!(none.counts(HorizonMetric::CashTrough), None);
    }

    #[test]
    fn blocks_are_told_apart() {
        // 20 and 12, then 10 and 21 of 32 trials; 3 and 1 of five more.
        let mut all = BestArms::new(2);
        for (counts, is_whole) in [([20, 12], true), ([10, 21], true), ([3, 1], false)] {
            all.add_counts(&std::array::from_fn(|_| counts.to_vec()), is_whole);
        }
        let found = all.counts(HorizonMetric::SystemMargin).unwrap();
        assert_eq!(found[0], BestCount { trials: 33, squares: 500, in_whole: 30 });
        assert_eq!(found[1], BestCount { trials: 34, squares: 585, in_whole: 33 });
    }
}
