//! An arm's difference from the best, regressed on inputs: which columns explain it, and what it is expected to be when
//! some inputs are known. What the columns are and why stands in `information`.

use super::linear::Triangle;
use super::spanned::{dot, real};
use super::spline::{bases, orthonormal};
use crate::analysis::estimate::mean;
use crate::math::{ln, normal};
use crate::order::Ordered;
use crate::stats::TWO_SIDED_95;

/// Most products of two inputs that one arm's difference is regressed on.
const PRODUCTS: usize = 30;

/// An arm's difference from the best, and the columns that explain it.
#[derive(Clone, Debug)]
pub(super) struct Contrast {
    /// Difference by trial.
    pub values: Vec<f64>,
    /// Its mean.
    pub mean: f64,
    /// Mean square around the mean.
    pub variance: f64,
    columns: Vec<Regressor>,
    /// Mean products of columns, and of each with the difference.
    gram: Vec<Vec<f64>>,
    right: Vec<f64>,
    /// Of each input the mean product of its straight column with the difference.
    straight: Vec<f64>,
}

/// A column of mean 0 and mean square 1.
#[derive(Clone, Debug)]
struct Regressor {
    /// The inputs it is made of: one, or two for a product.
    of: Vec<usize>,
    counts: CountsWhen,
    values: Vec<f64>,
}

/// When a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CountsWhen {
    /// Whenever its inputs are known.
    Alone,
    /// When another input is known, too: beside others it explains something, alone it does not.
    Beside,
    /// When those of a group that are too faint to be seen one by one explain something together.
    Together,
}

impl Contrast {
    /// The differences of all arms, each with its columns.
    pub(super) fn all(inputs: &[Vec<f64>], differences: &[Vec<f64>]) -> Vec<Contrast> {
        let mut contrasts: Vec<Contrast> = differences.iter().map(|d| Contrast::empty(d)).collect();
        let mut straight: Vec<Option<Vec<f64>>> = Vec::with_capacity(inputs.len());
        for (input, values) in inputs.iter().enumerate() {
            let bases = bases(values);
            for contrast in &mut contrasts {
                contrast.choose(input, &bases);
            }
            straight.push(bases.into_iter().next().and_then(|basis| basis.into_iter().next()));
        }
        for contrast in &mut contrasts {
            contrast.reckon();
            contrast.join(&straight);
            contrast.reckon();
        }
        Contrast::multiply(&mut contrasts, &straight);
        contrasts
    }

    /// The inputs that each column is made of.
    pub(super) fn columns(&self) -> Vec<&[usize]> {
        self.columns.iter().map(|column| column.of.as_slice()).collect()
    }

    /// The columns themselves.
    pub(super) fn column_values(&self) -> impl Iterator<Item = &[f64]> {
        self.columns.iter().map(|column| column.values.as_slice())
    }

    fn empty(difference: &[f64]) -> Contrast {
        // Around the first value, so that what does not vary has a variance of exactly zero.
        let origin = difference.first().copied().unwrap_or(0.0);
        let off: Vec<f64> = difference.iter().map(|v| v - origin).collect();
        let own = mean(&off);
        let squares: Vec<f64> = off.iter().map(|v| (v - own) * (v - own)).collect();
        let middle = origin + own;
        let (columns, gram, right, straight) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Contrast {
            values: difference.to_vec(),
            mean: middle,
            variance: mean(&squares),
            columns,
            gram,
            right,
            straight,
        }
    }

    fn trials(&self) -> f64 {
        real(self.values.len())
    }

    /// Mean product of a column of mean 0 with the difference.
    fn along(&self, column: &[f64]) -> f64 {
        let sum: f64 = column.iter().zip(&self.values).map(|(c, v)| c * (v - self.mean)).sum();
        sum / self.trials().max(1.0)
    }

    /// Takes up the basis of an input with the lowest BIC, n ln(rest) + p ln n, or none.
    fn choose(&mut self, input: usize, bases: &[Vec<Vec<f64>>]) {
        let (n, whole) = (self.trials(), self.variance);
        self.straight.push(bases.first().map_or(0.0, |basis| self.along(&basis[0])));
        let mut lowest = 0.0;
        let mut chosen: &[Vec<f64>] = &[];
        for basis in bases.iter().filter(|basis| whole > 0.0 && 4 * basis.len() < self.values.len()) {
            let explained: f64 =
                basis.iter().map(|column| self.along(column)).map(|along| along * along).sum();
            let rest = (1.0 - explained / whole).max(f64::EPSILON);
            let bic = n * ln(rest) + real(basis.len()) * ln(n);
            if bic < lowest {
                (lowest, chosen) = (bic, basis);
            }
        }
        let of_input = |values: &Vec<f64>| Regressor {
            of: vec![input],
            counts: CountsWhen::Alone,
            values: values.clone(),
        };
        self.columns.extend(chosen.iter().map(of_input));
    }

    /// Takes up the straight columns of inputs that have none: beside others where they explain what others leave, together
    /// where not; none where there are not four trials for each column.
    fn join(&mut self, straight: &[Option<Vec<f64>>]) {
        let Some(rest) = self.rest() else { return };
        if 4 * (self.columns.len() + straight.len()) > self.values.len() {
            return;
        }
        let known: Vec<usize> = self.columns.iter().flat_map(|column| column.of.clone()).collect();
        let silent = straight.iter().enumerate().filter(|(input, _)| !known.contains(input));
        let found: Vec<Regressor> = silent
            .filter_map(|(input, column)| {
                let values = column.clone()?;
                let seen = self.strength(&values, &rest) > ln(self.trials());
                let counts = if seen { CountsWhen::Beside } else { CountsWhen::Together };
                Some(Regressor { of: vec![input], counts, values })
            })
            .collect();
        self.columns.extend(found);
    }

    /// Takes up products of two inputs that explain what the columns leave.
    fn multiply(contrasts: &mut [Contrast], straight: &[Option<Vec<f64>>]) {
        let rests: Vec<Option<Vec<f64>>> = contrasts.iter().map(Contrast::rest).collect();
        let there: Vec<(usize, &Vec<f64>)> =
            straight.iter().enumerate().filter_map(|(i, column)| Some((i, column.as_ref()?))).collect();
        let pairs = real(there.len() * there.len().saturating_sub(1) / 2).max(1.0);
        let mut found: Vec<Vec<(f64, Regressor)>> = vec![Vec::new(); contrasts.len()];
        for (place, (a, first)) in there.iter().enumerate() {
            for (b, second) in &there[place + 1..] {
                let product = first.iter().zip(second.iter()).map(|(x, y)| x * y).collect();
                let Some(values) = orthonormal(&[], product) else { continue };
                for ((contrast, rest), found) in contrasts.iter().zip(&rests).zip(&mut found) {
                    let Some(rest) = rest else { continue };
                    let strength = contrast.strength(&values, rest);
                    if strength > ln(contrast.trials()) + 2.0 * ln(pairs) {
                        found.push((
                            strength,
                            Regressor { of: vec![*a, *b], counts: CountsWhen::Alone, values: values.clone() },
                        ));
                    }
                }
            }
        }
        for (contrast, mut found) in contrasts.iter_mut().zip(found) {
            found.order_by(|a, b| b.0.total_cmp(&a.0));
            contrast.columns.extend(found.into_iter().take(PRODUCTS).map(|(_, column)| column));
            contrast.reckon();
        }
    }

    /// n r²/(1 − r²) of a column with what is left.
    fn strength(&self, column: &[f64], rest: &[f64]) -> f64 {
        let n = self.trials();
        let (own, along) = (dot(rest, rest) / n, dot(column, rest) / n);
        let left = own - along * along;
        if left > 0.0 {
            n * along * along / left
        } else if along == 0.0 {
            0.0
        } else {
            f64::INFINITY
        }
    }

    /// What all columns together leave of the difference; `None` where that is nothing but rounding.
    fn rest(&self) -> Option<Vec<f64>> {
        let places: Vec<usize> = (0..self.columns.len()).collect();
        let (slopes, explained) = self.slopes(&places);
        if self.variance <= 0.0 || self.variance - explained <= 1e-12 * self.variance {
            return None;
        }
        let mut rest: Vec<f64> = self.values.iter().map(|v| v - self.mean).collect();
        for (place, slope) in slopes {
            rest.iter_mut().zip(&self.columns[place].values).for_each(|(r, c)| *r -= slope * c);
        }
        Some(rest)
    }

    /// Mean products of columns that are new, with all before them and with the difference.
    fn reckon(&mut self) {
        let n = self.trials().max(1.0);
        for place in self.gram.len()..self.columns.len() {
            let column = &self.columns[place].values;
            let line: Vec<f64> =
                self.columns[..=place].iter().map(|other| dot(column, &other.values) / n).collect();
            for (known, product) in self.gram.iter_mut().zip(&line) {
                known.push(*product);
            }
            self.right.push(self.along(column));
            self.gram.push(line);
        }
    }

    /// Slopes of some columns fitted together, with what of the variance they explain.
    fn slopes(&self, places: &[usize]) -> (Vec<(usize, f64)>, f64) {
        let line = |a: &usize| places.iter().map(|b| self.gram[*a][*b]).collect();
        let triangle = Triangle::of(&places.iter().map(line).collect::<Vec<Vec<f64>>>());
        let kept: Vec<usize> = triangle.kept.iter().map(|place| places[*place]).collect();
        let right: Vec<f64> = kept.iter().map(|place| self.right[*place]).collect();
        let slopes = triangle.solve(&right);
        let explained = dot(&slopes, &right);
        (kept.into_iter().zip(slopes).collect(), explained)
    }

    /// The regression on the columns that count when a group is known: those that are too faint one by one where together
    /// they explain more than chance does 19 times of 20.
    fn fit(&self, group: &[usize]) -> (Vec<(usize, f64)>, f64) {
        let within = |c: &Regressor| c.of.iter().all(|input| group.contains(input));
        let places = |of: &[CountsWhen]| -> Vec<usize> {
            let counts = |c: &Regressor| of.contains(&c.counts) && within(c);
            (0..self.columns.len()).filter(|place| counts(&self.columns[*place])).collect()
        };
        if group.len() < 2 {
            return self.slopes(&places(&[CountsWhen::Alone]));
        }
        let seen = self.slopes(&places(&[CountsWhen::Alone, CountsWhen::Beside]));
        let all = self.slopes(&places(&[CountsWhen::Alone, CountsWhen::Beside, CountsWhen::Together]));
        let more = all.0.len() - seen.0.len().min(all.0.len());
        let freedom = self.trials() - real(all.0.len()) - 1.0;
        let rest = (self.variance - all.1).max(0.0);
        if more > 0 && freedom > 0.0 && (all.1 - seen.1) * freedom > rest * chi_square_95(real(more)) {
            all
        } else {
            seen
        }
    }

    /// What the difference is expected to be, trial by trial, when a group is known; `None` where that changes nothing.
    pub(super) fn fitted(&self, group: &[usize]) -> Option<Vec<f64>> {
        let (slopes, explained) = self.fit(group);
        let (p, rest) = (real(slopes.len()), (self.variance - explained).max(0.0));
        let freedom = self.trials() - p - 1.0;
        if slopes.is_empty() || freedom <= 0.0 || explained <= 0.0 {
            return None;
        }
        // 1/F = p rest/(freedom explained).
        let drawn_in = (1.0 - p * rest / (freedom * explained)).max(0.0).sqrt();
        let mut fitted = vec![self.mean; self.values.len()];
        for (place, slope) in slopes {
            let slope = slope * drawn_in;
            fitted.iter_mut().zip(&self.columns[place].values).for_each(|(f, c)| *f += slope * c);
        }
        Some(fitted)
    }

    /// What the strongest straight line of a group's inputs could be worth at the upper end of its slope's interval.
    pub(super) fn faint(&self, group: &[usize]) -> f64 {
        let half = TWO_SIDED_95 * (self.variance / self.trials().max(1.0)).sqrt();
        let slopes =
            group.iter().filter_map(|input| self.straight.get(*input)).map(|slope| slope.abs() + half);
        normal_worth(self.mean, slopes.fold(0.0, f64::max))
    }
}

/// What a χ² stays below 19 times of 20 (Wilson & Hilferty 1931, 10.1073/pnas.17.12.684): `p (1 − 2/9p + z √(2/9p))³`.
fn chi_square_95(freedom: f64) -> f64 {
    const ONE_SIDED_95: f64 = 1.644_853_626_951_473;
    let part = 2.0 / (9.0 * freedom);
    let root = 1.0 - part + ONE_SIDED_95 * part.sqrt();
    freedom * root * root * root
}

/// `E max(0, N) − max(0, m)` of a normal of mean m and standard deviation s: `s L(|m|/s)`.
pub(super) fn normal_worth(mean: f64, sd: f64) -> f64 {
    if sd <= 0.0 {
        return 0.0;
    }
    let t = mean.abs() / sd;
    let at = normal(t);
    (sd * (at.density - t * (1.0 - at.below))).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::super::known::normals;
    use super::*;

    #[test]
    fn a_straight_line_by_hand() {
        // x −1 0 1 0 twice, y = 2 x − 1 ± 1 in turn, so that x explains 4 × ½ = 2 of the variance of 3. One column,
        // 1/F = 1 × 1/(6 × 2) = 1/12: fitted −1 ± 2 √(11/12) = −1 ± 1.914854.
        let x = [-1.0, 0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 0.0].to_vec();
        let y: Vec<f64> = x
            .iter()
            .zip([1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0])
            .map(|(x, e)| 2.0 * x - 1.0 + e)
            .collect();
        let straight: Vec<f64> = x.iter().map(|x| x * 2.0_f64.sqrt()).collect();
        let mut found = Contrast::empty(&y);
        assert_eq!((found.mean, found.variance), (-1.0, 3.0));
        found.columns.push(Regressor { of: vec![0], counts: CountsWhen::Alone, values: straight });
        found.reckon();
        assert!((found.right[0] - 2.0_f64.sqrt()).abs() < 1e-15 && (found.gram[0][0] - 1.0).abs() < 1e-15);
        let fitted = found.fitted(&[0]).unwrap();
        assert!((fitted[0] + 2.914_854).abs() < 1e-6 && (fitted[2] - 0.914_854).abs() < 1e-6, "{fitted:?}");
        assert!(found.fitted(&[1]).is_none());
    }

    #[test]
    fn chi_square_by_table() {
        // Printed tables: 3.841, 11.070, 31.410, 90.531 for 1, 5, 20, 70 degrees of freedom.
        for (freedom, printed) in [(1.0, 3.841), (5.0, 11.070), (20.0, 31.410), (70.0, 90.531)] {
            assert!((chi_square_95(freedom) / printed - 1.0).abs() < 0.03, "{}", chi_square_95(freedom));
        }
    }

    #[test]
    fn columns_are_those_that_explain() {
        let z = normals(21, 5, 4_000);
        // A straight line, a parabola, a product; the fourth does nothing.
        let y: Vec<f64> =
            (0..4_000).map(|i| z[0][i] + z[1][i] * z[1][i] + z[0][i] * z[2][i] + z[4][i]).collect();
        let found = &Contrast::all(&z[..4], &[y])[0];
        let of = |inputs: &[usize]| found.columns.iter().filter(|column| column.of == inputs).count();
        assert_eq!((of(&[0]), of(&[2]), of(&[3]), of(&[0, 2])), (1, 1, 1, 1));
        let faint =
            |input: usize| found.columns.iter().any(|c| c.of == [input] && c.counts == CountsWhen::Together);
        assert!(!faint(0) && !faint(1) && faint(2) && faint(3));
        assert!(of(&[1]) > 1 && found.columns.len() == 4 + of(&[1]), "{}", found.columns.len());
    }

    #[test]
    fn an_input_that_only_helps_beside_others_joins_them() {
        // y = z₀ − 0.8 z₁ + ε with z₁ = 0.8 z₀ + 0.6 z: alone z₁ has covariance 0.8 − 0.8 = 0 with y.
        let z = normals(22, 3, 4_000);
        let second: Vec<f64> = z[0].iter().zip(&z[1]).map(|(a, b)| 0.8 * a + 0.6 * b).collect();
        let y: Vec<f64> = (0..4_000).map(|i| z[0][i] - 0.8 * second[i] + z[2][i]).collect();
        let found = &Contrast::all(&[z[0].clone(), second], &[y])[0];
        let joining: Vec<&Regressor> =
            found.columns.iter().filter(|column| column.counts == CountsWhen::Beside).collect();
        assert!(joining.len() == 1 && joining[0].of == [1], "{:?}", joining.len());
        assert!(found.fitted(&[1]).is_none() && found.fitted(&[0, 1]).is_some());
    }
}
