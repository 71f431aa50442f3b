//! `committee.csv`: each physician's pay and work beside a survey.

use super::text::{defang, number};
use crate::engine::Outcome;
use crate::model::Model;
use crate::review::{Placed, Standing, committee};
use crate::survey::Survey;
use csv::Writer;
use std::io::Write;

/// The columns, each with what it holds.
pub const COMMITTEE_COLUMNS: [(&str, &str); 25] = [
    ("arm", "baseline, or the name of a variant"),
    ("year", "performance year"),
    ("physician_id", "identifier of the roster"),
    ("specialty", "specialty of the roster"),
    ("plan", "plan in force at the end of the year, if nobody leaves"),
    ("fte", "total FTE"),
    ("clinical_fte", "clinical FTE"),
    ("pay", "mean pay over trials, all sources, $"),
    ("pay_per_fte", "mean pay per total FTE, $"),
    ("pay_percentile", "its percentile; empty outside the table"),
    ("pay_range", "its percentile in words, such as `above P90`: outside the table nothing more is known"),
    ("pay_table", "table that pay is compared with"),
    (
        "pay_table_kind",
        "`survey`, or `wages` when the federal wage table stands in: wages are not total cash compensation",
    ),
    ("above_p75", "chance over trials that pay lies above the table's P75"),
    ("above_p90", "chance over trials that pay lies above the table's P90"),
    (
        "flag",
        "`high` when above_p90 exceeds compliance.valuation.breach_chance, `document` when above_p75 does, else `within`; `unmeasured` without a table. Practice, not law",
    ),
    ("wrvu", "mean work RVUs over trials"),
    ("wrvu_per_clinical_fte", "mean work RVUs per clinical FTE"),
    ("wrvu_percentile", "their percentile; empty outside the table or without a survey"),
    ("wrvu_range", "their percentile in words"),
    ("pay_productivity_gap", "pay percentile less wRVU percentile, points; empty unless both are known"),
    ("gap_low, gap_high", "bounds of the gap when a value lies outside its table; equal to it otherwise"),
    ("pay_per_wrvu", "mean pay over mean work RVUs, $"),
    ("pay_per_wrvu_percentile", "its percentile; empty outside the table or without a survey"),
    ("pay_per_wrvu_range", "its percentile in words"),
];

/// One row for each arm, year and physician, physicians in the author's order; `surveys` as the
/// arms.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn committee_csv(
    model: &Model,
    outcome: &Outcome,
    surveys: &[impl AsRef<Survey>],
    sink: &mut dyn Write,
) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
    writer.write_record(COMMITTEE_COLUMNS.iter().flat_map(|(name, _)| name.split(", ")))?;
    for ((a, arm), survey) in model.arms.iter().enumerate().zip(surveys) {
        for year in 0..model.years {
            let calendar = model.start.plus(year).to_string();
            for standing in committee(model, outcome, survey.as_ref(), a, year) {
                let head = [arm.name.clone(), calendar.clone()];
                writer.write_record(head.into_iter().chain(cells(&standing)))?;
            }
        }
    }
    Ok(writer.flush()?)
}

fn cells(s: &Standing<'_>) -> Vec<String> {
    let (pay, work, rate) = (
        percentile(s.pay_table.as_ref()),
        percentile(s.work_table.as_ref()),
        percentile(s.rate_table.as_ref()),
    );
    let table = s.pay_table.as_ref();
    let points = |value: Option<f64>| value.map_or_else(String::new, |v| number(v, "points"));
    vec![
        defang(s.id),
        defang(s.specialty),
        defang(s.plan),
        number(s.fte, "share"),
        number(s.clinical_fte, "share"),
        number(s.pay, "$"),
        number(s.pay / s.fte, "$"),
        pay.0,
        pay.1,
        table.map_or_else(String::new, |t| defang(&t.table)),
        table.map_or_else(String::new, |t| t.kind.key().to_owned()),
        number(s.above_p75, "chance"),
        number(s.above_p90, "chance"),
        s.flag.word().to_owned(),
        number(s.wrvu, "wRVU"),
        number(s.wrvu / s.clinical_fte, "wRVU"),
        work.0,
        work.1,
        points(s.gap.and_then(crate::survey::Gap::exact)),
        points(s.gap.map(|g| g.low)),
        points(s.gap.map(|g| g.high)),
        s.pay_per_wrvu.map_or_else(String::new, |r| number(r, "$")),
        rate.0,
        rate.1,
    ]
}

/// A percentile as a number, where there is one, and in words.
fn percentile(placed: Option<&Placed>) -> (String, String) {
    placed.map_or_else(Default::default, |p| {
        let number = p.position.percentile().map_or_else(String::new, |v| number(v, "points"));
        (number, p.position.to_string())
    })
}
