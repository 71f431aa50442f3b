//! Assumptions in force, worst founded first; what is drawn; what is worth a second look; what funds variants.

use super::cells::{arm_name, count_cell, files, number, prose, searched, table, text};
use crate::board::figure::readable;
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::decision::{AssumedAlike, assumptions_alike, drawn_numbers, name_in_words};
use crate::report::Report;
use crate::schema::Grade;
use crate::units::{both, count, listed, whole_dollars};
use maud::{Markup, html};

pub(super) fn section(report: &Report<'_>) -> Section {
    let mut all = assumptions_alike(report.model);
    all.retain(|one| report.disclosure.shows_places(&one.places));
    let body = html! {
        p class="finding" { (prose(&summary(&all))) }
        p { "What the scenario states itself is not listed: it stands in the scenario. Everything below was taken for granted, with how well it is founded: read it before the answer is trusted." }
        (by_grade(&all))
        h3 { "What is not known and therefore drawn" }
        (drawn(report))
        h3 { "What is taken for granted" }
        (assumed(&all))
        @if report.model.arms.iter().any(|arm| arm.funded.is_some()) { h3 { "What funds variants" } (funded(report)) }
        @if report.model.arms.iter().any(|arm| !arm.neutral.is_empty()) { h3 { "Plans that keep a budget" } (neutral(report)) }
        (notes(report))
    };
    Section { id: "assumptions", title: "Assumptions in force", body }
}

/// How many defaults there are, and how many of them without a source.
fn summary(all: &[AssumedAlike<'_>]) -> String {
    let without = all.iter().filter(|one| one.grade == Grade::Assumption).count();
    format!(
        "The run relies on {} that the scenario does not state; {} of them {} without a source.",
        count(all.len(), "default"),
        without,
        if without == 1 { "is an assumption" } else { "are assumptions" }
    )
}

/// What each grade means, with how many have it.
fn by_grade(all: &[AssumedAlike<'_>]) -> Markup {
    let heads = vec![Head::words("Grade"), Head::words("What it says"), Head::numbers("Defaults", "")];
    let rows = Grade::ALL.iter().rev().filter(|grade| **grade != Grade::Yours).map(|grade| {
        let says = match grade {
            Grade::Assumption => "no source",
            Grade::Recalled => "general knowledge of a rule or paper, not read again",
            Grade::Derived => "worked out from figures that were read",
            Grade::Published => "a figure read in the paper or article named",
            Grade::Official => "regulation or official data that was read",
            Grade::Yours => "",
        };
        vec![text(grade.word()), text(says), count_cell(all.iter().filter(|one| one.grade == *grade).count())]
    });
    table("Defaults by how well they are founded, worst first", heads, rows.collect())
}

fn drawn(report: &Report<'_>) -> Markup {
    let mut all = drawn_numbers(report.model);
    all.retain(|one| report.disclosure.shows_places(&one.places));
    if all.is_empty() {
        return note("Nothing: every number stands at one value.");
    }
    let heads = vec![
        Head::words("What it is, and where"),
        Head::words("Drawn from"),
        Head::numbers("Mean", ""),
        Head::numbers("Middle 90 %", ""),
    ];
    let rows = all.iter().map(|one| {
        vec![
            text(placed(&one.meaning, &one.parameter, &one.places)),
            text(format!("{}, {}", one.from, one.unit)),
            number(readable(one.mean), one.mean),
            number(format!("{} to {}", readable(one.middle.0), readable(one.middle.1)), one.middle.0),
        ]
    });
    searched("Numbers drawn once in each future, the same in every arm", heads, rows.collect())
}

/// Letters of a place that a column holds.
const PLACE: usize = 44;

/// A place as a column holds it: long ones without what stands in the middle.
fn shortened(place: &str) -> String {
    if place.len() <= PLACE {
        return place.to_owned();
    }
    let steps: Vec<&str> = place.split('.').collect();
    match &steps[..] {
        [first, name, .., last] => format!("{first}.{name} … {last}"),
        _ => place.to_owned(),
    }
}

/// What a parameter is, with its place, or in how many places it stands.
fn placed(meaning: &str, parameter: &str, places: &[&str]) -> String {
    let place = match places {
        [only] => shortened(only),
        several => format!("{}, {}", shortened(parameter), count(several.len(), "place")),
    };
    if meaning.is_empty() { place } else { format!("{meaning} ({place})") }
}

fn assumed(all: &[AssumedAlike<'_>]) -> Markup {
    let heads = vec![
        Head::choice("Grade"),
        Head::words("What it is, and where"),
        Head::words("Value"),
        Head::words("Source or reason"),
    ];
    let rows = all.iter().map(|one| {
        let arms: Vec<String> = one.arms.iter().map(|arm| (*arm).to_owned()).collect();
        let arms = if arms.is_empty() { String::new() } else { format!("; in {}", listed(&arms, "and")) };
        let unit = if one.unit.is_empty() || one.unit == "word" || one.unit == "flag" {
            String::new()
        } else {
            format!(", {}", one.unit)
        };
        vec![
            text(one.grade.word()),
            text(placed(&one.meaning, &one.parameter, &one.places) + &arms),
            text(format!("{}{unit}", one.value)),
            text(one.source),
        ]
    });
    html! {
        (searched("Defaults that the run relies on, worst founded first", heads, rows.collect()))
        (note("Each place by itself and in full: assumptions_in_force in manifest.json."))
    }
}

fn funded(report: &Report<'_>) -> Markup {
    let heads = vec![
        Head::words("Arm"),
        Head::words("What gives way"),
        Head::words("Plan"),
        Head::numbers("Times", ""),
        Head::numbers("Today's pay if nobody responded", "$, all years"),
        Head::numbers("As stated", "% against that"),
        Head::numbers("As funded", "% against that"),
        Head::numbers("Solved over", "first futures"),
    ];
    let arms =
        report.model.arms.iter().enumerate().filter_map(|(place, arm)| Some((place, arm.funded.as_ref()?)));
    let rows = arms.flat_map(|(place, own)| {
        own.factors.iter().filter(|factor| report.disclosure.shows_terms(&factor.plan)).map(move |factor| {
            let off = |bill: f64| 100.0 * own.off(bill);
            vec![
                text(arm_name(report, place)),
                text(name_in_words(own.by)),
                text(&*factor.plan),
                number(format!("{:.4}", factor.factor), factor.factor),
                number(whole_dollars(own.baseline), own.baseline),
                number(format!("{:+.2}", off(own.stated)), own.stated),
                number(format!("{:+.2}", (100.0 * off(own.bill)).round() / 100.0 + 0.0), own.bill),
                count_cell(usize::try_from(own.trials).unwrap_or(usize::MAX)),
            ]
        })
    });
    html! {
        (table("What variants are paid for by, solved before the run", heads, rows.collect()))
        (note("What physicians together would be paid over all years if nobody responded to incentives, in so many of the first futures: not the pay that the run finds."))
        (files(report, &["funding"]))
    }
}

fn neutral(report: &Report<'_>) -> Markup {
    let heads = vec![
        Head::words("Arm"),
        Head::words("Plan"),
        Head::numbers("Physicians", ""),
        Head::numbers("Rates times", ""),
        Head::numbers("Budget", "$ a year"),
    ];
    let rows = report.model.arms.iter().enumerate().flat_map(|(place, arm)| {
        arm.neutral.iter().filter(|own| report.disclosure.shows_terms(&own.plan)).map(move |own| {
            vec![
                text(arm_name(report, place)),
                text(&*own.plan),
                count_cell(own.members),
                number(format!("{:.4}", own.factor), own.factor),
                number(whole_dollars(own.budget), own.budget),
            ]
        })
    });
    table("Rates per wRVU that keep a budget", heads, rows.collect())
}

/// What is worth a second look.
fn notes(report: &Report<'_>) -> Markup {
    let all = report.notes();
    if all.is_empty() {
        return html! {};
    }
    if !report.disclosure.shows_persons() {
        return note(&format!("{} that may tell of single persons are not shown.", count(all.len(), "note")));
    }
    let heads = vec![
        Head::words("About"),
        Head::words("What was found"),
        Head::words("Beside"),
        Head::words("What to do"),
        Head::words("Arms"),
    ];
    let rows = all.iter().map(|one| {
        let beside = if one.beside.is_empty() { PageCell::Empty } else { text(&*one.beside) };
        vec![
            text(&*one.about),
            text(&*one.found),
            beside,
            text(&*one.advice),
            text(if one.arms.is_empty() { "all".to_owned() } else { both(&one.arms).replace('`', "") }),
        ]
    });
    html! {
        h3 { "Worth a second look" }
        (searched("Legal, and far from what it stands beside", heads, rows.collect()))
        (files(report, &["notes"]))
    }
}
