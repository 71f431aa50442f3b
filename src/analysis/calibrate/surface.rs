//! A response surface: what outputs are at any point, from what they were at some.

use nalgebra::{DMatrix, DVector};

/// Second-degree polynomials of outputs in the coordinates of a point, fitted by least squares.
#[derive(Clone, Debug)]
pub(super) struct Surface {
    centre: Vec<f64>,
    half: Vec<f64>,
    degree: Degree,
    /// A column for each output.
    coefficients: DMatrix<f64>,
    /// How far each output is off at a point that the others were fitted without: root of the mean square.
    pub(super) errors: Vec<f64>,
}

/// Which terms a surface has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Degree {
    First,
    Second,
}

/// Points that a surface over so many coordinates is fitted to.
pub(super) const fn points_wanted(coordinates: usize) -> usize {
    let terms = (coordinates + 1) * (coordinates + 2) / 2;
    if 2 * terms > terms + 10 { 2 * terms } else { terms + 10 }
}

impl Surface {
    /// Fits values, a row for each point with a number for each output. Of the first degree where there are too few
    /// points for the second; `None` where there are too few for that.
    pub(super) fn fit(points: &[Vec<f64>], values: &[Vec<f64>]) -> Option<Surface> {
        let n = points.first()?.len();
        let ends = |k: usize| {
            let each = points.iter().map(|point| point[k]);
            each.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
        };
        let ends: Vec<(f64, f64)> = (0..n).map(ends).collect();
        let centre: Vec<f64> = ends.iter().map(|(low, high)| f64::midpoint(*low, *high)).collect();
        let half: Vec<f64> =
            ends.iter().map(|(low, high)| (0.5 * (high - low)).max(f64::MIN_POSITIVE)).collect();
        let outputs = values.first()?.len();
        let known = DMatrix::from_fn(values.len(), outputs, |row, column| values[row][column]);
        [Degree::Second, Degree::First].into_iter().find_map(|degree| {
            let blank = Surface {
                centre: centre.clone(),
                half: half.clone(),
                degree,
                coefficients: DMatrix::zeros(0, 0),
                errors: Vec::new(),
            };
            blank.fitted(points, &known)
        })
    }

    fn fitted(self, points: &[Vec<f64>], known: &DMatrix<f64>) -> Option<Surface> {
        let rows: Vec<Vec<f64>> = points.iter().map(|point| self.terms(point)).collect();
        let terms = rows.first()?.len();
        if points.len() < terms + 2 {
            return None;
        }
        let design = DMatrix::from_fn(points.len(), terms, |row, column| rows[row][column]);
        let (q, r) = design.qr().unpack();
        let largest = r.diagonal().amax();
        if r.diagonal().iter().any(|d| d.abs() < 1e-10 * largest) {
            return None;
        }
        let coefficients = r.solve_upper_triangular(&(q.transpose() * known))?;
        let left = known - &q * (q.transpose() * known);
        // What a point would be off, had the others been fitted alone: residual over one less its leverage.
        let without: Vec<f64> = q.row_iter().map(|row| (1.0 - row.norm_squared()).max(1e-6)).collect();
        #[expect(clippy::cast_precision_loss, reason = "some hundred points")]
        let count = points.len() as f64;
        let off = |column: usize| {
            let each = left.column(column).iter().zip(&without).map(|(e, w)| (e / w) * (e / w)).sum::<f64>();
            (each / count).sqrt()
        };
        let errors = (0..known.ncols()).map(off).collect();
        Some(Surface { coefficients, errors, ..self })
    }

    /// The terms of a point: 1, its coordinates from −1 to 1, their squares and products.
    fn terms(&self, point: &[f64]) -> Vec<f64> {
        let x: Vec<f64> =
            point.iter().zip(&self.centre).zip(&self.half).map(|((p, c), h)| (p - c) / h).collect();
        let mut terms = vec![1.0];
        terms.extend(&x);
        if self.degree == Degree::Second {
            for (k, a) in x.iter().enumerate() {
                terms.extend(x[..=k].iter().map(|b| a * b));
            }
        }
        terms
    }

    /// The outputs at a point.
    pub(super) fn at(&self, point: &[f64]) -> Vec<f64> {
        let terms = DVector::from_vec(self.terms(point));
        self.coefficients.tr_mul(&terms).as_slice().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(side: i32) -> Vec<Vec<f64>> {
        let each = (0..side).flat_map(|a| (0..side).map(move |b| vec![f64::from(a), f64::from(b)]));
        each.collect()
    }

    #[test]
    fn a_polynomial_of_the_second_degree_is_met_everywhere() {
        let truth = |p: &[f64]| vec![3.0 - 2.0 * p[0] + 0.5 * p[0] * p[1] + p[1] * p[1], 7.0];
        let points = grid(4);
        let values: Vec<Vec<f64>> = points.iter().map(|p| truth(p)).collect();
        let surface = Surface::fit(&points, &values).unwrap();
        // Far outside, too: 3 − 20 + 0.5 · 10 · 20 + 400 = 483.
        assert!((surface.at(&[10.0, 20.0])[0] - 483.0).abs() < 1e-8);
        assert!((surface.at(&[10.0, 20.0])[1] - 7.0).abs() < 1e-9);
        assert!(surface.errors.iter().all(|error| *error < 1e-9), "{:?}", surface.errors);
    }

    /// Three points on a line and one off: the error at each is what a line through the other three is off.
    #[test]
    fn its_error_is_that_of_points_left_out() {
        // One coordinate; four points leave no room for the second degree with two to spare, so it is a line.
        let points: Vec<Vec<f64>> = (0..4).map(|x| vec![f64::from(x)]).collect();
        let values: Vec<Vec<f64>> = [0.0, 1.0, 2.0, 5.0].map(|y| vec![y]).to_vec();
        let surface = Surface::fit(&points, &values).unwrap();
        // Each left out in turn: what a line through the other three is off there.
        let line = |out: usize| {
            let rest: Vec<(f64, f64)> = points
                .iter()
                .zip(&values)
                .enumerate()
                .filter(|(place, _)| *place != out)
                .map(|(_, (x, y))| (x[0], y[0]))
                .collect();
            let (mx, my) =
                (rest.iter().map(|p| p.0).sum::<f64>() / 3.0, rest.iter().map(|p| p.1).sum::<f64>() / 3.0);
            let slope = rest.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum::<f64>()
                / rest.iter().map(|p| (p.0 - mx) * (p.0 - mx)).sum::<f64>();
            values[out][0] - (my + slope * (points[out][0] - mx))
        };
        assert!(
            (line(0) - 4.0 / 3.0).abs() < 1e-12,
            "through (1, 1), (2, 2), (3, 5): slope 2, at 0 it is −4/3"
        );
        let expected = ((0..4).map(|out| line(out) * line(out)).sum::<f64>() / 4.0).sqrt();
        assert!((surface.errors[0] - expected).abs() < 1e-12, "{} {expected}", surface.errors[0]);
    }

    #[test]
    fn too_few_points_make_no_surface() {
        assert!(Surface::fit(&[vec![0.0], vec![1.0]], &[vec![0.0], vec![1.0]]).is_none());
        // All on one spot of the second coordinate: neither degree has a slope there.
        let points: Vec<Vec<f64>> = (0..20).map(|x| vec![f64::from(x), 1.0]).collect();
        let values: Vec<Vec<f64>> = (0..20).map(|x| vec![f64::from(x)]).collect();
        assert!(Surface::fit(&points, &values).is_none());
        assert_eq!((points_wanted(1), points_wanted(3), points_wanted(10)), (13, 20, 132));
    }
}
