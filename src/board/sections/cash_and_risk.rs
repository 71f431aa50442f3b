//! Cash and risk: when money comes, how deep it falls first, and what the worst futures hold.

use super::cells::{arm_name, files, found, measured, number, table, text};
use crate::board::figure::figure;
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::{
    CashPath, cash_finding, cash_paths, month_in_words, percent_within, short_dollars, short_within,
    years_in_words,
};
use crate::engine::HorizonMetric;
use crate::report::Report;
use crate::stats::{Summary, Tail};
use maud::{Markup, html};

pub(super) fn section(report: &Report<'_>) -> Section {
    let paths = cash_paths(report.model, report.outcome);
    let body = html! {
        h3 { "The programme's cash" }
        @match figure(Chart::Cash, report) {
            Some(picture) => (picture),
            None => (found(&cash_finding(report.model, &paths))),
        }
        (cash(report, &paths))
        h3 { "What is at risk" }
        (risk(report))
    };
    Section { id: "risk", title: "Cash and risk", body }
}

fn cash(report: &Report<'_>, paths: &[CashPath]) -> Markup {
    let start = report.model.start;
    let heads = vec![
        Head::words("Arm"),
        Head::numbers("Lowest cash", "$, mean over futures"),
        Head::numbers("In one future of twenty below", "$"),
        Head::numbers("The mean path is lowest in", ""),
        Head::numbers("Never breaks even", "of futures"),
        Head::numbers("The others break even by", "median"),
    ];
    let month = |month: usize| {
        #[expect(clippy::cast_precision_loss, reason = "months")]
        let sorts = month as f64;
        number(month_in_words(start, month), sorts)
    };
    let rows = paths.iter().map(|path| {
        let even = path.even.quantiles.map(|q| q[2]).filter(|m| m.is_finite() && path.never.mean < 1.0);
        vec![
            text(arm_name(report, path.arm)),
            measured(Some(&path.lowest), short_within),
            path.lowest.quantiles.map_or(PageCell::Empty, |q| number(short_dollars(q[0]), q[0])),
            path.trough().map_or_else(|| text("never below zero"), |(lowest, _)| month(lowest)),
            measured(Some(&path.never), percent_within),
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a month of the horizon"
            )]
            even.map_or(PageCell::Empty, |even| {
                if even < 0.5 { text("at once") } else { month(even.round() as usize) }
            }),
        ]
    });
    html! {
        (table("Cash that moves because of the programme, cumulated", heads, rows.collect()))
        (files(report, &["cash", "horizon"]))
    }
}

/// Losses of the worst futures.
fn risk(report: &Report<'_>) -> Markup {
    let model = report.model;
    let heads = vec![
        Head::words("Arm"),
        Head::words("Of"),
        Head::numbers("Middle 90 % of futures", "$"),
        Head::numbers("Chance of a loss", "of futures"),
        Head::numbers("Value at risk, 95 %", "$ lost"),
        Head::numbers("Expected shortfall, 95 %", "$ lost"),
    ];
    let metric = HorizonMetric::SystemMargin;
    let mut rows = Vec::new();
    for (place, arm) in model.arms.iter().enumerate() {
        let Ok(results) = report.outcome.arm(&arm.name) else { continue };
        let mut add = |of: &str, found: Option<Summary>, tail: Option<Tail>, below: Option<Summary>| {
            let (Some(found), Some(tail)) = (found, tail) else { return };
            rows.push(vec![
                text(arm_name(report, place)),
                text(of),
                found.quantiles.map_or(PageCell::Empty, |q| {
                    number(format!("{} to {}", short_dollars(q[0]), short_dollars(q[4])), q[0])
                }),
                measured(below.as_ref(), percent_within),
                number(between(tail.value_at_risk, tail.value_at_risk_interval), tail.value_at_risk),
                number(
                    between(tail.expected_shortfall, tail.expected_shortfall_interval),
                    tail.expected_shortfall,
                ),
            ]);
        };
        let level = results.horizon(metric);
        add("the margin", Some(level), results.tail(metric), Some(results.chance_below_zero(metric)));
        add(
            "its change against today",
            results.horizon_difference(metric),
            results.tail_of_difference(metric),
            results.chance_below_baseline(metric),
        );
    }
    html! {
        (table(format!("The system's margin over {} in its worst futures", years_in_words(model)), heads, rows))
        (note("Value at risk: the loss that one future in twenty exceeds. Expected shortfall: the mean loss in those. Below zero even they gain."))
        (files(report, &["risk"]))
    }
}

/// An amount with the ends of its interval.
fn between(value: f64, (low, high): (f64, f64)) -> String {
    let [value, low, high] = [value, low, high].map(short_dollars);
    if low == high { value } else { format!("{value} [{low} to {high}]") }
}
