//! Pay person by person beside what a fit simulates.

use crate::analysis::{PayFit, PersonFit};
use crate::report::table::{Column, Table, Whom, columns};
use crate::report::write::Format;
use std::io::{self, Write};

pub(super) const TABLE: Table = Table {
    name: "pay_fit",
    about: "what physicians were paid beside what is simulated, of `cascade calibrate --pay-fit FILE`, the furthest off first",
    row: "physician and year",
    whom: Whom::Persons,
    columns: COLUMNS,
};

columns! { (it: &'a (u64, &'a PersonFit));
    Column::text("physician_id", "the position, as the roster identifies it") => it.1.id.as_str(),
    Column::whole("year", "performance year, or the calendar year before the first") => it.0,
    Column::text("specialty", "specialty") => it.1.specialty.as_str(),
    Column::text("plan", "plan that it was paid under") => it.1.plan.as_str(),
    Column::number("paid", "$", "what was paid") => it.1.paid,
    Column::number("simulated", "$", "what is simulated: the mean over trials") => it.1.simulated,
    Column::number("off", "share", "simulated less paid, as a share of what was paid") => it.1.off(),
    Column::number("weight", "ratio", "how much the row counts in the fit, beside one that is not off at all: 0 to 1") => it.1.weight,
}

/// Writes pay person by person; `start` is the first performance year.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write_pay_fit(fit: &PayFit, start: u64, format: &dyn Format, sink: &mut dyn Write) -> io::Result<()> {
    let mut sheet = format.begin(&TABLE, sink)?;
    for person in &fit.people {
        let year = person.year.map_or(start - 1, |year| start + year as u64);
        sheet.row(&cells(&(year, person)))?;
    }
    sheet.end()
}
