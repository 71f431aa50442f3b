//! `equity.csv`: what is measured and what is true, by social risk of the panel.

use super::text::number;
use crate::engine::{Metric, Outcome};
use crate::entity::Physician;
use crate::model::Model;
use csv::Writer;
use std::io::Write;

/// What the table compares.
const COMPARED: [Metric; 5] =
    [Metric::Quality, Metric::ClinicalQuality, Metric::ValuePay, Metric::Pay, Metric::Misalignment];

/// Parts of the roster, by social risk of the panel.
const PARTS: [&str; 3] = ["lowest third", "middle third", "highest third"];

/// One row for each arm, year, third of the roster by social risk, and measure: its mean over the
/// physicians of the third and over trials.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn equity_csv(model: &Model, outcome: &Outcome, sink: &mut dyn Write) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
    writer.write_record(["arm", "year", "social_risk", "physicians", "metric", "unit", "mean"])?;
    for (a, arm) in model.arms.iter().enumerate() {
        let thirds = thirds(&arm.roster);
        for year in 0..model.years {
            let calendar = model.start.plus(year).to_string();
            let found = outcome.of(a, year);
            for (part, members) in PARTS.iter().zip(&thirds) {
                for metric in COMPARED {
                    let total: f64 = members.iter().map(|place| found.at_place(*place, metric).mean).sum();
                    #[expect(clippy::cast_precision_loss, reason = "a count of physicians")]
                    let mean = total / members.len().max(1) as f64;
                    let definition = metric.definition();
                    writer.write_record([
                        arm.name.as_str(),
                        &calendar,
                        part,
                        &members.len().to_string(),
                        definition.name,
                        definition.unit,
                        &number(mean, definition.unit),
                    ])?;
                }
            }
        }
    }
    Ok(writer.flush()?)
}

/// Places of the roster in three parts of equal size by social risk; ties by identifier.
fn thirds(roster: &[Option<Physician>]) -> [Vec<usize>; 3] {
    let mut order: Vec<(usize, &Physician)> =
        roster.iter().enumerate().filter_map(|(place, p)| p.as_ref().map(|p| (place, p))).collect();
    order.sort_by(|(_, a), (_, b)| a.social_risk.total_cmp(&b.social_risk).then_with(|| a.id.cmp(&b.id)));
    let n = order.len();
    std::array::from_fn(|part| {
        order[part * n / 3..(part + 1) * n / 3].iter().map(|(place, _)| *place).collect()
    })
}
