//! The question and the answer.

use super::cells::{
    arm_name, files, hidden_unless, measured, number, paragraph, prose, shows_of_all, table, text,
    whole_percent,
};
use crate::board::parts::{KeyCard, cards, note, typeset};
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::compliance::Severity;
use crate::decision::{
    ArmVerdict, answer, bracketed, law_counts, level_dollars, short_dollars, signed_dollars, signed_within,
    verdicts, what_changes, years_in_words,
};
use crate::engine::HorizonMetric;
use crate::report::Report;
use crate::stats::Summary;
use crate::units::{count, real, thousands};
use maud::{Markup, html};

pub(super) fn section(report: &Report<'_>) -> Section {
    let Report { model, outcome, .. } = report;
    let all = verdicts(model, outcome);
    let sentences = answer(report.model, (outcome, report.stressed), &all, &report.disclosure);
    let body = html! {
        (asked(report))
        h3 { "The answer" }
        @for (place, sentence) in sentences.iter().enumerate() {
            @if place == 0 { p class="finding" { (prose(sentence)) } } @else { (paragraph(sentence)) }
        }
        (cards(&key_figures(report, &all)))
        (side_by_side(report, &all))
        @if model.arms.len() > 1 { h3 { "What each arm changes" } (changes(report)) }
    };
    Section { id: "question", title: "The question and the answer", body }
}

/// What was asked: of whom, under which contracts, over which years.
fn asked(report: &Report<'_>) -> Markup {
    let model = report.model;
    let scenario = &model.arms[0].scenario;
    let for_value =
        scenario.contract.values().filter(|contract| contract.terms.category().is_value_based()).count();
    let variants = model.arms.len() - 1;
    let compared = if variants == 0 {
        "Today's agreements are looked at as they are.".to_owned()
    } else {
        format!(
            "{} beside today's agreements, on the same {} futures.",
            if variants == 1 {
                "One variant stands".to_owned()
            } else {
                format!("{variants} variants stand")
            },
            thousands(report.outcome.trials)
        )
    };
    html! {
        @if let Some(description) = &scenario.scenario.description { p class="lead" { bdi { (description) } } }
        p {
            bdi { (scenario.system.name) } ": "
            (format!(
                "{} in {}, {}, of which {} for value, {}. {compared}",
                counted(model.len(), "physician"),
                if model.specialties.len() == 1 { "one specialty".to_owned() } else { format!("{} specialties", model.specialties.len()) },
                count(scenario.contract.len(), "payer contract"),
                if for_value == 1 { "one pays".to_owned() } else { format!("{for_value} pay") },
                years_in_words(model)
            ))
        }
    }
}

/// A count with its thousands apart.
fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(n as u64), if n == 1 { "" } else { "s" })
}

/// The measure of those who lose.
const LOSERS: &str = HorizonMetric::Losers.definition().name;

/// The figures that one remembers: the best arm and the worst sides.
fn key_figures(report: &Report<'_>, all: &[ArmVerdict]) -> Vec<KeyCard> {
    let over = years_in_words(report.model);
    let card = |label: String, of: &Summary, shown: fn(f64) -> String, arm: usize| {
        let range = arm_name(report, arm) + &bracketed(of.interval(), shown);
        KeyCard { label, value: shown(of.mean), range }
    };
    let variants = || all.iter().filter(|one| one.change.is_some());
    let greatest =
        |of: &dyn Fn(&ArmVerdict) -> f64| variants().reduce(|a, b| if of(b) > of(a) { b } else { a });
    let mean = |of: Option<&Summary>| of.map_or(f64::NEG_INFINITY, |found| found.mean);
    let mut cards = Vec::new();
    if let Some(one) = greatest(&|one| mean(one.change.as_ref())) {
        let label = if mean(one.change.as_ref()) > 0.0 {
            format!("Best change of the system's margin, {over}")
        } else {
            format!("No variant betters the system's margin; closest, {over}")
        };
        cards.extend(one.change.as_ref().map(|change| card(label, change, signed_dollars, one.arm)));
        let label = "Chance that it is better than today".to_owned();
        cards.extend(one.better.as_ref().map(|better| card(label, better, whole_percent, one.arm)));
    }
    let lose = greatest(&|one| one.losers.mean).filter(|one| one.losers.mean >= 0.0005);
    if let Some(one) = lose.filter(|one| shows_of_all(report, one.arm, LOSERS)) {
        let label = format!("Most physicians who lose 5 % of pay or more, {over}");
        cards.push(card(label, &one.losers, tenth_of_percent, one.arm));
    }
    let deepest = all.iter().reduce(|a, b| if b.lowest_cash.mean < a.lowest_cash.mean { b } else { a });
    if let Some(one) = deepest.filter(|one| one.lowest_cash.mean <= -0.5) {
        let label = "Deepest cash of the programme: each future's own lowest, in the mean".to_owned();
        cards.push(card(label, &one.lowest_cash, short_dollars, one.arm));
    }
    cards
}

/// Arms by what decides.
fn side_by_side(report: &Report<'_>, all: &[ArmVerdict]) -> Markup {
    let has_law = report.findings().len() == all.len() && report.disclosure.shows_persons();
    let counts = |severity| law_counts(report.findings(), severity);
    let (stops, cautions) = (counts(Severity::Stop), counts(Severity::Caution));
    let mut heads = vec![
        Head::words("Arm"),
        Head::numbers("System's margin", "$"),
        Head::numbers("Its change against today", "$"),
        Head::numbers("Better than today", "of futures"),
        Head::numbers("Care saved against today", "$"),
        Head::numbers("Lose 5 % or more", "of physicians"),
        Head::numbers("Lowest cash", "$"),
    ];
    if has_law {
        heads.push(Head::numbers("Law", "stops, cautions"));
    }
    let row = |one: &ArmVerdict| {
        let mut row = vec![
            text(arm_name(report, one.arm)),
            measured(Some(&one.margin), |found| level_dollars(found.mean)),
            measured(one.change.as_ref(), signed_within),
            measured(one.better.as_ref(), |found| whole_percent(found.mean)),
            measured(one.savings.as_ref(), |found| signed_dollars(found.mean)),
            if one.arm == 0 {
                PageCell::Empty
            } else {
                hidden_unless(shows_of_all(report, one.arm, LOSERS), Some(&one.losers), |found| {
                    tenth_of_percent(found.mean)
                })
            },
            measured(Some(&one.lowest_cash), |found| short_dollars(found.mean)),
        ];
        if has_law {
            let (stops, cautions) = (stops[one.arm], cautions[one.arm]);
            row.push(number(format!("{stops}, {cautions}"), real(1000 * stops + cautions)));
        }
        row
    };
    let caption = format!("The arms by what decides, over {}", years_in_words(report.model));
    html! {
        (table(caption, heads, all.iter().map(row).collect()))
        (note("Means over futures; in brackets the 95 % interval that so many futures leave. Care saved: true savings under contracts, what care costs less than if nobody responded. Lowest cash: of the programme, cumulated; each future's own lowest, in the mean. The section on variants has every measure with its interval."))
        (files(report, &["horizon", "compare_horizon", "law"]))
    }
}

fn tenth_of_percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// The arms in words.
fn changes(report: &Report<'_>) -> Markup {
    let model = report.model;
    let mut plans = model.arms.iter().flat_map(|arm| arm.scenario.plan.names());
    if plans.any(|plan| !report.disclosure.shows_terms(plan)) {
        return note("Not shown: some plans are those of few physicians.");
    }
    html! {
        @for (place, arm) in model.arms.iter().enumerate().skip(1) {
            h4 { bdi { (typeset(&arm.title)) } }
            ul { @for change in what_changes(model, place, &report.disclosure) { li { (prose(&change)) "." } } }
        }
        @if model.arms.iter().any(|arm| arm.funded.is_some()) {
            (note("What funds an arm is solved before the run: the amounts stand in the section on assumptions."))
        }
    }
}
