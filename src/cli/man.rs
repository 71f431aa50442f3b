//! `cascade man`: the manual pages.

use super::args::ManArgs;
use super::failure::Failure;

/// Writes the manual pages.
pub(super) fn man(args: &ManArgs) -> Result<(), Failure> {
    Err(Failure::Run(format!("nothing writes manual pages into {} yet", args.dir.display())))
}
