//! The two agreements side by side: what payers pay for, and what pay is for.

use super::cells::{
    arm_name, files, found, group_name, hidden_unless, measured, number, searched, table, text,
};
use crate::board::figure::figure;
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::{
    TwoAgreements, cents_within, name_in_words, next_hour, percent_within, share_within, two_agreements,
};
use crate::engine::Scope;
use crate::entity::Lever;
use crate::report::Report;
use crate::units::{thousands, whole_dollars};
use maud::{Markup, html};

pub(super) fn section(report: &Report<'_>) -> Section {
    let both = two_agreements(report.model, report.outcome, 0);
    let body = html! {
        (found(&both.finding()))
        div class="two" {
            div { h3 { "What payers pay the system for" } (contracts(&both)) }
            div { h3 { "What the system pays physicians for" } (plans(report, &both)) }
        }
        (files(report, &["summary"]))
        @if let Some(gap) = figure(Chart::Gap, report) { h3 { "How far apart the two are, year by year" } (gap) }
        h3 { "What the next hour pays" }
        @if let Some(hours) = figure(Chart::NextHour, report) { (hours) }
        (hours(report))
        @if let Some(share) = figure(Chart::ValueShare, report) { h3 { "Value and volume in pay" } (share) }
    };
    Section { id: "agreements", title: "Two agreements: who is paid for what", body }
}

fn contracts(both: &TwoAgreements<'_>) -> Markup {
    let heads = vec![
        Head::words("Contract"),
        Head::words("What it is"),
        Head::words("Pays for value"),
        Head::numbers("Share of revenue", "stated"),
        Head::numbers("Pays more than fees", "chance"),
        Head::numbers("Brings for a saved dollar", ""),
    ];
    let rows = both.contracts.iter().map(|one| {
        vec![
            text(format!("{} ({})", name_in_words(one.name), one.payer)),
            text(one.kind),
            text(if one.category.is_value_based() { "yes" } else { "no" }),
            number(format!("{:.0} %", 100.0 * one.revenue), one.revenue),
            measured(Some(&one.earns), percent_within),
            measured(Some(&one.slope), cents_within),
        ]
    });
    html! {
        (table(format!("Today's contracts in {}", both.year), heads, rows.collect()))
        (note("Pays for value: categories 3 and 4 of the HCP-LAN framework. A saved dollar is one of true savings among the contract's own patients, before the year is known."))
    }
}

fn plans(report: &Report<'_>, both: &TwoAgreements<'_>) -> Markup {
    let heads = vec![
        Head::words("Plan"),
        Head::numbers("Physicians", ""),
        Head::words("Made of"),
        Head::numbers("By volume", "of pay"),
        Head::numbers("For value", "of pay"),
        Head::numbers("Pay", "$ a year"),
    ];
    let rows = both.plans.iter().map(|one| {
        let shown = report.disclosure.shows_group(0, Scope::Plan, one.name);
        let made_of: Vec<String> = one.made_of.iter().map(|key| name_in_words(key)).collect();
        vec![
            text(one.title.map_or_else(|| name_in_words(one.name), str::to_owned)),
            if shown { super::cells::count_cell(one.physicians) } else { text("hidden") },
            text(made_of.join(", ")),
            hidden_unless(shown, Some(&one.volume), share_within),
            hidden_unless(shown, Some(&one.value), share_within),
            hidden_unless(shown, Some(&one.pay), |pay| whole_dollars(pay.mean)),
        ]
    });
    html! {
        (table(format!("Today's plans in {}, of those who were on them at the start", both.year), heads, rows.collect()))
        (note("By volume: whatever moves with work RVUs, in the year or through the next year's base. For value: quality and cost of care. The rest is for time, panel and service."))
    }
}

/// The best-paid hour of each specialty, arm by arm.
fn hours(report: &Report<'_>) -> Markup {
    let model = report.model;
    let last = model.years - 1;
    let heads = vec![
        Head::choice("Arm"),
        Head::choice("Specialty"),
        Head::words("Best-paid hour"),
        Head::numbers("It pays", "$ per hour"),
        Head::numbers("A visit", "$ per hour"),
        Head::numbers("Care management", "$ per hour"),
        Head::numbers("Quality work", "$ per hour"),
        Head::numbers("Care management is worth", "$ per hour"),
        Head::numbers("A guarantee holds", "of cases"),
    ];
    let mut rows = Vec::new();
    for arm in 0..model.arms.len() {
        for hour in next_hour::next_hours(model, report.outcome, arm, last) {
            let shown = report.disclosure.shows_group(arm, hour.scope, &hour.entity);
            let pays = |lever: Lever| {
                hidden_unless(shown, Some(&hour.pays[lever]), |found| whole_dollars(found.mean))
            };
            let best = hour.best.filter(|_| shown);
            rows.push(vec![
                text(arm_name(report, arm)),
                text(group_name(hour.scope, &hour.entity)),
                best.map_or(PageCell::Empty, |best| text(next_hour::hour_of(best))),
                best.map_or(PageCell::Empty, pays),
                pays(Lever::Volume),
                pays(Lever::Stewardship),
                pays(Lever::Quality),
                hidden_unless(shown, Some(&hour.worth[Lever::Stewardship]), |found| {
                    whole_dollars(found.mean)
                }),
                if shown {
                    number(format!("{:.0} %", 100.0 * hour.guaranteed), hour.guaranteed)
                } else {
                    text("hidden")
                },
            ]);
        }
    }
    let caption = format!(
        "What one more hour pays in {}, mean over physicians and {} futures",
        model.start.plus(last),
        thousands(report.outcome.trials)
    );
    html! {
        (searched(caption, heads, rows))
        (note("Worth is to those who pay for care. How much an hour moves is mostly an assumption (specialty.<name>.effort)."))
        (files(report, &["levers"]))
    }
}
