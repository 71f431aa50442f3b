//! A run with what it was set beside: made again, or against another.

use super::{AgainPage, AgainstPage, Page, RunPage};
use serde::Serialize;

/// A run with what it was set beside. Of one that was made again, the eye is shown whether it is the same.
#[derive(Debug, Serialize)]
pub struct RunBeside<'a> {
    #[serde(flatten)]
    run: RunPage<'a>,
    #[serde(flatten)]
    again: Option<AgainPage>,
    #[serde(flatten)]
    against: Option<AgainstPage>,
}

impl<'a> RunBeside<'a> {
    /// Of a run.
    #[must_use]
    pub fn of(run: RunPage<'a>, again: Option<AgainPage>, against: Option<AgainstPage>) -> RunBeside<'a> {
        RunBeside { run, again, against }
    }
}

impl Page for RunBeside<'_> {
    fn text(&self) -> String {
        let mut page = self.again.as_ref().map_or_else(|| self.run.text(), Page::text);
        if let Some(against) = &self.against {
            page.push('\n');
            page += &against.text();
        }
        page
    }
}
