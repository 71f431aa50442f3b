//! Marginal-incentive curves: what the next dollar saved, point of quality and wRVU pay, place by place.

use super::{Rows, RunTable, shared};
use crate::decision::{CurvePoint, CurveReceiver, IncentiveCurve};
use crate::report::cell::RoundedTo;
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "incentive_curves",
        about: "what the next dollar saved, point of quality and wRVU pay, by how far the year stands from each threshold: of each contract to the system and to physicians, of each plan to its typical physician; in one year in which all that is drawn stands at its centre, in closed form, so without Monte Carlo error",
        row: "arm, contract or plan, axis, receiver, and place on the axis; two where the law turns: just below it and from it on",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given,
    rows,
};

columns! { (arm: &'a str, curve: &'a IncentiveCurve, point: &CurvePoint);
    shared::ARM => arm,
    Column::whole("year", "performance year: the last of the scenario, of a contract the last in which it settles") => u64::from(curve.year.0),
    Column::text("contract", "the contract on whose savings or quality the axis runs; empty for what a plan pays by itself") => curve.contract.as_deref(),
    Column::text("plan", "the plan of the typical physician; empty for the system and for all physicians") => curve.plan.as_deref(),
    Column::text("specialty", "specialty of the typical physician: the one whose expected pay is the median of those on the plan") => curve.specialty.as_deref(),
    Column::text("axis", "`savings`: gross savings over the benchmark; `quality`: the score, of the contract or one's own; `work`: own wRVUs in the year; `own_cost`: part of the cost of own patients' care that own practice takes off") => curve.axis.word(),
    Column::text("reaches", "whom the dollars reach: `system`, from the payer; `system_kept`, that less what goes into pools and the margin on the care avoided; `physicians`, all of them through pools; `physician`, the typical one, of what everybody saves; `physician_own`, of the next dollar saved on own patients, less the pay of the visits not made: slopes alone") => curve.receiver.word(),
    Column::number("at", "number", "place on the axis: a share, a score from 0 to 1, or wRVUs") => RoundedTo(point.at, 6),
    Column::text("side", "where the law turns: `below` it, or `from` it on; else empty") => side(point),
    Column::number("from_foreseen", "number", "the place less what is foreseen, on the axis") => RoundedTo(point.at - curve.foreseen, 6),
    Column::number("paid", "$", "what is paid when the year turns out exactly so") => in_all(curve, point.paid),
    Column::number("slope", "$ a step", "what the next step pays then: dollars for the next dollar saved or avoided, point of quality, or wRVU") => RoundedTo(point.slope, 6),
    Column::number("expected", "$", "what is expected when the year is expected so, its luck still to come") => in_all(curve, point.expected),
    Column::number("expected_slope", "$ a step", "what the next step is expected to pay then") => RoundedTo(point.expected_slope, 6),
}

/// Which side of a turn a place is meant from.
fn side(point: &CurvePoint) -> Option<&'static str> {
    point.from_here.map(|from_here| if from_here { "from" } else { "below" })
}

/// Whole dollars in all: of the next dollar on own patients there are none.
fn in_all(curve: &IncentiveCurve, dollars: f64) -> Option<RoundedTo> {
    (curve.receiver != CurveReceiver::PhysicianOwn).then_some(RoundedTo(dollars, 0))
}

/// Whether any contract settles or anybody is paid by a plan that may be shown.
pub(super) fn given(report: &Report<'_>) -> bool {
    !report.incentive_curves().is_empty()
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for curve in report.incentive_curves() {
        let arm = &report.model.arms[curve.arm].name;
        for point in &curve.points {
            each(&cells(arm, curve, point))?;
        }
    }
    Ok(())
}
