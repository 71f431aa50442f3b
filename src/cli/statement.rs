//! `cascade statement`: one page for one physician.

use super::args::StatementArgs;
use super::failure::Failure;

/// Writes statements.
pub(super) fn statement(args: &StatementArgs) -> Result<(), Failure> {
    Err(Failure::Run(format!("nothing writes statements yet: {args:?}")))
}
