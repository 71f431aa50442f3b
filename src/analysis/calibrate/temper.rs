//! Draws from a posterior, by going from draws of what was believed before to it in small steps.
//!
//! A sequential Monte Carlo sampler: particles are weighted by a part of the likelihood, as much as leaves half of them
//! effective; drawn again by their weights; and moved by random walks of the size of their own spread, which leave the
//! distribution as it is. Nothing hangs on a starting point or on the shape of the posterior: a ridge along which figures
//! say nothing keeps its prior, and two hills are both climbed.
//!
//! # Sources
//! Del Moral, Doucet & Jasra 2006 (samplers); Jasra, Stephens, Doucet & Tsagaris 2011 (steps that leave half);
//! Roberts, Gelman & Gilks 1997 (2.38²/d). (Recalled.)

use crate::math::{exp, ln, normal_quantile};
use crate::order::Ordered;
use crate::random::{KeyedRng, unit};
use nalgebra::DMatrix;
use rand::TryRng;

/// Normal scores of numbers, of one draw.
pub(super) type NormalScores = Vec<f64>;

/// Steps of a ladder; a likelihood of a thousand figures takes some twenty.
const MOST_STEPS: usize = 200;
/// Rounds of moves after each step, at least and at most.
const ROUNDS: (usize, usize) = (5, 40);

/// From one log likelihood to another; the prior of every score is a standard normal.
pub(super) struct LikelihoodLadder<'a> {
    pub(super) from: &'a dyn Fn(&[f64]) -> f64,
    pub(super) to: &'a dyn Fn(&[f64]) -> f64,
}

/// Chance for a sampler.
pub(super) struct Dice(pub(super) KeyedRng);

impl Dice {
    /// Between 0 and 1.
    pub(super) fn uniform(&mut self) -> f64 {
        let Ok(word) = self.0.try_next_u64();
        unit(word)
    }

    /// Standard normals.
    pub(super) fn scores(&mut self, count: usize) -> NormalScores {
        (0..count).map(|_| normal_quantile(self.uniform())).collect()
    }

    /// The places 0 to before `count` in an order of chance.
    pub(super) fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut keyed: Vec<(f64, usize)> = (0..count).map(|place| (self.uniform(), place)).collect();
        keyed.order_by(|a, b| a.0.total_cmp(&b.0));
        keyed.into_iter().map(|(_, place)| place).collect()
    }
}

/// A draw with its log likelihoods at the foot and at the top.
#[derive(Clone, Debug)]
struct Particle {
    scores: NormalScores,
    foot: f64,
    top: f64,
}

/// Goes up a ladder with draws from its foot; the draws at its top.
pub(super) fn climb(
    start: Vec<NormalScores>,
    ladder: &LikelihoodLadder<'_>,
    dice: &mut Dice,
) -> Vec<NormalScores> {
    let stands = |scores: NormalScores| {
        let (foot, top) = ((ladder.from)(&scores), (ladder.to)(&scores));
        Particle { scores, foot, top }
    };
    let mut all: Vec<Particle> = start.into_iter().map(stands).collect();
    let (mut height, mut steps, mut size) = (0.0, 0, 1.0);
    while height < 1.0 && steps < MOST_STEPS {
        let next = next_height(&all, height);
        let weights = weights(&all, next - height);
        all = drawn_again(&all, &weights, dice.uniform());
        height = next;
        steps += 1;
        let Some(walk) = walk_of(&all) else { continue };
        let (mut round, mut rounds) = (0, ROUNDS.0);
        while round < rounds {
            let accepted = move_all(&mut all, ladder, (height, &walk, size), dice);
            // Small steps where few are accepted, large ones where nearly all are: a quarter is best.
            size = (size * exp(accepted - 0.25)).clamp(0.02, 3.0);
            // As many rounds as leave 1 % where they were.
            let stay = (1.0 - accepted).clamp(1e-3, 0.999);
            let wanted = (ln(0.01) / ln(stay)).ceil();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 4,600")]
            let wanted = wanted as usize;
            rounds = wanted.clamp(ROUNDS.0, ROUNDS.1);
            round += 1;
        }
    }
    all.into_iter().map(|one| one.scores).collect()
}

/// How high particles can go at once.
fn next_height(all: &[Particle], height: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "some thousand")]
    let enough = |next: f64| effective(&weights(all, next - height)) >= 0.5 * all.len() as f64;
    if enough(1.0) {
        return 1.0;
    }
    let (mut low, mut high) = (height, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if enough(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    // A step is made, however steep it is.
    if low > height { low } else { high }
}

/// Weights for a step, adding up to 1.
fn weights(all: &[Particle], step: f64) -> Vec<f64> {
    relative(&all.iter().map(|one| step * (one.top - one.foot)).collect::<Vec<f64>>())
}

/// Weights from their logarithms, adding up to 1.
pub(super) fn relative(logs: &[f64]) -> Vec<f64> {
    let largest = logs.iter().copied().filter(|log| log.is_finite()).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> =
        logs.iter().map(|log| if log.is_finite() { exp(log - largest) } else { 0.0 }).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum.max(f64::MIN_POSITIVE)).collect()
}

/// How many equal weights would tell as much: 1 over the sum of squares.
pub(super) fn effective(weights: &[f64]) -> f64 {
    1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>().max(f64::MIN_POSITIVE)
}

/// As many particles, each as often as its weight says, to one more or less.
fn drawn_again(all: &[Particle], weights: &[f64], offset: f64) -> Vec<Particle> {
    #[expect(clippy::cast_precision_loss, reason = "some thousand")]
    let count = all.len() as f64;
    let (mut drawn, mut running, mut place) = (Vec::with_capacity(all.len()), 0.0, 0.0);
    for (one, weight) in all.iter().zip(weights) {
        running += weight * count;
        while place + offset < running && drawn.len() < all.len() {
            drawn.push(one.clone());
            place += 1.0;
        }
    }
    while let (true, Some(last)) = (drawn.len() < all.len(), drawn.last().cloned()) {
        drawn.push(last);
    }
    drawn
}

/// The factor of the covariance of particles, times 2.38 over the root of the dimension.
fn walk_of(all: &[Particle]) -> Option<DMatrix<f64>> {
    let n = all.first()?.scores.len();
    #[expect(clippy::cast_precision_loss, reason = "some thousand")]
    let (count, dimension) = (all.len() as f64, n as f64);
    let mean: Vec<f64> = (0..n).map(|k| all.iter().map(|one| one.scores[k]).sum::<f64>() / count).collect();
    let covariance = DMatrix::from_fn(n, n, |a, b| {
        let each = all.iter().map(|one| (one.scores[a] - mean[a]) * (one.scores[b] - mean[b]));
        each.sum::<f64>() / count + if a == b { 1e-12 } else { 0.0 }
    });
    Some(covariance.cholesky()?.l() * (2.38 / dimension.sqrt()))
}

/// One move of every particle; the part of them that was accepted.
fn move_all(
    all: &mut [Particle],
    ladder: &LikelihoodLadder<'_>,
    (height, walk, size): (f64, &DMatrix<f64>, f64),
    dice: &mut Dice,
) -> f64 {
    let log = |scores: &[f64], foot: f64, top: f64| {
        // The foot has no weight at the top, however impossible it is there.
        let both = (1.0 - height) * foot + height * top;
        let likelihood = if height >= 1.0 { top } else { both };
        likelihood - 0.5 * scores.iter().map(|score| score * score).sum::<f64>()
    };
    let mut accepted = 0_u32;
    for one in all.iter_mut() {
        let step = walk * nalgebra::DVector::from_vec(dice.scores(one.scores.len()));
        let scores: NormalScores =
            one.scores.iter().zip(step.iter()).map(|(score, by)| score + size * by).collect();
        let (foot, top) = ((ladder.from)(&scores), (ladder.to)(&scores));
        let gain = log(&scores, foot, top) - log(&one.scores, one.foot, one.top);
        if dice.uniform() < exp(gain.min(0.0)) {
            *one = Particle { scores, foot, top };
            accepted += 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "some thousand")]
    let count = all.len().max(1) as f64;
    f64::from(accepted) / count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Draws, EntityKey, Seed, Stream};

    fn dice(name: &str) -> Dice {
        Dice(Draws::open(Seed(11), Stream::Proposal).generator(EntityKey::of(name)))
    }

    fn climbed(numbers: usize, likelihood: &dyn Fn(&[f64]) -> f64) -> Vec<NormalScores> {
        let mut dice = dice("a ladder");
        let start: Vec<NormalScores> = (0..2_000).map(|_| dice.scores(numbers)).collect();
        climb(start, &LikelihoodLadder { from: &|_| 0.0, to: likelihood }, &mut dice)
    }

    fn moments(draws: &[NormalScores], k: usize) -> (f64, f64) {
        let n = draws.len() as f64;
        let mean = draws.iter().map(|draw| draw[k]).sum::<f64>() / n;
        (mean, (draws.iter().map(|draw| (draw[k] - mean).powi(2)).sum::<f64>() / n).sqrt())
    }

    /// Prior N(0, 1), one figure 3 with error ½: precision 1 + 4, mean 4 · 3/5 = 2.4, sd 1/√5 = 0.4472.
    #[test]
    fn one_normal_meets_another() {
        let draws = climbed(1, &|z| -0.5 * ((3.0 - z[0]) / 0.5).powi(2));
        let (mean, sd) = moments(&draws, 0);
        assert!((mean - 2.4).abs() < 0.04 && (sd - 0.4472).abs() < 0.03, "{mean} {sd}");
    }

    /// Only the sum is seen, to 0.01: it is 1 ± 0.01, and the difference keeps its prior N(0, 2).
    #[test]
    fn a_ridge_keeps_its_prior() {
        let draws = climbed(2, &|z| -0.5 * ((z[0] + z[1] - 1.0) / 0.01).powi(2));
        let turned: Vec<NormalScores> = draws.iter().map(|z| vec![z[0] + z[1], z[0] - z[1]]).collect();
        let ((sum, tight), (difference, wide)) = (moments(&turned, 0), moments(&turned, 1));
        assert!((sum - 1.0).abs() < 0.002 && (tight - 0.01).abs() < 0.002, "{sum} {tight}");
        assert!(difference.abs() < 0.15 && (wide - 2.0_f64.sqrt()).abs() < 0.12, "{difference} {wide}");
    }

    /// |z| is 2 ± 0.1: both hills hold half of the draws.
    #[test]
    fn two_hills_are_both_climbed() {
        let draws = climbed(1, &|z| -0.5 * ((z[0].abs() - 2.0) / 0.1).powi(2));
        let right = draws.iter().filter(|z| z[0] > 0.0).count();
        assert!((800..1_200).contains(&right), "{right}");
    }

    #[test]
    fn weights_are_relative_and_effective_as_counted() {
        // Logs 0 and ln 3: ¼ and ¾; 1/(1/16 + 9/16) = 1.6.
        let weights = relative(&[0.0, 3.0_f64.ln()]);
        assert!((weights[0] - 0.25).abs() < 1e-12 && (effective(&weights) - 1.6).abs() < 1e-12);
        assert_eq!(relative(&[f64::NAN, -5.0]), [0.0, 1.0]);
        // Each as often as its weight says: 4 particles with weights ½, ½, 0, 0.
        let all: Vec<Particle> =
            (0..4).map(|k| Particle { scores: vec![f64::from(k)], foot: 0.0, top: 0.0 }).collect();
        let drawn: Vec<f64> =
            drawn_again(&all, &[0.5, 0.5, 0.0, 0.0], 0.5).iter().map(|p| p.scores[0]).collect();
        assert_eq!(drawn, [0.0, 0.0, 1.0, 1.0]);
    }
}
