//! The luck of one trial and of its years, and that of a trial without any.

use super::chance::{Chance, ContractLuck, LuckTile, MarketLuck};
use super::strata::{DrawnAt, LuckKeys};
use crate::tile::Lanes;

/// The luck that arms meet in one trial, over all its years.
#[derive(Clone, Debug, Default)]
pub(crate) struct TrialLuck {
    /// Contracts, in the order of the model's contract names.
    pub contracts: Vec<ContractLuck>,
    /// Lines of business.
    pub markets: Vec<MarketLuck>,
}

/// The luck that physicians meet in one year of a trial.
#[derive(Clone, Debug, Default)]
pub(crate) struct YearLuck {
    /// Their work, tile by tile.
    pub physicians: Vec<LuckTile>,
    /// The same of months; empty unless a plan is reckoned by them.
    pub months: Vec<[Lanes; 12]>,
}

impl YearLuck {
    /// Draws it, that of months where a plan asks for it. The keys are those of whatever block and year was drawn for last.
    pub(crate) fn draw(&mut self, chance: &Chance, at: DrawnAt, keys: &mut LuckKeys) {
        chance.practice(at, keys, &mut self.physicians);
        chance.months(at, keys, &mut self.months);
    }

    /// No luck at all, for arms under `[chance] none`: every normal is 0 and nobody leaves.
    pub(crate) fn none(tiles: usize) -> YearLuck {
        YearLuck { physicians: vec![LuckTile::EMPTY; tiles], ..YearLuck::default() }
    }
}

impl TrialLuck {
    /// Draws that of each physician's own patients in all years of some trials; `met` says which trial's luck each meets.
    pub(crate) fn draw_attributed(
        all: &mut [TrialLuck],
        chance: &Chance,
        years: usize,
        met: impl Fn(usize) -> u64,
        keys: &mut LuckKeys,
    ) {
        for year in 0..years.div_ceil(4) as u64 {
            for (place, luck) in all.iter_mut().enumerate() {
                let four = DrawnAt { arch: chance.arch(), trial: met(place), year };
                chance.attributed(four, years, keys, &mut luck.contracts);
            }
        }
    }

    /// No luck at all, for arms under `[chance] none`: every normal is 0. Of clauses only those strike that are certain
    /// to, with a chance of 1.
    pub(crate) fn none(contracts: usize, markets: usize, years: usize) -> TrialLuck {
        TrialLuck {
            contracts: vec![ContractLuck::none(years); contracts],
            markets: vec![vec![[0.0; 2]; years]; markets],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_luck_only_what_is_certain_happens() {
        let tile = &YearLuck::none(1).physicians[0];
        assert_eq!((tile.work[0], tile.quality[0], tile.cost[0], tile.leave[0]), (0.0, 0.0, 0.0, 1.0));
        let none = TrialLuck::none(1, 1, 2);
        let contract = &none.contracts[0];
        // Few people or many: nobody is drawn one by one.
        assert_eq!((contract.base_spending(1, 40.0), contract.spending(1, 40.0)), (0.0, 0.0));
        let (clauses, interim) = contract.clauses[1];
        assert!(clauses.iter().all(|uniform| *uniform < 1.0 && *uniform >= 0.999_999) && interim == 0.0);
        assert_eq!(none.markets[0], vec![[0.0; 2]; 2]);
    }
}
