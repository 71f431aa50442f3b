//! What was found, in sentences with their intervals: those that a screen shows after a run.

use super::cells::{files, paragraph};
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::decision::key_findings;
use crate::report::Report;
use crate::units::capitalised;
use maud::html;

pub(super) fn section(report: &Report<'_>) -> Section {
    let Report { model, outcome, splits, stressed, .. } = *report;
    let all = key_findings(model, outcome, splits, stressed, &report.disclosure, report.incentive_curves());
    let body = html! {
        @for one in &all {
            h3 { (capitalised(one.about)) }
            (paragraph(&one.sentence))
        }
        (note("In brackets the 95 % interval that so many futures leave."))
        (files(report, &["levers", "summary", "horizon", "compare_horizon", "ranking", "stress", "incentive_features"]))
    };
    Section { id: "findings", title: "Findings", body }
}
