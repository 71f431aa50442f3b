//! The toy contract by which clauses are priced (payer note, section 10): 10,000 lives, $12,000 growing 5 % a
//! year, true savings of 1, 2, 3, 3, 3 %, half above a minimum of 2 %, 30 % of losses up to 4 %, a quality gate
//! at 70 that a score of 80 ± 6 meets, spending noise of 2.13/√10,000. Its printed mean is $7.73M over 20,000
//! paths; in closed form, with independent years, $7.50M.

use super::{Expectation, Sharing};
use crate::math::normal;

/// Chance that a score of 80 ± 6 passes a gate.
pub(super) fn passes(gate: f64) -> f64 {
    normal((80.0 - gate) / 6.0).below
}

/// Expected receipts of five years with a list that costs `cost` times as much, of whose true savings
/// `reach` is seen, when the gate is passed with a chance.
pub(super) fn five_years(cost: f64, reach: f64, pass: f64) -> f64 {
    let sharing = Sharing {
        full_rate: 0.5,
        rate: 0.5,
        minimum_savings_rate: 0.02,
        rate_below_minimum: 0.0,
        savings_cap: 1.0,
        loss_rate: 0.3,
        minimum_loss_rate: 0.02,
        loss_cap: 0.04,
        sequestration: 0.0,
        loss_sequestration: 0.0,
        deductible: false,
    };
    let value = |rate: f64, mean: f64| {
        let Expectation { value, .. } = Sharing { rate, ..sharing }.payoff().expected(mean, 0.0213);
        value
    };
    (1_i32..)
        .zip([0.01, 0.02, 0.03, 0.03, 0.03])
        .map(|(year, saved)| {
            let mean = 1.0 - (cost - reach * saved);
            let expected = pass * value(0.5, mean) + (1.0 - pass) * value(0.0, mean);
            120e6 * 1.05_f64.powi(year) * expected
        })
        .sum()
}
