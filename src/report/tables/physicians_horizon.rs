//! Pay of every physician over the horizon, and how it changes.

use super::{Rows, RunTable, always, shared};
use crate::decision::worst_year;
use crate::engine::{ArmResults, PersonMetric};
use crate::entity::Physician;
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::stats::Summary;
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "physicians_horizon",
        about: "pay of every physician over all performance years, its change against the baseline on the same luck, and the year in which it changes least for the better. A row is a position: whoever follows keeps it",
        row: "arm and physician, physicians in the author's order",
        whom: Whom::Persons,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

/// A physician over all years.
struct HorizonRow<'a> {
    who: &'a Physician,
    pay: Summary,
    change: Option<HorizonChange>,
}

/// Against the baseline.
struct HorizonChange {
    found: Summary,
    loses: Summary,
    /// The year in which the mean change is lowest, and that change.
    worst: (CalendarYear, f64),
}

impl HorizonRow<'_> {
    fn change(&self) -> Option<&Summary> {
        self.change.as_ref().map(|change| &change.found)
    }

    /// The mean change as a part of mean pay in the baseline.
    fn part(&self) -> Option<f64> {
        let change = self.change()?.mean;
        let before = self.pay.mean - change;
        (before > 0.0).then(|| 100.0 * change / before)
    }

    fn loses(&self) -> Option<&Summary> {
        self.change.as_ref().map(|change| &change.loses)
    }
}

columns! { (arm: &'a str, row: &HorizonRow<'a>);
    shared::ARM => arm,
    shared::PHYSICIAN_ID => row.who.id.as_str(),
    shared::SPECIALTY => row.who.specialty.as_str(),
    Column::text("plan", "plan at the start") => row.who.plan.as_str(),
    Column::number("pay", "$", "pay over all performance years, mean over trials") => row.pay.mean,
    Column::number("pay_ci_low", "$", "lower end of the 95 % interval that a finite number of trials leaves for the mean")
        => row.pay.low(),
    Column::number("pay_ci_high", "$", "its upper end") => row.pay.high(),
    Column::number("pay_p05", "$", "5th percentile of pay over trials") => row.pay.quantiles.map(|q| q[0]),
    Column::number("pay_p95", "$", "95th percentile of pay over trials") => row.pay.quantiles.map(|q| q[4]),
    Column::number("change", "$", "`pay` less that in the baseline, on the same luck; empty for the baseline and for positions that it does not have, here and beyond")
        => row.change().map(|change| change.mean),
    Column::number("change_ci_low", "$", "lower end of its 95 % interval") => row.change().and_then(Summary::low),
    Column::number("change_ci_high", "$", "its upper end") => row.change().and_then(Summary::high),
    Column::number("change_p05", "$", "5th percentile of the change over trials") => row.change().and_then(|c| c.quantiles).map(|q| q[0]),
    Column::number("change_p95", "$", "95th percentile of the change over trials") => row.change().and_then(|c| c.quantiles).map(|q| q[4]),
    Column::number("change_percent", "%", "`change` in percent of mean pay in the baseline; empty where that is not above zero") => row.part(),
    Column::number("chance_of_losing_5_percent", "chance", "chance that pay over all years is at least 5 % below the baseline's on the same luck")
        => row.loses().map(|loses| loses.mean),
    Column::number("chance_ci_low", "chance", "lower end of its 95 % interval (Wilson)") => row.loses().and_then(Summary::low),
    Column::number("chance_ci_high", "chance", "its upper end") => row.loses().and_then(Summary::high),
    Column::whole("worst_year", "performance year in which the mean change is lowest; of equals the first")
        => row.change.as_ref().map(|change| u64::from(change.worst.0.0)),
    Column::number("worst_year_change", "$", "mean change of pay in it") => row.change.as_ref().map(|change| change.worst.1),
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    for (place, (name, results)) in report.arms().enumerate() {
        for position in &model.author_order {
            let Some(pay) = results.person(*position, PersonMetric::Pay) else { continue };
            let who = model.arms[place].roster[*position].as_ref().unwrap_or(&model.physicians[*position]);
            each(&cells(name, &HorizonRow { who, pay, change: change_of(&results, *position) }))?;
        }
    }
    Ok(())
}

fn change_of(results: &ArmResults<'_>, position: usize) -> Option<HorizonChange> {
    let [found, loses] =
        [PersonMetric::PayChange, PersonMetric::Loses].map(|metric| results.person(position, metric));
    Some(HorizonChange { found: found?, loses: loses?, worst: worst_year(results, position)? })
}
