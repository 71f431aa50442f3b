//! Who a figure is about: everyone, a specialty, or a plan's physicians.

use crate::engine::{ArmYear, GroupResults, Outcome, Scope};
use crate::model::Model;

/// Some of an arm's physicians in a year, with their results.
#[derive(Clone, Copy, Debug)]
pub struct GroupOfYear<'a> {
    /// Everyone, a specialty, or those who were on a plan at the start.
    pub scope: Scope,
    /// Which one; `all` for everyone.
    pub name: &'a str,
    /// Their results.
    pub results: GroupResults<'a>,
}

/// Everyone; arm and year count from 0.
#[must_use]
pub fn everyone(outcome: &Outcome, (arm, year): (usize, usize)) -> GroupOfYear<'_> {
    GroupOfYear { scope: Scope::System, name: "all", results: outcome.of(arm, year).everyone() }
}

/// Everyone, then specialties, then plans; arm and year count from 0.
#[must_use]
pub fn groups<'a>(
    model: &'a Model,
    outcome: &'a Outcome,
    (arm, year): (usize, usize),
) -> Vec<GroupOfYear<'a>> {
    let results: ArmYear<'a> = outcome.of(arm, year);
    let of = |scope, name: &'a String| {
        let found = if scope == Scope::Plan { results.plan(name) } else { results.specialty(name) };
        found.ok().map(|results| GroupOfYear { scope, name, results })
    };
    let all = everyone(outcome, (arm, year));
    let specialties = model.specialties.iter().filter_map(|name| of(Scope::Specialty, name));
    let plans = model.plans.iter().filter_map(|name| of(Scope::Plan, name));
    std::iter::once(all).chain(specialties).chain(plans).collect()
}
