//! What plans name of the roster: every label gets its place, and what is said under it of a physician.

use crate::entity::{Labelled, Labels, Physician, Said};
use crate::pay::Plan;
use crate::schema::Named;

/// Gives the labels of all plans their places.
pub(super) fn number_labels(plans: &mut Named<Plan>) -> Labels {
    let mut labels = Labels::default();
    for (_, plan) in &mut plans.0 {
        for (what, label) in plan.labels() {
            labels.put(what, label);
        }
    }
    labels
}

/// Why there are too many of them, if there are.
pub(super) fn too_many(labels: &Labels) -> Option<String> {
    (labels.count() > Said::MOST).then(|| {
        format!(
            "found {} kinds of call and quality measures in all plans together; write at most {}, with one name for what is the same",
            labels.count(),
            Said::MOST
        )
    })
}

/// Days of call of one kind, or how far the score of one measure lies above the composite.
pub(super) fn said_of(physician: &Physician, what: Labelled, name: &str) -> f64 {
    match what {
        Labelled::CallDays => by_name(&physician.call_days_by, name).unwrap_or(0.0),
        Labelled::Quality => {
            by_name(&physician.quality_by, name).map_or(0.0, |score| score - physician.quality)
        }
    }
}

/// The number that stands under a name, if any does.
pub(super) fn by_name(values: &[(String, f64)], name: &str) -> Option<f64> {
    values.iter().find(|(own, _)| own == name).map(|(_, value)| *value)
}
