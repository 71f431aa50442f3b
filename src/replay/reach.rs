//! A row of the Direct Contracting and ACO REACH public use file, settled.
//!
//! The benchmark is published after discount and quality withhold; the equity adjustment comes on
//! top of it. The cost of care is published net of stop-loss.

use super::cells::{Cells, DOLLARS, RecordColumn};
use super::{RateSource, Settled};
use crate::payer::Arrangement;
use crate::units::Cents;
use std::borrow::Cow;

pub(super) const COLUMNS: &[RecordColumn] = &[
    ("perf_year", true),
    ("aco_id", true),
    ("risk_arrangement", true),
    ("final_benchmark", true),
    ("tot_cost_care_net", true),
    ("shared_savings_seq", false),
    ("shared_savings", false),
    ("heba_up_amt", false),
    ("heba_down_amt", false),
];
const YEAR: usize = 0;
const ACO_ID: usize = 1;
const ARRANGEMENT: usize = 2;
const BENCHMARK: usize = 3;
const COST: usize = 4;
const AFTER: usize = 5;
const BEFORE: usize = 6;
const UP: usize = 7;
const DOWN: usize = 8;

/// The years of the two models.
const YEARS: (u16, u16) = (2021, 2026);

/// Part of what is earned that sequestration withholds.
const SEQUESTRATION: f64 = 0.02;

/// Reads and settles a row.
pub(super) fn settle(cells: &mut Cells<'_, '_, '_>) -> Option<Settled> {
    let signed = -DOLLARS.end()..=*DOLLARS.end();
    let year = cells.year(YEAR, YEARS.0, YEARS.1);
    let aco = cells.identifier(ACO_ID);
    let arrangement = arrangement(cells);
    let benchmark = cells.needed(BENCHMARK, &(0.01..=*DOLLARS.end()), "the final benchmark in dollars");
    let cost = cells.needed(COST, &DOLLARS, "the net cost of care in dollars");
    let up = cells.number(UP, &signed, "an adjustment in dollars");
    let down = cells.number(DOWN, &signed, "an adjustment in dollars");
    let after = cells.number(AFTER, &signed, "shared savings in dollars, or losses below zero,");
    let before = cells.number(BEFORE, &signed, "shared savings in dollars, or losses below zero,");
    let (published, note) = published(cells, after?, before?)?;
    // Downward adjustments stand in some years with and in others without a sign.
    let equity = up?.unwrap_or(0.0).abs() - down?.unwrap_or(0.0).abs();
    let corridor = arrangement?.corridor(year?, SEQUESTRATION);
    let settled = corridor.settle(Cents::round(benchmark? + equity), Cents::round(cost?));
    let row = Settled {
        year: year?,
        aco: aco?,
        replayed: settled.net(),
        published,
        source: RateSource::Derived,
        note,
    };
    let reason = (!row.matches()).then_some(Cow::Borrowed("the record does not explain it"));
    Some(Settled { note: reason.or(row.note), ..row })
}

/// What was published after sequestration, from the figure before it where that one is wanting.
fn published(
    cells: &mut Cells<'_, '_, '_>,
    after: Option<f64>,
    before: Option<f64>,
) -> Option<(f64, Option<Cow<'static, str>>)> {
    let sequestered = |before: f64| if before > 0.0 { before * (1.0 - SEQUESTRATION) } else { before };
    match (after, before) {
        (Some(0.0), Some(before)) if before != 0.0 => Some((
            sequestered(before),
            Some("shared_savings_seq is 0 where shared_savings is not: compared with shared_savings, less 2 % of a gain".into()),
        )),
        (Some(after), _) => Some((after, None)),
        (None, Some(before)) => {
            Some((sequestered(before), Some("compared with shared_savings, less 2 % of a gain".into())))
        }
        (None, None) => {
            cells.lacking(AFTER, "write shared savings after sequestration, or those before it in `shared_savings`");
            None
        }
    }
}

fn arrangement(cells: &mut Cells<'_, '_, '_>) -> Option<Arrangement> {
    let text = cells.text(ARRANGEMENT).unwrap_or_default();
    let found = Arrangement::ALL.iter().copied().find(|known| text.eq_ignore_ascii_case(known.key()));
    if found.is_none() {
        cells.lacking(ARRANGEMENT, "write Global or Professional");
    }
    found
}
