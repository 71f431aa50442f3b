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

impl PaidBy {
    /// The measure of a physician that holds it; none for the panel, which is what the others leave.
    #[must_use]
    pub const fn metric(self) -> Option<Metric> {
        match self {
            PaidBy::Time => Some(Metric::TimePay),
            PaidBy::Volume => Some(Metric::VolumePay),
            PaidBy::Quality => Some(Metric::QualityPay),
            PaidBy::Cost => Some(Metric::PassThroughPay),
            PaidBy::Panel => None,
            PaidBy::Service => Some(Metric::ServicePay),
        }
    }
}

/// What pay is made of, $, in the order of [`PaidBy::ALL`]: from all of it and the measures of its parts.
#[must_use]
pub fn pay_parts(pay: f64, mean: impl Fn(Metric) -> f64) -> [f64; PaidBy::ALL.len()] {
    let known: [Option<f64>; PaidBy::ALL.len()] =
        std::array::from_fn(|part| PaidBy::ALL[part].metric().map(&mean));
    // Cents of rounded sums are not pay for a panel.
    let panel = pay - known.iter().flatten().sum::<f64>();
    let panel = if panel.abs() < 0.005 { 0.0 } else { panel };
    known.map(|part| part.unwrap_or(panel))
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
        let mean = |metric| year.mean_at(place, metric);
        let pay = mean(Metric::Pay);
        let total = Cents::round(pay);
        PayStack { total, parts: whole_cents(total, &pay_parts(pay, mean)) }
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
    fn what_other_parts_leave_is_for_the_panel() {
        // 100 for time and 20 for service of 150.50 leave 30.50; of 120.004 they leave nothing.
        let known = [(Metric::TimePay, 100.0), (Metric::ServicePay, 20.0)];
        let of = |metric| known.iter().find(|(known, _)| *known == metric).map_or(0.0, |(_, pay)| *pay);
        assert_eq!(pay_parts(150.5, of), [100.0, 0.0, 0.0, 0.0, 30.5, 20.0]);
        assert_eq!(pay_parts(120.004, of), [100.0, 0.0, 0.0, 0.0, 0.0, 20.0]);
    }

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
