//! What a larger bonus adds, and what coding adds where it is not paid.

use super::{Figures, Measured, VerifyOptions, found};
use crate::analysis::Estimate;
use crate::engine::{Metric, Pick, Scope};
use crate::study::{NoFiles, Study, StudyFault};

const LARGER: &str = include_str!("../../../scenarios/studies/larger_bonus.toml");

/// Points of measured quality in the year in which a bonus rises from 4.5 to 6 % of pay.
pub(super) fn larger(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("larger_bonus.toml", LARGER, &NoFiles)?;
    let name = Metric::Quality.definition().name;
    let picks = [0, 1].map(|arm| Pick::year(arm, 0, Scope::System, "all", name));
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let points: Vec<f64> = values[1].iter().zip(&values[0]).map(|(six, less)| 100.0 * (six - less)).collect();
    Ok(vec![found("difference", Estimate::mean(&points))])
}

/// Growth of risk scores by coding in three years where growth is not paid.
pub(super) fn coding(_: &VerifyOptions) -> Result<Figures, StudyFault> {
    let why = "the model has no rule by which coding answers what coding pays";
    Ok(vec![("growth", Measured::Missing(why))])
}
