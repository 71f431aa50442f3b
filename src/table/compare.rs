//! `compare.csv`: differences from the baseline, arm by arm, on the same luck.

use super::summary::write_rows;
use crate::engine::Outcome;
use crate::model::Model;
use std::io::Write;

/// One row for each arm beside the baseline, year, scope, entity and measure: the distribution over
/// trials of the measure in the arm less the same measure in the baseline.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn compare_csv(model: &Model, outcome: &Outcome, sink: &mut dyn Write) -> csv::Result<()> {
    write_rows(model, outcome, 1, |year| year.differences().collect(), sink)
}
