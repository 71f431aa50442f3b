//! The books of one arm-year: what was expected, done, settled, pooled and paid. Buffers, reused.

use super::align::Probed;
use super::budgets::BudgetDivision;
use super::done::{DoneTile, PopulationSums, PracticeSums};
use super::expectations::Expectations;
use super::groups::{GroupDivision, GroupQuality};
use super::pools::Pools;
use super::settled::SettledYear;
use crate::ledger::Ledger;
use crate::pay::StatementTile;
use crate::system::PoolFacts;
use crate::units::Cents;

/// Books of one arm-year.
#[derive(Debug)]
pub(crate) struct YearBooks {
    /// What the arm expects.
    pub expectations: Expectations,
    /// What physicians did and what is measured of them.
    pub tiles: Vec<DoneTile>,
    /// Their statements.
    pub statements: Vec<StatementTile>,
    /// Sums by population.
    pub sums: Vec<PracticeSums>,
    /// The same of one tile.
    pub tile_sums: Vec<PopulationSums>,
    /// What payers settled and the system allocated.
    pub settled: SettledYear,
    /// The ledger.
    pub ledger: Ledger,
    /// What members are expected to bring into each pool.
    pub members: Vec<PoolFacts>,
    /// Pools with money in them.
    pub pools: Pools,
    /// Group pools.
    pub groups: Vec<GroupDivision>,
    /// Withholds against budgets of groups.
    pub budgets: Vec<BudgetDivision>,
    /// Measured quality of the members of each plan.
    pub group_quality: Vec<GroupQuality>,
    /// Positions that changed hands.
    pub departures: u32,
    /// Cost of policies.
    pub policy_cost: Cents,
    /// Reliability of measured quality.
    pub reliability: f64,
    /// The year.
    pub year: usize,
    /// A physician to look at, by tile and lane.
    pub look_at: Option<(usize, usize)>,
    /// What was seen.
    pub probed: Option<Probed>,
}

impl YearBooks {
    pub(crate) fn new(tiles: usize, contracts: usize) -> YearBooks {
        YearBooks {
            expectations: Expectations::default(),
            tiles: vec![DoneTile::EMPTY; tiles],
            statements: vec![StatementTile::EMPTY; tiles],
            sums: Vec::new(),
            tile_sums: Vec::new(),
            settled: SettledYear::default(),
            ledger: Ledger::new(contracts),
            members: Vec::new(),
            pools: Pools::default(),
            groups: Vec::new(),
            budgets: Vec::new(),
            group_quality: Vec::new(),
            departures: 0,
            policy_cost: Cents::ZERO,
            reliability: 0.0,
            year: 0,
            look_at: None,
            probed: None,
        }
    }

    /// Opens the books of a year, counted from the start.
    pub(crate) fn open(&mut self, year: usize, reliability: f64) {
        self.ledger.clear();
        self.year = year;
        self.reliability = reliability;
    }
}
