//! Unfunded delegation: the payer's own work, done by the system for less than it costs.
//!
//! Read from `clauses.delegation`, and under delegated capitation from `programme_cost` beside the fees. What a system
//! spends on its own care management is no delegation. It goes when the fee covers the cost. Put in as the payer note
//! prices it: $4 a person and month without a fee.

use super::family::{FEES_ONLY, is_by_law};
use super::kind::ClauseKind::Delegation;
use super::looked::{ClauseFound, Signed};
use super::patch::ClausePatch;
use crate::payer::Terms;

/// A clear remainder: less than a cent a person and month is none.
const CENT: f64 = 0.01;

pub(super) fn look(signed: &Signed<'_>) -> ClauseFound {
    let contract = signed.contract;
    if !contract.terms.settles() {
        return signed.cannot_be(Delegation, FEES_ONLY);
    }
    if !contract.terms.counts_people() {
        return signed
            .cannot_be(Delegation, "it counts episodes or claims, and nothing is delegated by the person");
    }
    let puts_in = || ClausePatch::with("clauses.delegation", "{ cost = 4 }");
    let says = |cost: f64, fee: f64| {
        format!("what is delegated costs ${cost:.2} a person and month, and the payer pays ${fee:.2} for it")
    };
    if let Some(delegated) = &contract.clauses.delegation {
        let (cost, fee) = (delegated.cost.0, delegated.fee.0);
        return if cost - fee >= CENT {
            let takes_out = ClausePatch::with("clauses.delegation.fee", format!("{cost}"));
            signed.there(Delegation, says(cost, fee), takes_out)
        } else {
            signed.not_there(Delegation, says(cost, fee), ClausePatch::with("clauses.delegation.fee", "0"))
        };
    }
    if let Terms::DelegatedCapitation(terms) = &contract.terms {
        let (cost, care) = (contract.programme_cost.0, contract.care_management_fee.0);
        let fee = terms.delegation_fee.0 + care;
        let key = "terms.delegated_capitation.delegation_fee";
        return if cost - fee >= CENT {
            signed.there(Delegation, says(cost, fee), ClausePatch::with(key, format!("{}", cost - care)))
        } else if cost > 0.0 && terms.delegation_fee.0 > 0.0 {
            signed.not_there(Delegation, says(cost, fee), ClausePatch::with(key, "0"))
        } else {
            signed.not_there(Delegation, says(cost, fee), puts_in())
        };
    }
    if is_by_law(&contract.terms) {
        return signed.cannot_be(Delegation, "a programme by law delegates none of its own work");
    }
    signed.not_there(Delegation, "the payer delegates none of its own work".to_owned(), puts_in())
}
