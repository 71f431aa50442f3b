//! Which targets say what a number is, and which way they pull it.

use nalgebra::{DMatrix, DVector};

/// What a group of targets does to a number at the best fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Pull {
    /// Place of the group.
    pub group: usize,
    /// Its part of all that targets say of the number alone, 0 to 1.
    pub share: f64,
    /// How far the number would move without the group, in its own unit; `None` where the other targets say nothing of
    /// it.
    pub without: Option<f64>,
}

/// Pulls on each number by each group.
///
/// `jacobian` holds derivatives of residuals in natural units, `residuals` the residuals at the best fit, `groups` the
/// group of each of them, `ranges` the width between the bounds of each number. To first order, as in Belsley, Kuh &
/// Welsch 1980, *Regression Diagnostics* (recalled): without group G the normal equations of the others are solved from
/// where all are met, `δ = (J'ᵀJ' + P)⁻¹ J_Gᵀ r_G`. P holds numbers of which the others say nothing where they are: they
/// lie between their bounds alike, so that P is 12 over the square of the range, far less than what a target says that
/// says anything.
pub(super) fn pulls(
    jacobian: &DMatrix<f64>,
    residuals: &DVector<f64>,
    groups: &[usize],
    ranges: &[f64],
) -> Vec<Vec<Pull>> {
    let (numbers, last) = (ranges.len(), groups.iter().max().map_or(0, |last| last + 1));
    // In units of each range.
    let scaled = DMatrix::from_fn(jacobian.nrows(), numbers, |row, k| jacobian[(row, k)] * ranges[k]);
    let of = |group: usize| -> (DMatrix<f64>, DVector<f64>) {
        let rows: Vec<usize> = (0..groups.len()).filter(|row| groups[*row] == group).collect();
        let own = scaled.select_rows(&rows);
        let left = DVector::from_iterator(rows.len(), rows.iter().map(|row| residuals[*row]));
        (own.tr_mul(&own), own.tr_mul(&left))
    };
    let whole = scaled.tr_mul(&scaled);
    let all: Vec<(DMatrix<f64>, DVector<f64>)> = (0..last).map(of).collect();
    let moved: Vec<Option<(DVector<f64>, DMatrix<f64>)>> = all
        .iter()
        .map(|(own, slope)| {
            let rest = &whole - own;
            let held = &rest + DMatrix::identity(numbers, numbers) * 12.0;
            Some((held.cholesky()?.solve(slope), rest))
        })
        .collect();
    let pull = |k: usize, group: usize| {
        let all_of_it = whole[(k, k)];
        let share = if all_of_it > 0.0 { all[group].0[(k, k)] / all_of_it } else { 0.0 };
        let without = moved[group]
            .as_ref()
            .filter(|(_, rest)| rest[(k, k)] >= 1.0)
            .map(|(moved, _)| moved[k] * ranges[k]);
        Pull { group, share, without }
    };
    (0..numbers).map(|k| (0..last).map(|group| pull(k, group)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One number seen twice, as 1 ± 1 and as 3 ± 1: it is 2, and each pulls it by 1. Held by 12/range² = 0.0012, the
    /// move is −1/1.0012 without the second.
    #[test]
    fn two_targets_pull_apart() {
        let jacobian = DMatrix::from_row_slice(2, 1, &[1.0, 1.0]);
        let found = pulls(&jacobian, &DVector::from_vec(vec![1.0, -1.0]), &[0, 1], &[100.0]);
        let [first, second] = &found[0][..] else { panic!("{found:?}") };
        assert_eq!((first.share, second.share), (0.5, 0.5));
        assert!((first.without.unwrap() - 1.0 / 1.0012).abs() < 1e-9, "{first:?}");
        assert!((second.without.unwrap() + 1.0 / 1.0012).abs() < 1e-9, "{second:?}");
    }

    /// Of the second number only the second group says anything: without it, it is not known where it would be.
    #[test]
    fn what_one_group_alone_says_has_no_place_without_it() {
        let jacobian = DMatrix::from_row_slice(3, 2, &[2.0, 0.0, 1.0, 3.0, 0.0, 1.0]);
        let found = pulls(&jacobian, &DVector::from_vec(vec![0.0; 3]), &[0, 1, 1], &[10.0, 10.0]);
        // Of the first number: 4 of 4 + 1; of the second 0 of 9 + 1.
        assert!((found[0][0].share - 0.8).abs() < 1e-12 && (found[0][1].share - 0.2).abs() < 1e-12);
        assert_eq!((found[1][0].share, found[1][1].share), (0.0, 1.0));
        assert_eq!((found[1][1].without, found[1][0].without), (None, Some(0.0)));
    }
}
