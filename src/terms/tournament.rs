//! Tournaments: a withheld share of payments goes back to a field of competitors in proportion to
//! their scores, at the one slope that leaves the payer neither richer nor poorer.

use super::{Piece, Piecewise};

/// The slope at which a field gets back exactly what was withheld from it:
/// `Σ base / Σ (base × score)`. A competitor breaks even at the payment-weighted mean score, which
/// is 1 / slope; a divisor common to all scores changes the slope and no payment. A field without
/// any score gets nothing back: slope 0.
///
/// ```
/// use cascade::terms::neutral_slope;
/// // 100 at a score of 0.2 and 300 at 0.4: 400 / (20 + 120).
/// assert!((neutral_slope([(100.0, 0.2), (300.0, 0.4)]) - 400.0 / 140.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn neutral_slope(field: impl IntoIterator<Item = (f64, f64)>) -> f64 {
    let (base, scored) = field
        .into_iter()
        .fold((0.0, 0.0), |(total, scored), (base, score)| (total + base, scored + base * score));
    if scored > 0.0 { base / scored } else { 0.0 }
}

/// One competitor's place in a tournament.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tournament {
    /// Share of base payments withheld.
    pub withheld: f64,
    /// Slope of the exchange, from [`neutral_slope`].
    pub slope: f64,
}

impl Tournament {
    /// Net change of base payments at a score, as a share of them: `withheld × (slope × score − 1)`.
    #[must_use]
    pub fn net(&self, score: f64) -> f64 {
        self.withheld * (self.slope * score - 1.0)
    }

    /// The same over the score, in dollars for a base.
    #[must_use]
    pub fn payoff(&self, base: f64) -> Piecewise {
        let at_stake = base * self.withheld;
        Piecewise::new(vec![Piece {
            from: f64::NEG_INFINITY,
            intercept: -at_stake,
            slope: at_stake * self.slope,
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five hospitals of the payer note, section 4: base payments in millions, score.
    const FIELD: [(f64, f64); 5] = [(100.0, 0.20), (80.0, 0.35), (150.0, 0.28), (60.0, 0.50), (110.0, 0.15)];

    #[test]
    fn five_hospitals_exchange_two_per_cent() {
        // Σ base = 500; Σ base·score = 20 + 28 + 42 + 30 + 16.5 = 136.5; slope 3.663, break-even 27.3.
        let slope = neutral_slope(FIELD);
        assert!((slope - 500.0 / 136.5).abs() < 1e-12);
        let tournament = Tournament { withheld: 0.02, slope };
        // 2 % of 100M × (3.663 × 0.20 − 1) = −534,799; and so on; together nothing.
        let nets: Vec<f64> = FIELD.iter().map(|(base, score)| 1e6 * base * tournament.net(*score)).collect();
        for (net, printed) in nets.iter().zip([-535e3, 451e3, 77e3, 998e3, -991e3]) {
            assert!((net - printed).abs() < 500.0, "{net} {printed}");
        }
        assert!(nets.iter().sum::<f64>().abs() < 1e-6);
        for (base, score) in FIELD {
            assert!((tournament.payoff(base).value(score) - base * tournament.net(score)).abs() < 1e-12);
        }
    }

    #[test]
    fn a_common_divisor_changes_no_payment() {
        // Scores out of 110 instead of 100: slope 4.029, the same money.
        let by_110 = neutral_slope(FIELD.map(|(base, score)| (base, score / 1.1)));
        assert!((by_110 - 4.029).abs() < 5e-4);
        let (a, b) = (
            Tournament { withheld: 0.02, slope: neutral_slope(FIELD) },
            Tournament { withheld: 0.02, slope: by_110 },
        );
        assert!((a.net(0.35) - b.net(0.35 / 1.1)).abs() < 1e-15);
        assert_eq!(neutral_slope([(5.0, 0.0)]), 0.0);
    }
}
