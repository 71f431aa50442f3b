//! What a larger bonus adds, and what coding adds where it is not paid.

use super::{Figures, VerifyOptions, contract, found, pairs, physicians};
use crate::analysis::Estimate;
use crate::engine::{ContractMetric, Metric};
use crate::study::{NoFiles, Study, StudyFault};

const LARGER: &str = include_str!("../../../scenarios/studies/larger_bonus.toml");
const UNPAID: &str = include_str!("../../../scenarios/studies/coding_unpaid.toml");

/// Points of measured quality in the year in which a bonus rises from 4.5 to 6 % of pay.
pub(super) fn larger(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("larger_bonus.toml", LARGER, &NoFiles)?;
    let picks = [0, 1].map(|arm| physicians(arm, 0, Metric::Quality));
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let points = pairs(&values[1], &values[0], |six, less| 100.0 * (six - less));
    Ok(vec![found("difference", Estimate::mean(&points))])
}

/// Growth of risk scores by coding in three years where growth is not paid, percent.
pub(super) fn coding(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("coding_unpaid.toml", UNPAID, &NoFiles)?;
    // The fourth year's score holds what three years have coded.
    let picks = [contract(1, 3, "medicare_aco", ContractMetric::RiskScore)];
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let growth: Vec<f64> = values[0].iter().map(|score| 100.0 * (score - 1.0)).collect();
    Ok(vec![found("growth", Estimate::mean(&growth))])
}
