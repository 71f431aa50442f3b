//! `compare.csv`: differences from the baseline, arm by arm, on the same luck.

use super::text::{SUMMARY_HEADER, defang, summary_cells};
use crate::engine::Outcome;
use crate::model::Model;
use csv::Writer;
use std::io::Write;

/// One row for each arm beside the baseline, year, scope, entity and measure: the distribution over
/// trials of the measure in the arm less the same measure in the baseline.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn compare_csv(model: &Model, outcome: &Outcome, sink: &mut dyn Write) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
    writer
        .write_record(["arm", "year", "scope", "entity", "metric", "unit"].iter().chain(&SUMMARY_HEADER))?;
    for (a, arm) in model.arms.iter().enumerate().skip(1) {
        for year in 0..model.years {
            let calendar = model.start.plus(year).to_string();
            for found in outcome.of(a, year).differences() {
                let row = found.row;
                let head = [
                    arm.name.clone(),
                    calendar.clone(),
                    row.scope.word().to_owned(),
                    defang(&row.entity),
                    row.metric.to_owned(),
                    row.unit.to_owned(),
                ];
                writer.write_record(head.iter().chain(&summary_cells(&found.summary, row.unit)))?;
            }
        }
    }
    Ok(writer.flush()?)
}
