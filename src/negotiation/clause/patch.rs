//! A patch: what of a contract is taken away, and what is laid over it, in the scenario's own grammar.

use std::fmt::Write as _;

/// What a contract would say instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClausePatch {
    /// Keys within the contract that are taken away, such as `clauses.termination`.
    pub removes: Vec<String>,
    /// Keys within the contract with the value that is laid over them, as TOML.
    pub lays: Vec<(String, String)>,
}

impl ClausePatch {
    /// Takes a key away.
    pub(super) fn without(key: &str) -> ClausePatch {
        ClausePatch { removes: vec![key.to_owned()], lays: Vec::new() }
    }

    /// Lays a value over a key.
    pub(super) fn with(key: &str, value: impl Into<String>) -> ClausePatch {
        ClausePatch::default().and(key, value)
    }

    /// Lays a value over one more key.
    pub(super) fn and(mut self, key: &str, value: impl Into<String>) -> ClausePatch {
        self.lays.push((key.to_owned(), value.into()));
        self
    }

    /// Takes one more key away.
    pub(super) fn and_without(mut self, key: &str) -> ClausePatch {
        self.removes.push(key.to_owned());
        self
    }

    /// Several patches of one contract as one.
    #[must_use]
    pub fn together(all: &[&ClausePatch]) -> ClausePatch {
        ClausePatch {
            removes: all.iter().flat_map(|patch| patch.removes.clone()).collect(),
            lays: all.iter().flat_map(|patch| patch.lays.clone()).collect(),
        }
    }

    /// Whether it changes anything.
    pub(super) fn is_empty(&self) -> bool {
        self.removes.is_empty() && self.lays.is_empty()
    }

    /// The body of a variant that makes the change in a contract, in TOML.
    #[must_use]
    pub fn body(&self, contract: &str) -> String {
        let mut text = String::new();
        if !self.removes.is_empty() {
            let places: Vec<String> =
                self.removes.iter().map(|key| format!("\"contract.{contract}.{key}\"")).collect();
            let _ = writeln!(text, "remove = [{}]", places.join(", "));
        }
        for (key, value) in &self.lays {
            let _ = writeln!(text, "contract.\"{contract}\".{key} = {value}");
        }
        text
    }

    /// What it does, for a reader.
    #[must_use]
    pub fn does(&self) -> String {
        let removed = self.removes.iter().map(|key| format!("without {key}"));
        let laid = self.lays.iter().map(|(key, value)| format!("{key} = {value}"));
        removed.chain(laid).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_is_the_body_of_a_variant() {
        let patch = ClausePatch::without("clauses.termination").and("attribution.error", "0");
        assert_eq!(
            patch.body("blue"),
            "remove = [\"contract.blue.clauses.termination\"]\ncontract.\"blue\".attribution.error = 0\n"
        );
        assert_eq!(patch.does(), "without clauses.termination; attribution.error = 0");
        assert!(ClausePatch::default().is_empty() && !patch.is_empty());
    }
}
