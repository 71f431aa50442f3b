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
    let all = GroupOfYear { scope: Scope::System, name: "all", results: results.everyone() };
    let specialties = model.specialties.iter().filter_map(|name| of(Scope::Specialty, name));
    let plans = model.plans.iter().filter_map(|name| of(Scope::Plan, name));
    std::iter::once(all).chain(specialties).chain(plans).collect()
}
