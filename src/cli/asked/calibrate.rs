//! `cascade calibrate`: what can be asked for.

use clap::Args;
use std::path::PathBuf;

/// `cascade calibrate`
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(override_usage = "\
cascade calibrate [OPTIONS] --targets <FILE>
       --free <PATH=LOW..HIGH> <SCENARIO>")]
pub(in crate::cli) struct CalibrateArgs {
    /// Scenario file
    pub(in crate::cli) scenario: PathBuf,
    /// CSV of observed figures: metric (`cascade catalogue measures` lists them), scope, entity, arm, year, value,
    /// error, weight, group; all but metric, year, value and error may be left out. Several files: several times
    #[arg(long, value_name = "FILE", required_unless_present = "pay")]
    pub(in crate::cli) targets: Vec<PathBuf>,
    /// What physicians were paid, to be met as well: a CSV with `physician_id`, year, pay and perhaps plan; or `roster` for
    /// the roster's own column paid
    #[arg(long, value_name = "FILE|roster")]
    pub(in crate::cli) pay: Option<PathBuf>,
    /// What one physician's pay may be off, as a share of it (0.05 for 5 %), instead of what is found
    #[arg(long, value_name = "SHARE", requires = "pay")]
    pub(in crate::cli) pay_error: Option<f64>,
    /// A number to fit, by its place, with its bounds; of one arm only as ARM:PATH. May be given several times
    #[arg(long, value_name = "PATH=LOW..HIGH", required = true)]
    pub(in crate::cli) free: Vec<String>,
    /// Trials of each evaluation, instead of the scenario's or 1,000, whichever is less
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(in crate::cli) trials: Option<u64>,
    /// Performance years, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=50))]
    pub(in crate::cli) years: Option<u64>,
    /// Seed of all chance, instead of the scenario's
    #[arg(long, value_name = "N")]
    pub(in crate::cli) seed: Option<u64>,
    /// Searches: the first begins at the scenario's own values, the others elsewhere between the bounds
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(in crate::cli) starts: u8,
    /// Only the best fit: no posterior, which takes some tens of evaluations more
    #[arg(long, conflicts_with_all = ["posterior", "spread"])]
    pub(in crate::cli) point: bool,
    /// Draws from the posterior
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(200..=50_000))]
    pub(in crate::cli) draws: u32,
    /// File for the draws from the posterior, a CSV with a row for each draw and number
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) posterior: Option<PathBuf>,
    /// Put distributions with their correlations into the patch, instead of the best fit
    #[arg(long)]
    pub(in crate::cli) spread: bool,
    /// File for pay person by person beside what is simulated, the furthest off first: confidential
    #[arg(long, value_name = "FILE", requires = "pay")]
    pub(in crate::cli) pay_fit: Option<PathBuf>,
    /// Name of the variant in the patch
    #[arg(long, value_name = "NAME", default_value = "calibrated")]
    pub(in crate::cli) name: String,
    /// File for the patch
    #[arg(long, value_name = "FILE", default_value = "patch.toml")]
    pub(in crate::cli) out: PathBuf,
    /// File for the whole scenario with what was found in the places of the numbers, which moves today with them
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) whole: Option<PathBuf>,
    /// Threads, instead of one for each processor; changes no result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(in crate::cli) threads: Option<u16>,
    /// Go on with what was stopped or killed, from where it last put down what it had
    #[arg(long)]
    pub(in crate::cli) resume: bool,
    /// How often that is put down: for tests, which cannot wait a minute
    #[arg(long, hide = true, value_name = "SECONDS", value_parser = clap::value_parser!(u32))]
    pub(in crate::cli) checkpoint_seconds: Option<u32>,
    /// Replace files that stand there
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// Print one JSON object instead of a page: what was found, and where it was written
    #[arg(long)]
    pub(in crate::cli) json: bool,
    /// Say nothing but errors, and what --json prints
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,
}
