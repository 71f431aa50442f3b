//! What a search found, with the names that it goes by.

use crate::analysis::{FoundRedesign, RedesignsFound, SearchFacts, SearchQuestion};

/// A search for redesigns, as tables, page and chart show it.
#[derive(Clone, Copy, Debug)]
pub struct SearchReport<'a> {
    /// The arm that was changed.
    pub from: &'a str,
    /// What was asked.
    pub question: &'a SearchQuestion,
    /// What was found.
    pub found: &'a RedesignsFound,
    /// Names of what was found, as variants.
    pub names: &'a [String],
    /// Every arm of the scenario on fresh luck: name, title, figures; the baseline first.
    pub arms: &'a [(String, String, SearchFacts)],
    /// First year and last.
    pub years: (u16, u16),
}

impl<'a> SearchReport<'a> {
    /// What was found, each with its name.
    pub fn points(&self) -> impl Iterator<Item = (&'a str, &'a FoundRedesign)> {
        self.names.iter().map(String::as_str).zip(&self.found.found)
    }

    /// The name of a candidate, where it was chosen.
    pub(crate) fn name_of(&self, tried: usize) -> Option<&'a str> {
        self.points().find(|(_, point)| point.tried == tried).map(|(name, _)| name)
    }
}
