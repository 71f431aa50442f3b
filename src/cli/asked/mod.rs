//! What can be asked of the commands that run a study at other numbers: a file for each.

mod calibrate;
mod price;
mod review;
mod search;
mod sensitivity;
mod sweep;

pub(super) use calibrate::CalibrateArgs;
pub(super) use price::PriceArgs;
pub(super) use review::ReviewArgs;
pub(super) use search::SearchArgs;
pub(super) use sensitivity::SensitivityArgs;
pub(super) use sweep::{AskedDesign, SweepArgs};

use super::args::{Overrides, Says};
use clap::Args;
use std::path::PathBuf;

/// What all of them have.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct AskedStudy {
    /// Scenario file; the built-in reference system when left out
    pub(super) scenario: Option<PathBuf>,
    /// Folder for the results, instead of one under output/ named for command, scenario, hash and seed
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) overrides: Overrides,
    /// Threads, instead of one for each processor; changes no result
    #[arg(long, allow_negative_numbers = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// Go on with what was stopped or killed, from where it last put down what it had
    #[arg(long)]
    pub(super) resume: bool,
    /// How often that is put down: for tests, which cannot wait a minute
    #[arg(long, hide = true, value_name = "SECONDS", value_parser = clap::value_parser!(u32))]
    pub(super) checkpoint_seconds: Option<u32>,
    #[command(flatten)]
    pub(super) says: Says,
    /// Write into a folder that holds something else
    #[arg(long)]
    pub(super) force: bool,
}
