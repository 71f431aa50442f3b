//! What several commands take.

use clap::Args;
use std::path::PathBuf;

/// What replaces parts of a scenario's own `[run]`.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct Overrides {
    /// Simulated futures, instead of the scenario's
    #[arg(long, allow_negative_numbers = true, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub(in crate::cli) trials: Option<u64>,
    /// Performance years, instead of the scenario's
    #[arg(long, allow_negative_numbers = true, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=50))]
    pub(in crate::cli) years: Option<u64>,
    /// Seed of all chance, instead of the scenario's
    #[arg(long, allow_negative_numbers = true, value_name = "N")]
    pub(in crate::cli) seed: Option<u64>,
    /// Only these arms, beside the baseline
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(in crate::cli) arms: Vec<String>,
}

/// What a command says of itself.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(in crate::cli) struct Says {
    /// Print one JSON object instead of a page: what was found, and where it was written
    #[arg(long)]
    pub(in crate::cli) json: bool,
    /// Say nothing but errors, and what --json prints
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,
}

/// What every command takes that asks a study at other numbers.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct AskedStudy {
    /// Scenario file; the built-in reference system when left out
    pub(in crate::cli) scenario: Option<PathBuf>,
    /// Folder for the results, instead of one under output/ named for command, scenario, hash and seed
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) out: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) overrides: Overrides,
    /// Threads, instead of one for each processor; changes no result
    #[arg(long, allow_negative_numbers = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(in crate::cli) threads: Option<u16>,
    /// Go on with what was stopped or killed, from where it last put down what it had
    #[arg(long)]
    pub(in crate::cli) resume: bool,
    /// How often that is put down: for tests, which cannot wait a minute
    #[arg(long, hide = true, value_name = "SECONDS", value_parser = clap::value_parser!(u32))]
    pub(in crate::cli) checkpoint_seconds: Option<u32>,
    #[command(flatten)]
    pub(in crate::cli) says: Says,
    /// Write into a folder that holds something else
    #[arg(long)]
    pub(in crate::cli) force: bool,
}
