//! `cascade sensitivity`

use super::AskedStudy;
use clap::Args;

/// `cascade sensitivity`
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct SensitivityArgs {
    #[command(flatten)]
    pub(in crate::cli) study: AskedStudy,
}
