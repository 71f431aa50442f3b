//! Facts of one row that must fit together.

use crate::entity::{Career, Physician};

/// What is wrong with a row as a whole: the column, or family with its dot, and the message.
pub(super) fn contradictions(p: &Physician, follows: bool) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    if p.clinical_fte > p.fte {
        let message = format!(
            "found {} with fte {}; the clinical share cannot exceed the whole",
            p.clinical_fte, p.fte
        );
        wrong.push(("clinical_fte", message));
    }
    wrong.extend(dates(p, follows));
    wrong.extend(periods(p));
    let shares: f64 = p.revenue_share.iter().map(|(_, share)| share).sum();
    if shares > 1.0 + 1e-6 {
        let message = format!("the shares of this row add up to {shares:.4}; they must not exceed 1");
        wrong.push(("revenue_share", message));
    }
    wrong
}

/// Dates of a row that contradict each other.
fn dates(p: &Physician, follows: bool) -> Option<(&'static str, String)> {
    let Career { leaves, leave_from, leave_to, .. } = p.career;
    if follows && p.career.months_on_record.is_some() {
        Some(("months_on_record", "found in a row that says what changes; write it in the physician's first row, or leave it out and state a year's wRVUs".to_owned()))
    } else if let Some(leaves) = leaves.filter(|leaves| *leaves <= p.hired) {
        Some(("leaves", format!("found {leaves} with hired {}; write a date after it", p.hired)))
    } else if leave_from.is_some() != leave_to.is_some() {
        Some(("leave_from", "found only one end of the leave; write leave_from and leave_to".to_owned()))
    } else if let Some((from, to)) = leave_from.zip(leave_to).filter(|(from, to)| from >= to) {
        Some(("leave_to", format!("found {to} with leave_from {from}; write the date of return, after it")))
    } else {
        None
    }
}

/// Whether wRVUs by quarter or month are whole, and add up to those of the year.
fn periods(p: &Physician) -> Option<(&'static str, String)> {
    let by: f64 = p.wrvu_by.iter().map(|(_, wrvu)| wrvu).sum();
    if p.wrvu_by.is_empty() || by == 0.0 {
        return None;
    }
    let whole = |letter: char, count: usize| {
        let mut names = (1..=count).map(|n| format!("{letter}{n}"));
        p.wrvu_by.len() == count && names.all(|name| p.wrvu_by.iter().any(|(own, _)| *own == name))
    };
    if !whole('q', 4) && !whole('m', 12) {
        let message = "write four quarters, wrvu.q1 to wrvu.q4, or twelve months, wrvu.m1 to wrvu.m12";
        Some(("wrvu", message.to_owned()))
    } else if (by - p.wrvu).abs() > 0.005 * p.wrvu.max(1.0) {
        let message =
            format!("the periods of this row add up to {by}, and wrvu says {}; bring them together", p.wrvu);
        Some(("wrvu", message))
    } else {
        None
    }
}
