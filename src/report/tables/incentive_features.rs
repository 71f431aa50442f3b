//! What is found on marginal-incentive curves: where the next step pays nothing or costs, jumps, and turns.

use super::{Rows, RunTable, incentive_curves, shared};
use crate::decision::{IncentiveCurve, IncentiveFeature};
use crate::report::cell::RoundedTo;
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "incentive_features",
        about: "where the next dollar saved, point of quality or wRVU pays nothing or costs, where dollars come at once and where the slope turns, with the size, the distance from what is foreseen and the number of the agreement that makes it; of the curves in `incentive_curves`",
        row: "arm, contract or plan, axis, receiver, and what is found",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: incentive_curves::given,
    rows,
};

columns! { (arm: &'a str, curve: &'a IncentiveCurve, found: &'a IncentiveFeature);
    shared::ARM => arm,
    Column::whole("year", "performance year, as in `incentive_curves`") => u64::from(curve.year.0),
    Column::text("contract", "the contract; empty for what a plan pays by itself") => curve.contract.as_deref(),
    Column::text("plan", "the plan of the typical physician; empty for the system and for all physicians") => curve.plan.as_deref(),
    Column::text("specialty", "specialty of the typical physician") => curve.specialty.as_deref(),
    Column::whole("members", "physicians of that specialty on the plan; empty for the system and for all physicians") => (curve.members > 0).then_some(curve.members as u64),
    Column::text("axis", "as in `incentive_curves`") => curve.axis.word(),
    Column::text("reaches", "whom the dollars reach, as in `incentive_curves`") => curve.receiver.word(),
    Column::text("found", "`zero`: the next step pays nothing; `negative`: it costs; `cliff`: dollars at once; `kink`: the slope turns") => found.kind.word(),
    Column::number("begins", "number", "where it begins on the axis; empty where that is beyond the range looked at") => (!found.is_open[0]).then_some(found.from),
    Column::number("ends", "number", "where it ends; empty where that is beyond the range looked at") => (!found.is_open[1]).then_some(found.to),
    Column::number("dollars", "$", "of a cliff what comes at once, below zero what goes; of a stretch that costs, all that it costs from end to end") => RoundedTo(found.dollars, 0),
    Column::number("slope_below", "$ a step", "what the next step pays just below it, or on the stretch") => found.slopes[0],
    Column::number("slope_above", "$ a step", "what the next step pays just above it, or on the stretch") => found.slopes[1],
    Column::number("foreseen", "number", "what is foreseen of the year, on the axis; empty where nothing of the axis matters") => (!curve.points.is_empty()).then_some(curve.foreseen),
    Column::number("distance", "number", "from what is foreseen to the nearest place of it, on the axis: below zero where that lies lower, 0 within") => (!curve.points.is_empty()).then_some(found.distance),
    Column::number("chance", "chance", "chance that the year ends on the stretch; of a cliff or kink, that it stays below; with the noise that is foreseen") => found.chance,
    Column::text("cause", "the number of the agreement that makes it, where one stands there") => found.cause.as_str(),
    Column::text("in_words", "all of that in a sentence") => found.sentence.as_str(),
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for curve in report.incentive_curves() {
        let arm = &report.model.arms[curve.arm].name;
        for found in &curve.features {
            each(&cells(arm, curve, found))?;
        }
    }
    Ok(())
}
