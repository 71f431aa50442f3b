//! `cascade replay`: the public record settled by the engine's contract code.

use super::args::{RecordName, ReplayArgs};
use super::failure::Failure;
use super::folder::Staging;
use super::manifest::{Files, VERSION, hash_of, text_of};
use super::progress::stop_flag;
use super::record::{PublicRecord, benchmarks};
use super::results::write_picture;
use super::target::refuse_what_is_not_ours;
use super::terminal::{show, show_written};
use crate::chart::Settlements;
use crate::replay::{Programme, ReplayReport};
use crate::report::{BenchmarkPage, Csv, Format, MANIFEST, REPLAYED, ReplayPage, SettledRows, write_years};
use serde::Serialize;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Replays a record.
pub(super) fn replay(args: &ReplayArgs) -> Result<(), Failure> {
    let programme = match args.record {
        RecordName::Mssp => Programme::Mssp,
        RecordName::Reach => Programme::Reach,
        RecordName::Benchmarks => return stages(args),
    };
    let stop = stop_flag()?;
    let mut record = PublicRecord::open(programme, args.file.as_ref())?;
    let found = match &args.out {
        Some(target) => into_folder(&mut record, target, args.force, &stop)?,
        None => record.settle(&mut |_| go_on(&stop))?,
    };
    let folder = args.out.as_ref().map(|target| target.display().to_string());
    let page = ReplayPage::of(record.programme, &record.name, &found, folder.as_deref());
    show_written(&page, args.json, args.out.as_deref())
}

/// Replays a record of benchmarks, which settles nothing that a folder could hold.
fn stages(args: &ReplayArgs) -> Result<(), Failure> {
    if args.out.is_some() {
        return Err(Failure::Usage(
            "--out holds settled rows, and `replay benchmarks` compares stages; leave it out, and take --json for a program"
                .to_owned(),
        ));
    }
    let (name, found) = benchmarks(args.file.as_ref())?;
    show(&BenchmarkPage::of(&name, &found), args.json)
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
        let found = record.settle(&mut |row| {
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
    let sha256 = record.sha256();
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
