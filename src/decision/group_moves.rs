//! Who gains and who loses, specialty by specialty and plan by plan: how many, how much, by what, and in the worst year.

use super::groups::{is_of, named_groups};
use super::reasons::{Reason, moved_by, together};
use super::winners::PayMove;
use crate::engine::Scope;
use crate::model::Model;
use crate::units::real;

/// What a group of physicians gains and loses under an arm, in means over trials.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupMoves<'m> {
    /// Everyone, a specialty, or those who are on a plan at the start.
    pub scope: Scope,
    /// Which one; `all` for everyone.
    pub name: &'m str,
    /// Physicians whom both arms have.
    pub physicians: usize,
    /// Of whom lose 5 % of pay or more over all years.
    pub losers: usize,
    /// Of whom lose 5 % or more in their worst year.
    pub losers_in_worst_year: usize,
    /// Of whom gain anything over all years.
    pub gainers: usize,
    /// Mean change of pay, $ a physician and year.
    pub change: f64,
    /// The same as a share of their pay today; 0 where they are paid nothing.
    pub change_share: f64,
    /// What moves their pay most in the direction in which it changes; nothing where it does not change.
    pub reason: Option<Reason>,
}

/// The moves of an arm by group: everyone, then specialties, then plans, as the model names them.
#[must_use]
pub fn group_moves<'m>(model: &'m Model, moves: &[PayMove<'_>]) -> Vec<GroupMoves<'m>> {
    let of = |(scope, name): (Scope, &'m str)| {
        let belongs = |one: &&PayMove<'_>| is_of(&model.physicians[one.whole.place], (scope, name));
        let own: Vec<&PayMove<'_>> = moves.iter().filter(belongs).collect();
        (!own.is_empty()).then(|| one_group(scope, name, &own, real(model.years)))
    };
    named_groups(model).filter_map(of).collect()
}

fn one_group<'m>(scope: Scope, name: &'m str, own: &[&PayMove<'_>], years: f64) -> GroupMoves<'m> {
    let sum = |of: &dyn Fn(&PayMove<'_>) -> f64| own.iter().map(|one| of(one)).sum::<f64>();
    let (before, change) = (sum(&|one| one.whole.before), sum(&|one| one.whole.change));
    let count = |of: &dyn Fn(&PayMove<'_>) -> bool| own.iter().filter(|one| of(one)).count();
    GroupMoves {
        scope,
        name,
        physicians: own.len(),
        losers: count(&|one| one.whole.loses()),
        losers_in_worst_year: count(&|one| one.worst.loses()),
        gainers: count(&|one| one.change.mean >= 0.5),
        change: change / real(own.len().max(1)) / years,
        change_share: if before > 0.0 { change / before } else { 0.0 },
        reason: moved_by(&together(own.iter().map(|one| &one.whole)), change).map(|(reason, _)| reason),
    }
}
