//! Columns that a smooth function of one input can be put together from: natural cubic splines.
//!
//! Between knots a cubic, beyond the outer knots a straight line, so that a long tail of an input bends nothing; a
//! straight line is among them, whatever the knots. Knots stand at quantiles of the input, as Harrell 2015 (Regression Modeling
//! Strategies, 10.1007/978-3-319-19425-7, table 2.3) recommends; basis of Hastie, Tibshirani & Friedman 2009 (The Elements
//! of Statistical Learning, 5.4). (Recalled.) Columns are made orthogonal, of mean 0 and mean square 1.

use super::spanned::{dot, real};
use crate::random::Distribution;

/// Quantiles at which knots stand, from none (a straight line) to seven (six columns).
const KNOTS: [&[f64]; 5] = [
    &[],
    &[0.1, 0.5, 0.9],
    &[0.05, 0.35, 0.65, 0.95],
    &[0.05, 0.275, 0.5, 0.725, 0.95],
    &[0.025, 0.1833, 0.3417, 0.5, 0.6583, 0.8167, 0.975],
];

/// What of a column must be its own, of its length, to be kept.
const OWN: f64 = 1e-5;

/// Bases of an input, from the stiffest to the most supple; none where it does not vary. The first column of each is
/// the input itself, standardised.
pub(super) fn bases(input: &[f64]) -> Vec<Vec<Vec<f64>>> {
    let Some(straight) = orthonormal(&[], input.to_vec()) else { return Vec::new() };
    let mut sorted = straight.clone();
    sorted.sort_by(f64::total_cmp);
    let law = Distribution::Empirical { values: sorted };
    let mut found: Vec<Vec<Vec<f64>>> = Vec::new();
    for shares in KNOTS {
        let mut knots: Vec<f64> = shares.iter().map(|share| law.quantile(*share)).collect();
        knots.dedup();
        let mut basis = vec![straight.clone()];
        for bend in 0..knots.len().saturating_sub(2) {
            let column = straight.iter().map(|x| bent(*x, &knots, bend)).collect();
            if let Some(column) = orthonormal(&basis, column) {
                basis.push(column);
            }
        }
        if found.last().is_none_or(|last: &Vec<Vec<f64>>| basis.len() > last.len()) {
            found.push(basis);
        }
    }
    found
}

/// One bent column of the natural cubic spline: `d_j(x) − d_{K−1}(x)` with
/// `d_j(x) = ((x − t_j)³₊ − (x − t_K)³₊)/(t_K − t_j)`.
fn bent(x: f64, knots: &[f64], bend: usize) -> f64 {
    let last = knots.len() - 1;
    let cube = |knot: usize| {
        let above = (x - knots[knot]).max(0.0);
        above * above * above
    };
    let from = |knot: usize| (cube(knot) - cube(last)) / (knots[last] - knots[knot]);
    from(bend) - from(last - 1)
}

/// What of a column is not a constant or in those before it, with a mean square of 1; `None` where nothing is.
pub(super) fn orthonormal(before: &[Vec<f64>], mut column: Vec<f64>) -> Option<Vec<f64>> {
    let n = real(column.len()).max(1.0);
    let size = |column: &[f64]| (dot(column, column) / n).sqrt();
    let origin = column.first().copied()?;
    for v in &mut column {
        *v -= origin;
    }
    let whole = size(&column);
    // Twice, for what rounding leaves.
    for _ in 0..2 {
        let mean = column.iter().sum::<f64>() / n;
        for v in &mut column {
            *v -= mean;
        }
        for other in before {
            let part = dot(&column, other) / n;
            column.iter_mut().zip(other).for_each(|(v, o)| *v -= part * o);
        }
    }
    let own = size(&column);
    if own.is_nan() || own <= OWN * whole || own == 0.0 {
        return None;
    }
    for v in &mut column {
        *v /= own;
    }
    Some(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_column_by_hand() {
        // Knots 0, 1, 2; x = 1.5: d₀ = (1.5³ − 0)/2 = 1.6875, d₁ = (0.5³ − 0)/1 = 0.125: 1.5625.
        assert_eq!(bent(1.5, &[0.0, 1.0, 2.0], 0), 1.5625);
        assert_eq!(bent(-1.0, &[0.0, 1.0, 2.0], 0), 0.0);
        // A straight line beyond the last knot: x = 3: (27 − 1)/2 − (8 − 1) = 6; x = 4: (64 − 8)/2 − (27 − 8) = 9;
        // x = 5: (125 − 27)/2 − (64 − 27) = 12.
        let beyond: Vec<f64> = [3.0, 4.0, 5.0].iter().map(|x| bent(*x, &[0.0, 1.0, 2.0], 0)).collect();
        assert_eq!(beyond, [6.0, 9.0, 12.0]);
    }

    #[test]
    fn columns_are_orthogonal_and_begin_with_the_input() {
        let x: Vec<f64> = (0..500).map(|i| (f64::from(i * 37 % 500) / 100.0).exp()).collect();
        let all = bases(&x);
        assert_eq!(all.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 3, 4, 6]);
        for basis in &all {
            for (i, a) in basis.iter().enumerate() {
                assert!(a.iter().sum::<f64>().abs() < 1e-8);
                for (j, b) in basis.iter().enumerate() {
                    let product = dot(a, b) / 500.0;
                    assert!((product - f64::from(u8::from(i == j))).abs() < 1e-9, "{i} {j} {product}");
                }
            }
        }
        let slope = (all[0][0][1] - all[0][0][0]) / (x[1] - x[0]);
        assert!(((all[0][0][7] - all[0][0][0]) / (x[7] - x[0]) - slope).abs() < 1e-12);
    }

    #[test]
    fn an_input_of_few_values_has_few_columns() {
        assert!(bases(&[3.0; 10]).is_empty());
        assert!(bases(&[]).is_empty());
        let two: Vec<f64> = (0..10).map(|i| f64::from(i % 2)).collect();
        assert_eq!(bases(&two).len(), 1);
        assert_eq!(bases(&two)[0].len(), 1);
    }
}
