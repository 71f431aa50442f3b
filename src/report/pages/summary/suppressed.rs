//! What was hidden, so that a reader knows.

use crate::decision::{HiddenGroups, HiddenOf};
use crate::report::layout::wrapped;
use crate::report::results::Report;
use crate::units::{count, listed};
use serde::Serialize;

/// What limits hid of a run.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Suppressed {
    #[serde(flatten)]
    withheld: HiddenGroups,
    /// Notes that are not told: they may name persons.
    notes_left_out: usize,
    /// Files that were not written.
    files_left_out: usize,
}

impl Suppressed {
    /// What a report hides; nothing without limits.
    pub(super) fn of(report: &Report<'_>, files_left_out: usize) -> Option<Suppressed> {
        let withheld = report.disclosure.withheld()?.clone();
        Some(Suppressed { withheld, notes_left_out: report.notes().len(), files_left_out })
    }

    /// As a paragraph.
    pub(super) fn text(&self) -> String {
        let of = &self.withheld;
        let groups = [
            (of.specialties, "specialties"),
            (of.plans, "plans"),
            (of.pay_groups, "pay groups"),
            (of.contracts, "contracts"),
        ];
        let hidden = |(HiddenOf { hidden, of }, name): (HiddenOf, &str)| {
            (hidden > 0).then(|| format!("{hidden} of {of} {name}"))
        };
        let mut hidden: Vec<String> = groups.into_iter().filter_map(hidden).collect();
        if of.social_risk {
            hidden.push("thirds by social risk".to_owned());
        }
        if of.arms_without_groups > 0 {
            hidden.push(format!(
                "groups of {} with other physicians than the baseline",
                count(of.arms_without_groups, "arm")
            ));
        }
        let hidden = if hidden.is_empty() { "no group".to_owned() } else { listed(&hidden, "and") };
        let left_out =
            |n: usize, one: &str, more: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {more}") };
        format!(
            "\n{}",
            wrapped(
                &format!(
                    "Suppressed: no figure is of fewer than {} physicians, none follows from sums and differences of tables. Hidden: {hidden}. Left out: {} of single persons, {}.",
                    of.least,
                    left_out(self.files_left_out, "file", "files"),
                    left_out(self.notes_left_out, "note", "notes"),
                ),
                2
            )
        )
    }
}
