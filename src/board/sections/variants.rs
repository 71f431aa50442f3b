//! Variants compared: every measure, the bridge of the margin, the frontier, levers, ranking and stresses.

use super::cells::{
    RowOfArms, arm_name, by_arm, files, found, hidden_unless, measured, number, prose, shows_of_all, table,
    text,
};
use crate::analysis::{STRESSES, StressRow, StressTest};
use crate::board::figure::figure;
use crate::board::parts::{OnPaper, more, note};
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::{
    ComparedOver, ComparedRow, attainable_within, bracketed, cents_within, compared, dollars_within,
    frontier, frontier_finding, level_within, margin_bridges, margin_finding, percent_within, share_within,
    short_dollars, signed_dollars, signed_whole_within, signed_within, years_in_words,
};
use crate::engine::HorizonMetric;
use crate::report::Report;
use crate::stats::Summary;
use crate::units::{listed, thousands};
use maud::{Markup, html};

/// Nothing where there is but one arm.
pub(super) fn section(report: &Report<'_>) -> Option<Section> {
    let Report { model, outcome, .. } = report;
    if model.arms.len() < 2 {
        return None;
    }
    let all = compared(model, outcome);
    let body = html! {
        h3 { "Every arm by every measure that decides" }
        (measures(report, &all, false))
        (more("The same with 95 % intervals", &measures(report, &all, true), OnPaper::Open))
        (files(report, &["horizon", "compare_horizon", "summary", "compare"]))
        h3 { "By which lines the margin changes" }
        @match figure(Chart::MarginBridge, report) {
            Some(picture) => (picture),
            None => (found(&margin_finding(model, &margin_bridges(model, outcome, &report.disclosure)))),
        }
        (files(report, &["margin", "accounts"]))
        h3 { "What is saved against what it costs the system" }
        @match figure(Chart::Frontier, report) {
            Some(picture) => (picture),
            None => (found(&frontier_finding(model, &frontier(model, outcome)))),
        }
        @if let Some(picture) = figure(Chart::Levers, report) { h3 { "Arm beside arm" } (picture) }
        h3 { "How often each arm is the best of all" }
        (ranking(report))
        @if let Some(found) = report.stressed { h3 { "If things turn out otherwise than stated" } (stresses(report, found)) }
    };
    Some(Section { id: "variants", title: "Variants compared", body })
}

/// A measure of an arm as its unit is read, with its interval.
fn with_interval(row: &ComparedRow, found: &Summary) -> String {
    match row.unit {
        "$" if row.is_change && row.over == ComparedOver::Horizon => signed_within(found),
        "$" if row.over == ComparedOver::Horizon => level_within(found),
        "$" if row.is_change => signed_whole_within(found),
        "$" => dollars_within(found),
        "$ per $" => cents_within(found),
        "chance" => percent_within(found),
        "% of attainable" => attainable_within(found),
        _ => share_within(found),
    }
}

/// The same without: a single draw tells no interval.
fn alone(row: &ComparedRow, found: &Summary) -> String {
    with_interval(row, &Summary { draws: 0, trials: 0, ..*found })
}

/// Measures over all years, then in the last.
fn measures(report: &Report<'_>, all: &[ComparedRow], intervals: bool) -> Markup {
    let model = report.model;
    let over = |over: ComparedOver, when: &str| {
        let rows = all.iter().filter(|row| row.over == over).map(|row| {
            let cell = |(arm, of): (usize, &Option<Summary>)| {
                let shown = of.is_none() || shows_of_all(report, arm, row.metric);
                hidden_unless(shown, of.as_ref(), |found| {
                    if intervals { with_interval(row, found) } else { alone(row, found) }
                })
            };
            (vec![text(row.label)], row.of.iter().enumerate().map(cell).collect())
        });
        let rows: Vec<RowOfArms> = rows.collect();
        by_arm(report, &format!("{when}: means over futures"), &[Head::words(when)], &rows, false)
    };
    html! {
        (over(ComparedOver::Horizon, &format!("Over {}", years_in_words(model))))
        (over(ComparedOver::LastYear, &format!("In {}", model.start.plus(model.years - 1))))
    }
}

/// What arms are ranked by.
const RANKED: [(HorizonMetric, &str); 3] = [
    (HorizonMetric::SystemMargin, "By the system's margin"),
    (HorizonMetric::SystemMarginWorth, "By its worth in the first year"),
    (HorizonMetric::TrueSavings, "By true savings"),
];

fn ranking(report: &Report<'_>) -> Markup {
    let chances: Vec<(&str, Vec<Summary>)> = RANKED
        .iter()
        .filter_map(|(metric, label)| Some((*label, report.outcome.best_of(*metric)?)))
        .collect();
    let heads = std::iter::once(Head::words("Arm"))
        .chain(chances.iter().map(|(label, _)| Head::numbers(*label, "of futures")));
    let rows = (0..report.model.arms.len()).map(|arm| {
        std::iter::once(text(arm_name(report, arm)))
            .chain(chances.iter().map(|(_, all)| measured(all.get(arm), percent_within)))
            .collect()
    });
    html! {
        (table("Chance of being the best of all arms", heads.collect(), rows.collect()))
        (note("Counted future by future, on the same luck; where several arms are best together, none is."))
        (files(report, &["ranking"]))
    }
}

/// How the change of the margin of each arm comes out under each stress.
fn stresses(report: &Report<'_>, found: &StressTest) -> Markup {
    let model = report.model;
    let of = |stress: usize| -> Vec<&StressRow> {
        found
            .rows
            .iter()
            .filter(|row| row.stress == stress && row.metric == HorizonMetric::SystemMargin)
            .collect()
    };
    let lead = [Head::words("If"), Head::words("Best arm")];
    let rows = STRESSES.iter().enumerate().filter_map(|(place, stress)| {
        let all = of(place);
        let best: Vec<String> =
            all.iter().filter(|row| row.rank == 1).map(|row| arm_name(report, row.arm)).collect();
        let cells = (0..model.arms.len()).map(|arm| {
            all.iter().find(|row| row.arm == arm).map_or(PageCell::Empty, |row| {
                if arm == 0 {
                    return number(short_dollars(row.mean), row.mean);
                }
                let interval = bracketed(Some(row.change.interval()), signed_dollars);
                number(signed_dollars(row.change.value) + &interval, row.change.value)
            })
        });
        let sets = if place == 0 {
            format!("{}, in the first {} futures alone", stress.sets, thousands(found.trials))
        } else {
            stress.sets.to_owned()
        };
        (!all.is_empty()).then(|| (vec![text(sets), text(listed(&best, "and"))], cells.collect()))
    });
    let rows: Vec<RowOfArms> = rows.collect();
    let left_out: Vec<String> =
        found.left_out.iter().filter_map(|place| Some(STRESSES.get(*place)?.sets.to_owned())).collect();
    let caption = format!(
        "The system's margin over {} under stress: today's, and its change by each arm, $; the first {} futures each",
        years_in_words(model),
        thousands(found.trials)
    );
    html! {
        (by_arm(report, &caption, &lead, &rows, false))
        @if !left_out.is_empty() {
            p class="note" { (prose(&format!("Not asked, since it changes nothing here: {}.", listed(&left_out, "and")))) }
        }
        (files(report, &["stress"]))
    }
}
