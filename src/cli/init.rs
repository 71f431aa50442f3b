//! `cascade init`: a scenario to start from, with comments that teach: a made-up clinic with its roster, or
//! one organisation out of the public record.

use super::args::InitArgs;
use super::failure::Failure;
use super::folder::{FolderState, Staging, folder_state};
use super::terminal::say;
use crate::starter::{PublicRecords, Starter, StarterFault};
use crate::units::on_one_line;
use std::path::Path;

const SCENARIO: &str = include_str!("starter/scenario.toml");
const ROSTER: &str = include_str!("starter/roster.csv");

/// Writes the starter, or lists what can be started from.
pub(super) fn init(args: &InitArgs) -> Result<(), Failure> {
    if let Some(text) = &args.list {
        return say(&records()?.find(text).to_string());
    }
    let Some(dir) = &args.dir else {
        return Err(Failure::Usage("name the folder to make".to_owned()));
    };
    match own(args)? {
        Some(starter) => {
            write(dir, &[("scenario.toml", &starter.scenario)])?;
            say(&next(&on_one_line(&dir.display().to_string()), &starter))
                .map_err(|failure| failure.after_writing(dir))
        }
        None => made_up(dir),
    }
}

fn records() -> Result<PublicRecords, Failure> {
    PublicRecords::read().map_err(|fault| Failure::Run(fault.to_string()))
}

/// The scenario of the organisation that was named, if any was.
fn own(args: &InitArgs) -> Result<Option<Starter>, Failure> {
    let refused = |fault: StarterFault| Failure::Usage(fault.to_string());
    let found = match (&args.aco, &args.hospital) {
        (Some(id), _) => records()?.aco(id, args.start).map_err(refused)?,
        (None, Some(ccn)) => records()?.hospital(ccn, args.start).map_err(refused)?,
        (None, None) if args.start.is_some() => {
            return Err(Failure::Usage(
                "--start moves an organisation's record forward; name one with --aco or --hospital, or set start_year in the scenario".to_owned(),
            ));
        }
        (None, None) => return Ok(None),
    };
    Ok(Some(found))
}

/// Writes a folder whole, with the schema beside what is given.
fn write(dir: &Path, files: &[(&str, &str)]) -> Result<(), Failure> {
    let shown = dir.display();
    if folder_state(dir)? == FolderState::Filled {
        return Err(Failure::Usage(format!("{shown} exists and is not empty; name a new folder")));
    }
    let schema = serde_json::to_string_pretty(&crate::scenario::schema())
        .map_err(|error| Failure::Run(format!("cannot write the schema: {error}")))?;
    let mut staging = Staging::beside(dir)?;
    for (name, text) in files.iter().chain(&[("scenario.schema.json", schema.as_str())]) {
        staging.write(name, |sink| sink.write_all(text.as_bytes()))?;
    }
    staging.publish()
}

fn made_up(dir: &Path) -> Result<(), Failure> {
    write(dir, &[("scenario.toml", SCENARIO), ("roster.csv", ROSTER)])?;
    let shown = dir.display().to_string();
    let shown = on_one_line(&shown);
    say(&format!(
        "Wrote {shown}/scenario.toml, {shown}/roster.csv and {shown}/scenario.schema.json.\n\
         Next: cascade run {shown}/scenario.toml\n\
         Then put your physicians into roster.csv, and your contracts and plans into scenario.toml.\n\
         To start from an ACO's or hospital's own public record: cascade init --list NAME"
    ))
    .map_err(|failure| failure.after_writing(dir))
}

/// What was written, and what to do with it.
fn next(shown: &str, starter: &Starter) -> String {
    let Starter { title, start, last, yours, contract, physician, .. } = starter;
    format!(
        "{title}: the record to {last}, simulated from {start} on.\n\
         Wrote {shown}/scenario.toml and {shown}/scenario.schema.json. It runs as it is:\n\
         \n\
         \x20 cascade check {shown}/scenario.toml\n\
         \x20 cascade run {shown}/scenario.toml\n\
         \x20 cascade explain {shown}/scenario.toml --trial 1 --year {start} --contract {contract}\n\
         \x20 cascade explain {shown}/scenario.toml --trial 1 --year {start} --physician {physician}\n\
         \n\
         Then replace what is not public: {yours} figures are marked YOURS (grep YOURS {shown}/scenario.toml).\n\
         Begin with the pay plans and the roster; a roster of your own takes the place of the cohorts."
    )
}
