//! What clauses are worth, measure by measure.

use crate::negotiation::price::{ClausePrice, ClausePrices, MeasurePrice};
use crate::report::table::{Column, Table, Whom, columns};
use crate::report::write::Format;
use std::io::{self, Write};

pub(super) const TABLE: Table = Table {
    name: "prices",
    about: "what each clause of each contract is worth, by `cascade price`: the same luck with and without it",
    row: "contract, clause and measure; one without a measure for a clause that cannot be",
    whom: Whom::Groups,
    columns: COLUMNS,
};

columns! { (row: &'a ClausePrice, one: Option<&MeasurePrice>);
    Column::text("contract", "the contract; empty for a patch") => row.contract.as_str(),
    Column::text("clause", "the clause by its key; `all_there` for all that are there at once, `patch` for a patch") => row.clause,
    Column::text("stands", "`there`, `not there`, or `cannot be` under the contract's family; `patch` for a patch") => row.standing,
    Column::text("says", "what the contract says, or why it cannot say such a thing") => row.says.as_str(),
    Column::text("change", "what was changed in the contract to price it; empty where nothing was: the price is then nothing") => row.does.as_str(),
    Column::flag("put_in", "whether that change puts the clause in; else it takes it out") => row.puts_in,
    Column::text("measure", "what is measured over the whole horizon, as in `horizon`; `contract_net_total` is what the contract pays the system beside visits (savings, rewards, fees, capitation) less what the system pays it")
        => one.map(|one| one.measure),
    Column::number("with", "$", "mean with the clause; of a patch as it stands") => one.map(|one| one.with),
    Column::number("without", "$", "mean without it; of a patch with the patch") => one.map(|one| one.without),
    Column::number("price", "$", "without less with, on the same luck: above zero, the clause costs that much; of a patch, what it brings")
        => one.map(|one| one.price.value),
    Column::number("price_mc_se", "$", "its Monte Carlo standard error") => one.map(|one| one.price.se),
    Column::number("price_ci_low", "$", "lower end of its 95 % interval") => one.map(|one| one.price.interval().0),
    Column::number("price_ci_high", "$", "its upper end") => one.map(|one| one.price.interval().1),
    Column::number("p05_with", "$", "5th percentile with the clause, exact: tables of a run interpolate within bins") => one.map(|one| one.p5_with),
    Column::number("p05_without", "$", "5th percentile without it") => one.map(|one| one.p5_without),
    Column::number("p05_change", "$", "without less with: how much better a bad future is without it") => one.map(|one| one.p5_change.value),
    Column::number("p05_change_mc_se", "$", "its Monte Carlo standard error, from batches of trials, or where they meet several rosters by leaving out one roster after another; empty of fewer than 16 trials")
        => one.map(|one| one.p5_change.se).filter(|se| se.is_finite()),
    Column::number("below_zero_with", "chance", "chance that the measure comes out below zero with the clause; of `programme_margin_total` the chance of loss")
        => one.map(|one| one.below_zero_with),
    Column::number("below_zero_without", "chance", "the same without it") => one.map(|one| one.below_zero_without),
    Column::number("below_zero_change", "chance", "without less with, on the same luck") => one.map(|one| one.below_zero_change.value),
    Column::number("below_zero_change_mc_se", "chance", "its Monte Carlo standard error") => one.map(|one| one.below_zero_change.se),
}

/// Writes what clauses are worth.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write_prices(found: &ClausePrices, format: &dyn Format, sink: &mut dyn Write) -> io::Result<()> {
    let mut sheet = format.begin(&TABLE, sink)?;
    for row in &found.rows {
        match &row.worth {
            None => sheet.row(&cells(row, None))?,
            Some(worth) => {
                worth.measures.iter().try_for_each(|one| sheet.row(&cells(row, Some(one))))?;
            }
        }
    }
    sheet.end()
}
