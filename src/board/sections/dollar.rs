//! The chain of a dollar of care avoided, and the cascade of a dollar saved.

use super::cells::{
    arm_name, files, found, hidden_unless, measured, number, shows_of_all, table, text, whole_percent,
};
use crate::board::figure::figure;
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::{cents_within, chain_of_everyone, dollar_falls, dollar_finding, legs, shows_stops};
use crate::engine::Metric;
use crate::report::Report;
use maud::{Markup, html};

/// What stands where it would tell of few physicians.
const HIDDEN: &str = "Hidden: too few physicians are paid of it.";

pub(super) fn section(report: &Report<'_>) -> Section {
    let Report { model, outcome, .. } = report;
    let last = model.years - 1;
    let chain = chain_of_everyone(outcome, 0, last);
    let falls = dollar_falls(model, outcome);
    let avoided = figure(Chart::AvoidedDollar, report);
    let saved = figure(Chart::SavedDollar, report);
    let body = html! {
        h3 { "A dollar of care that physicians avoid" }
        p { "Payers save the whole dollar. The system has a part of it from contracts, and loses what it would have earned on the care. The physician has what pay makes of it. Where the system's part is below zero, no pay plan can mend the chain." }
        @match (&avoided, &chain) {
            (Some(picture), _) => (picture),
            (None, Some(_)) if !shows_of_all(report, 0, Metric::OwnPartOfAvoided.definition().name) => (note(HIDDEN)),
            (None, Some(chain)) => (found(&chain.finding(model.start.plus(last)))),
            (None, None) => (note("No physician has care under influence, so there is no such dollar.")),
        }
        @if chain.is_some() { (chains(report)) }
        h3 { "A dollar of savings that contracts count" }
        p { "Of what contracts count as saved, gates and costs take their parts before anything reaches physicians." }
        @match saved {
            Some(picture) => (picture),
            None if !shows_stops(&report.disclosure) => (note(HIDDEN)),
            None => (found(&dollar_finding(model, &falls))),
        }
        (files(report, &["charts/saved_dollar", "cascade", "accounts"]))
    };
    Section { id: "dollar", title: "Where a dollar goes", body }
}

/// The chain of everyone, arm by arm.
fn chains(report: &Report<'_>) -> Markup {
    let Report { model, outcome, .. } = report;
    let last = model.years - 1;
    let heads = vec![
        Head::words("Arm"),
        Head::numbers("The system keeps", "of a dollar"),
        Head::numbers("The physician is paid", "of a dollar"),
        Head::numbers("Care under contract", "of its cost"),
        Head::numbers("The system's part turns at", "of its cost"),
    ];
    let rows = (0..model.arms.len()).filter_map(|arm| {
        let found = legs(outcome, arm, last)?;
        let turns = match found.chain.turning_share {
            Some(share) if share <= 1.0 => number(whole_percent(share), share),
            Some(share) => number("not even at all of it", share),
            None => PageCell::Empty,
        };
        Some(vec![
            text(arm_name(report, arm)),
            measured(Some(&found.system), cents_within),
            hidden_unless(
                shows_of_all(report, arm, Metric::OwnPartOfAvoided.definition().name),
                Some(&found.own),
                cents_within,
            ),
            number(whole_percent(found.chain.contracted_share), found.chain.contracted_share),
            turns,
        ])
    });
    let caption =
        format!("A dollar of care avoided in {}, before benchmarks are set anew", model.start.plus(last));
    html! {
        (table(caption, heads, rows.collect()))
        (files(report, &["charts/avoided_dollar", "summary"]))
    }
}
