//! One number at a time at its two ends.

use super::SensitivityTable;
use crate::analysis::{Sensitivity, TornadoBar, VariedInput};
use crate::model::Model;
use crate::report::table::{Column, IN_ROW, Table, Whom, columns};
use crate::report::tables::shared;

/// Unit of a column of values of inputs.
const OF_INPUT: &str = "see `input_unit`";

pub(super) const TABLE: SensitivityTable = SensitivityTable {
    table: Table {
        name: "tornado",
        about: "what `cascade sensitivity` finds where one number is at its 5 % or its 95 % point and all others are as drawn, on the same luck",
        row: "measure, arm or difference, and number",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |_| true,
    rows: |found, model, each| {
        found.tornado.iter().try_for_each(|bar| each(&cells(found, model, &found.inputs.all[bar.input], bar)))
    },
};

columns! { (found: &'a Sensitivity, model: &Model, input: &'a VariedInput, it: &TornadoBar);
    Column::text("measure", "what is measured, over all years where the name ends so, else the mean over years; the measures are listed below")
        => found.outputs.measures[it.measure].name.as_str(),
    Column::text("of", "arm, or arm less another on the same luck") => it.contrast.name(model),
    Column::text("input", "place of the number") => input.name.as_str(),
    Column::text("input_unit", "unit of the number") => input.unit,
    Column::number("input_low", OF_INPUT, "its 5 % point") => (it.at[0], input.unit),
    Column::number("input_high", OF_INPUT, "its 95 % point") => (it.at[1], input.unit),
    shared::UNIT => found.outputs.measures[it.measure].unit,
    Column::number("as_drawn", IN_ROW, "mean over the run's own trials, with the number as drawn") => (it.as_drawn.value, found.outputs.measures[it.measure].unit),
    Column::number("at_low", IN_ROW, "mean where the number is at its 5 % point") => (it.results[0].value, found.outputs.measures[it.measure].unit),
    Column::number("at_low_ci_low", IN_ROW, "lower end of its 95 % interval") => (it.results[0].low, found.outputs.measures[it.measure].unit),
    Column::number("at_low_ci_high", IN_ROW, "its upper end") => (it.results[0].high, found.outputs.measures[it.measure].unit),
    Column::number("at_high", IN_ROW, "mean where the number is at its 95 % point") => (it.results[1].value, found.outputs.measures[it.measure].unit),
    Column::number("at_high_ci_low", IN_ROW, "lower end of its 95 % interval") => (it.results[1].low, found.outputs.measures[it.measure].unit),
    Column::number("at_high_ci_high", IN_ROW, "its upper end") => (it.results[1].high, found.outputs.measures[it.measure].unit),
    Column::number("swing", IN_ROW, "`at_high` less `at_low`, trial by trial on the same luck") => (it.swing.value, found.outputs.measures[it.measure].unit),
    Column::number("swing_ci_low", IN_ROW, "lower end of its 95 % interval") => (it.swing.low, found.outputs.measures[it.measure].unit),
    Column::number("swing_ci_high", IN_ROW, "its upper end") => (it.swing.high, found.outputs.measures[it.measure].unit),
}
