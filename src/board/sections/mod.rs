//! The sections, in reading order: a file for each question.

use super::figure::figure;
use super::shell::Section;
use super::table::{Head, PageCell, PageTable};
use crate::chart::Chart;
use crate::report::{Provenance, Report};
use maud::html;

/// Every section that a run has something for.
pub(super) fn all(report: &Report<'_>, from: &Provenance<'_>) -> Vec<Section> {
    let table = PageTable {
        caption: format!("Run {}", from.identity),
        heads: vec![Head { label: "Arm".to_owned(), unit: "", numbers: false, filter: true }],
        rows: report
            .model
            .arms
            .iter()
            .map(|arm| {
                vec![PageCell::Text(arm.title.clone()), PageCell::Number("1".into(), 1.0), PageCell::Empty]
            })
            .collect(),
        search: true,
    };
    let body = html! { (table.markup()) @if let Some(figure) = figure(Chart::NextHour, report) { (figure) } };
    vec![Section { id: "question", title: "The question", body }]
}
