//! Cash and risk: when money comes, how deep it falls first, and what the worst futures hold.

use super::cells::{arm_name, files, found, measured, number, table, text, whole_percent};
use crate::board::figure::figure;
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::{
    CashPath, bracketed, cash_finding, cash_paths, month_in_words, month_of, percent_within, short_dollars,
    short_within, years_in_words,
};
use crate::engine::HorizonMetric;
use crate::report::Report;
use crate::stats::{Summary, Tail};
use crate::units::real;
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
        Head::numbers("Lowest cash", "$, each future's own, mean"),
        Head::numbers("One future of twenty falls below", "$"),
        Head::numbers("The mean path is lowest in", "$ there"),
        Head::numbers("Never breaks even", "of futures"),
        Head::numbers("The others break even by", "median"),
    ];
    let rows = paths.iter().map(|path| {
        let even = path.even.quantiles.map(|q| q[2]).filter(|m| m.is_finite() && path.never.mean < 1.0);
        vec![
            text(arm_name(report, path.arm)),
            measured(Some(&path.lowest), short_within),
            path.lowest.quantiles.map_or(PageCell::Empty, |q| number(short_dollars(q[0]), q[0])),
            path.trough().map_or_else(
                || text("never below zero"),
                |(month, there)| {
                    let words = format!("{} ({})", month_in_words(start, month), short_dollars(there));
                    number(words, real(month))
                },
            ),
            measured(Some(&path.never), percent_within),
            even.map_or(PageCell::Empty, |even| {
                if even < 0.5 { text("at once") } else { number(month_of(start, even), even) }
            }),
        ]
    });
    html! {
        (table("Cash that moves because of the programme, cumulated", heads, rows.collect()))
        (note("Futures are lowest in different months, so the mean of their own lowest lies below the mean path's."))
        (files(report, &["cash", "horizon"]))
    }
}

/// Losses of the worst futures: of the margin, and of its change by each variant.
fn risk(report: &Report<'_>) -> Markup {
    let model = report.model;
    let heads = || {
        vec![
            Head::words("Arm"),
            Head::numbers("Middle 90 % of futures", "$"),
            Head::numbers("Below zero", "of futures"),
            Head::numbers("Value at risk, 95 %", "$ lost"),
            Head::numbers("Expected shortfall, 95 %", "$ lost"),
        ]
    };
    let row = |place: usize, found: &Summary, tail: &Tail, below: &Summary| {
        vec![
            text(arm_name(report, place)),
            found.quantiles.map_or(PageCell::Empty, |q| {
                number(format!("{} to {}", short_dollars(q[0]), short_dollars(q[4])), q[0])
            }),
            measured(Some(below), |below| whole_percent(below.mean)),
            number(between(tail.value_at_risk, tail.value_at_risk_interval), tail.value_at_risk),
            number(
                between(tail.expected_shortfall, tail.expected_shortfall_interval),
                tail.expected_shortfall,
            ),
        ]
    };
    let metric = HorizonMetric::SystemMargin;
    let (mut levels, mut changes) = (Vec::new(), Vec::new());
    for (place, arm) in model.arms.iter().enumerate() {
        let Ok(results) = report.outcome.arm(&arm.name) else { continue };
        let (level, below) = (results.horizon(metric), results.chance_below_zero(metric));
        levels.extend(results.tail(metric).map(|tail| row(place, &level, &tail, &below)));
        let change = results.horizon_difference(metric).zip(results.chance_below_baseline(metric));
        let tail = results.tail_of_difference(metric);
        changes.extend(change.zip(tail).map(|((change, below), tail)| row(place, &change, &tail, &below)));
    }
    let over = years_in_words(model);
    html! {
        (table(format!("The system's margin over {over} in its worst futures"), heads(), levels))
        @if !changes.is_empty() {
            (table(format!("Its change against today over {over} in the worst futures"), heads(), changes))
        }
        (note("Value at risk: the loss that one future in twenty exceeds. Expected shortfall: the mean loss in those. A loss below zero is still a gain."))
        (files(report, &["risk"]))
    }
}

/// An amount with the ends of its interval.
fn between(value: f64, ends: (f64, f64)) -> String {
    short_dollars(value) + &bracketed(Some(ends), short_dollars)
}
