//! What the baseline had in the same trial and year: what an arm's is compared with, on the same luck.

use super::contract_mix::ContractMix;
use super::done::DoneTile;
use super::reasons::PaidTile;
use crate::pay::StatementTile;
use crate::tile::{TILE, columns};
use crate::units::Cents;

columns! {
    /// What the baseline's tile had in a year of a trial.
    pub(crate) struct BaselineTile {
        /// Total pay.
        pub pay: [Cents; TILE] = [Cents::ZERO; TILE],
        /// Its contracts.
        pub mix: ContractMix<TILE> = ContractMix::NOTHING,
        /// Its pay, as reasons for a change tell it apart.
        pub paid: PaidTile = PaidTile::EMPTY,
    }
}

impl BaselineTile {
    /// Takes note of the baseline's own year.
    pub(crate) fn note(&mut self, statement: &StatementTile, done: &DoneTile) {
        self.pay = statement.totals();
        self.mix = done.mix;
        self.paid.clone_from(&done.paid);
    }
}
