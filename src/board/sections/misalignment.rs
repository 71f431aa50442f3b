//! Misalignment by specialty, plan and physician, over the years.

use super::cells::{
    arm_name, files, found, group_name, hidden_unless, kind_of_group, number, searched, text,
};
use crate::board::figure::figure;
use crate::board::parts::note;
use crate::board::people;
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::{attainable_within, cents_within, group_alignments, keepers};
use crate::report::Report;
use maud::{Markup, html};

pub(super) fn section(report: &Report<'_>) -> Section {
    let Report { model, outcome, .. } = report;
    let picture = figure(Chart::Heat, report);
    let body = html! {
        p { "Pay is aligned with value as far as it asks for what care is worth. Two measures say it: the cents that a physician is paid of a dollar of care avoided, and the part of the value that physicians could add for which pay asks. Below zero pay asks for the opposite." }
        @match picture {
            Some(picture) => (picture),
            None if report.disclosure.shows_persons() => {
                (found(&keepers(model, outcome, model.arms.len()).finding(|arm| format!("“{}”", arm_name(report, arm)))))
            }
            None => (note("Single physicians are not shown.")),
        }
        h3 { "By specialty and plan" }
        (groups_table(report))
        h3 { "Look closer" }
        (people::explorer(report))
    };
    Section { id: "misalignment", title: "Where pay and value part", body }
}

fn groups_table(report: &Report<'_>) -> Markup {
    let model = report.model;
    let (first, last) = (model.start, model.start.plus(model.years - 1));
    let several = model.years > 1;
    let mut heads = vec![Head::choice("Arm"), Head::choice("Kind"), Head::choice("Group")];
    if several {
        heads.push(Head::numbers(format!("Own part of an avoided dollar, {first}"), ""));
    }
    heads.push(Head::numbers(format!("Own part of an avoided dollar, {last}"), ""));
    if several {
        heads.push(Head::numbers(format!("Value induced, {first}"), "of attainable"));
    }
    heads.push(Head::numbers(format!("Value induced, {last}"), "of attainable"));
    heads.push(Head::numbers(format!("Gap, {last}"), "points"));
    let rows = group_alignments(model, report.outcome).into_iter().map(|one| {
        let shown = report.disclosure.shows_group(one.arm, one.scope, one.name);
        let cents = |of| hidden_unless(shown, of, cents_within);
        let induced = |of| hidden_unless(shown, of, attainable_within);
        let mut row = vec![
            text(arm_name(report, one.arm)),
            text(kind_of_group(one.scope)),
            text(group_name(one.scope, one.name)),
        ];
        if several {
            row.push(cents(one.own_first.as_ref()));
        }
        row.push(cents(one.own_last.as_ref()));
        if several {
            row.push(induced(one.induced_first.as_ref()));
        }
        row.push(induced(one.induced_last.as_ref()));
        row.push(match one.gap_last {
            _ if !shown => text("hidden"),
            Some(gap) => number(format!("{gap:.1}"), gap),
            None => PageCell::Empty,
        });
        row
    });
    html! {
        (searched("Alignment by specialty and plan", heads, rows.collect()))
        (note("Gap: the share of revenue under value terms, by today's contracts, less the share of pay for value."))
        (files(report, &["summary", "physicians"]))
    }
}
