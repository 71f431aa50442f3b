//! What the baseline already pays for at the start, which nobody responds to: responses are changes since.

use super::Model;
use crate::behaviour::Behaviour;
use crate::pay::{Component, Plan};
use serde::Serialize;
use std::collections::BTreeSet;

/// Something that is paid from the start, so that it reads as no response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnchoredPay {
    /// What is paid for.
    pub what: &'static str,
    /// The plans or contracts that pay for it, as paths of the scenario.
    pub paid_by: Vec<String>,
}

/// What the baseline pays for at the start. The roster's wRVUs, quality, hours, cost of care and risk scores
/// hold what it does; nothing where incentives move nobody.
#[must_use]
pub fn anchored(model: &Model) -> Vec<AnchoredPay> {
    let arm = &model.arms[0];
    let scenario = &arm.scenario;
    if matches!(scenario.behaviour, Behaviour::None(_)) {
        return Vec::new();
    }
    let in_use: BTreeSet<&str> = arm.roster.iter().flatten().map(|p| p.plan.as_str()).collect();
    let plans = |pays: fn(&Plan) -> bool| -> Vec<String> {
        let paying = scenario.plan.iter().filter(|(name, plan)| in_use.contains(&**name) && pays(plan));
        paying.map(|(name, _)| format!("plan.{name}")).collect()
    };
    let tenures = scenario.tenures();
    let coding = scenario.contract.iter().zip(&tenures).filter(|((_, contract), tenure)| {
        tenure.runs(0) && contract.terms.is_value_based() && contract.terms.counts_people()
    });
    let pays_volume = |plan: &Plan| plan.pay.iter().any(Component::produces);
    let pays_quality = |plan: &Plan| plan.pay.iter().any(pays_for_quality);
    let pays_coding = |plan: &Plan| plan.pay.iter().any(pays_for_coding);
    let all = [
        ("volume", plans(pays_volume)),
        ("quality", plans(pays_quality)),
        ("hours out of clinic", plans(|plan| plan.service_hours() != (0.0, 0.0))),
        ("shares in pools", plans(|plan| plan.pools().next().is_some())),
        ("coded risk", plans(pays_coding)),
        (
            "coding and savings under contracts",
            coding.map(|((name, _), _)| format!("contract.{name}")).collect(),
        ),
    ];
    let found = all.into_iter().filter(|(_, paid_by)| !paid_by.is_empty());
    found.map(|(what, paid_by)| AnchoredPay { what, paid_by }).collect()
}

/// Whether a component pays for measured quality, or holds pay back against it.
fn pays_for_quality(component: &Component) -> bool {
    matches!(component, Component::QualityBonus(_)) || component.acts_on_others() && component.seen().value
}

/// Whether a component pays more when more is coded.
fn pays_for_coding(component: &Component) -> bool {
    if let Component::Panel(terms) = component {
        return terms.risk_adjusted.0 * terms.coded.0 > 0.0;
    }
    if let Component::Capitation(terms) = component { terms.coded.0 > 0.0 } else { false }
}
