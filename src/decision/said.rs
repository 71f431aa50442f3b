//! What a page says: a sentence about a question, with the figures that stand in it.

use crate::stats::Summary;
use serde::Serialize;

/// What was found about a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeyFinding {
    /// The question, in a few words.
    pub about: &'static str,
    /// What was found, in one or two sentences.
    pub sentence: String,
    /// The figures of the sentence, in its order.
    pub figures: Vec<KeyFigure>,
}

/// A figure of a sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeyFigure {
    /// What it is of: the measure, and the arm, year or group where they are not all.
    pub of: String,
    /// Its unit.
    pub unit: &'static str,
    /// The figure.
    pub value: f64,
    /// Lower end of its 95 % interval, where one is known.
    pub ci_low: Option<f64>,
    /// Upper end.
    pub ci_high: Option<f64>,
}

impl KeyFigure {
    /// A mean or a chance with its interval.
    #[must_use]
    pub fn of(of: impl Into<String>, unit: &'static str, summary: &Summary) -> KeyFigure {
        KeyFigure { of: of.into(), unit, value: summary.mean, ci_low: summary.low(), ci_high: summary.high() }
    }

    /// A figure without an interval: a quantile, a count.
    #[must_use]
    pub fn plain(of: impl Into<String>, unit: &'static str, value: f64) -> KeyFigure {
        KeyFigure { of: of.into(), unit, value, ci_low: None, ci_high: None }
    }
}
