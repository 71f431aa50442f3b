//! Values point by point of a design, and what the trials of a run draw.

use super::crew::Crew;
use super::options::{Fault, Progress, RunOptions};
use super::points::{PlacedPoints, Points};
use super::sample::{Picks, sampled};
use super::shared::Shared;
use crate::engine::luck::Chance;
use crate::model::Model;
use std::ops::Range;

/// Values of each pick, point by point. Of the options, trials play no part.
///
/// # Errors
///
/// As [`super::run`].
pub fn sample_at(
    model: &Model,
    options: RunOptions<'_>,
    points: &Points,
    picks: &Picks,
    progress: &dyn Progress,
) -> Result<Vec<Vec<f64>>, Fault> {
    let options = RunOptions { trials: points.len() as u64, ..options };
    let shared = Shared::of_samples(model).at(PlacedPoints::of(model, points));
    sampled(shared, Crew::new(options, progress)?, picks)
}

/// What an arm draws in trials, counted from 0: of each of [`Arm::drawn`](crate::model::Arm::drawn), trial by trial.
#[must_use]
pub fn drawn_values(model: &Model, arm: usize, trials: Range<u64>) -> Vec<Vec<f64>> {
    let chance = Chance::new(model);
    let mut columns = vec![Vec::new(); model.arms[arm].drawn.len()];
    let mut values = Vec::new();
    for trial in trials {
        chance.parameters(&model.on(trial).arms[arm], trial, &mut values);
        for (column, value) in columns.iter_mut().zip(&values) {
            column.push(*value);
        }
    }
    columns
}
