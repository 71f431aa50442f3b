//! `cascade sweep`

use super::AskedStudy;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `cascade sweep`
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Examples:
  cascade sweep \\
    --vary pass_through:allocation.physicians=0..0.6:7
      one number of one arm, seven values
  cascade sweep --vary allocation.reserve.rate=0,0.1,0.2 \\
    --vary pass_through:allocation.physicians=0.2,0.4
      every combination of two numbers, one in every arm
  cascade sweep --design sobol --points 64 \\
    --vary outlook.price_growth=0.01..0.04 \\
    --vary outlook.pay_growth=0.01..0.04
      settings spread evenly over two ranges
  cascade sweep --list settings.csv
      a row for each setting, headed by the places of numbers

Numbers are set by their places, in the arm before the colon
or in every arm that has them; `cascade catalogue defaults`
lists them.")]
pub(in crate::cli) struct SweepArgs {
    #[command(flatten)]
    pub(in crate::cli) study: AskedStudy,
    /// A number, and what it is set to: PLACE=LOW..HIGH:POINTS, with `:log` behind it for equal factors, or
    /// PLACE=VALUE,VALUE; may be given several times
    #[arg(long, value_name = "PLACE=VALUES", required_unless_present = "list", conflicts_with = "list")]
    pub(in crate::cli) vary: Vec<String>,
    /// Settings from a CSV file: a column for each number, headed by its place, and a row for each cell
    #[arg(long, value_name = "FILE", conflicts_with_all = ["design", "points"])]
    pub(in crate::cli) list: Option<PathBuf>,
    /// Which settings are tried: every combination (grid), or points that are spread evenly over the ranges, a Latin
    /// hypercube (lhs) or scrambled Sobol points (sobol)
    #[arg(long, value_name = "WHICH", value_enum, default_value_t)]
    pub(in crate::cli) design: AskedDesign,
    /// How many points a design has that is no grid; 64 when not given. Sobol points are best as a power of two
    #[arg(long, allow_negative_numbers = true, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub(in crate::cli) points: Option<u32>,
    /// What is measured, by the names of horizon.csv and summary.csv, such as `system_margin_total` or
    /// `specialty:cardiology:pay`; what decides when not given
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(in crate::cli) measures: Vec<String>,
    /// Solve what funds variants anew in each cell, instead of leaving it as it is as stated
    #[arg(long)]
    pub(in crate::cli) fund_anew: bool,
    /// Leave out cells that the scenario cannot be, and run the others
    #[arg(long)]
    pub(in crate::cli) skip_refused: bool,
}

/// Which settings are tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum AskedDesign {
    /// Every combination.
    #[default]
    Grid,
    /// A Latin hypercube.
    Lhs,
    /// Scrambled Sobol points.
    Sobol,
}
