//! Unilateral measure changes: the payer raises what measures ask within the term.
//!
//! Read from `clauses.measure_change`; put in as the payer note prices it, a chance of one half a year of eight points.

use super::family::FEES_ONLY;
use super::kind::ClauseKind::MeasureChange;
use super::looked::{ClauseFound, Signed};
use super::patch::ClausePatch;
use crate::units::{figure, sum};

pub(super) fn look(signed: &Signed<'_>) -> ClauseFound {
    let contract = signed.contract;
    if !contract.terms.settles() {
        return signed.cannot_be(MeasureChange, FEES_ONLY);
    }
    if !contract.hears_quality() {
        return signed
            .cannot_be(MeasureChange, "nothing that this contract pays depends on the quality score");
    }
    let puts_in = ClausePatch::with("clauses.measure_change", "{ chance = 0.5, rise = 0.08 }");
    let Some(change) = &contract.clauses.measure_change else {
        return signed.not_there(MeasureChange, "measures stand for the term".to_owned(), puts_in);
    };
    let said = format!(
        "with a chance of {} % a year measures ask {} points more, on {} months' notice",
        sum(100.0 * change.chance.0),
        sum(100.0 * change.rise.0),
        figure(change.notice_months.0)
    );
    if contract.clauses.measures_may_rise().is_none_or(|(chance, rise)| chance * rise <= 0.0) {
        return signed.not_there(MeasureChange, format!("{said}: it never bites within a year"), puts_in);
    }
    signed.there(MeasureChange, said, ClausePatch::without("clauses.measure_change"))
}
