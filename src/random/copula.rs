//! Correlated parameters: a Gaussian copula over named pairs.

use crate::math::normal;

/// Correlation among the normal scores of some parameters, as the lower Cholesky factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    members: Vec<usize>,
    factor: Vec<Vec<f64>>,
}

/// The stated correlations contradict each other: no joint distribution has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stated correlations contradict each other: no joint distribution has them")]
pub struct NotPositiveDefinite;

impl Copula {
    /// Builds the copula from pairs (first, second, correlation) of parameter positions; pairs not
    /// mentioned are uncorrelated.
    ///
    /// # Errors
    ///
    /// [`NotPositiveDefinite`] when no joint distribution has these correlations.
    pub fn new(pairs: &[(usize, usize, f64)]) -> Result<Copula, NotPositiveDefinite> {
        let mut members: Vec<usize> = pairs.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
        members.sort_unstable();
        members.dedup();
        let place = |leaf: &usize| members.binary_search(leaf).unwrap_or(0);
        let n = members.len();
        let mut matrix = vec![vec![0.0; n]; n];
        for (row, line) in matrix.iter_mut().enumerate() {
            line[row] = 1.0;
        }
        for (a, b, correlation) in pairs {
            matrix[place(a)][place(b)] = *correlation;
            matrix[place(b)][place(a)] = *correlation;
        }
        let mut factor = vec![vec![0.0; n]; n];
        for row in 0..n {
            for column in 0..=row {
                let done: f64 = (0..column).map(|k| factor[row][k] * factor[column][k]).sum();
                let rest = matrix[row][column] - done;
                if row == column {
                    if rest <= 1e-12 {
                        return Err(NotPositiveDefinite);
                    }
                    factor[row][column] = rest.sqrt();
                } else {
                    factor[row][column] = rest / factor[column][column];
                }
            }
        }
        Ok(Copula { members, factor })
    }

    /// Turns independent normal scores, indexed by parameter, into correlated ones in place.
    pub fn correlate(&self, scores: &mut [f64]) {
        let independent: Vec<f64> = self.members.iter().map(|leaf| scores[*leaf]).collect();
        for (row, leaf) in self.members.iter().enumerate() {
            scores[*leaf] = self.factor[row][..=row].iter().zip(&independent).map(|(f, z)| f * z).sum();
        }
    }

    /// Whether a parameter takes part.
    #[must_use]
    pub fn involves(&self, leaf: usize) -> bool {
        self.members.binary_search(&leaf).is_ok()
    }

    /// The uniform behind a normal score.
    #[must_use]
    pub fn uniform(score: f64) -> f64 {
        normal(score).below.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Draws, EntityKey, Seed, Stream};

    #[test]
    fn scores_have_the_stated_correlation() {
        let copula = Copula::new(&[(0, 2, 0.6), (2, 3, -0.3)]).unwrap();
        let draws = Draws::open(Seed(11), Stream::Parameter);
        let n = 40_000;
        let mut sums = [[0.0; 4]; 4];
        for trial in 0..n {
            let mut z = [0.0; 4];
            draws.normals(EntityKey(1), trial, 0, &mut z);
            copula.correlate(&mut z);
            for a in 0..4 {
                for b in 0..4 {
                    sums[a][b] += z[a] * z[b];
                }
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "40,000")]
        let correlation = |a: usize, b: usize| sums[a][b] / n as f64;
        // Standard error of a correlation at n = 40,000 is 0.005.
        assert!((correlation(0, 2) - 0.6).abs() < 0.02);
        assert!((correlation(2, 3) + 0.3).abs() < 0.02);
        assert!(correlation(0, 1).abs() < 0.02);
        assert!(correlation(0, 3).abs() < 0.02);
        assert!((correlation(3, 3) - 1.0).abs() < 0.03);
    }

    #[test]
    fn contradictory_pairs_are_refused() {
        let pairs = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)];
        assert_eq!(Copula::new(&pairs).unwrap_err(), NotPositiveDefinite);
    }
}
