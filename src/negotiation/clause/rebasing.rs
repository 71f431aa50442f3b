//! Punishing rebasing: base years move forward, and savings made lower the next benchmark.
//!
//! Read from how often shared savings are rebased on the system's own years, as far as that falls into the horizon:
//! the year after a rebasing must still be settled. It goes when base years stay those of signing. Put in: rebased
//! every year, as the payer note prices it.

use super::family::{FEES_ONLY, is_by_law};
use super::kind::ClauseKind::Rebasing;
use super::looked::{ClauseFound, Signed};
use super::patch::ClausePatch;
use crate::payer::benchmark::Benchmark;
use crate::payer::{SharedSavings, Terms};
use crate::units::sum;

const EVERY: &str = "terms.shared_savings.rebase_every";

pub(super) fn look(signed: &Signed<'_>) -> ClauseFound {
    let terms = &signed.contract.terms;
    if !terms.settles() {
        return signed.cannot_be(Rebasing, FEES_ONLY);
    }
    if is_by_law(terms) {
        return signed.cannot_be(
            Rebasing,
            "the programme's rules say on which years a benchmark or target price rests",
        );
    }
    let Terms::SharedSavings(shared) = terms else {
        return signed.cannot_be(Rebasing, "no benchmark of it rests on the system's own years");
    };
    let own = own_weight(shared);
    if own <= 0.0 {
        return signed.cannot_be(
            Rebasing,
            "its benchmark is the region's, in which the system's own savings hardly count",
        );
    }
    let puts_in = ClausePatch::with(EVERY, "1");
    if shared.rebase_every == 0 {
        return signed.not_there(Rebasing, "base years stay those of signing".to_owned(), puts_in);
    }
    let (every, part) = (shared.rebase_every, sum(100.0 * own));
    let said = format!("rebased every {every} years, {part} % of it on the system's own years");
    let said = if every == 1 { said.replace("every 1 years", "every year") } else { said };
    if !falls_within(signed) {
        return signed.not_there(Rebasing, format!("{said}, and not within the horizon"), puts_in);
    }
    signed.there(Rebasing, said, ClausePatch::with(EVERY, "0"))
}

/// Weight of the system's own years in the benchmark.
fn own_weight(shared: &SharedSavings) -> f64 {
    match &shared.benchmark {
        Benchmark::Historical(_) | Benchmark::Prospective(_) => 1.0,
        Benchmark::Blended(blended) => blended.own_weight.0,
        Benchmark::Regional(_) => 0.0,
    }
}

/// Whether a rebasing falls into the horizon with a year after it in which the agreement runs.
fn falls_within(signed: &Signed<'_>) -> bool {
    let contract = signed.contract;
    let Some(every) = contract.terms.rebase_every() else { return false };
    (0..signed.years.saturating_sub(1)).any(|index| {
        let year = contract.year(signed.start, index, 1.0);
        let next = signed.start.plus(index + 1);
        let runs = year.calendar >= contract.begins(signed.start)
            && contract.ends().is_none_or(|last| next.0 <= last.0);
        year.agreement_year == every && runs
    })
}
