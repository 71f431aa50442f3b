//! Chosen measures of every single trial.

use super::{Rows, RunTable, shared};
use crate::analysis::TrialValue;
use crate::engine::Fault;
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "trials",
        about: "with `--by-trial`: chosen measures of every single trial. Arms meet the same luck in the same trial, so differences are taken trial by trial",
        row: "arm, year (or the whole horizon), measure and trial; stretches of 4,096 trials after each other",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |report| report.by_trial.is_some(),
    rows,
};

columns! { (arm: &'a str, year: Option<CalendarYear>, found: &'a TrialValue<'a>);
    shared::ARM => arm,
    Column { meaning: "performance year; empty where the measure is of the whole horizon", ..shared::YEAR } => year.map(|year| u64::from(year.0)),
    Column::text("scope", "system, specialty, plan, contract, account or flow") => found.pick.scope.word(),
    Column::text("entity", "which one; `all` for the system") => found.pick.entity.as_str(),
    Column::text("metric", "what is measured") => found.pick.metric.as_str(),
    shared::UNIT => found.unit,
    Column::whole("trial", "trial, counted from 1: `cascade explain --trial` shows it line by line") => found.trial + 1,
    Column::number("value", crate::report::table::IN_ROW, "its value in this trial") => (found.value, found.unit),
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let Some(by_trial) = report.by_trial else { return Ok(()) };
    let model = report.model;
    by_trial.each(&mut |found: TrialValue<'_>| -> Result<(), Stop> {
        let year = found.pick.year.map(|year| model.start.plus(year));
        Ok(each(&cells(&model.arms[found.pick.arm].name, year, &found))?)
    })?;
    Ok(())
}

/// Why rows end early.
enum Stop {
    Run(Fault),
    Sink(io::Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Run(fault)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Sink(error)
    }
}

impl From<Stop> for io::Error {
    fn from(stop: Stop) -> io::Error {
        match stop {
            Stop::Sink(error) => error,
            Stop::Run(Fault::Stopped) => io::ErrorKind::Interrupted.into(),
            Stop::Run(fault) => io::Error::other(fault),
        }
    }
}
