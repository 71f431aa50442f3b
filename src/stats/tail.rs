//! What is lost in the worst futures.

use super::interval::TWO_SIDED_95;
use super::quantiles::QuantileTable;

/// What is lost in the worst 5 % of trials, as losses: above zero is lost, below zero is still gained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tail {
    /// Value at risk at 95 %: the loss that one trial in twenty exceeds, the 5th percentile with its sign turned.
    pub value_at_risk: f64,
    /// Its 95 % interval: the percentiles between which the 5th lies for all that so many trials can say.
    pub value_at_risk_interval: (f64, f64),
    /// Expected shortfall at 95 %: the mean loss in the worst 5 % of trials.
    pub expected_shortfall: f64,
    /// Its 95 % interval.
    pub expected_shortfall_interval: (f64, f64),
}

/// The part of trials that is the tail.
const PART: f64 = 0.05;

impl Tail {
    /// The tail of a cell of a table, which has so many quanta per unit; of as many independent trials as `draws`.
    /// `None` where the cell is empty.
    ///
    /// The interval of the 5th percentile is that of its rank, p ± z √(p (1 − p)/n); the error of the shortfall is
    /// `√((s² + (1 − p)(ES − VaR)²)/(n p))`, where s² is the variance within the tail.
    ///
    /// # Source
    /// Manistre & Hancock 2005 (North American Actuarial Journal 9(2):129), for the error of the shortfall; recalled.
    #[must_use]
    pub fn of(table: &QuantileTable, cell: usize, quanta: f64, draws: u64) -> Option<Tail> {
        if table.count(cell) == 0 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "trials below 2^53")]
        let n = draws.max(1) as f64;
        let half = TWO_SIDED_95 * (PART * (1.0 - PART) / n).sqrt();
        let shares = [PART, (PART - half).max(0.0), (PART + half).min(1.0)];
        let [value, most, least] = table.quantiles(cell, shares).map(|q| 0.0 - q / quanta);
        let (mean, variance) = table.lowest(cell, PART);
        // Within a bin the two are read differently; the worst are not better than where they begin.
        let expected = (0.0 - mean / quanta).max(value);
        let apart = expected - value;
        let spread = variance / (quanta * quanta) + (1.0 - PART) * apart * apart;
        let error = TWO_SIDED_95 * (spread / (n * PART)).sqrt();
        Some(Tail {
            value_at_risk: value,
            value_at_risk_interval: (least, most),
            expected_shortfall: expected,
            expected_shortfall_interval: (expected - error, expected + error),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tail(values: &[i64], quanta: f64) -> Tail {
        let mut table = QuantileTable::new(1, 1_000);
        table.add(0, values);
        Tail::of(&table, 0, quanta, values.len() as u64).unwrap()
    }

    #[test]
    fn by_hand() {
        // 40 values of -$20 to $19: the worst two are -20 and -19; rank 0.05 × 39 = 1.95 reads -19 at whole values.
        let values: Vec<i64> = (-20..20).collect();
        let found = tail(&values, 1.0);
        assert_eq!((found.value_at_risk, found.expected_shortfall), (19.0, 19.5));
        // Error: s² = 0.25, (0.95)(0.5²) = 0.2375; √(0.4875/2) = 0.4937104, times 1.959964 = 0.967655.
        let (low, high) = found.expected_shortfall_interval;
        assert!((low - 18.532_345).abs() < 1e-6 && (high - 20.467_655).abs() < 1e-6, "{low} {high}");
        // Ranks: 0.05 ± 1.959964 √(0.0475/40) = 0.05 ± 0.067541: from the lowest to rank 0.117541 × 39 = 4.58.
        assert_eq!(found.value_at_risk_interval, (16.0, 20.0));
    }

    #[test]
    fn part_of_a_value_counts_as_that_part() {
        // 30 values: 1.5 of them, -10 and half of -4, mean -12/1.5 = -8 quanta of which two make a dollar.
        let values: Vec<i64> = [-10, -4].into_iter().chain((0..28).map(|_| 3)).collect();
        assert_eq!(tail(&values, 2.0).expected_shortfall, 4.0);
    }

    #[test]
    fn what_is_gained_in_the_worst_is_a_loss_below_zero() {
        assert_eq!(tail(&[7; 10], 1.0).expected_shortfall, -7.0);
        let nothing = tail(&[0; 10], 1.0);
        assert_eq!((nothing.value_at_risk, nothing.expected_shortfall), (0.0, 0.0));
        assert!(nothing.value_at_risk.is_sign_positive());
        assert_eq!(Tail::of(&QuantileTable::new(1, 10), 0, 1.0, 10), None);
    }

    #[test]
    fn close_to_sorting() {
        // Money-shaped values by a sine, and of a long tail.
        for shape in [1.0_f64, 3.0] {
            let mut values: Vec<i64> = (0..20_000)
                .map(|i| (1e6 * (f64::from(i) * 0.7).sin().powf(shape) + f64::from(i)) as i64)
                .collect();
            let mut table = QuantileTable::new(1, 20_000);
            table.add(0, &values);
            values.sort_unstable();
            let exact = values[..1_000].iter().map(|v| *v as f64).sum::<f64>() / 1e3;
            let (found, _) = table.lowest(0, 0.05);
            let range = (values[19_999] - values[0]) as f64;
            assert!((found - exact).abs() < range / 256.0, "{found} for {exact}");
            let (all, _) = table.lowest(0, 1.0);
            let mean = values.iter().map(|v| *v as f64).sum::<f64>() / 2e4;
            assert!((all - mean).abs() < range / 256.0, "{all} for {mean}");
        }
    }
}
