//! What it is worth to know numbers before an arm is chosen.

use super::SensitivityTable;
use crate::analysis::{InformationFound, InformationRow, Sensitivity};
use crate::report::table::{Column, Table, Whom, columns};

pub(super) const TABLE: SensitivityTable = SensitivityTable {
    table: Table {
        name: "information",
        about: "what it would be worth, in margin of the system over all years, to know uncertain numbers before an arm is chosen: all that are varied, by group, and one by one. Luck is averaged out, since nobody knows it when an agreement is signed. Of several arms",
        row: "number or group",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |found| found.information.is_some(),
    rows: |found, _, each| {
        let Some(information) = &found.information else { return Ok(()) };
        information.rows.iter().try_for_each(|row| each(&cells(found, information, row)))
    },
};

columns! { (found: &Sensitivity, all: &InformationFound, it: &InformationRow);
    Column::text("kind", "`all inputs`, `group` or `input`") => it.driver.kind(),
    Column::text("known", "what is known: place of the number, or name of the group") => it.driver.name(&found.inputs),
    Column::number("worth", "$", "expected margin of the arm that is chosen with the knowledge, less that of the arm that is chosen without") => it.worth.value,
    Column::number("low", "$", "lower end of its 95 % interval") => it.worth.low,
    Column::number("high", "$", "its upper end") => it.worth.high,
    Column::number("of_all", "share", "part of what it is worth to know all that is varied; empty where that is nothing") => of_all(all, it),
    Column::number("with_luck", "$", "what it would be worth to know luck, too, which no study can tell: the most that `worth` can be") => all.with_luck.value,
}

/// The part of what it is worth to know everything that is varied.
fn of_all(all: &InformationFound, it: &InformationRow) -> Option<f64> {
    let whole = all.rows.first().map(|row| row.worth.value).filter(|whole| *whole > 0.0)?;
    Some(it.worth.value / whole)
}
