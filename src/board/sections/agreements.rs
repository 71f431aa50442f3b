//! The two agreements side by side: what payers pay for, and what pay is for.

use super::cells::{
    RowOfArms, by_arm, count_cell, files, found, group_name, hidden_unless, measured, number, short, table,
    text, whole_percent,
};
use crate::board::figure::{figure, grouped};
use crate::board::parts::{OnPaper, more, note};
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::next_hour::{NextHour, disclosed_hour, hour_of, next_hours};
use crate::decision::{
    PayerTerms, TwoAgreements, cents_within, name_in_words, percent_within, share_within, two_agreements,
};
use crate::engine::{Metric, Scope};
use crate::entity::Lever;
use crate::report::Report;
use crate::stats::Summary;
use crate::units::whole_dollars;
use maud::{Markup, html};

pub(super) fn section(report: &Report<'_>) -> Section {
    let both = two_agreements(report.model, report.outcome, 0);
    let body = html! {
        (found(&both.finding()))
        div class="two" {
            div { h3 { "What payers pay the system for" } (contracts(report, &both)) }
            div { h3 { "What the system pays physicians for" } (plans(report, &both)) }
        }
        (more("What contracts and plans are made of", &details(report, &both), OnPaper::Open))
        (files(report, &["summary"]))
        @if let Some(gap) = figure(Chart::Gap, report) { h3 { "How far apart the two are, year by year" } (gap) }
        h3 { "What the next hour pays" }
        @if let Some(hours) = figure(Chart::NextHour, report) { (hours) }
        (hours(report))
        @if let Some(share) = figure(Chart::ValueShare, report) { h3 { "Value and volume in pay" } (share) }
    };
    Section { id: "agreements", title: "Two agreements: who is paid for what", body }
}

fn contracts(report: &Report<'_>, both: &TwoAgreements<'_>) -> Markup {
    let heads = vec![
        Head::words("Contract"),
        Head::words("Pays for value"),
        Head::numbers("Of revenue", "as stated"),
        Head::numbers("Brings for a saved dollar", ""),
    ];
    let shown = |one: &&PayerTerms<'_>| report.disclosure.shows_group(0, Scope::Contract, one.name);
    let rows = both.contracts.iter().filter(shown).map(|one| {
        vec![
            text(short(&format!("{} ({})", name_in_words(one.name), one.payer))),
            text(if one.category.is_value_based() { "yes" } else { "no" }),
            number(whole_percent(one.revenue), one.revenue),
            measured(Some(&one.slope), |found| format!("{:.0} ¢", 100.0 * found.mean + 0.0)),
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
        Head::numbers("By volume", "of pay"),
        Head::numbers("For value", "of pay"),
    ];
    let percent = |found: &Summary| whole_percent(found.mean);
    let rows = both.plans.iter().map(|one| {
        let may = &report.disclosure;
        let shown = may.shows_group(0, Scope::Plan, one.name);
        let shows = |metric: Metric| may.shows_measure(0, Scope::Plan, one.name, metric.definition().name);
        vec![
            text(name_in_words(one.name)),
            if shown { count_cell(one.physicians) } else { text("hidden") },
            hidden_unless(shows(Metric::VolumeBasisShare), Some(&one.volume), percent),
            hidden_unless(shows(Metric::ValueShare), Some(&one.value), percent),
        ]
    });
    html! {
        (table(format!("Today's plans in {}", both.year), heads, rows.collect()))
        (note("Of those who were on a plan at the start. By volume: what moves with work RVUs, in the year or through the next year's base. For value: quality and cost of care. The rest is for time, panel and service."))
    }
}

/// What contracts and plans are made of, with intervals.
fn details(report: &Report<'_>, both: &TwoAgreements<'_>) -> Markup {
    let heads = vec![
        Head::words("Contract"),
        Head::words("What it is"),
        Head::words("HCP-LAN"),
        Head::numbers("Attributed lives", "people"),
        Head::numbers("Pays more than fees", "chance"),
        Head::numbers("Brings for a saved dollar", ""),
    ];
    let shown = |one: &&PayerTerms<'_>| report.disclosure.shows_group(0, Scope::Contract, one.name);
    let contracts = both.contracts.iter().filter(shown).map(|one| {
        // What a kind is called ends before what is told of it.
        let kind = one.kind.split(':').next().unwrap_or_default().trim_end_matches('.');
        vec![
            text(name_in_words(one.name)),
            text(kind),
            text(one.category.key()),
            measured(Some(&one.lives).filter(|lives| lives.mean > 0.0), |found| grouped(found.mean, 0)),
            measured(Some(&one.earns), percent_within),
            measured(Some(&one.slope), cents_within),
        ]
    });
    let of_plans = vec![
        Head::words("Plan"),
        Head::words("What people call it"),
        Head::words("Made of"),
        Head::numbers("By volume", "of pay"),
        Head::numbers("For value", "of pay"),
        Head::numbers("Pay of a physician", "$ a year"),
    ];
    let plans = both.plans.iter().map(|one| {
        let may = &report.disclosure;
        let shows = |metric: Metric| may.shows_measure(0, Scope::Plan, one.name, metric.definition().name);
        let told = may.shows_terms(one.name);
        let made_of: Vec<String> = one.made_of.iter().map(|key| name_in_words(key)).collect();
        vec![
            text(name_in_words(one.name)),
            one.title.filter(|_| told).map_or(PageCell::Empty, text),
            text(if told { made_of.join(", ") } else { "hidden".to_owned() }),
            hidden_unless(shows(Metric::VolumeBasisShare), Some(&one.volume), share_within),
            hidden_unless(shows(Metric::ValueShare), Some(&one.value), share_within),
            hidden_unless(shows(Metric::Pay), Some(&one.pay), |pay| whole_dollars(pay.mean)),
        ]
    });
    html! {
        (table(format!("Contracts in {}", both.year), heads, contracts.collect()))
        (table(format!("Plans in {}", both.year), of_plans, plans.collect()))
    }
}

/// The best-paid hour of each specialty and what care management pays, arm by arm.
fn hours(report: &Report<'_>) -> Markup {
    let model = report.model;
    let last = model.years - 1;
    let year = model.start.plus(last);
    // Each group with its hour, where that may be shown.
    let of_arm = |arm: usize| -> Vec<(String, Option<NextHour>)> {
        let told = |hour: NextHour| {
            let name = group_name(hour.scope, &hour.entity);
            (name, disclosed_hour(hour, arm, &report.disclosure))
        };
        next_hours(model, report.outcome, arm, last).into_iter().map(told).collect()
    };
    let by_arms: Vec<_> = (0..model.arms.len()).map(of_arm).collect();
    let rows = |cell: &dyn Fn(&NextHour) -> PageCell| -> Vec<RowOfArms> {
        let cell_of = |own: &(String, Option<NextHour>)| own.1.as_ref().map_or_else(|| text("hidden"), cell);
        let one = |(place, (name, _)): (usize, &(String, Option<NextHour>))| {
            let cells = by_arms.iter().map(|all| all.get(place).map_or(PageCell::Empty, cell_of));
            (vec![text(name.as_str())], cells.collect())
        };
        by_arms[0].iter().enumerate().map(one).collect()
    };
    let best = rows(&|hour| match hour.best {
        Some(best) => {
            let pays = hour.pays[best].mean;
            number(format!("{} {}", hour_of(best), whole_dollars(pays)), pays)
        }
        None => text("none"),
    });
    let care = rows(&|hour| {
        let [pays, worth] = [&hour.pays, &hour.worth].map(|of| of[Lever::Stewardship].mean);
        number(format!("{} of {}", whole_dollars(pays), whole_dollars(worth)), pays)
    });
    let lead = [Head::words("Physicians")];
    html! {
        (by_arm(report, &format!("The best-paid hour in {year} and what it pays, $ per hour"), &lead, &best, false))
        (by_arm(report, &format!("What an hour of care management pays of what it is worth in {year}, $ per hour"), &lead, &care, false))
        (note("Means over physicians and futures. Worth is to those who pay for care. How much an hour moves is mostly an assumption (specialty.<name>.effort)."))
        (files(report, &["levers"]))
    }
}
