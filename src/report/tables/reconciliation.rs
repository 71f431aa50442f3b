//! What the model pays beside what was paid, physician by physician.

use super::{RunTable, shared};
use crate::report::table::{Column, Table, Whom, columns};
use crate::review::{PartPaid, Reconciled};

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "reconciliation",
        about: "the model's pay of the calendar year before the start beside what the roster says was paid in it: the baseline's plans without chance, response or turnover, with dollars one year of growth lower. Only with columns `paid` or `paid.<component>`",
        row: "physician and part of pay, the furthest off first; `total` is all of a physician's pay",
        whom: Whom::Persons,
        columns: COLUMNS,
    },
    given: |report| report.reconciled.is_some(),
    rows: |report, each| {
        for found in report.reconciled.into_iter().flatten() {
            let total =
                PartPaid { name: "total".to_owned(), paid: Some(found.paid), modelled: found.modelled };
            for part in std::iter::once(&total).chain(&found.parts) {
                each(&cells(found, part))?;
            }
        }
        Ok(())
    },
};

columns! { (it: &'a Reconciled, part: &'a PartPaid);
    shared::PHYSICIAN_ID => it.id.as_str(),
    shared::SPECIALTY => it.specialty.as_str(),
    Column::text("plan", "plan in force at the end of the year") => it.plan.as_str(),
    Column::text("part", "component, rule of the plan or pool; `total` is all of it") => part.name.as_str(),
    Column::number("paid", "$", "what was paid, by the roster; empty where it does not say") => part.paid,
    Column::number("modelled", "$", "what the model pays") => part.modelled,
    Column::number("difference", "$", "modelled less paid; empty where what was paid is not known")
        => part.paid.map(|paid| part.modelled - paid),
    Column::text("likely_causes", "of a total that is off: facts that the two sides may see differently")
        => if part.name == "total" { it.causes.join("; ") } else { String::default() },
}
