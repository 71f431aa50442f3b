//! Which numbers matter most, cheaply: from the run's own trials, before any design is drawn.
//!
//! A number's score is the most that it explains of any output: the square of Spearman's rank correlation, or the part of
//! the variance between ten classes of the number, whichever is larger; the second sees what rises and falls again, which
//! the first does not. Both are shares. What the run's own trials draw costs nothing more.

use super::found::LeftToChance;
use super::inputs::VariedInputs;
use crate::analysis::estimate::{correlation, mean, variance};
use crate::order::Ordered;
use crate::units::real;

/// Classes of a number.
const CLASSES: usize = 10;

/// The inputs that are kept, in their order, and what is left to chance, the most influential first. Inputs that the
/// command gave a range stay, and so do those that the scenario correlates with one that stays.
pub(super) fn screened(
    inputs: &VariedInputs,
    values: &[Vec<f64>],
    outputs: &[Vec<f64>],
    most: usize,
) -> (Vec<usize>, Vec<LeftToChance>) {
    let ranked: Vec<Vec<f64>> = outputs.iter().map(|output| ranks(output)).collect();
    let score = |input: &Vec<f64>| {
        let own = ranks(input);
        let by_rank = |ranked: &Vec<f64>| correlation(&own, ranked) * correlation(&own, ranked);
        let by_class = |output: &Vec<f64>| between_classes(&own, output);
        ranked.iter().map(by_rank).chain(outputs.iter().map(by_class)).fold(0.0, f64::max)
    };
    let scores: Vec<f64> = values.iter().map(score).collect();
    let mut order: Vec<usize> = (0..inputs.all.len()).collect();
    // Free ones first; of those alike the one that stands first.
    order.order_by(|a, b| {
        let is_free = |place: &usize| inputs.all[*place].is_free;
        is_free(b).cmp(&is_free(a)).then(scores[*b].total_cmp(&scores[*a])).then(a.cmp(b))
    });
    let mut kept: Vec<usize> = Vec::new();
    for place in &order {
        let is_free = inputs.all[*place].is_free;
        if (kept.len() < most || is_free) && !kept.contains(place) {
            kept.extend(&inputs.all[*place].together);
        }
    }
    kept.sort_unstable();
    kept.dedup();
    let left = order.iter().filter(|place| !kept.contains(place));
    let left =
        left.map(|place| LeftToChance { name: inputs.all[*place].name.clone(), share: scores[*place] });
    let left = left.collect();
    (kept, left)
}

/// Ranks from 0; those alike share the middle of theirs.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.order_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let alike = order[first..].iter().take_while(|place| values[**place] == values[order[first]]).count();
        for place in &order[first..first + alike] {
            ranks[*place] = real(first) + 0.5 * (real(alike) - 1.0);
        }
        first += alike;
    }
    ranks
}

/// The part of an output's variance between classes of a number, by its ranks, less what chance alone would give:
/// `1 − (n − 1)/(n − k) · within/all` for k classes, and 0 where that is less.
fn between_classes(ranks: &[f64], output: &[f64]) -> f64 {
    let n = output.len();
    let mut classes: Vec<Vec<f64>> = vec![Vec::new(); CLASSES];
    for (rank, value) in ranks.iter().zip(output) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rank among the trials"
        )]
        let class = (rank * real(CLASSES) / real(n)) as usize;
        classes[class.min(CLASSES - 1)].push(*value);
    }
    classes.retain(|class| !class.is_empty());
    let all = variance(output) * (real(n) - 1.0);
    if all <= 0.0 || n <= classes.len() || classes.len() < 2 {
        return 0.0;
    }
    let within: f64 = classes
        .iter()
        .map(|class| {
            let centre = mean(class);
            class.iter().map(|value| (value - centre) * (value - centre)).sum::<f64>()
        })
        .sum();
    (1.0 - (real(n) - 1.0) / (real(n) - real(classes.len())) * within / all).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_share_the_middle() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 0.0]), [2.5, 1.0, 2.5, 0.0]);
        assert!(ranks(&[]).is_empty());
    }

    /// A parabola has no rank correlation and all its variance between classes; a constant explains nothing.
    #[test]
    fn what_rises_and_falls_is_seen() {
        let x: Vec<f64> = (0..1_000).map(f64::from).collect();
        let hill: Vec<f64> = x.iter().map(|x| -(x - 499.5) * (x - 499.5)).collect();
        let own = ranks(&x);
        assert!(correlation(&own, &ranks(&hill)).abs() < 1e-9);
        // Of width w = 0.2 on −1 to 1, classes leave w²/12 × 4/3 of 4/45: 5 %.
        assert!((between_classes(&own, &hill) - 0.95).abs() < 0.01);
        assert_eq!(between_classes(&ranks(&[3.0; 40]), &hill[..40]), 0.0, "one class");
        assert_eq!(between_classes(&own, &[7.0; 1_000]), 0.0);
    }

    #[test]
    fn classes_by_hand() {
        // Ranks 0 to 3 of four, ten classes: each its own, and nothing is left to tell chance from them.
        assert_eq!(between_classes(&[0.0, 1.0, 2.0, 3.0], &[1.0, 2.0, 3.0, 4.0]), 0.0);
        // Two classes of ten by ties, values 0 and 1 in each half but one of ten: within 0.9 each, all 5;
        // 1 − 19/18 × 1.8/5 = 0.62.
        let ranks: Vec<f64> = (0..20).map(|i| if i < 10 { 4.5 } else { 14.5 }).collect();
        let output: Vec<f64> =
            (0..20).map(|i| f64::from(i32::from((i < 10) == (i == 0 || i > 100)))).collect();
        let ones = output.iter().sum::<f64>();
        assert_eq!(ones, 11.0);
        // Lower class: 1 one of 10, within 10 × 0.1 × 0.9 = 0.9; upper: 10 of 10, within 0; all 20 × 0.55 × 0.45 = 4.95.
        let wanted = 1.0 - 19.0 / 18.0 * 0.9 / 4.95;
        assert!((between_classes(&ranks, &output) - wanted).abs() < 1e-12);
    }
}
