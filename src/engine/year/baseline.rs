//! What the baseline had in the same trial and year: what an arm's is compared with, on the same luck.

use super::done::DoneTile;
use super::reasons::PaidTile;
use crate::pay::StatementTile;
use crate::tile::{Lanes, TILE, columns};
use crate::units::Cents;

columns! {
    /// How much of what a tile of physicians does lies under contracts.
    pub(crate) struct ContractMix {
        /// Part of the cost of care under own influence that lies under value-based contracts.
        pub contracted: Lanes = [0.0; TILE],
        /// Part of the panel's revenue that comes under them.
        pub value_revenue: Lanes = [0.0; TILE],
        /// What contracts pay for quality higher by 1 of all whose care it reaches, $.
        pub quality_reached: Lanes = [0.0; TILE],
    }
}

columns! {
    /// What the baseline's tile had in a year of a trial.
    pub(crate) struct BaselineTile {
        /// Total pay.
        pub pay: [Cents; TILE] = [Cents::ZERO; TILE],
        /// Its contracts.
        pub mix: ContractMix = ContractMix::EMPTY,
        /// Its pay, as reasons for a change tell it apart.
        pub paid: PaidTile = PaidTile::EMPTY,
    }
}

impl BaselineTile {
    /// Takes note of the baseline's own year.
    pub(crate) fn note(&mut self, statement: &StatementTile, done: &DoneTile) {
        self.pay = statement.totals();
        self.mix.clone_from(&done.mix);
        self.paid.clone_from(&done.paid);
    }
}

impl ContractMix {
    /// Its lanes, but those of the bits `own` as another has them.
    #[inline(always)]
    #[must_use]
    pub(crate) fn but(&self, own: u32, other: &ContractMix) -> ContractMix {
        let pick = |mine: &Lanes, theirs: &Lanes| {
            std::array::from_fn(|lane| if own >> lane & 1 == 1 { theirs[lane] } else { mine[lane] })
        };
        ContractMix {
            contracted: pick(&self.contracted, &other.contracted),
            value_revenue: pick(&self.value_revenue, &other.value_revenue),
            quality_reached: pick(&self.quality_reached, &other.quality_reached),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_that_the_baseline_lacks_keep_their_own_mix() {
        let held = ContractMix { contracted: [0.4; TILE], ..ContractMix::EMPTY };
        let own = ContractMix { contracted: [0.7; TILE], value_revenue: [0.2; TILE], ..ContractMix::EMPTY };
        let mix = held.but(1 << 3, &own);
        assert_eq!([mix.contracted[2], mix.contracted[3], mix.contracted[4]], [0.4, 0.7, 0.4]);
        assert_eq!([mix.value_revenue[2], mix.value_revenue[3]], [0.0, 0.2]);
    }
}
