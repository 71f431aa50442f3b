//! Which arm is best, in the mean and trial by trial.

use super::{RunTable, shared};
use crate::analysis::rank_among;
use crate::engine::HorizonMetric;
use crate::report::table::{Column, Table, Whom, columns};
use crate::stats::Summary;

/// What arms are ranked by.
const RANKED: [HorizonMetric; 3] =
    [HorizonMetric::SystemMargin, HorizonMetric::SystemMarginWorth, HorizonMetric::TrueSavings];

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "ranking",
        about: "which arm is best over the horizon: the rank of each by its mean, and the chance that it is the best of all arms, counted trial by trial on the same luck. Only of several arms",
        row: "measure and arm",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |report| report.model.arms.len() > 1,
    rows: |report, each| {
        for metric in RANKED {
            let Some(chances) = report.outcome.best_of(metric) else { continue };
            let means: Vec<f64> = report.arms().map(|(_, arm)| arm.horizon(metric).mean).collect();
            for (((arm, _), mean), chance) in report.arms().zip(&means).zip(&chances) {
                let rank = rank_among(*mean, means.iter().copied());
                each(&cells(arm, metric, (*mean, rank as u64), chance))?;
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
    Column::number("best_low", "chance", "lower end of its 95 % interval (Wilson's)") => chance.low(),
    Column::number("best_high", "chance", "its upper end") => chance.high(),
    Column::whole("trials", "trials") => chance.trials,
}
