//! `cascade replay`: the public record settled by the engine's contract code.

use super::args::{Record, ReplayArgs};
use super::failure::Failure;
use super::file::{open, words};
use super::folder::{Hashed, MANIFEST, Staging, cause};
use super::load::{hex, sha256};
use super::progress::stop_flag;
use super::run::refuse_what_is_not_ours;
use super::terminal::say;
use crate::chart::Settlements;
use crate::replay::{Programme, Refusal, Report, Settled, Totals, replay as settle_record};
use crate::table::{ReplayRows, by_year_csv};
use crate::units::{Cents, thousands};
use comfy_table::{CellAlignment, Table, presets::NOTHING};
use serde_json::{Map, Value, json};
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Unmatched rows shown on the terminal.
const SHOWN: usize = 40;

/// A record to replay: whose it is, what it is called, its bytes.
struct Job {
    programme: Programme,
    name: String,
    text: Hashed<Box<dyn Read>>,
}

/// Replays a record.
pub(super) fn replay(args: &ReplayArgs) -> Result<(), Failure> {
    let stop = stop_flag()?;
    let mut job = job(args)?;
    let report = match &args.out {
        Some(target) => into_folder(&mut job, target, args.force, &stop)?,
        None => settle(&mut job, &mut |_| go_on(&stop))?,
    };
    if args.json {
        return say(&format!("{:#}", report.json()));
    }
    say(&page(&job, &report, args.out.as_deref()))
}

fn job(args: &ReplayArgs) -> Result<Job, Failure> {
    let programme = match args.record {
        Record::Mssp => Programme::Mssp,
        Record::Reach => Programme::Reach,
    };
    let (name, text): (String, Box<dyn Read>) = match &args.file {
        Some(path) => (path.display().to_string(), Box::new(open(path)?)),
        None => (programme.record_name().to_owned(), Box::new(programme.record())),
    };
    Ok(Job { programme, name, text: Hashed::new(text) })
}

fn settle(job: &mut Job, each: &mut dyn FnMut(&Settled) -> io::Result<()>) -> Result<Report, Failure> {
    settle_record(job.programme, &job.name, &mut job.text, each).map_err(|refusal| match refusal {
        Refusal::Refused(refused) => Failure::Input(refused),
        Refusal::Unreadable(error) => {
            Failure::Unreadable(format!("cannot read the record {}: {}", job.name, words(&error)))
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

/// Replays into a folder: rows are written as they are settled.
fn into_folder(job: &mut Job, target: &Path, force: bool, stop: &AtomicBool) -> Result<Report, Failure> {
    let mut staging = Staging::beside(target)?;
    let mut outcome = None;
    let mut picture = Settlements::default();
    staging.write("replay.csv", |sink| {
        let mut rows = ReplayRows::new(sink).map_err(cause)?;
        let found = settle(job, &mut |row| {
            go_on(stop)?;
            picture.add(row);
            rows.row(row).map_err(cause)
        });
        outcome = Some(found);
        rows.finish()
    })?;
    let report = outcome.unwrap_or_else(|| Err(Failure::Run("nothing was settled".to_owned())))?;
    staging.table("by_year.csv", |sink| by_year_csv(&report, sink))?;
    let scene = picture.draw(&report, job.programme.title());
    let failed = |error: crate::chart::DrawError| Failure::Run(error.to_string());
    let (svg, png) = (scene.svg().map_err(failed)?, scene.png().map_err(failed)?);
    staging.write("charts/replay.svg", |sink| sink.write_all(svg.as_bytes()))?;
    staging.write("charts/replay.png", |sink| sink.write_all(&png))?;
    let record_sha256 = hex(&job.text.digest());
    let identity = sha256(
        json!([env!("CARGO_PKG_VERSION"), job.programme.title(), record_sha256]).to_string().as_bytes(),
    );
    refuse_what_is_not_ours(target, &identity, force)?;
    let files: Map<String, Value> =
        staging.written().iter().map(|file| (file.name.clone(), Value::from(file.sha256.as_str()))).collect();
    let manifest = json!({
        "cascade": env!("CARGO_PKG_VERSION"),
        "identity": identity,
        "replay": job.programme.title(),
        "record": { "file": job.name, "sha256": record_sha256 },
        "files": files,
    });
    staging.write(MANIFEST, |sink| sink.write_all(format!("{manifest:#}\n").as_bytes()))?;
    staging.publish()?;
    Ok(report)
}

/// The page after a replay.
fn page(job: &Job, report: &Report, target: Option<&Path>) -> String {
    let all = report.all();
    let mut page = format!(
        "{}: {} settlements of {} replayed by the engine's contract code\n\n",
        job.programme.title(),
        thousands(all.rows),
        job.name
    );
    page += &lines(&by_year(report));
    page += &format!(
        "\nWithin 0.1 % of what was published: {} of {} rows, {} of {} paid, {} of {} owed.\n",
        thousands(all.matched),
        thousands(all.rows),
        thousands(all.paid_matched),
        thousands(all.paid),
        thousands(all.owed_matched),
        thousands(all.owed)
    );
    page += &format!(
        "Rates: {} derived by rule, {} published for want of what decides, {} published against the rule; {} rows need none.\n",
        thousands(all.derived),
        thousands(all.by_published_rate),
        thousands(all.contradicted),
        thousands(all.rows - all.derived - all.by_published_rate - all.contradicted)
    );
    page += &unmatched(report);
    if let Some(target) = target {
        page += &format!("\nResults: {}\n", target.display());
    }
    page
}

fn by_year(report: &Report) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header([
        "year",
        "rows",
        "paid",
        "owed",
        "within $1.50",
        "within 0.1 %",
        "published",
        "replayed",
        "difference",
    ]);
    for (year, totals) in report.years() {
        table.add_row(row(&year.to_string(), totals));
    }
    table.add_row(row("all", report.all()));
    for column in table.column_iter_mut() {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn row(year: &str, t: &Totals) -> [String; 9] {
    let dollars = |value: f64| {
        let text = Cents::round(value.round()).to_string();
        text.trim_end_matches(".00").to_owned()
    };
    [
        year.to_owned(),
        thousands(t.rows),
        thousands(t.paid),
        thousands(t.owed),
        thousands(t.same),
        thousands(t.matched),
        dollars(t.published()),
        dollars(t.replayed()),
        dollars(t.difference()),
    ]
}

fn unmatched(report: &Report) -> String {
    let rows = report.unmatched();
    if rows.is_empty() {
        return "Every row matches.\n".to_owned();
    }
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header(["unmatched", "", "replayed", "published", "reason"]);
    for row in rows.iter().take(SHOWN) {
        table.add_row([
            row.year.to_string(),
            row.aco.clone(),
            Cents::round(row.replayed).to_string(),
            Cents::round(row.published).to_string(),
            row.reason.clone(),
        ]);
    }
    for column in table.column_iter_mut().skip(2).take(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = format!("\n{}", lines(&table));
    let more = rows.len().saturating_sub(SHOWN) as u64 + report.unmatched_more();
    if more > 0 {
        text += &format!("and {} more; --out DIR writes every row\n", thousands(more));
    }
    text
}

fn lines(table: &Table) -> String {
    table.lines().fold(String::new(), |mut text, line| {
        text.push_str(line.trim_end());
        text.push('\n');
        text
    })
}
