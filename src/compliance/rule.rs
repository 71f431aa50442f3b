//! What a rule of law is.

use crate::schema::Grade;

/// A rule of law or practice, and what is known about it.
#[derive(Debug, PartialEq, Eq)]
pub struct LegalRule {
    /// Its name in files.
    pub key: &'static str,
    /// What it asks, in one sentence.
    pub asks: &'static str,
    /// The law, guidance or convention behind it.
    pub citation: &'static str,
    /// How well that was read.
    pub grade: Grade,
}
