//! Statistics that merge exactly.
//!
//! Everything is counted in integers, so the order in which trials arrive, the number of threads
//! and the number of shards cannot change a bit. Memory depends on how many things are measured,
//! never on the number of trials.

mod fingerprint;
mod moments;
mod quantiles;
mod summary;

pub(crate) use fingerprint::Fingerprint;
pub use moments::{MomentTable, Moments, Scale};
pub use quantiles::QuantileTable;
pub use summary::{QUANTILES, Summary};
