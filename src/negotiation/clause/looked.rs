//! A contract as it is looked at, and what is found of a clause.

use super::kind::{ClauseKind, ClauseStanding};
use super::patch::ClausePatch;
use crate::model::Scenario;
use crate::payer::Contract;
use crate::units::CalendarYear;

/// How a clause stands in a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseFound {
    /// The contract.
    pub contract: String,
    /// The clause.
    pub kind: ClauseKind,
    /// How it stands.
    pub standing: ClauseStanding,
    /// What the contract says, or why it cannot say such a thing.
    pub says: String,
    /// Takes the clause out where it is there, puts it in where it is not; nothing where it cannot be.
    pub patch: Option<ClausePatch>,
}

/// A contract with the horizon that it is looked at over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signed<'a> {
    pub(super) name: &'a str,
    pub(super) contract: &'a Contract,
    pub(super) start: CalendarYear,
    pub(super) years: usize,
}

impl<'a> Signed<'a> {
    pub(super) fn of(scenario: &'a Scenario, name: &'a str) -> Option<Signed<'a>> {
        let contract = scenario.contract.get(name)?;
        let years = usize::try_from(scenario.run.years).unwrap_or(usize::MAX);
        Some(Signed { name, contract, start: scenario.run.start(), years })
    }

    fn found(&self, kind: ClauseKind, standing: ClauseStanding, says: String) -> ClauseFound {
        ClauseFound { contract: self.name.to_owned(), kind, standing, says, patch: None }
    }

    /// It is there, and a patch takes it out.
    pub(super) fn there(&self, kind: ClauseKind, says: String, takes_out: ClausePatch) -> ClauseFound {
        ClauseFound { patch: Some(takes_out), ..self.found(kind, ClauseStanding::There, says) }
    }

    /// It is not there, and a patch puts it in.
    pub(super) fn not_there(&self, kind: ClauseKind, says: String, puts_in: ClausePatch) -> ClauseFound {
        ClauseFound { patch: Some(puts_in), ..self.found(kind, ClauseStanding::NotThere, says) }
    }

    /// It cannot be.
    pub(super) fn cannot_be(&self, kind: ClauseKind, why: impl Into<String>) -> ClauseFound {
        self.found(kind, ClauseStanding::CannotBe, why.into())
    }
}
