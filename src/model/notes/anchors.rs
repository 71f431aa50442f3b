//! What the baseline already pays for at the start, which nobody responds to: responses are changes since.

use super::{Look, Remarks};
use crate::behaviour::Behaviour;
use crate::pay::{Component, Plan};

/// Drivers that responses are anchored by, with the plans or contracts that pay for each at the start.
pub(super) fn start(look: &Look<'_>, remarks: &mut Remarks) {
    let scenario = &look.arm.scenario;
    if look.arm.name != look.model.arms[0].name || matches!(scenario.behaviour, Behaviour::None(_)) {
        return;
    }
    let in_use = || scenario.plan.iter().filter(|(name, _)| look.in_use.contains(&**name));
    let plans = |pays: fn(&Plan) -> bool| -> Vec<String> {
        in_use().filter(|(_, plan)| pays(plan)).map(|(name, _)| format!("plan.{name}")).collect()
    };
    let coded = |name: &str| look.is_on_risk(name);
    let coding = scenario.contract.names().filter(|name| coded(name)).map(|name| format!("contract.{name}"));
    let drivers = [
        ("volume pay", plans(|plan| plan.pay.iter().any(Component::produces))),
        ("quality pay", plans(|plan| plan.pay.iter().any(pays_quality))),
        ("paid hours out of clinic", plans(|plan| plan.service_hours() != (0.0, 0.0))),
        ("pay that follows coded risk", plans(|plan| plan.pay.iter().any(pays_coding))),
        ("shares in pools", plans(|plan| plan.pools().next().is_some())),
        ("coding", coding.collect()),
    ];
    let said: Vec<String> = drivers
        .iter()
        .filter(|(_, at)| !at.is_empty())
        .map(|(what, at)| format!("{what} ({})", at.join(", ")))
        .collect();
    if said.is_empty() {
        return;
    }
    remarks.say(
        "behaviour",
        format!("paid from the start, so read as no response: {}", said.join("; ")),
        "responses are changes since the start; the roster's wRVUs, quality, hours, cost of care and risk scores hold what the baseline already pays for",
        "to see what such pay does, compare with an arm that pays otherwise",
    );
}

impl Look<'_> {
    /// Whether a contract of the arm is value-based and runs at the start, on a benchmark that risk scores move.
    fn is_on_risk(&self, name: &str) -> bool {
        let scenario = &self.arm.scenario;
        let runs = |place: usize| scenario.tenures().get(place).is_some_and(|tenure| tenure.runs(0));
        let Some(place) = scenario.contract.index(name) else { return false };
        let terms = &scenario.contract.0[place].1.terms;
        terms.is_value_based() && terms.counts_people() && terms.settles() && runs(place)
    }
}

/// Whether a component pays for measured quality, or holds pay back against it.
fn pays_quality(component: &Component) -> bool {
    matches!(component, Component::QualityBonus(_)) || component.acts_on_others() && component.seen().value
}

/// Whether a component pays more when more is coded.
fn pays_coding(component: &Component) -> bool {
    match component {
        Component::Panel(terms) => terms.risk_adjusted.0 * terms.coded.0 > 0.0,
        Component::Capitation(terms) => terms.coded.0 > 0.0,
        _ => false,
    }
}
