//! `physicians.csv`: every measure of every physician.

use super::summary::finish;
use super::text::{SUMMARY_HEADER, defang, summary_cells};
use crate::engine::{Metric, Outcome};
use crate::model::Model;
use csv::Writer;

/// One row for each arm, year, physician and measure, physicians in the author's order.
///
/// # Errors
///
/// When the writer fails, which it does not in memory.
pub fn physicians_csv(model: &Model, outcome: &Outcome) -> Result<Vec<u8>, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
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
                    let cells = summary_cells(&results.physician(*place, *metric), unit);
                    let head = [arm.name.as_str(), &calendar, &id, &specialty, name, unit];
                    writer.write_record(head.into_iter().chain(cells.iter().map(String::as_str)))?;
                }
            }
        }
    }
    finish(writer)
}
