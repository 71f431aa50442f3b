//! What is reported of a measured thing.

/// The quantiles of every report: 5th, 25th, 50th, 75th and 95th percentile.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.50, 0.75, 0.95];

/// Mean, spread, Monte Carlo error and, where they are kept, quantiles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Mean over trials.
    pub mean: f64,
    /// Standard deviation over trials.
    pub sd: f64,
    /// Monte Carlo standard error of the mean: sd / √trials.
    pub mc_se: f64,
    /// [`QUANTILES`] of the distribution over trials, if kept.
    pub quantiles: Option<[f64; 5]>,
}
