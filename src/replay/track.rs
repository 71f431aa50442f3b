//! The track in a record, however it is written.

use crate::payer::Level;

/// The level that a track of the public record names: `T1`, `T1+`, `T2` or `T3`, `A` to `E` for BASIC, `EN`.
#[must_use]
pub fn track_level(text: &str) -> Option<Level> {
    let folded: String = text
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '+')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let bare = ["basic", "level", "track", "t"]
        .iter()
        .fold(folded.as_str(), |rest, prefix| rest.strip_prefix(prefix).unwrap_or(rest));
    match bare {
        "1" => Some(Level::Track1),
        "1+" | "1plus" => Some(Level::Track1Plus),
        "2" => Some(Level::Track2),
        "3" => Some(Level::Track3),
        "a" => Some(Level::BasicA),
        "b" => Some(Level::BasicB),
        "c" => Some(Level::BasicC),
        "d" => Some(Level::BasicD),
        "e" => Some(Level::BasicE),
        "en" | "enhanced" => Some(Level::Enhanced),
        _ => None,
    }
}
