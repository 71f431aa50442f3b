//! What targets leave to be believed of numbers: a distribution, and not a point.
//!
//! A simulation takes seconds, and a posterior asks for tens of thousands: so targets are simulated at some tens of
//! points that fill the prior, a response surface is fitted to them, and draws are taken on it with what it may be off
//! added to the errors of targets. Where that matters the surface is fitted anew to points where the draws lie. At last
//! targets are simulated at some of the draws: how the true likelihood weighs these says how far the draws can be
//! trusted.

use super::evidence::{Observed, TargetEvidence, square};
use super::prior::NumberPrior;
use super::surface::{Surface, points_wanted};
use super::temper::{Dice, LikelihoodLadder, NormalScores, climb, effective, relative};
use crate::math::normal_quantile;
use crate::random::{Draws, EntityKey, Seed, Stream};

/// Surfaces, at most, each where the draws of the one before lie.
const MOST_ROUNDS: usize = 4;
/// A surface that is off by less than this part of every target's error is near enough.
const NEAR: f64 = 0.2;
/// Draws at which targets are simulated at the end.
const CHECKS: usize = 24;
/// How much further than draws the points of the next surface lie.
const WIDER: f64 = 1.4;

/// What is asked of a posterior.
#[derive(Clone, Copy, Debug)]
pub(super) struct PosteriorAsked<'a> {
    pub(super) priors: &'a [NumberPrior],
    pub(super) observed: &'a Observed,
    pub(super) draws: usize,
    pub(super) seed: Seed,
}

/// A posterior.
#[derive(Clone, Debug)]
pub(super) struct PosteriorDraws {
    /// Values of every number, draw by draw; each draw counts the same.
    pub(super) draws: Vec<Vec<f64>>,
    /// How many independent draws they are worth: what the true likelihood leaves of them.
    pub(super) effective: f64,
    /// The most that the surface is off, over the error of a target.
    pub(super) surface_error: f64,
    /// Surfaces that were fitted.
    pub(super) rounds: usize,
    /// Points at which targets were simulated.
    pub(super) simulations: usize,
    /// Points that the scenario refuses.
    pub(super) refused: usize,
}

/// Points at which targets were simulated, with what came out.
#[derive(Default)]
struct SimulatedPoints {
    points: Vec<Vec<f64>>,
    values: Vec<Vec<f64>>,
    refused: usize,
}

/// Targets at values of the numbers; `None` where the scenario refuses these.
pub(super) type Simulating<'a, E> = dyn Fn(&[f64]) -> Result<Option<Vec<f64>>, E> + 'a;

/// The most simulations that a posterior over so many numbers takes.
pub(super) fn most_simulations(numbers: usize) -> usize {
    MOST_ROUNDS * points_wanted(numbers) + CHECKS
}

/// Draws from the posterior; `None` where too few points are allowed for a surface.
pub(super) fn posterior<E>(
    asked: PosteriorAsked<'_>,
    simulate: &Simulating<'_, E>,
) -> Result<Option<PosteriorDraws>, E> {
    let n = asked.priors.len();
    let draws = Draws::open(asked.seed, Stream::Proposal);
    let dice = |name: &str| Dice(draws.generator(EntityKey::of(&format!("posterior, {name}"))));
    let mut known = SimulatedPoints::default();
    let mut start: Vec<NormalScores> = {
        let mut dice = dice("prior");
        (0..asked.draws).map(|_| dice.scores(n)).collect()
    };
    let mut before: Option<Surface> = None;
    let mut rounds = 0;
    let surface = loop {
        let mut dice = dice(&format!("surface {}", rounds + 1));
        let points = if before.is_none() {
            latin(n, points_wanted(n), &mut dice)
        } else {
            around(&start, points_wanted(n), &mut dice)
        };
        known.simulate(asked.priors, &points, simulate)?;
        let Some(surface) = known.surface(&points, asked.priors) else {
            // Too few are allowed here; the surface before is as good as it gets.
            let Some(before) = before else { return Ok(None) };
            break before;
        };
        rounds += 1;
        start = draws_on(asked, start, (before.as_ref(), &surface), &mut dice);
        if worst(&surface, asked.observed) <= NEAR || rounds == MOST_ROUNDS {
            break surface;
        }
        before = Some(surface);
    };
    let (share, checked) = check(asked, &start, &surface, simulate)?;
    #[expect(clippy::cast_precision_loss, reason = "some thousand draws")]
    let effective = share * start.len() as f64;
    Ok(Some(PosteriorDraws {
        draws: start.iter().map(|scores| values(asked.priors, scores)).collect(),
        effective,
        surface_error: worst(&surface, asked.observed),
        rounds,
        simulations: known.points.len() + known.refused + checked,
        refused: known.refused,
    }))
}

/// The most that a surface is off, over the error of a target.
fn worst(surface: &Surface, observed: &Observed) -> f64 {
    let each = surface.errors.iter().enumerate().map(|(place, error)| error / observed.error(place));
    each.fold(0.0, f64::max)
}

/// Goes from what was believed on one surface, or before any, to what is on another.
fn draws_on(
    asked: PosteriorAsked<'_>,
    start: Vec<NormalScores>,
    (before, surface): (Option<&Surface>, &Surface),
    dice: &mut Dice,
) -> Vec<NormalScores> {
    let on = |surface: &Surface, evidence: &TargetEvidence<'_>, scores: &[f64]| {
        evidence.log_likelihood(&surface.at(&values(asked.priors, scores)))
    };
    let evidence = asked.observed.with(&surface.errors);
    let to = |scores: &[f64]| on(surface, &evidence, scores);
    match before {
        None => climb(start, &LikelihoodLadder { from: &|_| 0.0, to: &to }, dice),
        Some(before) => {
            let evidence = asked.observed.with(&before.errors);
            let from = |scores: &[f64]| on(before, &evidence, scores);
            climb(start, &LikelihoodLadder { from: &from, to: &to }, dice)
        }
    }
}

/// How much of some draws the true likelihood leaves, as a share, and how many were simulated.
fn check<E>(
    asked: PosteriorAsked<'_>,
    draws: &[NormalScores],
    surface: &Surface,
    simulate: &Simulating<'_, E>,
) -> Result<(f64, usize), E> {
    let (exact, off) = (asked.observed.with(&[]), asked.observed.with(&surface.errors));
    let step = (draws.len() / CHECKS).max(1);
    let mut logs = Vec::with_capacity(CHECKS);
    for scores in draws.iter().step_by(step).take(CHECKS) {
        let at = values(asked.priors, scores);
        let log = simulate(&at)?.map_or(f64::NEG_INFINITY, |found| {
            exact.log_likelihood(&found) - off.log_likelihood(&surface.at(&at))
        });
        logs.push(log);
    }
    #[expect(clippy::cast_precision_loss, reason = "some tens")]
    let count = logs.len().max(1) as f64;
    Ok((effective(&relative(&logs)).min(count) / count, logs.len()))
}

/// The values behind scores.
fn values(priors: &[NumberPrior], scores: &[f64]) -> Vec<f64> {
    priors.iter().zip(scores).map(|(prior, score)| prior.value(*score)).collect()
}

/// Points that fill the prior: of each number one in every equal part of it, in an order of chance.
fn latin(numbers: usize, count: usize, dice: &mut Dice) -> Vec<NormalScores> {
    let mut points = vec![Vec::with_capacity(numbers); count];
    for _ in 0..numbers {
        for (point, part) in points.iter_mut().zip(dice.shuffled(count)) {
            #[expect(clippy::cast_precision_loss, reason = "some hundred")]
            let chance = (part as f64 + 0.5) / count as f64;
            point.push(normal_quantile(chance));
        }
    }
    points
}

/// Points where draws lie, and a little further out.
fn around(draws: &[NormalScores], count: usize, dice: &mut Dice) -> Vec<NormalScores> {
    let n = draws.first().map_or(0, Vec::len);
    #[expect(clippy::cast_precision_loss, reason = "some thousand")]
    let mean = |k: usize| draws.iter().map(|draw| draw[k]).sum::<f64>() / draws.len() as f64;
    let mean: Vec<f64> = (0..n).map(mean).collect();
    let chosen = dice.shuffled(draws.len()).into_iter().take(count);
    chosen
        .map(|place| {
            draws[place].iter().zip(&mean).map(|(score, mean)| mean + WIDER * (score - mean)).collect()
        })
        .collect()
}

impl SimulatedPoints {
    fn simulate<E>(
        &mut self,
        priors: &[NumberPrior],
        points: &[NormalScores],
        simulate: &Simulating<'_, E>,
    ) -> Result<(), E> {
        for scores in points {
            let at = values(priors, scores);
            match simulate(&at)? {
                Some(found) => {
                    self.points.push(at);
                    self.values.push(found);
                }
                None => self.refused += 1,
            }
        }
        Ok(())
    }

    /// The surface over all points that lie where these do.
    fn surface(&self, points: &[NormalScores], priors: &[NumberPrior]) -> Option<Surface> {
        let here: Vec<Vec<f64>> = points.iter().map(|scores| values(priors, scores)).collect();
        let ends = |k: usize| {
            let each = here.iter().map(|point| point[k]);
            each.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
        };
        let ends: Vec<(f64, f64)> = (0..priors.len()).map(ends).collect();
        let lies_here =
            |point: &Vec<f64>| point.iter().zip(&ends).all(|(x, (low, high))| (*low..=*high).contains(x));
        let (points, values): (Vec<Vec<f64>>, Vec<Vec<f64>>) = self
            .points
            .iter()
            .zip(&self.values)
            .filter(|(point, _)| lies_here(point))
            .map(|(point, value)| (point.clone(), value.clone()))
            .unzip();
        Surface::fit(&points, &values)
    }
}

/// Mean and standard deviation of a number over draws.
pub(super) fn moments(draws: &[Vec<f64>], place: usize) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss, reason = "some thousand")]
    let count = draws.len().max(1) as f64;
    let mean = draws.iter().map(|draw| draw[place]).sum::<f64>() / count;
    let spread = draws.iter().map(|draw| square(draw[place] - mean)).sum::<f64>() / (count - 1.0).max(1.0);
    (mean, spread.sqrt())
}

/// Quantiles of a number over draws, on straight lines between neighbours.
pub(super) fn quantiles<const N: usize>(draws: &[Vec<f64>], place: usize, shares: [f64; N]) -> [f64; N] {
    let mut sorted: Vec<f64> = draws.iter().map(|draw| draw[place]).collect();
    sorted.sort_by(f64::total_cmp);
    shares.map(|share| {
        #[expect(clippy::cast_precision_loss, reason = "some thousand")]
        let at = share * (sorted.len() - 1) as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
        let lower = (at.floor() as usize).min(sorted.len() - 1);
        let upper = (lower + 1).min(sorted.len() - 1);
        sorted[lower] + (at - at.floor()) * (sorted[upper] - sorted[lower])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Distribution;
    use nalgebra::DMatrix;
    use std::convert::Infallible;

    fn normal(mean: f64, sd: f64) -> NumberPrior {
        let law = Distribution::Normal { mean, sd };
        NumberPrior::between(mean - 6.0 * sd, mean + 6.0 * sd, Some(&law)).unwrap()
    }

    fn observed(figures: &[(f64, f64)]) -> Observed {
        let errors = figures.iter().map(|(_, error)| error * error);
        Observed {
            figures: figures.iter().map(|(value, _)| *value).collect(),
            covariance: DMatrix::from_diagonal(&nalgebra::DVector::from_iterator(figures.len(), errors)),
            people: Vec::new(),
            shares: Vec::new(),
        }
    }

    fn drawn(
        priors: &[NumberPrior],
        observed: &Observed,
        outputs: impl Fn(&[f64]) -> Vec<f64>,
    ) -> PosteriorDraws {
        let asked = PosteriorAsked { priors, observed, draws: 4_000, seed: Seed(7) };
        let simulate = |at: &[f64]| Ok::<_, Infallible>(Some(outputs(at)));
        posterior(asked, &simulate).unwrap().unwrap()
    }

    /// Priors N(0, 1) and N(0, 2²); seen are a + b = 3 ± 1 and a − b = 1 ± 1. Precision [[1, 0], [0, ¼]] + [[2, 0],
    /// [0, 2]] = diag(3, 2¼); shift (3 + 1, 3 − 1) = (4, 2): means 4/3 and 8/9, standard deviations 1/√3 and 2/3.
    #[test]
    fn linear_and_normal_is_met_exactly() {
        let priors = [normal(0.0, 1.0), normal(0.0, 2.0)];
        let seen = observed(&[(3.0, 1.0), (1.0, 1.0)]);
        let found = drawn(&priors, &seen, |p| vec![p[0] + p[1], p[0] - p[1]]);
        let ((a, sd_a), (b, sd_b)) = (moments(&found.draws, 0), moments(&found.draws, 1));
        assert!((a - 4.0 / 3.0).abs() < 0.05 && (b - 8.0 / 9.0).abs() < 0.05, "{a} {b}");
        assert!(
            (sd_a - 1.0 / 3.0_f64.sqrt()).abs() < 0.03 && (sd_b - 2.0 / 3.0).abs() < 0.03,
            "{sd_a} {sd_b}"
        );
        // The surface is exact: one is enough, and every draw counts.
        assert_eq!((found.rounds, found.simulations, found.refused), (1, 16 + CHECKS, 0));
        assert!(found.surface_error < 1e-6 && (found.effective - 4_000.0).abs() < 1.0, "{found:?}");
    }

    /// Only a + b is seen, to 0.1, and both are N(0, 1): a and b have mean ½ · 2 · 1/(2 + 0.01) each, and the difference
    /// stays N(0, 2): correlation near −1.
    #[test]
    fn what_is_not_told_apart_keeps_its_prior_along_the_ridge() {
        let priors = [normal(0.0, 1.0), normal(0.0, 1.0)];
        let found = drawn(&priors, &observed(&[(1.0, 0.1)]), |p| vec![p[0] + p[1]]);
        let apart: Vec<Vec<f64>> = found.draws.iter().map(|p| vec![p[0] - p[1], p[0] + p[1]]).collect();
        let ((off, wide), (sum, tight)) = (moments(&apart, 0), moments(&apart, 1));
        assert!(off.abs() < 0.12 && (wide - 2.0_f64.sqrt()).abs() < 0.08, "{off} {wide}");
        // Sum: prior N(0, 2), precision ½ + 100: mean 100/100.5, sd 0.09975.
        assert!((sum - 100.0 / 100.5).abs() < 0.01 && (tight - 0.099_75).abs() < 0.01, "{sum} {tight}");
    }

    /// A figure that bends: e^a = e² to 1 %, so a = 2 ± 0.01; over a prior of 0 to 4 no polynomial holds that near.
    #[test]
    fn where_outputs_bend_the_surface_is_fitted_anew() {
        let priors = [NumberPrior::between(0.0, 4.0, None).unwrap()];
        let target = 2.0_f64.exp();
        let found = drawn(&priors, &observed(&[(target, 0.01 * target)]), |p| vec![p[0].exp()]);
        let (mean, sd) = moments(&found.draws, 0);
        assert!((mean - 2.0).abs() < 0.003 && (sd - 0.01).abs() < 0.002, "{mean} {sd} {}", found.rounds);
        assert!(
            found.rounds > 1 && found.surface_error < NEAR && found.effective > 3_000.0,
            "{}",
            found.effective
        );
    }

    /// Nothing is seen of the number: it keeps its prior, uniform on 2 to 6, whose quantiles are 2.2, 4 and 5.8.
    #[test]
    fn what_nothing_informs_keeps_its_prior() {
        let priors = [NumberPrior::between(2.0, 6.0, None).unwrap()];
        let found = drawn(&priors, &observed(&[(1.0, 1.0)]), |_| vec![1.0]);
        let all = quantiles(&found.draws, 0, [0.05, 0.5, 0.95]);
        let off = all.iter().zip([2.2, 4.0, 5.8]).map(|(found, known)| (found - known).abs());
        assert!(off.fold(0.0, f64::max) < 0.12, "{all:?}");
    }

    /// Points beyond a rule of the scenario are no points; where all are, there is no posterior.
    #[test]
    fn what_the_scenario_refuses_is_left_out() {
        let priors = [NumberPrior::between(0.0, 1.0, None).unwrap()];
        let seen = observed(&[(0.3, 0.05)]);
        let asked = PosteriorAsked { priors: &priors, observed: &seen, draws: 500, seed: Seed(7) };
        let below = |most: f64| move |at: &[f64]| Ok::<_, Infallible>((at[0] < most).then(|| vec![at[0]]));
        let found = posterior(asked, &below(0.7)).unwrap().unwrap();
        // Of 13 equal parts, those whose middle is below 0.7 are nine: 0.5/13 to 8.5/13 = 0.65.
        assert_eq!(found.refused, 4);
        assert!((moments(&found.draws, 0).0 - 0.3).abs() < 0.02);
        assert!(posterior(asked, &below(0.1)).unwrap().is_none());
    }
}
