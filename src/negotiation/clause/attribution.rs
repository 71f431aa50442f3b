//! Opaque attribution: persons on the list by error, and lists that are known too late to work from.
//!
//! Read from `attribution.error` and `attribution.list_known`; when the list is fixed is no fault of either rule. Put
//! in as the payer note prices it: one in twenty swapped for others who cost 1.15 times as much.

use super::family::FEES_ONLY;
use super::kind::ClauseKind::Attribution;
use super::looked::{ClauseFound, Signed};
use super::patch::ClausePatch;
use crate::units::{figure, listed, sum};

pub(super) fn look(signed: &Signed<'_>) -> ClauseFound {
    let contract = signed.contract;
    if !contract.terms.settles() {
        return signed.cannot_be(Attribution, FEES_ONLY);
    }
    if !contract.terms.counts_people() {
        return signed.cannot_be(Attribution, "it counts episodes or claims, and no list of persons");
    }
    if !contract.hears_cost() {
        return signed.cannot_be(
            Attribution,
            "nothing that this contract pays depends on what the persons on its list cost",
        );
    }
    let list = &contract.attribution;
    let (mut said, mut takes_out) = (Vec::new(), ClausePatch::default());
    if list.error.0 > 0.0 && list.voluntary.0 < 1.0 {
        said.push(format!(
            "{} % of the list are others by error, who cost {} times as much",
            sum(100.0 * list.error.0),
            figure(list.error_cost_ratio.0)
        ));
        takes_out = takes_out.and("attribution.error", "0");
    }
    if list.known() < 1.0 {
        said.push(format!("{} % of it are known during the year", sum(100.0 * list.known())));
        takes_out = takes_out.and("attribution.list_known", "1");
    }
    if takes_out.is_empty() {
        let puts_in = ClausePatch::with("attribution.error", "0.05");
        return signed.not_there(
            Attribution,
            "a list without error, known during the year".to_owned(),
            puts_in,
        );
    }
    signed.there(Attribution, listed(&said, "and"), takes_out)
}
