//! What the rules of law and a committee would ask about.

use super::cells::{arm_name, count_cell, ended, files, searched, some_of, table, text};
use crate::board::figure::figure;
use crate::board::parts::{note, typeset};
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::compliance::{NOT_LEGAL_ADVICE, Severity};
use crate::decision::{LawGroup, beside_surveys, law_counts, law_groups, name_in_words};
use crate::report::Report;
use crate::review::Flag;
use crate::units::{count, listed, whole_dollars};
use maud::{Markup, html};

/// Nothing where law was not asked.
pub(super) fn section(report: &Report<'_>) -> Option<Section> {
    if report.findings().len() != report.model.arms.len() {
        return None;
    }
    let body = html! {
        p class="finding" { (NOT_LEGAL_ADVICE) }
        @if report.disclosure.shows_persons() { h3 { "How much there is to settle" } (by_arm(report)) }
        h3 { "What is to be settled" }
        (by_rule(report))
        h3 { "Pay beside the survey" }
        @if let Some(picture) = figure(Chart::PayProductivity, report) { (picture) }
        (flags(report))
    };
    Some(Section { id: "compliance", title: "Compliance", body })
}

fn by_arm(report: &Report<'_>) -> Markup {
    let severities = [Severity::Stop, Severity::Caution, Severity::Note, Severity::Pass];
    let counts = severities.map(|severity| law_counts(report.findings(), severity));
    let heads = vec![
        Head::words("Arm"),
        Head::numbers("Stops", "not to be signed so"),
        Head::numbers("Cautions", "for counsel"),
        Head::numbers("Notes", "mostly facts not stated"),
        Head::numbers("Passes", ""),
    ];
    let rows = (0..report.model.arms.len()).map(|arm| {
        std::iter::once(text(arm_name(report, arm)))
            .chain(counts.iter().map(|own| count_cell(own[arm])))
            .collect()
    });
    table("Findings of the rules of law", heads, rows.collect())
}

/// Stops and cautions one by one, then what is noted.
fn by_rule(report: &Report<'_>) -> Markup {
    let persons = report.disclosure.shows_persons();
    let all = law_groups(report.findings(), persons);
    if all.is_empty() {
        return note("Nothing: every rule that was asked passes.");
    }
    let found = |one: &LawGroup<'_>| if persons { found_in_words(one) } else { one.rule.asks.to_owned() };
    let cure = |one: &LawGroup<'_>| if persons { cure_in_words(one) } else { String::new() };
    let heads = vec![
        Head::choice("Rule"),
        Head::words(if persons { "What was found" } else { "What the rule asks" }),
        Head::words("Cure"),
        Head::words("Arms"),
        Head::words("Law or convention, and how well it was read"),
    ];
    let noted = all.iter().filter(|one| one.severity == Severity::Note).map(|one| {
        vec![
            text(name_in_words(one.rule.key)),
            text(typeset(&found(one))),
            text(typeset(&cure(one))),
            text(arms_in_words(report, one)),
            text(law_in_words(one)),
        ]
    });
    let noted: Vec<Vec<PageCell>> = noted.collect();
    html! {
        @if all.iter().all(|one| one.severity == Severity::Note) { p { "No rule stops or cautions any arm." } }
        @for one in all.iter().filter(|one| one.severity != Severity::Note) {
            h4 { (one.severity.key().to_uppercase()) ": " (name_in_words(one.rule.key)) }
            p { bdi { (typeset(&arms_in_words(report, one))) } ": " (typeset(&ended(&found(one)))) }
            @if persons && !one.cure.is_empty() { p { "Cure: " (typeset(&ended(&cure(one)))) } }
            (note(&law_in_words(one)))
        }
        @if !noted.is_empty() {
            h3 { "What is noted" }
            (searched("Notes: facts that nobody stated, and what is worth knowing", heads, noted))
        }
        (note("Findings that ask for the same cure stand together. Costs and months of cures are assumptions (compliance.cure)."))
        (files(report, &["law"]))
    }
}

/// What would put it right, with what that takes.
fn cure_in_words(one: &LawGroup<'_>) -> String {
    let mut takes = Vec::new();
    if one.cost > 0.0 {
        takes.push(whole_dollars(one.cost));
    }
    if one.lead_months > 0.0 {
        let noun = if one.lead_months == 1.0 { "month" } else { "months" };
        takes.push(format!("{} {noun}", one.lead_months));
    }
    let most = if one.differs { "up to " } else { "" };
    if takes.is_empty() { one.cure.to_owned() } else { format!("{} ({most}{})", one.cure, takes.join(", ")) }
}

fn law_in_words(one: &LawGroup<'_>) -> String {
    format!("{} ({})", one.rule.citation, one.rule.grade)
}

/// The arms of findings, with how many there are in all.
fn arms_in_words(report: &Report<'_>, one: &LawGroup<'_>) -> String {
    let times: usize = one.arms.iter().map(|(_, times)| times).sum();
    let arms = if one.arms.len() == report.model.arms.len() {
        "all".to_owned()
    } else {
        let names: Vec<String> = one.arms.iter().map(|(arm, _)| arm_name(report, *arm)).collect();
        names.join("; ")
    };
    // Where few are hidden, so is how many a rule found.
    let counted = report.disclosure.shows_persons();
    if counted && times > one.arms.len() { format!("{arms} ({})", count(times, "finding")) } else { arms }
}

/// Places that are named one by one.
const PLACES: usize = 3;

/// What was found and where.
fn found_in_words(one: &LawGroup<'_>) -> String {
    let mut places: Vec<String> = one.places.iter().take(PLACES).map(|place| (*place).to_owned()).collect();
    if one.places.len() > PLACES {
        places.push(count(one.places.len() - PLACES, "more place"));
    }
    let also = if one.differs { ", and much the same elsewhere" } else { "" };
    format!("{}{also} ({})", one.found, listed(&places, "and"))
}

/// How many a committee would look at in the last year.
fn flags(report: &Report<'_>) -> Markup {
    let model = report.model;
    let all = beside_surveys(model, report.outcome, report.surveys);
    let heads = vec![
        Head::words("Arm"),
        Head::numbers("Persons", ""),
        Head::numbers("May lie above P90", "to be valued"),
        Head::numbers("May lie above P75", "to be documented"),
        Head::numbers("Without a table", ""),
    ];
    let rows = all.iter().map(|one| {
        let people = one.standings.len();
        let flagged = |flag| some_of(report, one.flagged(flag), people);
        vec![
            text(arm_name(report, one.arm)),
            count_cell(people),
            flagged(Flag::High),
            flagged(Flag::Document),
            flagged(Flag::Unmeasured),
        ]
    });
    let caption = format!(
        "Pay beside the survey, or federal wages without one, in {}",
        model.start.plus(model.years - 1)
    );
    html! {
        (table(caption, heads, rows.collect()))
        (note("May: with a chance above compliance.valuation.breach_chance in the year. A flag is practice, not law."))
        (files(report, &["committee"]))
    }
}
