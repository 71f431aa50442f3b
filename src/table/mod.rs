//! Results as tables: pure functions that write rows into any sink. Only the command line opens files.

mod cascade;
mod compare;
mod equity;
mod horizon;
mod physicians;
mod replay;
mod summary;
mod text;
mod uncertainty;

pub use cascade::cascade_csv;
pub use compare::compare_csv;
pub use equity::equity_csv;
pub use horizon::horizon_csv;
pub use physicians::physicians_csv;
pub use replay::{ReplayRows, by_year_csv};
pub use summary::summary_csv;
pub use text::{defang, number, plain};
pub use uncertainty::uncertainty_csv;
