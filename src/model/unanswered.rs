//! Names that plans use and the roster does not answer.

use super::Arm;
use crate::entity::{Labelled, Labels, Physician};

/// What of the names that plans use the roster does not answer, in words.
pub(super) fn unanswered(arm: &Arm) -> Vec<String> {
    let mut notes = Vec::new();
    for (name, plan) in &arm.scenario.plan.0 {
        let mut own = Labels::default();
        for (what, label) in plan.clone().labels() {
            own.put(what, label);
        }
        let members: Vec<&Physician> = arm.roster.iter().flatten().filter(|p| *p.plan == **name).collect();
        for (what, label) in own.iter() {
            let columns = |p: &&Physician| match what {
                Labelled::CallDays => p.call_days_by.iter().any(|(own, days)| own == label && *days > 0.0),
                Labelled::Quality => p.quality_by.iter().any(|(own, _)| own == label),
            };
            let instead = match what {
                Labelled::CallDays => "nobody is on such call",
                Labelled::Quality => "the composite counts in its place",
            };
            if !members.is_empty() && !members.iter().any(columns) {
                notes.push(format!(
                    "arm {}: plan `{name}` names `{label}`, and no member has a figure for it; {instead}; add the column {}{label} to the roster",
                    arm.name,
                    what.stem()
                ));
            }
        }
    }
    notes
}
