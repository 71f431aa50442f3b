//! In how many trials each arm is the best of all, by what arms are ranked by.
//!
//! Best in the mean and best in most futures are two things, and the second needs all arms of a trial beside one
//! another: no table of arms holds it. Counts are whole numbers, so that neither threads nor batches change them.

use crate::engine::arm::ArmState;
use crate::engine::measure::HorizonMetric;
use crate::stats::Fingerprint;
use serde::{Deserialize, Serialize};

/// What arms are ranked by; more of it is better.
pub(crate) const RANKED: [HorizonMetric; 3] =
    [HorizonMetric::SystemMargin, HorizonMetric::SystemMarginWorth, HorizonMetric::TrueSavings];

/// In how many trials each arm is the best of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BestArms {
    /// By measure of [`RANKED`], then arm.
    trials: [Vec<u64>; RANKED.len()],
}

impl BestArms {
    /// Before any trial.
    pub(crate) fn new(arms: usize) -> BestArms {
        BestArms { trials: std::array::from_fn(|_| vec![0; arms]) }
    }

    /// Whether it counts so many arms.
    pub(crate) fn is_of(&self, arms: usize) -> bool {
        self.trials.iter().all(|counts| counts.len() == arms)
    }

    /// Counts a trial at whose end all arms stand as given, the baseline first. Where several are best none is.
    pub(crate) fn add<'s>(&mut self, states: &(impl Iterator<Item = &'s ArmState> + Clone)) {
        for (place, counts) in self.trials.iter_mut().enumerate() {
            if let Some(arm) = only_best(states.clone().map(|state| ranked(state)[place])) {
                counts[arm] += 1;
            }
        }
    }

    /// Trials in which each arm is the best of all, in the order of arms; `None` where arms are not ranked by the
    /// measure.
    pub(crate) fn counts(&self, metric: HorizonMetric) -> Option<&[u64]> {
        let place = RANKED.iter().position(|ranked| *ranked == metric)?;
        Some(&self.trials[place])
    }

    /// Gives the counts to a fingerprint, measure by measure and arm by arm.
    pub(crate) fn mark(&self, into: &mut Fingerprint) {
        for trials in self.trials.iter().flatten() {
            into.count(*trials);
        }
    }
}

/// What an arm is ranked by at the end of a trial.
fn ranked(state: &ArmState) -> [f64; RANKED.len()] {
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
        assert_eq!(none.counts(HorizonMetric::TrueSavings), Some(&[0, 0][..]));
        assert_eq!(none.counts(HorizonMetric::CashTrough), None);
    }
}
