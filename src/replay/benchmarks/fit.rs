//! Least squares that a few wrong rows do not move.

/// Rounds in which rows count by the inverse of their distance, and after them by Tukey's weight.
const ABSOLUTE_ROUNDS: usize = 10;
const ROUNDS: usize = 60;

/// The least distance that tells rows apart: what rounding to dollars and to thousandths of a score leaves.
const FINEST: f64 = 2e-4;

/// Tukey's constant for 95 % efficiency under normal noise, and the normal spread of a median distance.
const TUKEY: f64 = 4.685;
const FROM_MEDIAN: f64 = 1.4826;

/// An equation to be met: `Σ x·β = y`, in shares of what is fitted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Equation<const N: usize> {
    pub(super) x: [f64; N],
    pub(super) y: f64,
}

impl<const N: usize> Equation<N> {
    fn missed(&self, beta: &[f64; N]) -> f64 {
        self.y - dot(&self.x, beta)
    }
}

fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The coefficients that meet the equations best, drawn to `prior` with the weight `ridge` of a row:
/// first by absolute distances, so that no row leads, then by Tukey's weights, under which a row far off
/// has none.
pub(super) fn robust_fit<const N: usize>(rows: &[Equation<N>], prior: [f64; N], ridge: f64) -> [f64; N] {
    let mut beta = prior;
    if rows.is_empty() {
        return beta;
    }
    let mut weights = vec![1.0; rows.len()];
    for round in 0..ROUNDS {
        beta = solve(rows, &weights, prior, ridge);
        let distances: Vec<f64> = rows.iter().map(|row| row.missed(&beta).abs()).collect();
        if round < ABSOLUTE_ROUNDS {
            weights = distances.iter().map(|d| 1.0 / d.max(FINEST)).collect();
        } else {
            let reach = TUKEY * (FROM_MEDIAN * median(&distances)).max(FINEST);
            weights = distances.iter().map(|d| (1.0 - (d / reach) * (d / reach)).max(0.0)).collect();
            for weight in &mut weights {
                *weight *= *weight;
            }
        }
    }
    beta
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[half] } else { 0.5 * (sorted[half - 1] + sorted[half]) }
}

/// The normal equations, by elimination; the ridge keeps them solvable.
fn solve<const N: usize>(rows: &[Equation<N>], weights: &[f64], prior: [f64; N], ridge: f64) -> [f64; N] {
    #[expect(clippy::cast_precision_loss, reason = "rows of a record")]
    let drawn = ridge * weights.iter().sum::<f64>() / rows.len() as f64;
    let mut left = [[0.0; N]; N];
    let mut right = prior.map(|one| drawn * one);
    for (i, line) in left.iter_mut().enumerate() {
        line[i] = drawn;
    }
    for (row, weight) in rows.iter().zip(weights) {
        for i in 0..N {
            right[i] += weight * row.x[i] * row.y;
            for j in 0..N {
                left[i][j] += weight * row.x[i] * row.x[j];
            }
        }
    }
    for i in 0..N {
        for below in i + 1..N {
            let factor = left[below][i] / left[i][i];
            for j in i..N {
                left[below][j] -= factor * left[i][j];
            }
            right[below] -= factor * right[i];
        }
    }
    for i in (0..N).rev() {
        let known: f64 = (i + 1..N).map(|j| left[i][j] * right[j]).sum();
        right[i] = (right[i] - known) / left[i][i];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of y = 2 a + 3 b, of which one is far off.
    fn rows(off: f64) -> Vec<Equation<2>> {
        let mut rows: Vec<Equation<2>> = (0..20)
            .map(|k| {
                let x = [0.1 + f64::from(k % 5), 0.2 + f64::from(k / 5)];
                Equation { x, y: 2.0 * x[0] + 3.0 * x[1] }
            })
            .collect();
        rows[7].y += off;
        rows
    }

    #[test]
    fn a_row_far_off_moves_nothing() {
        for off in [0.0, 0.5, 100.0] {
            let [a, b] = robust_fit(&rows(off), [1.0, 1.0], 1e-6);
            assert!((a - 2.0).abs() < 1e-4 && (b - 3.0).abs() < 1e-4, "{off}: {a} {b}");
        }
    }

    #[test]
    fn what_rows_do_not_tell_stays_where_it_was() {
        assert_eq!(robust_fit::<2>(&[], [1.03, 1.02], 1e-6), [1.03, 1.02]);
        // One row for the sum of two: 1.1 and 1.1, from 1.0 each by the same distance.
        let one = [Equation { x: [1.0, 1.0], y: 2.2 }];
        let found = robust_fit(&one, [1.0, 1.0], 1e-6);
        assert!(found.iter().all(|beta| (beta - 1.1).abs() < 1e-4), "{found:?}");
    }
}
