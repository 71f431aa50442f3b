//! `cascade.csv`: every flow from payer to paycheque.

use super::summary::finish;
use super::text::{defang, number};
use crate::engine::{Outcome, Scope};
use crate::model::Model;
use csv::Writer;

/// One row for each arm, year and flow.
///
/// # Errors
///
/// When the writer fails, which it does not in memory.
pub fn cascade_csv(model: &Model, outcome: &Outcome) -> Result<Vec<u8>, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(["arm", "year", "from", "to", "purpose", "mean", "p05", "p95"])?;
    for (a, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            let calendar = model.start.plus(year).to_string();
            for found in outcome.of(a, year).rows().filter(|r| r.row.scope == Scope::Flow) {
                let Some((from, to)) = &found.row.flow else { continue };
                let [low, .., high] = found.summary.quantiles.unwrap_or_default();
                writer.write_record([
                    arm.name.as_str(),
                    &calendar,
                    &defang(from),
                    &defang(to),
                    found.row.metric,
                    &number(found.summary.mean, "$"),
                    &number(low, "$"),
                    &number(high, "$"),
                ])?;
            }
        }
    }
    finish(writer)
}
