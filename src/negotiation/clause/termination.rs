//! One-sided termination: the payer may leave after a year that it paid for.
//!
//! Read from `clauses.termination`: one-sided where the payer ends it more readily than the system, or keeps what was
//! earned as it does. It goes when the payer may no longer end it within the term; a right of the system stays. Put in
//! as the payer note prices it: a chance of one quarter after a year that paid, with what was earned forfeited.

use super::family::{FEES_ONLY, is_by_law};
use super::kind::ClauseKind::Termination;
use super::looked::{ClauseFound, Signed};
use super::patch::ClausePatch;
use crate::units::{figure, sum};

pub(super) fn look(signed: &Signed<'_>) -> ClauseFound {
    let contract = signed.contract;
    if !contract.terms.settles() {
        return signed.cannot_be(Termination, FEES_ONLY);
    }
    let puts_in = || ClausePatch::with("clauses.termination", "{ by_payer = 0.25, forfeits = true }");
    let Some(end) = &contract.clauses.termination else {
        if is_by_law(&contract.terms) {
            return signed.cannot_be(Termination, "a programme by law ends no agreement because it paid");
        }
        return signed.not_there(Termination, "neither party ends it within the term".to_owned(), puts_in());
    };
    let said = format!(
        "after a year that paid, the payer ends it with a chance of {} %; after a loss, the system with {} %; notice {} months{}",
        sum(100.0 * end.by_payer.0),
        sum(100.0 * end.by_system.0),
        figure(end.notice_months.0),
        if end.forfeits { "; what the year earned is forfeited" } else { "" }
    );
    if end.by_payer.0 <= end.by_system.0 && !end.forfeits {
        return signed.not_there(Termination, said, puts_in());
    }
    let takes_out = if end.by_system.0 > 0.0 {
        ClausePatch::with("clauses.termination.by_payer", "0").and("clauses.termination.forfeits", "false")
    } else {
        ClausePatch::without("clauses.termination")
    };
    signed.there(Termination, said, takes_out)
}
