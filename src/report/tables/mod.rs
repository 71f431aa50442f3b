//! The tables: one file each. What a run writes stands in [`TABLES`], what a replay writes in [`REPLAYED`], what a fit does in
//! [`CALIBRATED`].

mod accounts;
mod bearers;
#[cfg(feature = "replay")]
mod by_year;
mod cascade;
mod cash;
mod committee;
mod compare;
mod compare_horizon;
mod equity;
#[cfg(feature = "replay")]
mod forecasts;
mod funding;
mod horizon;
mod incentive_curves;
mod incentive_features;
mod law;
mod levers;
mod margin;
mod notes;
mod parameters;
#[cfg(feature = "calibrate")]
mod pay_fit;
mod pay_groups;
mod physicians;
mod physicians_horizon;
#[cfg(feature = "calibrate")]
mod posterior;
mod prices;
mod ranking;
mod reconciliation;
mod redesigns;
#[cfg(feature = "replay")]
mod replay;
mod risk;
mod sensitivity;
pub(crate) mod shared;
mod sieve;
mod stress;
mod summary;
mod sweep;
mod trials;
mod uncertainty;

pub use bearers::write_bearers;
#[cfg(feature = "replay")]
pub use by_year::write_years;
#[cfg(feature = "replay")]
pub use forecasts::write_forecasts;
#[cfg(feature = "calibrate")]
pub use pay_fit::write_pay_fit;
#[cfg(feature = "calibrate")]
pub use posterior::write_draws;
pub use prices::write_prices;
pub use redesigns::{SEARCHED, write_searched};
#[cfg(feature = "replay")]
pub use replay::SettledRows;

pub use sensitivity::{SENSITIVITY, SensitivityTable};
pub use sweep::{sweep_files, write_cells, write_sweep};

#[cfg(feature = "replay")]
pub(super) use by_year::Years;
pub(super) use committee::TABLE as COMMITTEE;
pub(super) use law::{FindingOfArm, TABLE as LAW};
pub(super) use notes::TABLE as NOTES;
pub(super) use stress::TABLE as STRESS;
pub(super) use summary::TABLE as SUMMARY;

use super::cell::Cell;
use super::results::Report;
use super::table::{Table, Whom};
use super::write::Format;
use sieve::Sieve;
use std::io::{self, Write};

/// Every table of a run, in the order in which they are written.
pub const TABLES: &[&RunTable] = &[
    &summary::TABLE,
    &physicians::TABLE,
    &compare::TABLE,
    &levers::TABLE,
    &cascade::TABLE,
    &accounts::TABLE,
    &horizon::TABLE,
    &compare_horizon::TABLE,
    &margin::TABLE,
    &risk::TABLE,
    &cash::TABLE,
    &physicians_horizon::TABLE,
    &equity::TABLE,
    &pay_groups::TABLE,
    &law::TABLE,
    &notes::TABLE,
    &committee::TABLE,
    &uncertainty::TABLE,
    &reconciliation::TABLE,
    &funding::TABLE,
    &ranking::TABLE,
    &stress::TABLE,
    &incentive_curves::TABLE,
    &incentive_features::TABLE,
    &parameters::TABLE,
    &trials::TABLE,
];

/// The tables of a fit.
#[cfg(feature = "calibrate")]
pub const CALIBRATED: [&Table; 2] = [&posterior::TABLE, &pay_fit::TABLE];

/// Every table of a replay.
#[cfg(feature = "replay")]
pub const REPLAYED: [&Table; 2] = [&replay::TABLE, &by_year::TABLE];

/// Every table of a sweep.
pub const SWEPT: [&Table; 2] = [&sweep::CELLS, &sweep::TABLE];

/// The table of a backtest.
#[cfg(feature = "replay")]
pub const FORECASTS: &Table = &forecasts::TABLE;

/// The tables of prices: what clauses are worth, and who bears it.
pub const PRICED: [&Table; 2] = [&prices::TABLE, &bearers::TABLE];

/// Takes the rows of a table, one after another.
pub type Rows<'r> = dyn FnMut(&[Cell<'_>]) -> io::Result<()> + 'r;

/// A table of a run.
#[derive(Clone, Copy, Debug)]
pub struct RunTable {
    /// Its record.
    pub table: Table,
    /// Whether a report has what it shows.
    pub(crate) given: fn(&Report<'_>) -> bool,
    /// Hands on its rows.
    pub(crate) rows: fn(&Report<'_>, &mut Rows<'_>) -> io::Result<()>,
}

impl RunTable {
    /// Whether the report has what the table shows: committee and law need surveys, `uncertainty` needs splits.
    #[must_use]
    pub fn is_given(&self, report: &Report<'_>) -> bool {
        (self.given)(report) && (report.disclosure.least().is_none() || self.has_any_row(report))
    }

    /// Whether limits to what may be shown leave it a row.
    fn has_any_row(&self, report: &Report<'_>) -> bool {
        let found = self.rows(report, &mut |_| Err(io::ErrorKind::Interrupted.into()));
        found.is_err()
    }

    /// Hands its rows on, one at a time; a cell for each column. Where limits are set to what may be shown
    /// ([`Report::disclosure`]), rows about hidden groups are left out, and cells of what few are behind are empty.
    ///
    /// # Errors
    ///
    /// What `each` fails with.
    pub fn rows(&self, report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
        if report.disclosure.least().is_none() {
            return (self.rows)(report, each);
        }
        if self.table.whom == Whom::Persons {
            return Ok(());
        }
        let sieve = Sieve::of(&self.table, report);
        (self.rows)(report, &mut |cells| sieve.left_of(cells).map_or(Ok(()), |left| each(&left)))
    }

    /// Writes it, row by row: memory does not grow with the rows.
    ///
    /// # Errors
    ///
    /// When the sink does not take the bytes.
    pub fn write(
        &'static self,
        report: &Report<'_>,
        format: &dyn Format,
        sink: &mut dyn Write,
    ) -> io::Result<()> {
        let mut sheet = format.begin(&self.table, sink)?;
        self.rows(report, &mut |cells| sheet.row(cells))?;
        sheet.end()
    }
}

/// A table of a run by its name.
///
/// ```
/// use cascade::report::run_table;
/// assert!(run_table("summary").is_some() && run_table("summaries").is_none());
/// ```
#[must_use]
pub fn run_table(name: &str) -> Option<&'static RunTable> {
    TABLES.iter().copied().find(|one| one.table.name == name)
}

/// For tables that every run has.
pub(crate) fn always(_: &Report<'_>) -> bool {
    true
}
