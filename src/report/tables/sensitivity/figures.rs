//! Every figure of every method, one a row.

use super::SensitivityTable;
use crate::analysis::{Sensitivity, SensitivityRow};
use crate::model::Model;
use crate::report::table::{Column, IN_ROW, Table, Whom, columns};
use crate::report::tables::shared;

pub(super) const TABLE: SensitivityTable = SensitivityTable {
    table: Table {
        name: "sensitivity",
        about: "what `cascade sensitivity` finds of every uncertain number and group, method by method: rank correlations and parts of the variance from the run's own trials, elementary effects, first-order and total indices, Shapley effects where numbers are correlated",
        row: "measure, arm or difference, method, number or group, and statistic",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |_| true,
    rows: |found, model, each| found.rows.iter().try_for_each(|row| each(&cells(found, model, row))),
};

columns! { (found: &'a Sensitivity, model: &Model, it: &'a SensitivityRow);
    Column::text("measure", "what is measured, over all years where the name ends so, else the mean over years; the measures are listed below")
        => found.outputs.measures[it.measure].name.as_str(),
    Column::text("of", "arm, or arm less another on the same luck") => it.contrast.name(model),
    Column::text("method", "`rank`, `given_data` (both from the run's own trials), `morris`, `sobol` or `shapley`") => it.method.word(),
    Column::text("kind", "`input`, `correlated inputs` that are moved as one, `group`, `luck` (with every uncertain number that is not varied), or `all inputs`")
        => it.driver.kind(),
    Column::text("input", "place of the number, name of the group, or `luck`; what is moved as one is joined by +") => it.driver.name(&found.inputs),
    Column::text("statistic", "`spearman` and `partial` rank correlation; `first_order` and `total` parts of the variance, `sum_of_first_order`; Shapley's `effect`, and `shapley` from the run's own trials, of the difference that decides; `mu`, `mu_star` and `sigma` of elementary effects, for a move over all of the number's range of probability")
        => it.statistic,
    Column::number("value", IN_ROW, "the figure") => (it.figure.value, it.unit),
    Column::number("low", IN_ROW, "lower end of its 95 % interval: what a finite number of points leaves open") => (it.figure.low, it.unit),
    Column::number("high", IN_ROW, "its upper end") => (it.figure.high, it.unit),
    shared::UNIT => it.unit,
}
