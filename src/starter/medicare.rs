//! The ACO's contract with Medicare.

use super::aco::AcoRecord;
use super::benchmark;
use super::cohorts::{NAME, Staff};
use super::course::Stage;
use super::manuscript::{Manuscript, plain, quoted};
use crate::math::power;
use crate::payer::mssp::ELECTED;
use crate::units::whole_dollars;

/// Yearly growth of the cost of care.
const TREND: f64 = 0.045;

/// The contract in force at the start, and those that follow it.
pub(super) fn contracts(
    draft: &mut Manuscript,
    aco: &AcoRecord<'_>,
    stages: &[Stage],
    staff: &Staff,
    start: u16,
) {
    draft.section("payer -> system: the ACO's own contract");
    draft.say(&format!(
        "{} assigned beneficiaries of {} ({}); gross savings then {} of the benchmark, {}. `cascade explain` shows benchmark and settlement line by line.",
        plain(aco.lives(), 0),
        aco.last_year(),
        aco.place("n_ab"),
        rate_words(aco),
        paid_words(aco),
    ));
    let [first, ..] = stages else { return };
    draft.gap();
    draft.table(&format!("contract.{NAME}"));
    draft.key("payer", "\"Medicare\"");
    draft.key("line", "\"medicare\"");
    first_year(draft, aco, first);
    if let Some(next) = stages.get(1) {
        ends(draft, aco, first, next);
    }
    spending(draft, aco, start);
    draft.yours("trend", &plain(TREND, 4), "growth of that cost; the record has no forecast");
    draft.noted("other_lives", &plain(staff.other_lives, 0), &staff.other_words);
    draft.yours(
        "revenue_share",
        &plain(staff.revenue_share, 4),
        "its part of professional revenue; here its lives over the panels below",
    );
    draft.yours("price_per_wrvu", "66", "what Medicare pays for professional work per wRVU");
    draft.noted("prices", "\"statutory\"", "and how that moves: Medicare's fee schedule by law");
    draft.yours(
        "programme_cost",
        "6",
        "$ per member and month, care managers among it: survey of 144 ACOs, NAACOS 2016",
    );
    draft.yours(
        "programme_fixed_cost",
        "600000",
        "whatever its size: the same survey, $1.6 million a year for one ACO",
    );
    draft.gap();
    terms(draft, aco, first);
    for (place, stage) in stages.iter().enumerate().skip(1) {
        follows(draft, aco, stage, stages.get(place + 1));
    }
}

/// The name of an agreement that follows.
fn name_of(stage: &Stage) -> String {
    format!("{NAME}_{}", stage.first)
}

/// When an agreement ends, and what follows.
fn ends(draft: &mut Manuscript, aco: &AcoRecord<'_>, stage: &Stage, next: &Stage) {
    let years = match aco.began().filter(|_| stage.own) {
        Some((date, ..)) => {
            format!("{} = {date}: the last year of that agreement", aco.place("current_start"))
        }
        None => "FORWARD: the last year of that agreement".to_owned(),
    };
    draft.noted("last_year", &stage.last.to_string(), &years);
    draft.noted("after_end", &quoted(&name_of(next)), "the same people go on under it");
}

/// An agreement that follows another: the same but for its level and its years.
fn follows(draft: &mut Manuscript, aco: &AcoRecord<'_>, stage: &Stage, next: Option<&Stage>) {
    draft.gap();
    draft.say("What follows when that agreement ends: the same contract, but for what stands here.");
    let name = name_of(stage);
    draft.table(&format!("contract.{name}"));
    draft.key("like", &quoted(NAME));
    let years = format!("the agreement of {} to {}", stage.first, stage.last);
    draft.forward("first_year", &stage.first.to_string(), &years);
    match next {
        Some(next) => ends(draft, aco, stage, next),
        None => draft.key("remove", "[\"last_year\", \"after_end\"]"),
    }
    draft.table(&format!("contract.{name}.terms.mssp"));
    draft.noted("level", &quoted(stage.level.key()), &stage.why);
    draft.key("glide_path", if stage.glide { "true" } else { "false" });
    let stood = format!("{} stood in {}", aco.period(), aco.place("agreement_period"));
    draft.forward("agreement", &stage.period.clamp(1, 5).to_string(), &stood);
    benchmark::carried(draft, aco);
    draft.noted("benchmark", "\"growth\"", "base years of its own: the three before it");
    benchmark::types(draft, aco);
}

fn first_year(draft: &mut Manuscript, aco: &AcoRecord<'_>, stage: &Stage) {
    let words = match aco.began().filter(|_| stage.own) {
        Some((date, 2019, 7..)) => format!(
            "{} = {date}: five and a half years, counted from 2020 so that they end with 2024",
            aco.place("current_start")
        ),
        Some((date, ..)) => format!("{} = {date}", aco.place("current_start")),
        None => format!(
            "FORWARD: the agreement that follows the one on record, {} to {}",
            stage.first, stage.last
        ),
    };
    draft.noted("first_year", &stage.first.to_string(), &words);
}

/// What a person cost, in the year before the start.
fn spending(draft: &mut Manuscript, aco: &AcoRecord<'_>, start: u16) {
    let found = aco.spending();
    let years = i32::from(start - 1 - aco.last_year());
    if years == 0 {
        draft.noted("spending", &plain(found.value, 2), &found.place);
        return;
    }
    let grown = found.value * power(1.0 + TREND, years);
    let how = format!(
        "${} ({}) at {} % a year to {}",
        plain(found.value, 0),
        found.place,
        plain(100.0 * TREND, 2),
        start - 1
    );
    draft.forward("spending", &plain(grown, 2), &how);
}

/// The programme's terms.
fn terms(draft: &mut Manuscript, aco: &AcoRecord<'_>, stage: &Stage) {
    draft.table(&format!("contract.{NAME}.terms.mssp"));
    draft.noted("level", &format!("\"{}\"", stage.level.key()), &stage.why);
    if stage.glide {
        draft.noted("glide_path", "true", "BASIC rises a level a year, to E");
    }
    draft.noted(
        "agreement",
        &stage.period.clamp(1, 5).to_string(),
        &if stage.own {
            aco.place("agreement_period")
        } else {
            format!("FORWARD: {} stood in {}", aco.period(), aco.place("agreement_period"))
        },
    );
    elected(draft, aco, stage);
    match aco.low_revenue() {
        Some(low) => draft.noted(
            "low_revenue",
            if low { "true" } else { "false" },
            &format!("{} = {}", aco.place("rev_exp_cat"), aco.word("rev_exp_cat")),
        ),
        None => draft.yours(
            "low_revenue",
            "false",
            "published from 2018 on: true where participants' revenue is below 35 % of the cost of care",
        ),
    }
    if stage.level.is_limited_by_revenue() || stage.glide {
        draft.open(
            "participant_revenue",
            "30000000",
            "participants' Part A and B revenue, $ a year: it may limit losses",
        );
    }
    standard(draft, aco);
    benchmark::growth(draft, aco, stage);
    let path = format!("contract.{NAME}.terms.mssp");
    if !stage.own || !benchmark::base_years(draft, &path, aco) {
        benchmark::types(draft, aco);
    }
}

/// The elected minimum rate, where there are two sides.
fn elected(draft: &mut Manuscript, aco: &AcoRecord<'_>, stage: &Stage) {
    if !stage.level.is_two_sided() && !stage.glide {
        return;
    }
    let found = aco.cited("msr").filter(|_| stage.own && aco.track() == Some(stage.level));
    let rate =
        found.as_ref().and_then(|found| ELECTED.iter().find(|rate| (**rate - found.value).abs() < 1e-6));
    match (rate, found) {
        (Some(rate), Some(found)) => draft.noted("elected_rate", &plain(*rate, 4), &found.place),
        (None, Some(found)) => draft.say(&format!("elected_rate is left out: {} = {} is the rate by size.", found.place, plain(found.value, 4))),
        (_, None) => draft.open("elected_rate", "0.01", "minimum savings and loss rate on two sides: 0, 0.005, 0.01, 0.015 or 0.02; by size when left out"),
    }
}

/// Whether the quality standard was met.
fn standard(draft: &mut Manuscript, aco: &AcoRecord<'_>) {
    let word = match aco.word("met_qps") {
        "1" => "met",
        "0" => "not met",
        _ => return,
    };
    draft.say(&format!("The quality standard of {} was {word} ({}).", aco.last_year(), aco.place("met_qps")));
}

fn rate_words(aco: &AcoRecord<'_>) -> String {
    match (aco.cited("benchmark_minus_exp"), aco.cited("benchmark")) {
        (Some(saved), Some(benchmark)) if benchmark.value > 0.0 => {
            format!("{} %", plain(100.0 * saved.value / benchmark.value, 2))
        }
        _ => "unknown parts".to_owned(),
    }
}

fn paid_words(aco: &AcoRecord<'_>) -> String {
    match aco.cited("earn_save_loss").map(|found| found.value) {
        Some(paid) if paid > 0.0 => format!("{} paid (earn_save_loss)", whole_dollars(paid)),
        Some(owed) if owed < 0.0 => format!("{} owed (earn_save_loss)", whole_dollars(-owed)),
        Some(_) | None => "nothing paid or owed".to_owned(),
    }
}
