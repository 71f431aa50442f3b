//! `cascade replay`: the public record settled by the engine's contract code.

use super::args::{RecordName, ReplayArgs};
use super::digest::Hashed;
use super::failure::Failure;
use super::file::open;
use super::folder::Staging;
use super::manifest::{Files, VERSION, hash_of, text_of};
use super::progress::stop_flag;
use super::results::write_picture;
use super::target::refuse_what_is_not_ours;
use super::terminal::show;
use super::words::words;
use crate::chart::Settlements;
use crate::replay::{Programme, Refusal, ReplayReport, Settled, replay as settle_record};
use crate::report::{Csv, Format, MANIFEST, REPLAYED, ReplayPage, SettledRows, write_years};
use serde::Serialize;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// A record to replay: whose it is, what it is called, its bytes.
struct PublicRecord {
    programme: Programme,
    name: String,
    text: Hashed<Box<dyn Read>>,
}

/// Replays a record.
pub(super) fn replay(args: &ReplayArgs) -> Result<(), Failure> {
    let stop = stop_flag()?;
    let mut record = record(args)?;
    let found = match &args.out {
        Some(target) => into_folder(&mut record, target, args.force, &stop)?,
        None => settle(&mut record, &mut |_| go_on(&stop))?,
    };
    let folder = args.out.as_ref().map(|target| target.display().to_string());
    show(&ReplayPage::of(record.programme, &record.name, &found, folder.as_deref()), args.json)
}

fn record(args: &ReplayArgs) -> Result<PublicRecord, Failure> {
    let programme = match args.record {
        RecordName::Mssp => Programme::Mssp,
        RecordName::Reach => Programme::Reach,
    };
    let (name, text): (String, Box<dyn Read>) = match &args.file {
        Some(path) => (path.display().to_string(), Box::new(open(path)?)),
        None => (programme.record_name().to_owned(), Box::new(programme.record())),
    };
    Ok(PublicRecord { programme, name, text: Hashed::new(text) })
}

fn settle(
    record: &mut PublicRecord,
    each: &mut dyn FnMut(&Settled) -> io::Result<()>,
) -> Result<ReplayReport, Failure> {
    let name = &record.name;
    settle_record(record.programme, name, &mut record.text, each).map_err(|refusal| match refusal {
        Refusal::Refused(refused) => Failure::Input(refused),
        Refusal::Unreadable(error) => {
            Failure::Unreadable(format!("cannot read the record {name}: {}", words(&error)))
        }
        Refusal::Unwritten(error) if error.kind() == io::ErrorKind::Interrupted => Failure::Interrupted,
        Refusal::Unwritten(error) => {
            Failure::Run(format!("cannot write the settled rows: {}", words(&error)))
        }
    })
}

fn go_on(stop: &AtomicBool) -> io::Result<()> {
    if stop.load(Ordering::Relaxed) { Err(io::ErrorKind::Interrupted.into()) } else { Ok(()) }
}

/// The manifest of a replay.
#[derive(Serialize)]
struct ReplayManifest<'a> {
    cascade: &'static str,
    identity: &'a str,
    replay: &'static str,
    record: RecordFile<'a>,
    files: Files<'a>,
}

#[derive(Serialize)]
struct RecordFile<'a> {
    file: &'a str,
    sha256: &'a str,
}

/// Replays into a folder: rows are written as they are settled.
fn into_folder(
    record: &mut PublicRecord,
    target: &Path,
    force: bool,
    stop: &AtomicBool,
) -> Result<ReplayReport, Failure> {
    let [settlements, years] = REPLAYED.map(|table| Csv.file(table));
    let mut staging = Staging::beside(target)?;
    let mut outcome = None;
    let mut picture = Settlements::default();
    staging.write(&settlements, |sink| {
        let mut rows = SettledRows::begin(&Csv, sink)?;
        let found = settle(record, &mut |row| {
            go_on(stop)?;
            picture.add(row);
            rows.row(row)
        });
        outcome = Some(found);
        rows.end()
    })?;
    let found = outcome.unwrap_or_else(|| Err(Failure::Run("nothing was settled".to_owned())))?;
    staging.write(&years, |sink| write_years(&found, &Csv, sink))?;
    let title = record.programme.title();
    write_picture(&picture.draw(&found, title), "replay", &mut staging)?;
    let sha256 = record.text.digest();
    let identity = hash_of(&(VERSION, title, &sha256));
    refuse_what_is_not_ours(target, &identity, force)?;
    let manifest = text_of(&ReplayManifest {
        cascade: VERSION,
        identity: &identity,
        replay: title,
        record: RecordFile { file: &record.name, sha256: &sha256 },
        files: Files(staging.written()),
    })?;
    staging.write(MANIFEST, |sink| sink.write_all(manifest.as_bytes()))?;
    staging.publish()?;
    Ok(found)
}
