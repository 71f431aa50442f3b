//! Whether the ranking of arms holds, and where it flips.

use super::SensitivityTable;
use crate::analysis::{FlipPoint, FlipRow, VariedInput};
use crate::model::Model;
use crate::report::table::{Column, Table, Whom, columns};

/// Unit of a column of values of inputs.
const OF_INPUT: &str = "see `input_unit`";

pub(super) const TABLE: SensitivityTable = SensitivityTable {
    table: Table {
        name: "flips",
        about: "whether the ranking of arms by the system's margin holds where one number is at its 5 % or its 95 % point and all others are as drawn, and at what value another arm becomes the best. Of several arms",
        row: "number, and value at which another arm becomes the best: one without a value where none does between the two points",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |found| !found.flips.is_empty(),
    rows: |found, model, each| {
        for row in &found.flips {
            let input = &found.inputs.all[row.input];
            if row.flips.is_empty() {
                each(&cells(model, input, row, None))?;
            }
            row.flips.iter().try_for_each(|flip| each(&cells(model, input, row, Some(flip))))?;
        }
        Ok(())
    },
};

columns! { (model: &'a Model, input: &'a VariedInput, it: &FlipRow, flip: Option<&FlipPoint>);
    Column::text("input", "place of the number") => input.name.as_str(),
    Column::text("input_unit", "unit of the number") => input.unit,
    Column::number("input_low", OF_INPUT, "its 5 % point") => (it.at[0], input.unit),
    Column::number("input_high", OF_INPUT, "its 95 % point") => (it.at[1], input.unit),
    Column::text("best_at_low", "the best arm at the 5 % point") => model.arms[it.best[0]].name.as_str(),
    Column::text("best_at_high", "the best arm at the 95 % point") => model.arms[it.best[1]].name.as_str(),
    Column::flag("ranking_at_low", "whether all arms rank at the 5 % point as in the run") => it.keeps_ranking[0],
    Column::flag("ranking_at_high", "whether they do at the 95 % point") => it.keeps_ranking[1],
    Column::number("lead_at_low", "$", "margin of the run's best arm less that of the best of the others at the 5 % point; below zero where it is not the best") => it.lead[0].value,
    Column::number("lead_at_low_ci_low", "$", "lower end of its 95 % interval") => it.lead[0].low,
    Column::number("lead_at_low_ci_high", "$", "its upper end") => it.lead[0].high,
    Column::number("lead_at_high", "$", "the same at the 95 % point") => it.lead[1].value,
    Column::number("lead_at_high_ci_low", "$", "lower end of its 95 % interval") => it.lead[1].low,
    Column::number("lead_at_high_ci_high", "$", "its upper end") => it.lead[1].high,
    Column::number("flips_at", OF_INPUT, "value at which another arm becomes the best; empty where none does between the two points") => flip.map(|flip| (flip.value.value, input.unit)),
    Column::number("flips_at_low", OF_INPUT, "lower end of its 95 % interval: that of the lead there over its slope") => flip.map(|flip| (flip.value.low, input.unit)),
    Column::number("flips_at_high", OF_INPUT, "its upper end") => flip.map(|flip| (flip.value.high, input.unit)),
    Column::text("best_below", "the best arm below that value") => flip.map(|flip| model.arms[flip.below].name.as_str()),
    Column::text("best_above", "the best arm above it") => flip.map(|flip| model.arms[flip.above].name.as_str()),
}
