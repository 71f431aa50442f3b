//! `summary.csv`: every measure of the system, of specialties, plans and contracts.

use super::text::{SUMMARY_HEADER, defang, summary_cells};
use crate::engine::{ArmYear, Outcome, Scope, ScopeRow};
use crate::model::Model;
use csv::Writer;
use std::io::Write;

/// One row for each arm, year, scope, entity and measure.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn summary_csv(model: &Model, outcome: &Outcome, sink: &mut dyn Write) -> csv::Result<()> {
    write_rows(model, outcome, 0, |year| year.rows().filter(|r| r.row.scope != Scope::Flow).collect(), sink)
}

/// A row for each of what `rows` finds in each year of every arm from `first` on.
pub(super) fn write_rows(
    model: &Model,
    outcome: &Outcome,
    first: usize,
    rows: impl for<'a> Fn(ArmYear<'a>) -> Vec<ScopeRow<'a>>,
    sink: &mut dyn Write,
) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
    writer
        .write_record(["arm", "year", "scope", "entity", "metric", "unit"].iter().chain(&SUMMARY_HEADER))?;
    for (a, arm) in model.arms.iter().enumerate().skip(first) {
        for year in 0..model.years {
            let calendar = model.start.plus(year).to_string();
            for found in rows(outcome.of(a, year)) {
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
