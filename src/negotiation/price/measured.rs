//! What a price is measured by: means with their errors, 5th percentiles, the chance of coming out below zero.

use super::bearers::{BearerKind, MEASURED};
use super::taken::{TakenTrials, Taking};
use crate::analysis::Estimate;
use crate::units::real;

/// What a contract pays the system over the horizon beside visits, less what the system pays it.
const CONTRACT_NET: &str = "contract_net_total";

/// A measure with and without what is priced.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasurePrice {
    /// Name of the measure, as in the tables of a run; `contract_net_total` is what the contract pays the system over
    /// the horizon beside visits (savings, rewards, fees, capitation), less what the system pays it.
    pub measure: &'static str,
    /// Mean with what is priced, $.
    pub with: f64,
    /// Mean without it, $.
    pub without: f64,
    /// Without less with, on the same luck, with its Monte Carlo error, $: above zero, it costs that much.
    pub price: Estimate,
    /// 5th percentile with it, $.
    pub p5_with: f64,
    /// 5th percentile without it, $.
    pub p5_without: f64,
    /// Without less with: how much better a bad future is without it. Its error is taken from batches of trials, and
    /// infinite where there are too few.
    pub p5_change: Estimate,
    /// Chance of coming out below zero with it.
    pub below_zero_with: f64,
    /// Chance of coming out below zero without it.
    pub below_zero_without: f64,
    /// Without less with.
    pub below_zero_change: Estimate,
}

/// Every measure of two arms that meet the same luck.
pub(super) fn compared(
    taking: &Taking,
    contract: Option<&str>,
    (with, without): (&TakenTrials, &TakenTrials),
    rosters: usize,
) -> Vec<MeasurePrice> {
    let names = MEASURED.iter().map(|metric| metric.definition().name);
    let all = names.zip(with.measures.iter().zip(&without.measures));
    let mut found: Vec<MeasurePrice> =
        all.map(|(name, (with, without))| measure(name, with, without, rosters)).collect();
    let payer = |name: &str| {
        taking.bearers.iter().position(|bearer| bearer.kind == BearerKind::Payer && bearer.name == name)
    };
    if let Some(payer) = contract.and_then(payer) {
        let paid = |taken: &TakenTrials| -> Vec<f64> {
            taken.settled[payer].iter().map(|cents| dollars(*cents)).collect()
        };
        found.insert(0, measure(CONTRACT_NET, &paid(with), &paid(without), rosters));
    }
    found
}

/// Dollars of whole cents.
#[expect(clippy::cast_precision_loss, reason = "amounts far below 2^53 cents")]
pub(super) fn dollars(cents: i64) -> f64 {
    cents as f64 / 100.0
}

fn measure(name: &'static str, with: &[f64], without: &[f64], rosters: usize) -> MeasurePrice {
    let apart = |of: &dyn Fn(f64) -> f64| -> Vec<f64> {
        with.iter().zip(without).map(|(with, without)| of(*without) - of(*with)).collect()
    };
    let below = |value: f64| if value < 0.0 { 1.0 } else { 0.0 };
    let chance = |values: &[f64]| Estimate::mean(&values.iter().map(|v| below(*v)).collect::<Vec<_>>()).value;
    MeasurePrice {
        measure: name,
        with: mean(with),
        without: mean(without),
        price: estimate(&apart(&|value| value), rosters),
        p5_with: p5(with),
        p5_without: p5(without),
        p5_change: p5_change((with, without), rosters),
        below_zero_with: chance(with),
        below_zero_without: chance(without),
        below_zero_change: estimate(&apart(&below), rosters),
    }
}

/// Mean, from the first value on: sums of large amounts keep their cents.
fn mean(values: &[f64]) -> f64 {
    let first = values.first().copied().unwrap_or(0.0);
    let off: Vec<f64> = values.iter().map(|value| value - first).collect();
    first + Estimate::mean(&off).value
}

/// A mean with its error: over trials, or where they meet several rosters in turn over those.
pub(super) fn estimate(values: &[f64], rosters: usize) -> Estimate {
    Estimate { value: mean(values), ..Estimate::over_rosters(values, rosters).0 }
}

/// The change of the 5th percentile with its error: by batches of trials, or where they meet several rosters in turn by
/// leaving out the trials of one roster after another (grouped jackknife: `(k - 1)/k` times the sum of squares around
/// the mean of the k figures).
///
/// # Source
/// Wolter 2007, Introduction to Variance Estimation, ch. 4 (recalled).
fn p5_change((with, without): (&[f64], &[f64]), rosters: usize) -> Estimate {
    let of = |with: &[f64], without: &[f64]| p5(without) - p5(with);
    let met = rosters.min(with.len());
    if met < 2 || with.len() < 2 * met {
        return Estimate::batched(with.len(), |range| of(&with[range.clone()], &without[range]));
    }
    let value = of(with, without);
    let left = |values: &[f64], roster: usize| -> Vec<f64> {
        let kept = values.iter().enumerate().filter(|(trial, _)| trial % rosters != roster);
        kept.map(|(_, value)| *value).collect()
    };
    let each: Vec<f64> = (0..met).map(|roster| of(&left(with, roster), &left(without, roster))).collect();
    let centre = mean(&each);
    let squares: f64 = each.iter().map(|one| (one - centre) * (one - centre)).sum();
    Estimate { value, se: (squares * real(met - 1) / real(met)).sqrt() }
}

/// The 5th percentile: 5 % of the way from the lowest value to the highest in their order, between neighbours in
/// proportion. Every value is at hand, so that it is exact where tables of a run interpolate within bins.
fn p5(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = 0.05 * real(sorted.len().saturating_sub(1));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the number of trials")]
    let below = rank.floor() as usize;
    let at = |place: usize| sorted.get(place.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0);
    at(below) + (rank - rank.floor()) * (at(below + 1) - at(below))
}

/// Mean of whole cents with its error, $: the sum is exact.
pub(super) fn mean_of_cents(cents: &[i64], rosters: usize) -> Estimate {
    let all: Vec<f64> = cents.iter().map(|cents| dollars(*cents)).collect();
    let sum: i64 = cents.iter().sum();
    Estimate { value: dollars(sum) / real(cents.len().max(1)), ..estimate(&all, rosters) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_by_hand() {
        // Cents. With: -4, -2, 0, 2; without: 0, -1, 4, 5. Apart: 4, 1, 4, 3: mean 3, squares 1 + 4 + 1 + 0 = 6,
        // error sqrt(6/3/4). Below zero two of four, then one: a quarter less.
        let cents = |all: [f64; 4]| all.map(|cents| cents / 100.0);
        let found = measure("m", &cents([-4.0, -2.0, 0.0, 2.0]), &cents([0.0, -1.0, 4.0, 5.0]), 1);
        let close = |found: f64, cents: f64| (100.0 * found - cents).abs() < 1e-9;
        assert!(close(found.with, -1.0) && close(found.without, 2.0) && close(found.price.value, 3.0));
        assert!(close(found.price.se, 0.5_f64.sqrt()));
        assert_eq!((found.below_zero_with, found.below_zero_without), (0.5, 0.25));
        assert_eq!(found.below_zero_change.value, -0.25);
        // 5 % of the way from the first to the last of four: -4 + 0.15 × 2, and -1 + 0.15 × 1.
        assert!(close(found.p5_with, -3.7) && close(found.p5_without, -0.85), "{found:?}");
        assert_eq!(found.p5_change.se, f64::INFINITY);
        // The same on either side costs nothing, without error.
        let same = measure("m", &[3.0, 5.0], &[3.0, 5.0], 1);
        assert_eq!((same.price, same.below_zero_change), (Estimate::exact(0.0), Estimate::exact(0.0)));
    }

    #[test]
    fn the_error_counts_rosters_where_they_are_redrawn() {
        // Four trials on two rosters in turn: 0, 10, 0, 10. All of the spread lies between rosters: the mean of two
        // draws, 0 and 10, has a variance of 50/2.
        let found = estimate(&[0.0, 10.0, 0.0, 10.0], 2);
        assert_eq!(found.value, 5.0);
        assert!((found.se - 5.0).abs() < 1e-12, "{found:?}");
        assert!((estimate(&[0.0, 10.0, 0.0, 10.0], 1).se - (100.0_f64 / 12.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn the_error_of_a_bad_future_counts_rosters_too() {
        // Four trials on two rosters in turn, nothing with and 0, 10, 0, 10 without. Without the first roster 10 and 10
        // are left, without the second 0 and 0: 10 and 0 around 5, squares 50, times 1/2, root 5.
        let found = p5_change((&[0.0; 4], &[0.0, 10.0, 0.0, 10.0]), 2);
        assert_eq!((found.value, found.se), (0.0, 5.0));
        assert_eq!(p5_change((&[0.0; 3], &[0.0, 10.0, 0.0]), 2).se, f64::INFINITY);
    }

    #[test]
    fn means_of_cents_are_exact() {
        // $1e12 and a cent less, twice: the mean is half a cent below.
        let found = mean_of_cents(&[100_000_000_000_000, 99_999_999_999_999], 1);
        assert_eq!(found.value, 999_999_999_999.995);
        assert_eq!(mean_of_cents(&[], 1).value, 0.0);
    }
}
