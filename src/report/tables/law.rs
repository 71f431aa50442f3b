//! What the rules of law found, arm by arm.

use super::{RunTable, shared};
use crate::compliance::Finding;
use crate::report::table::{ByColumn, Column, Table, Whom, columns};
use serde::{Serialize, Serializer};

pub(in crate::report) const TABLE: RunTable = RunTable {
    table: Table {
        name: "law",
        about: "what the rules of law found; not legal advice. `cascade catalogue law` lists the rules",
        row: "arm and finding, worst first within an arm",
        whom: Whom::Persons,
        columns: COLUMNS,
    },
    given: |report| report.is_compared(),
    rows: |report, each| {
        for (arm, findings) in report.model.arms.iter().zip(report.findings()) {
            for finding in findings {
                each(&cells(&arm.name, finding))?;
            }
        }
        Ok(())
    },
};

/// A finding about an arm.
pub(in crate::report) struct FindingOfArm<'a> {
    pub(in crate::report) arm: &'a str,
    pub(in crate::report) finding: &'a Finding,
}

/// As a row of the table.
impl Serialize for FindingOfArm<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        ByColumn(COLUMNS, &cells(self.arm, self.finding)).serialize(to)
    }
}

columns! { (arm: &'a str, it: &'a Finding);
    shared::ARM => arm,
    Column::text("rule", "which rule, as `cascade catalogue law` lists them") => it.rule.key,
    Column::text("severity", "`stop`, `caution`, `note` or `pass`") => it.severity.key(),
    Column::text("citation", "the law, guidance or convention behind the rule") => it.citation(),
    Column::text("grade", "how well that was read") => it.grade().to_string(),
    Column::text("where", "what it is about, as a path of the scenario") => it.place.as_str(),
    Column::text("found", "what was found") => it.found.as_str(),
    Column::text("cure", "what would cure it") => it.cure.as_str(),
    Column::number("cost", "$", "what the cure costs; assumptions under [compliance.cure]") => it.cost,
    Column::number("lead_time_months", "months", "months the cure takes; assumptions under [compliance.cure]")
        => it.lead_months,
}
