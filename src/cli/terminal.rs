//! Standard output and standard error, with every failure in words.

#![expect(
    clippy::disallowed_methods,
    clippy::wildcard_enum_match_arm,
    reason = "this file is where the program meets the terminal"
)]

use super::failure::Failure;
use super::words::words;
use crate::report::Page;
use crate::units::{visible, visible_json};
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use std::path::Path;

/// Writes a page to standard output. What would steer a terminal is written out: it can only be from somebody's input.
pub(super) fn say(page: &str) -> Result<(), Failure> {
    put(&visible(page))
}

/// Writes a text of which nothing steers a terminal.
fn put(page: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    let newline = if page.ends_with('\n') { "" } else { "\n" };
    let written = out
        .write_all(page.as_bytes())
        .and_then(|()| out.write_all(newline.as_bytes()))
        .and_then(|()| out.flush());
    written.map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::NoReader,
        _ => Failure::Run(format!("cannot write to standard output: {}", words(&error))),
    })
}

/// Shows what a command found: to a program as one JSON object, to a person as a page.
pub(super) fn show(page: &impl Page, json: bool) -> Result<(), Failure> {
    if !json {
        return say(&page.text());
    }
    let text = page.json().map_err(|error| Failure::Run(format!("cannot write JSON: {error}")))?;
    put(&visible_json(&text))
}

/// The same of what a command has written at a place: when it cannot be told, it is there all the same.
pub(super) fn show_written(page: &impl Page, json: bool, place: Option<&Path>) -> Result<(), Failure> {
    show(page, json).map_err(|failure| match place {
        Some(place) => failure.after_writing(place),
        None => failure,
    })
}

/// Writes lines to standard error, likewise. When even that fails there is nobody left to tell.
pub(super) fn complain(text: &str) {
    let mut err = stderr().lock();
    let _ = writeln!(err, "{}", visible(text));
}

/// Whether a person watches standard error.
pub(super) fn is_watched() -> bool {
    stderr().is_terminal()
}
