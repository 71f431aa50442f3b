//! Variants compared: every measure, the bridge of the margin, the frontier, levers, ranking and stresses.

use super::cells::{arm_name, files, found, measured, number, prose, table, text};
use crate::analysis::{STRESSES, StressRow, StressTest};
use crate::board::figure::figure;
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::{
    ComparedOver, ComparedRow, attainable_within, cents_within, compared, dollars_within, frontier,
    frontier_finding, level_within, margin_bridges, margin_finding, percent_within, share_within,
    short_dollars, signed_dollars, signed_within, years_in_words,
};
use crate::engine::HorizonMetric;
use crate::report::Report;
use crate::stats::Summary;
use crate::units::listed;
use maud::{Markup, html};

/// Arms that stand side by side in a table.
const SIDE_BY_SIDE: usize = 6;

/// Nothing where there is but one arm.
pub(super) fn section(report: &Report<'_>) -> Option<Section> {
    let Report { model, outcome, .. } = report;
    if model.arms.len() < 2 {
        return None;
    }
    let all = compared(model, outcome);
    let arms: Vec<usize> = (0..model.arms.len()).collect();
    let body = html! {
        h3 { "Every arm by every measure that decides" }
        @for some in arms.chunks(SIDE_BY_SIDE) {
            (measures(report, &all, ComparedOver::Horizon, some))
        }
        @for some in arms.chunks(SIDE_BY_SIDE) {
            (measures(report, &all, ComparedOver::LastYear, some))
        }
        (files(report, &["horizon", "compare_horizon", "summary", "compare"]))
        h3 { "By which lines the margin changes" }
        @match figure(Chart::MarginBridge, report) {
            Some(picture) => (picture),
            None => (found(&margin_finding(model, &margin_bridges(model, outcome)))),
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

/// A measure of an arm as its unit is read.
fn shown(row: &ComparedRow, found: &Summary) -> String {
    match row.unit {
        "$" if row.is_change && row.over == ComparedOver::Horizon => signed_within(found),
        "$" if row.over == ComparedOver::Horizon => level_within(found),
        "$" => dollars_within(found),
        "$ per $" => cents_within(found),
        "chance" => percent_within(found),
        "% of attainable" => attainable_within(found),
        _ => share_within(found),
    }
}

/// Measures over all years or in the last, of some arms.
fn measures(report: &Report<'_>, all: &[ComparedRow], over: ComparedOver, arms: &[usize]) -> Markup {
    let model = report.model;
    let when = match over {
        ComparedOver::Horizon => format!("Over {}", years_in_words(model)),
        ComparedOver::LastYear => format!("In {}", model.start.plus(model.years - 1)),
    };
    let heads = std::iter::once(Head::words(when.clone()))
        .chain(arms.iter().map(|arm| Head::numbers(arm_name(report, *arm), "")));
    let rows = all.iter().filter(|row| row.over == over).map(|row| {
        std::iter::once(text(row.label))
            .chain(arms.iter().map(|arm| measured(row.of[*arm].as_ref(), |found| shown(row, found))))
            .collect()
    });
    table(format!("{when}: means over futures"), heads.collect(), rows.collect())
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
    let heads = ["If", "Today's margin", "Best arm"]
        .into_iter()
        .enumerate()
        .map(|(place, label)| if place == 1 { Head::numbers(label, "$") } else { Head::words(label) });
    let heads = heads
        .chain((1..model.arms.len()).map(|arm| Head::numbers(arm_name(report, arm), "change, $")))
        .collect();
    let rows = STRESSES.iter().enumerate().filter_map(|(place, stress)| {
        let all = of(place);
        let today = all.iter().find(|row| row.arm == 0)?;
        let best: Vec<String> =
            all.iter().filter(|row| row.rank == 1).map(|row| arm_name(report, row.arm)).collect();
        let changes = (1..model.arms.len()).map(|arm| {
            all.iter().find(|row| row.arm == arm).map_or(PageCell::Empty, |row| {
                let (low, high) = row.change.interval();
                let shown = format!(
                    "{} [{} to {}]",
                    signed_dollars(row.change.value),
                    signed_dollars(low),
                    signed_dollars(high)
                );
                number(shown, row.change.value)
            })
        });
        let cells =
            [text(stress.sets), number(short_dollars(today.mean), today.mean), text(listed(&best, "and"))];
        Some(cells.into_iter().chain(changes).collect())
    });
    let left_out: Vec<String> =
        found.left_out.iter().filter_map(|place| Some(STRESSES.get(*place)?.sets.to_owned())).collect();
    let caption = format!(
        "Change of the system's margin over {} under stress, {} futures each",
        years_in_words(model),
        found.trials
    );
    html! {
        (table(caption, heads, rows.collect()))
        @if !left_out.is_empty() {
            p class="note" { (prose(&format!("Not asked, since it changes nothing here: {}.", listed(&left_out, "and")))) }
        }
        (files(report, &["stress"]))
    }
}
