//! Which numbers of an arm a search might change.

use super::variable::AskedRange;
use crate::model::Model;
use crate::study::{Parameter, Study};

/// A number worth varying.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestedRange {
    /// The range, to begin with.
    pub range: AskedRange,
    /// Its value in the arm.
    pub value: f64,
    /// What it means.
    pub meaning: String,
}

/// Numbers that an arm states otherwise than the baseline, and what plans pay that its redesigns bring: what whoever wrote
/// it changed. Each with a range around its value, from half of it to one and a half times as much, as far as the
/// scenario admits; a share from 0 to 1.
#[must_use]
pub fn suggested(study: &Study, model: &Model, arm: &str) -> Vec<SuggestedRange> {
    let own = study.parameters(arm).unwrap_or_default();
    let base = study.parameters(&model.arms[0].name).unwrap_or_default();
    let brought: Vec<String> = model.arms.iter().find(|one| one.name == arm).map_or_else(Vec::new, |one| {
        one.scenario.redesign.iter().map(|change| format!("plan.{}.pay[", change.to)).collect()
    });
    let is_meant = |one: &&Parameter| {
        let before = base.iter().find(|other| other.path == one.path).and_then(|other| other.value);
        before != one.value || brought.iter().any(|start| one.path.starts_with(start))
    };
    let range = |one: Parameter| {
        let value = one.value.filter(|value| *value != 0.0 || one.unit == "share")?;
        let (low, high) = if one.unit == "share" {
            (0.0, 1.0)
        } else {
            (f64::min(0.5 * value, 1.5 * value), f64::max(0.5 * value, 1.5 * value))
        };
        let (low, high) = (low.max(one.min), high.min(one.max));
        let round = |bound: f64| if one.unit == "count" { bound.round() } else { bound };
        let range = AskedRange { place: one.path, low: round(low), high: round(high), step: None };
        (range.low < range.high).then_some(SuggestedRange { range, value, meaning: one.meaning })
    };
    own.into_iter().filter(|one| is_meant(&one)).filter_map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_arm_changes_is_suggested() {
        let study = Study::reference().unwrap();
        let model = study.stated().unwrap();
        let found = suggested(&study, &model, "contract_only");
        let told: Vec<(&str, f64, f64, f64)> = found
            .iter()
            .map(|one| (one.range.place.as_str(), one.range.low, one.range.high, one.value))
            .collect();
        let terms = "contract.commercial.terms.shared_savings";
        assert_eq!(
            told,
            [
                (&*format!("{terms}.sharing_rate"), 0.0, 1.0, 0.65),
                (&*format!("{terms}.minimum_savings_rate"), 0.0, 0.2, 0.0)
            ]
        );
        let redesign = suggested(&study, &model, "redesign");
        let panel = redesign.iter().find(|one| {
            one.range.place.contains("family_medicine_value.pay")
                && one.range.place.ends_with("panel.per_member_month")
        });
        assert!(
            panel.is_some_and(|one| (one.range.low, one.range.high) == (0.5 * 2.71, 1.5 * 2.71)),
            "{redesign:?}"
        );
    }
}
