//! Notes about components that pay nobody because the roster lacks the fact that they pay by.

use super::{Look, Remarks};
use crate::entity::{Duties, Labelled, Labels};
use crate::model::neutral::work_of;
use crate::pay::{Component, Plan, Statement, Work};
use crate::units::Cents;

/// A panel to try out.
const PANEL: f64 = 1_000.0;

/// What one component adds to a year that leaves nothing to be wished for but the fact it may lack.
fn adds(plan: &Plan, component: usize, work: &Work) -> Cents {
    let mut statement = Statement::default();
    let list = &plan.pay;
    for earlier in &list[..component] {
        earlier.pay(work, &mut statement);
    }
    let before = statement.total();
    list[component].pay(work, &mut statement);
    statement.total() - before
}

/// Facts with something in their place.
fn with_each(work: &Work) -> impl Iterator<Item = (&'static str, Work)> + '_ {
    let duties = Duties::FACTS.iter().map(|fact| {
        let mut more = *work;
        if let Some(slot) = more.duties.slot(fact.name) {
            *slot = fact.range.1;
        }
        (fact.name, more)
    });
    std::iter::once(("panel", Work { panel: PANEL, ..*work })).chain(duties)
}

/// Columns without which a component pays nobody anything.
pub(super) fn columns(look: &Look<'_>, remarks: &mut Remarks) {
    for (name, plan) in look.arm.scenario.plan.iter() {
        let members = look.members(name);
        let years: Vec<Work> = members
            .iter()
            .map(|place| {
                let work = work_of(&look.arm.scenario, &look.arm.practice, *place);
                Work { quality: 1.0, group_quality: 1.0, taken: 0.05, ..work }
            })
            .collect();
        let Some(first) = years.first() else { continue };
        for (place, component) in plan.pay.iter().enumerate() {
            if !pays_of_itself(component) || years.iter().any(|work| adds(plan, place, work) != Cents::ZERO) {
                continue;
            }
            let Some((fact, _)) = with_each(first).find(|(_, more)| adds(plan, place, more) != Cents::ZERO)
            else {
                continue;
            };
            let people: Vec<(usize, f64)> = members.iter().map(|place| (*place, 0.0)).collect();
            remarks.say(
                format!("plan.{name}.pay.{}", component.key()),
                format!("pays {} nothing", look.names(&people)),
                format!("the roster has no {fact} for anybody on the plan"),
                format!("add the column {fact}, or leave the component out"),
            );
        }
    }
}

/// Whether a component pays by what its physician does.
fn pays_of_itself(component: &Component) -> bool {
    !component.acts_on_others() && component.pool().is_none() && component.group().is_none()
}

/// Names that a plan uses and the roster does not answer.
pub(super) fn names(look: &Look<'_>, remarks: &mut Remarks) {
    for (name, plan) in look.arm.scenario.plan.iter() {
        let mut own = Labels::default();
        for (what, label) in plan.clone().labels() {
            own.put(what, label);
        }
        let members = look.members(name);
        for (what, label) in own.iter() {
            let answers = |place: &usize| {
                look.arm.roster[*place].as_ref().is_some_and(|p| match what {
                    Labelled::CallDays => {
                        p.call_days_by.iter().any(|(own, days)| own == label && *days > 0.0)
                    }
                    Labelled::Quality => p.quality_by.iter().any(|(own, _)| own == label),
                })
            };
            let instead = match what {
                Labelled::CallDays => "nobody is on such call",
                Labelled::Quality => "the composite counts in its place",
            };
            if !members.is_empty() && !members.iter().any(answers) {
                remarks.say(
                    format!("plan.{name}"),
                    format!("plan `{name}` names `{label}`, and no member has a figure for it"),
                    instead,
                    format!("add the column {}{label} to the roster", what.stem()),
                );
            }
        }
    }
}

/// What had to be understood to read rosters and surveys.
pub(super) fn understood(look: &Look<'_>, remarks: &mut Remarks) {
    for sentence in &look.model.understood {
        let (file, said) = sentence.split_once(": ").unwrap_or(("files", sentence));
        remarks.say(file, said, "", "");
    }
}
