//! What a sample that is there already tells of its inputs, correlated or not: no evaluation is added.
//!
//! # First order, by classes
//! Points are sorted by the input and cut into M classes of equal count, about n^⅓ of them (assumption: at 10,000 points 21
//! classes of 480, which lose 1/21² of a straight line's part). What the class means' spread has of the variance is what the
//! input explains: `Var(E[Y | X])/Var Y`. Means of finite classes spread by chance, too; that part is taken off with the
//! variance within classes, as an analysis of variance does: `S = (B − (M − 1) W)/T` with B the sum of squares between
//! classes, W the mean square within, T the whole. An index that is truly 0 so scatters around 0. Values that are the
//! same stay in one class. Correlated inputs each show what is explained by what they go along with: the shares then add up
//! to more than what they explain together.
//!
//! Its interval is normal, with variance `mean(h²)/n + 2 (M − 1)(1 − S)²/n²`: the first part from each point's influence
//! `h = (2 y μ − μ² − S y²)/V` (y around the mean, μ its class's mean, V the variance), the second what is left
//! where nothing is explained, the variance of a χ² of M − 1 degrees of freedom.
//!
//! # Distance (PAWN)
//! The largest distance between the distribution of all outputs and that of the outputs in one class of the input
//! (Kolmogorov), over classes: median, mean, most. It sees what moves the spread and not the mean. Chance alone leaves a
//! distance: below `chance`, what one class of an input that does nothing exceeds one time in twenty, there is nothing to see.
//!
//! # Sources
//! Plischke, Borgonovo & Smith 2013 (European Journal of Operational Research 226:536, 10.1016/j.ejor.2012.11.047) for
//! indices from given data by classes; Pianosi & Wagener 2018 (Environmental Modelling & Software 108:197,
//! 10.1016/j.envsoft.2018.07.019) for PAWN. (Recalled.)

use super::spanned::{Spanned, real};
use crate::analysis::estimate::{mean, median};
use crate::order::Ordered;
use crate::stats::TWO_SIDED_95;

/// What 1.22, 1.36, 1.63 are to 10, 5 and 1 %: Kolmogorov's distance of n points is below 1.3581/√n 19 times of 20.
const KOLMOGOROV_95: f64 = 1.358_1;

/// How far knowing an input's class moves the distribution of an output; 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PawnIndex {
    /// Median over classes.
    pub median: f64,
    /// Mean over classes.
    pub mean: f64,
    /// The farthest class.
    pub most: f64,
    /// What chance exceeds in one class of twenty.
    pub chance: f64,
}

/// The share of the variance that each input explains alone, from any sample; 0 where one of the two does not vary.
#[must_use]
pub fn first_order(inputs: &[Vec<f64>], output: &[f64]) -> Vec<Spanned> {
    let origin = output.first().copied().unwrap_or(0.0);
    let off: Vec<f64> = output.iter().map(|y| y - origin).collect();
    let middle = mean(&off);
    let centred: Vec<f64> = off.iter().map(|y| y - middle).collect();
    inputs.iter().map(|x| explained(&classes(x, class_count(x.len())), &centred)).collect()
}

/// Distances between the distribution of an output and that within classes of each input, about `count` of them.
#[must_use]
pub fn pawn(inputs: &[Vec<f64>], output: &[f64], count: usize) -> Vec<PawnIndex> {
    let mut order: Vec<usize> = (0..output.len()).collect();
    order.order_by(|a, b| output[*a].total_cmp(&output[*b]));
    let of_input = |input: &Vec<f64>| {
        let classes = classes(input, count.max(1));
        let mut distances: Vec<f64> =
            classes.iter().map(|members| distance(&order, output, members)).collect();
        distances.sort_by(f64::total_cmp);
        let n = real(output.len()).max(1.0);
        let class = n / real(classes.len().max(1));
        PawnIndex {
            median: median(&distances),
            mean: mean(&distances),
            most: distances.last().copied().unwrap_or(0.0),
            chance: KOLMOGOROV_95 * (1.0 / class - 1.0 / n).max(0.0).sqrt(),
        }
    };
    inputs.iter().map(of_input).collect()
}

/// The whole part of n^⅓, two or more.
fn class_count(n: usize) -> usize {
    (2..=n).take_while(|m| m * m * m <= n).last().unwrap_or(2)
}

/// Places of the points in up to `count` classes of equal count by a value; those with the same value stay together.
fn classes(values: &[f64], count: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.order_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut classes: Vec<Vec<usize>> = Vec::with_capacity(count);
    let (mut done, mut open) = (0, Vec::new());
    for same in order.chunk_by(|a, b| values[*a] == values[*b]) {
        open.extend_from_slice(same);
        done += same.len();
        // The end that the classes so far should have reached.
        if done * count >= (classes.len() + 1) * values.len() {
            classes.push(std::mem::take(&mut open));
        }
    }
    if !open.is_empty() {
        classes.push(open);
    }
    classes
}

/// The share of the variance of values of mean 0 that classes explain, without what chance would.
fn explained(classes: &[Vec<usize>], centred: &[f64]) -> Spanned {
    let whole: f64 = centred.iter().map(|y| y * y).sum();
    let (n, freedom) = (real(centred.len()), real(classes.len()) - 1.0);
    if freedom < 1.0 || n <= freedom + 1.0 || whole <= 0.0 {
        return Spanned::exact(0.0);
    }
    let means: Vec<f64> = classes
        .iter()
        .map(|members| members.iter().map(|place| centred[*place]).sum::<f64>() / real(members.len()))
        .collect();
    let between: f64 = classes.iter().zip(&means).map(|(members, m)| real(members.len()) * m * m).sum();
    let within = (whole - between).max(0.0) / (n - freedom - 1.0);
    let share = (between - freedom * within) / whole;
    let mut influence = 0.0;
    for (members, m) in classes.iter().zip(&means) {
        for y in members.iter().map(|place| centred[*place]) {
            let h = (2.0 * y * m - m * m - share * y * y) * n / whole;
            influence += h * h;
        }
    }
    let chance = 2.0 * freedom * (1.0 - share) * (1.0 - share);
    let half = TWO_SIDED_95 * (influence + chance).sqrt() / n;
    Spanned::between(share, share - half, share + half)
}

/// Kolmogorov's distance between all outputs, in their order, and those of some members.
fn distance(order: &[usize], output: &[f64], members: &[usize]) -> f64 {
    let mut inside = vec![false; output.len()];
    for place in members {
        inside[*place] = true;
    }
    let (n, m) = (real(order.len()), real(members.len()));
    let (mut all, mut own, mut most) = (0, 0, 0.0_f64);
    for same in order.chunk_by(|a, b| output[*a] == output[*b]) {
        all += same.len();
        own += same.iter().filter(|place| inside[**place]).count();
        most = most.max((real(own) / m - real(all) / n).abs());
    }
    most
}

#[cfg(test)]
mod tests {
    use super::super::known::{self, evaluated, lattice, normals};
    use super::*;

    #[test]
    fn class_counts() {
        assert_eq!([0, 7, 26, 27, 999, 1_000, 10_000].map(class_count), [2, 2, 2, 3, 9, 10, 21]);
    }

    #[test]
    fn classes_by_hand() {
        assert_eq!(classes(&[5.0, 1.0, 4.0, 2.0, 3.0], 2), [vec![1, 3, 4], vec![2, 0]]);
        // Two values only: two classes, however many are asked for.
        assert_eq!(classes(&[1.0, 0.0, 1.0, 0.0], 4), [vec![1, 3], vec![0, 2]]);
        assert_eq!(classes(&[7.0; 3], 3), [vec![0, 1, 2]]);
    }

    #[test]
    fn analysis_of_variance_by_hand() {
        // Classes 1 3 and 5 7: means 2 and 6, B = 2 × 4 + 2 × 4 = 16, within 2 + 2 = 4 on 2 degrees of freedom: W = 2.
        // (16 − 1 × 2)/(16 + 4) = 0.7.
        let found = explained(&[vec![0, 1], vec![2, 3]], &[-3.0, -1.0, 1.0, 3.0]);
        assert!((found.value - 0.7).abs() < 1e-15, "{found:?}");
        // Influence, V = 5, μ = ∓2: y −3: 12 − 4 − 6.3 = 1.7; y −1: 4 − 4 − 0.7 = −0.7; the same above. Squares over 25:
        // 2 × (2.89 + 0.49)/25 = 0.2704; chance 2 × 0.3² = 0.18: half 1.959964 √0.4504/4 = 0.328843.
        assert!((found.high - 0.7 - 0.328_843).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn ishigami_from_a_sample() {
        let points = lattice(3, 8_000);
        let output = evaluated(&points, known::ishigami);
        let found = first_order(&points, &output);
        for (index, truth) in found.iter().zip(known::ISHIGAMI_INDICES.0) {
            assert!((index.value - truth).abs() < 0.02, "{index:?} is not {truth}");
        }
        // The third has no first order and still moves the spread: PAWN sees it.
        let pawn = pawn(&points, &output, 10);
        assert!(found[2].value.abs() < 0.01 && pawn[2].median > pawn[2].chance, "{pawn:?}");
    }

    #[test]
    fn correlated_inputs_show_what_they_go_along_with() {
        // y = z₀ + noise of variance 1, corr(z₀, z₁) = 0.6: z₁ explains 0.36 of z₀'s half.
        let z = normals(1, 3, 8_000);
        let second: Vec<f64> = z[0].iter().zip(&z[1]).map(|(a, b)| 0.6 * a + 0.8 * b).collect();
        let output: Vec<f64> = z[0].iter().zip(&z[2]).map(|(a, b)| a + b).collect();
        let found = first_order(&[z[0].clone(), second], &output);
        assert!((found[0].value - 0.5).abs() < 0.03 && (found[1].value - 0.18).abs() < 0.03, "{found:?}");
        assert!(found[0].low < 0.5 && 0.5 < found[0].high && found[1].low < 0.18 && 0.18 < found[1].high);
    }

    #[test]
    fn intervals_hold_the_truth() {
        // A straight line of half the variance at 1,000 points: 10 classes see less than 0.5 by what varies within them.
        let mut held = 0;
        for number in 0..200 {
            let z = normals(number, 2, 1_000);
            let output: Vec<f64> = z[0].iter().zip(&z[1]).map(|(a, b)| a + b).collect();
            let found = first_order(&z[..1], &output)[0];
            held += u32::from(found.low <= 0.5 && 0.5 <= found.high);
        }
        assert!((170..=199).contains(&held), "{held} of 200");
    }

    #[test]
    fn what_does_nothing_is_around_nothing() {
        let (mut below, mut held) = (0, 0);
        for number in 0..200 {
            let z = normals(number, 2, 500);
            let found = first_order(&z[..1], &z[1])[0];
            below += u32::from(found.value < 0.0);
            held += u32::from(found.low <= 0.0 && 0.0 <= found.high);
        }
        // A χ² of 6 degrees of freedom is below its mean 58 times of 100: 115 of 200, standard deviation 7.
        assert!((94..=136).contains(&below), "{below}");
        assert!(held >= 180, "{held}");
        assert_eq!(first_order(&[vec![1.0; 4]], &[1.0, 2.0, 3.0, 4.0])[0], Spanned::exact(0.0));
        assert_eq!(first_order(&[vec![1.0, 2.0]], &[0.1, 0.1])[0], Spanned::exact(0.0));
        assert_eq!(first_order(&[vec![]], &[])[0], Spanned::exact(0.0));
    }

    #[test]
    fn distance_by_hand() {
        // Outputs 1 to 4; those of the lower class are 1 and 2: at 2 all of them, half of all: 0.5. The same above.
        let found = pawn(&[vec![1.0, 2.0, 3.0, 4.0]], &[1.0, 2.0, 3.0, 4.0], 2)[0];
        assert_eq!((found.median, found.mean, found.most), (0.5, 0.5, 0.5));
        // Two points of four in a class: 1.3581 √(1/2 − 1/4) = 0.67905.
        assert!((found.chance - 0.679_05).abs() < 1e-12);
        let none = pawn(&[vec![1.0, 2.0, 1.0, 2.0]], &[1.0, 1.0, 2.0, 2.0], 2)[0];
        assert_eq!(none.most, 0.0);
    }

    #[test]
    fn chance_is_what_it_is_said_to_be() {
        let mut above = 0;
        for number in 0..100 {
            let z = normals(1_000 + number, 2, 1_000);
            let found = pawn(&z[..1], &z[1], 10)[0];
            let classes = classes(&z[0], 10);
            let mut order: Vec<usize> = (0..1_000).collect();
            order.sort_by(|a, b| z[1][*a].total_cmp(&z[1][*b]));
            above += classes.iter().filter(|c| distance(&order, &z[1], c) > found.chance).count();
        }
        // 50 of 1,000 classes; a little fewer in finite samples.
        assert!((20..=70).contains(&above), "{above}");
    }
}
