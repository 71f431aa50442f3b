//! What a sweep found: every cell, every measure, beside the baseline and beside the cell as stated.

use super::factor::SweepFactor;
use super::paired::{TrialsMet, difference, mean_of};
use crate::analysis::estimate::Estimate;
use crate::analysis::experiment::MeasuredColumn;
use crate::engine::Scope;

/// What a sweep found.
#[derive(Clone, Debug, PartialEq)]
pub struct Swept {
    /// The numbers that were varied.
    pub factors: Vec<SweepFactor>,
    /// What each of them is as it is stated, and where it is set.
    pub numbers: Vec<VariedNumber>,
    /// What was measured, column by column.
    pub columns: Vec<MeasuredColumn>,
    /// The cell as stated, column by column.
    pub stated: Vec<SweptValue>,
    /// The cells, in the order of the design.
    pub cells: Vec<SweptCell>,
    /// What the best cell comes to on other luck than that which it was found the best on.
    pub fresh: Option<OnFreshLuck>,
    /// Whether what funds variants was solved anew in each cell.
    pub funds_anew: bool,
    /// Trials of each cell.
    pub trials: u64,
}

/// A measure of a cell, in one arm, on luck that no cell met before: the best of many is found a little too good on the
/// luck that it was chosen on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnFreshLuck {
    /// The cell, counted from 0.
    pub cell: usize,
    /// The arm, counted from 0.
    pub arm: usize,
    /// What it was chosen by, on as many other trials.
    pub value: SweptValue,
}

/// A number that is varied, as the scenario states it.
#[derive(Clone, Debug, PartialEq)]
pub struct VariedNumber {
    /// Its unit.
    pub unit: &'static str,
    /// What it means.
    pub meaning: String,
    /// By arm, its path there, entries of lists by number; `None` where the arm has none.
    pub paths: Vec<Option<String>>,
    /// By arm, its value as stated: the mean where it is drawn, `None` where the arm has none or people differ in it.
    pub stated: Vec<Option<f64>>,
    /// By arm, whether cells set it there.
    pub is_set: Vec<bool>,
    /// Whether it is drawn anew in every trial, as stated, in an arm where cells set it: they hold it fixed.
    pub is_drawn: bool,
}

/// One cell of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct SweptCell {
    /// What each number is set to.
    pub settings: Vec<f64>,
    /// Why it cannot be.
    pub refused: Option<String>,
    /// What was found, column by column; nothing of a cell that cannot be.
    pub values: Vec<SweptValue>,
}

/// A measure of a cell in an arm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SweptValue {
    /// Its mean over trials.
    pub mean: Estimate,
    /// The same less the baseline's of the same cell on the same luck; `None` for the baseline.
    pub from_baseline: Option<Estimate>,
    /// The same less that of the same arm as stated, on the same luck.
    pub from_stated: Estimate,
}

/// A measure of a sweep in one year, or over the whole horizon, in all arms.
#[derive(Clone, Debug, PartialEq)]
pub struct SweptMeasure {
    /// The year, counted from 0; `None` for the whole horizon.
    pub year: Option<usize>,
    /// What it is about.
    pub scope: Scope,
    /// Which one: `all` for the system.
    pub entity: String,
    /// Name of the measure.
    pub metric: String,
    /// Unit.
    pub unit: &'static str,
    /// Its columns, arm by arm.
    pub columns: Vec<usize>,
}

impl Swept {
    /// What a varied number is in an arm, in a cell: what the cell sets it to there, be it through another place, or
    /// its value as stated.
    #[must_use]
    pub fn resolved(&self, cell: &SweptCell, factor: usize, arm: usize) -> Option<f64> {
        let number = &self.numbers[factor];
        let sets =
            |other: &&(usize, &VariedNumber)| other.1.is_set[arm] && other.1.paths[arm] == number.paths[arm];
        let set = self.numbers.iter().enumerate().collect::<Vec<_>>();
        set.iter().find(sets).map_or(number.stated[arm], |(place, _)| Some(cell.settings[*place]))
    }

    /// The place of a measure's column: of an arm, a year (`None` for the whole horizon), by the name of the measure
    /// of the whole system.
    #[must_use]
    pub fn column(&self, arm: usize, year: Option<usize>, metric: &str) -> Option<usize> {
        let is_it = |column: &MeasuredColumn| {
            let pick = &column.pick;
            (pick.arm, pick.year, pick.entity.as_str(), pick.metric.as_str()) == (arm, year, "all", metric)
        };
        self.columns.iter().position(is_it)
    }

    /// What tells a sweep's story, in the order that it was asked for: of each measure the whole horizon, or the last
    /// year where it is measured by years alone.
    #[must_use]
    pub fn measures(&self) -> Vec<SweptMeasure> {
        let mut found: Vec<SweptMeasure> = Vec::new();
        for column in &self.columns {
            let pick = &column.pick;
            let same = |one: &&mut SweptMeasure| {
                (one.scope, &one.entity, &one.metric) == (pick.scope, &pick.entity, &pick.metric)
            };
            let Some(known) = found.iter_mut().find(same) else {
                found.push(SweptMeasure {
                    year: pick.year,
                    scope: pick.scope,
                    entity: pick.entity.clone(),
                    metric: pick.metric.clone(),
                    unit: column.unit,
                    columns: Vec::new(),
                });
                continue;
            };
            if known.year.is_some_and(|year| pick.year.is_none_or(|other| other > year)) {
                (known.year, known.unit) = (pick.year, column.unit);
            }
        }
        for measure in &mut found {
            measure.columns = self.of_all_arms(measure);
        }
        found
    }

    /// The columns of a measure, arm by arm.
    fn of_all_arms(&self, measure: &SweptMeasure) -> Vec<usize> {
        let is_it = |column: &MeasuredColumn| {
            let pick = &column.pick;
            (pick.year, pick.scope, &pick.entity, &pick.metric)
                == (measure.year, measure.scope, &measure.entity, &measure.metric)
        };
        let own = self.columns.iter().enumerate().filter(|(_, column)| is_it(column));
        own.map(|(place, _)| place).collect()
    }

    /// The cells that ran.
    pub fn ran(&self) -> impl Iterator<Item = (usize, &SweptCell)> {
        self.cells.iter().enumerate().filter(|(_, cell)| cell.refused.is_none())
    }
}

/// What trials found of every column, beside the baseline's and beside what they found as stated.
pub(super) fn beside(
    columns: &[MeasuredColumn],
    values: &[Vec<f64>],
    stated: &[Vec<f64>],
    met: TrialsMet,
) -> Vec<SweptValue> {
    let baselines = baselines(columns);
    let each = columns.iter().enumerate().map(|(place, column)| {
        let own = &values[place];
        let baseline = baselines[place].filter(|_| column.pick.arm > 0);
        SweptValue {
            mean: mean_of(own, met),
            from_baseline: baseline.map(|base| difference(own, &values[base], met)),
            from_stated: difference(own, &stated[place], met),
        }
    });
    each.collect()
}

/// Of each column, that of the baseline which measures the same.
fn baselines(columns: &[MeasuredColumn]) -> Vec<Option<usize>> {
    let same = |a: &MeasuredColumn, b: &MeasuredColumn| {
        let (a, b) = (&a.pick, &b.pick);
        b.arm == 0 && (a.year, a.scope, &a.entity, &a.metric) == (b.year, b.scope, &b.entity, &b.metric)
    };
    columns.iter().map(|own| columns.iter().position(|other| same(own, other))).collect()
}
