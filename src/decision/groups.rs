//! Who a figure is about: everyone, a specialty, or a plan's physicians.

use crate::engine::{ArmYear, GroupResults, Outcome, Scope};
use crate::entity::Physician;
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

/// Everyone, then specialties, then plans, by name.
pub fn named_groups(model: &Model) -> impl Iterator<Item = (Scope, &str)> {
    let specialties = model.specialties.iter().map(|name| (Scope::Specialty, name.as_str()));
    let plans = model.plans.iter().map(|name| (Scope::Plan, name.as_str()));
    std::iter::once((Scope::System, "all")).chain(specialties).chain(plans)
}

/// Whether a physician is one of a group.
#[must_use]
pub fn is_of(physician: &Physician, (scope, name): (Scope, &str)) -> bool {
    match scope {
        Scope::Specialty => physician.specialty == name,
        Scope::Plan => physician.plan == name,
        Scope::System | Scope::Contract | Scope::Account | Scope::Flow => true,
    }
}

/// What a group is: `all`, a `specialty`, a `plan`.
#[must_use]
pub fn kind_of_group(scope: Scope) -> &'static str {
    match scope {
        Scope::Specialty => "specialty",
        Scope::Plan => "plan",
        Scope::System | Scope::Contract | Scope::Account | Scope::Flow => "all",
    }
}

/// Everyone, then specialties, then plans; arm and year count from 0.
#[must_use]
pub fn groups<'a>(
    model: &'a Model,
    outcome: &'a Outcome,
    (arm, year): (usize, usize),
) -> Vec<GroupOfYear<'a>> {
    let all: ArmYear<'a> = outcome.of(arm, year);
    let of = |(scope, name): (Scope, &'a str)| {
        let results = match scope {
            Scope::Specialty => all.specialty(name).ok()?,
            Scope::Plan => all.plan(name).ok()?,
            Scope::System | Scope::Contract | Scope::Account | Scope::Flow => all.everyone(),
        };
        Some(GroupOfYear { scope, name, results })
    };
    named_groups(model).filter_map(of).collect()
}
