//! Programme cash, month by month.

use super::{Rows, RunTable, shared};
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::stats::Summary;
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "cash",
        about: "cash that moves because of the programme, cumulated to the end of each month, with its distribution over trials; the months after the last performance year hold what is still paid for it, and the last of them all that is paid later",
        row: "arm and month",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |report| report.disclosure.shows_cash(),
    rows,
};

columns! { (arm: &'a str, month: u64, calendar: String, found: &Summary);
    shared::ARM => arm,
    Column::whole("month", "month, counted from the first January") => month,
    Column::text("calendar_month", "the same as YYYY-MM") => calendar,
    shared::UNIT => "$";
    distribution(found, "$")
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for (name, results) in report.arms() {
        for (place, found) in results.cash_by_month().iter().enumerate() {
            each(&cells(name, place as u64 + 1, month_of(report.model.start, place), found))?;
        }
    }
    Ok(())
}

/// A month counted from the first January as YYYY-MM.
fn month_of(start: CalendarYear, place: usize) -> String {
    format!("{}-{:02}", start.plus(place / 12), place % 12 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_the_calendar() {
        let of = |place| month_of(CalendarYear(2026), place);
        assert_eq!([of(0), of(11), of(12), of(191)], ["2026-01", "2026-12", "2027-01", "2041-12"]);
    }
}
