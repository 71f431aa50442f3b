//! Who bears what clauses cost.

use crate::negotiation::price::{BearerShare, ClausePrice, ClausePrices};
use crate::report::table::{Column, Table, Whom, columns};
use crate::report::write::Format;
use std::io::{self, Write};

pub(super) const TABLE: Table = Table {
    name: "bearers",
    about: "who gains and who loses if a clause goes, by `cascade price`, over all years: within a contract and clause, all but parts of others add up to nothing",
    row: "contract, clause and party that it touches",
    whom: Whom::Groups,
    columns: COLUMNS,
};

columns! { (row: &'a ClausePrice, one: &'a BearerShare);
    Column::text("contract", "the contract; empty for a patch") => row.contract.as_str(),
    Column::text("clause", "the clause by its key, as in `prices`") => row.clause,
    Column::text("kind", "`payer` of a contract; `system`, its margin; `physicians` of a specialty, pools included; `pools` paid to physicians; `facility`, those who pay for facility services; `others` whom the system pays")
        => one.kind.word(),
    Column::text("bearer", "which one: a contract, a specialty, a line of the accounts") => one.name.as_str(),
    Column::number("gain", "$", "what it gains without the clause, on the same luck; below zero it is better off with it; of a patch, what it gains by the patch; mean over trials")
        => one.gain.value,
    Column::number("gain_mc_se", "$", "its Monte Carlo standard error") => one.gain.se,
    Column::number("gain_ci_low", "$", "lower end of its 95 % interval") => one.gain.interval().0,
    Column::number("gain_ci_high", "$", "its upper end") => one.gain.interval().1,
    Column::flag("is_part", "whether the row is a part of others, which does not count when all is added up") => one.kind.is_part(),
}

/// Writes who bears what clauses cost.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write_bearers(found: &ClausePrices, format: &dyn Format, sink: &mut dyn Write) -> io::Result<()> {
    let mut sheet = format.begin(&TABLE, sink)?;
    for row in &found.rows {
        for one in row.worth.iter().flat_map(|worth| &worth.bearers) {
            sheet.row(&cells(row, one))?;
        }
    }
    sheet.end()
}
