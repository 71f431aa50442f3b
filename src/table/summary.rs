//! `summary.csv`: every measure of the system, of specialties, plans and contracts.

use super::text::{SUMMARY_HEADER, defang, summary_cells};
use crate::engine::{Outcome, Scope};
use crate::model::Model;
use csv::Writer;
use std::io::Write;

/// One row for each arm, year, scope, entity and measure.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn summary_csv(model: &Model, outcome: &Outcome, sink: &mut dyn Write) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
    writer
        .write_record(["arm", "year", "scope", "entity", "metric", "unit"].iter().chain(&SUMMARY_HEADER))?;
    for (a, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            let calendar = model.start.plus(year).to_string();
            for found in outcome.of(a, year).rows().filter(|r| r.row.scope != Scope::Flow) {
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
