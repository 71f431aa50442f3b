//! How sure all that is: what a finite run leaves open, how it was done, and what it cannot say.

use super::cells::{arm_name, files, found, measured, number, paragraph, table, text, whole_percent};
use crate::analysis::{Estimate, Headline};
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::decision::short_dollars;
use crate::engine::HorizonMetric;
use crate::report::{MonteCarloError, Report};
use crate::stats::Summary;
use crate::units::thousands;
use maud::{Markup, html};

/// Fewer futures than these hardly show a mean.
const FEW: u64 = 128;

pub(super) fn section(report: &Report<'_>) -> Section {
    let body = html! {
        (found(&precision(report)))
        @if report.outcome.trials < FEW {
            (paragraph("So few futures show what may happen, and hardly what to expect: every interval is wide. Run it again with --trials 2000 before anything is decided."))
        }
        (paragraph(&rosters(report)))
        (splits(report))
        h3 { "How it was done" }
        @for method in METHODS { (paragraph(method)) }
        h3 { "What it cannot say" }
        ul { @for limit in LIMITS { li { (limit) } } }
    };
    Section { id: "sure", title: "How sure", body }
}

/// The error of the least precise headline.
fn precision(report: &Report<'_>) -> String {
    let trials = thousands(report.outcome.trials);
    match MonteCarloError::of(report, None).said() {
        Some(said) => format!("{trials} futures leave every headline a standard error of {said}"),
        None => format!("{trials} futures were simulated"),
    }
}

/// For which rosters intervals hold.
fn rosters(report: &Report<'_>) -> String {
    let (model, rosters) = (report.model, report.outcome.rosters);
    if model.arms.iter().all(|arm| arm.scenario.roster.is_some()) {
        "Physicians are those of the roster.".to_owned()
    } else if rosters > 1 {
        format!(
            "Physicians were drawn from the scenario's groups {rosters} times; intervals hold for any such roster."
        )
    } else {
        "Physicians were drawn from the scenario's groups once: intervals hold for this roster, and leave out what another draw of it would change (`rosters = 32` under `[run]` tells how much).".to_owned()
    }
}

/// What of the spread is not knowing, and what luck, where the run was asked.
fn splits(report: &Report<'_>) -> Markup {
    let Some(all) = report.splits else {
        return note(
            "How much of the spread is not knowing the numbers, and how much the luck of years, is told by a run with --uncertainty.",
        );
    };
    let heads = vec![
        Head::words("Arm"),
        Head::numbers("Spread of the system's margin", "$, standard deviation"),
        Head::numbers("Not knowing the numbers", "of variance"),
        Head::numbers("Luck of years", "of variance"),
    ];
    let of_margin =
        all.iter().filter(|split| split.headline == Headline::Horizon(HorizonMetric::SystemMargin));
    let part = |part: Option<Estimate>| {
        part.map_or(PageCell::Empty, |part| number(whole_percent(part.value.clamp(0.0, 1.0)), part.value))
    };
    let rows = of_margin.map(|split| {
        let sd = Summary { mean: split.variance.sqrt(), ..Summary::default() };
        vec![
            text(arm_name(report, split.arm)),
            measured(Some(&sd), |sd| short_dollars(sd.mean)),
            part(split.parameters),
            part(split.noise()),
        ]
    });
    html! {
        (table("Why futures differ", heads, rows.collect()))
        (files(report, &["uncertainty"]))
    }
}

/// The methods, a paragraph each.
const METHODS: [&str; 5] = [
    "Money: every dollar is followed from payer to paycheque by the contracts' and plans' own rules, in whole cents, and every account must balance in every year of every future.",
    "Futures: numbers that are not known are drawn once in each future, what chance decides year by year anew. All arms meet the same luck, so that a difference between arms is theirs and not chance's.",
    "Behaviour: physicians and the organisation respond to what is paid at the margin, as far as published evidence says they do. It is the least certain part; the stress in which nobody responds says what hangs on it.",
    "Alignment: what one more unit of each kind of work is worth to those who pay for care stands beside what it is expected to pay the physician. Value induced is the part of what physicians could add for which pay asks.",
    "Law and surveys: rules read the scenario and the results and say what counsel should be asked; percentiles are straight lines between those of the table, aged to the year.",
];

/// Limits in plain words.
const LIMITS: [&str; 6] = [
    "Intervals in brackets say what a finite number of futures leaves open. They do not say that the assumptions are right.",
    "What an hour moves, how physicians respond and what avoided care costs the system are assumptions or come from few studies; your own figures in their place change the answer.",
    "Pay of other employers, bargaining with payers and what competitors do are not simulated.",
    "A mean hides who stands behind it: look at winners and losers, and at the worst futures.",
    "Savings of contracts are not true savings: benchmarks move, and luck is paid for and charged.",
    "Whatever the rules of law did not look at may still matter. It is not legal advice.",
];
