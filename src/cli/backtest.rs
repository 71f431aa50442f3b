//! `cascade backtest`: forecasts from the years before, scored against the public record.

use super::args::{BacktestArgs, ForecastRecord};
use super::digest::Hashed;
use super::failure::Failure;
use super::file::open;
use super::folder::Staging;
use super::manifest::{Files, VERSION, hash_of, text_of};
use super::results::write_picture;
use super::target::refuse_what_is_not_ours;
use super::terminal::show;
use super::words::words;
use crate::analysis::{Backtest, backtest as forecast};
use crate::chart::forecasts;
use crate::replay::{Programme, Refusal, crosswalk, past_years};
use crate::report::{BacktestPage, Csv, FORECASTS, Format, MANIFEST, write_forecasts};
use serde::Serialize;
use std::io::Read;
use std::path::Path;

/// Forecasts a record.
pub(super) fn backtest(args: &BacktestArgs) -> Result<(), Failure> {
    let ForecastRecord::Mssp = args.record;
    let programme = Programme::Mssp;
    let (name, text): (String, Box<dyn Read>) = match &args.file {
        Some(path) => (path.display().to_string(), Box::new(open(path)?)),
        None => (programme.record_name().to_owned(), Box::new(programme.record())),
    };
    let mut text = Hashed::new(text);
    let rows = past_years(&name, &mut text).map_err(|refusal| refused(&name, refusal))?;
    let crosswalk = crosswalk().map_err(|refusal| refused("of identifiers", refusal))?;
    let found = forecast(&rows, &crosswalk);
    if let Some(target) = &args.out {
        into_folder(&found, &name, &text.digest(), target, args.force)?;
    }
    let folder = args.out.as_ref().map(|target| target.display().to_string());
    show(&BacktestPage::of(&name, &found, &found.whole_record(), folder.as_deref()), args.json)
}

fn refused(name: &str, refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Refused(refused) => Failure::Input(refused),
        Refusal::Unreadable(error) | Refusal::Unwritten(error) => {
            Failure::Unreadable(format!("cannot read the record {name}: {}", words(&error)))
        }
    }
}

/// The manifest of a backtest.
#[derive(Serialize)]
struct BacktestManifest<'a> {
    cascade: &'static str,
    identity: &'a str,
    backtest: &'static str,
    record: &'a str,
    sha256: &'a str,
    files: Files<'a>,
}

/// Writes every forecast and the picture.
fn into_folder(
    found: &Backtest,
    name: &str,
    sha256: &str,
    target: &Path,
    force: bool,
) -> Result<(), Failure> {
    let title = Programme::Mssp.title();
    let identity = hash_of(&(VERSION, "backtest", title, sha256));
    refuse_what_is_not_ours(target, &identity, force)?;
    let mut staging = Staging::beside(target)?;
    staging.write(&Csv.file(FORECASTS), |sink| write_forecasts(&found.rows, &Csv, sink))?;
    write_picture(&forecasts(found, title), "backtest", &mut staging)?;
    let manifest = text_of(&BacktestManifest {
        cascade: VERSION,
        identity: &identity,
        backtest: title,
        record: name,
        sha256,
        files: Files(staging.written()),
    })?;
    staging.write(MANIFEST, |sink| sink.write_all(manifest.as_bytes()))?;
    staging.publish()
}
