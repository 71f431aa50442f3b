//! Value pay that would be repaid on leaving, and that is repaid.

use super::{Account, Closing};
use crate::engine::position::PositionTile;
use crate::ledger::{Imbalance, Ledger, SystemFlow};
use crate::model::Scenario;
use crate::pay::{Clawback, PayClass, StatementTile};
use crate::tile::{TILE, columns};
use crate::units::Cents;

columns! {
    /// What those in a tile of positions would repay, and what those who left have repaid.
    struct RepayableTile {
        /// Owed on leaving when the next year begins, the one after, and so on.
        owed: [[Cents; TILE]; Clawback::YEARS] = [[Cents::ZERO; TILE]; Clawback::YEARS],
        /// Repaid this year by whoever left the position.
        repaid: [Cents; TILE] = [Cents::ZERO; TILE],
    }
}

/// The account of value pay that would be repaid on leaving.
#[derive(Debug, Clone)]
pub(crate) struct ClawbackAccount {
    tiles: Vec<RepayableTile>,
}

impl Account for ClawbackAccount {
    fn of(scenario: &Scenario, tiles: usize) -> Option<ClawbackAccount> {
        let any = scenario.plan.values().any(|plan| plan.clawback.is_some());
        any.then(|| ClawbackAccount { tiles: vec![RepayableTile::EMPTY; tiles] })
    }

    fn open(&mut self, positions: &[PositionTile], ledger: &mut Ledger) {
        for (tile, positions) in self.tiles.iter_mut().zip(positions) {
            tile.collect(positions.left());
            ledger.post_system(SystemFlow::PayRepaid, tile.repaid.iter().copied().sum());
        }
    }

    fn close(&mut self, closing: &Closing<'_>, _: &mut Ledger) -> Result<(), Imbalance> {
        for ((tile, positions), paid) in self.tiles.iter_mut().zip(closing.positions).zip(closing.statements)
        {
            tile.note(closing.scenario, positions, paid);
        }
        Ok(())
    }
}

impl ClawbackAccount {
    /// What whoever left a position has repaid this year.
    pub(crate) fn repaid(&self, (tile, lane): (usize, usize)) -> Cents {
        self.tiles[tile].repaid[lane]
    }
}

impl RepayableTile {
    /// Collects from those who left.
    fn collect(&mut self, left: u32) {
        self.repaid = [Cents::ZERO; TILE];
        for lane in (0..TILE).filter(|lane| left >> lane & 1 == 1) {
            self.repaid[lane] = self.owed[0][lane];
            for owed in &mut self.owed {
                owed[lane] = Cents::ZERO;
            }
        }
    }

    /// Takes note of a year's value pay under the plans in force at its end.
    fn note(&mut self, scenario: &Scenario, positions: &PositionTile, paid: &StatementTile) {
        self.owed.rotate_left(1);
        self.owed[Clawback::YEARS - 1] = [Cents::ZERO; TILE];
        for lane in 0..TILE {
            let (_, plan) = &scenario.plan.0[usize::from(positions.plan[lane])];
            let Some(rule) = &plan.clawback else { continue };
            let value = paid.line(PayClass::Quality)[lane] + paid.line(PayClass::Cost)[lane];
            for (owed, more) in self.owed.iter_mut().zip(rule.owed(value)) {
                owed[lane] += more;
            }
        }
    }
}
