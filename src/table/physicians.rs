//! `physicians.csv`: every measure of every physician.

use super::text::{SUMMARY_HEADER, defang, summary_cells};
use crate::engine::{Metric, Outcome};
use crate::model::Model;
use csv::Writer;
use std::io::Write;

/// One row for each arm, year, physician and measure, physicians in the author's order.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn physicians_csv(model: &Model, outcome: &Outcome, sink: &mut dyn Write) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
    writer.write_record(
        ["arm", "year", "physician_id", "specialty", "metric", "unit"].iter().chain(&SUMMARY_HEADER),
    )?;
    let measures: Vec<(Metric, &str, &str)> =
        Metric::ALL.iter().map(|m| (*m, m.definition().name, m.definition().unit)).collect();
    for (a, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            let results = outcome.of(a, year);
            let calendar = model.start.plus(year).to_string();
            for place in &model.author_order {
                let physician = &model.physicians[*place];
                let (id, specialty) = (defang(&physician.id), defang(&physician.specialty));
                for (metric, name, unit) in &measures {
                    let cells = summary_cells(&results.at_place(*place, *metric), unit);
                    let head = [arm.name.as_str(), &calendar, &id, &specialty, name, unit];
                    writer.write_record(head.into_iter().chain(cells.iter().map(String::as_str)))?;
                }
            }
        }
    }
    Ok(writer.flush()?)
}
