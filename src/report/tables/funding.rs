//! What funds variants.

use super::{RunTable, shared};
use crate::model::{Funded, FundedAmount};
use crate::report::table::{Column, Table, Whom, columns};

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "funding",
        about: "what funds each variant that says so: every amount that gives way, as stated and as paid, and what all pay over the horizon comes to if nobody responds to incentives. Only where a variant has a `funding`",
        row: "variant and amount",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |report| report.model.arms.iter().any(|arm| arm.funded.is_some()),
    rows: |report, each| {
        for arm in &report.model.arms {
            let Some(funded) = &arm.funded else { continue };
            for amount in &funded.amounts {
                each(&cells(&arm.name, funded, amount))?;
            }
        }
        Ok(())
    },
};

columns! { (arm: &'a str, it: &'a Funded, amount: &'a FundedAmount);
    shared::ARM => arm,
    Column::text("by", "what is multiplied, as the scenario says") => it.by,
    Column::text("place", "the amount, as a place of the scenario") => amount.place.as_str(),
    Column::number("from", "as stated", "as the scenario states it; 1 for the roster's own salary") => (amount.from, "as stated"),
    Column::number("to", "as stated", "as it is paid: the same times `factor`") => (amount.to, "as stated"),
    Column::number("factor", "number", "what solves the budget") => (amount.factor, "number"),
    Column::number("baseline_pay", "$", "what the baseline is expected to pay over the horizon") => (it.baseline, "$"),
    Column::number("stated_pay", "$", "what the variant would pay at the amounts stated") => (it.stated, "$"),
    Column::number("budget", "$", "what it is to pay") => (it.budget, "$"),
    Column::number("pay", "$", "what it is expected to pay") => (it.bill, "$"),
    Column::number("pay_off", "share", "the same less the baseline's, as a share of that") => (it.off(it.bill), "share"),
    Column::whole("trials", "trials that these are means over") => it.trials,
}
