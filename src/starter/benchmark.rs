//! What the record says of an ACO's benchmark, as keys of its contract.

use super::aco::{AcoRecord, KINDS};
use super::cohorts::NAME;
use super::course::Stage;
use super::manuscript::{Manuscript, plain};
use crate::payer::mssp::AgreementRules;
use crate::payer::{Level, RuleSet};

/// Region over own spending, worked back from the regional adjustment, and how.
fn regional_ratio(aco: &AcoRecord<'_>) -> Option<(f64, String)> {
    let adjustment = aco.cited("reg_adj")?;
    let historical = aco.cited("hist_bnchmk")?.value - adjustment.value;
    let rules = AgreementRules::of(aco.began().map_or(aco.last_year(), |(_, year, _)| year), RuleSet::Final);
    let enhanced = aco.track() == Some(Level::Enhanced);
    let (below, above) = rules.regional_weights(usize::from(aco.period()), enhanced);
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

/// Base years of the agreement on record as published, while it runs; whether there are any.
pub(super) fn base_years(draft: &mut Manuscript, aco: &AcoRecord<'_>, stage: &Stage) -> bool {
    let began = aco.began().filter(|_| stage.own);
    let figures = aco.cited("hist_bnchmk").zip(aco.cited("upd_bnchmk"));
    let shares = aco.shares("by3").zip(aco.shares("py"));
    let dearest = aco.cited("exp_agnd_by3").map(|found| found.value).filter(|dollars| *dollars > 0.0);
    let (Some((date, year, _)), Some((historical, updated)), Some(((base, _), (then, _))), Some(dearest)) =
        (began, figures, shares, dearest)
    else {
        return false;
    };
    draft.gap();
    draft.table(&format!("contract.{NAME}.terms.mssp.benchmark.base_years"));
    draft.noted(
        "last",
        &(year - 1).to_string(),
        &format!("the year before {} = {date}", aco.place("current_start")),
    );
    draft.noted("historical", &plain(historical.value, 2), &historical.place);
    let found = format!("{{ per_person = {}, year = {} }}", plain(updated.value, 2), aco.last_year());
    draft.noted("updated", &found, &updated.place);
    if let Some(adjustment) = aco.cited("reg_adj") {
        draft.noted("regional_adjustment", &plain(adjustment.value, 2), &adjustment.place);
    }
    draft.say(&format!(
        "Enrolment types of {}: person-years pyrs_*_by3 and pyrs_*_py, spending exp_*_by1 to by3, risk scores hcc_*_by1 to by3 and hcc_*_py. Where CMS suppresses a small cell, the year after or a usual cost stands in.",
        aco.last_year()
    ));
    draft.put("types = [");
    let mut left = [1.0, 1.0];
    for (place, (kind, word)) in KINDS.iter().enumerate() {
        let mut part = [base[place], then[place]].map(|share| (share * 1e6).round() / 1e6);
        if place + 1 == KINDS.len() {
            // The last takes what rounding leaves.
            part = left;
        }
        left = [left[0] - part[0], left[1] - part[1]];
        let spending = spent(aco, word, USUAL[place] * dearest).map(|dollars| plain(dollars, 2)).join(", ");
        draft.put(&format!(
            "  {{ kind = \"{}\", share = {}, share_then = {}, spending = [{spending}]{} }},",
            kind.key(),
            plain(part[0], 6),
            plain(part[1], 6),
            scores(aco, word)
        ));
    }
    draft.put("]");
    true
}

/// Spending of a type in the base years, oldest first.
fn spent(aco: &AcoRecord<'_>, word: &str, usual: f64) -> [f64; 3] {
    let printed = |year: u8| {
        let found = aco.cited(&format!("exp_{word}_by{year}")).map(|found| found.value);
        found.filter(|dollars| *dollars > 0.0)
    };
    let third = printed(3).unwrap_or(usual);
    let second = printed(2).unwrap_or(third);
    [printed(1).unwrap_or(second), second, third]
}

/// Risk scores of a type, as far as all are printed.
fn scores(aco: &AcoRecord<'_>, word: &str) -> String {
    let found = ["by1", "by2", "by3", "py"].map(|year| aco.cited(&format!("hcc_{word}_{year}")));
    match found.map(|score| score.map(|score| score.value).filter(|score| *score > 0.0)) {
        [Some(first), Some(second), Some(third), Some(then)] => format!(
            ", risk = [{}, {}, {}], risk_then = {}",
            plain(first, 4),
            plain(second, 4),
            plain(third, 4),
            plain(then, 4)
        ),
        _ => String::new(),
    }
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
