//! Which arm is best, in the mean and trial by trial.

use super::{RunTable, shared};
use crate::engine::HorizonMetric;
use crate::report::table::{Column, Table, columns};
use crate::stats::Summary;

/// What arms are ranked by.
const RANKED: [HorizonMetric; 3] =
    [HorizonMetric::SystemMargin, HorizonMetric::SystemMarginWorth, HorizonMetric::TrueSavings];

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "ranking",
        about: "which arm is best over the horizon: the rank of each by its mean, and the chance that it is the best of all arms, counted trial by trial on the same luck. Only of several arms",
        row: "measure and arm",
        columns: COLUMNS,
    },
    given: |report| report.model.arms.len() > 1,
    rows: |report, each| {
        for metric in RANKED {
            let Some(chances) = report.outcome.best_of(metric) else { continue };
            let arms = report.model.arms.iter().filter_map(|arm| report.outcome.arm(&arm.name).ok());
            let means: Vec<f64> = arms.map(|arm| arm.horizon(metric).mean).collect();
            for ((arm, mean), chance) in report.model.arms.iter().zip(&means).zip(&chances) {
                let rank = 1 + means.iter().filter(|other| *other > mean).count();
                each(&cells(&arm.name, metric, (*mean, rank as u64), chance))?;
            }
        }
        Ok(())
    },
};

columns! { (arm: &'a str, metric: HorizonMetric, own: (f64, u64), chance: &Summary);
    shared::METRIC => metric.definition().name,
    shared::UNIT => metric.definition().unit,
    shared::ARM => arm,
    shared::MEAN => (own.0, metric.definition().unit),
    Column::whole("rank", "place among all arms by the mean, the best 1; arms that are alike share one") => own.1,
    Column::number("best_of_all", "chance", "chance that no other arm has as much in the same trial; where several arms have most, none is best") => chance.mean,
    Column::number("best_low", "chance", "lower end of its 95 % interval (Wilson's)") => chance.interval().map(|(low, _)| low),
    Column::number("best_high", "chance", "its upper end") => chance.interval().map(|(_, high)| high),
    Column::whole("trials", "trials") => chance.trials,
}
