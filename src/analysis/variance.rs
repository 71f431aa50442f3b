//! Uncertainty kept apart: how much of the spread of headline results comes from not knowing the
//! parameters, and how much from the chance of each year.
//!
//! # Estimator
//! Every trial is simulated twice: with the same drawn parameters θ and independent process noise,
//! giving `a` and `b`. Given θ the two are independent, so by the law of total variance their
//! covariance is `Var(E[f | θ])`, the part of the variance that parameters explain; the rest,
//! `E[Var(f | θ)] = ½ E[(a − b)²]`, is process noise, with whatever noise and parameters do together.
//! Both moments are taken around the pooled mean with the same divisor, so the two shares add up to 1:
//!
//! `C = mean((a − m)(b − m))`, `V = ½ mean((a − m)² + (b − m)²)`, `m = ½ (mean a + mean b)`;
//! parameters `C/V`, noise `1 − C/V`.
//!
//! Where rosters are redrawn, both runs of a trial meet the same one, and `C` holds their part, too. It is told
//! apart by an analysis of variance of ½ (a + b) between and within rosters ([`SpreadByRoster`]), and taken from the
//! parameters' part; what k rosters show of `σ²_B`, which is 1 − 1/k of it, is made whole: with `B` for `σ²_B`,
//! rosters `B/(V + B/k)`, parameters `(C + B/k − B)/(V + B/k)`, noise `(V − C)/(V + B/k)`. Where no roster is met twice
//! the parameters' part holds that of rosters.
//!
//! A share of parameters that is truly zero scatters around zero and may come out slightly below.
//! Its error is taken from sixteen batches of neighbouring trials, its interval from a bootstrap over
//! blocks of trials, each a Latin hypercube (over trials where there are fewer than sixteen whole blocks), which is what to go by near 0 and 1, where chance is not symmetric.
//!
//! # Source
//! Pick-freeze estimation of a first-order index of a group of inputs: Sobol 1993; in the pooled form
//! Janon, Klein, Lagnoux, Nodet & Prieur 2014 (ESAIM: Probability and Statistics 18:342), where it is
//! shown to be efficient. (Recalled.)

use super::Estimate;
use super::bootstrap::intervals;
use super::estimate::{count, drawn_together};
use super::headline::{HEADLINES, Headline};
use crate::engine::{Fault, Picks, Progress, RunOptions, sample};
use crate::model::Model;
use crate::stats::SpreadByRoster;

/// Most trials that a split takes: both runs keep every value.
pub const MOST_SPLIT: u64 = 8_192;

/// The variance of one headline of one arm, split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// The headline.
    pub headline: Headline,
    /// The arm, counted from 0.
    pub arm: usize,
    /// Variance over trials.
    pub variance: f64,
    /// Share that parameters explain; `None` when nothing varies.
    pub parameters: Option<Estimate>,
    /// Share that differences between rosters explain; `None` where it is not known, or nothing varies.
    pub rosters: Option<f64>,
    /// The 95 % interval that chance in the simulation leaves for the share of parameters, given that of rosters.
    pub interval: Option<(f64, f64)>,
    /// Trials, each simulated twice.
    pub trials: u64,
}

impl Split {
    /// Share that process noise explains; its error is that of the other share.
    #[must_use]
    pub fn noise(&self) -> Option<Estimate> {
        let rosters = self.rosters.unwrap_or(0.0);
        self.parameters.map(|share| Estimate { value: 1.0 - rosters - share.value, se: share.se })
    }
}

/// Splits the variance of every headline of every arm; at most [`MOST_SPLIT`] trials are taken.
///
/// # Errors
///
/// As the engine's own run.
pub fn split_variance(
    model: &Model,
    options: RunOptions<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Split>, Fault> {
    let options = RunOptions { trials: options.trials.min(MOST_SPLIT), ..options };
    let asked: Vec<(Headline, usize)> =
        HEADLINES.iter().flat_map(|h| (0..model.arms.len()).map(|arm| (*h, arm))).collect();
    let found: Vec<_> = asked
        .iter()
        .filter_map(|(headline, arm)| {
            Picks::find(model, &[headline.pick(model, *arm)]).ok().map(|_| (*headline, *arm))
        })
        .collect();
    let picks: Vec<_> = found.iter().map(|(headline, arm)| headline.pick(model, *arm)).collect();
    let Ok(places) = Picks::find(model, &picks) else { return Ok(Vec::new()) };
    let first = sample(model, options, 0, &places, progress)?;
    let second = sample(model, options, 1, &places, progress)?;
    let pairs = || first.iter().zip(&second);
    let trials = first.first().map_or(0, Vec::len);
    let together = drawn_together(trials);
    let shares: Vec<_> =
        pairs().map(|(a, b)| move |weights: &[f64]| share(a, b, |i| weights[i / together])).collect();
    let intervals = intervals(model.seed, trials.div_ceil(together), &shares);
    Ok(found
        .into_iter()
        .zip(pairs().zip(intervals))
        .map(|((headline, arm), ((a, b), interval))| {
            let (variance, shared) = split(a, b);
            let apart = ToldApart::of(a, b, variance, model.rosters());
            let parameters = shared.map(|share| Estimate {
                value: apart.rest(share.value),
                se: share.se / (1.0 + apart.unseen),
            });
            let interval = shared.map(|_| (apart.rest(interval.0), apart.rest(interval.1)));
            let rosters = shared.and(apart.rosters);
            Split { headline, arm, variance, parameters, rosters, interval, trials: options.trials }
        })
        .collect())
}

/// The rosters' part, to be told apart from what both runs of a trial share.
struct ToldApart {
    /// Share of the variance; `None` where it is not known.
    rosters: Option<f64>,
    /// `σ²_B/k` over the variance that trials show.
    unseen: f64,
}

impl ToldApart {
    fn of(a: &[f64], b: &[f64], variance: f64, rosters: usize) -> ToldApart {
        let none = ToldApart { rosters: None, unseen: 0.0 };
        let both: Vec<f64> = a.iter().zip(b).map(|(x, y)| 0.5 * (x + y)).collect();
        let Some(origin) = both.first().filter(|_| rosters > 1 && variance > 0.0) else { return none };
        let mut sums = vec![0.0; rosters];
        let (mut sum, mut squares) = (0.0, 0.0);
        for (trial, value) in both.iter().enumerate() {
            let off = value - origin;
            sums[trial % rosters] += off;
            sum += off;
            squares += off * off;
        }
        let squares = squares - sum * sum / count(&both);
        let found = SpreadByRoster::of(&sums, both.len() as u64, squares.max(0.0));
        let Some((between, met)) = found.and_then(|found| Some((found.between?, found.rosters))) else {
            return none;
        };
        #[expect(clippy::cast_precision_loss, reason = "rosters")]
        let unseen = between / met as f64 / variance;
        ToldApart { rosters: Some(between / variance / (1.0 + unseen)), unseen }
    }

    /// What of a share that both runs have in common is not the rosters'.
    fn rest(&self, shared: f64) -> f64 {
        (shared + self.unseen) / (1.0 + self.unseen) - self.rosters.unwrap_or(0.0)
    }
}

/// Variance, and the share that parameters explain, from two runs that share them.
fn split(a: &[f64], b: &[f64]) -> (f64, Option<Estimate>) {
    let (_, variance) = moments(a, b, |_| 1.0);
    if variance == 0.0 {
        return (0.0, None);
    }
    let parameters = Estimate::batched(a.len(), |range| share(&a[range.clone()], &b[range], |_| 1.0));
    (variance, Some(parameters))
}

/// The share that parameters explain, with a weight for each trial.
fn share(a: &[f64], b: &[f64], weight: impl Fn(usize) -> f64) -> f64 {
    let (covariance, variance) = moments(a, b, weight);
    if variance > 0.0 { covariance / variance } else { 0.0 }
}

/// Covariance and variance around the pooled mean, with a weight for each trial.
fn moments(a: &[f64], b: &[f64], weight: impl Fn(usize) -> f64) -> (f64, f64) {
    let Some(origin) = a.first() else { return (0.0, 0.0) };
    // Around the first value, so that values that are all the same have a variance of exactly zero.
    let (mut total, mut sum, mut squares, mut products) = (0.0, 0.0, 0.0, 0.0);
    for (trial, (x, y)) in a.iter().zip(b).enumerate() {
        let (x, y, weight) = (x - origin, y - origin, weight(trial));
        total += weight;
        sum += weight * 0.5 * (x + y);
        squares += weight * 0.5 * (x * x + y * y);
        products += weight * x * y;
    }
    let mean = sum / total;
    (products / total - mean * mean, squares / total - mean * mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_worked() {
        // a = 1 2 3 6, b = 3 2 1 6: pooled mean 3; deviations −2 −1 0 3 and 0 −1 −2 3.
        // C = (0 + 1 + 0 + 9)/4 = 2.5; V = ½ (14 + 14)/4 = 3.5; share 5/7.
        let (covariance, variance) = moments(&[1.0, 2.0, 3.0, 6.0], &[3.0, 2.0, 1.0, 6.0], |_| 1.0);
        assert!((covariance - 2.5).abs() < 1e-12 && (variance - 3.5).abs() < 1e-12);
        // ½ mean((a − b)²) = ½ (4 + 0 + 4 + 0)/4 = 1 = V − C.
        assert!((variance - covariance - 1.0).abs() < 1e-12);
        // The last trial counted twice: mean 18/5, deviations −2.6 −1.6 −0.6 2.4 2.4 and −0.6 −1.6 −2.6
        // 2.4 2.4; C = (1.56 + 2.56 + 1.56 + 11.52)/5 = 3.44.
        let twice = moments(&[1.0, 2.0, 3.0, 6.0], &[3.0, 2.0, 1.0, 6.0], |i| [1.0, 1.0, 1.0, 2.0][i]);
        assert!((twice.0 - 3.44).abs() < 1e-12, "{twice:?}");
    }

    #[test]
    fn rosters_are_told_apart() {
        // ½ (a + b) of four trials on two rosters in turn: 0 6 2 8; means 1 and 7, σ²_B = (36 − 2)/2 = 17 (between
        // 4 × 9 = 36 over 1, within 4/2 = 2). Of a variance of 20, made whole: 20 + 17/2 = 28.5.
        let found = ToldApart::of(&[0.0, 5.0, 2.0, 8.0], &[0.0, 7.0, 2.0, 8.0], 20.0, 2);
        assert!((found.rosters.unwrap() - 17.0 / 28.5).abs() < 1e-12, "{:?}", found.rosters);
        // Shared: 12 of 20; 12 + 8.5 − 17 = 3.5 are the parameters'. With the noise, 8 of 28.5, it adds up to 1.
        assert!((found.rest(0.6) - 3.5 / 28.5).abs() < 1e-12, "{}", found.rest(0.6));
        let once = ToldApart::of(&[0.0, 5.0], &[0.0, 7.0], 20.0, 1);
        assert!(once.rosters.is_none() && (once.rest(0.6) - 0.6).abs() < 1e-12);
        assert!(ToldApart::of(&[0.0, 5.0], &[0.0, 7.0], 20.0, 2).rosters.is_none(), "no roster is met twice");
    }

    #[test]
    fn parameters_alone_and_nothing_at_all() {
        let a: Vec<f64> = (0..64).map(|i| f64::from(i * 37 % 64)).collect();
        let (_, share) = split(&a, &a);
        assert!((share.unwrap().value - 1.0).abs() < 1e-12, "the same twice: parameters only");
        assert_eq!(split(&[0.1; 64], &[0.1; 64]), (0.0, None));
    }
}
