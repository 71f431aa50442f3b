//! How precise a run is, and when it is precise enough.
//!
//! The *relative error* of a headline is its Monte Carlo standard error over its size; its size is
//! the absolute mean, but at least its yardstick ([`Headline::yardstick`]). A run at precision *x* adds
//! whole batches of [`BATCH`] trials until the relative error of every headline of every arm is at
//! most *x*, or a ceiling of trials is reached. The size does not depend on the spread, so halving *x*
//! takes about four times the trials.
//!
//! Where rosters are redrawn the error is that of the rosters, too, and its part `σ_B/√rosters` does not shrink with
//! trials. A run stops, not precise enough, as soon as that part alone is more than *x* somewhere.
//!
//! Trials are the same whatever stops a run: one that stops after *n* trials has the bits of a run
//! of *n* trials.

use super::headline::{HEADLINES, Headline};
use crate::engine::{Fault, Outcome, Progress, RunOptions, run_until};
use crate::model::Model;

/// Trials of a batch: sixteen blocks.
pub const BATCH: u64 = 512;

/// Most trials when nothing else is said: 127 batches, the most that quantiles count in two bytes.
pub const CEILING: u64 = 127 * BATCH;

/// How precise one headline of one arm is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precise {
    /// The headline.
    pub headline: Headline,
    /// The arm, counted from 0.
    pub arm: usize,
    /// Mean over trials.
    pub mean: f64,
    /// Monte Carlo standard error of the mean.
    pub mc_se: f64,
    /// The part of it that more trials do not lessen, and more rosters do.
    pub roster_error: f64,
    /// What the error is compared with.
    pub size: f64,
}

impl Precise {
    /// Standard error over size; 0 when there is no error.
    #[must_use]
    pub fn relative_error(&self) -> f64 {
        self.relative(self.mc_se)
    }

    /// The rosters' part of the error over size: no number of trials makes the relative error less.
    #[must_use]
    pub fn least_relative_error(&self) -> f64 {
        self.relative(self.roster_error)
    }

    fn relative(&self, error: f64) -> f64 {
        if error == 0.0 { 0.0 } else { error / self.size.max(f64::MIN_POSITIVE) }
    }
}

/// How precise every headline of every arm is.
#[must_use]
pub fn precision(model: &Model, outcome: &Outcome) -> Vec<Precise> {
    let mut all = Vec::with_capacity(HEADLINES.len() * model.arms.len());
    for headline in HEADLINES {
        let yardstick = headline.yardstick(model, outcome);
        for arm in 0..model.arms.len() {
            let found = headline.summary(model, outcome, arm);
            let size = found.mean.abs().max(yardstick);
            let (mean, mc_se, roster_error) = (found.mean, found.mc_se, found.roster_error());
            all.push(Precise { headline: *headline, arm, mean, mc_se, roster_error, size });
        }
    }
    all
}

/// The least precise headline.
#[must_use]
pub fn least_precise(model: &Model, outcome: &Outcome) -> Option<Precise> {
    precision(model, outcome).into_iter().max_by(|a, b| a.relative_error().total_cmp(&b.relative_error()))
}

/// Runs until every headline is as precise as asked, `options.trials` are done, or the rosters' part of an error
/// alone is more than was asked, which no number of trials mends.
///
/// # Errors
///
/// As the engine's own run.
pub fn run_to_precision(
    model: &Model,
    options: RunOptions<'_>,
    asked: f64,
    progress: &dyn Progress,
) -> Result<Outcome, Fault> {
    run_until(model, options, BATCH, progress, &mut |outcome| {
        let all = precision(model, outcome);
        let is_met = all.iter().all(|found| found.relative_error() <= asked);
        is_met || all.iter().any(|found| found.least_relative_error() > asked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Metric;

    #[test]
    fn error_is_compared_with_size() {
        let of = |mc_se, size| Precise {
            headline: Headline::LastYear(Metric::Pay),
            arm: 0,
            mean: 1.0,
            mc_se,
            roster_error: 0.8 * mc_se,
            size,
        };
        // $900 on a size of $300,000: 0.3 %.
        assert!((of(900.0, 300_000.0).relative_error() - 0.003).abs() < 1e-15);
        assert!((of(900.0, 300_000.0).least_relative_error() - 0.0024).abs() < 1e-15);
        assert_eq!(of(0.0, 0.0).relative_error(), 0.0);
        assert_eq!(CEILING, 65_024);
    }
}
