//! Columns of the files that people bring: rosters and surveys.

use super::entry::{ManualEntry, ManualSection};
use crate::{entity, survey};

/// The columns of a roster, families of columns among them.
pub(super) fn rosters() -> ManualSection {
    let entries = entity::COLUMNS.iter().map(|column| {
        let left_out = column.default.unwrap_or("it must be there").to_owned();
        let family =
            if column.name.contains('<') { "a column for each name in the place of <...>" } else { "" };
        let facts = vec![("when left out", left_out), ("family", family.to_owned())];
        ManualEntry::of(column.name, column.meaning, facts)
    });
    let about = "A row for each physician; text with commas, semicolons or tabs, or a workbook. Columns are known by these names and by those that exports commonly have: `cascade roster FILE` shows what a file is understood as, and writes a clean one.";
    ManualSection::of("Columns of a roster", about, entries)
}

/// The columns of a survey.
pub(super) fn surveys() -> ManualSection {
    let entries = survey::COLUMNS.iter().map(|column| {
        let needed = if column.required { "yes" } else { "no" };
        let facts = vec![("needed", needed.to_owned())];
        ManualEntry::of(column.name, column.meaning, facts)
    });
    let about = "A row for each specialty and measure, percentiles in columns; named in a scenario as [survey] with file = \"...\".";
    ManualSection::of("Columns of a survey", about, entries)
}
