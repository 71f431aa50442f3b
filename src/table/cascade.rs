//! `cascade.csv`: every flow from payer to paycheque.

use super::text::{defang, number};
use crate::engine::{Outcome, Scope};
use crate::model::Model;
use csv::Writer;
use std::io::Write;

/// One row for each arm, year and flow.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn cascade_csv(model: &Model, outcome: &Outcome, sink: &mut dyn Write) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
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
    Ok(writer.flush()?)
}
