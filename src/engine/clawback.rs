//! Value pay that would be repaid on leaving, and that is repaid.

use super::trial::StateTile;
use crate::model::Scenario;
use crate::pay::{Clawback, PayClass, StatementTile};
use crate::tile::TILE;
use crate::units::Cents;

/// What those in a tile of positions would repay, and what those who left have repaid.
#[derive(Debug, Clone)]
pub(super) struct RepayableTile {
    /// Owed on leaving when the next year begins, the one after, and so on.
    owed: [[Cents; TILE]; Clawback::YEARS],
    /// Repaid this year by whoever left the position.
    pub repaid: [Cents; TILE],
}

impl RepayableTile {
    /// Nothing owed.
    pub(super) const EMPTY: RepayableTile =
        RepayableTile { owed: [[Cents::ZERO; TILE]; Clawback::YEARS], repaid: [Cents::ZERO; TILE] };

    /// Collects from those who left as the page turned to `year`; returns the sum.
    pub(super) fn collect(&mut self, state: &StateTile, year: usize) -> Cents {
        let now = i16::try_from(year).unwrap_or(i16::MAX);
        self.repaid = [Cents::ZERO; TILE];
        for lane in 0..TILE {
            if state.joined[lane] == now {
                self.repaid[lane] = self.owed[0][lane];
                for owed in &mut self.owed {
                    owed[lane] = Cents::ZERO;
                }
            }
        }
        self.repaid.iter().copied().sum()
    }

    /// Takes note of a year's value pay under the plans in force at its end.
    pub(super) fn note(&mut self, scenario: &Scenario, state: &StateTile, paid: &StatementTile) {
        self.owed.rotate_left(1);
        self.owed[Clawback::YEARS - 1] = [Cents::ZERO; TILE];
        for lane in 0..TILE {
            let (_, plan) = &scenario.plan.0[usize::from(state.plan[lane])];
            let Some(rule) = &plan.clawback else { continue };
            let value = paid.line(PayClass::Quality)[lane] + paid.line(PayClass::Cost)[lane];
            for (owed, more) in self.owed.iter_mut().zip(rule.owed(value)) {
                owed[lane] += more;
            }
        }
    }
}
