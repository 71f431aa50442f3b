//! `law.csv`: what the rules of law found, arm by arm.

use super::text::{defang, number};
use crate::compliance::Finding;
use crate::model::Model;
use csv::Writer;
use std::io::Write;

/// One row for each arm and finding, worst first within an arm.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn law_csv(model: &Model, findings: &[Vec<Finding>], sink: &mut dyn Write) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
    writer.write_record([
        "arm",
        "rule",
        "severity",
        "citation",
        "grade",
        "where",
        "found",
        "cure",
        "cost",
        "lead_time_months",
    ])?;
    for (arm, findings) in model.arms.iter().zip(findings) {
        for found in findings {
            writer.write_record([
                arm.name.as_str(),
                found.rule.key,
                found.severity.key(),
                found.citation(),
                &found.grade().to_string(),
                &defang(&found.place),
                &defang(&found.found),
                &defang(&found.cure),
                &number(found.cost, "$"),
                &number(found.lead_months, "months"),
            ])?;
        }
    }
    Ok(writer.flush()?)
}
