//! What was found, in sentences with their intervals: those that a screen shows after a run.

use super::cells::{files, paragraph};
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::decision::key_findings;
use crate::report::Report;
use crate::units::capitalised;
use maud::html;

pub(super) fn section(report: &Report<'_>) -> Section {
    let all = key_findings(report.model, report.outcome, report.splits, report.stressed, &report.disclosure);
    let body = html! {
        @for one in &all {
            h3 { (capitalised(one.about)) }
            (paragraph(&one.sentence))
        }
        (note("In brackets the 95 % interval that so many futures leave."))
        (files(report, &["levers", "summary", "horizon", "compare_horizon", "ranking", "stress"]))
    };
    Section { id: "findings", title: "Findings", body }
}
