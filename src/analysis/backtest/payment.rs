//! Forecasts pushed through the contract: what an ACO is paid, by the code that settles every contract.

use super::student::StudentT;
use crate::math::normal_quantile;
use crate::replay::AcoYear;
use crate::terms::Sharing;
use crate::units::{Cents, real};

/// Points of equal probability that a distribution is settled at.
pub(super) const POINTS: usize = 200;

/// Standardised quantiles in the middles of [`POINTS`] equal parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantiles(Vec<f64>);

impl Quantiles {
    fn of(quantile: impl Fn(f64) -> f64) -> Quantiles {
        Quantiles((0..POINTS).map(|k| quantile((real(k) + 0.5) / real(POINTS))).collect())
    }

    /// Of Student's t.
    pub(super) fn student(tails: &StudentT) -> Quantiles {
        Quantiles::of(|p| tails.quantile(p))
    }

    /// Of a normal.
    pub(super) fn normal() -> Quantiles {
        Quantiles::of(normal_quantile)
    }
}

/// What earlier years say of payments that the contract gives: quality fails at times, and sizes change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Paying {
    /// Chance to be paid where the contract as foreseen pays at the rate that came out.
    pub where_earned: f64,
    /// The same where it does not.
    pub elsewhere: f64,
}

/// Share of those paid among all, with one more on either side.
pub(super) fn paid_share((paid, all): (usize, usize)) -> f64 {
    (real(paid) + 1.0) / (real(all) + 2.0)
}

impl Paying {
    /// Of counts (paid, all) where the contract pays and elsewhere.
    pub(super) fn of(earned: (usize, usize), elsewhere: (usize, usize)) -> Paying {
        Paying { where_earned: paid_share(earned), elsewhere: paid_share(elsewhere) }
    }

    /// Chance to be paid, by the chance that the contract pays.
    fn chance(&self, earned: f64) -> f64 {
        earned * self.where_earned + (1.0 - earned) * self.elsewhere
    }
}

/// A distribution of payments, as shares of last year's benchmark.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Payment {
    /// Chance to be paid.
    pub paid: f64,
    /// Mean payment.
    pub mean: f64,
    /// Payments at the points, from the lowest.
    points: Vec<f64>,
    where_earned: f64,
}

impl Payment {
    /// Of a distribution of rates under the contract.
    pub(super) fn of(
        sharing: &Sharing,
        benchmark: f64,
        (middle, scale): (f64, f64),
        quantiles: &Quantiles,
        paying: &Paying,
    ) -> Payment {
        let points: Vec<f64> =
            quantiles.0.iter().map(|z| settled(sharing, benchmark, middle + scale * z)).collect();
        let earned = real(points.iter().filter(|paid| **paid > 0.0).count()) / real(POINTS);
        let mut payment =
            Payment { paid: paying.chance(earned), mean: 0.0, points, where_earned: paying.where_earned };
        payment.mean = payment.points.iter().map(|p| payment.worth(*p)).sum::<f64>() / real(POINTS);
        payment
    }

    /// What a point is worth on average: savings are paid at times only, losses are always owed.
    fn worth(&self, point: f64) -> f64 {
        if point > 0.0 { self.where_earned * point } else { point }
    }

    /// Continuous ranked probability score of a payment: mean distance to it less half the mean distance
    /// within (Gneiting and Raftery 2007, equation 21).
    pub(super) fn crps(&self, paid: f64) -> f64 {
        let share = self.where_earned;
        let away = |point: f64| {
            let whole = (point - paid).abs();
            if point > 0.0 { share * whole + (1.0 - share) * paid.abs() } else { whole }
        };
        let distance = self.points.iter().map(|p| away(*p)).sum::<f64>() / real(POINTS);
        // Points with their weights, in order: losses, nothing, savings.
        let owed = self.points.iter().filter(|p| **p <= 0.0).map(|p| (*p, 1.0));
        let earned = self.points.iter().filter(|p| **p > 0.0).map(|p| (*p, share));
        let refused = real(self.points.iter().filter(|p| **p > 0.0).count()) * (1.0 - share);
        let within = spread(owed.chain([(0.0, refused)]).chain(earned)) / (real(POINTS) * real(POINTS));
        distance - 0.5 * within
    }
}

/// Sum over all pairs of weighted points, in order, of their distance.
fn spread(points: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut weights, mut sum, mut total) = (0.0, 0.0, 0.0);
    for (point, weight) in points {
        total += weight * (point * weights - sum);
        weights += weight;
        sum += weight * point;
    }
    2.0 * total
}

/// What the contract pays at a rate, as a share of the benchmark.
fn settled(sharing: &Sharing, benchmark: f64, rate: f64) -> f64 {
    let (benchmark, spending) = (Cents::round(benchmark), Cents::round(benchmark * (1.0 - rate)));
    sharing.settle(benchmark, spending).net().dollars() / benchmark.dollars()
}

/// Whether the contract as foreseen pays at the rate that came out.
pub(super) fn is_earned(now: &AcoYear, before: &AcoYear) -> bool {
    settled(&now.foreseen(before), before.benchmark, now.rate()) > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_of_savings_above_two_points() {
        let sharing = Sharing {
            full_rate: 0.5,
            rate: 0.5,
            minimum_savings_rate: 0.02,
            rate_below_minimum: 0.0,
            savings_cap: 0.1,
            loss_rate: 0.0,
            minimum_loss_rate: 0.02,
            loss_cap: 0.0,
            sequestration: 0.0,
            loss_sequestration: 0.0,
            deductible: false,
        };
        let paying = Paying::of((8, 8), (0, 8));
        // (8 + 1)/(8 + 2) and (0 + 1)/(8 + 2).
        assert!((paying.where_earned - 0.9).abs() < 1e-15 && (paying.elsewhere - 0.1).abs() < 1e-15);
        // The middle at the minimum: half of the points earn; 0.5 · 0.9 + 0.5 · 0.1.
        let payment = Payment::of(&sharing, 1e6, (0.02, 0.01), &Quantiles::normal(), &paying);
        assert!((payment.paid - 0.5).abs() < 1e-12, "{}", payment.paid);
        // E max(·): 0.9 · 0.5 · (0.02 · 0.5 + 0.01 · 0.39894) = 0.006295.
        assert!((payment.mean - 0.006_295_2).abs() < 2e-5, "{}", payment.mean);
    }

    #[test]
    fn a_score_of_payments_by_hand() {
        // Half the points 0, half 0.02, paid 9 times in 10: weights 0.55 and 0.45. At 0.02: distance 0.55 · 0.02,
        // within 2 · 0.55 · 0.45 · 0.02; 0.011 − 0.00495 = 0.00605.
        let points = (0..POINTS).map(|k| if k < POINTS / 2 { 0.0 } else { 0.02 }).collect();
        let payment = Payment { paid: 0.5, mean: 0.009, points, where_earned: 0.9 };
        assert!((payment.crps(0.02) - 0.006_05).abs() < 1e-12, "{}", payment.crps(0.02));
        assert!((payment.worth(0.02) - 0.018).abs() < 1e-15 && payment.worth(-0.01) == -0.01);
    }
}
