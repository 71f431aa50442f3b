//! `cascade search`

use super::AskedStudy;
use clap::Args;

/// `cascade search`
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct SearchArgs {
    #[command(flatten)]
    pub(in crate::cli) study: AskedStudy,
}
