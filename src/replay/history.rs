//! The record read for its history: an ACO's years, and its identifiers over the change of 2018.

use super::cells::{Cells, RecordColumn};
use super::input::{gather, read_all};
use super::past::AcoYear;
use super::{BENCHMARK_RECORD, Refusal, benchmark_record, mssp};
use std::collections::BTreeMap;
use std::io::Read;

/// The years of a settlement record of the Shared Savings Program, in the order of the file.
///
/// # Errors
///
/// Every bad cell with its line and column, up to 200 of them.
pub fn past_years<R: Read>(name: &str, text: R) -> Result<Vec<AcoYear>, Refusal> {
    gather(name, text, mssp::COLUMNS, mssp::look)
}

const CROSSWALK: &[RecordColumn] = &[("aco_id", true), ("aco_num", false)];

/// The identifiers that files to 2017 use, with the ones of every file since: from the shipped record
/// of benchmarks.
///
/// # Errors
///
/// None on the shipped record, which a test reads.
pub fn crosswalk() -> Result<BTreeMap<String, String>, Refusal> {
    let mut pairs = BTreeMap::new();
    read_all(BENCHMARK_RECORD, benchmark_record(), CROSSWALK, pair, &mut |(old, new)| {
        if let Some(old) = old {
            pairs.insert(old, new);
        }
        Ok(())
    })?;
    Ok(pairs)
}

fn pair(cells: &mut Cells<'_, '_, '_>) -> Option<(Option<String>, String)> {
    let new = cells.identifier(0)?;
    Some((cells.text(1).map(str::to_owned), new))
}
