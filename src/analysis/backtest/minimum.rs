//! The least value of a smooth function of a few numbers, and how sharp it is there.
//!
//! Quasi-Newton steps (Broyden, Fletcher, Goldfarb, Shanno; Nocedal and Wright, "Numerical Optimization",
//! algorithm 6.1) along gradients by central differences, halved until they lead down. The same bits on every
//! machine.

/// Step of central differences.
const STEP: f64 = 1e-3;
/// Step of second differences: wide enough for rounding, narrow enough for curvature.
const CURVATURE_STEP: f64 = 0.02;
/// Largest slope that counts as level.
const LEVEL: f64 = 0.05;
/// Most steps.
const MOST: usize = 80;
/// Longest step.
const LONGEST: f64 = 1.0;

/// Where a search ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lowest<const N: usize> {
    /// The point.
    pub at: [f64; N],
    /// The value there.
    pub value: f64,
}

type Square<const N: usize> = [[f64; N]; N];

/// Searches downwards from `start`; what is not a number counts as infinitely high.
pub(super) fn lowest<const N: usize>(height: &dyn Fn(&[f64; N]) -> f64, start: [f64; N]) -> Lowest<N> {
    let mut here = Lowest { at: start, value: height(&start) };
    let mut slope = gradient(height, &here.at);
    let mut inverse = identity();
    for _ in 0..MOST {
        if slope.iter().all(|s| s.abs() < LEVEL) {
            break;
        }
        let mut way = times(&inverse, &slope).map(|w| -w);
        if dot(&way, &slope) >= 0.0 {
            inverse = identity();
            way = slope.map(|s| -s);
        }
        let length = dot(&way, &way).sqrt();
        if length > LONGEST {
            way = way.map(|w| w * LONGEST / length);
        }
        let Some(next) = step_down(height, &here, &way, dot(&way, &slope)) else { break };
        let new_slope = gradient(height, &next.at);
        let moved: [f64; N] = std::array::from_fn(|k| next.at[k] - here.at[k]);
        let turned: [f64; N] = std::array::from_fn(|k| new_slope[k] - slope[k]);
        inverse = updated(inverse, &moved, &turned);
        (here, slope) = (next, new_slope);
    }
    here
}

/// A step along `way` that leads down by a little of what the slope promises, halved as often as it takes.
fn step_down<const N: usize>(
    height: &dyn Fn(&[f64; N]) -> f64,
    here: &Lowest<N>,
    way: &[f64; N],
    promised: f64,
) -> Option<Lowest<N>> {
    let mut part = 1.0;
    for _ in 0..30 {
        let at: [f64; N] = std::array::from_fn(|k| here.at[k] + part * way[k]);
        let value = height(&at);
        if value <= here.value + 1e-4 * part * promised {
            return Some(Lowest { at, value });
        }
        part *= 0.5;
    }
    None
}

fn gradient<const N: usize>(height: &dyn Fn(&[f64; N]) -> f64, at: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|k| {
        let moved = |by: f64| {
            let mut there = *at;
            there[k] += by;
            height(&there)
        };
        (moved(STEP) - moved(-STEP)) / (2.0 * STEP)
    })
}

/// Standard errors of the numbers where a negative log likelihood is lowest: roots of the diagonal of its
/// inverse curvature. Nothing where it is not a valley.
pub(super) fn standard_errors<const N: usize>(
    height: &dyn Fn(&[f64; N]) -> f64,
    at: &[f64; N],
) -> Option<[f64; N]> {
    let h = CURVATURE_STEP;
    let there = |i: usize, a: f64, j: usize, b: f64| {
        let mut point = *at;
        point[i] += a;
        point[j] += b;
        height(&point)
    };
    let mut curvature = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let mixed = there(i, h, j, h) - there(i, h, j, -h) - there(i, -h, j, h) + there(i, -h, j, -h);
            curvature[i][j] = mixed / (4.0 * h * h);
            curvature[j][i] = curvature[i][j];
        }
    }
    let inverse = inverted(curvature)?;
    let variances: [f64; N] = std::array::from_fn(|k| inverse[k][k]);
    variances.iter().all(|v| *v > 0.0).then(|| variances.map(f64::sqrt))
}

/// Gauss and Jordan, with the largest pivot of each column.
fn inverted<const N: usize>(mut a: Square<N>) -> Option<Square<N>> {
    let mut inverse = identity();
    for column in 0..N {
        let pivot = (column..N).max_by(|i, j| a[*i][column].abs().total_cmp(&a[*j][column].abs()))?;
        a.swap(column, pivot);
        inverse.swap(column, pivot);
        let by = a[column][column];
        if !by.is_finite() || by == 0.0 {
            return None;
        }
        a[column] = a[column].map(|v| v / by);
        inverse[column] = inverse[column].map(|v| v / by);
        for row in (0..N).filter(|row| *row != column) {
            let part = a[row][column];
            for k in 0..N {
                a[row][k] -= part * a[column][k];
                inverse[row][k] -= part * inverse[column][k];
            }
        }
    }
    Some(inverse)
}

/// The inverse curvature after a move turned the slope; unchanged where the move says nothing of it.
fn updated<const N: usize>(inverse: Square<N>, moved: &[f64; N], turned: &[f64; N]) -> Square<N> {
    let along = dot(moved, turned);
    if along <= 1e-12 {
        return inverse;
    }
    let felt = times(&inverse, turned);
    let stretch = (1.0 + dot(turned, &felt) / along) / along;
    std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            inverse[i][j] + stretch * moved[i] * moved[j] - (felt[i] * moved[j] + moved[i] * felt[j]) / along
        })
    })
}

fn identity<const N: usize>() -> Square<N> {
    std::array::from_fn(|i| std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 }))
}

fn times<const N: usize>(a: &Square<N>, b: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|i| dot(&a[i], b))
}

fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilted_bowl_is_found_with_its_sharpness() {
        // ½ (x² / 4 + (y − 3)² / 0.25) · 100: lowest at (0, 3); standard errors 2/10 and 0.5/10.
        let bowl = |p: &[f64; 2]| 50.0 * (p[0] * p[0] / 4.0 + (p[1] - 3.0) * (p[1] - 3.0) / 0.25);
        let found = lowest(&bowl, [5.0, -2.0]);
        assert!(found.at[0].abs() < 0.01 && (found.at[1] - 3.0).abs() < 0.01, "{found:?}");
        let errors = standard_errors(&bowl, &found.at).unwrap();
        assert!((errors[0] - 0.2).abs() < 1e-6 && (errors[1] - 0.05).abs() < 1e-6, "{errors:?}");
    }

    #[test]
    fn a_curved_valley_is_followed() {
        // Rosenbrock's, lowest at (1, 1).
        let valley = |p: &[f64; 2]| 100.0 * (p[1] - p[0] * p[0]).powi(2) + (1.0 - p[0]).powi(2);
        let found = lowest(&valley, [-1.2, 1.0]);
        assert!((found.at[0] - 1.0).abs() < 0.1, "{found:?}");
        // Not a number is never stepped onto; a ridge has no standard error.
        let edge = |p: &[f64; 1]| if p[0] > 2.0 { f64::NAN } else { -p[0] };
        assert!(lowest(&edge, [0.0]).at[0] <= 2.0);
        assert_eq!(standard_errors(&|p: &[f64; 1]| -p[0] * p[0], &[0.0]), None);
    }
}
