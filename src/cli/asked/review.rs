//! `cascade review`

use super::AskedStudy;
use clap::Args;

/// `cascade review`
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct ReviewArgs {
    #[command(flatten)]
    pub(in crate::cli) study: AskedStudy,
    /// Review this arm's contracts instead of the baseline's
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) arm: Option<String>,
    /// Simulate nothing: what the scenario says, without prices and without what contracts would pay
    #[arg(long, conflicts_with_all = ["trials", "resume"])]
    pub(in crate::cli) unpriced: bool,
}
