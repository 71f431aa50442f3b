//! `cascade price`

use super::AskedStudy;
use clap::Args;

/// `cascade price`
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct PriceArgs {
    #[command(flatten)]
    pub(in crate::cli) study: AskedStudy,
}
