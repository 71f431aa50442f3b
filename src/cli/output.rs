//! The files that a run writes, each on its own: nothing is shared between them but the report they read.

use crate::report::Whom;
use std::fmt;
use std::io::{self, Write};

/// Fills a file.
pub(super) type Fill<'r> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'r>;

/// One file of a folder of results.
pub(super) struct Output<'r> {
    /// Its name below the folder.
    pub name: String,
    /// Whom it tells of.
    pub whom: Whom,
    /// Writes what it holds.
    pub fill: Fill<'r>,
}

impl<'r> Output<'r> {
    /// A file.
    pub(super) fn new(
        name: impl Into<String>,
        whom: Whom,
        fill: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'r,
    ) -> Output<'r> {
        Output { name: name.into(), whom, fill: Box::new(fill) }
    }
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("name", &self.name).field("whom", &self.whom).finish_non_exhaustive()
    }
}
