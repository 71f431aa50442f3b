//! `replay.csv` and `by_year.csv`: the public record, settled.

use super::text::{defang, number};
use crate::replay::{Report, Settled, Totals};
use csv::Writer;
use std::io::Write;

/// Writes settled rows as they come.
#[derive(Debug)]
pub struct ReplayRows<W: Write>(Writer<W>);

impl<W: Write> ReplayRows<W> {
    /// Begins with the header.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    pub fn new(sink: W) -> csv::Result<ReplayRows<W>> {
        let mut writer = Writer::from_writer(sink);
        writer.write_record([
            "py",
            "aco_id",
            "replayed",
            "published",
            "difference",
            "matches",
            "rate_source",
            "reason",
        ])?;
        Ok(ReplayRows(writer))
    }

    /// One row.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    pub fn row(&mut self, row: &Settled) -> csv::Result<()> {
        self.0.write_record([
            row.year.to_string().as_str(),
            &defang(&row.aco),
            &number(row.replayed.dollars(), "$"),
            &number(row.published, "$"),
            &number(row.difference(), "$"),
            if row.matches() { "1" } else { "0" },
            row.source.key(),
            row.note.as_deref().unwrap_or_default(),
        ])
    }

    /// Hands on what is left.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// One row for each performance year, and one for all of them.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn by_year_csv(report: &Report, sink: &mut dyn Write) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
    writer.write_record([
        "py",
        "rows",
        "paid",
        "owed",
        "within_1_50",
        "within_0_1_pct",
        "paid_within_0_1_pct",
        "owed_within_0_1_pct",
        "rates_derived",
        "rates_published",
        "rates_contradicted",
        "published",
        "replayed",
        "difference",
    ])?;
    for (year, totals) in report.years() {
        writer.write_record(cells(&year.to_string(), totals))?;
    }
    writer.write_record(cells("all", report.all()))?;
    Ok(writer.flush()?)
}

fn cells(year: &str, t: &Totals) -> [String; 14] {
    [
        year.to_owned(),
        t.rows.to_string(),
        t.paid.to_string(),
        t.owed.to_string(),
        t.same.to_string(),
        t.matched.to_string(),
        t.paid_matched.to_string(),
        t.owed_matched.to_string(),
        t.derived.to_string(),
        t.by_published_rate.to_string(),
        t.contradicted.to_string(),
        number(t.published(), "$"),
        number(t.replayed(), "$"),
        number(t.difference(), "$"),
    ]
}
