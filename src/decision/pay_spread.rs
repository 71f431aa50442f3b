//! How are changes of pay spread among physicians? How many gain or lose how much over all years, as a share of today's.

use crate::engine::{Outcome, PersonMetric};
use crate::model::Model;

/// A band of changes of pay: those above its lower end, and up to its upper one, as shares of pay in the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChangeBand {
    /// What it is called.
    pub name: &'static str,
    /// Changes below it belong to it.
    pub below: f64,
}

/// The bands, from losses to gains.
pub const CHANGE_BANDS: [ChangeBand; 9] = [
    ChangeBand { name: "-20 % and less", below: -0.20 },
    ChangeBand { name: "-20 to -10 %", below: -0.10 },
    ChangeBand { name: "-10 to -5 %", below: -0.05 },
    ChangeBand { name: "-5 to -1 %", below: -0.01 },
    ChangeBand { name: "within 1 %", below: 0.01 },
    ChangeBand { name: "1 to 5 %", below: 0.05 },
    ChangeBand { name: "5 to 10 %", below: 0.10 },
    ChangeBand { name: "10 to 20 %", below: 0.20 },
    ChangeBand { name: "20 % and more", below: f64::INFINITY },
];

/// Physicians of an arm, counted from 0, by the change of their mean pay over all years against the baseline; of positions
/// that both have.
#[must_use]
pub fn change_bands(model: &Model, outcome: &Outcome, arm: usize) -> [usize; CHANGE_BANDS.len()] {
    let mut counts = [0; CHANGE_BANDS.len()];
    let Ok(results) = outcome.arm(&model.arms[arm].name) else { return counts };
    for place in 0..model.len() {
        let found = [PersonMetric::Pay, PersonMetric::PayChange].map(|metric| results.person(place, metric));
        let [Some(pay), Some(change)] = found else { continue };
        let before = pay.mean - change.mean;
        counts[band_of(if before > 0.0 { change.mean / before } else { 0.0 })] += 1;
    }
    counts
}

/// The band of a change.
fn band_of(share: f64) -> usize {
    CHANGE_BANDS.iter().position(|band| share < band.below).unwrap_or(CHANGE_BANDS.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_meet() {
        assert_eq!([-0.3, -0.2, -0.05, 0.0, 0.05, 0.2, 9.0].map(band_of), [0, 1, 3, 4, 6, 8, 8]);
    }
}
