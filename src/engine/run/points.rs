//! Trials at chosen values of what is drawn: designs of experiments, in which each point costs one trial.

use crate::model::Model;

/// Points, each a trial: the luck that it meets, and the values of numbers that are not left to be drawn.
///
/// What no column sets is drawn, as in the trial whose luck the point meets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    luck: Vec<u64>,
    columns: Vec<PointColumn>,
}

/// The values of one number, point by point.
#[derive(Clone, Debug, PartialEq)]
struct PointColumn {
    /// The arm, counted from 0; every arm that draws the number when `None`.
    arm: Option<usize>,
    path: String,
    values: Vec<f64>,
}

impl Points {
    /// As many points as there are entries of `luck`, each the trial, counted from 0, whose luck and roster it meets.
    #[must_use]
    pub fn new(luck: Vec<u64>) -> Points {
        Points { luck, columns: Vec::new() }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.luck.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.luck.is_empty()
    }

    /// Sets a number, point by point, in one arm, or in every arm that draws it: a number of the scenario that is
    /// uncertain, or was [opened](Model::opened). Values are taken as they are: whoever sets them keeps to the
    /// number's range. Points beyond the last value draw the number.
    pub fn set(&mut self, arm: Option<usize>, path: &str, values: Vec<f64>) {
        self.columns.retain(|column| (column.arm, column.path.as_str()) != (arm, path));
        self.columns.push(PointColumn { arm, path: path.to_owned(), values });
    }
}

/// Points with the places of their numbers among what a model draws.
#[derive(Debug)]
pub(crate) struct PlacedPoints<'p> {
    luck: &'p [u64],
    /// By arm: places among what it draws, each with its values.
    by_arm: Vec<Vec<(usize, &'p [f64])>>,
    /// By arm, whether the same is set as in the baseline.
    as_baseline: Vec<bool>,
}

impl<'p> PlacedPoints<'p> {
    pub(super) fn of(model: &Model, points: &'p Points) -> PlacedPoints<'p> {
        let own = |arm: usize| {
            let is_own = move |column: &&PointColumn| column.arm.is_none_or(|own| own == arm);
            let columns = points.columns.iter().filter(is_own);
            let placed = columns.filter_map(|column| {
                let place = model.arms[arm].drawn.iter().position(|one| one.leaf.path == column.path)?;
                Some((place, column.values.as_slice()))
            });
            placed.collect::<Vec<_>>()
        };
        let by_arm: Vec<_> = (0..model.arms.len()).map(own).collect();
        let as_baseline = by_arm.iter().map(|arm| *arm == by_arm[0]).collect();
        PlacedPoints { luck: &points.luck, by_arm, as_baseline }
    }

    /// The trial whose luck a point meets.
    pub(super) fn luck_of(&self, point: u64) -> u64 {
        usize::try_from(point).ok().and_then(|point| self.luck.get(point)).copied().unwrap_or(point)
    }

    /// Whether an arm has the same values as the baseline, where both draw the same.
    pub(super) fn is_as_baseline(&self, arm: usize) -> bool {
        self.as_baseline[arm]
    }

    /// Puts a point's values in the place of those that were drawn for an arm.
    pub(super) fn put(&self, arm: usize, point: u64, drawn: &mut [f64]) {
        let point = usize::try_from(point).unwrap_or(usize::MAX);
        for (place, values) in &self.by_arm[arm] {
            if let Some(value) = values.get(point) {
                drawn[*place] = *value;
            }
        }
    }
}
