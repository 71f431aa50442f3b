//! Where a run came from, for those who make it again.

/// What decided a run, beside its results.
#[derive(Clone, Copy, Debug, Default)]
pub struct Provenance<'a> {
    /// Hash of all that decides the results.
    pub identity: &'a str,
    /// The command that makes it again.
    pub command: &'a str,
    /// Files that it was read from: what they are, their names, their hashes (SHA-256).
    pub sources: &'a [SourceFile<'a>],
}

/// A file that a run was read from.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'a> {
    /// Scenario, roster or survey.
    pub kind: &'static str,
    /// Its name.
    pub name: &'a str,
    /// Its hash.
    pub sha256: &'a str,
}
