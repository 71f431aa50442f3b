//! How precise the headlines of a run are.

use super::results::Report;
use crate::analysis::least_precise;
use crate::decision::arm_in_words;
use serde::Serialize;

/// The Monte Carlo error of the headlines: what was asked for, and the least precise of them.
#[derive(Clone, Debug, Serialize)]
pub struct MonteCarloError<'a> {
    /// The greatest relative error that was asked for.
    pub asked: Option<f64>,
    /// Whether that was reached.
    pub met: Option<bool>,
    /// The headline whose error is the greatest part of its size.
    pub least_precise_headline: Option<LeastPrecise<'a>>,
}

/// The least precise headline.
#[derive(Clone, Debug, Serialize)]
pub struct LeastPrecise<'a> {
    /// Arm.
    pub arm: &'a str,
    /// Measure.
    pub metric: &'static str,
    /// The same as a sentence has it: the measure, and the arm.
    #[serde(skip)]
    pub words: String,
    /// Mean over trials.
    pub mean: f64,
    /// Monte Carlo standard error of the mean.
    pub standard_error: f64,
    /// What the error is compared with.
    pub size: f64,
    /// Error over size.
    pub relative_error: f64,
    /// The least that more trials on the same rosters could make of it; nothing where cohorts are drawn once.
    pub roster_relative_error: f64,
}

impl<'a> MonteCarloError<'a> {
    /// Of a run that was to be this precise, where anything was asked.
    #[must_use]
    pub fn of(report: &Report<'a>, asked: Option<f64>) -> MonteCarloError<'a> {
        let least = least_precise(report.model, report.outcome);
        let shown = least.as_ref().filter(|one| report.disclosure.shows_of_everyone(one.headline.name()));
        MonteCarloError {
            asked,
            met: asked.map(|x| least.is_none_or(|found| found.relative_error() <= x)),
            least_precise_headline: shown.map(|found| LeastPrecise {
                arm: &report.model.arms[found.arm].name,
                metric: found.headline.name(),
                words: format!("{}, {}", found.headline.words(), arm_in_words(report.model, found.arm)),
                mean: found.mean,
                standard_error: found.mc_se,
                size: found.size,
                relative_error: found.relative_error(),
                roster_relative_error: found.least_relative_error(),
            }),
        }
    }

    /// How large the error of every headline is at most, and of which it is largest; nothing where there is none. Small
    /// amounts of money may have an error that is a larger part of them: they are compared with pay.
    #[must_use]
    pub fn said(&self) -> Option<String> {
        let found = self.least_precise_headline.as_ref()?;
        Some(format!(
            "at most {:.2} % of its size, where money counts as no smaller than a tenth of today's pay (largest: {})",
            100.0 * found.relative_error,
            found.words
        ))
    }

    /// What to say of a precision that was asked for and not reached; nothing where it was, or none was asked for.
    #[must_use]
    pub fn missed(&self) -> Option<String> {
        let found = self.least_precise_headline.as_ref().filter(|_| self.met == Some(false))?;
        let asked = self.asked?;
        let share = |x: f64| format!("{:.2} %", 100.0 * x);
        Some(format!(
            "finished and published, but less precise than asked: the error of {} in {} is {} of its size, not {}",
            found.metric,
            found.arm,
            share(found.relative_error),
            share(asked)
        ))
    }
}
