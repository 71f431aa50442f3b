//! What levers are worth, bring and pay, and what of value each induces.

use super::{Rows, RunTable, always, shared};
use crate::decision::groups;
use crate::engine::{GroupResults, LeverFigure, Metric};
use crate::entity::Lever;
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::stats::Summary;
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "levers",
        about: "what an hour more of each lever is worth to those who pay for care, brings the system and pays the physician, and what of the attainable value it induces: means over physicians and trials. Worth of quality by contracts is what the baseline's pay. Hours are those that levers cost a full-time physician (`specialty.*.effort`), by clinical FTE; an hour that pays less than $0.50 pays nothing",
        row: "arm, year, scope, entity and lever",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

/// What a row says.
struct LeverRow {
    lever: Lever,
    worth: Summary,
    brings: Summary,
    pays: Summary,
    best_paid: Summary,
    induced: Summary,
    effort: Summary,
    /// Against the baseline on the same luck: what the hour pays, and what is induced.
    pays_more: Option<Summary>,
    induces_more: Option<Summary>,
}

impl LeverRow {
    fn of(group: &GroupResults<'_>, lever: Lever) -> Option<LeverRow> {
        let metric = |figure| Metric::of_lever(figure, lever);
        let found = |figure| group.get(metric(figure));
        Some(LeverRow {
            lever,
            worth: found(LeverFigure::IsWorth)?,
            brings: found(LeverFigure::Brings)?,
            pays: found(LeverFigure::Pays)?,
            best_paid: found(LeverFigure::BestPaid)?,
            induced: found(LeverFigure::Induced)?,
            effort: found(LeverFigure::Effort)?,
            pays_more: group.difference(metric(LeverFigure::Pays)),
            induces_more: group.difference(metric(LeverFigure::Induced)),
        })
    }
}

const HOURLY: &str = "$ per hour";
const OF_ATTAINABLE: &str = "% of attainable";

columns! { (arm: &'a str, year: CalendarYear, group: (&'static str, &'a str), it: &LeverRow);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::text("scope", "`system`, `specialty` or `plan`") => group.0,
    Column::text("entity", "which one; `all` for the system. Plans are those that physicians had at the start") => group.1,
    Column::text("lever", "`volume` for visits, `stewardship` for care management, `quality`, `documentation` for coding, `access`, `transformation`") => it.lever.describe().0,
    Column::number("worth_per_hour", HOURLY, "what the hour is worth to those who pay for care") => it.worth.mean,
    Column::number("system_per_hour", HOURLY, "what it brings the system, before physician pay") => it.brings.mean,
    Column::number("pay_per_hour", HOURLY, "what the physician is expected to be paid for it") => it.pays.mean,
    Column::number("pay_mc_se", HOURLY, "Monte Carlo standard error of `pay_per_hour`") => it.pays.mc_se,
    Column::number("pay_ci_low", HOURLY, "lower end of its 95 % interval") => it.pays.low(),
    Column::number("pay_ci_high", HOURLY, "its upper end") => it.pays.high(),
    Column::number("best_paid", "chance", "part of physicians and trials in which no hour pays more, and this one at least $0.50") => it.best_paid.mean,
    Column::number("value_induced", OF_ATTAINABLE, "value that pay for the lever induces; over levers it adds up to `value_induced` of `summary`") => it.induced.mean,
    Column::number("effort", OF_ATTAINABLE, "effort that this costs; over levers it adds up to `effort_of_value`") => it.effort.mean,
    Column::number("pay_change", HOURLY, "`pay_per_hour` less the baseline's, on the same luck; empty for the baseline") => it.pays_more.map(|of| of.mean),
    Column::number("pay_change_ci_low", HOURLY, "lower end of its 95 % interval") => it.pays_more.as_ref().and_then(Summary::low),
    Column::number("pay_change_ci_high", HOURLY, "its upper end") => it.pays_more.as_ref().and_then(Summary::high),
    Column::number("induced_change", OF_ATTAINABLE, "`value_induced` less the baseline's, on the same luck; empty for the baseline") => it.induces_more.map(|of| of.mean),
    Column::number("induced_change_ci_low", OF_ATTAINABLE, "lower end of its 95 % interval") => it.induces_more.as_ref().and_then(Summary::low),
    Column::number("induced_change_ci_high", OF_ATTAINABLE, "its upper end") => it.induces_more.as_ref().and_then(Summary::high),
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    for (place, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            for group in groups(model, report.outcome, (place, year)) {
                for row in Lever::ALL.iter().filter_map(|lever| LeverRow::of(&group.results, *lever)) {
                    each(&cells(&arm.name, model.start.plus(year), (group.scope.word(), group.name), &row))?;
                }
            }
        }
    }
    Ok(())
}
