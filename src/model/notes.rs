//! What a scenario says that has no effect: allowed, and worth a second look.

use super::Model;
use super::unanswered::unanswered;
use std::collections::BTreeSet;

/// What was understood of the files beside a scenario, and parts of a model that nothing uses, in words.
#[must_use]
pub fn notes(model: &Model) -> Vec<String> {
    let mut notes = BTreeSet::new();
    for arm in &model.arms {
        let scenario = &arm.scenario;
        let started: BTreeSet<&str> = arm.roster.iter().flatten().map(|p| p.plan.as_str()).collect();
        let reached = scenario.redesign.iter().map(|r| r.to.as_str());
        let used: BTreeSet<&str> = started.iter().copied().chain(reached).collect();
        notes.extend(unanswered(arm));
        for redesign in scenario.redesign.iter().filter(|r| !started.contains(r.from.as_str())) {
            notes.insert(format!(
                "arm {}: no physician is on plan `{}`, which is to be replaced",
                arm.name, redesign.from
            ));
        }
        for pool in scenario.allocation.pool.names() {
            let shares =
                |plan: &&str| scenario.plan.get(plan).is_some_and(|p| p.pools().any(|name| name == pool));
            if !used.iter().any(shares) {
                notes.insert(format!(
                    "arm {}: no plan in use has a share in pool `{pool}`; its money returns to the system",
                    arm.name
                ));
            }
            let by_points = scenario.allocation.pool.get(pool).is_some_and(|own| own.weights.points.0 > 0.0);
            let members = arm.roster.iter().flatten().filter(|p| shares(&p.plan.as_str()));
            let points: f64 =
                members.flat_map(|p| &p.points).filter(|(own, _)| own == pool).map(|(_, n)| n).sum();
            if by_points && points <= 0.0 {
                notes.insert(format!(
                    "arm {}: pool `{pool}` is divided by points, and no member has any: that part of its money stays with the system; add points.{pool} to the roster",
                    arm.name
                ));
            }
        }
        for (name, contract) in scenario.contract.iter().filter(|(_, c)| c.terms.is_value_based()) {
            let lives: f64 = arm
                .roster
                .iter()
                .flatten()
                .flat_map(|p| &p.lives)
                .filter(|(c, _)| c == name)
                .map(|(_, n)| n)
                .sum();
            if lives + contract.other_lives.0 <= 0.0 {
                notes.insert(format!(
                    "arm {}: contract `{name}` has no attributed lives; add lives.{name} to the roster",
                    arm.name
                ));
            }
        }
    }
    let everywhere = |plan: &str| {
        model.arms.iter().any(|arm| {
            arm.roster.iter().flatten().any(|p| p.plan == plan)
                || arm.scenario.redesign.iter().any(|r| r.to == plan)
        })
    };
    for plan in model.arms.iter().flat_map(|arm| arm.scenario.plan.names()).filter(|plan| !everywhere(plan)) {
        notes.insert(format!("plan `{plan}` is not in use in any arm"));
    }
    model.understood.iter().cloned().chain(notes).collect()
}
