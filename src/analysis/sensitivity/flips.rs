//! Whether the ranking of arms holds where one number is at its ends, and at what value it flips.
//!
//! Arms are ranked by the system's margin over all years. The run's best arm leads by `L(x)`, its mean less that of the
//! best of the others where the number is `x` and all others are as drawn, on the same luck. Where `L` is below zero at one
//! end, or where the run's own trials let it be suspected in between, a root is searched for by the Illinois form of false
//! position, on the probability of the number; the last step is straight interpolation. The interval of the value is that
//! of `L` there over its slope.
//!
//! # Source
//! Dowell & Jarratt 1971 (BIT 11:168), the Illinois algorithm. (Recalled.)

use super::estimators::{MeanMet, Spanned};
use super::found::{ArmsChosen, FlipPoint, FlipRow};
use super::inputs::{INPUT_ENDS, VariedInputs};
use super::one_way::{AtPoint, OneWay};
use super::outputs::{ArmContrast, ArmValues};
use super::plan::PROBES;
use crate::analysis::{Estimate, rank_among};
use crate::engine::Fault;
use crate::order::Ordered;
use crate::units::real;

/// Rounds of probes at most; a straight line needs none.
const ROUNDS: usize = 6;
/// Classes of a number in which the run's own trials are looked at.
const CLASSES: usize = 10;
/// A bracket that narrow, in probability, is not divided further.
const NARROW: f64 = 0.005;

/// How arms come out in the run's own trials, which met so many rosters in turn.
pub(super) fn chosen(own: &[Vec<f64>], rosters: usize) -> ArmsChosen {
    let spanned = |values: &[f64]| MeanMet::of(values, rosters).spanned();
    let means: Vec<Spanned> = own.iter().map(|arm| spanned(arm)).collect();
    let values: Vec<f64> = means.iter().map(|mean| mean.value).collect();
    let best = first_best(&values, None);
    let second = (own.len() > 1).then(|| first_best(&values, Some(best)));
    let lead = second.map_or_else(
        || own[best].clone(),
        |second| ArmContrast { arm: best, less: Some(second) }.values(own),
    );
    let trials = own[best].len();
    let is_best = |trial: &usize| own.iter().all(|arm| arm[*trial] <= own[best][*trial]);
    let times = (0..trials).filter(is_best).count();
    ArmsChosen { means, best, second, lead: spanned(&lead), best_in: real(times) / real(trials.max(1)) }
}

/// The first of the best arms, one left out.
fn first_best(means: &[f64], without: Option<usize>) -> usize {
    let mut best: Option<usize> = None;
    for (arm, mean) in means.iter().enumerate().filter(|(arm, _)| Some(*arm) != without) {
        if best.is_none_or(|known| *mean > means[known]) {
            best = Some(arm);
        }
    }
    best.unwrap_or(0)
}

/// How the arms stand at a point.
#[derive(Clone, Copy, Debug)]
struct Stand {
    /// Probability of the number.
    p: f64,
    /// The best arm.
    best: usize,
    /// By how much the run's best arm leads.
    lead: Spanned,
}

/// A stretch of a number in which the lead changes its sign.
#[derive(Clone, Copy, Debug)]
struct Bracket {
    input: usize,
    /// Its ends, the lower first.
    ends: [Stand; 2],
    /// What the rule of false position takes for the leads there: halved where an end stays too long.
    weights: [f64; 2],
    /// The end that was moved last.
    moved: Option<usize>,
}

/// What flips are searched in.
pub(super) struct FlipSearch<'a> {
    pub(super) one_way: OneWay<'a>,
    pub(super) inputs: &'a VariedInputs,
    pub(super) chosen: &'a ArmsChosen,
    /// The measure that arms are chosen by.
    pub(super) measure: usize,
    /// Values of each input in the run's own trials.
    pub(super) drawn: &'a [Vec<f64>],
}

impl FlipSearch<'_> {
    /// By how much each arm is better than the run's best at a point: differences, which are exact on common luck.
    fn means(&self, point: &AtPoint) -> Vec<f64> {
        let contrasts = (0..self.one_way.own[self.measure].len()).map(|arm| self.against_best(arm));
        contrasts.map(|contrast| self.one_way.result(point, self.measure, contrast).value).collect()
    }

    fn against_best(&self, arm: usize) -> ArmContrast {
        ArmContrast { arm, less: Some(self.chosen.best) }
    }

    fn stand(&self, p: f64, point: &AtPoint) -> Stand {
        let means = self.means(point);
        let own = self.chosen.best;
        let rival = first_best(&means, Some(own));
        let contrast = ArmContrast { arm: own, less: Some(rival) };
        let lead = self.one_way.result(point, self.measure, contrast);
        // Of arms that are alike the run's best stays it.
        Stand { p, best: if lead.value < 0.0 { rival } else { own }, lead }
    }

    /// Whether arms rank as in the run.
    fn keeps_ranking(&self, point: &AtPoint) -> bool {
        let ranks = |means: &[f64]| -> Vec<usize> {
            means.iter().map(|mean| rank_among(*mean, means.iter().copied())).collect()
        };
        let own = &self.one_way.own[self.measure];
        let mean = |arm: usize| Estimate::mean(&self.against_best(arm).values(own)).value;
        let run: Vec<f64> = (0..own.len()).map(mean).collect();
        ranks(&run) == ranks(&self.means(point))
    }

    /// A probability between the ends at which the run's own trials make the best arm look worse than another, though
    /// it leads at both ends.
    fn suspected(&self, input: usize, own: &ArmValues) -> Option<f64> {
        let values = &self.drawn[input];
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.order_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
        let size = values.len() / CLASSES;
        if size < 2 || values[order[0]] == values[order[values.len() - 1]] {
            return None;
        }
        let arms = &own[self.measure];
        let mut worst: Option<(f64, usize)> = None;
        for class in 0..CLASSES {
            let trials = &order[class * size..(class + 1) * size];
            let best = &arms[self.chosen.best];
            for (_, other) in arms.iter().enumerate().filter(|(arm, _)| *arm != self.chosen.best) {
                let leads: Vec<f64> = trials.iter().map(|trial| best[*trial] - other[*trial]).collect();
                let found = Estimate::mean(&leads);
                if found.interval().1 < 0.0 && worst.is_none_or(|(least, _)| found.value < least) {
                    worst = Some((found.value, class));
                }
            }
        }
        worst.map(|(_, class)| (real(class) + 0.5) / real(CLASSES))
    }

    /// Whether the ranking holds at the ends of each input, and where it flips between them; how many probes it took.
    pub(super) fn rows(&self, ends: &[AtPoint]) -> Result<(Vec<FlipRow>, usize), Fault> {
        let mut rows: Vec<FlipRow> = Vec::new();
        let mut open: Vec<Bracket> = Vec::new();
        let mut between: Vec<(usize, f64, [Stand; 2])> = Vec::new();
        for (input, ends) in ends.chunks(2).enumerate() {
            let stands = [0, 1].map(|end| self.stand(INPUT_ENDS[end], &ends[end]));
            let signs = stands.map(|stand| stand.best == self.chosen.best);
            match signs {
                [true, false] | [false, true] => open.push(Bracket::of(input, stands)),
                [false, false] => between.push((input, 0.5, stands)),
                [true, true] => {
                    let suspected = self.suspected(input, self.one_way.own);
                    between.extend(suspected.map(|p| (input, p, stands)));
                }
            }
            rows.push(FlipRow {
                input,
                at: INPUT_ENDS.map(|p| self.inputs.all[input].value(p)),
                best: stands.map(|stand| stand.best),
                keeps_ranking: [0, 1].map(|end| self.keeps_ranking(&ends[end])),
                lead: stands.map(|stand| stand.lead),
                flips: Vec::new(),
            });
        }
        between.truncate(PROBES);
        let mut probes = between.len();
        let middle: Vec<(usize, f64)> = between.iter().map(|(input, p, _)| (*input, *p)).collect();
        let found = if middle.is_empty() { Vec::new() } else { self.one_way.at(&middle)? };
        for ((input, p, [low, high]), point) in between.into_iter().zip(&found) {
            let stand = self.stand(p, point);
            let brackets = [[low, stand], [stand, high]].into_iter();
            let differs =
                |ends: &[Stand; 2]| (ends[0].best == self.chosen.best) != (ends[1].best == self.chosen.best);
            open.extend(brackets.filter(differs).map(|ends| Bracket::of(input, ends)));
        }
        probes += self.narrow(&mut open, PROBES.saturating_sub(probes))?;
        for bracket in open {
            rows[bracket.input].flips.push(bracket.flip(self.inputs));
        }
        for row in &mut rows {
            row.flips.order_by(|a, b| a.value.value.total_cmp(&b.value.value));
        }
        Ok((rows, probes))
    }

    /// Narrows brackets in rounds, a probe each, as long as there are probes for all.
    fn narrow(&self, open: &mut [Bracket], mut left: usize) -> Result<usize, Fault> {
        let mut taken = 0;
        for _ in 0..ROUNDS {
            let wide: Vec<usize> =
                (0..open.len()).filter(|place| open[*place].is_wide()).take(left).collect();
            if wide.is_empty() {
                break;
            }
            let points: Vec<(usize, f64)> =
                wide.iter().map(|place| (open[*place].input, open[*place].next())).collect();
            let found = self.one_way.at(&points)?;
            for ((place, (_, p)), point) in wide.iter().zip(&points).zip(&found) {
                open[*place].narrow(self.stand(*p, point));
            }
            taken += wide.len();
            left -= wide.len();
        }
        Ok(taken)
    }
}

impl Bracket {
    fn of(input: usize, ends: [Stand; 2]) -> Bracket {
        Bracket { input, ends, weights: ends.map(|end| end.lead.value), moved: None }
    }

    /// Where a straight line between the weights is nothing.
    fn next(&self) -> f64 {
        let ([low, high], [a, b]) = (self.ends.map(|end| end.p), self.weights);
        let part = if a == b { 0.5 } else { (a / (a - b)).clamp(0.02, 0.98) };
        low + part * (high - low)
    }

    fn is_wide(&self) -> bool {
        let exact = |end: &Stand| end.lead.value.abs() <= 0.05 * (end.lead.high - end.lead.value);
        self.ends[1].p - self.ends[0].p > NARROW && !self.ends.iter().any(exact)
    }

    /// Takes up a point between the ends.
    fn narrow(&mut self, stand: Stand) {
        let is_low = (stand.lead.value < 0.0) == (self.ends[0].lead.value < 0.0);
        let (end, other) = if is_low { (0, 1) } else { (1, 0) };
        self.ends[end] = stand;
        self.weights[end] = stand.lead.value;
        if self.moved == Some(end) {
            self.weights[other] *= 0.5;
        }
        self.moved = Some(end);
    }

    /// The value at which it flips, by a straight line between the ends.
    fn flip(&self, inputs: &VariedInputs) -> FlipPoint {
        let input = &inputs.all[self.input];
        let [low, high] = self.ends;
        let (from, to) = (input.value(low.p), input.value(high.p));
        let apart = high.lead.value - low.lead.value;
        let part = if apart == 0.0 { 0.5 } else { (-low.lead.value / apart).clamp(0.0, 1.0) };
        let value = from + part * (to - from);
        let half = |stand: &Stand| stand.lead.high - stand.lead.value;
        let error = half(&low) + part * (half(&high) - half(&low));
        let wide = if apart == 0.0 { f64::INFINITY } else { (error * (to - from) / apart).abs() };
        let (least, most) = input.law().range();
        let value = Spanned { value, low: (value - wide).max(least), high: (value + wide).min(most) };
        FlipPoint { value, below: low.best, above: high.best }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bench::Bench;
    use super::super::one_way::tornado;
    use super::super::outputs::SoughtOutputs;
    use super::super::toy::{Margin, ToyBench, inputs};
    use super::*;

    fn searched(n: usize, arms: usize, margin: Margin) -> (Vec<FlipRow>, usize, ArmsChosen) {
        let bench = ToyBench { arms, inputs: n, margin, rosters: 1 };
        let own = bench.values(&bench.as_drawn((0..400).collect())).unwrap();
        let (inputs, outputs) = (inputs(n, arms), SoughtOutputs::margins(arms));
        let one_way = OneWay { bench: &bench, own: &own, trials: 32 };
        let (_, ends) = tornado(&one_way, &inputs, &outputs).unwrap();
        let chosen = chosen(&own[0], 1);
        let drawn: Vec<Vec<f64>> = (0..n)
            .map(|input| (0..400).map(|trial| 10.0 * ToyBench::drawn(input, trial)).collect())
            .collect();
        let search = FlipSearch { one_way, inputs: &inputs, chosen: &chosen, measure: 0, drawn: &drawn };
        let (rows, probes) = search.rows(&ends).unwrap();
        (rows, probes, chosen)
    }

    /// Margins 0 and 4 (x0 − 3) + luck with mean nothing: the second is best above x0 = 3, by hand. The second number is
    /// used by neither, and luck is the same in both.
    #[test]
    fn a_flip_is_found_where_it_lies() {
        let margin: Margin = |arm, p, luck| {
            if arm == 0 { luck } else { 4.0 * (10.0 * p[0] - 3.0) + luck }
        };
        let (rows, probes, chosen) = searched(2, 2, margin);
        assert_eq!((chosen.best, chosen.second), (1, Some(0)));
        let flip = rows[0].flips[0];
        assert!((flip.value.value - 3.0).abs() < 1e-9, "{flip:?}");
        assert_eq!((flip.below, flip.above, rows[0].best, rows[0].flips.len()), (0, 1, [0, 1], 1));
        assert!(flip.value.high - flip.value.low < 1e-9, "nothing is left open: {flip:?}");
        assert_eq!(rows[0].at, [0.5, 9.5]);
        // x0 = 0.5 and 9.5: leads of 4 × −2.5 and 4 × 6.5.
        assert!((rows[0].lead[0].value + 10.0).abs() < 1e-9 && (rows[0].lead[1].value - 26.0).abs() < 1e-9);
        assert!(rows[1].flips.is_empty() && rows[1].keeps_ranking == [true, true]);
        assert_eq!(rows[1].lead[0], chosen.lead, "to the bit");
        assert!(probes <= 2, "a straight line needs few: {probes}");
    }

    /// A curve: x0³/100 − 1 is nothing at x0 = 100^⅓ = 4.6416.
    #[test]
    fn a_curve_needs_a_few_probes() {
        let margin: Margin = |arm, p, _| {
            let x = 10.0 * p[0];
            if arm == 0 { 0.0 } else { x * x * x / 100.0 - 1.0 }
        };
        let (rows, probes, _) = searched(1, 2, margin);
        let found = rows[0].flips[0].value.value;
        assert!((found - 4.6416).abs() < 0.02, "{found}");
        assert!((1..=6).contains(&probes), "{probes}");
    }

    /// Best at both ends and worse in between: 1 − hill of 5 around x0 = 5, so that it flips at 4 and at 6.
    #[test]
    fn a_hollow_between_the_ends_is_looked_into() {
        let margin: Margin = |arm, p, _| {
            let off = (10.0 * p[0] - 5.0).abs();
            if arm == 0 { 0.0 } else { (5.0 * (off - 1.0)).clamp(-2.0, 2.0) }
        };
        let (rows, _, chosen) = searched(1, 2, margin);
        assert_eq!((chosen.best, rows[0].best), (1, [1, 1]));
        let found: Vec<f64> = rows[0].flips.iter().map(|flip| flip.value.value).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!((found[0] - 4.0).abs() < 0.3 && (found[1] - 6.0).abs() < 0.3, "{found:?}");
        assert_eq!((rows[0].flips[0].above, rows[0].flips[1].below), (0, 0));
    }

    #[test]
    fn one_arm_leads_nobody() {
        let found = chosen(&[vec![1.0, 3.0]], 1);
        assert_eq!((found.best, found.second, found.best_in, found.lead.value), (0, None, 1.0, 2.0));
        // Of arms alike the first is best; in half of the trials the third is.
        let found = chosen(&[vec![1.0, 3.0], vec![1.0, 3.0], vec![0.0, 4.0]], 1);
        assert_eq!((found.best, found.second, found.best_in), (0, Some(1), 0.5));
    }

    /// Two arms always 1 apart in levels that swing by hundreds and hang on x0 as they like: the ranking holds wherever x0 is.
    #[test]
    fn ranks_go_by_differences() {
        let margin: Margin = |arm, p, luck| {
            let shared = 300.0 * luck * luck * (1.0 + p[0]) - 100.0 * p[0];
            if arm == 0 { shared } else { shared + 0.5 - 0.25 * p[0] * luck }
        };
        let (rows, _, chosen) = searched(1, 2, margin);
        assert_eq!((chosen.best, rows[0].best, rows[0].keeps_ranking), (1, [1, 1], [true, true]));
        assert!(rows[0].lead.iter().all(|lead| lead.low > 0.0), "{:?}", rows[0].lead);
    }

    /// The second arm is better by 1 and 3 on one roster, by 5 and 7 on the other: leads by 4, on rosters by 2 and 6, so the
    /// error is √(8/2) = 2, and the interval 12.706 × 2 either way; four independent trials would leave √(20/3/4) = 1.29.
    #[test]
    fn a_lead_is_as_sure_as_rosters_let_it_be() {
        let own = [vec![0.0; 4], vec![1.0, 5.0, 3.0, 7.0]];
        let found = chosen(&own, 2).lead;
        assert_eq!(found.value, 4.0);
        assert!((found.high - 29.412).abs() < 1e-9 && (found.low + 21.412).abs() < 1e-9, "{found:?}");
        let one = chosen(&own, 1).lead;
        assert!((one.high - 4.0 - 1.959_964 * (5.0_f64 / 3.0).sqrt()).abs() < 1e-5, "{one:?}");
    }
}
