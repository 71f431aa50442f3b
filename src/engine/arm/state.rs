//! One arm's state from year to year.

use super::contract::{ContractStart, ContractState};
use super::frame::ArmFrame;
use super::terms::TrialTerms;
use crate::engine::account::Accounts;
use crate::engine::luck::TrialLuck;
use crate::engine::position::PositionTile;
use crate::ledger::ACCOUNTS;
use crate::tile::TILE;
use crate::units::Cents;

/// The state of one arm.
#[derive(Debug, Clone, Default)]
pub(crate) struct ArmState {
    /// Positions.
    pub tiles: Vec<PositionTile>,
    /// What agreements carry over the years.
    pub accounts: Accounts,
    /// Contracts.
    pub contracts: Vec<ContractState>,
    /// What each plan's group has not yet covered of its expense, where that is carried.
    pub group_owes: Vec<Cents>,
    /// Balance of the reserve.
    pub reserve: Cents,
    /// What last year's value money paid for care management.
    pub invested: Cents,
    /// The system's margin last year as a share of its revenue; nothing before the first year ends.
    pub last_margin: Option<f64>,
    /// Programme cash by month.
    pub cash: Vec<Cents>,
    /// Totals over the years so far.
    pub totals: ArmTotals,
    /// Pay of each position over the years so far, tile by tile.
    pub paid: Vec<[Cents; TILE]>,
}

/// Totals over the years of a trial.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ArmTotals {
    pub programme_margin: Cents,
    pub margin: Cents,
    /// Worth of the programme's margin, the system's and of pay in the first year, $.
    pub worth: [f64; 3],
    pub earned: Cents,
    pub passed: Cents,
    pub gross: Cents,
    pub pay: Cents,
    pub true_savings: f64,
    /// What each line of the accounts adds to the margin: cents, and their worth in the first year, $.
    pub lines: [Cents; ACCOUNTS.len()],
    pub lines_worth: [f64; ACCOUNTS.len()],
    pub years_earned: u32,
    pub contract_years: u32,
    pub contracts_left: u32,
}

/// Months after the horizon in which settlements and payouts still arrive.
pub(crate) const RUN_OFF_MONTHS: usize = 72;

/// So many times the same, in the memory that is there.
fn refill<T: Clone>(all: &mut Vec<T>, len: usize, with: T) {
    all.clear();
    all.resize(len, with);
}

impl ArmState {
    /// Starts a trial of so many years of an arm, whatever was simulated before: in the memory that is there, but for
    /// accounts, which few arms have, and contracts where this arm has more.
    pub(crate) fn restart(
        &mut self,
        frame: &ArmFrame<'_>,
        terms: &TrialTerms,
        luck: &TrialLuck,
        years: usize,
    ) {
        let tiles = frame.start.len();
        self.tiles.clone_from(&frame.start);
        let felt = terms.felt.as_ref();
        let sight = felt.map_or(0.0, |felt| felt.evidence.sight_now.0);
        let plan_sight = felt.map_or(0.0, |felt| felt.evidence.sight_of_plan.0);
        for tile in &mut self.tiles {
            tile.sight.fill(sight);
            tile.plan_sight.fill(plan_sight);
        }
        self.accounts = Accounts::of(&terms.scenario, tiles);
        refill(&mut self.group_owes, terms.scenario.plan.len(), Cents::ZERO);
        self.reserve = Cents::ZERO;
        self.invested = Cents::ZERO;
        self.last_margin = None;
        refill(&mut self.cash, 12 * years + RUN_OFF_MONTHS, Cents::ZERO);
        self.totals = ArmTotals::default();
        refill(&mut self.paid, tiles, [Cents::ZERO; TILE]);
        let practice = terms.practice(frame.arm, 0);
        self.contracts.resize_with(terms.scenario.contract.len(), || ContractState::new(years));
        for (place, contract) in terms.scenario.contract.values().enumerate() {
            let (luck, market) = (&luck.contracts[frame.contracts[place]], &luck.markets[frame.lines[place]]);
            let start = ContractStart { place, contract, luck, market };
            self.contracts[place].restart(&terms.scenario, practice, &start);
        }
    }

    /// Programme cash of a calendar year of the horizon, as far as it is known.
    pub(crate) fn cash_of(&self, year: usize) -> Cents {
        self.cash[12 * year..12 * (year + 1)].iter().copied().sum()
    }

    /// The tiles that somebody under a plan is in, by place.
    pub(crate) fn tiles_on(&self, plan: usize) -> impl Iterator<Item = (usize, &PositionTile)> {
        self.tiles.iter().enumerate().filter(move |(_, tile)| tile.is_on(plan))
    }
}
