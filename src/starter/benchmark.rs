//! What the record says of an ACO's benchmark, as keys of its contract.

use super::aco::{AcoRecord, KINDS};
use super::course::Stage;
use super::manuscript::{Manuscript, plain};
use crate::payer::Mssp;

/// Region over own spending, worked back from the regional adjustment, and how.
fn regional_ratio(aco: &AcoRecord<'_>) -> Option<(f64, String)> {
    let adjustment = aco.cited("reg_adj")?;
    let historical = aco.cited("hist_bnchmk")?.value - adjustment.value;
    let (below, above) = Mssp::regional_weights(usize::from(aco.period()));
    let weight = if adjustment.value >= 0.0 { below } else { above };
    let ratio = 1.0 + adjustment.value / (weight * historical);
    let how = format!(
        "{}: ${} at a weight of {} over the rest of hist_bnchmk; caps may hide more",
        adjustment.place,
        plain(adjustment.value, 0),
        plain(weight, 2)
    );
    Some((ratio.clamp(0.5, 2.0), how))
}

/// Keys of how the benchmark grows and what is added to it.
pub(super) fn growth(draft: &mut Manuscript, aco: &AcoRecord<'_>, stage: &Stage) {
    match regional_ratio(aco) {
        Some((ratio, how)) => draft.noted("regional_ratio", &plain(ratio, 4), &how),
        None => draft.yours(
            "regional_ratio",
            "1.0",
            "regional spending over the ACO's own; dollars of the adjustment are published from 2022 on",
        ),
    }
    if stage.period > 1 {
        match aco.prior_savings().filter(|_| !stage.own) {
            Some(saved) => {
                draft.noted("prior_savings", &plain(saved.value.clamp(0.0, 10_000.0), 2), &saved.place);
            }
            None => draft.noted("prior_savings", "0", "agreements that began before 2024 have no adjustment for prior savings, or it is not in the record"),
        }
    }
    draft.open("national_weight", "0.15", "the ACO's share of assignable beneficiaries in its counties");
    draft.open("acpt_growth", "0.049", "prospective growth, fixed when the agreement began");
}

/// The enrolment types with what each costs beside the aged who are not dually eligible.
pub(super) fn types(draft: &mut Manuscript, aco: &AcoRecord<'_>) {
    let Some((shares, suppressed)) = aco.shares("py") else {
        draft.say("Enrolment types: not in the file of this year; the population counts as one.");
        return;
    };
    let costs = KINDS.map(|(_, kind)| aco.cited(&format!("exp_{kind}_py")).map(|found| found.value));
    let base = costs[3].filter(|cost| *cost > 0.0);
    draft.say(&format!(
        "Lives by enrolment type: person-years pyrs_*_py of {}, cost exp_*_py beside that of the aged who are not dually eligible.{}",
        aco.last_year(),
        if suppressed { " CMS suppresses small cells: what is missing is what the others leave." } else { "" }
    ));
    draft.put("enrolment = [");
    let mut left = 1.0;
    for (place, (kind, word)) in KINDS.iter().enumerate() {
        // The last takes what rounding leaves.
        let share = if place == 3 { left } else { (shares[place] * 1e6).round() / 1e6 };
        left -= share;
        let ratio = costs[place].zip(base).map(|(cost, base)| (cost / base).clamp(0.1, 50.0));
        let people = aco.word(&format!("pyrs_{word}_py"));
        let people =
            if people.is_empty() { "suppressed".to_owned() } else { format!("{people} person-years") };
        let dollars =
            costs[place].map_or("cost not published".to_owned(), |cost| format!("${}", plain(cost, 0)));
        draft.put(&format!(
            "  {{ kind = \"{}\", share = {}, cost_ratio = {} }},  # {people}, {dollars}",
            kind.key(),
            plain(share, 6),
            plain(ratio.unwrap_or(USUAL[place]), 4)
        ));
    }
    draft.put("]");
}

/// Cost of a type beside the aged who are not dually eligible, where it is suppressed: per-capita spending of
/// PY2024, $98,180, $12,693, $20,248 and $12,424.
const USUAL: [f64; 4] = [7.9, 1.02, 1.63, 1.0];
