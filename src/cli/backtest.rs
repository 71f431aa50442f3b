//! `cascade backtest`: forecasts from the years before, scored against the public record.

use super::args::{BacktestArgs, ForecastRecord};
use super::failure::Failure;
use super::folder::Staging;
use super::manifest::{Files, VERSION, hash_of, text_of};
use super::record::{PublicRecord, refused};
use super::results::write_picture;
use super::target::refuse_what_is_not_ours;
use super::terminal::show_written;
use crate::analysis::{Backtest, backtest as forecast};
use crate::chart::forecasts;
use crate::replay::{Programme, crosswalk};
use crate::report::{BacktestPage, Csv, FORECASTS, Format, MANIFEST, write_forecasts};
use serde::Serialize;
use std::path::Path;

/// Forecasts a record.
pub(super) fn backtest(args: &BacktestArgs) -> Result<(), Failure> {
    let ForecastRecord::Mssp = args.record;
    let mut record = PublicRecord::open(Programme::Mssp, args.file.as_ref())?;
    let rows = record.past_years()?;
    let crosswalk = crosswalk().map_err(|refusal| refused("of identifiers", refusal))?;
    let found = forecast(&rows, &crosswalk);
    if let Some(target) = &args.out {
        into_folder(&found, &record.name, &record.sha256(), target, args.force)?;
    }
    let folder = args.out.as_ref().map(|target| target.display().to_string());
    let whole = found.whole_record();
    let page = BacktestPage::of(&record.name, &found, &whole, folder.as_deref());
    show_written(&page, args.json, args.out.as_deref())
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
