//! Opens a page with whatever the system opens pages with.

use super::terminal::complain;
use std::path::Path;
use std::process::{Command, Stdio};

/// Has the system open a page, without waiting for it to be read. Where there is nobody to show it to or nothing to show
/// it with, it is said what to do instead, and nothing fails.
pub(super) fn open_page(page: &Path) {
    if let Some(why) = opened(page) {
        complain(&why);
    }
}

/// Opens it, or says why not.
fn opened(page: &Path) -> Option<String> {
    let page = std::path::absolute(page).unwrap_or_else(|_| page.to_owned());
    let instead = format!("open {} in a browser", page.display());
    if cfg!(all(unix, not(target_os = "macos"))) && !has_screen() {
        return Some(format!(
            "--open: found no screen (neither DISPLAY nor WAYLAND_DISPLAY is set); {instead}"
        ));
    }
    let opener = opener();
    let started = Command::new(opener)
        .arg(&page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match started {
        Ok(_) => None,
        Err(_) => Some(format!("--open: found no program `{opener}` that opens pages; {instead}")),
    }
}

/// What opens pages here. It is started itself, with the page as its only argument: no shell reads its name.
const fn opener() -> &'static str {
    if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    }
}

/// Whether there is a screen to show a page on.
fn has_screen() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(is_set)
}
