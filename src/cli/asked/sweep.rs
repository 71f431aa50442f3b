//! `cascade sweep`

use super::AskedStudy;
use clap::Args;

/// `cascade sweep`
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct SweepArgs {
    #[command(flatten)]
    pub(in crate::cli) study: AskedStudy,
}
