//! The public record, settled: performance year by performance year.

use crate::replay::{ReplayReport, SettledTotals};
use crate::report::cell::Cell;
use crate::report::table::{ByColumn, Column, Table, Whom, columns};
use crate::report::write::Format;
use serde::{Serialize, Serializer};
use std::io::{self, Write};

pub(super) const TABLE: Table = Table {
    name: "by_year",
    about: "what `cascade replay --out DIR` settled, year by year",
    row: "performance year, and one for all",
    whom: Whom::Groups,
    columns: COLUMNS,
};

/// Every row of a replay.
fn of_years(found: &ReplayReport) -> impl Iterator<Item = [Cell<'static>; COLUMNS.len()]> {
    let years = found.years().map(|(year, totals)| cells(year.to_string(), totals));
    years.chain([cells("all".to_owned(), found.all())])
}

/// The rows of a replay, as rows of the table.
#[derive(Debug)]
pub(in crate::report) struct Years<'a>(pub(in crate::report) &'a ReplayReport);

impl Serialize for Years<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let rows: Vec<_> = of_years(self.0).collect();
        to.collect_seq(rows.iter().map(|row| ByColumn(COLUMNS, row)))
    }
}

columns! { (year: String, it: &SettledTotals);
    Column::text("py", "performance year, or `all`") => year,
    Column::whole("rows", "settlements") => it.rows,
    Column::whole("paid", "those that CMS paid") => it.paid,
    Column::whole("owed", "those that owed CMS") => it.owed,
    Column::whole("within_1_50", "settlements that agree within $1.50") => it.same,
    Column::whole("within_0_1_pct", "settlements that agree within 0.1 %, or within $1.50 of nothing") => it.matched,
    Column::whole("paid_within_0_1_pct", "of the paid, those that agree so") => it.paid_matched,
    Column::whole("owed_within_0_1_pct", "of the owed, those that agree so") => it.owed_matched,
    Column::whole("rates_derived", "settlements at a rate derived by rule; those in none of the three needed none")
        => it.derived,
    Column::whole("rates_published", "settlements at the published rate for want of what decides")
        => it.by_published_rate,
    Column::whole("rates_contradicted", "settlements at the published rate, which the rule does not give")
        => it.contradicted,
    Column::number("published", "$", "what CMS paid less what it took") => it.published(),
    Column::number("replayed", "$", "what the rules pay less what they take") => it.replayed(),
    Column::number("difference", "$", "replayed less published") => it.difference(),
}

/// Writes the years of a replay.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write_years(found: &ReplayReport, format: &dyn Format, sink: &mut dyn Write) -> io::Result<()> {
    let mut sheet = format.begin(&TABLE, sink)?;
    for year in of_years(found) {
        sheet.row(&year)?;
    }
    sheet.end()
}
