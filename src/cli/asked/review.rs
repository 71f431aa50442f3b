//! `cascade review`

use super::AskedStudy;
use clap::Args;

/// `cascade review`
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct ReviewArgs {
    #[command(flatten)]
    pub(in crate::cli) study: AskedStudy,
}
