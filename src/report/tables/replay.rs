//! The public record, settled.

use crate::replay::Settled;
use crate::report::table::{Column, Table, Whom, columns};
use crate::report::write::{Format, Sheet};
use std::io::{self, Write};

pub(super) const TABLE: Table = Table {
    name: "replay",
    about: "what `cascade replay --out DIR` settled, beside what was published",
    row: "settlement, in the order of the record",
    whom: Whom::Groups,
    columns: COLUMNS,
};

columns! { (it: &'a Settled);
    Column::whole("py", "performance year") => u64::from(it.year),
    Column::text("aco_id", "the ACO's identifier in the record") => it.aco.as_str(),
    Column::number("replayed", "$", "what the rules pay; below zero what they take") => it.replayed.dollars(),
    Column::number("published", "$", "what CMS paid; below zero what it took") => it.published,
    Column::number("difference", "$", "replayed less published") => it.difference(),
    Column::flag("matches", "within 0.1 % of what was published, or within $1.50 of nothing") => it.matches(),
    Column::text("rate_source", "derived: by rule from track, year, quality and status; published: the published rate for want of these; contradicted: the published rate, which the rule does not give; none_needed: within the minimum rate, or on a side that shares nothing")
        => it.source.key(),
    Column::text("reason", "why the two differ, or what is particular about the row") => it.note.as_deref(),
}

/// Writes settlements as they come.
#[expect(missing_debug_implementations, reason = "a sink that is open")]
pub struct SettledRows<'s>(Box<dyn Sheet + 's>);

impl<'s> SettledRows<'s> {
    /// Begins the table.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    pub fn begin(format: &dyn Format, sink: &'s mut dyn Write) -> io::Result<SettledRows<'s>> {
        Ok(SettledRows(format.begin(&TABLE, sink)?))
    }

    /// Writes one settlement.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    pub fn row(&mut self, settled: &Settled) -> io::Result<()> {
        self.0.row(&cells(settled))
    }

    /// Ends the table.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    pub fn end(mut self) -> io::Result<()> {
        self.0.end()
    }
}
