//! Stop-loss: costly persons are cut off at an attachment point, for a charge.
//!
//! A person's yearly cost is `X = (μ/2)·E²` with `E` exponential of mean 1: a mean of μ, a top 1 %
//! with 16.2 % of the cost, a top 5 % with 42.4 % (the record: 14.9 % and 41.5 %). What remains below an
//! attachment, and how much it still varies, follow in closed form.

use crate::math::exp;
use crate::schema::{number, parameters, required};
use crate::units::{Ratio, Share, UsdAmount};

/// Coefficient of variation of a person's yearly cost cut off at its 99th percentile: the law behind
/// the engine's spending noise, whose constant was found on such costs.
pub const TRUNCATED_CV: f64 = 1.883_129;

parameters! {
    /// Stop-loss for each person.
    pub struct StopLoss {
        /// Yearly cost of one person above which the insurer pays.
        attachment: UsdAmount = required().range(1_000.0, 1e8);
        /// Part of the cost above the attachment that stays with the system.
        coinsurance: Share = number(0.0).because("the insurer pays all of it unless the contract says so");
        /// Charge over expected recoveries.
        load: Ratio = number(1.2).range(0.0, 5.0).because("recoveries and a fifth for the insurer; price levels were not found");
    }
}

/// What a stop-loss leaves of a population's cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retained {
    /// Part of expected cost that stays with the system.
    pub share: f64,
    /// The charge, as a part of expected cost before the stop-loss.
    pub charge: f64,
    /// Coefficient of variation of what stays of one person's cost.
    pub cv: f64,
}

impl Retained {
    /// Everything: no stop-loss, costs not cut off at all.
    pub const ALL: Retained = Retained { share: 1.0, charge: 0.0, cv: 2.236_067_977_499_79 };

    /// What lies below a limit, in multiples of the mean, with nothing charged for the rest.
    #[must_use]
    pub fn below(limit: f64) -> Retained {
        let cut = Cut::at(limit);
        let cv = (cut.square / (cut.mean * cut.mean) - 1.0).max(0.0).sqrt();
        Retained { share: cut.mean, charge: 0.0, cv }
    }

    /// What a stop-loss leaves when a person costs `mean` a year.
    #[must_use]
    pub fn of(terms: Option<&StopLoss>, mean: f64) -> Retained {
        terms.map_or(Retained::ALL, |terms| {
            let cut = Cut::at(terms.attachment.0 / mean.max(1.0));
            let kept = terms.coinsurance.0;
            let share = kept + (1.0 - kept) * cut.mean;
            let square = kept * kept * Cut::SQUARE
                + 2.0 * kept * (1.0 - kept) * cut.product
                + (1.0 - kept) * (1.0 - kept) * cut.square;
            let cv = (square / (share * share) - 1.0).max(0.0).sqrt();
            Retained { share, charge: terms.load.0 * (1.0 - share), cv }
        })
    }

    /// Noise of the retained cost, as a multiple of that of costs cut off at their 99th percentile.
    #[must_use]
    pub fn noise(&self) -> f64 {
        self.cv / TRUNCATED_CV
    }
}

/// Moments of a person's cost `X`, in multiples of its mean, cut off at an attachment `A`.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// E[min(X, A)].
    mean: f64,
    /// E[min(X, A)²].
    square: f64,
    /// E[X · min(X, A)].
    product: f64,
}

impl Cut {
    /// E[X²]: 24/4.
    const SQUARE: f64 = 6.0;

    /// With `a² = 2A`, the attachment as a value of `E²`: `E[min(E², a²)] = 2(1 − e⁻ᵃ(1 + a))`,
    /// `E[min(E², a²)²] = 24(1 − e⁻ᵃ(1 + a + a²/2 + a³/6))` and
    /// `E[E² min(E², a²)] = 24 − e⁻ᵃ(2a³ + 10a² + 24a + 24)`.
    fn at(attachment: f64) -> Cut {
        let a = (2.0 * attachment).sqrt();
        let tail = exp(-a);
        Cut {
            mean: 1.0 - tail * (1.0 + a),
            square: 6.0 * (1.0 - tail * (1.0 + a + a * a / 2.0 + a * a * a / 6.0)),
            product: 6.0 - tail * (2.0 * a * a * a + 10.0 * a * a + 24.0 * a + 24.0) / 4.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop_loss(attachment: f64, coinsurance: f64) -> StopLoss {
        StopLoss { attachment: UsdAmount(attachment), coinsurance: Share(coinsurance), load: Ratio(1.2) }
    }

    #[test]
    fn the_99th_percentile_hand_worked() {
        // P(E > a) = 1 % at a = ln 100 = 4.60517; X there is a²/2 = 10.6038 times the mean.
        // Kept: 1 − 0.01 × 5.60517 = 0.943948. Square: 6 × (1 − 0.01 × (1 + 4.60517 + 10.60380
        // + 16.27743)) = 6 × 0.675136 = 4.050816; CV² = 4.050816/0.891038 − 1 = 3.546176; 1.88313.
        let a = 100.0_f64.ln();
        let left = Retained::of(Some(&stop_loss(10_000.0 * a * a / 2.0, 0.0)), 10_000.0);
        assert!((left.share - 0.943_948).abs() < 1e-6, "{left:?}");
        assert!((left.cv - 1.883_13).abs() < 1e-4, "{left:?}");
        assert!((left.cv - TRUNCATED_CV).abs() < 1e-6, "{left:?}");
        // Charge: 1.2 × 5.6052 % of the mean.
        assert!((left.charge - 0.067_262).abs() < 1e-6);
    }

    #[test]
    fn no_stop_loss_is_the_limit() {
        // E[X²]/E[X]² = 6: CV = √5.
        assert!((Retained::ALL.cv - 5.0_f64.sqrt()).abs() < 1e-15);
        let far = Retained::of(Some(&stop_loss(1e8, 0.0)), 1_000.0);
        assert!((far.share - 1.0).abs() < 1e-12 && (far.cv - Retained::ALL.cv).abs() < 1e-9);
        // The note's clause on missing stop-loss goes from 2.13 to 2.6, a ratio of 1.22; ours is 1.187.
        assert!((Retained::ALL.noise() - 1.187).abs() < 1e-3);
        // All coinsurance is no stop-loss.
        let all = Retained::of(Some(&stop_loss(50_000.0, 1.0)), 10_000.0);
        assert!((all.share - 1.0).abs() < 1e-12 && (all.cv - Retained::ALL.cv).abs() < 1e-12);
    }

    #[test]
    fn moments_are_those_of_the_distribution() {
        // Quantile by quantile: X = (ln(1 − u))²/2.
        for (attachment, coinsurance) in [(2.0, 0.0), (8.0, 0.2), (20.0, 0.1)] {
            let n = 2_000_000;
            let (mut first, mut second) = (0.0, 0.0);
            for i in 0..n {
                let u = (f64::from(i) + 0.5) / f64::from(n);
                let cost = (1.0 - u).ln().powi(2) / 2.0;
                let kept = cost.min(attachment) + coinsurance * (cost - attachment).max(0.0);
                first += kept / f64::from(n);
                second += kept * kept / f64::from(n);
            }
            let left = Retained::of(Some(&stop_loss(attachment * 5_000.0, coinsurance)), 5_000.0);
            assert!((left.share - first).abs() < 1e-4, "{attachment}: {} {first}", left.share);
            let cv = (second / (first * first) - 1.0).sqrt();
            assert!((left.cv - cv).abs() < 2e-3, "{attachment}: {} {cv}", left.cv);
        }
    }
}
