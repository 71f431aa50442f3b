//! What a fit leaves to be believed, draw by draw.

use crate::analysis::Posterior;
use crate::report::cell::RoundedTo;
use crate::report::table::{Column, Table, Whom, columns};
use crate::report::write::Format;
use std::io::{self, Write};

pub(super) const TABLE: Table = Table {
    name: "posterior",
    about: "draws from what targets leave to be believed, of `cascade calibrate --posterior FILE`",
    row: "draw and number",
    whom: Whom::Groups,
    columns: COLUMNS,
};

columns! { (it: &'a (u64, &'a str, f64));
    Column::whole("draw", "the draw, counted from 1; all count the same") => it.0,
    Column::text("number", "the number, by its place in the scenario") => it.1,
    Column::number("value", "that of the number", "its value in this draw") => RoundedTo(it.2, 10),
}

/// Writes the draws of a posterior.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write_draws(posterior: &Posterior, format: &dyn Format, sink: &mut dyn Write) -> io::Result<()> {
    let mut sheet = format.begin(&TABLE, sink)?;
    for (number, draw) in (1_u64..).zip(&posterior.draws) {
        for (value, believed) in draw.iter().zip(&posterior.numbers) {
            sheet.row(&cells(&(number, believed.path.as_str(), *value)))?;
        }
    }
    sheet.end()
}
