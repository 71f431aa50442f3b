//! `horizon.csv`: what is measured of whole trials.

use super::summary::finish;
use super::text::{SUMMARY_HEADER, summary_cells};
use crate::engine::Outcome;
use crate::model::Model;
use csv::Writer;

/// One row for each arm and measure over the whole horizon.
///
/// # Errors
///
/// When the writer fails, which it does not in memory.
pub fn horizon_csv(model: &Model, outcome: &Outcome) -> Result<Vec<u8>, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(["arm", "metric", "unit"].iter().chain(&SUMMARY_HEADER))?;
    for (a, arm) in model.arms.iter().enumerate() {
        for found in outcome.horizon(a) {
            let head = [arm.name.clone(), found.row.metric.to_owned(), found.row.unit.to_owned()];
            writer.write_record(head.iter().chain(&summary_cells(&found.summary, found.row.unit)))?;
        }
    }
    finish(writer)
}
