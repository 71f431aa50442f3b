//! The year, as seven steps in this order.

mod ahead;
mod align;
mod allocate;
mod anchoring;
mod attributed;
mod baseline;
mod books;
mod budgets;
mod caps;
mod cash;
mod coding;
mod contract_mix;
mod division;
mod done;
mod employing;
mod expectations;
mod facts;
mod finance;
mod foresee;
mod groups;
mod hours;
mod incentive;
mod levers;
mod meeting;
mod members;
mod months;
mod organise;
mod pay;
mod pools;
mod practise;
mod reasons;
mod reporting;
mod respond;
mod retention;
mod schedule;
mod settle;
mod settled;
mod span_year;
mod staying;
mod tile_meeting;
mod tile_year;
mod together;
mod transition;
mod turn;

pub(super) use anchoring::anchor;
pub(super) use baseline::BaselineTile;
pub(super) use books::YearBooks;
pub(super) use caps::CapTile;
pub(super) use done::DoneTile;
pub use expectations::ForeseenSettlement;
pub(super) use facts::{OnPlan, work_of};
pub(super) use incentive::Incentive;
pub(super) use meeting::Meeting;
#[cfg(test)]
pub(super) use reasons::REASONS;
pub use settled::SettledContract;
pub(super) use settled::SettledYear;
pub(super) use tile_meeting::{TileMeeting, carried_by};
pub(super) use transition::Held;

use super::account::Closing;
use super::arm::ArmState;
use crate::ledger::{CascadeNode, Imbalance};

/// One performance year of one arm in one trial.
pub(super) fn simulate(
    m: &Meeting<'_>,
    state: &mut ArmState,
    books: &mut YearBooks,
) -> Result<(), Imbalance> {
    books.open(m.year, m.terms.scenario.chance.quality_reliability());
    turn::turn(m, state, books); // 1. The page turns.
    foresee::foresee(m, state, books); // 2. What contracts, pools and groups are expected to pay.
    tile_year::respond_and_practise(m, state, books); // 3 and 4. Physicians respond, and practise.
    settle::settle(m, state, books); // 5. Payers settle.
    allocate::allocate(m, state, books); // 6. The system allocates.
    let paid = pay::pay(m, state, books); // 7. Physicians are paid.
    let YearBooks { statements, ledger, .. } = books;
    let closing = Closing { scenario: &m.terms.scenario, positions: &state.tiles, statements };
    state.accounts.close_all(&closing, ledger)?;
    let parked = state.contracts.iter().map(|contract| contract.security.parked).sum();
    ledger.check_held(CascadeNode::Escrow, books.settled.securities().map(|own| own.before).sum(), parked)?;
    ledger.check_held(CascadeNode::Reserve, books.settled.value.reserve, state.reserve)?;
    finance::finance(m, state, books);
    cash::roll_forward(m, state, books, paid);
    staying::decide(m, state, books);
    settle::hand_over(m, &mut state.contracts);
    books.ledger.check(books.settled.gross(), paid)
}
