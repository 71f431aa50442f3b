//! Forecasts of the public record from the years before, against comparators.

use super::{Figures, found};
use crate::analysis::Estimate;
use crate::analysis::backtest::backtest;
use crate::replay::{Programme, Refusal, crosswalk, past_years};
use crate::study::StudyFault;

/// Continuous ranked probability score of all forecasts over that of last year's rate, and over that of a regression
/// on it: below 1 is better. Nothing is drawn, so there is no error of simulation.
pub(super) fn forecasts() -> Result<Figures, StudyFault> {
    let fault = |refusal: Refusal| StudyFault::Invalid(refusal.to_string());
    let rows = past_years(Programme::Mssp.record_name(), Programme::Mssp.record()).map_err(fault)?;
    let pooled = backtest(&rows, &crosswalk().map_err(fault)?).pooled;
    let over = |comparator: f64| Estimate::exact(pooled.crps / comparator.max(1e-12));
    Ok(vec![
        found("over_last_year", over(pooled.crps_last_year)),
        found("over_regression", over(pooled.crps_regression)),
    ])
}
