//! `cascade check --upgrade`: a scenario whose keys have moved, rewritten with its comments.

use super::args::CheckArgs;
use super::failure::Failure;
use super::file::read_scenario;
use super::folder::{backup, write_file};
use super::terminal::say;
use crate::scenario::{MOVES, Upgrade, upgrade};
use crate::units::count;
use std::path::PathBuf;

/// Rewrites what moved, says what, and returns the file that is now up to date.
pub(super) fn upgrade_file(args: &CheckArgs) -> Result<PathBuf, Failure> {
    let source = read_scenario(&args.scenario)?;
    let upgraded = upgrade(&source, MOVES)?;
    let mut page = String::new();
    if upgraded.changes.is_empty() && upgraded.gone.is_empty() {
        page.push_str(&format!("{}: no key has moved since it was written.\n", source.name));
    }
    let target = args.out.as_ref().unwrap_or(&args.scenario);
    let wrote = !upgraded.changes.is_empty() || args.out.is_some();
    if wrote {
        let kept =
            if args.out.is_none() { Some(backup(&args.scenario, source.text.as_bytes())?) } else { None };
        write_file(target, args.out.is_none(), upgraded.text.as_bytes())?;
        page.push_str(&format!(
            "Wrote {}: {} rewritten",
            target.display(),
            count(upgraded.changes.len(), "key")
        ));
        page.push_str(
            &kept.map_or(".\n".to_owned(), |kept| format!("; as it was, it is {}.\n", kept.display())),
        );
    }
    let line = |change: &Upgrade| {
        format!("  {}:{}: {}: {}\n", source.name, change.line, change.path, change.message)
    };
    page.extend(upgraded.changes.iter().map(line));
    if !upgraded.left.is_empty() {
        page.push_str("Both the old and the new key are there; keep one of:\n");
        page.extend(upgraded.left.iter().map(line));
    }
    if !upgraded.gone.is_empty() {
        page.push_str("These are gone; rewrite them yourself:\n");
        page.extend(upgraded.gone.iter().map(line));
    }
    say(&page).map_err(|failure| if wrote { failure.after_writing(target) } else { failure })?;
    Ok(target.clone())
}
