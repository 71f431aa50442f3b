//! `cascade price`

use super::AskedStudy;
use clap::Args;
use std::path::PathBuf;

/// `cascade price`
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct PriceArgs {
    #[command(flatten)]
    pub(in crate::cli) study: AskedStudy,
    /// The arm whose contracts are priced, instead of the baseline
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) arm: Option<String>,
    /// Contracts to price, instead of all of the arm
    #[arg(long, value_name = "NAMES", value_delimiter = ',', conflicts_with_all = ["patch", "set", "remove"])]
    pub(in crate::cli) contract: Vec<String>,
    /// Price clauses that are not there, too, as if the payer asked for them
    #[arg(long, conflicts_with_all = ["patch", "set", "remove"])]
    pub(in crate::cli) put_in: bool,
    /// Price the variant in this file instead of clauses: what it brings
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) patch: Option<PathBuf>,
    /// Price a place with another value, such as contract.blue.trend=0.05, instead of clauses; several make one patch
    #[arg(long, value_name = "PLACE=VALUE")]
    pub(in crate::cli) set: Vec<String>,
    /// Price the scenario without a place, such as contract.blue.clauses.audit, instead of clauses
    #[arg(long, value_name = "PLACE")]
    pub(in crate::cli) remove: Vec<String>,
}
