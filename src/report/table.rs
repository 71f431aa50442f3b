//! A table as data: what it is called, what a row is, and its columns.

use super::cell::Cell;
use crate::units::words;
use serde::{Serialize, Serializer};

/// A table, without its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name: its file without the ending.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// What there is one row for.
    pub row: &'static str,
    /// Whom it tells of.
    pub whom: Whom,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// Whom the rows of a table, or a file, tell of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Single persons: confidential.
    Persons,
    /// Arms, groups, contracts, accounts.
    Groups,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name in files.
    pub key: &'static str,
    /// Unit of its numbers; [`IN_ROW`] when each row states its own; empty when it holds none.
    pub unit: &'static str,
    /// What stands in its cells.
    pub kind: Kind,
    /// What it means.
    pub meaning: &'static str,
}

/// The unit of a column whose rows state theirs, in the column `unit`.
pub const IN_ROW: &str = "see `unit`";

words! {
    /// What stands in the cells of a column; any cell may be empty.
    pub enum Kind {
        word: "The word for it.";
        /// Words or a name.
        Text = "text",
        /// A count or a year.
        Whole = "whole number",
        /// A number.
        Number = "number",
        /// Yes or no: 1 or 0 in CSV.
        Flag = "yes or no",
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }
}

impl Column {
    /// A column of words.
    #[must_use]
    pub const fn text(key: &'static str, meaning: &'static str) -> Column {
        Column { key, unit: "", kind: Kind::Text, meaning }
    }

    /// A column of counts or years.
    #[must_use]
    pub const fn whole(key: &'static str, meaning: &'static str) -> Column {
        Column { key, unit: "", kind: Kind::Whole, meaning }
    }

    /// A column of numbers.
    #[must_use]
    pub const fn number(key: &'static str, unit: &'static str, meaning: &'static str) -> Column {
        Column { key, unit, kind: Kind::Number, meaning }
    }

    /// A column of yes and no.
    #[must_use]
    pub const fn flag(key: &'static str, meaning: &'static str) -> Column {
        Column { key, unit: "", kind: Kind::Flag, meaning }
    }
}

/// A row as an object: its cells by the keys of their columns.
pub(super) struct ByColumn<'r>(pub(super) &'static [Column], pub(super) &'r [Cell<'r>]);

impl Serialize for ByColumn<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|column| column.key).zip(self.1))
    }
}

/// Columns, each beside what fills it, so that the two cannot part: `COLUMNS`, and `cells` of a row that is
/// given by some values. `distribution(summary, unit)` stands for the columns of one.
macro_rules! columns {
    (($($row:ident: $of:ty),+); $($column:expr => $value:expr),+; distribution($summary:expr, $unit:expr)) => {
        columns! { ($($row: $of),+);
            $($column => $value,)+
            shared::MEAN => ($summary.mean, $unit),
            shared::SD => ($summary.sd, $unit),
            shared::MC_SE => ($summary.mc_se, $unit),
            shared::P05 => $summary.quantiles.map(|q| (q[0], $unit)),
            shared::P25 => $summary.quantiles.map(|q| (q[1], $unit)),
            shared::P50 => $summary.quantiles.map(|q| (q[2], $unit)),
            shared::P75 => $summary.quantiles.map(|q| (q[3], $unit)),
            shared::P95 => $summary.quantiles.map(|q| (q[4], $unit)),
            shared::CI_LOW => $summary.low().map(|low| (low, $unit)),
            shared::CI_HIGH => $summary.high().map(|high| (high, $unit)),
            shared::ROSTER_SD => $summary.roster_sd.map(|sd| (sd, $unit)),
        }
    };
    (($($row:ident: $of:ty),+); $($column:expr => $value:expr),+ $(,)?) => {
        const COLUMNS: &[$crate::report::Column] = &[$($column),+];

        fn cells<'a>($($row: $of),+) -> [$crate::report::Cell<'a>; COLUMNS.len()] {
            [$({
                const COLUMN: $crate::report::Column = $column;
                $crate::report::IntoCell::cell($value, COLUMN.unit)
            }),+]
        }
    };
}
pub(crate) use columns;
