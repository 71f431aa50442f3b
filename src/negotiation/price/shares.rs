//! What each party gains and loses by a price.

use super::bearers::BearerKind;
use super::measured::mean_of_cents;
use super::taken::{TakenTrials, Taking};
use crate::analysis::Estimate;

/// What a party gains over the horizon if what is priced goes.
#[derive(Clone, Debug, PartialEq)]
pub struct BearerShare {
    /// What kind of party it is.
    pub kind: BearerKind,
    /// Which one: a contract, a specialty, a line of the accounts.
    pub name: String,
    /// Its gain, with its Monte Carlo error, $: below zero, it is better off with what is priced.
    pub gain: Estimate,
    /// Of all trials together, cents: over all but parts these add up to zero exactly.
    pub cents: i64,
}

/// What everyone gains without what is priced, on the same luck; whom it does not touch in any trial is left out.
pub(super) fn shares(
    taking: &Taking,
    (with, without): (&TakenTrials, &TakenTrials),
    rosters: usize,
) -> Vec<BearerShare> {
    let both = taking.bearers.iter().zip(with.received.iter().zip(&without.received));
    both.filter_map(|(bearer, (with, without))| {
        let gains: Vec<i64> = without.iter().zip(with).map(|(without, with)| without - with).collect();
        gains.iter().any(|gain| *gain != 0).then(|| BearerShare {
            kind: bearer.kind,
            name: bearer.name.clone(),
            gain: mean_of_cents(&gains, rosters),
            cents: gains.iter().sum(),
        })
    })
    .collect()
}
