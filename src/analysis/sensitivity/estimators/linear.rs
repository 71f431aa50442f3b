//! Small dense systems: the Cholesky factor of a Gram or correlation matrix, without columns that follow from others.

use super::spanned::dot;

/// What is left of a column's own length, relative to it, below which it counts as following from those before it.
const FOLLOWS: f64 = 1e-9;

/// The lower Cholesky factor of the rows and columns that do not follow from earlier ones.
#[derive(Clone, Debug)]
pub(super) struct Triangle {
    /// Places of the columns kept, in order.
    pub kept: Vec<usize>,
    lower: Vec<Vec<f64>>,
}

impl Triangle {
    /// Factors a symmetric matrix that has no negative eigenvalue.
    pub(super) fn of(matrix: &[Vec<f64>]) -> Triangle {
        let (mut kept, mut lower): (Vec<usize>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
        for (place, line) in matrix.iter().enumerate() {
            let mut row = Vec::with_capacity(kept.len() + 1);
            for (earlier, column) in kept.iter().enumerate() {
                let done = dot(&row, &lower[earlier][..earlier]);
                row.push((line[*column] - done) / lower[earlier][earlier]);
            }
            let rest = line[place] - dot(&row, &row);
            if rest > FOLLOWS * line[place] {
                row.push(rest.sqrt());
                lower.push(row);
                kept.push(place);
            }
        }
        Triangle { kept, lower }
    }

    /// Whether every column was kept.
    pub(super) fn is_whole(&self, size: usize) -> bool {
        self.kept.len() == size
    }

    /// The factor, row by row.
    pub(super) fn rows(&self) -> &[Vec<f64>] {
        &self.lower
    }

    /// Solves for the columns kept; `right` has one value for each of them.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let n = self.kept.len();
        let mut x = right.to_vec();
        for i in 0..n {
            let done = dot(&self.lower[i][..i], &x[..i]);
            x[i] = (x[i] - done) / self.lower[i][i];
        }
        for i in (0..n).rev() {
            let done: f64 = (i + 1..n).map(|j| self.lower[j][i] * x[j]).sum();
            x[i] = (x[i] - done) / self.lower[i][i];
        }
        x
    }

    /// The diagonal of the inverse, for the columns kept.
    pub(super) fn inverse_diagonal(&self) -> Vec<f64> {
        let n = self.kept.len();
        let mut unit = vec![0.0; n];
        let entry = |place: usize| {
            unit.fill(0.0);
            unit[place] = 1.0;
            self.solve(&unit)[place]
        };
        (0..n).map(entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_worked() {
        // [[4, 2], [2, 3]] = L Lᵀ with L = [[2, 0], [1, √2]]; inverse [[3, −2], [−2, 4]]/8.
        let found = Triangle::of(&[vec![4.0, 2.0], vec![2.0, 3.0]]);
        assert_eq!(found.rows()[0], [2.0]);
        assert!((found.rows()[1][1] - 2.0_f64.sqrt()).abs() < 1e-15);
        let x = found.solve(&[8.0, 8.0]);
        assert!((x[0] - 1.0).abs() < 1e-14 && (x[1] - 2.0).abs() < 1e-14, "{x:?}");
        let diagonal = found.inverse_diagonal();
        assert!((diagonal[0] - 0.375).abs() < 1e-15 && (diagonal[1] - 0.5).abs() < 1e-15);
    }

    #[test]
    fn what_follows_from_others_is_left_out() {
        // The second column is twice the first, the third is nothing.
        let found = Triangle::of(&[
            vec![1.0, 2.0, 0.0, 1.0],
            vec![2.0, 4.0, 0.0, 2.0],
            vec![0.0, 0.0, 0.0, 0.0],
            vec![1.0, 2.0, 0.0, 2.0],
        ]);
        assert_eq!(found.kept, [0, 3]);
        assert!(!found.is_whole(4));
        // x + y = 3, x + 2 y = 5.
        assert_eq!(found.solve(&[3.0, 5.0]), [1.0, 2.0]);
    }
}
