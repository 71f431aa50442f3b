//! How to make it again: what decided the results, and which file holds what.

use super::cells::{searched, table, text};
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::board::table::Head;
use crate::chart::Chart;
use crate::random::GENERATOR;
use crate::report::{Provenance, Report, TABLES, Whom};
use crate::units::thousands;
use maud::{Markup, html};

pub(super) fn section(report: &Report<'_>, from: &Provenance<'_>) -> Section {
    let body = html! {
        p { "The same scenario, roster, surveys, seed and version give the same figures to the last cent, on any machine." }
        (facts(report, from))
        @if !from.command.is_empty() {
            h3 { "The command" }
            pre tabindex="0" { code { (from.command) } }
            p { "Or from what this folder keeps of its inputs, with " code { "DIR" } " the folder: it says whether the bytes of every file are the same." }
            pre tabindex="0" { code { "cascade run --again DIR" } }
        }
        @if !from.sources.is_empty() { h3 { "What was read" } (sources(from)) }
        h3 { "What the folder holds" }
        (holds(report))
    };
    Section { id: "again", title: "How to make it again", body }
}

fn facts(report: &Report<'_>, from: &Provenance<'_>) -> Markup {
    let model = report.model;
    let all = [
        ("Identity", from.identity.to_owned()),
        ("Program", format!("cascade {}", env!("CARGO_PKG_VERSION"))),
        ("Generator", GENERATOR.to_owned()),
        ("Seed", model.seed.0.to_string()),
        ("Futures", thousands(report.outcome.trials)),
        ("Rosters", report.outcome.rosters.to_string()),
    ];
    html! {
        dl class="facts" {
            @for (label, value) in all.iter().filter(|(_, value)| !value.is_empty()) {
                div { dt { (label) } dd { (value) } }
            }
        }
    }
}

fn sources(from: &Provenance<'_>) -> Markup {
    let heads = vec![Head::words("File"), Head::words("What it is"), Head::words("SHA-256")];
    let rows = from.sources.iter().map(|one| vec![text(one.name), text(one.kind), text(one.sha256)]);
    table("Files that the run was read from", heads, rows.collect())
}

/// Every file with what it holds.
fn holds(report: &Report<'_>) -> Markup {
    let whom = |whom: Whom| if whom == Whom::Persons { "single persons" } else { "groups" };
    let tables =
        TABLES.iter().filter(|one| one.is_given(report) && report.shows(one.table.whom)).map(|one| {
            let about = one.table.about.replace('`', "");
            vec![text(format!("{}.csv", one.table.name)), text(about), text(whom(one.table.whom))]
        });
    let charts = Chart::ALL.iter().filter(|chart| chart.draw(report).is_some()).map(|chart| {
        let file = format!("charts/{} .svg .png .csv", chart.file());
        vec![text(file), text(chart.caption()), text(whom(chart.table().table.whom))]
    });
    let rest = [
        ("workbook.xlsx", "the same as a workbook, for a committee's own work"),
        ("manifest.json", "what the run was, every assumption at its place, and the hash of every file"),
    ];
    let all = if report.disclosure.shows_persons() { "single persons" } else { "groups" };
    let rest = rest.map(|(file, about)| vec![text(file), text(about), text(all)]);
    let heads = vec![Head::words("File"), Head::words("What it holds"), Head::choice("Tells of")];
    html! {
        (searched("Files of the folder", heads, tables.chain(charts).chain(rest).collect()))
        (note("Tables stand in other formats under the same names where --format asks for them; --charts, --no-report and --no-workbook leave files out. What every column means: cascade catalogue, or the data dictionary that comes with the program."))
    }
}
