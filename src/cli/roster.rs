//! `cascade roster`: what a roster file is understood as, and a clean one.

use super::args::RosterArgs;
use super::failure::Failure;
use super::file::read_beside;
use super::folder::write_file;
use super::load::roster_under;
use super::terminal::{show, show_written};
use crate::entity::{Roster, write_columns};
use crate::report::{RefusedPage, RosterPage};
use crate::schema::Refused;

/// Shows a roster, and writes it when asked. For a program its problems stand on standard output, too.
pub(super) fn roster(args: &RosterArgs) -> Result<(), Failure> {
    let name = args.file.display().to_string();
    if let Some(out) = args.out.as_ref().filter(|out| out.exists() && !args.force) {
        return Err(Failure::Usage(format!(
            "{} exists; name another file with --out, or replace it with --force",
            out.display()
        )));
    }
    let bytes = read_beside(&args.file)
        .map_err(|why| Failure::Unreadable(format!("cannot read the roster {name}: {why}")))?;
    let read = match &args.scenario {
        None => Roster::read(&name, &bytes, &[]).map_err(Failure::from),
        Some(scenario) => roster_under(scenario, &name, bytes),
    };
    if let (true, Err(Failure::Input(refused))) = (args.json, &read) {
        show(&RefusedPage::from(refused as &Refused), true)?;
    }
    let roster = read?;
    let written = args.out.as_ref().map(|out| out.display().to_string());
    if let Some(out) = &args.out {
        let clean = write_columns(&roster)
            .map_err(|error| Failure::Run(format!("cannot write the roster: {error}")))?;
        write_file(out, args.force, &clean)?;
    }
    show_written(&RosterPage::of(&roster, written.as_deref()), args.json, args.out.as_deref())
}
