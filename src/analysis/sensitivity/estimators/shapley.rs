//! Shapley effects: the variance of an output divided among its inputs so that the parts add up, correlated inputs too.
//!
//! # What they are
//! `v(u) = Var(E[Y | X_u])` is what knowing the inputs `u` explains. An input's effect is what it adds to `v`, averaged over
//! all orders in which inputs may become known, as a share of the variance. Effects are never negative and add up to 1,
//! however inputs hang together; of two inputs that go along, each has part of what both tell.
//!
//! # Estimator
//! Each row takes a random order of the groups, luck among them. Along a Gaussian copula the scores of the inputs in that
//! order are `L ε` with the Cholesky factor `L` and independent `ε`, so that knowing the first few inputs is knowing the
//! first few `ε`. A row has two sets, `ε` and `ε'`; it begins with `ε` and replaces, from the last group of the order to the
//! first, one group's `ε` after the other by `ε'`: `groups + 2` points `f_0, f_1, …`, luck a group of its own. The group of
//! step s gets `(f_0 − ½(f_{s−1} + f_s))(f_{s−1} − f_s)`, whose mean is what it adds to `v` of those before it in the order,
//! since `E[(f_0 − f_s)²]/2 = V − v(those before it)`; the parts of a row add up to `½(f_0 − f_end)²`, whose mean is the
//! variance. Effects are means over rows, over the mean of those sums. Nothing has to be nested or sorted, no model of
//! the output is fitted, and no subset is left out: what is random is only which orders are met.
//!
//! # Intervals and limits
//! Bayesian bootstrap over rows. The error of an effect falls with √rows: of 20 inputs 10,000 evaluations leave 450 rows;
//! a test measures the error. An effect that is truly 0 may come out below. Correlation is that of the Gaussian copula that
//! the inputs are drawn with; none other is known here.
//!
//! # Sources
//! Owen 2014 (SIAM/ASA Journal on Uncertainty Quantification 2:245, 10.1137/130936233) and Song, Nelson & Staum 2016 (4:1060,
//! 10.1137/15M1048070) for the effects and for random orders under dependence; Goda 2021 (Reliability Engineering & System
//! Safety 213:107702, 10.1016/j.ress.2021.107702) for the walk, on independent inputs, as `SALib.analyze.shapley`; Mara &
//! Tarantola 2012 (Reliability Engineering & System Safety 107:115, 10.1016/j.ress.2011.08.008) for independent innovations in
//! an order of the inputs; Owen & Prieur 2017 (5:986, 10.1137/16M1097717) for the closed form that tests compare with.

use super::design::{DesignRefused, partition, rows_of, shuffled};
use super::linear::Triangle;
use super::spanned::{Spanned, Statistic, bootstrapped, dot};
use crate::math::normal_quantile;
use crate::random::{Copula, NotPositiveDefinite, Seed};
use rand::Rng;

/// A design for Shapley effects: point `r (groups + 2) + s` is the one of row `r` after `s` groups are replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapleyWalks {
    /// Uniforms `[input][point]`.
    pub points: Vec<Vec<f64>>,
    /// The luck of each point, counted from 0: two for each row.
    pub luck: Vec<u64>,
    /// Groups in the order in which they are replaced, row by row; luck is the last of them.
    walks: Vec<Vec<usize>>,
    groups: usize,
}

/// The variance of an output, divided.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapleyEffects {
    /// Variance, in the square of the output's unit.
    pub variance: Spanned,
    /// The share of every group; with that of luck they add up to 1.
    pub groups: Vec<Spanned>,
    /// The share of luck.
    pub luck: Spanned,
}

impl ShapleyWalks {
    /// Lays a design out: `design` has two columns for each input, first all of one set, then all of the other, in the
    /// order of inputs; `pairs` are the correlations of normal scores, within groups or across.
    ///
    /// # Errors
    ///
    /// [`DesignRefused`] where groups are not a partition, columns do not fit, or correlations contradict each other.
    pub fn of(
        design: &[Vec<f64>],
        groups: &[Vec<usize>],
        pairs: &[(usize, usize, f64)],
        words: &mut impl Rng,
    ) -> Result<ShapleyWalks, DesignRefused> {
        let inputs = partition(groups)?;
        let rows = rows_of(design, inputs)?;
        let ties = Ties::of(inputs, pairs)?;
        let mut points = vec![Vec::with_capacity(rows * (groups.len() + 2)); inputs];
        let (mut luck, mut walks) = (Vec::new(), Vec::new());
        for (row, own) in (0..rows).zip((0_u64..).step_by(2)) {
            let walk = shuffled(groups.len() + 1, words);
            // What is replaced first comes last in the order that conditions.
            let known_first = walk.iter().rev().filter_map(|group| groups.get(*group)).flatten();
            let order: Vec<usize> = known_first.copied().filter(|input| ties.tied[*input]).collect();
            let factor = ties.factor(&order)?;
            let mut current: Vec<f64> = design[..inputs].iter().map(|column| column[row]).collect();
            let mut chance = own;
            ties.place(&current, &order, &factor, &mut points);
            luck.push(chance);
            for group in &walk {
                match groups.get(*group) {
                    Some(members) => {
                        for input in members {
                            current[*input] = design[inputs + input][row];
                        }
                    }
                    None => chance = own + 1,
                }
                ties.place(&current, &order, &factor, &mut points);
                luck.push(chance);
            }
            walks.push(walk);
        }
        Ok(ShapleyWalks { points, luck, walks, groups: groups.len() })
    }

    /// The effects on an output that has one value for each point; all 0 where it does not vary.
    #[must_use]
    pub fn effects(&self, output: &[f64], seed: Seed) -> ShapleyEffects {
        let mut parts = vec![vec![0.0; self.walks.len()]; self.groups + 1];
        let mut sums = vec![0.0; self.walks.len()];
        for (row, (walk, values)) in self.walks.iter().zip(output.chunks_exact(self.groups + 2)).enumerate() {
            for (group, pair) in walk.iter().zip(values.windows(2)) {
                parts[*group][row] = (values[0] - 0.5 * (pair[0] + pair[1])) * (pair[0] - pair[1]);
            }
            sums[row] = parts.iter().map(|part| part[row]).sum();
        }
        let share = |part: &[f64], weights: &[f64]| {
            let all = dot(&sums, weights);
            if all > 0.0 { dot(part, weights) / all } else { 0.0 }
        };
        let mut statistics: Vec<Statistic<'_>> =
            vec![Box::new(|w| dot(&sums, w) / w.iter().sum::<f64>().max(f64::MIN_POSITIVE))];
        for part in &parts {
            statistics.push(Box::new(|w| share(part, w)));
        }
        let mut found = bootstrapped(seed, sums.len(), &statistics);
        let luck = found.pop().unwrap_or(Spanned::exact(0.0));
        let variance = found.remove(0);
        ShapleyEffects { variance, groups: found, luck }
    }
}

/// Correlations of normal scores between inputs.
struct Ties {
    matrix: Vec<Vec<f64>>,
    /// Whether an input is correlated with another.
    tied: Vec<bool>,
}

impl Ties {
    fn of(inputs: usize, pairs: &[(usize, usize, f64)]) -> Result<Ties, NotPositiveDefinite> {
        // Refuses what has no joint distribution, as the scenario's own copula does.
        Copula::new(pairs)?;
        let mut matrix = vec![vec![0.0; inputs]; inputs];
        let mut tied = vec![false; inputs];
        for (input, line) in matrix.iter_mut().enumerate() {
            line[input] = 1.0;
        }
        for (a, b, correlation) in pairs {
            if *a < inputs && *b < inputs && *correlation != 0.0 {
                (matrix[*a][*b], matrix[*b][*a]) = (*correlation, *correlation);
                (tied[*a], tied[*b]) = (true, true);
            }
        }
        Ok(Ties { matrix, tied })
    }

    /// The factor of the correlations in an order of the inputs that have any.
    fn factor(&self, order: &[usize]) -> Result<Vec<Vec<f64>>, NotPositiveDefinite> {
        let line = |a: &usize| order.iter().map(|b| self.matrix[*a][*b]).collect();
        let triangle = Triangle::of(&order.iter().map(line).collect::<Vec<Vec<f64>>>());
        if triangle.is_whole(order.len()) { Ok(triangle.rows().to_vec()) } else { Err(NotPositiveDefinite) }
    }

    /// Adds the point that independent uniforms make.
    fn place(&self, current: &[f64], order: &[usize], factor: &[Vec<f64>], points: &mut [Vec<f64>]) {
        for (input, column) in points.iter_mut().enumerate().filter(|(input, _)| !self.tied[*input]) {
            column.push(current[input]);
        }
        let scores: Vec<f64> = order.iter().map(|input| normal_quantile(current[*input])).collect();
        for (input, line) in order.iter().zip(factor) {
            points[*input].push(Copula::uniform(dot(line, &scores)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::design::one_by_one;
    use super::super::known::{self, evaluated, lattice, words};
    use super::*;

    /// Truths within the stated error, which intervals are of the size of.
    fn agrees(found: &[Spanned], truth: &[f64], error: f64) {
        for (effect, truth) in found.iter().zip(truth) {
            assert!((effect.value - truth).abs() < error, "{effect:?} is not {truth}");
            assert!(effect.high - effect.low < 3.0 * error, "{effect:?}");
        }
    }

    #[test]
    fn a_walk_by_hand() {
        // One input and luck; the row replaces luck first: f = 1, 3, 7. Luck: (1 − 2)(1 − 3) = 2; input:
        // (1 − 5)(3 − 7) = 16; together ½ (1 − 7)² = 18. Shares 16/18 and 2/18.
        let walks = ShapleyWalks { points: Vec::new(), luck: Vec::new(), walks: vec![vec![1, 0]], groups: 1 };
        let found = walks.effects(&[1.0, 3.0, 7.0], Seed(1));
        assert_eq!(found.variance, Spanned::exact(18.0));
        assert!(
            (found.groups[0].value - 8.0 / 9.0).abs() < 1e-15 && (found.luck.value - 1.0 / 9.0).abs() < 1e-15
        );
    }

    /// `SALib.analyze.shapley` of `SALib` 1.6.0, three walks of one input and luck as a second.
    #[test]
    fn salib_in_three_walks() {
        let walks = vec![vec![0, 1], vec![1, 0], vec![0, 1]];
        let walks = ShapleyWalks { points: Vec::new(), luck: Vec::new(), walks, groups: 1 };
        let found = walks.effects(&[1.0, 2.0, 4.0, 3.0, 2.5, 6.0, 2.0, 1.0, 5.0], Seed(1));
        assert!((found.groups[0].value - 0.39814814814814814).abs() < 1e-15, "{found:?}");
        assert!((found.luck.value - 0.6018518518518519).abs() < 1e-15);
        assert!((found.variance.value - (1.7916666666666667 + 2.7083333333333335)).abs() < 1e-14);
    }

    #[test]
    fn two_correlated_normals() {
        // Owen & Prieur 2017, two inputs: σ² Sh_1 = b₁²(1 − ρ²/2) + ρ b₁ b₂ + b₂² ρ²/2 for variances of 1. With b = (2, 1),
        // ρ = 0.5: 4 × 0.875 + 1 + 0.125 = 4.625 of 4 + 1 + 2 = 7; the other 0.875 + 1 + 0.5 = 2.375.
        let pairs = [(0, 1, 0.5)];
        let design = ShapleyWalks::of(&lattice(4, 4_096), &one_by_one(2), &pairs, &mut words("two")).unwrap();
        let found = design.effects(&evaluated(&design.points, |u| known::linear(u, &[2.0, 1.0])), Seed(1));
        agrees(&found.groups, &[4.625 / 7.0, 2.375 / 7.0], 0.03);
        assert!((found.variance.value - 7.0).abs() < 0.3, "{:?}", found.variance);
        assert_eq!(found.luck, Spanned::exact(0.0));
        let all: f64 = found.groups.iter().map(|g| g.value).sum();
        assert!((all - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_block_of_two_beside_one_and_luck() {
        // Iooss & Prieur 2019 (10.1615/Int.J.UncertaintyQuantification.2019028372): with x₁ independent of the pair (x₂, x₃),
        // Sh_1 = b₁²/σ², and the pair is divided as if alone. b = (1, 1, 0), ρ = 0.8, luck of variance 1: σ² = 3; the pair's 1
        // is divided (1 − 0.32) and 0.32: an input that does nothing but goes along has a part.
        let pairs = [(1, 2, 0.8)];
        let design =
            ShapleyWalks::of(&lattice(6, 4_096), &one_by_one(3), &pairs, &mut words("block")).unwrap();
        let luck = &known::normals(3, 1, 2 * 4_096)[0];
        let output: Vec<f64> = evaluated(&design.points, |u| known::linear(u, &[1.0, 1.0, 0.0]))
            .iter()
            .zip(&design.luck)
            .map(|(y, n)| y + luck[usize::try_from(*n).unwrap()])
            .collect();
        let found = design.effects(&output, Seed(1));
        agrees(&found.groups, &[1.0 / 3.0, 0.68 / 3.0, 0.32 / 3.0], 0.04);
        agrees(&[found.luck], &[1.0 / 3.0], 0.04);
        // The pair as one group has what its two members have.
        let groups = [vec![0], vec![1, 2]];
        let design = ShapleyWalks::of(&lattice(6, 4_096), &groups, &pairs, &mut words("pair")).unwrap();
        let found =
            design.effects(&evaluated(&design.points, |u| known::linear(u, &[1.0, 1.0, 0.0])), Seed(1));
        agrees(&found.groups, &[0.5, 0.5], 0.04);
    }

    /// `v(u) = b' Σ_·u Σ_uu⁻¹ Σ_u· b`, averaged over all orders, for a linear model of normals.
    fn closed_form(slopes: &[f64], correlation: &[Vec<f64>]) -> Vec<f64> {
        let n = slopes.len();
        let explained = |set: usize| {
            let members: Vec<usize> = (0..n).filter(|i| set >> i & 1 == 1).collect();
            let right: Vec<f64> = members.iter().map(|i| dot(&correlation[*i], slopes)).collect();
            let line = |a: &usize| members.iter().map(|b| correlation[*a][*b]).collect();
            let triangle = Triangle::of(&members.iter().map(line).collect::<Vec<Vec<f64>>>());
            dot(&triangle.solve(&right), &right)
        };
        let factorial = |k: usize| (1..=k).product::<usize>() as f64;
        let all = explained((1 << n) - 1);
        let effect = |i: usize| {
            let others = (0..1_usize << n).filter(|set| set >> i & 1 == 0);
            let part = |set: usize| {
                let k = set.count_ones() as usize;
                let weight = factorial(k) * factorial(n - 1 - k) / factorial(n);
                weight * (explained(set | 1 << i) - explained(set))
            };
            others.map(part).sum::<f64>() / all
        };
        (0..n).map(effect).collect()
    }

    #[test]
    fn the_closed_form_by_hand() {
        let found = closed_form(&[2.0, 1.0], &[vec![1.0, 0.5], vec![0.5, 1.0]]);
        assert!((found[0] - 4.625 / 7.0).abs() < 1e-14);
    }

    #[test]
    fn a_chain_of_correlations() {
        let pairs = [(0, 1, 0.6), (1, 2, -0.4), (2, 3, 0.3)];
        let mut correlation = vec![vec![0.0; 5]; 5];
        (0..5).for_each(|i| correlation[i][i] = 1.0);
        for (a, b, r) in pairs {
            (correlation[a][b], correlation[b][a]) = (r, r);
        }
        let slopes = [1.0, 2.0, -1.0, 0.5, 1.5];
        let truth = closed_form(&slopes, &correlation);
        let design =
            ShapleyWalks::of(&lattice(10, 8_192), &one_by_one(5), &pairs, &mut words("chain")).unwrap();
        let found = design.effects(&evaluated(&design.points, |u| known::linear(u, &slopes)), Seed(1));
        agrees(&found.groups, &truth, 0.02);
    }

    #[test]
    fn ishigami_is_divided_by_halves() {
        // Independent inputs: an interaction of two is divided in halves.
        let (first, total) = known::ISHIGAMI_INDICES;
        let design =
            ShapleyWalks::of(&lattice(6, 8_192), &one_by_one(3), &[], &mut words("ishigami")).unwrap();
        let found = design.effects(&evaluated(&design.points, known::ishigami), Seed(1));
        let truth: Vec<f64> = first.iter().zip(total).map(|(s, t)| 0.5 * (s + t)).collect();
        agrees(&found.groups, &truth, 0.02);
    }

    /// What the module says of 10,000 evaluations of 20 inputs.
    #[test]
    fn twenty_inputs_and_450_rows() {
        let slopes: Vec<f64> = (1..=20).map(|i| 1.0 / f64::from(i)).collect();
        let pairs = [(0, 1, 0.5), (2, 7, -0.5), (4, 5, 0.7)];
        let partner = |i: usize| {
            pairs.iter().find_map(|(a, b, r)| match i {
                _ if i == *a => Some((*b, *r)),
                _ if i == *b => Some((*a, *r)),
                _ => None,
            })
        };
        // Independent blocks are divided by themselves: b² alone, b_i²(1 − ρ²/2) + ρ b_i b_j + b_j² ρ²/2 of a pair.
        let parts: Vec<f64> = (0..20)
            .map(|i| {
                let (other, r) = partner(i).map_or((0.0, 0.0), |(j, r)| (slopes[j], r));
                let half = 0.5 * r * r;
                slopes[i] * slopes[i] * (1.0 - half) + r * slopes[i] * other + other * other * half
            })
            .collect();
        let whole: f64 = parts.iter().sum();
        let (mut held, mut squares) = (0, 0.0);
        for number in 0..20 {
            let mut design = lattice(40, 450);
            let shifts = known::normals(number, 40, 1);
            for (column, shift) in design.iter_mut().zip(&shifts) {
                let shift = crate::math::normal(shift[0]).below;
                for u in column {
                    *u = (*u + shift).fract();
                }
            }
            let name = format!("row {number}");
            let walks = ShapleyWalks::of(&design, &one_by_one(20), &pairs, &mut words(&name)).unwrap();
            let found = walks.effects(&evaluated(&walks.points, |u| known::linear(u, &slopes)), Seed(number));
            squares += (found.groups[0].value - parts[0] / whole).powi(2);
            for (effect, part) in found.groups.iter().zip(&parts) {
                held += i32::from(effect.low <= part / whole && part / whole <= effect.high);
            }
        }
        assert!((squares / 20.0).sqrt() < 0.05, "{}", (squares / 20.0).sqrt());
        assert!(held > 360, "{held} of 400");
    }

    #[test]
    fn no_rows_and_refusals() {
        let empty = ShapleyWalks::of(&[vec![], vec![]], &one_by_one(1), &[], &mut words("none")).unwrap();
        let found = empty.effects(&[], Seed(1));
        assert_eq!((found.variance, found.groups[0]), (Spanned::exact(0.0), Spanned::exact(0.0)));
        let pairs = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)];
        let refused = ShapleyWalks::of(&lattice(6, 4), &one_by_one(3), &pairs, &mut words("no")).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the stated correlations contradict each other: no joint distribution has them"
        );
    }
}
