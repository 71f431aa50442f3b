//! The ranking of arms under stress.

use super::{RunTable, shared};
use crate::analysis::{STRESSES, Stress, StressRow};
use crate::report::table::{Column, IN_ROW, Table, Whom, columns};

pub(in crate::report) const TABLE: RunTable = RunTable {
    table: Table {
        name: "stress",
        about: "how arms rank where things turn out otherwise than stated: each stress changes the scenario in every arm alike and is simulated on the run's own first trials, with what funds variants as the run found it. Of several arms, and from 128 trials on; not with `--no-stress`",
        row: "stress, measure and arm",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |report| report.stressed.is_some(),
    rows: |report, each| {
        let Some(found) = report.stressed else { return Ok(()) };
        for row in &found.rows {
            each(&cells(&report.model.arms[row.arm].name, &STRESSES[row.stress], row, found.trials))?;
        }
        Ok(())
    },
};

columns! { (arm: &'a str, stress: &Stress, it: &StressRow, trials: u64);
    Column::text("stress", "the stress; `as_stated` is none, on the same trials") => stress.name,
    Column::text("sets", "what it sets") => stress.sets,
    Column::text("why", "why it is asked") => stress.why,
    shared::METRIC => it.metric.definition().name,
    shared::UNIT => it.metric.definition().unit,
    shared::ARM => arm,
    shared::MEAN => (it.mean, it.metric.definition().unit),
    Column::number("change", IN_ROW, "mean less the baseline's, on the same luck") => (it.change.value, it.metric.definition().unit),
    Column::number("change_se", IN_ROW, "its Monte Carlo standard error") => (it.change.se, it.metric.definition().unit),
    Column::number("ci_low", IN_ROW, "lower end of its 95 % interval") => (it.change.interval().0, it.metric.definition().unit),
    Column::number("ci_high", IN_ROW, "its upper end") => (it.change.interval().1, it.metric.definition().unit),
    Column::whole("rank", "place among all arms by the mean, the best 1; arms that are alike share one") => it.rank as u64,
    Column::flag("best_in_run", "whether the run, over all its trials, finds this arm the best by the measure") => it.is_best_in_run,
    Column::flag("stays_best", "of that arm: whether it stays the best under the stress; empty for others") => it.stays_best(),
    Column::whole("trials", "trials of the stress") => trials,
}
