//! How far pay asks for what care is worth, specialty by specialty and plan by plan, in the first and the last year.

use super::groups::groups;
use crate::engine::{Metric, Outcome, Scope};
use crate::model::Model;
use crate::stats::Summary;

/// Some of an arm's physicians beside what care is worth.
#[derive(Clone, Debug)]
pub struct GroupAlignment<'m> {
    /// The arm.
    pub arm: usize,
    /// Everyone, a specialty, or those who were on a plan at the start.
    pub scope: Scope,
    /// Which one; `all` for everyone.
    pub name: &'m str,
    /// What a physician is expected to be paid of a dollar of care avoided, in the first year.
    pub own_first: Option<Summary>,
    /// The same in the last year.
    pub own_last: Option<Summary>,
    /// Value that pay induces of what is attainable, in the first year.
    pub induced_first: Option<Summary>,
    /// The same in the last year.
    pub induced_last: Option<Summary>,
    /// Points by which value's share of revenue, by the baseline's contracts, exceeds its share of pay, in the last year.
    pub gap_last: Option<f64>,
}

/// Points by which value's share of the revenue of some physicians, by the baseline's contracts, exceeds its share of
/// their pay: all of it together, as the two shares are. `alignment_gap` is a person's own, and of groups the mean of them.
#[must_use]
pub fn gap_between(revenue: Option<Summary>, pay: Option<Summary>) -> Option<f64> {
    Some(100.0 * (revenue?.mean - pay?.mean))
}

/// Every group of every arm, the baseline first; everyone before specialties before plans.
#[must_use]
pub fn group_alignments<'m>(model: &'m Model, outcome: &'m Outcome) -> Vec<GroupAlignment<'m>> {
    let last = model.years - 1;
    let of_arm = |arm: usize| {
        let first = groups(model, outcome, (arm, 0));
        let then = groups(model, outcome, (arm, last));
        let each = first.into_iter().zip(then).map(move |(first, then)| GroupAlignment {
            arm,
            scope: then.scope,
            name: then.name,
            own_first: first.results.get(Metric::OwnPartOfAvoided),
            own_last: then.results.get(Metric::OwnPartOfAvoided),
            induced_first: first.results.get(Metric::ValueInduced),
            induced_last: then.results.get(Metric::ValueInduced),
            gap_last: gap_between(
                then.results.get(Metric::ValueRevenueHeld),
                then.results.get(Metric::ValueShare),
            ),
        });
        each.collect::<Vec<_>>()
    };
    (0..model.arms.len()).flat_map(of_arm).collect()
}
