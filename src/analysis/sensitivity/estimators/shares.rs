//! Shapley effects from a sample that is there: what smooth functions of inputs explain of an output, divided among inputs that
//! may be correlated. No evaluation is added.
//!
//! # Estimator
//! The output is regressed on the columns that `information` chooses: splines of inputs, and products of two. What the columns of
//! a set of inputs explain stands for `v(u) = Var(E[Y | X_u])`, less `σ²/n` for each column, which is what it would explain by chance;
//! `σ²` is what all columns leave. A group gets what it adds to `v`, averaged over orders: over all of them up to six groups, over
//! 24 to 200 random ones beyond. What all together do not explain is the rest: luck, and what such functions cannot
//! follow. Groups and rest add up to 1.
//!
//! On independent inputs a product of two is divided in halves and everything else is its own; on correlated ones this is the
//! division of R² that is known as LMG, which for linear models of normals is the Shapley effect.
//!
//! # Intervals
//! Jackknife over 32 batches of neighbouring points with the columns held, with Student's t; to its variance `2 p (rest/n)²` is
//! added for the p columns of a group, that of a χ² of p degrees of freedom, which is all that is left where nothing is
//! explained. It knows the orders that were drawn, and not how others would have come out: with the columns of uncorrelated
//! inputs that makes no difference. An effect that is truly 0 scatters around 0.
//!
//! # Limits
//! Those of `information`: interactions of three inputs, and of two beyond products, stand in the rest. Where they are large, walks
//! (`shapley`) are right and this is not; where luck is large, its error is far below that of as many evaluations in walks.
//!
//! # Sources
//! Lindeman, Merenda & Gold 1980 and Grömping 2007 (The American Statistician 61:139, 10.1198/000313007X188252) for R² divided
//! over orders; Owen & Prieur 2017 (10.1137/16M1097717) for what it is in linear models. (Recalled.)

use super::contrast::Contrast;
use super::design::shuffled;
use super::linear::Triangle;
use super::spanned::{Spanned, dot, real};
use crate::stats::student_95;
use rand::Rng;

/// Up to so many groups all orders are taken.
const ALL_ORDERS: usize = 6;

/// Batches of the jackknife.
const BATCHES: usize = 32;

/// Products that all factorisations together may take, and between how many orders that decides; 70 inputs at 10,000 points took
/// 0.8 s on one core.
const EFFORT: f64 = 2e9;
const FEWEST: f64 = 24.0;
const MOST: f64 = 200.0;

/// The variance of an output, divided from a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleShares {
    /// The share of every group.
    pub groups: Vec<Spanned>,
    /// What is left: luck, and what smooth functions of single inputs and products of two cannot follow.
    pub rest: Spanned,
}

/// Divides the variance of an output among groups of inputs, from any sample; inputs in no group count for the rest. All is 0
/// where the output does not vary, and all is rest where nothing explains it.
#[must_use]
pub fn shapley_from_sample(
    inputs: &[Vec<f64>],
    output: &[f64],
    groups: &[Vec<usize>],
    words: &mut impl Rng,
) -> SampleShares {
    let contrast = Contrast::all(inputs, &[output.to_vec()]).remove(0);
    if contrast.variance <= 0.0 {
        let none = Spanned::exact(0.0);
        return SampleShares { groups: vec![none; groups.len()], rest: none };
    }
    let columns = contrast.columns();
    let orders = orders(groups.len(), columns.len(), words);
    let paths: Vec<ColumnOrder> =
        orders.iter().map(|order| ColumnOrder::of(order, groups, &columns)).collect();
    let batches = batches(&contrast);
    let all = Products::sum(&batches, None);
    let shares = all.divided(&paths, groups.len());
    let without: Vec<Vec<f64>> = (0..batches.len())
        .map(|left_out| Products::sum(&batches, Some(left_out)).divided(&paths, groups.len()))
        .collect();
    let count =
        |group: &[usize]| columns.iter().filter(|of| of.iter().any(|input| group.contains(input))).count();
    let spanned = |place: usize| {
        let (value, n) = (shares[place], real(without.len()));
        let found: Vec<f64> = without.iter().map(|shares| shares[place]).collect();
        let middle = found.iter().sum::<f64>() / n;
        let squares: f64 = found.iter().map(|share| (share - middle) * (share - middle)).sum();
        let own = groups.get(place).map_or(columns.len(), |group| count(group));
        let chance = shares[groups.len()] / real(output.len());
        let variance = (n - 1.0) / n * squares + 2.0 * real(own) * chance * chance;
        let half = student_95(without.len() as u64 - 1) * variance.sqrt();
        if without.len() > 1 {
            Spanned::between(value, value - half, value + half)
        } else {
            Spanned::exact(value)
        }
    };
    let mut found: Vec<Spanned> = (0..=groups.len()).map(spanned).collect();
    let rest = found.pop().unwrap_or(Spanned::exact(1.0));
    SampleShares { groups: found, rest }
}

/// Orders in which groups become known.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between FEWEST and MOST")]
fn orders(groups: usize, columns: usize, words: &mut impl Rng) -> Vec<Vec<usize>> {
    if groups <= ALL_ORDERS {
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for group in 0..groups {
            let grown = |order: &Vec<usize>| {
                let order = order.clone();
                (0..=order.len()).map(move |place| {
                    let mut longer = order.clone();
                    longer.insert(place, group);
                    longer
                })
            };
            all = all.iter().flat_map(grown).collect();
        }
        return all;
    }
    let one = real(columns * columns * columns) / 3.0 * (real(BATCHES) + 1.0);
    let count = (EFFORT / one.max(1.0)).clamp(FEWEST, MOST) as usize;
    (0..count).map(|_| shuffled(groups, words)).collect()
}

/// Columns in the order in which they become known, each with the group that brings it.
struct ColumnOrder(Vec<(usize, usize)>);

impl ColumnOrder {
    fn of(order: &[usize], groups: &[Vec<usize>], columns: &[&[usize]]) -> ColumnOrder {
        let mut known: Vec<usize> = Vec::new();
        let mut path: Vec<(usize, usize)> = Vec::with_capacity(columns.len());
        for group in order {
            known.extend(&groups[*group]);
            for (place, of) in columns.iter().enumerate() {
                let brought = of.iter().all(|input| known.contains(input))
                    && of.iter().any(|input| groups[*group].contains(input));
                if brought {
                    path.push((place, *group));
                }
            }
        }
        ColumnOrder(path)
    }
}

/// Sums over points of columns, output and their products.
#[derive(Clone)]
struct Products {
    n: f64,
    columns: Vec<f64>,
    output: f64,
    squares: f64,
    along: Vec<f64>,
    gram: Vec<Vec<f64>>,
}

/// The sums of each batch of neighbouring points.
fn batches(contrast: &Contrast) -> Vec<Products> {
    let size = contrast.values.len().div_ceil(BATCHES).max(1);
    let of_batch = |begin: usize| {
        let range = begin..(begin + size).min(contrast.values.len());
        let output: Vec<f64> = contrast.values[range.clone()].iter().map(|v| v - contrast.mean).collect();
        let columns: Vec<&[f64]> = contrast.column_values().map(|values| &values[range.clone()]).collect();
        Products {
            n: real(output.len()),
            columns: columns.iter().map(|c| c.iter().sum()).collect(),
            output: output.iter().sum(),
            squares: dot(&output, &output),
            along: columns.iter().map(|c| dot(c, &output)).collect(),
            gram: columns.iter().map(|a| columns.iter().map(|b| dot(a, b)).collect()).collect(),
        }
    };
    (0..contrast.values.len()).step_by(size).map(of_batch).collect()
}

impl Products {
    /// The sums of all batches but one.
    fn sum(batches: &[Products], left_out: Option<usize>) -> Products {
        let size = batches.first().map_or(0, |batch| batch.columns.len());
        let mut all = Products {
            n: 0.0,
            columns: vec![0.0; size],
            output: 0.0,
            squares: 0.0,
            along: vec![0.0; size],
            gram: vec![vec![0.0; size]; size],
        };
        let add = |into: &mut [f64], from: &[f64]| into.iter_mut().zip(from).for_each(|(a, b)| *a += b);
        for (_, batch) in batches.iter().enumerate().filter(|(place, _)| Some(*place) != left_out) {
            all.n += batch.n;
            all.output += batch.output;
            all.squares += batch.squares;
            add(&mut all.columns, &batch.columns);
            add(&mut all.along, &batch.along);
            all.gram.iter_mut().zip(&batch.gram).for_each(|(into, from)| add(into, from));
        }
        all
    }

    /// Mean product of two columns around their means.
    fn covariance(&self, a: usize, b: usize) -> f64 {
        (self.gram[a][b] - self.columns[a] * self.columns[b] / self.n) / self.n
    }

    /// Mean product of a column with the output around their means.
    fn with_output(&self, column: usize) -> f64 {
        (self.along[column] - self.columns[column] * self.output / self.n) / self.n
    }

    /// What each column of a path adds to the variance explained, with its group.
    fn added(&self, path: &ColumnOrder) -> Vec<(usize, f64)> {
        let line = |(a, _): &(usize, usize)| path.0.iter().map(|(b, _)| self.covariance(*a, *b)).collect();
        let triangle = Triangle::of(&path.0.iter().map(line).collect::<Vec<Vec<f64>>>());
        let mut parts: Vec<f64> = Vec::with_capacity(path.0.len());
        let mut added = Vec::with_capacity(path.0.len());
        for (place, row) in triangle.kept.iter().zip(triangle.rows()) {
            let (column, group) = path.0[*place];
            let done = dot(&row[..parts.len()], &parts);
            let part = (self.with_output(column) - done) / row[parts.len()];
            parts.push(part);
            added.push((group, part * part));
        }
        added
    }

    /// The share of every group, and what is left.
    fn divided(&self, paths: &[ColumnOrder], groups: usize) -> Vec<f64> {
        let variance = (self.squares - self.output * self.output / self.n) / self.n;
        let mut shares = vec![0.0; groups + 1];
        for path in paths {
            let added = self.added(path);
            let explained: f64 = added.iter().map(|(_, part)| part).sum();
            let freedom = (self.n - real(added.len()) - 1.0).max(1.0);
            let chance = (variance - explained).max(0.0) / freedom;
            for (group, part) in added {
                shares[group] += (part - chance) / variance / real(paths.len());
            }
        }
        shares[groups] = 1.0 - shares[..groups].iter().sum::<f64>();
        shares
    }
}

#[cfg(test)]
mod tests {
    use super::super::design::one_by_one;
    use super::super::known::{normals, words};
    use super::*;

    #[test]
    fn orders_are_all_or_many() {
        let mut all = orders(3, 5, &mut words("orders"));
        all.sort();
        assert_eq!(all, [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]);
        assert_eq!(orders(6, 5, &mut words("orders")).len(), 720);
        assert_eq!(orders(20, 5, &mut words("orders")).len(), 200);
        assert_eq!(orders(70, 300, &mut words("orders")).len(), 24);
        assert_eq!(orders(0, 0, &mut words("orders")), [Vec::<usize>::new()]);
    }

    #[test]
    fn a_product_comes_with_the_later_of_its_two() {
        let columns: [&[usize]; 4] = [&[0], &[1], &[0, 2], &[1]];
        let path = ColumnOrder::of(&[1, 0], &[vec![0, 1], vec![2]], &columns);
        assert_eq!(path.0, [(0, 0), (1, 0), (2, 0), (3, 0)]);
        let path = ColumnOrder::of(&[0, 1], &[vec![0, 1], vec![2]], &columns);
        assert_eq!(path.0, [(0, 0), (1, 0), (3, 0), (2, 1)]);
    }

    #[test]
    fn two_columns_by_hand() {
        // Variances 1, covariance 0.5, with the output 1.5 and 1, its variance 4. Alone 2.25 and 1; both
        // (2.25 + 1 − 2 × 0.5 × 1.5)/0.75 = 7/3. First: ½ (2.25 + 7/3 − 1) = 43/24; second ½ (1 + 7/3 − 2.25) = 13/24.
        // Left 5/3 of 4; of 1e9 points chance explains nothing.
        let n = 1e9;
        let products = Products {
            n,
            columns: vec![0.0; 2],
            output: 0.0,
            squares: 4.0 * n,
            along: vec![1.5 * n, n],
            gram: vec![vec![n, 0.5 * n], vec![0.5 * n, n]],
        };
        let columns: [&[usize]; 2] = [&[0], &[1]];
        let paths = [[0, 1], [1, 0]].map(|order| ColumnOrder::of(&order, &one_by_one(2), &columns));
        let found = products.divided(&paths, 2);
        for (found, expected) in found.iter().zip([43.0 / 96.0, 13.0 / 96.0, 5.0 / 12.0]) {
            assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
        }
    }

    /// `b₁² (1 − ρ²/2) + ρ b₁ b₂ + b₂² ρ²/2` of a pair, as in `shapley`; a product of two independent normals is halved.
    #[test]
    fn correlated_normals_a_product_and_luck() {
        // y = 2 z₀ + z₁ (ρ = 0.5) + z₂ z₃ + 2 ε: 4.625, 2.375, ½, ½ and 4 of 12; the fifth does nothing.
        let truth = [4.625 / 12.0, 2.375 / 12.0, 0.5 / 12.0, 0.5 / 12.0, 0.0, 4.0 / 12.0];
        let (mut held, mut squares) = ([0; 6], [0.0; 6]);
        for number in 0..40 {
            let mut z = normals(500 + number, 6, 2_000);
            z[1] = z[0].iter().zip(&z[1]).map(|(a, b)| 0.5 * a + 0.75_f64.sqrt() * b).collect();
            let y: Vec<f64> =
                (0..2_000).map(|i| 2.0 * z[0][i] + z[1][i] + z[2][i] * z[3][i] + 2.0 * z[5][i]).collect();
            let found = shapley_from_sample(&z[..5], &y, &one_by_one(5), &mut words("sample"));
            let all: f64 = found.groups.iter().map(|g| g.value).sum();
            assert!((all + found.rest.value - 1.0).abs() < 1e-12);
            for (place, share) in found.groups.iter().chain([&found.rest]).enumerate() {
                squares[place] += (share.value - truth[place]).powi(2) / 40.0;
                held[place] += u32::from(share.low <= truth[place] && truth[place] <= share.high);
            }
        }
        assert!(squares.iter().all(|square| square.sqrt() < 0.016), "{squares:?}");
        assert!(held.iter().all(|held| *held >= 34), "{held:?} of 40");
    }

    #[test]
    fn groups_have_what_their_members_have_and_nothing_explains_noise() {
        let z = normals(9, 4, 4_000);
        let y: Vec<f64> = (0..4_000).map(|i| z[0][i] + z[1][i] * z[2][i] + z[3][i]).collect();
        let found = shapley_from_sample(&z[..3], &y, &[vec![0], vec![1, 2]], &mut words("groups"));
        for share in found.groups.iter().chain([&found.rest]) {
            assert!((share.value - 1.0 / 3.0).abs() < 0.03, "{found:?}");
        }
        let noise = shapley_from_sample(&z[..3], &z[3], &one_by_one(3), &mut words("noise"));
        assert!(noise.groups.iter().all(|share| share.value.abs() < 0.003), "{noise:?}");
        assert!(noise.groups.iter().all(|share| share.low <= 0.0 && 0.0 <= share.high), "{noise:?}");
        let still = shapley_from_sample(&z[..3], &vec![0.1; 4_000], &one_by_one(3), &mut words("still"));
        assert_eq!((still.rest, still.groups[0]), (Spanned::exact(0.0), Spanned::exact(0.0)));
    }

    #[test]
    fn seven_groups_by_random_orders() {
        // Three correlated pairs and one alone; pairs as by hand in `shapley`: b = (2, 1), ρ = 0.5 gives 4.625 and 2.375 of 7.
        let mut z = normals(77, 8, 6_000);
        for pair in [0, 2, 4] {
            z[pair + 1] =
                z[pair].iter().zip(&z[pair + 1]).map(|(a, b)| 0.5 * a + 0.75_f64.sqrt() * b).collect();
        }
        let pairs = |i: usize| [0, 2, 4].map(|p| 2.0 * z[p][i] + z[p + 1][i]).iter().sum::<f64>();
        let y: Vec<f64> = (0..6_000).map(|i| pairs(i) + 2.0 * z[6][i] + 2.0 * z[7][i]).collect();
        let found = shapley_from_sample(&z[..7], &y, &one_by_one(7), &mut words("seven"));
        for (place, part) in [4.625, 2.375, 4.625, 2.375, 4.625, 2.375, 4.0].into_iter().enumerate() {
            assert!((found.groups[place].value - part / 29.0).abs() < 0.02, "{place}: {found:?}");
        }
    }
}
