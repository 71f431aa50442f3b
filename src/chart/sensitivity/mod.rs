//! The pictures of a sensitivity: one-way ends, parts of the variance, elementary effects, what it is worth to know.

mod effects;
mod ends;
mod parts;
mod worth;

use super::scene::Scene;
use crate::analysis::Sensitivity;
use crate::model::Model;

/// Room for names of numbers: from the left edge of the page to where bars begin.
const NAMES: (f64, f64) = (40.0, 372.0);

/// The pictures of a sensitivity, each with the name of its files: of the first measure, for the difference that decides.
#[must_use]
pub fn sensitivity_charts(found: &Sensitivity, model: &Model) -> Vec<(&'static str, Scene)> {
    let contrast = found.deciding();
    let all = [
        ("tornado", Some(ends::tornado(found, model, contrast))),
        ("variance", Some(parts::variance(found, model, contrast))),
        ("effects", Some(effects::elementary(found, model, contrast))),
        ("information", worth::worth(found, model)),
    ];
    all.into_iter().filter_map(|(name, scene)| Some((name, scene?))).collect()
}
