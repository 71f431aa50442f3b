//! The sheets, a file each, in the order of their tabs.

mod assumptions;
mod bridge;
mod budget;
mod cash;
mod comparison;
mod contract_years;
mod contracts;
mod drawn;
mod flags;
mod pay;
mod pay_changes;
mod physicians;
mod pictures;
mod poured;
mod read_me;
mod saved_dollar;
mod summary;

pub(super) use pictures::pictures;
pub(super) use read_me::read_me;

use super::SheetKind;

/// What the sheet of charts is called.
const CHARTS: &str = "Charts";

/// Every sheet between the read-me and the end; the charts follow the first.
pub(crate) const SHEETS: &[&SheetKind] = &[
    &summary::SHEET,
    &comparison::SHEET,
    &physicians::SHEET,
    &pay::SHEET,
    &pay_changes::SHEET,
    &budget::SHEET,
    &bridge::SHEET,
    &poured::MARGIN,
    &cash::SHEET,
    &poured::RISK,
    &saved_dollar::SHEET,
    &poured::FLOWS,
    &contracts::SHEET,
    &contract_years::SHEET,
    &poured::LAW,
    &flags::SHEET,
    &poured::PAY_GROUPS,
    &poured::STRESSES,
    &assumptions::SHEET,
    &drawn::SHEET,
];

/// What stands for a figure of a group that may not be shown.
const HIDDEN: &str = "hidden";
