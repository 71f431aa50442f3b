//! Reporting lift: measures that cost more to report than other contracts ask for.
//!
//! Read from `clauses.reporting`, and from `measures` above what contracts of the line usually ask. Put in as the payer
//! note prices it: 25 measures at $12,000. Which measures a programme by law asks for, nobody negotiates: there it is
//! only what `clauses.reporting` says.

use super::family::{FEES_ONLY, measures_are_law};
use super::kind::ClauseKind::Reporting;
use super::looked::{ClauseFound, Signed};
use super::patch::ClausePatch;
use crate::payer::LineOfBusiness;
use crate::units::{figure, listed, whole_dollars};

/// Quality measures that a contract usually asks for: 13 in a Medicare contract, 10 in a commercial and 5 in a Medicaid
/// one (Boone et al. 2024, recalled).
#[must_use]
const fn usual(line: LineOfBusiness) -> f64 {
    match line {
        LineOfBusiness::Medicare | LineOfBusiness::MedicareAdvantage => 13.0,
        LineOfBusiness::Commercial => 10.0,
        LineOfBusiness::Medicaid => 5.0,
    }
}

pub(super) fn look(signed: &Signed<'_>) -> ClauseFound {
    let contract = signed.contract;
    if !contract.terms.settles() {
        return signed.cannot_be(Reporting, FEES_ONLY);
    }
    let (mut said, mut takes_out) = (Vec::new(), ClausePatch::default());
    if let Some(cost) = contract.clauses.reporting.as_ref().filter(|cost| cost.per_measure.0 > 0.0) {
        said.push(format!(
            "{} measures at {} each are to be reported: {} a year",
            cost.measures,
            whole_dollars(cost.per_measure.0),
            whole_dollars(contract.clauses.reporting_cost())
        ));
        takes_out = takes_out.and_without("clauses.reporting");
    }
    let (asked, usual) = (contract.measures_asked(), usual(contract.line));
    let by_law = measures_are_law(contract);
    if by_law && takes_out.is_empty() {
        return signed.cannot_be(Reporting, "the programme's rules say which measures are reported");
    }
    if asked > usual && !by_law {
        let (asked, usual) = (figure(asked), figure(usual));
        said.push(format!("physicians report {asked} measures where {usual} are usual"));
        takes_out = takes_out.and("measures", usual);
    }
    if signed.lives == 0.0 && contract.clauses.reporting.is_none() {
        return signed.cannot_be(
            Reporting,
            "no physician has people attributed under it, so that nobody reports for it",
        );
    }
    if takes_out.is_empty() {
        let puts_in = ClausePatch::with("clauses.reporting", "{ measures = 25, per_measure = 12000 }");
        return signed.not_there(
            Reporting,
            format!("{} measures, no more than usual", figure(asked)),
            puts_in,
        );
    }
    signed.there(Reporting, listed(&said, "and"), takes_out)
}
