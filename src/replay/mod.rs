//! Settling the public record with the engine's own contract code.
//!
//! Every year CMS publishes, ACO by ACO, what it measured and what it paid. Each row is read, given
//! the rules of its own performance year ([`crate::payer::Rulebook`], [`crate::payer::Arrangement`])
//! and settled by the very code that settles a simulated contract; what that comes to is compared
//! with what CMS paid. The record is shipped with the program, see `record/PROVENANCE.md`.
//!
//! Rows stream: memory does not grow with the file. Nothing here touches a file; bytes come in,
//! settled rows and a [`ReplayReport`] go out.

mod benchmarks;
mod cells;
mod dates;
mod history;
mod input;
mod mssp;
mod past;
mod reach;
mod report;
mod source;
mod track;

pub use benchmarks::{
    BENCHMARK_RECORD, BenchmarkApart, BenchmarkReport, BenchmarkStage, StageShares, WITHIN, benchmark_record,
    replay_benchmarks,
};
pub use history::{crosswalk, past_years};
pub use input::Refusal;
pub use past::AcoYear;
pub use report::{ReplayReport, SettledTotals, Unmatched};
pub use source::{RateSource, Settled};
pub use track::track_level;

use flate2::read::GzDecoder;
use std::io::Read;

/// A programme whose settlements are public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Programme {
    /// Medicare Shared Savings Program.
    Mssp,
    /// Direct Contracting (GPDC) and ACO REACH.
    Reach,
}

const MSSP: &[u8] = include_bytes!("record/mssp.csv.gz");
const REACH: &[u8] = include_bytes!("record/reach.csv.gz");
const HOSPITAL_SCORES: &[u8] = include_bytes!("record/hvbp.csv.gz");
const READMISSIONS: &[u8] = include_bytes!("record/hrrp.csv.gz");

impl Programme {
    /// The name of the shipped record, for messages.
    #[must_use]
    pub const fn record_name(self) -> &'static str {
        match self {
            Programme::Mssp => "mssp.csv (built in)",
            Programme::Reach => "reach.csv (built in)",
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Programme::Mssp => "Medicare Shared Savings Program",
            Programme::Reach => "Direct Contracting (GPDC) and ACO REACH",
        }
    }

    /// The shipped record, as CSV.
    #[must_use]
    pub fn record(self) -> impl Read {
        GzDecoder::new(match self {
            Programme::Mssp => MSSP,
            Programme::Reach => REACH,
        })
    }
}

/// The shipped record of hospitals' scores under Hospital Value-Based Purchasing, as CSV.
#[must_use]
pub fn hospital_scores() -> impl Read {
    GzDecoder::new(HOSPITAL_SCORES)
}

/// The shipped record of hospitals' excess readmission ratios, as CSV.
#[must_use]
pub fn readmission_ratios() -> impl Read {
    GzDecoder::new(READMISSIONS)
}

/// Settles every row of a record in CSV. `name` is used in messages; `each` sees every settled row
/// in the order of the file.
///
/// # Errors
///
/// Every bad cell with its line and column, up to 200 of them; whatever `each` fails with. The rows
/// seen by then were settled, so a caller that writes them writes nothing in the end.
pub fn replay<R: Read>(
    programme: Programme,
    name: &str,
    text: R,
    each: &mut dyn FnMut(&Settled) -> std::io::Result<()>,
) -> Result<ReplayReport, Refusal> {
    match programme {
        Programme::Mssp => input::settle_all(name, text, mssp::COLUMNS, mssp::settle, each),
        Programme::Reach => input::settle_all(name, text, reach::COLUMNS, reach::settle, each),
    }
}
