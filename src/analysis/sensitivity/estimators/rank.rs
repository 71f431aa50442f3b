//! Rank correlation of an input with an output, alone and with all other inputs held.
//!
//! # Estimators
//! *Spearman*: the correlation of ranks (ties share their middle rank).
//!
//! *Partial* (PRCC): the correlation of the ranks of input and output after what the ranks of all other inputs explain
//! linearly is taken out of both. With `R` the correlation matrix of the inputs' ranks, `r` their correlations with the
//! output's, `b = R⁻¹ r` and `s = 1 − rᵀb`, it is `b_i / √(b_i² + s (R⁻¹)_ii)`.
//!
//! Both say how steadily the output rises or falls with an input, which is all of the answer where it does so, and
//! nothing where it rises and falls: a parabola has neither.
//!
//! # Intervals
//! Fisher's z: `tanh(atanh ρ ± 1.96 √((1 + ρ²/2)/(n − 3 − k)))` with k inputs held (none for Spearman). In 2,000 samples of
//! 50 of two normals it held the truth 94 to 96 times of 100 (a test repeats some of them).
//!
//! # Sources
//! Spearman 1904; Iman & Conover 1982 (Communications in Statistics 11:311, 10.1080/03610918208812265) for partial ranks;
//! Bonett & Wright 2000 (Psychometrika 65:23, 10.1007/BF02294183) for the interval. (Recalled.)

use super::linear::Triangle;
use super::spanned::{Spanned, dot, real};
use crate::math::exp;
use crate::order::Ordered;
use crate::stats::TWO_SIDED_95;

/// How steadily an output rises or falls with an input; −1 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankCorrelation {
    /// Spearman's rank correlation; 0 where one of the two does not vary.
    pub spearman: Spanned,
    /// The same with the ranks of all other inputs held; `None` where the input does not vary, its ranks follow from
    /// those of inputs before it, or there are not more points than inputs and three.
    pub partial: Option<Spanned>,
}

/// Rank correlations of every output with every input, `[output][input]`; columns are of one length.
#[must_use]
pub fn rank_correlations(inputs: &[Vec<f64>], outputs: &[Vec<f64>]) -> Vec<Vec<RankCorrelation>> {
    let ranked: Vec<Vec<f64>> = inputs.iter().map(|column| unit_ranks(column)).collect();
    let matrix: Vec<Vec<f64>> = ranked.iter().map(|a| ranked.iter().map(|b| dot(a, b)).collect()).collect();
    let triangle = Triangle::of(&matrix);
    let inflation = triangle.inverse_diagonal();
    let of_output = |output: &Vec<f64>| {
        let ranks = unit_ranks(output);
        let alone: Vec<f64> = ranked.iter().map(|column| dot(column, &ranks)).collect();
        let mut found: Vec<RankCorrelation> = alone
            .iter()
            .map(|r| RankCorrelation { spearman: spanned(*r, output.len(), 0), partial: None })
            .collect();
        let varies = dot(&ranks, &ranks) > 0.0;
        let held = triangle.kept.len().saturating_sub(1);
        if output.len() > held + 3 {
            let right: Vec<f64> = triangle.kept.iter().map(|place| alone[*place]).collect();
            let slopes = triangle.solve(&right);
            let rest = if varies { (1.0 - dot(&right, &slopes)).max(0.0) } else { 0.0 };
            for ((place, slope), inflation) in triangle.kept.iter().zip(&slopes).zip(&inflation) {
                let length = (slope * slope + rest * inflation).sqrt();
                let partial = if length > 0.0 { slope / length } else { 0.0 };
                found[*place].partial = Some(spanned(partial, output.len(), held));
            }
        }
        found
    };
    outputs.iter().map(of_output).collect()
}

/// A correlation with its interval, of `n` points with `held` inputs held.
fn spanned(correlation: f64, n: usize, held: usize) -> Spanned {
    let correlation = correlation.clamp(-1.0, 1.0);
    let freedom = real(n) - 3.0 - real(held);
    if freedom <= 0.0 {
        return Spanned { value: correlation, low: -1.0, high: 1.0 };
    }
    if correlation.abs() == 1.0 {
        return Spanned::exact(correlation);
    }
    let half = TWO_SIDED_95 * ((1.0 + 0.5 * correlation * correlation) / freedom).sqrt();
    // tanh(atanh ρ ± half) by the odds (1 + ρ)/(1 − ρ), which z moves by a factor.
    let odds = (1.0 + correlation) / (1.0 - correlation);
    let end = |shift: f64| {
        let moved = odds * exp(shift);
        (moved - 1.0) / (moved + 1.0)
    };
    Spanned::between(correlation, end(-2.0 * half), end(2.0 * half))
}

/// Ranks around their mean, of length 1; nothing but zeros where all are the same.
fn unit_ranks(values: &[f64]) -> Vec<f64> {
    let mut ranks = ranks(values);
    let middle = 0.5 * (real(values.len()) + 1.0);
    for rank in &mut ranks {
        *rank -= middle;
    }
    let length = dot(&ranks, &ranks).sqrt();
    if length > 0.0 {
        for rank in &mut ranks {
            *rank /= length;
        }
    }
    ranks
}

/// Ranks from 1; values that are the same share the middle of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.order_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut begin = 0;
    for tied in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let middle = real(begin) + 0.5 * (real(tied.len()) + 1.0);
        for place in tied {
            ranks[*place] = middle;
        }
        begin += tied.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::super::known::normals;
    use super::*;

    #[test]
    fn ranks_by_hand() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(unit_ranks(&[7.0; 3]), [0.0; 3]);
    }

    #[test]
    fn hand_worked() {
        // Ranks 1 2 3 4 against 2 1 4 3: Σd² = 4, ρ = 1 − 6 × 4/(4 × 15) = 0.6. One degree of freedom:
        // atanh 0.6 = 0.693147, half 1.959964 √1.18 = 2.129066; tanh(−1.435919) = −0.892873, tanh 2.822213 = 0.992950.
        let inputs = [vec![1.0, 2.0, 3.0, 4.0], vec![5.0; 4]];
        let found = rank_correlations(&inputs, &[vec![20.0, 10.0, 40.0, 30.0]]);
        let (first, second) = (found[0][0], found[0][1]);
        assert!((first.spearman.value - 0.6).abs() < 1e-14);
        assert!(
            (first.spearman.low + 0.892_873).abs() < 1e-5 && (first.spearman.high - 0.992_950).abs() < 1e-5
        );
        // The only other input does not vary, so nothing is held.
        assert!((first.partial.unwrap().value - 0.6).abs() < 1e-14);
        assert_eq!((second.spearman.value, second.partial), (0.0, None));
    }

    #[test]
    fn partial_by_hand() {
        // Ranks x 1 2 3 4, z 1 3 2 4, y 2 1 3 4: r_xy = 1 − 6 × 2/60 = 0.8, r_zy = 1 − 6 × 6/60 = 0.4, r_xz = 0.8.
        // r_xy·z = (0.8 − 0.4 × 0.8)/√((1 − 0.16)(1 − 0.64)) = 0.48/0.549909; r_zy·x = (0.4 − 0.64)/(0.6 × 0.6).
        let inputs = vec![vec![1.0, 2.0, 3.0, 4.0], vec![1.0, 3.0, 2.0, 4.0]];
        let output = [vec![2.0, 1.0, 3.0, 4.0]];
        assert!(rank_correlations(&inputs, &output)[0][0].partial.is_none(), "four points, one input held");
        // The same four points three times over have the same correlations.
        let thrice = |column: &Vec<f64>| column.repeat(3);
        let inputs: Vec<Vec<f64>> = inputs.iter().map(thrice).collect();
        let found = rank_correlations(&inputs, &[thrice(&output[0])]);
        assert!((found[0][0].partial.unwrap().value - 0.48 / (0.84_f64 * 0.36).sqrt()).abs() < 1e-12);
        assert!((found[0][1].partial.unwrap().value + 0.24 / 0.36).abs() < 1e-12);
    }

    #[test]
    fn what_repeats_another_input_has_no_part_of_its_own() {
        let x: Vec<f64> = (0..20).map(|i| f64::from(i * 7 % 20)).collect();
        let y: Vec<f64> = x.iter().map(|v| v * v + 1.0).collect();
        let found = rank_correlations(&[x.clone(), x.iter().map(|v| -v).collect()], &[y, vec![1.0; 20]]);
        assert_eq!(found[0][0].partial.unwrap(), Spanned::exact(1.0));
        assert!((found[0][1].spearman.value + 1.0).abs() < 1e-12 && found[0][1].partial.is_none());
        assert_eq!(found[1][0].partial.unwrap().value, 0.0, "what does not vary goes with nothing");
    }

    #[test]
    fn intervals_hold_the_truth() {
        // Two normals of correlation 0.5: ρ_S = 6/π asin(0.25) = 0.482583.
        let truth = 6.0 / std::f64::consts::PI * 0.25_f64.asin();
        let mut held = 0;
        for sample in 0..400 {
            let z = normals(sample, 2, 50);
            let y: Vec<f64> = z[0].iter().zip(&z[1]).map(|(a, b)| 0.5 * a + 0.75_f64.sqrt() * b).collect();
            let found = rank_correlations(&z[..1], &[y])[0][0].spearman;
            held += u32::from(found.low <= truth && truth <= found.high);
        }
        // 380 of 400, standard deviation √(400 × 0.95 × 0.05) = 4.4.
        assert!((363..=396).contains(&held), "{held} of 400");
    }
}
