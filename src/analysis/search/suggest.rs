//! Which numbers of an arm a search might change.

use super::variable::{AskedRange, DesignVariable};
use super::variant::writable;
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
/// scenario admits; a share from 0 to 1. Bounds have two digits, and each range is one that a search takes: an arm whose
/// funding is solved is searched with the amounts that this came to, so that terms of the funding are no numbers of it.
#[must_use]
pub fn suggested(study: &Study, model: &Model, arm: &str) -> Vec<SuggestedRange> {
    const NAME: &str = "suggested";
    let own = study.parameters(arm).unwrap_or_default();
    let working = writable(study, model, arm, NAME).map(|(working, _)| working);
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
        let (low, high) = (digits(low, 2).max(one.min), digits(high, 2).min(one.max));
        let round = |bound: f64| if one.unit == "count" { bound.round() } else { bound };
        let range = AskedRange { place: one.path, low: round(low), high: round(high), step: None };
        (range.low < range.high).then_some(SuggestedRange { range, value, meaning: one.meaning })
    };
    // Whether the scenario has it at one end at least with everything else as it is: of shares that are everything together
    // none moves alone.
    let moves_alone = |working: &Study, one: &SuggestedRange| {
        let mut bounds = [one.range.low, one.range.high].into_iter().filter(|bound| *bound != one.value);
        bounds.any(|bound| {
            let mut study = working.clone();
            study.set(&format!("{NAME}:{}", one.range.place), bound).is_ok() && study.stated().is_ok()
        })
    };
    // What the working study cannot be made of is told by the search itself.
    let is_taken = |one: &SuggestedRange| {
        working.as_ref().map_or(true, |working| {
            DesignVariable::of(working, NAME, &one.range).is_ok() && moves_alone(working, one)
        })
    };
    own.into_iter().filter(|one| is_meant(&one)).filter_map(range).filter(is_taken).collect()
}

/// A value to so many digits.
fn digits(value: f64, digits: usize) -> f64 {
    format!("{value:.decimals$e}", decimals = digits - 1).parse().unwrap_or(value)
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
        assert!(panel.is_some_and(|one| (one.range.low, one.range.high) == (1.4, 4.1)), "{redesign:?}");
    }

    /// A plan at a higher rate that is funded, two pools that together are everything, and a quarter of a reserve.
    const FUNDED: &str = r#"
        behaviour = "none"
        chance = { none = true }
        run = { years = 1 }
        scenario = { title = "By hand" }
        system = { name = "Clinic" }
        plan.production.pay = [{ wrvu = { tiers = [{ rate = 45 }] } }]
        cohort.fm = { count = 2, specialty = "family_medicine", plans = { production = 1.0 }, wrvu = 5000 }
        contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
        [variant.higher]
        title = "A higher rate"
        plan.production.pay = [{ wrvu = { tiers = [{ rate = 50.34 }] } }]
        [variant.higher.allocation]
        physicians = 0.25
        pool.one = { share = 0.5 }
        pool.other = { share = 0.5 }
        [variant.higher.funding]
        plans = ["production"]
    "#;

    #[test]
    fn whatever_is_suggested_is_taken() {
        let study = Study::read("clinic.toml", FUNDED, &crate::NoFiles).unwrap_or_else(|why| panic!("{why}"));
        let model = study.model().unwrap();
        assert!(model.arms[1].funded.is_some());
        let (working, _) = writable(&study, &model, "higher", "own").unwrap();
        let all = suggested(&study, &model, "higher");
        let rate = all.iter().find(|one| one.range.place.ends_with("rate")).unwrap();
        // Half of 50.34 and one and a half times as much, to two digits.
        assert_eq!((rate.range.low, rate.range.high), (25.0, 76.0));
        assert!(all.iter().any(|one| one.range.place == "allocation.physicians"), "{all:?}");
        for one in &all {
            let taken = DesignVariable::of(&working, "own", &one.range);
            assert!(taken.is_ok(), "{taken:?}");
            let place = &one.range.place;
            assert!(!place.starts_with("funding."), "{place}: what funds it is written out");
            assert!(
                !place.ends_with(&[".", "share"].concat()),
                "{place}: of two that are everything neither moves alone"
            );
        }
    }
}
