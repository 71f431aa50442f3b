//! The files that a run writes, each on its own: nothing is shared between them but the report they read.

use crate::report::Whom;
use std::fmt;
use std::io::{self, Write};

/// Fills a file.
pub(super) type Fill<'r> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'r>;

/// Whether there is something to fill a file with.
type Given<'r> = Box<dyn Fn() -> bool + Send + Sync + 'r>;

/// One file of a folder of results.
pub(super) struct Output<'r> {
    /// Its name below the folder.
    pub name: String,
    /// Whom it tells of.
    pub whom: Whom,
    /// Writes what it holds.
    pub fill: Fill<'r>,
    given: Option<Given<'r>>,
}

impl<'r> Output<'r> {
    /// A file.
    pub(super) fn new(
        name: impl Into<String>,
        whom: Whom,
        fill: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'r,
    ) -> Output<'r> {
        Output { name: name.into(), whom, fill: Box::new(fill), given: None }
    }

    /// The same, written only when there is something for it: asked by whoever is about to write it.
    pub(super) fn when(self, given: impl Fn() -> bool + Send + Sync + 'r) -> Output<'r> {
        Output { given: Some(Box::new(given)), ..self }
    }

    /// Whether it is written at all.
    pub(super) fn is_given(&self) -> bool {
        self.given.as_ref().is_none_or(|given| given())
    }

    /// How long it may take beside others: what takes longest is begun first.
    pub(super) fn weight(&self) -> u8 {
        let (folder, ending) = (self.name.contains('/'), self.name.rsplit('.').next());
        match (ending, folder) {
            (Some("xlsx"), _) => 4,
            (Some("html"), _) => 3,
            (_, false) => 2,
            (Some("png"), true) => 1,
            (_, true) => 0,
        }
    }
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("name", &self.name).field("whom", &self.whom).finish_non_exhaustive()
    }
}
