//! The figures of every arm that a screen shows, for a record that is read again.

use super::figures::{HeadlineFigure, figures};
use crate::report::results::Report;
use serde::Serialize;

/// The figures of every arm, each with its unit and error.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Headlines<'a>(Vec<HeadlinesOfArm<'a>>);

/// Those of one arm.
#[derive(Clone, Debug, Serialize)]
struct HeadlinesOfArm<'a> {
    arm: &'a str,
    figures: Vec<HeadlineFigure>,
}

impl<'a> Headlines<'a> {
    /// Of a run.
    #[must_use]
    pub fn of(report: &Report<'a>) -> Headlines<'a> {
        let arms = report.model.arms.iter().enumerate();
        Headlines(
            arms.map(|(place, arm)| HeadlinesOfArm { arm: &arm.name, figures: figures(report, place) })
                .collect(),
        )
    }
}
