//! Savings attributed to each physician's own patients, contract by contract.

use super::done::DoneTile;
use super::meeting::Meeting;
use super::settled::SettledYear;
use crate::tile::{Lanes, TILE};

/// Savings attributed to each physician's own patients, above zero: the contract's own rate, moved
/// by what the physician did differently and by the luck of those patients.
pub(crate) fn attributed_savings(m: &Meeting<'_>, settled: &SettledYear, done: &DoneTile, k: usize) -> Lanes {
    let (practice, scenario) = (m.practice(), &m.terms.scenario);
    let tile = &practice.tiles[k];
    let mut savings = [0.0; TILE];
    let contracted = cost_under_contracts(m, settled, k);
    for (c, settled) in settled.contracts.iter().enumerate() {
        if settled.benchmark <= 0.0 {
            continue;
        }
        let group = (settled.benchmark - settled.spending) / settled.benchmark;
        let own = &practice.contracts_of(k)[c];
        let cv = scenario.chance.person_cv.0 * scenario.contract.0[c].1.noise();
        let drawn = m.contracts[m.frame.contracts[c]].attributed.get(m.year * practice.tiles.len() + k);
        for lane in 0..TILE {
            let people = own.influence[lane];
            let value = done.saved[lane] / contracted[lane].max(1.0);
            let patients = Patients {
                own: own.lives[lane].max(people),
                of_contract: settled.lives,
                panel: tile.panel[lane],
            };
            let luck = cv * patients.luck(m.physicians[k].cost[lane], drawn.map_or(0.0, |z| z[lane]));
            let missed = scenario.measurement.cost_missed.0 * tile.social[lane];
            let panel = tile.style[lane] + missed;
            let rate = group + (value - settled.effect) - luck - panel;
            savings[lane] += (people * settled.benchmark * rate).max(0.0);
        }
    }
    savings
}

/// Cost of care of a tile's patients under value-based contracts that run, without any response, $.
fn cost_under_contracts(m: &Meeting<'_>, settled: &SettledYear, k: usize) -> Lanes {
    let mut cost = [0.0; TILE];
    let contracts = m.terms.scenario.contract.values().zip(&settled.contracts);
    for ((contract, settled), own) in contracts.zip(m.practice().contracts_of(k)) {
        if settled.runs && contract.terms.is_value_based() {
            for lane in 0..TILE {
                cost[lane] += own.influence[lane] * settled.expected_spending;
            }
        }
    }
    cost
}

/// The patients that a contract attributes to a physician, as a part of others.
#[derive(Clone, Copy, Debug)]
struct Patients {
    /// Their number; of a specialist, the lives under influence.
    own: f64,
    /// People under the contract.
    of_contract: f64,
    /// The physician's panel.
    panel: f64,
}

impl Patients {
    /// Luck of the cost of care of one's own patients under a contract beyond the contract's own luck, in
    /// standard deviations of one person.
    ///
    /// `√(1/n − 1/N) (√(n/P) z + √(1 − n/P) z_c)`: of the panel's draw `z` as much as falls on them, of
    /// one's own draw for each contract the rest. The spread is that of a mean of `n` about a mean of
    /// `N` people that they are among; that of two contracts is correlated by `√(n₁n₂)/P`, a few
    /// hundredths, and with what other agreements pay by the panel's luck as far as they share patients.
    #[inline(always)]
    fn luck(&self, of_panel: f64, of_contract: f64) -> f64 {
        let n = self.own.max(1.0);
        let spread = (1.0 / n - 1.0 / self.of_contract.max(n)).sqrt();
        let shared = if self.panel > 0.0 { (n / self.panel).min(1.0) } else { 0.0 };
        spread * (shared.sqrt() * of_panel + (1.0 - shared).sqrt() * of_contract)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_is_that_of_the_contracts_own_patients() {
        // 130 of 13,000 people, of a panel of 1,600: √(1/130 − 1/13,000) = 0.0872662. n/P = 0.08125:
        // 0.285044 of the panel's draw, 0.958514 of one's own.
        let few = Patients { own: 130.0, of_contract: 13_000.0, panel: 1_600.0 };
        assert!((few.luck(1.0, 0.0) - 0.087_266_2 * 0.285_043_9).abs() < 1e-7);
        assert!((few.luck(0.0, 1.0) - 0.087_266_2 * 0.958_514_5).abs() < 1e-7);
        // Together the variance of a mean of 130 about one of 13,000: not that of the panel.
        let variance = few.luck(1.0, 0.0).powi(2) + few.luck(0.0, 1.0).powi(2);
        assert!((variance - (1.0 / 130.0 - 1.0 / 13_000.0)).abs() < 1e-15);
    }

    #[test]
    fn edges_of_luck() {
        // The contract's only physician has no luck beyond the contract's.
        let all = Patients { own: 400.0, of_contract: 400.0, panel: 1_600.0 };
        assert_eq!(all.luck(2.0, -1.0), 0.0);
        // The whole panel under one contract: the panel's luck. Nobody's panel: one's own draw.
        let panel = Patients { own: 1_600.0, of_contract: 1e12, panel: 1_600.0 };
        assert!((panel.luck(1.0, 5.0) - 0.025).abs() < 1e-9);
        let none = Patients { own: 100.0, of_contract: 1e12, panel: 0.0 };
        assert!((none.luck(5.0, 1.0) - 0.1).abs() < 1e-9);
        // Nobody attributed: as of one person, with no dollars behind it.
        assert!(Patients { own: 0.0, of_contract: 0.0, panel: 0.0 }.luck(1.0, 1.0).is_finite());
    }
}
