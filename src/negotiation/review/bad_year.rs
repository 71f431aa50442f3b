//! What a bad year takes of the cash that is there: of all contracts, since all of them draw on the same.

use super::facts::{ContractAsked, SigningFacts};
use super::seen::SeenContract;
use crate::units::real;

/// What a bad year takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct BadYearTaken {
    /// Of one contract, $.
    pub(super) own: f64,
    /// Of all contracts, $: their luck is their own, so that bad years add up as the root of their squares.
    pub(super) together: f64,
    /// What the programmes need until first money, $: it is spent by then.
    pub(super) running: f64,
    /// Whether the contract takes more in a mean year of a run than luck around the benchmark explains.
    pub(super) is_mean: bool,
}

impl BadYearTaken {
    /// Cash that bears it, $.
    pub(super) fn needed(&self) -> f64 {
        self.together + self.running
    }
}

/// What a bad year takes of a contract, counted from 0, and of all: no less than that contract owed in a mean year of a
/// run.
pub(super) fn taken(facts: &SigningFacts, place: usize, seen: Option<&SeenContract>) -> BadYearTaken {
    let each: Vec<f64> = facts.contracts.iter().map(|asked: &ContractAsked| asked.bad_year(facts)).collect();
    let by_luck = each.get(place).copied().unwrap_or(0.0);
    let in_the_mean = seen.map_or(0.0, |seen| seen.owed / real(seen.years.max(1)));
    let own = by_luck.max(in_the_mean);
    let others = each.iter().enumerate().filter(|(other, _)| *other != place);
    let squares: f64 = others.map(|(_, takes)| takes * takes).sum();
    BadYearTaken {
        own,
        together: if squares > 0.0 { (own * own + squares).sqrt() } else { own },
        running: facts.cash_needed(),
        is_mean: in_the_mean > by_luck,
    }
}
