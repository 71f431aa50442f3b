//! Forecasts of a backtest, beside what came out.

use crate::analysis::ScoredRow;
use crate::report::table::{Column, Table, Whom, columns};
use crate::report::write::Format;
use std::io::{self, Write};

pub(super) const TABLE: Table = Table {
    name: "backtest",
    about: "what `cascade backtest --out DIR` forecast, beside what came out",
    row: "ACO and performance year that was forecast",
    whom: Whom::Groups,
    columns: COLUMNS,
};

columns! { (it: &'a ScoredRow);
    Column::whole("py", "performance year") => u64::from(it.year),
    Column::text("aco_id", "the ACO's identifier in the record") => it.aco.as_str(),
    Column::text("track", "track or level of the year") => it.level.key(),
    Column::number("n_ab", "lives", "assigned beneficiaries of the year before") => it.lives,
    Column::flag("renewed", "whether a new agreement began") => it.rebased,
    Column::number("middle", "share", "middle of the forecast of the savings rate") => it.middle,
    Column::number("scale", "share", "scale of the forecast, a Student's t") => it.scale,
    Column::number("rate", "share", "savings rate that came out") => it.rate,
    Column::number("pit", "share", "probability, by the forecast, of a rate at or below it") => it.pit,
    Column::number("paid_chance", "share", "chance to be paid, by the forecast") => it.paid_chance,
    Column::flag("paid", "whether it was paid") => it.paid,
    Column::number("payment_expected", "$", "mean of the forecast payment; below zero what is owed") => it.payments.1,
    Column::number("payment", "$", "what CMS paid; below zero what it took") => it.payments.0,
}

/// Writes the forecasts of a backtest.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write_forecasts(rows: &[ScoredRow], format: &dyn Format, sink: &mut dyn Write) -> io::Result<()> {
    let mut sheet = format.begin(&TABLE, sink)?;
    for row in rows {
        sheet.row(&cells(row))?;
    }
    sheet.end()
}
