//! What may be shown of persons and small groups.

use crate::engine::Scope;
use std::borrow::Cow;

/// What a report may show. Without limits everything, which is what stays in the house.
#[derive(Clone, Debug, Default)]
pub struct Disclosure {
    least: Option<u32>,
}

impl Disclosure {
    /// The fewest physicians that a figure may be of, where a limit was asked for.
    #[must_use]
    pub const fn least(&self) -> Option<u32> {
        self.least
    }

    /// Whether single persons may be shown.
    #[must_use]
    pub const fn shows_persons(&self) -> bool {
        self.least.is_none()
    }

    /// Whether figures of a group may be shown, by its scope and name; arms count from 0.
    #[must_use]
    pub fn shows_group(&self, _arm: usize, _scope: Scope, _name: &str) -> bool {
        true
    }

    /// What a physician is called outside: the identifier, or a pseudonym.
    #[must_use]
    pub fn called<'p>(&self, id: &'p str) -> Cow<'p, str> {
        Cow::Borrowed(id)
    }
}
