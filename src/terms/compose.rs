//! Payoffs made from payoffs: sums, multiples, other scales.

use super::{Piece, Piecewise};

impl Piecewise {
    /// The same amount whatever happens.
    #[must_use]
    pub fn flat(amount: f64) -> Piecewise {
        Piecewise::new(vec![Piece { from: f64::NEG_INFINITY, intercept: amount, slope: 0.0 }])
    }

    /// A multiple of a payoff.
    #[must_use]
    pub fn times(&self, factor: f64) -> Piecewise {
        let scaled =
            |p: &Piece| Piece { from: p.from, intercept: factor * p.intercept, slope: factor * p.slope };
        Piecewise::new(self.pieces().iter().map(scaled).collect())
    }

    /// The sum of two payoffs of one outcome.
    #[must_use]
    pub fn plus(&self, other: &Piecewise) -> Piecewise {
        let mut starts: Vec<f64> = self.pieces().iter().chain(other.pieces()).map(|p| p.from).collect();
        starts.sort_by(f64::total_cmp);
        starts.dedup();
        let in_force = |payoff: &Piecewise, from: f64| {
            *payoff.pieces().iter().rev().find(|p| from >= p.from).unwrap_or(&payoff.pieces()[0])
        };
        let sum = |from: f64| {
            let (a, b) = (in_force(self, from), in_force(other, from));
            Piece { from, intercept: a.intercept + b.intercept, slope: a.slope + b.slope }
        };
        Piecewise::new(starts.into_iter().map(sum).collect())
    }

    /// Nothing below an outcome, the payoff from it on: a gate.
    #[must_use]
    pub fn gated(&self, gate: f64) -> Piecewise {
        let mut pieces = Piece::at_first(0.0);
        pieces.extend(self.in_force_from(gate));
        Piecewise::new(pieces)
    }

    /// The payoff on a range of outcomes; beyond either end it stays what it is there.
    #[must_use]
    pub fn clipped(&self, low: f64, high: f64) -> Piecewise {
        let mut pieces = Piece::at_first(self.value(low));
        pieces.extend(self.in_force_from(low).filter(|p| p.from < high));
        pieces.push(Piece { from: high, intercept: self.value(high), slope: 0.0 });
        Piecewise::new(pieces)
    }

    /// The payoff as a function of another quantity, of which the outcome is the rising line
    /// `at_zero + slope × quantity`; `slope` is above zero.
    #[must_use]
    pub fn along(&self, at_zero: f64, slope: f64) -> Piecewise {
        let moved = |p: &Piece| Piece {
            from: (p.from - at_zero) / slope,
            intercept: p.intercept + p.slope * at_zero,
            slope: p.slope * slope,
        };
        Piecewise::new(self.pieces().iter().map(moved).collect())
    }

    /// The pieces in force from an outcome on.
    fn in_force_from(&self, outcome: f64) -> impl Iterator<Item = Piece> {
        let first = self.pieces().iter().rposition(|p| outcome >= p.from).unwrap_or(0);
        let in_force = self.pieces()[first..].iter().enumerate();
        in_force.map(move |(i, piece)| if i == 0 { Piece { from: outcome, ..*piece } } else { *piece })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// −1 below 0.2, then 2x − 1, then 0.5 from 0.8.
    fn one() -> Piecewise {
        Piecewise::new(vec![
            Piece { from: f64::NEG_INFINITY, intercept: -1.0, slope: 0.0 },
            Piece { from: 0.2, intercept: -1.0, slope: 2.0 },
            Piece { from: 0.8, intercept: 0.5, slope: 0.0 },
        ])
    }

    /// Nothing below 0.5, then x.
    fn other() -> Piecewise {
        Piecewise::flat(0.0).plus(&Piecewise::new(vec![
            Piece { from: f64::NEG_INFINITY, intercept: 0.0, slope: 0.0 },
            Piece { from: 0.5, intercept: 0.0, slope: 1.0 },
        ]))
    }

    #[test]
    fn each_is_what_it_says_at_every_outcome() {
        let (a, b) = (one(), other());
        let (sum, double) = (a.plus(&b), a.times(2.0));
        let (gated, clipped) = (a.gated(0.4), a.clipped(0.3, 0.7));
        // Outcome = −0.5 + 2 × quantity.
        let along = a.along(-0.5, 2.0);
        for step in -100..=200 {
            let x = f64::from(step) * 0.01 + 1e-9;
            assert!((sum.value(x) - a.value(x) - b.value(x)).abs() < 1e-12, "{x}");
            assert!((double.value(x) - 2.0 * a.value(x)).abs() < 1e-12, "{x}");
            assert!((gated.value(x) - if x < 0.4 { 0.0 } else { a.value(x) }).abs() < 1e-12, "{x}");
            assert!((clipped.value(x) - a.value(x.clamp(0.3, 0.7))).abs() < 1e-12, "{x}");
            assert!((along.value(x) - a.value(2.0 * x - 0.5)).abs() < 1e-12, "{x}");
        }
    }

    #[test]
    fn a_piece_that_begins_where_a_range_ends_is_left_out() {
        // At 0.8 the payoff jumps from 0.6 to 0.5; a range that ends there takes the jump with it.
        let clipped = one().clipped(0.5, 0.8);
        assert_eq!((clipped.value(0.1), clipped.value(0.9)), (0.0, 0.5));
    }
}
