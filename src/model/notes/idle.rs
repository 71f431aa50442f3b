//! Notes about parts that nothing uses: plans, redesigns, pools, contracts.

use super::{Arm, Look, Remarks};
use crate::entity::Physician;
use crate::model::Tenure;
use crate::system::Weights;
use std::collections::BTreeSet;

/// Plans that the roster of an arm has somebody on at some time.
fn started(arm: &Arm) -> BTreeSet<&str> {
    arm.roster.iter().flatten().flat_map(Physician::in_time).map(|p| p.plan.as_str()).collect()
}

/// Those and the plans that a redesign leads to.
pub(super) fn used(arm: &Arm) -> BTreeSet<&str> {
    let reached = arm.scenario.redesign.iter().map(|redesign| redesign.to.as_str());
    started(arm).into_iter().chain(reached).collect()
}

/// Plans, redesigns and contracts without anybody.
pub(super) fn parts(look: &Look<'_>, remarks: &mut Remarks) {
    let scenario = &look.arm.scenario;
    let started = started(look.arm);
    for redesign in scenario.redesign.iter().filter(|r| !started.contains(r.from.as_str())) {
        remarks.say(
            format!("redesign.{}", redesign.from),
            format!("no physician is on plan `{}`, which is to be replaced", redesign.from),
            "",
            "name the plan that physicians are on",
        );
    }
    for plan in scenario.plan.names().filter(|plan| !look.in_use.contains(plan)) {
        remarks.say(
            format!("plan.{plan}"),
            format!("plan `{plan}` is not in use in any arm"),
            "",
            "put physicians on it, name it in a redesign, or leave it out",
        );
    }
    let tenures = scenario.tenures();
    let last = look.start.plus(look.model.years - 1);
    let waits = |tenure: &Tenure| tenure.from >= look.model.years && tenure.predecessor.is_none();
    for (name, _) in scenario.contract.iter().zip(&tenures).filter(|(_, t)| waits(t)).map(|(one, _)| one) {
        remarks.say(
            format!("contract.{name}.first_year"),
            format!("contract `{name}` begins after the scenario's last year, {last}"),
            "it settles nothing, and its visits are paid by fee schedule",
            "simulate more years, or write an earlier first_year",
        );
    }
    let own = scenario.contract.iter().zip(&tenures).filter(|(_, tenure)| tenure.predecessor.is_none());
    for (name, contract) in own.map(|(one, _)| one).filter(|(_, c)| c.terms.is_value_based()) {
        let all = look.arm.roster.iter().flatten().flat_map(|p| &p.lives);
        let lives: f64 = all.filter(|(c, _)| c == name).map(|(_, n)| n).sum();
        if lives + contract.other_lives.0 <= 0.0 {
            remarks.say(
                format!("contract.{name}"),
                format!("contract `{name}` has no attributed lives"),
                "it can settle nothing",
                format!("add lives.{name} to the roster, or other_lives to the contract"),
            );
        }
    }
}

/// Pools that no plan in use shares in, and criteria by which nobody has anything.
pub(super) fn pools(look: &Look<'_>, remarks: &mut Remarks) {
    let scenario = &look.arm.scenario;
    let used = used(look.arm);
    for (pool, terms) in scenario.allocation.pool.iter() {
        let shares = |plan: &str| look.shares_in(pool, plan);
        // Nothing goes into a pool where nothing is passed on: nothing comes back.
        let filled = terms.dollars.is_some() || scenario.allocation.physicians.0 > 0.0;
        if !used.iter().any(|plan| shares(plan)) {
            if !filled {
                continue;
            }
            remarks.say(
                format!("allocation.pool.{pool}"),
                format!("no plan in use has a share in pool `{pool}`"),
                "its money returns to the system",
                format!("write shared_savings = {{ pool = \"{pool}\" }} in a plan, or leave the pool out"),
            );
            continue;
        }
        let members: Vec<&Physician> = look
            .arm
            .roster
            .iter()
            .flatten()
            .flat_map(Physician::in_time)
            .filter(|p| shares(&p.plan))
            .collect();
        if members.is_empty() {
            continue;
        }
        for (criterion, weight, column) in criteria(&terms.weights, pool) {
            let has = |p: &&Physician| match criterion {
                "wrvu" => p.wrvu > 0.0,
                "panel" => p.panel > 0.0,
                "quality" => p.quality > 0.0,
                _ => p.points.iter().any(|(name, points)| name == pool && *points > 0.0),
            };
            if weight > 0.0 && !members.iter().any(has) {
                let used = if criterion == "points" {
                    "that part is not divided"
                } else {
                    "that part is divided equally"
                };
                remarks.say(
                    format!("allocation.pool.{pool}.weights.{criterion}"),
                    format!(
                        "{:.0} % of the pool goes by {criterion}, and nobody who shares in it has any",
                        100.0 * weight
                    ),
                    used,
                    format!("add the column {column} to the roster, or weigh something else"),
                );
            }
        }
    }
}

/// Criteria that the roster knows of, each with its weight and column.
fn criteria(weights: &Weights, pool: &str) -> [(&'static str, f64, String); 4] {
    [
        ("wrvu", weights.wrvu.0, "wrvu".to_owned()),
        ("panel", weights.panel.0, "panel".to_owned()),
        ("quality", weights.quality.0, "quality".to_owned()),
        ("points", weights.points.0, format!("points.{pool}")),
    ]
}
