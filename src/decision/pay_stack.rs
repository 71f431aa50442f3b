//! What is a year's pay made of? Each position's pay by what it is paid for, in whole cents that add up.

use crate::engine::{ArmYear, Metric};
use crate::units::{Cents, words};

words! {
    /// What a part of pay is paid for.
    pub enum PaidBy {
        word: "The word for it.";
        /// Salary and guarantees.
        Time = "time",
        /// What moves with wRVUs.
        Volume = "volume",
        /// Measured quality.
        Quality = "quality",
        /// The cost of care: passed-through savings, gainsharing, referral accounts.
        Cost = "cost of care",
        /// The panel.
        Panel = "panel",
        /// Non-clinical work.
        Service = "service",
    }
}

/// Parts of pay, in the order of [`PaidBy::ALL`].
pub type PayPieces = [Cents; PaidBy::ALL.len()];

/// A position's pay of a year, mean over trials, by what it is paid for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PayStack {
    /// All of it.
    pub total: Cents,
    /// What it is made of: the parts add up to it.
    pub parts: PayPieces,
}

impl PayStack {
    /// Of the physician at a place of the model.
    #[must_use]
    pub fn of(year: &ArmYear<'_>, place: usize) -> PayStack {
        let mean = |metric| year.at_place(place, metric).mean;
        let pay = mean(Metric::Pay);
        let [time, volume, quality, cost, service] = [
            Metric::TimePay,
            Metric::VolumePay,
            Metric::QualityPay,
            Metric::PassThroughPay,
            Metric::ServicePay,
        ]
        .map(mean);
        // What the other five leave; cents of five rounded sums are not pay for a panel.
        let panel = pay - (time + volume + quality + cost + service);
        let panel = if panel.abs() < 0.005 { 0.0 } else { panel };
        let total = Cents::round(pay);
        PayStack { total, parts: whole_cents(total, &[time, volume, quality, cost, panel, service]) }
    }

    /// Several together.
    #[must_use]
    pub fn sum(all: impl Iterator<Item = PayStack>) -> PayStack {
        let nothing = PayStack { total: Cents::ZERO, parts: [Cents::ZERO; PaidBy::ALL.len()] };
        all.fold(nothing, |sum, one| PayStack {
            total: sum.total + one.total,
            parts: std::array::from_fn(|part| sum.parts[part] + one.parts[part]),
        })
    }
}

/// Parts in whole cents that add up to the whole: the largest takes what rounding leaves.
#[must_use]
pub fn whole_cents<const N: usize>(whole: Cents, parts: &[f64; N]) -> [Cents; N] {
    let mut rounded = parts.map(Cents::round);
    let largest = (0..N).reduce(|a, b| if parts[b].abs() > parts[a].abs() { b } else { a });
    if let Some(largest) = largest {
        let left = rounded.iter().fold(whole, |left, part| left - *part);
        rounded[largest] += left;
    }
    rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_cent() {
        // 33.334 thrice is 100.002, of which 100.00 is left: 33.33 thrice and a cent, which the first takes.
        assert_eq!(
            whole_cents(Cents(10_000), &[33.334, 33.334, 33.332]),
            [Cents(3_334), Cents(3_333), Cents(3_333)]
        );
        assert_eq!(whole_cents(Cents(-5), &[0.004, -0.054]), [Cents(0), Cents(-5)]);
    }
}
