//! `cascade sensitivity`

use super::AskedStudy;
use crate::analysis::{USUAL_MOST, USUAL_POINTS};
use clap::Args;

/// `cascade sensitivity`
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Examples:
  cascade sensitivity mysystem/scenario.toml
      every uncertain number of the scenario, every arm less
      the baseline
  cascade sensitivity mysystem/scenario.toml --between a,b
      what decides between two arms
  cascade sensitivity mysystem/scenario.toml \\
      --free 'allocation.physicians=0.2..0.6' \\
      --only 'behaviour.*'
      a number that the scenario states, over a range, beside
      the uncertain numbers of behaviour")]
pub(in crate::cli) struct SensitivityArgs {
    #[command(flatten)]
    pub(in crate::cli) study: AskedStudy,
    /// Measures, by the names of horizon.csv and summary.csv, such as `specialty:cardiology:pay`; the system's margin, true
    /// savings and pay when not given
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(in crate::cli) measure: Vec<String>,
    /// A number to vary over a range of its own, uniform, instead of what is stated or drawn; an arm may stand before its
    /// path, as in `redesign:allocation.physicians=0.2..0.6`. May be given several times
    #[arg(long, value_name = "PATH=LOW..HIGH")]
    pub(in crate::cli) free: Vec<String>,
    /// Of the uncertain numbers only these; `*` stands for anything, as in `behaviour.*`
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(in crate::cli) only: Vec<String>,
    /// A group to look at as one, as in `effort=*.organisation.*,*.most`; all other numbers are
    /// grouped by section of the scenario. May be given several times
    #[arg(long, value_name = "NAME=A,B")]
    pub(in crate::cli) group: Vec<String>,
    /// Numbers to vary at most: the most influential of the run's own trials
    #[arg(long, value_name = "N", default_value_t = USUAL_MOST, value_parser = most)]
    pub(in crate::cli) most: usize,
    /// Compare the first arm with the second, instead of every arm with the baseline
    #[arg(long, value_name = "A,B", value_delimiter = ',', num_args = 1)]
    pub(in crate::cli) between: Vec<String>,
    /// Look at the measures of the arms themselves, too
    #[arg(long)]
    pub(in crate::cli) levels: bool,
    /// Work out Shapley effects where the scenario correlates nothing, too
    #[arg(long)]
    pub(in crate::cli) shapley: bool,
    /// Base points of the designs, best a power of two; the other methods follow in proportion. Four times as many halve
    /// the errors
    #[arg(long, value_name = "N", default_value_t = USUAL_POINTS, value_parser = points)]
    pub(in crate::cli) points: usize,
}

/// Most inputs that are varied: a design has two columns for each.
const MOST_INPUTS: usize = 500;
/// Fewest and most base points.
const POINTS: std::ops::RangeInclusive<usize> = 8..=65_536;

fn most(text: &str) -> Result<usize, String> {
    let found = text.parse::<usize>().ok().filter(|n| (1..=MOST_INPUTS).contains(n));
    found.ok_or_else(|| format!("write a whole number from 1 to {MOST_INPUTS}"))
}

fn points(text: &str) -> Result<usize, String> {
    let found = text.parse::<usize>().ok().filter(|n| POINTS.contains(n));
    found.ok_or_else(|| format!("write a whole number from {} to {}", POINTS.start(), POINTS.end()))
}
