//! Where the files that a scenario names come from.

use std::collections::BTreeMap;

/// Gives the bytes of files by the names that a scenario calls them: rosters and surveys. The disk on
/// the command line; a map in a test; a browser or another language elsewhere.
pub trait Shelf {
    /// The bytes of a file, called as the scenario calls it: relative to the scenario's own folder.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, as the end of a sentence: "there is no such file or folder".
    fn read(&self, name: &str) -> Result<Vec<u8>, String>;

    /// What a file is called in messages and records.
    fn shown(&self, name: &str) -> String {
        name.to_owned()
    }
}

/// Nothing: for scenarios that name no file.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Shelf for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("there are no files beside this scenario".to_owned())
    }
}

/// Files in memory.
///
/// ```
/// use cascade::study::{InMemory, Shelf};
///
/// let shelf = InMemory::from([("roster.csv", "physician_id,specialty,plan,clinical_fte,wrvu\n")]);
/// assert!(shelf.read("roster.csv").is_ok_and(|bytes| bytes.starts_with(b"physician_id")));
/// assert_eq!(shelf.read("survey.csv").unwrap_err(), "there is no such file");
/// ```
#[derive(Clone, Debug, Default)]
pub struct InMemory(BTreeMap<String, Vec<u8>>);

impl<S: Into<String>, B: Into<Vec<u8>>, const N: usize> From<[(S, B); N]> for InMemory {
    fn from(files: [(S, B); N]) -> InMemory {
        files.into_iter().collect()
    }
}

impl<S: Into<String>, B: Into<Vec<u8>>> FromIterator<(S, B)> for InMemory {
    fn from_iter<T: IntoIterator<Item = (S, B)>>(files: T) -> InMemory {
        InMemory(files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())).collect())
    }
}

impl Shelf for InMemory {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        self.0.get(name).cloned().ok_or_else(|| "there is no such file".to_owned())
    }
}
