//! What knowing more would be worth when an arm is chosen: EVPI, and EVPPI of inputs, from one sample.
//!
//! # What they are
//! Arms have net benefits `B_a` that depend on inputs `X` and on luck. Without knowing more the arm with the best mean is
//! chosen. Knowing inputs `X_u` before choosing is worth `EVPPI(u) = E max_a E[B_a | X_u] − max_a E[B_a]`; knowing all, luck
//! too, `EVPI = E max_a B_a − max_a E[B_a]`, which nobody can buy and which bounds the others. In the benefit's unit.
//!
//! # Estimator
//! All arms meet the same trials. The difference of each arm from the best on average is regressed on inputs, which takes
//! luck out; then `EVPPI(u) = mean_i max(0, max_a ĝ_a(x_iu))`.
//!
//! * *Columns.* Of each input a natural cubic spline of one to six columns, or none, whichever has the lowest BIC alone, arm by
//!   arm; products of two inputs where the extended BIC of what the splines of all inputs together leave asks for them (the
//!   thirty strongest at most). A group's columns are those of its members and the products within it, so that what a
//!   subset can fit its superset can. Inputs without a spline still have their straight column in groups: one that explains
//!   what others leave (BIC), and all others where together they explain more than chance does 19 times of 20.
//! * *Spread.* Fitted values scatter more than the truth by what chance fits: `p` columns add `p σ²/n` to their variance, and
//!   a maximum over scattered values is too high. Fitted values are drawn in around their mean by `√(1 − 1/F)`, `F` the
//!   regression's, so that their variance is the unbiased estimate of the truth's; to nothing where `F ≤ 1`.
//!
//! # What always holds
//! `0 ≤ EVPPI`: the maximum is over 0 as well. `EVPPI ≤ EVPI`: cut there. Monotone: a group is worth no less than any other
//! group asked for at the same time whose members it holds (the larger of both estimates, ends of intervals too).
//!
//! # Intervals
//! Bayesian bootstrap over batches of neighbouring trials, 500 at most, of `mean(B_chosen − B_best)`, with what is chosen, with and
//! without knowing more, held as the sample found it: a rule that is the best moves its worth only to second order. Where no
//! column was found, the upper end is what a straight line too faint to be found could be worth. Tests measure how often
//! intervals hold the truth. Where trials meet several rosters in turn, intervals are as much wider as that mean's is over
//! rosters that might have been drawn: its error of an analysis of variance, and Student's quantile for so many rosters, over those
//! of independent trials. What could be missed is not widened: luck of rosters is luck to the regression.
//!
//! # Limits
//! Interactions of three inputs, and of two beyond products, are not seen, so groups that act so are worth more than told: of
//! `z₀ z₁ z₂`, worth 0.254, nothing is told. Cliffs are rounded off. An input is worth what is told only if it can be known before
//! the choice. Mean and root mean square errors over 30 samples, among 20 inputs, choosing between nothing and
//!
//! | | worth | 1,000 trials | 4,000 | 10,000 |
//! | --- | --- | --- | --- | --- |
//! | a cliff, 4.5 above one sd, −0.5 below, luck 3 | 0.421 | −0.014, 0.085 | −0.020, 0.038 | −0.011, 0.025 |
//! | a kink, max(z, 0) − 0.5, luck 3 | 0.198 | −0.028, 0.057 | −0.007, 0.020 | −0.005, 0.012 |
//! | a long tail, exp z − 1.6, luck 3 | 0.598 | −0.022, 0.068 | −0.024, 0.037 | −0.019, 0.028 |
//! | twenty slopes of 0.2, −0.2, luck 5, all | 0.266 | −0.001, 0.087 | 0.009, 0.045 | 0.009, 0.029 |
//! | nothing, luck 5, all | 0 | 0.018, 0.043 | 0.008, 0.025 | 0.002, 0.011 |
//!
//! # Sources
//! Strong, Oakley & Brennan 2014 (Medical Decision Making 34:311, 10.1177/0272989X13505910) for EVPPI by regression; Schwarz
//! 1978 (10.1214/aos/1176344136), Chen & Chen 2008 (Biometrika 95:759, 10.1093/biomet/asn034) for BIC and its extension; Heath,
//! Manolopoulou & Baio 2018 (Medical Decision Making 38:163, 10.1177/0272989X17738515) for matching the spread of means;
//! Raiffa & Schlaifer 1961 for the unit normal loss `L(t) = φ(t) − t (1 − Φ(t))` that tests compare with. (Recalled.)

use super::contrast::Contrast;
use super::rosters::MeanMet;
use super::spanned::{Spanned, bootstrapped, dot, real};
use crate::analysis::estimate::mean;
use crate::random::Seed;

/// Most batches that intervals are taken from.
const BATCHES: usize = 500;

/// A sample from which the worth of knowing inputs is read.
#[derive(Clone, Debug)]
pub struct Information {
    /// What knowing everything would be worth, luck too, in the benefit's unit.
    pub evpi: Spanned,
    /// The arm that is best on average, counted from 0.
    pub best: usize,
    contrasts: Vec<Contrast>,
    rosters: usize,
    seed: Seed,
}

impl Information {
    /// Prepares a sample: inputs `[input][trial]`, net benefits `[arm][trial]`, more of which is better, on the same luck.
    /// All that is told of no arm or one, or of no trials, is 0.
    #[must_use]
    pub fn of(inputs: &[Vec<f64>], benefits: &[Vec<f64>], seed: Seed) -> Information {
        Information::over_rosters(inputs, benefits, 1, seed)
    }

    /// The same where trials met so many rosters in turn, of which intervals take account.
    #[must_use]
    pub fn over_rosters(
        inputs: &[Vec<f64>],
        benefits: &[Vec<f64>],
        rosters: usize,
        seed: Seed,
    ) -> Information {
        let means: Vec<f64> = benefits.iter().map(|b| mean(b)).collect();
        let best = (0..means.len()).rev().max_by(|a, b| means[*a].total_cmp(&means[*b])).unwrap_or(0);
        let differences: Vec<Vec<f64>> = benefits
            .iter()
            .enumerate()
            .filter(|(arm, _)| *arm != best)
            .map(|(_, b)| b.iter().zip(&benefits[best]).map(|(x, y)| x - y).collect())
            .collect();
        let trials = benefits.first().map_or(0, Vec::len);
        let most: Vec<f64> =
            (0..trials).map(|i| differences.iter().fold(0.0_f64, |most, d| most.max(d[i]))).collect();
        let gained = Batched::of(&most);
        let evpi = bootstrapped(seed, gained.sums.len(), &[|w: &[f64]| gained.mean(w)])[0];
        let evpi = MeanMet::of(&most, rosters).widened(evpi).map(|v| v.max(0.0));
        let contrasts = Contrast::all(inputs, &differences);
        Information { evpi, best, contrasts, rosters, seed }
    }

    /// What knowing each group of inputs would be worth before the choice, in the benefit's unit. Groups may overlap;
    /// inputs that are not there are worth nothing.
    #[must_use]
    pub fn partial(&self, groups: &[Vec<usize>]) -> Vec<Spanned> {
        let rules: Vec<Rule> = groups.iter().map(|group| self.rule(group)).collect();
        let statistics: Vec<_> =
            rules.iter().map(|rule| |w: &[f64]| rule.earned.mean(w) + rule.shift).collect();
        let batches = rules.first().map_or(0, |rule| rule.earned.sums.len());
        let alone = bootstrapped(self.seed, batches, &statistics);
        let alone = alone.iter().zip(&rules).map(|(worth, rule)| match rule.faint {
            Some(faint) => Spanned { value: 0.0, low: 0.0, high: faint },
            None => rule.met.widened(*worth).map(|v| v.max(0.0)),
        });
        let alone: Vec<Spanned> = alone.collect();
        let holds = |outer: &[usize], inner: &[usize]| inner.iter().all(|input| outer.contains(input));
        let of = |group: &Vec<usize>| {
            let inner = groups.iter().zip(&alone).filter(|(other, _)| holds(group, other));
            inner.fold(Spanned::exact(0.0), |most, (_, worth)| Spanned {
                value: most.value.max(worth.value).min(self.evpi.value),
                low: most.low.max(worth.low).min(self.evpi.low),
                high: most.high.max(worth.high).min(self.evpi.high),
            })
        };
        groups.iter().map(of).collect()
    }

    /// What is chosen when a group is known, and what that earns over the best arm.
    fn rule(&self, group: &[usize]) -> Rule {
        let fitted: Vec<Option<Vec<f64>>> = self.contrasts.iter().map(|c| c.fitted(group)).collect();
        let silent = fitted.iter().all(Option::is_none);
        let faint = silent.then(|| self.contrasts.iter().map(|c| c.faint(group)).fold(0.0, f64::max));
        let trials = self.contrasts.first().map_or(0, |c| c.values.len());
        let (mut worth, mut earned) = (vec![0.0; trials], vec![0.0; trials]);
        for i in (0..trials).filter(|_| !silent) {
            for (contrast, fitted) in self.contrasts.iter().zip(&fitted) {
                let expected = fitted.as_ref().map_or(contrast.mean, |f| f[i]);
                if expected > worth[i] {
                    (worth[i], earned[i]) = (expected, contrast.values[i]);
                }
            }
        }
        let shift = mean(&worth) - mean(&earned);
        Rule { met: MeanMet::of(&earned, self.rosters), earned: Batched::of(&earned), shift, faint }
    }
}

/// A choice made when something is known.
struct Rule {
    /// What it earns over the best arm, trial by trial, in batches.
    earned: Batched,
    /// Its mean over the rosters that trials met.
    met: MeanMet,
    /// What the regression says it earns, less what it earned.
    shift: f64,
    /// What could be missed, where nothing was found.
    faint: Option<f64>,
}

/// Values of trials summed over batches of neighbours: all that means under weights need.
#[derive(Clone, Debug)]
struct Batched {
    sums: Vec<f64>,
    counts: Vec<f64>,
}

impl Batched {
    fn of(values: &[f64]) -> Batched {
        let size = values.len().div_ceil(BATCHES).max(1);
        let batches = values.chunks(size);
        Batched {
            sums: batches.clone().map(|b| b.iter().sum()).collect(),
            counts: batches.map(|b| real(b.len())).collect(),
        }
    }

    /// Mean over trials, each batch with its weight.
    fn mean(&self, weights: &[f64]) -> f64 {
        let all = dot(&self.counts, weights);
        if all > 0.0 { dot(&self.sums, weights) / all } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::contrast::normal_worth;
    use super::super::known::normals;
    use super::*;

    /// Two decisions: nothing, or `shift + Σ slopes z + luck`; inputs are standard normals, the first two correlated.
    struct TwoDecisions {
        shift: f64,
        slopes: [f64; 3],
        correlation: f64,
        luck: f64,
    }

    impl TwoDecisions {
        fn sample(&self, number: u64, trials: usize) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
            let mut z = normals(number, 5, trials);
            let luck = z.pop().unwrap();
            let rest = (1.0 - self.correlation * self.correlation).sqrt();
            for i in 0..trials {
                z[1][i] = self.correlation * z[0][i] + rest * z[1][i];
            }
            let value = |i: usize| -> f64 {
                let explained: f64 = (0..3).map(|k| self.slopes[k] * z[k][i]).sum();
                self.shift + explained + self.luck * luck[i]
            };
            let second = (0..trials).map(value).collect();
            (z, vec![vec![0.0; trials], second])
        }

        /// Standard deviation of what a group tells; the fourth input does nothing.
        fn told(&self, group: &[usize]) -> f64 {
            let [a, b, c] = self.slopes;
            let r = self.correlation;
            let pair = match (group.contains(&0), group.contains(&1)) {
                (true, true) => a * a + b * b + 2.0 * r * a * b,
                (true, false) => (a + r * b) * (a + r * b),
                (false, true) => (b + r * a) * (b + r * a),
                (false, false) => 0.0,
            };
            (pair + if group.contains(&2) { c * c } else { 0.0 }).sqrt()
        }

        fn truth(&self, group: &[usize]) -> f64 {
            normal_worth(self.shift, self.told(group))
        }
    }

    const GROUPS: [&[usize]; 8] = [&[0], &[1], &[2], &[3], &[0, 1], &[0, 2], &[1, 2, 3], &[0, 1, 2, 3]];

    fn groups() -> Vec<Vec<usize>> {
        GROUPS.iter().map(|g| g.to_vec()).collect()
    }

    #[test]
    fn the_unit_normal_loss_by_table() {
        // Printed tables: L(0) = 0.3989, L(0.5) = 0.1978, L(1) = 0.0833, L(2) = 0.0085.
        for (t, printed) in [(0.0, 0.3989), (0.5, 0.1978), (1.0, 0.0833), (2.0, 0.0085)] {
            assert!((normal_worth(t, 1.0) - printed).abs() < 6e-5);
            assert!((normal_worth(-3.0 * t, 3.0) - 3.0 * printed).abs() < 2e-4);
        }
        assert_eq!(normal_worth(1.0, 0.0), 0.0);
    }

    #[test]
    fn perfect_information_by_hand() {
        // Arms 1 2 3 6 and 4 0 5 2: means 3 and 2.75; the better of both 4 2 5 6, mean 4.25: EVPI 1.25.
        let found = Information::of(&[], &[vec![1.0, 2.0, 3.0, 6.0], vec![4.0, 0.0, 5.0, 2.0]], Seed(1));
        assert_eq!((found.best, found.evpi.value), (0, 1.25));
        assert!(found.evpi.low >= 0.0 && found.evpi.high > 1.25);
        let alone = Information::of(&[vec![1.0, 2.0]], &[vec![3.0, 4.0]], Seed(1));
        assert_eq!(alone.evpi, Spanned::exact(0.0));
        assert_eq!(alone.partial(&[vec![0]]), [Spanned::exact(0.0)]);
        let nothing = Information::of(&[], &[], Seed(1));
        assert_eq!((nothing.evpi, nothing.partial(&[]).len()), (Spanned::exact(0.0), 0));
    }

    /// Root mean square error, mean error and how often the interval held the truth, group by group.
    fn tried(case: &TwoDecisions, samples: u64, trials: usize) -> Vec<(f64, f64, u32)> {
        let mut found = vec![(0.0, 0.0, 0); GROUPS.len()];
        for number in 0..samples {
            let (inputs, benefits) = case.sample(number, trials);
            let information = Information::of(&inputs, &benefits, Seed(number));
            for ((worth, group), found) in information.partial(&groups()).iter().zip(GROUPS).zip(&mut found) {
                let off = worth.value - case.truth(group);
                found.0 += off * off / samples as f64;
                found.1 += off / samples as f64;
                found.2 += u32::from(
                    worth.low <= worth.value - off + 1e-12 && worth.value - off <= worth.high + 1e-12,
                );
            }
        }
        found.into_iter().map(|(square, bias, held)| (f64::sqrt(square), bias, held)).collect()
    }

    #[test]
    fn two_decisions_in_closed_form() {
        for correlation in [0.0, 0.5] {
            let case = TwoDecisions { shift: -0.5, slopes: [1.0, 0.6, 0.3], correlation, luck: 2.0 };
            for (group, (error, bias, held)) in GROUPS.iter().zip(tried(&case, 24, 2_000)) {
                assert!(error < 0.035 && bias.abs() < 0.008, "{correlation} {group:?}: {error} {bias}");
                assert!(held >= 20, "{correlation} {group:?}: {held} of 24");
            }
        }
    }

    /// Two rosters in turn, no inputs: the second arm earns 3 and 5 on the first, and 1 and 3 less than nothing on the second. It
    /// is best by 1 in the mean; known, it is left where it loses: EVPI = (3 + 5)/4 − 1 = 1, trial by trial 0 1 0 3.
    /// Means on rosters 0 and 2: between 4 × 1, over 1; within 2, over 2 = 1. Balanced: error √(4/4) = 1. Of independent
    /// trials: squares 6, variance 2, error √(2/4) = 0.707107. So 1.414214 × 12.706/1.959964 = 9.168053 times as wide.
    #[test]
    fn rosters_widen_what_is_told() {
        let benefits = [vec![0.0; 4], vec![3.0, -1.0, 5.0, -3.0]];
        let one = Information::of(&[], &benefits, Seed(1)).evpi;
        let two = Information::over_rosters(&[], &benefits, 2, Seed(1)).evpi;
        assert_eq!((one.value, two.value, two.low), (1.0, 1.0, 0.0));
        assert!(((two.high - 1.0) / (one.high - 1.0) - 9.168_053).abs() < 1e-3, "{one:?} {two:?}");
    }

    #[test]
    fn nothing_to_learn_where_arms_tie() {
        // The worst case: the same mean, and nothing but luck; what chance fits must not be sold.
        let case = TwoDecisions { shift: 0.0, slopes: [0.0; 3], correlation: 0.3, luck: 1.0 };
        for (group, (error, bias, held)) in GROUPS.iter().zip(tried(&case, 24, 1_000)) {
            assert!(error < 0.02 && bias < 0.005, "{group:?}: {error} {bias}");
            assert!(held == 24, "{group:?}: {held} of 24");
        }
    }

    #[test]
    fn a_parabola_and_a_product() {
        let mut z = normals(7, 4, 8_000);
        let luck = z.pop().unwrap();
        // z² − 1 against nothing: E max(0, z² − 1) = 2 φ(1) = 0.483941.
        let second = (0..8_000).map(|i| z[0][i] * z[0][i] - 1.0 + luck[i]).collect();
        let found = Information::of(&z, &[vec![0.0; 8_000], second], Seed(1)).partial(&groups()[..2]);
        assert!((found[0].value - 0.483_941).abs() < 0.03 && found[1].value == 0.0, "{found:?}");
        // z₀ z₁ against nothing: each alone tells nothing, both E max(0, z₀ z₁) = 1/π = 0.318310.
        let second = (0..8_000).map(|i| z[0][i] * z[1][i] + luck[i]).collect();
        let found = Information::of(&z, &[vec![0.0; 8_000], second], Seed(1)).partial(&groups());
        assert!(found[0].value < 0.005 && found[1].value < 0.005, "{found:?}");
        assert!((found[4].value - std::f64::consts::FRAC_1_PI).abs() < 0.03, "{found:?}");
    }

    #[test]
    fn three_arms() {
        // Each arm has an input of its own: E max(z, 0) = φ(0) = 0.398942; of two and 0 ½ (2 φ(0) + 1/√π) = 0.681037; of three
        // 3/(2 √π) = 0.846284.
        let groups = [vec![0], vec![0, 1], vec![0, 1, 2]];
        let (mut held, mut squares) = ([0; 3], [0.0; 3]);
        for number in 0..24 {
            let z = normals(number, 6, 2_000);
            let arm = |a: usize| (0..2_000).map(|i| z[a][i] + z[a + 3][i]).collect::<Vec<f64>>();
            let found = Information::of(&z[..3], &[arm(0), arm(1), arm(2)], Seed(number)).partial(&groups);
            for (place, truth) in [0.398_942, 0.681_037, 0.846_284].into_iter().enumerate() {
                squares[place] += (found[place].value - truth).powi(2) / 24.0;
                held[place] += u32::from(found[place].low <= truth && truth <= found[place].high);
            }
        }
        assert!(held.iter().all(|held| *held >= 20), "{held:?} of 24");
        assert!(squares.iter().all(|square| square.sqrt() < 0.04), "{squares:?}");
    }

    #[test]
    fn what_always_holds() {
        for number in 0..24 {
            let trials = [8, 20, 60, 200][usize::try_from(number % 4).unwrap()];
            let z = normals(100 + number, 9, trials);
            let luck = f64::from(u8::from(number % 3 > 0));
            let arm = |a: usize| -> Vec<f64> {
                (0..trials).map(|i| z[a][i] * z[a + 1][i] + luck * z[5 + a][i]).collect()
            };
            let benefits: Vec<Vec<f64>> = (0..3).map(arm).collect();
            let information = Information::of(&z[..5], &benefits, Seed(number));
            let sets: Vec<Vec<usize>> =
                (0..32_usize).map(|set| (0..5).filter(|i| set >> i & 1 == 1).collect()).collect();
            let found = information.partial(&sets);
            let evpi = information.evpi;
            for (a, outer) in found.iter().enumerate() {
                assert!(
                    0.0 <= outer.low && outer.low <= outer.value && outer.value <= outer.high,
                    "{outer:?}"
                );
                assert!(outer.value <= evpi.value && outer.high <= evpi.high && outer.low <= evpi.low);
                for inner in (0..32).filter(|b| a & b == *b).map(|b| found[b]) {
                    assert!(inner.value <= outer.value && inner.low <= outer.low && inner.high <= outer.high);
                }
            }
            assert_eq!(found[0].value, 0.0, "nothing known is worth nothing");
        }
    }

    #[test]
    fn without_luck_all_inputs_are_worth_what_everything_is() {
        let case = TwoDecisions { shift: -0.2, slopes: [1.0, 0.5, 0.0], correlation: 0.4, luck: 0.0 };
        let (inputs, benefits) = case.sample(3, 2_000);
        let information = Information::of(&inputs, &benefits, Seed(1));
        let all = information.partial(&groups())[7];
        assert!((all.value - information.evpi.value).abs() < 1e-9, "{all:?} {:?}", information.evpi);
        // An input that does not vary, or that repeats another, changes nothing.
        let more = [inputs[0].clone(), inputs[1].clone(), vec![1.0; 2_000], inputs[0].clone()];
        let again = Information::of(&more, &benefits, Seed(1)).partial(&[vec![0, 1, 2, 3], vec![2], vec![9]]);
        assert!((again[0].value - information.evpi.value).abs() < 1e-9, "{again:?}");
        assert_eq!((again[1].value, again[2].value), (0.0, 0.0));
    }

    /// Mean and root mean square error of a group's worth over samples of two decisions, nothing or a function of twenty normals
    /// with luck.
    fn errors(
        trials: usize,
        luck: f64,
        truth: f64,
        group: &[usize],
        of: impl Fn(&[f64]) -> f64,
    ) -> (f64, f64) {
        let (mut bias, mut square) = (0.0, 0.0);
        for number in 0..12 {
            let z = normals(2_000 + number, 21, trials);
            let row = |i: usize| z[..20].iter().map(|column| column[i]).collect::<Vec<f64>>();
            let second = (0..trials).map(|i| of(&row(i)) + luck * z[20][i]).collect();
            let information = Information::of(&z[..20], &[vec![0.0; trials], second], Seed(number));
            let off = information.partial(&[group.to_vec()])[0].value - truth;
            bias += off / 12.0;
            square += off * off / 12.0;
        }
        (bias, square.sqrt())
    }

    #[test]
    fn many_faint_inputs_are_seen_together() {
        // Twenty slopes of 0.2 under luck of 5, each with t around 1.8: sd √20 × 0.2 = 0.894427, t = 0.2/0.894427 = 0.223607,
        // φ = 0.389092, 1 − Φ = 0.411531: L = 0.389092 − 0.223607 × 0.411531 = 0.297071, times sd 0.265709.
        let all: Vec<usize> = (0..20).collect();
        let sum = |x: &[f64]| x.iter().map(|v| 0.2 * v).sum::<f64>() - 0.2;
        let (bias, error) = errors(2_000, 5.0, 0.265_709, &all, sum);
        assert!(bias.abs() < 0.05 && error < 0.11, "{bias} {error}");
    }

    #[test]
    fn a_cliff_is_rounded_off() {
        // 4.5 above one standard deviation, −0.5 below: mean 5 × 0.158655 − 0.5 = 0.293276, so the second is chosen; known,
        // 4.5 × 0.158655 = 0.713949 is earned: worth 0.420672.
        let (bias, error) = errors(2_000, 1.0, 0.420_672, &[0], |x| if x[0] > 1.0 { 4.5 } else { -0.5 });
        assert!(bias.abs() < 0.02 && error < 0.05, "{bias} {error}");
    }
}
