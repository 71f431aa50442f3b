//! The sections, in reading order: a file for each question.

mod agreements;
mod assumed;
mod cash_and_risk;
mod cells;
mod compliance;
mod dollar;
mod found;
mod misalignment;
mod question;
mod reproduce;
mod signing;
mod sure;
#[cfg(test)]
mod tests;
mod variants;
mod winners;

use super::shell::Section;
use crate::report::{Provenance, Report};

/// Every section that a run has something for.
pub(super) fn all(report: &Report<'_>, from: &Provenance<'_>) -> Vec<Section> {
    let always = [
        question::section(report),
        found::section(report),
        agreements::section(report),
        dollar::section(report),
        misalignment::section(report),
    ];
    let several = [variants::section(report), winners::section(report)];
    let then = [Some(cash_and_risk::section(report)), signing::section(report), compliance::section(report)];
    let last = [assumed::section(report), sure::section(report), reproduce::section(report, from)];
    let middle = several.into_iter().chain(then).flatten();
    always.into_iter().chain(middle).chain(last).collect()
}
