//! How benchmarks came about, stage by stage, with the engine's own construction.
//!
//! A record prints spending, risk scores and person-years of base and performance years, what was added to
//! the historical benchmark, and the benchmark at each stage. Each stage is built from the one before as
//! published, so that one that misses spoils no other; [`BenchmarkStage::not_published`] says what stands
//! in for what the record does not print.

mod columns;
mod fit;
mod historical;
mod record;
mod report;
mod row;
mod update;

#[cfg(test)]
mod tests;

pub use report::{BenchmarkApart, BenchmarkReport, BenchmarkStage, StageShares, WITHIN};

use super::input::{Refusal, gather};
use crate::payer::mssp::{AdjustmentCategory, total_benchmark};
use flate2::read::GzDecoder;
use record::{BenchmarkRecord, NamedRow};
use row::BenchmarkRow;
use std::io::Read;

const SHIPPED: &[u8] = include_bytes!("../record/mssp_benchmarks.csv.gz");

/// The shipped record of how benchmarks of the Shared Savings Program came about, as CSV.
#[must_use]
pub fn benchmark_record() -> impl Read {
    GzDecoder::new(SHIPPED)
}

/// The name of the shipped record of benchmarks, for messages.
pub const BENCHMARK_RECORD: &str = "mssp_benchmarks.csv (built in)";

/// Replays a record of benchmarks in CSV, joined to the shipped one for earlier years; the shipped one
/// without a file. The name of a file is used in messages.
///
/// # Errors
///
/// Every bad cell with its line and column, up to 200 of them.
pub fn replay_benchmarks(file: Option<(&str, &mut dyn Read)>) -> Result<BenchmarkReport, Refusal> {
    let shipped = read(BENCHMARK_RECORD, benchmark_record())?;
    let Some((name, text)) = file else {
        return Ok(judge(&BenchmarkRecord::of(&shipped, &[])));
    };
    let own = read(name, text)?;
    Ok(judge(&BenchmarkRecord::of(&own, &shipped)))
}

fn read(name: &str, text: impl Read) -> Result<Vec<BenchmarkRow>, Refusal> {
    gather(name, text, columns::COLUMNS, BenchmarkRow::read)
}

/// Every stage of every row to judge.
fn judge(record: &BenchmarkRecord<'_>) -> BenchmarkReport {
    let mut report = BenchmarkReport::of(record.judged.len());
    let (national, pathways) = (historical::national(record), historical::pathways(record));
    for one in &record.judged {
        let key = (one.row.year, one.aco);
        total(one, &mut report);
        for (stage, built) in
            [(BenchmarkStage::HistoricalNational, &national), (BenchmarkStage::HistoricalPathways, &pathways)]
        {
            if let Some(built) = built.get(&(one.aco, one.row.year)) {
                report.number(stage, key, built.total(), built.published);
            }
        }
        category(one, &mut report);
        if let Some(settled) = &one.row.settled {
            let figures = (settled.replayed.to_string(), format!("{:.2}", settled.published));
            report.equal(BenchmarkStage::Guardrail, key, settled.matches(), figures);
        }
    }
    for (one, replayed, published) in update::updated(record, &pathways) {
        report.number(BenchmarkStage::Update, (one.row.year, one.aco), replayed, published);
    }
    report
}

/// Updated benchmark per person times person-years.
fn total(one: &NamedRow<'_>, report: &mut BenchmarkReport) {
    let row = one.row;
    if let (Some(updated), Some(people), Some(published)) = (row.updated, row.person_years, row.benchmark)
        && published > 0.0
    {
        let replayed = total_benchmark(updated, people, row.is_six_months());
        report.number(BenchmarkStage::Total, (row.year, one.aco), replayed, published);
    }
}

/// Which adjustment the agreement takes.
fn category(one: &NamedRow<'_>, report: &mut BenchmarkReport) {
    let row = one.row;
    let Some(published) = &row.category else { return };
    let takes_highest = row.rules().takes_highest;
    let found = match row.regional {
        // An earlier agreement that has no regional adjustment has none.
        None if !takes_highest => AdjustmentCategory::None,
        _ => row.adjustments().chosen(takes_highest).0,
    };
    let is_equal = published.eq_ignore_ascii_case(found.record_word());
    let figures = (found.record_word().to_owned(), published.clone());
    report.equal(BenchmarkStage::Category, (row.year, one.aco), is_equal, figures);
}
