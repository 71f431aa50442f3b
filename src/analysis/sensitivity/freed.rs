//! Numbers that a command gives a range: found, held to what a scenario may state, and opened for points to set.

use super::asked::FreedRange;
use crate::model::{Model, Unknown};
use crate::study::{Study, StudyFault};

/// A number with a range of its own, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FreedNumber {
    /// Its path, with the arm before it where only that arm's is meant.
    pub(super) name: String,
    /// Arms that have it, counted from 0, each with its path.
    pub(super) at: Vec<(usize, String)>,
    /// Least and greatest value.
    pub(super) range: (f64, f64),
}

/// Finds freed numbers, and the model in which each of them is drawn.
///
/// # Errors
///
/// [`StudyFault::Refused`]: no such number, or a range that a scenario may not state; [`StudyFault::Unknown`]: a number
/// that no trial can change, one that is freed twice, or a range that ends before it begins.
pub(super) fn freed(
    study: &Study,
    model: &Model,
    ranges: &[FreedRange],
) -> Result<(Vec<FreedNumber>, Model), StudyFault> {
    let mut all: Vec<FreedNumber> = Vec::new();
    for FreedRange { place, low, high } in ranges {
        if low.partial_cmp(high) != Some(std::cmp::Ordering::Less) {
            return Err(Unknown::new(
                format!("range of `{place}`"),
                format!("found {low}..{high}; the lower bound comes first"),
            )
            .into());
        }
        let at = study.stands_at(place)?;
        if let Some(other) = all.iter().find(|other| at.iter().any(|one| other.at.contains(one))) {
            let instead = format!("`{}` is freed already; give each number one range", other.name);
            return Err(Unknown::new(format!("second range of `{place}`"), instead).into());
        }
        for value in [*low, *high] {
            let mut other = study.clone();
            other.set(place, value)?;
            // One that is correlated is drawn no more, and a scenario that states it as a number could not be read.
            if !is_correlated(model, &at) {
                other.model_funded_as(model)?;
            }
        }
        let arm = place.split_once(':').map(|(arm, _)| arm.trim());
        let path = at.first().map_or(place.as_str(), |(_, path)| path);
        let name = arm.map_or_else(|| path.to_owned(), |arm| format!("{arm}:{path}"));
        all.push(FreedNumber { name, at, range: (*low, *high) });
    }
    let numbers: Vec<(usize, String)> = all.iter().flat_map(|one| one.at.clone()).collect();
    let opened = model.opened(&numbers)?;
    Ok((all, opened))
}

/// Whether the scenario correlates a number with others in any arm.
fn is_correlated(model: &Model, at: &[(usize, String)]) -> bool {
    at.iter().any(|(arm, path)| {
        let mut pairs = model.arms[*arm].scenario.correlation.iter();
        pairs.any(|pair| pair.first == *path || pair.second == *path)
    })
}
