//! `cascade check`: every problem at once, and nothing run.

use super::args::{CheckArgs, Overrides};
use super::failure::Failure;
use super::law;
use super::load::load;
use super::terminal::say;
use crate::model::notes;
use crate::review;
use crate::schema::Grade;
use std::collections::BTreeSet;

/// Reports on a scenario.
pub(super) fn check(args: &CheckArgs) -> Result<(), Failure> {
    let job = load(Some(&args.scenario), &Overrides::default())?;
    let model = &job.model;
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut lines = vec![format!("{} is valid.", job.scenario_name)];
    lines.push(format!("  {}", model.title));
    for arm in &model.arms {
        let physicians = arm.roster.iter().flatten().count();
        lines.push(format!(
            "  {} ({}): {}, {}, {}, {}",
            arm.name,
            arm.title,
            count(physicians, "physician", "physicians"),
            count(arm.scenario.contract.len(), "contract", "contracts"),
            count(arm.scenario.plan.len(), "plan", "plans"),
            count(arm.drawn.len(), "uncertain number", "uncertain numbers"),
        ));
    }
    for arm in &model.arms {
        for neutral in &arm.neutral {
            lines.push(format!(
                "  {}: budget-neutral plan {} pays its rates per wRVU x {:.4}, {:.0} $ a year for {}",
                arm.name,
                neutral.plan,
                neutral.factor,
                neutral.budget,
                count(neutral.members, "physician", "physicians"),
            ));
        }
    }
    let relied: BTreeSet<(&str, &str)> =
        job.defaults.iter().flatten().map(|d| (d.path.as_str(), d.value.as_str())).collect();
    let assumed: BTreeSet<(&str, &str)> = job
        .defaults
        .iter()
        .flatten()
        .filter(|d| d.grade == Grade::Assumption)
        .map(|d| (d.path.as_str(), d.value.as_str()))
        .collect();
    lines.push(format!(
        "  {} in force, {} of them assumptions; a run lists them in its manifest.json",
        count(relied.len(), "default", "defaults"),
        assumed.len()
    ));
    for note in notes(model) {
        lines.push(format!("  note: {note}"));
    }
    if args.law {
        lines.push(String::new());
        lines.push(law::page(model, &review::law(model)));
    }
    say(&lines.join("\n"))
}
