//! What the record says of an ACO's benchmark, as keys of its contract.

use super::aco::{AcoRecord, KINDS};
use super::course::Stage;
use super::manuscript::{Manuscript, plain};
use crate::payer::mssp::AgreementRules;
use crate::payer::{Level, RuleSet};

/// Cost of a type beside the aged who are not dually eligible, where it is suppressed: per-capita spending of
/// PY2024, $98,180, $12,693, $20,248 and $12,424.
const USUAL: [f64; 4] = [7.9, 1.02, 1.63, 1.0];

/// Region over own spending, worked back from the regional adjustment, and how.
fn regional_ratio(aco: &AcoRecord<'_>) -> Option<(f64, String)> {
    let adjustment = aco.cited("reg_adj")?;
    let historical = aco.cited("hist_bnchmk")?.value - adjustment.value;
    let (_, began, _) = aco.began()?;
    let rules = AgreementRules::of(began, RuleSet::Final);
    let (below, above) =
        rules.regional_weights(usize::from(aco.period()), aco.track() == Some(Level::Enhanced));
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
    if !stage.own {
        carried(draft, aco);
    }
    draft.open("national_weight", "0.15", "the ACO's share of assignable beneficiaries in its counties");
    draft.open("acpt_growth", "0.049", "prospective growth, fixed when the agreement began");
}

/// What the agreements that follow are adjusted by: savings of the one before, and the population.
pub(super) fn carried(draft: &mut Manuscript, aco: &AcoRecord<'_>) {
    if let Some((shares, _)) = aco.shares() {
        draft.open(
            "dual_or_low_income",
            &plain(shares[2], 3),
            "part dually eligible or with low-income subsidy, for agreements from 2025; the aged dually eligible alone stand here",
        );
    }
    if let Some(saved) = aco.prior_savings() {
        draft.noted("prior_savings", &plain(saved.value.clamp(0.0, 10_000.0), 2), &saved.place);
    }
}

/// The enrolment types with what each costs beside the aged who are not dually eligible.
pub(super) fn types(draft: &mut Manuscript, aco: &AcoRecord<'_>) {
    let Some((shares, suppressed)) = aco.shares() else {
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
    for (place, share) in whole(shares).into_iter().enumerate() {
        let (kind, word) = KINDS[place];
        let ratio = costs[place].zip(base).map(|(cost, base)| (cost / base).clamp(0.1, 50.0));
        let dollars =
            costs[place].map_or("cost not published".to_owned(), |cost| format!("${}", plain(cost, 0)));
        draft.put(&format!(
            "  {{ kind = \"{}\", share = {share}, cost_ratio = {} }},  # {}, {dollars}",
            kind.key(),
            plain(ratio.unwrap_or(USUAL[place]), 4),
            people(aco, word, "py"),
        ));
    }
    draft.put("]");
}

/// Parts to six digits that add up to 1: the last takes what rounding leaves.
fn whole(shares: [f64; 4]) -> [String; 4] {
    let rounded = shares.map(|share| (share * 1e6).round() / 1e6);
    let last = 1.0 - rounded[..3].iter().sum::<f64>();
    [rounded[0], rounded[1], rounded[2], last.max(0.0)].map(|share| plain(share, 6))
}

fn people(aco: &AcoRecord<'_>, kind: &str, when: &str) -> String {
    match aco.word(&format!("pyrs_{kind}_{when}")) {
        "" => "suppressed".to_owned(),
        found => format!("{found} person-years"),
    }
}

/// The base years of the agreement on record as they are published, with the benchmarks that came of them;
/// whether there are any.
pub(super) fn base_years(draft: &mut Manuscript, path: &str, aco: &AcoRecord<'_>) -> bool {
    let (Some((_, began, _)), Some(base), Some((then, _))) = (aco.began(), aco.base_shares(), aco.shares())
    else {
        return false;
    };
    let (Some(historical), Some(updated)) = (positive(aco, "hist_bnchmk"), positive(aco, "upd_bnchmk"))
    else {
        return false;
    };
    let Some(lines) = type_lines(aco, base, then) else { return false };
    draft.gap();
    draft.say(
        "The benchmark as it was built: base years neither trended nor risk-adjusted, scaled to what they \
         came to, and moved on from the last benchmark on record.",
    );
    draft.table(&format!("{path}.benchmark.base_years"));
    draft.noted(
        "last",
        &(began - 1).to_string(),
        &format!("the year before the agreement began ({})", aco.place("current_start")),
    );
    draft.noted("historical", &plain(historical, 2), &aco.place("hist_bnchmk"));
    draft.noted(
        "updated",
        &format!("{{ per_person = {}, year = {} }}", plain(updated, 2), aco.last_year()),
        &aco.place("upd_bnchmk"),
    );
    for (key, column, least) in
        [("regional_adjustment", "reg_adj", -20_000.0), ("prior_savings_adjustment", "prior_sav_adj", 0.0)]
    {
        if let Some(found) = aco.cited(column).filter(|found| found.value >= least) {
            draft.noted(key, &plain(found.value, 2), &found.place);
        }
    }
    draft.say(&format!(
        "Parts of person-years (pyrs_*_by3, pyrs_*_py), spending (exp_*_by1 to by3) and risk scores (hcc_*_by1 to by3, hcc_*_py) of {}.",
        aco.last_year()
    ));
    draft.put("types = [");
    for line in lines {
        draft.put(&line);
    }
    draft.put("]");
    true
}

fn positive(aco: &AcoRecord<'_>, column: &str) -> Option<f64> {
    aco.cited(column).map(|found| found.value).filter(|value| *value > 0.0)
}

/// A line for each enrolment type.
fn type_lines(aco: &AcoRecord<'_>, base: [f64; 4], then: [f64; 4]) -> Option<Vec<String>> {
    let (base, then) = (whole(base), whole(then));
    let line = |place: usize| {
        let (kind, word) = KINDS[place];
        let (spending, filled) = aco.three(&format!("exp_{word}"))?;
        let (risk, guessed) = aco.three(&format!("hcc_{word}"))?;
        let listed = |numbers: [f64; 3], decimals| numbers.map(|one| plain(one, decimals)).join(", ");
        let risk_then = positive(aco, &format!("hcc_{word}_py"))
            .map_or(String::new(), |score| format!(", risk_then = {}", plain(score, 4)));
        let note =
            if filled || guessed { "; suppressed: the nearest year or the median ACO stands in" } else { "" };
        Some(format!(
            "  {{ kind = \"{}\", share = {}, share_then = {}, spending = [{}], risk = [{}]{risk_then} }},  # {}{note}",
            kind.key(),
            base[place],
            then[place],
            listed(spending, 2),
            listed(risk, 4),
            people(aco, word, "py"),
        ))
    };
    (0..KINDS.len()).map(line).collect()
}
