//! Draws as distributions that a scenario can state.

use super::posterior::{moments, quantiles};
use crate::math::normal_quantile;
use crate::order::Ordered;
use crate::random::{Copula, Distribution};
use nalgebra::DMatrix;
use std::fmt::Write;

/// A correlation below this is left out.
const LEAST: f64 = 0.03;
/// A quantile may be off by this part of the standard deviation.
const NEAR: f64 = 0.15;
/// Quantiles that stand for a distribution without a name.
const QUANTILES: usize = 51;

/// What draws of one number are distributed like.
#[derive(Clone, Debug, PartialEq)]
pub struct Marginal {
    /// The distribution, as a scenario states it: `{ truncated_normal = { … } }`, or `{ empirical = { … } }` where no
    /// normal between the bounds is near.
    pub text: String,
    /// The same.
    pub law: Distribution,
}

/// The distribution of a number between its bounds.
pub(super) fn marginal(draws: &[Vec<f64>], place: usize, (low, high): (f64, f64)) -> Marginal {
    let (mean, sd) = moments(draws, place);
    let shares = [0.05, 0.25, 0.5, 0.75, 0.95];
    let known = quantiles(draws, place, shares);
    let (low, high) = (short(low), short(high));
    if sd > 0.0 {
        let (mean, sd) = (short(mean), short(sd));
        let law = Distribution::TruncatedNormal { mean, sd, min: low, max: high };
        let off = shares.iter().zip(known).map(|(share, known)| (law.quantile(*share) - known).abs());
        if off.fold(0.0, f64::max) <= NEAR * sd {
            let text = format!(
                "{{ truncated_normal = {{ mean = {mean:?}, sd = {sd:?}, min = {low:?}, max = {high:?} }} }}"
            );
            return Marginal { text, law };
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "50 at most")]
    let shares: [f64; QUANTILES] = std::array::from_fn(|i| i as f64 / (QUANTILES - 1) as f64);
    let values: Vec<f64> =
        quantiles(draws, place, shares).iter().map(|value| short(*value).clamp(low, high)).collect();
    let mut list = String::new();
    for (place, value) in values.iter().enumerate() {
        let _ = write!(list, "{}{value:?}", if place == 0 { "" } else { ", " });
    }
    Marginal {
        text: format!("{{ empirical = {{ values = [{list}] }} }}"),
        law: Distribution::Empirical { values },
    }
}

/// Six significant digits.
fn short(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// Correlations of normal scores of the numbers named, pair by pair, to three decimals; those near nothing are left out
/// where the others hold together without them.
pub(super) fn correlations(draws: &[Vec<f64>], places: &[usize]) -> Vec<(usize, usize, f64)> {
    let scores: Vec<Vec<f64>> = places.iter().map(|place| normal_scores(draws, *place)).collect();
    let mut all = Vec::new();
    for (a, of_a) in scores.iter().enumerate() {
        for (b, of_b) in scores.iter().enumerate().skip(a + 1) {
            let rho = dot(of_a, of_b) / (dot(of_a, of_a) * dot(of_b, of_b)).sqrt().max(f64::MIN_POSITIVE);
            all.push((a, b, (1e3 * rho.clamp(-0.999, 0.999)).round() / 1e3));
        }
    }
    let large: Vec<(usize, usize, f64)> =
        all.iter().copied().filter(|(_, _, rho)| rho.abs() >= LEAST).collect();
    let kept = if Copula::new(&large).is_ok() { large } else { held_together(all, places.len()) };
    kept.into_iter().map(|(a, b, rho)| (places[a], places[b], rho)).collect()
}

/// Correlations that rounding may have torn apart, drawn towards nothing until they hold together.
fn held_together(mut all: Vec<(usize, usize, f64)>, numbers: usize) -> Vec<(usize, usize, f64)> {
    let whole = |all: &[(usize, usize, f64)]| {
        let mut matrix = DMatrix::<f64>::identity(numbers, numbers);
        for (a, b, rho) in all {
            (matrix[(*a, *b)], matrix[(*b, *a)]) = (*rho, *rho);
        }
        matrix.cholesky().is_some() && Copula::new(all).is_ok()
    };
    while !whole(&all) {
        for (_, _, rho) in &mut all {
            *rho = (1e3 * 0.98 * *rho).trunc() / 1e3;
        }
    }
    all.retain(|(_, _, rho)| *rho != 0.0);
    all
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The normal quantile of each draw's rank.
fn normal_scores(draws: &[Vec<f64>], place: usize) -> Vec<f64> {
    let mut order: Vec<usize> = (0..draws.len()).collect();
    order.order_by(|a, b| draws[*a][place].total_cmp(&draws[*b][place]));
    let mut scores = vec![0.0; draws.len()];
    for (rank, draw) in order.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "some thousand")]
        let chance = (rank as f64 + 0.5) / draws.len() as f64;
        scores[draw] = normal_quantile(chance);
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quantiles in the middle of equal parts of a law.
    fn of(law: &Distribution) -> Vec<f64> {
        (0..1_000).map(|part| law.quantile((f64::from(part) + 0.5) / 1_000.0)).collect()
    }

    #[test]
    fn a_normal_is_told_as_one_and_what_is_none_by_its_quantiles() {
        let normal = of(&Distribution::Normal { mean: 0.2, sd: 0.01 });
        let square = of(&Distribution::Uniform { min: 0.0, max: 1.0 });
        let draws: Vec<Vec<f64>> = normal.iter().zip(&square).map(|(a, b)| vec![*a, *b]).collect();
        let told = marginal(&draws, 0, (0.0, 0.5));
        assert!(told.text.starts_with("{ truncated_normal = { mean = 0.2, sd = 0.00999"), "{}", told.text);
        assert!(told.text.ends_with("min = 0.0, max = 0.5 } }"), "{}", told.text);
        let told = marginal(&draws, 1, (0.0, 1.0));
        assert!(told.text.starts_with("{ empirical = { values = [0.0005, "), "{}", told.text);
        for share in [0.05, 0.5, 0.95] {
            assert!((told.law.quantile(share) - share).abs() < 0.002, "{share}");
        }
    }

    #[test]
    fn correlations_are_those_of_normal_scores() {
        // b is a power of a: their ranks are the same. c lies the other way round.
        let draws: Vec<Vec<f64>> = (1..200).map(f64::from).map(|a| vec![a, a.powi(5), -a]).collect();
        let found = correlations(&draws, &[0, 1, 2]);
        assert_eq!((found.len(), found[0].0, found[0].1), (3, 0, 1));
        assert!(found[0].2 > 0.9 && found[1].2 < -0.9 && found[2].2 < -0.9, "{found:?}");
        assert!(Copula::new(&found).is_ok(), "{found:?}");
        // What has nothing to do with each other has none: 1, 2, 3, 4 against 2, 4, 1, 3: ranks −3 −1 1 3 against −1 3 −3 1.
        let draws = [[1.0, 2.0], [2.0, 4.0], [3.0, 1.0], [4.0, 3.0]].map(|d| d.to_vec());
        assert_eq!(correlations(&draws, &[0, 1]), []);
    }
}
