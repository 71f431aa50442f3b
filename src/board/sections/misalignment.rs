//! Misalignment by specialty, plan and physician, over the years.

use super::cells::{RowOfArms, arm_name, by_arm, files, found, group_name, measured, number, tenths, text};
use crate::board::figure::figure;
use crate::board::parts::{OnPaper, more, note};
use crate::board::people;
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::{GroupAlignment, group_alignments, keepers, kind_of_group};
use crate::engine::{Metric, Scope};
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

/// Specialties and plans by arm, in the last year.
fn groups_table(report: &Report<'_>) -> Markup {
    let model = report.model;
    let year = model.start.plus(model.years - 1);
    let all = group_alignments(model, report.outcome);
    let rows =
        |metrics: &[Metric], cell: &dyn Fn(&GroupAlignment<'_>) -> PageCell| -> Vec<(Scope, RowOfArms)> {
            let one = |own: &GroupAlignment<'_>| {
                let alike = all.iter().filter(|other| (other.scope, other.name) == (own.scope, own.name));
                let cells = alike.map(|other| {
                    let shown = |metric: &Metric| {
                        let measure = metric.definition().name;
                        report.disclosure.shows_measure(other.arm, other.scope, other.name, measure)
                    };
                    if metrics.iter().all(shown) { cell(other) } else { text("hidden") }
                });
                let of = vec![text(group_name(own.scope, own.name)), text(kind_of_group(own.scope))];
                (own.scope, (of, cells.collect()))
            };
            all.iter().filter(|own| own.arm == 0).map(one).collect()
        };
    let own = rows(&[Metric::OwnPartOfAvoided], &|one| {
        measured(one.own_last.as_ref(), |found| format!("{:.1} ¢", tenths(100.0 * found.mean)))
    });
    let induced = rows(&[Metric::ValueInduced], &|one| {
        measured(one.induced_last.as_ref(), |found| format!("{:.1} %", tenths(found.mean)))
    });
    let gap = rows(&[Metric::ValueRevenueHeld, Metric::ValueShare], &|one| {
        one.gap_last.map_or(PageCell::Empty, |gap| number(format!("{:.1}", tenths(gap)), gap))
    });
    let lead = [Head::words("Physicians"), Head::choice("Kind")];
    let tables = |is_plan: bool| {
        let some = |all: &[(Scope, RowOfArms)]| -> Vec<RowOfArms> {
            all.iter()
                .filter(|(scope, _)| (*scope == Scope::Plan) == is_plan)
                .map(|(_, row)| row.clone())
                .collect()
        };
        html! {
            (by_arm(report, &format!("What a physician is paid of a dollar of care avoided in {year}"), &lead, &some(&own), false))
            (by_arm(report, &format!("Value that pay induces in {year}, % of what is attainable"), &lead, &some(&induced), false))
            (by_arm(report, &format!("The gap in {year}: share of revenue under value terms, by today's contracts, less share of pay for value, points"), &lead, &some(&gap), false))
        }
    };
    html! {
        (tables(false))
        (more("The same by plan", &tables(true), OnPaper::Out))
        (files(report, &["summary", "physicians"]))
    }
}
