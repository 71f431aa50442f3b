//! `horizon.csv`: what is measured of whole trials.

use super::text::{SUMMARY_HEADER, summary_cells};
use crate::engine::Outcome;
use crate::model::Model;
use csv::Writer;
use std::io::Write;

/// One row for each arm and measure over the whole horizon.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn horizon_csv(model: &Model, outcome: &Outcome, sink: &mut dyn Write) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
    writer.write_record(["arm", "metric", "unit"].iter().chain(&SUMMARY_HEADER))?;
    for (a, arm) in model.arms.iter().enumerate() {
        for found in outcome.horizon(a) {
            let head = [arm.name.clone(), found.row.metric.to_owned(), found.row.unit.to_owned()];
            writer.write_record(head.iter().chain(&summary_cells(&found.summary, found.row.unit)))?;
        }
    }
    Ok(writer.flush()?)
}
