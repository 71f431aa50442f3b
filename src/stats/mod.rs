//! Statistics that merge exactly.
//!
//! Everything is counted in integers, so the order in which trials arrive, the number of threads
//! and the number of shards cannot change a bit. Memory depends on how many things are measured,
//! never on the number of trials.

mod blocks;
mod fingerprint;
mod interval;
mod moments;
mod packed;
mod quantiles;
mod rosters;
mod summary;
mod tail;
mod whole_sums;

pub use blocks::SpreadByBlock;
pub(crate) use fingerprint::Fingerprint;
pub use interval::{TWO_SIDED_95, paired, student_95, wilson};
pub(crate) use moments::{BlockLanes, ScaleLanes};
pub use moments::{MomentTable, Moments, Scale};
pub use quantiles::QuantileTable;
pub use rosters::SpreadByRoster;
pub use summary::{Estimated, QUANTILES, Summary};
pub use tail::Tail;
pub(crate) use whole_sums::NEIGHBOURS;
