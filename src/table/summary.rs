//! `summary.csv`: every measure of the system, of specialties, plans and contracts.

use super::text::{SUMMARY_HEADER, defang, summary_cells};
use crate::engine::{Outcome, Scope};
use crate::model::Model;
use csv::Writer;

/// One row for each arm, year, scope, entity and measure.
///
/// # Errors
///
/// When the writer fails, which it does not in memory.
pub fn summary_csv(model: &Model, outcome: &Outcome) -> Result<Vec<u8>, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
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
    finish(writer)
}

/// The bytes of a writer.
pub(super) fn finish(writer: Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    writer.into_inner().map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}
