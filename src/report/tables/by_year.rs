//! The public record, settled: performance year by performance year.

use crate::replay::{Replayed, Totals};
use crate::report::table::{ByColumn, Column, Table, columns};
use crate::report::write::Format;
use serde::{Serialize, Serializer};
use std::io::{self, Write};

pub(super) const TABLE: Table = Table {
    name: "by_year",
    about: "what `cascade replay --out DIR` settled, year by year",
    row: "performance year, and one for all",
    columns: COLUMNS,
};

/// Settlements of a year, or of all.
struct OfYear<'a> {
    year: String,
    totals: &'a Totals,
}

/// As a row of the table.
impl Serialize for OfYear<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        ByColumn(COLUMNS, &cells(self)).serialize(to)
    }
}

/// Every row of a replay.
fn of_years(found: &Replayed) -> impl Iterator<Item = OfYear<'_>> {
    let years = found.years().map(|(year, totals)| OfYear { year: year.to_string(), totals });
    years.chain([OfYear { year: "all".to_owned(), totals: found.all() }])
}

/// The rows of a replay, as rows of the table.
#[derive(Debug)]
pub(in crate::report) struct Years<'a>(pub(in crate::report) &'a Replayed);

impl Serialize for Years<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(of_years(self.0))
    }
}

columns! { it: OfYear<'_>;
    Column::text("py", "performance year, or `all`") => it.year.as_str(),
    Column::whole("rows", "settlements") => it.totals.rows,
    Column::whole("paid", "those that CMS paid") => it.totals.paid,
    Column::whole("owed", "those that owed CMS") => it.totals.owed,
    Column::whole("within_1_50", "settlements that agree within $1.50") => it.totals.same,
    Column::whole("within_0_1_pct", "settlements that agree within 0.1 %, or within $1.50 of nothing") => it.totals.matched,
    Column::whole("paid_within_0_1_pct", "of the paid, those that agree so") => it.totals.paid_matched,
    Column::whole("owed_within_0_1_pct", "of the owed, those that agree so") => it.totals.owed_matched,
    Column::whole("rates_derived", "settlements at a rate derived by rule; those in none of the three needed none")
        => it.totals.derived,
    Column::whole("rates_published", "settlements at the published rate for want of what decides")
        => it.totals.by_published_rate,
    Column::whole("rates_contradicted", "settlements at the published rate, which the rule does not give")
        => it.totals.contradicted,
    Column::number("published", "$", "what CMS paid less what it took") => it.totals.published(),
    Column::number("replayed", "$", "what the rules pay less what they take") => it.totals.replayed(),
    Column::number("difference", "$", "replayed less published") => it.totals.difference(),
}

/// Writes the years of a replay.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write_years(found: &Replayed, format: &dyn Format, sink: &mut dyn Write) -> io::Result<()> {
    let mut sheet = format.begin(&TABLE, sink)?;
    for year in of_years(found) {
        sheet.row(&cells(&year))?;
    }
    sheet.end()
}
